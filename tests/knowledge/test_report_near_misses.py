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


PLACES = """Chuyên đề: chăm sóc vườn hoa ở các tỉnh

Năm 2031, Ban Chăm sóc vườn hoa tỉnh Hà Giang và Hội Làm vườn ký Chương trình phối hợp chăm sóc vườn hoa.

Chương trình phối hợp chăm sóc vườn hoa được tỉnh Yên Bái triển khai hiệu quả trong các xã, phường của tỉnh.

Ở Hà Giang, năm 2031 tỷ lệ thôn có vườn hoa còn hơn 16%.

Dịp hội hoa, tỉnh Hà Giang tặng quà 18 đội chăm sóc vườn hoa và các trường học với tổng số tiền 178 triệu đồng.

Tỉnh Hà Giang chấm điểm chăm sóc vườn hoa của các xã, phường và thông báo kết quả đến các xã, phường trong tỉnh.

Tỉnh ủy Hà Giang tham mưu ban hành Nghị quyết về chăm sóc vườn hoa, đường hoa giai đoạn 2031 - 2035 trên địa bàn tỉnh.
"""


@pytest.fixture(scope="module")
def several_places(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("cac_tinh"), bai=PLACES)


@pytest.mark.parametrize(
    "question",
    [
        "Chương trình phối hợp chăm sóc vườn hoa ở Yên Bái do những cơ quan nào ký?",
        "ti le thon co vuon hoa o Ha Giang nam 2020",
        "Mỗi đội chăm sóc vườn hoa ở Hà Giang được tặng bao nhiêu tiền?",
        "Xã nào ở Hà Giang đứng đầu khi chấm điểm chăm sóc vườn hoa?",
        "Nghị quyết về chăm sóc vườn hoa, đường hoa của Tỉnh ủy Hà Giang số bao nhiêu?",
    ],
)
def test_another_place_year_share_or_name_is_refused(several_places: Assistant, question: str) -> None:
    assert ask(several_places, question).status == "refused"


def test_what_is_said_of_the_place_itself_is_told(several_places: Assistant) -> None:
    told = ask(several_places, "Chương trình phối hợp chăm sóc vườn hoa ở Hà Giang do những cơ quan nào ký?")
    assert "Hội Làm vườn" in told.text
    assert (
        "178 triệu" in ask(several_places, "Hà Giang tặng quà các đội chăm sóc vườn hoa bao nhiêu tiền?").text
    )


MEETING = """# Chuyên đề: hội nghị về vườn hoa ở tỉnh Yên Bái

## Ý kiến tại hội nghị

Tại hội nghị ở Yên Bái, đồng chí Hoàng Văn Páo đánh giá cao kết quả chăm sóc vườn hoa và đề nghị làm những việc sau đây.
- Các xã tập trung chăm sóc các vườn hoa ven đường và nhổ cỏ đúng thời vụ.
- Các trường học nhận một vườn hoa và phân công học sinh tưới cây hằng ngày.
- Hội Làm vườn chia sẻ giống hoa tốt cho các thôn và mở lớp tập huấn.

## Hội thi

Tại hội nghị ở Yên Bái, đồng chí Hoàng Văn Páo đề nghị hội thi vườn hoa được tổ chức ở tất cả các xã.

Dự hội nghị ở Yên Bái có các đồng chí: Hoàng Văn Páo, Phó Bí thư Tỉnh ủy; Lý Thị Sua, Phó Chủ tịch HĐND tỉnh.

Hội nghị nghe báo cáo về Kế hoạch số 09-KH/TU ngày 12/3/2031 của Tỉnh ủy Yên Bái về vườn hoa, Chỉ thị số 09-CT/TU \
ngày 14/4/2030 của Tỉnh ủy Yên Bái về đường hoa và Chỉ thị số 77-CT/TU ngày 15/5/2031 của Tỉnh ủy Yên Bái về hội hoa xuân.
"""


@pytest.fixture(scope="module")
def meeting(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("hoi_nghi"), bai=MEETING)


def test_a_list_led_by_all_that_is_asked_is_told_whole(meeting: Assistant) -> None:
    told = ask(meeting, "Đồng chí Hoàng Văn Páo đề nghị những gì tại hội nghị ở Yên Bái?")
    assert "nhổ cỏ" in told.text
    assert "tập huấn" in told.text


def test_one_of_those_there_is_told_by_the_post(meeting: Assistant) -> None:
    told = ask(meeting, "Ai dự hội nghị về vườn hoa ở Yên Bái?", "Trong đó ai là Phó Chủ tịch HĐND?")
    assert "Lý Thị Sua" in told.text
    assert "Hoàng Văn Páo" not in told.text


@pytest.mark.parametrize(
    "question", ["số 09 ngày mấy?", "cho xin ngày ban hành của số 09", "van ban 09 cua tinh uy ra ngay nao"]
)
def test_a_bare_number_of_two_documents_is_asked_back(meeting: Assistant, question: str) -> None:
    assert ask(meeting, question).status == "clarify"


def test_when_it_came_out_is_asked_of_the_last_document(meeting: Assistant) -> None:
    told = ask(meeting, "Tỉnh ủy Yên Bái có chỉ thị nào về hội hoa xuân?", "ra ngày mấy?")
    assert "15/5/2031" in told.text
