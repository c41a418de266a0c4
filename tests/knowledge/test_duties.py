"""What a body has to do, over a made-up decision: all that stands under the line that names it, nothing of another's."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.answers.duties import asked_body, names_body
from knowledge.places import Gazetteer
from knowledge.question import understand
from tests.knowledge.asking import DECISION_HEAD, ask, assistant_over

DECISION = (
    DECISION_HEAD
    + """Số: 78/2034/QĐ-UBND
Sơn La, ngày 20 tháng 11 năm 2034
QUYẾT ĐỊNH
BAN HÀNH QUY ĐỊNH VỀ QUẢN LÝ CHỢ PHIÊN TRÊN ĐỊA BÀN TỈNH SƠN LA
Điều 1. Quyết định này có hiệu lực từ ngày 01/12/2034.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lò Văn Chợ
QUY ĐỊNH
VỀ QUẢN LÝ CHỢ PHIÊN TRÊN ĐỊA BÀN TỈNH SƠN LA
Điều 2. Quản lý chợ phiên
1. Sở Xây dựng nghiên cứu mẫu mái che cho chợ phiên để áp dụng ở các xã vùng cao trong những năm tới, báo cáo
Ủy ban nhân dân tỉnh xem xét, quyết định.
Điều 3. Trách nhiệm của các sở, ban, ngành
1. Sở Xây dựng:
a) Thẩm định bản vẽ chợ phiên;
b) Cấp phép dựng quầy ở chợ phiên.
2. Sở Y tế:
a) Kiểm tra hàng ăn ở chợ phiên;
b) Đặt tủ thuốc ở chợ phiên.
9. Báo Sơn La
Viết bài giới thiệu chợ phiên của các bản ở vùng cao, đăng ảnh người đi chợ.
Điều 4.
Trách nhiệm của Ủy ban nhân dân
cấp xã
1. Quét dọn chợ phiên sau mỗi buổi họp chợ.
2. Chia chỗ bán hàng cho các bản.
Điều 5. Đề
nghị Ủy ban Mặt trận Tổ quốc cấp tỉnh, cấp xã
1. Vận động nhân dân giữ sạch chợ phiên.
2. Giám sát việc quản lý chợ phiên ở các bản.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("duties"), cho_phien=DECISION)


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        (
            "Sở Xây dựng Sơn La có trách nhiệm gì trong quản lý chợ phiên?",
            ("Thẩm định bản vẽ", "dựng quầy"),
            "tủ thuốc",
        ),
        ("so y te son la lam gi trong quan ly cho phien", ("Kiểm tra hàng ăn", "Đặt tủ thuốc"), "bản vẽ"),
        ("Báo Sơn La làm gì về chợ phiên?", ("Viết bài giới thiệu chợ phiên",), "tủ thuốc"),
        ("UBND xã ở Sơn La có nhiệm vụ gì trong quản lý chợ phiên?", ("Quét dọn", "Chia chỗ"), "Giám sát"),
        ("UBND tỉnh Sơn La đề nghị MTTQ làm gì về quản lý chợ phiên?", ("giữ sạch", "Giám sát"), "Quét dọn"),
    ],
)
def test_all_of_a_bodys_duties_are_told_and_no_others(
    assistant: Assistant, question: str, told: tuple[str, ...], not_told: str
) -> None:
    answer = ask(assistant, question)
    assert [one for one in told if one not in answer.text] == [], answer.text
    assert not_told not in answer.text


def test_duties_of_a_body_that_is_named_nowhere_are_not_told(assistant: Assistant) -> None:
    answer = ask(assistant, "Sở Tài chính Sơn La có trách nhiệm gì trong quản lý chợ phiên?")
    assert answer.status == "refused"


@pytest.mark.parametrize(
    ("question", "body"),
    [
        ("Công an xã Hoa Mai làm gì khi họp chợ?", "cong an xa"),
        ("UBND tỉnh yêu cầu MTTQ làm gì?", "mat tran to quoc"),
        ("Nếu hồ sơ không đủ điều kiện thì xã làm gì?", ""),
        ("Chợ phiên họp ngày nào?", ""),
    ],
)
def test_the_body_asked_of(question: str, body: str) -> None:
    assert " ".join(asked_body(understand(question, Gazetteer(["Hoa Mai"]), str))).endswith(body)
    assert bool(body) == bool(asked_body(understand(question, Gazetteer(["Hoa Mai"]), str)))


def test_a_body_is_named_in_its_order() -> None:
    assert names_body(("uy", "ban", "nhan", "dan", "xa"), "Trách nhiệm của Ủy ban nhân dân cấp xã")
    assert not names_body(("so", "y", "te"), "Số liệu mới nhất về chợ, ý kiến")


def test_the_chairman_of_a_commune_is_that_of_its_committee() -> None:
    assert names_body(("chu", "tich", "xa"), "Chủ tịch Ủy ban nhân dân xã quyết định")
    assert not names_body(("chu", "tich", "xa"), "Chủ tịch Hội đồng nhân dân xã quyết định")


def test_duties_in_another_matter_are_not_all_duties(assistant: Assistant) -> None:
    answer = ask(assistant, "Sở Xây dựng Sơn La có trách nhiệm gì với việc phòng cháy nhà cao tầng?")
    assert "tủ thuốc" not in answer.text
    assert "dựng quầy" not in answer.text
