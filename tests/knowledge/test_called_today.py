"""What a body is called today, which articles another text repeals, a report's place by its author, «gđ 2031-2035»."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import DECISION_HEAD, ask, assistant_over

REPORT = """Vườn chè Mường Lạnh lên đồi cao

Ban Vườn chè (nay là Ban Đồi chè) đã giao giống cho các bản. Trong 5 năm (2031 - 2035) ban nhận 37 đơn khiếu nại, \
tố cáo về giống chè và trả lời 35 đơn.

Thảo Nguyên Vy
"""
DECISION = (
    DECISION_HEAD
    + """Số: 61/2035/QĐ-UBND
Sơn La, ngày 02 tháng 3 năm 2035
QUYẾT ĐỊNH
Về việc trồng chè trên đồi
Điều 1. Giống chè
Hộ trồng chè nhận giống ở xã.
Điều 2. Hiệu lực
1. Quyết định này có hiệu lực từ ngày 10 tháng 3 năm 2035.
2. Bãi bỏ các điều 4, 5 và 9 của Quyết định số 18/2029/QĐ-UBND về vườn chè.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("today"), report=REPORT, decision=DECISION)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("ban vuon che bay gio goi la gi", "nay là Ban Đồi chè"),
        ("Những điều nào của Quyết định 18/2029/QĐ-UBND đã bị bãi bỏ?", "4, 5 và 9"),
        ("ban nhận bn đơn kn, tc về giống chè gđ 2031-2035", "37 đơn"),
    ],
)
def test_it_is_told(assistant: Assistant, question: str, told: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    ["hoi vuon che bay gio goi la gi", "Những điều nào của Quyết định 18/2029/QĐ-UBND đã được sửa đổi?"],
)
def test_another_name_or_change_is_not_told(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).status == "refused"
