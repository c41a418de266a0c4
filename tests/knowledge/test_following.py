"""Follow-ups over made-up texts: what the last question asked is told of another case, and nothing else is."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.documents import Memory
from tests.knowledge.asking import DECISION_HEAD, LAW_HEAD, ask, assistant_over

LAW = f"""{LAW_HEAD}62/2031/QH17
Hà Nội, ngày 21 tháng 6 năm 2031

LUẬT
BẢO TỒN CÂY CỔ THỤ

Điều 5. Tiền bảo hiểm cây cổ thụ
1. Tiền bảo hiểm cây cổ thụ trong trường học tối thiểu là năm phần trăm và tối đa là mười phần trăm giá trị của cây.
2. Tiền bảo hiểm cây cổ thụ trong khu đền chùa tối thiểu là ba phần trăm và tối đa là sáu phần trăm giá trị của cây.

Điều 6. Người được miễn tiền bảo hiểm cây cổ thụ
1. Người cao tuổi trực tiếp chăm sóc cây cổ thụ được miễn tiền bảo hiểm cây cổ thụ.
2. Hộ nghèo có cây cổ thụ trong vườn nhà được miễn tiền bảo hiểm cây cổ thụ.

Điều 7. Nhiệm kỳ
1. Nhiệm kỳ của Trưởng ban quản lý cây cổ thụ là 04 năm.
2. Trưởng ban quản lý cây cổ thụ do Hội đồng nhân dân cấp xã bầu.

Điều 9. Hiệu lực thi hành
1. Hội đồng cây cổ thụ thực hiện việc kiểm tra tay nghề cắt tỉa cây cổ thụ theo quy định sau đây:
a) Từ ngày 01 tháng 3 năm 2033 đối với thợ chính;
b) Từ ngày 01 tháng 3 năm 2034 đối với các chức danh thợ phụ, người học nghề.
2. Người cắt tỉa cây cổ thụ là thợ phụ từ ngày 01 tháng 3 năm 2031 đến hết ngày 28 tháng 02 năm 2034 không phải kiểm \
tra tay nghề cắt tỉa cây cổ thụ.
"""
DECISION = f"""{DECISION_HEAD}Số: 88/2031/QĐ-UBND
Sơn La, ngày 12 tháng 8 năm 2031

QUYẾT ĐỊNH
Ban hành Quy định quản lý vườn ươm cây bản địa

Điều 4. Tổ chức thực hiện
1. Sở Lâm nghiệp làm đầu mối giúp Ủy ban nhân dân tỉnh thực hiện Quy định quản lý vườn ươm cây bản địa; hằng năm tổng \
hợp kết quả, báo cáo Ủy ban nhân dân tỉnh trước ngày 20 tháng 01 của năm tiếp theo.
2. Sở Văn hóa phối hợp tuyên truyền quản lý vườn ươm cây bản địa.
"""
REPORT = """Kết quả trồng hoa của thị xã Mường Lò

Tác giả: Lò Văn Sáng

Thị ủy Mường Lò quán triệt Chỉ thị số 34-CT/TU, ngày 15/01/2031 của Ban Thường vụ Tỉnh ủy Yên Bái về phát động phong \
trào trồng hoa, tổ chức 12 buổi trồng hoa ở các xã, phường với sự tham gia của nhiều đoàn viên.

Dự Hội nghị trồng hoa có các đồng chí: Lò Thị Mận, Trưởng Ban Tuyên giáo Thị ủy; Vàng A Sáo, Phó Chủ tịch UBND thị xã.
"""
MEETINGS = """Kết quả hội nghị trồng tre của tỉnh Điện Biên năm 2031

