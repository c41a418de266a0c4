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


QUARTERS = """Kết quả chăm sóc vườn hoa của thị xã Mường Lò quý I năm 2031

Quý I năm 2031, Thị ủy Mường Lò tổ chức đối thoại với nhân dân về vườn hoa; các ý kiến được tổng hợp, báo cáo đầy đủ.

Với những kết quả đạt được trong quý I/2031, Thị ủy Mường Lò xác định nhiệm vụ chăm sóc vườn hoa quý II/2031:

Tổ chức đối thoại với nhân dân về vườn hoa (01 cuộc với hội viên Hội Làm vườn và 01 cuộc với nhân dân xã Nà Lốc).

Tổ chức hội thi cắm hoa cho học sinh các trường, chấm điểm vườn hoa của các thôn và báo cáo Thường trực Thị ủy.
"""


@pytest.fixture(scope="module")
def quarters(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("quy"), bai=QUARTERS)


def test_what_is_of_one_quarter_is_not_told_of_another(quarters: Assistant) -> None:
    told = ask(quarters, "Quý II/2031 Thị ủy Mường Lò dự kiến đối thoại về vườn hoa với những đối tượng nào?")
    assert "Nà Lốc" in told.text
    for question in (
        "Quý III/2031 Thị ủy Mường Lò đối thoại về vườn hoa với xã nào?",
        "quy III nam 2031 thi uy muong lo co nhiem vu cham soc vuon hoa gi",
    ):
        assert ask(quarters, question).status == "refused"
