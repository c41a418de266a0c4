"""Questions over reports of two made-up provinces: figures side by side, who wrote what, where a report is from."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.evaluation.gold import unproved
from tests.knowledge.asking import assistant_over

NORTH = """Phong trào trồng hoa ở tỉnh Lai Châu

Toàn tỉnh Lai Châu có 1.500 vườn hoa, trong đó 900 vườn hoa tập thể, 600 vườn hoa gia đình.

Tác giả: Lò Văn Mơ
"""
SOUTH = """Hội nghị tổng kết phong trào làm đẹp đường làng

Ban Dân vận Tỉnh ủy Sơn La tổ chức hội nghị tổng kết phong trào trên địa bàn tỉnh Sơn La. Dự Hội nghị có các đồng chí:
Vàng Thị Lan, Phó Chủ tịch Hội đồng nhân dân tỉnh.

Toàn tỉnh Sơn La có 2.100 vườn hoa; có 320 gia đình đăng ký làm mới vườn hoa.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("hai-tinh"), bac=NORTH, nam=SOUTH)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Lai Châu hay Sơn La có nhiều vườn hoa hơn?", ["1.500", "2.100"]),
        ("So sánh số vườn hoa của Lai Châu với số gia đình đăng ký ở Sơn La", ["1.500", "320"]),
        ("so sanh so vuon hoa cua lai chau voi so gia dinh dang ky o son la", ["1.500", "320"]),
        ("Tác giả Lò Văn Mơ có bài viết nào?", ["Phong trào trồng hoa"]),
        ("Vàng Thị Lan giữ chức vụ gì, ở tỉnh nào?", ["Phó Chủ tịch Hội đồng nhân dân", "(tỉnh Sơn La)"]),
    ],
)
def test_answers(assistant: Assistant, question: str, told: list[str]) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered", answer.text
    assert [part for part in told if part not in answer.text] == []
    assert "Phong trào trồng hoa ở tỉnh Lai Châu” (" not in answer.text
    assert unproved(answer, (question,), assistant.store.documents) == []


@pytest.mark.parametrize("follow", ["Thế còn gia đình?", "the gia dinh thi sao"])
def test_what_is_counted_is_exchanged(assistant: Assistant, follow: str) -> None:
    first = assistant.ask("Sơn La có bao nhiêu cá nhân đăng ký làm mới vườn hoa?")
    assert first.status == "refused"
    assert "320 gia đình" in assistant.ask(follow, first.memory).text
