"""Questions that a made-up report comes near to: what it tells, and what it only seems to tell."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import ask, assistant_over

REPORT = """Kết quả phong trào trồng hoa của thị xã Mường Lò quý I năm 2031

Thị ủy Mường Lò đã ban hành Kế hoạch số 12-KH/TU, ngày 03/02/2031 về phong trào trồng hoa để quán triệt Chỉ thị số \
34-CT/TU, ngày 15/01/2031 của Ban Thường vụ Tỉnh ủy về phát động phong trào trồng hoa trên địa bàn tỉnh Yên Bái, giao \
Văn phòng Thị ủy theo dõi.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("gan_dung"), bai=REPORT)


def test_a_card_answers_what_a_card_tells(assistant: Assistant) -> None:
    for question in ("Kế hoạch 12-KH/TU là gì?", "Cho tôi thông tin về Kế hoạch 12-KH/TU"):
        assert ask(assistant, question).status == "answered"
    assert ask(assistant, "Kế hoạch 12-KH/TU do đồng chí nào ký?").status == "refused"
    answer = ask(assistant, "Chỉ thị 34-CT/TU yêu cầu thanh niên tình nguyện quyên góp phân bón ra sao?")
    assert answer.status == "refused"
    assert "34-CT/TU" in answer.text


def test_whether_it_has_run_out_is_whether_it_is_in_force(assistant: Assistant) -> None:
    assert "Chưa rõ" in ask(assistant, "KH 12-KH/TU hết hạn chưa?").text