Năm 2031, các huyện, thành phố đã tổ chức 21 hội nghị trồng tre; các xã, phường, thị trấn tổ chức 46 hội nghị trồng tre.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(
        index,
        tmp_path_factory.mktemp("hoi_tiep"),
        luat=LAW,
        quyet_dinh=DECISION,
        bai=REPORT,
        hoi_nghi=MEETINGS,
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "Tiền bảo hiểm cây cổ thụ trong trường học là bao nhiêu phần trăm?",
            "thế trong khu đền chùa thì sao?",
            "ba phần trăm",
        ),
        ("Ai được miễn tiền bảo hiểm cây cổ thụ?", "Còn hộ nghèo thì sao?", "Hộ nghèo có cây cổ thụ"),
        (
            "Từ bao giờ thợ chính phải kiểm tra tay nghề cắt tỉa cây cổ thụ?",
            "con tho phu thi tu nam nao",
            "01 tháng 3 năm 2034",
        ),
    ],
)
def test_what_was_asked_is_told_of_another_case(
    assistant: Assistant, before: str, after: str, told: str
) -> None:
    answer = ask(assistant, before, after)
    assert answer.status == "answered"
    assert told in answer.text


def test_what_is_told_of_the_first_case_is_not_told_of_another(assistant: Assistant) -> None:
    before = "Nhiệm kỳ của Trưởng ban quản lý cây cổ thụ là mấy năm?"
    assert "04 năm" in ask(assistant, before).text
    for after in ("Còn kế toán ban quản lý thì sao?", "Thế còn thủ quỹ?"):
        assert ask(assistant, before, after).status == "refused"


def test_a_case_alone_is_told_of_nothing_but_what_was_asked(assistant: Assistant) -> None:
    before = "Từ bao giờ thợ chính phải kiểm tra tay nghề cắt tỉa cây cổ thụ?"
    assert "Hộ nghèo" not in ask(assistant, before, "Còn hộ nghèo thì sao?").text


def test_a_deputy_is_not_told_for_whoever_is_asked_of_next(assistant: Assistant) -> None:
    before = "Ai là Trưởng Ban Tuyên giáo Thị ủy Mường Lò?"
    assert "Lò Thị Mận" in ask(assistant, before).text
    assert "Vàng A Sáo" in ask(assistant, before, "Còn Phó Chủ tịch UBND thị xã thì sao?").text
    answer = ask(assistant, before, "Còn Chủ tịch UBND thị xã thì sao?")
    assert answer.status == "refused", answer.text


def test_the_communes_and_the_districts_are_no_province(assistant: Assistant) -> None:
    before = "Cấp xã ở Điện Biên tổ chức bao nhiêu hội nghị trồng tre?"
    assert "46 hội nghị" in ask(assistant, before).text
    assert "21 hội nghị" in ask(assistant, before, "Còn cấp huyện thì sao?").text
    assert ask(assistant, before, "Còn cấp tỉnh thì sao?").status == "refused"


def test_that_body_is_the_one_that_the_last_answer_named(assistant: Assistant) -> None:
    before = "Sở nào làm đầu mối giúp UBND tỉnh Sơn La quản lý vườn ươm cây bản địa?"
    answer = ask(assistant, before, "Thế sở đó phải báo cáo kết quả trước ngày nào?")
    assert "20 tháng 01" in answer.text
    assert ask(assistant, before, "Thế bộ đó phải báo cáo kết quả trước ngày nào?").status == "refused"


def test_who_wrote_the_report_that_names_a_document(assistant: Assistant) -> None:
    told = ask(assistant, "Chỉ thị 34-CT/TU là gì?", "Ai viết bài nhắc đến nó?")
    assert "Lò Văn Sáng" in told.text
    assert "Lò Văn Sáng" in ask(assistant, "Ai viết bài nhắc đến Chỉ thị 34-CT/TU?").text


def test_what_was_read_is_remembered_and_may_be_gone(assistant: Assistant) -> None:
    before = "Sở nào làm đầu mối giúp UBND tỉnh Sơn La quản lý vườn ươm cây bản địa?"
    memory = assistant.ask(before).memory
    assert len(memory.documents) == 1
    assert "Sở Lâm nghiệp" in memory.told
    gone = Memory(before, places=("Sơn La",), documents=("khong-con",))
    assert assistant.ask("Thế sở đó phải báo cáo kết quả trước ngày nào?", gone).text
