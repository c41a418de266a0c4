"""A number that a source cut off («71/2035/UBTV») is the whole one that stands beside it, not another document."""

from pathlib import Path

from emulators.serving import Index
from tests.knowledge.asking import ask, assistant_over

REPORT = """Xã Bản Tre chuẩn bị hội nghị cử tri
Ngày 5/3/2036
Xã làm theo Nghị quyết số 71/2035/UBTVQH17 ngày 02/02/2035 của Ủy ban Thường vụ Quốc hội về hội nghị cử tri.
Các thôn làm theo Chương II của Nghị quyết số 71/2035/UBTV, mỗi thôn họp một buổi tối ở nhà văn hóa.
"""


def test_it_is_not_asked_back(index: Index, tmp_path: Path) -> None:
    assistant = assistant_over(index, tmp_path / "cat", ban_tre=REPORT)
    answer = ask(assistant, "nghị quyết 71/2035 về việc gì")
    assert answer.status == "answered"
    assert [entry.number for entry in answer.documents] == ["71/2035/UBTVQH17"]
