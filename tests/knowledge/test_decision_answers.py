"""Questions over a made-up decision of a province: bodies as titles of what they do, lists in plain lines, waste."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.answers.following import in_full
from knowledge.answers.lists import with_items
from knowledge.answers.topics import topic_runs
from knowledge.documents import Memory, Span
from knowledge.places import Gazetteer
from knowledge.question import understand
from knowledge.structure import read_structure
from tests.knowledge.asking import DECISION_HEAD, ask, assistant_over

DECISION = (
    DECISION_HEAD
    + """Số: 77/2034/QĐ-UBND
Sơn La, ngày 20 tháng 11 năm 2034
QUYẾT ĐỊNH
BAN HÀNH QUY ĐỊNH VỀ LÀNG NGHỀ DỆT TRÊN ĐỊA BÀN TỈNH SƠN LA
Điều 1. Quyết định này có hiệu lực từ ngày 01/12/2034.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lò Văn Dệt
QUY ĐỊNH
VỀ LÀNG NGHỀ DỆT TRÊN ĐỊA BÀN TỈNH SƠN LA
Điều 2. Bao bì
1. Bao bì đựng chất thải từ khung cửi có màu tím; bao bì đựng vải vụn có màu nâu.
2. Hợp tác xã thu mua có quyền từ chối nhận vải của hộ dệt không ghi nhãn.
3. Hợp tác xã thu mua nhận vải của hộ dệt vào sáng thứ hai hằng tuần tại kho của hợp tác xã ở trung tâm xã.
Điều 3. Cơ cấu tổ chức của Ban quản lý làng nghề
a) Văn phòng.
b) 04 tổ nghề:
Tổ Kéo sợi và
Nhuộm chàm; Tổ Thêu tay;
Tổ Khung cửi; Tổ Bán hàng.
c) Các kho hàng trực thuộc: Kho Sợi Bản Hoa; Kho Vải Bản Mây.
d) Ban Cố vấn.
Điều 6. Việc chung của các bản
1. Hộ dệt ở xã khác đăng ký hội thi kéo sợi của làng nghề với Ủy ban nhân dân xã nơi mình sống trước khi hội thi mở.
2. Hội thi kéo sợi của làng nghề được tổ chức hằng năm vào mùa thu tại sân đình bản Hoa, do các bản luân phiên dựng rạp.
Điều 4. Trách nhiệm của các cơ quan
1. Sở Công thương
- Chủ trì, phối hợp với các đơn vị tổng hợp, báo cáo Ủy ban nhân dân tỉnh kết quả thi khung cửi giỏi của các làng
nghề trên địa bàn tỉnh, gắn với hội chợ vải mùa xuân.
2. Báo Sơn La
- Quán triệt Chỉ thị số 43-CT/TW ngày 26/12/2033 của Bộ Chính trị về tăng cường công tác làng nghề.
- Đưa tin về hội chợ vải mùa xuân của các làng nghề và giới thiệu những khung cửi giỏi với bạn đọc trong tỉnh.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("decision"), quyet_dinh=DECISION)


def test_waste_is_rubbish_in_officers_words(assistant: Assistant) -> None:
    answer = ask(assistant, "bao bì đựng rác thải từ khung cửi ở Sơn La màu gì")
    assert "màu tím" in answer.text


def test_a_list_in_plain_lines_below_a_colon_is_told_with_it() -> None:
    start = DECISION.index("b) 04 tổ nghề:")
    lead = Span(start, start + len("b) 04 tổ nghề:"))
    whole = with_items(DECISION, lead, Span(0, len(DECISION)))
    assert whole.of(DECISION).startswith("b) 04 tổ nghề:\nTổ Kéo sợi")
    assert whole.of(DECISION).endswith("Tổ Bán hàng.")


def test_a_body_that_is_the_title_of_what_it_does_is_told_with_it(assistant: Assistant) -> None:
    answer = ask(assistant, "Đơn vị nào ở Sơn La tổng hợp, báo cáo UBND tỉnh kết quả thi khung cửi giỏi?")
    assert "Sở Công thương" in answer.text


def test_when_something_is_done_is_told_by_what_speaks_of_it(assistant: Assistant) -> None:
    question = "Hợp tác xã thu mua ở Sơn La được từ chối nhận vải của hộ dệt trong trường hợp nào?"
    assert "không ghi nhãn" in ask(assistant, question).text
    other = "Hợp tác xã thu mua ở Sơn La được bồi hoàn vải của hộ dệt trong trường hợp nào?"
    assert ask(assistant, other).status == "refused"


def test_what_is_held_of_an_issuer_is_listed(assistant: Assistant) -> None:
    answer = ask(assistant, "Kho đang có những văn bản nào của UBND tỉnh Sơn La?")
    assert "77/2034/QĐ-UBND" in answer.text


def test_a_remark_in_brackets_reads_on_from_the_line_above() -> None:
    lines = ["Trong vòng 02", "(hai) ngày làm việc, thôn họp.", "Trong vòng 05", "(năm) ngày, xã trả lời."]
    text = "\n".join(lines)
    blocks = read_structure(text, [Span(0, len(text))], official=True)
    assert [text[block.start :][:14] for block in blocks] == ["Trong vòng 02\n", "Trong vòng 05\n"]


@pytest.mark.parametrize(
    "question",
    [
        "Chỉ thị 43-CT/TW nêu trách nhiệm gì về thi khung cửi giỏi và hội chợ vải mùa xuân?",
        "Chỉ thị 43-CT/TW hướng dẫn tính công cho thợ nhuộm chàm thế nào",
    ],
)
def test_what_a_cited_document_rules_is_not_told_by_the_one_that_cites_it(
    assistant: Assistant, question: str
) -> None:
    answer = ask(assistant, question)
    assert answer.status == "refused"
    assert "26/12/2033" in answer.text


def test_a_cited_document_has_its_card(assistant: Assistant) -> None:
    assert "26/12/2033" in ask(assistant, "Cho tôi biết về Chỉ thị 43-CT/TW").text


def test_what_a_body_has_of_a_kind_is_told_by_the_line_that_calls_it_over(assistant: Assistant) -> None:
    answer = ask(assistant, "Ban quản lý làng nghề tỉnh Sơn La có những kho hàng nào?")
    assert "Kho Sợi Bản Hoa; Kho Vải Bản Mây" in answer.text
    assert "tổ nghề" not in answer.text


def test_a_follow_up_exchanges_one_body_for_another(assistant: Assistant) -> None:
    turns = ("Sở Công thương tỉnh Sơn La làm gì ở hội chợ vải mùa xuân?", "Còn Sở Tài chính thì sao?")
    assert in_full_text(*turns) == "Sở Tài chính tỉnh Sơn La làm gì ở hội chợ vải mùa xuân?"
    assert (
        in_full_text("so cong thuong lam gi o hoi cho", "the con so tai chinh")
        == "so tai chinh lam gi o hoi cho"
    )
    assert in_full_text("Sở Công thương làm gì ở hội chợ?", "Còn hội chợ mùa thu?") is None


def in_full_text(before: str, after: str) -> str | None:
    """The follow-up in full words, as it is asked again."""
    gazetteer = Gazetteer(["Sơn La"])
    first = understand(before, gazetteer, str)
    question = understand(after, gazetteer, str, Memory(before))
    return in_full(question, first, topic_runs(question))


def test_where_something_is_held_is_told_by_what_takes_place_there(assistant: Assistant) -> None:
    answer = ask(assistant, "Địa điểm hội thi kéo sợi của làng nghề Sơn La ở đâu?")
    assert "sân đình bản Hoa" in answer.text
    assert "xã khác" not in answer.text
