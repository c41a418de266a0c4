"""Parts that answers are chosen by: labels, questions in one message, follow-ups, marks of lines, numerals that count."""

import pytest

from knowledge.answers.actors import asked_verb
from knowledge.answers.counted import counted_nouns, holds_counted, numerals
from knowledge.answers.coverage import Topic, beside, inside, plainly_numbered
from knowledge.answers.definitions import asked_term
from knowledge.answers.following import moved
from knowledge.answers.labels import agree, labels
from knowledge.answers.lists import led_lists
from knowledge.answers.marking import UNMARKED, rank
from knowledge.answers.several import parts
from knowledge.answers.units import of_both_bounds
from knowledge.documents import Span
from knowledge.places import Gazetteer
from knowledge.question import understand
from knowledge.spelling import fold


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("lần thứ hai", ("lan", "2")),
        ("lần đầu", ("lan", "1")),
        ("Vành đai 1", ("vanh dai", "1")),
        ("UBND cấp xã", ("cap", "xa")),
        ("Ủy ban nhân dân tỉnh", ("cap", "tinh")),
        ("ở Bước Hai", ("buoc", "2")),
    ],
)
def test_numbered_things(text: str, label: tuple[str, str]) -> None:
    assert label in labels(fold(text))


def test_all_levels_are_every_level_and_how_often_is_no_ordinal() -> None:
    assert agree(labels("cap xa"), labels("uy ban nhan dan cac cap"))
    assert labels("buoc dau ; may lan mot thang") == frozenset()
    assert (
        plainly_numbered("lần thứ hai, bước đầu, mỗi lần một tháng") == "lần 2, bước đầu, mỗi lần một tháng"
    )


def test_minutes_are_no_place() -> None:
    assert Gazetteer([]).find("Gửi Biên bản Hội nghị về xã Mường Hoa") == ("Mường Hoa",)


def test_questions_of_one_message() -> None:
    assert parts("Ai ban hành? Ngày ban hành là ngày nào?") == ["Ai ban hành?", "Ngày ban hành là ngày nào?"]
    assert parts("1. Số mấy thế nào\n2. Ai là người ký") == ["Số mấy thế nào?", "Ai là người ký?"]
    assert parts("Xin chào. Thời hạn là bao lâu?") == ["Xin chào. Thời hạn là bao lâu?"]
    assert parts("Đúng không?? Thật à?") == ["Đúng không?? Thật à?"]


def test_a_question_moved_to_another_place() -> None:
    assert moved("Sơn La có mấy mô hình?", ["Sơn La"], "Lai Châu") == "Lai Châu có mấy mô hình?"
    assert moved("Có mấy mô hình?", [], "Lai Châu") == "Có mấy mô hình ở Lai Châu?"


def test_marks_from_coarse_to_fine() -> None:
    lines = ["Điều 5. Tên", "II. Phần", "2. Khoản", "2.1. Mục", "a) Điểm", "- gạch", "Đoạn thường"]
    assert [rank(line) for line in lines] == [0, 1, 2, 3, 4, 5, UNMARKED]


def test_what_only_numbers_counts_nothing() -> None:
    text = "2. Theo khoản 3 Điều 5, ngày 01/02/2026, mỗi tổ có 04 người, nhiệm kỳ 2026 - 2031, một số điều."
    assert [match[0].strip() for match in numerals(text)] == ["04"]


def test_a_led_list_ends_where_a_coarser_mark_begins() -> None:
    text = "1. Quyền sau đây:\na) Một;\n- nhỏ;\nb) Hai.\n2. Khác."
    (found,) = led_lists(text, Span(0, len(text)))
    assert [item.of(text) for item in found.items] == ["a) Một;\n- nhỏ;", "b) Hai."]
    assert found.lead.of(text).endswith("sau đây:")


def test_a_year_behind_a_number_in_words_is_no_five() -> None:
    assert [match[0] for match in numerals("trong thời hạn ba năm, hai mươi năm")] == ["ba", "hai mươi"]


def test_what_is_counted_is_no_particle_and_stands_before_a_joining_word() -> None:
    asked = understand("Xã có bao nhiêu đảng viên, mấy đề án?", Gazetteer(()), str)
    assert counted_nouns(asked) == (("dang", "vien"), ("de", "an"))
    asked = understand("Xã có bao nhiêu hội viên?", Gazetteer(()), str)
    assert holds_counted(asked, "Xã có 40 hội viên.")
    assert not holds_counted(asked, "Xã tổ chức 02 cuộc đối thoại với hội viên.")


@pytest.mark.parametrize(
    ("asked", "term"),
    [
        ("Séc là gì?", "sec"),
        ("Theo Luật Vườn hoa thì lối đi là gì vậy ad", "loi di"),
        ("thế nào là bình đẳng giới", "binh dang gioi"),
        ("Vườn hoa được hiểu như thế nào?", "vuon hoa"),
        ("Ai ký luật này?", None),
    ],
)
def test_terms_whose_meaning_is_asked(asked: str, term: str | None) -> None:
    assert asked_term(understand(asked, Gazetteer(()), str)) == term


def test_the_doer_asked_for() -> None:
    asked = understand("Trong trường hợp đặc biệt, ai quyết định thu thuế?", Gazetteer(()), str)
    assert asked_verb(asked) == "quyet dinh"
    assert asked_verb(understand("Ai được miễn thuế?", Gazetteer(()), str)) is None


def test_what_a_title_leaves_to_ask() -> None:
    asked = Topic({"thuế": 1.0, "đất": 1.0, "nghĩa": 2.0, "trang": 2.0}, True)
    assert beside(asked, "Luật Thuế đất").weights == {"nghĩa": 2.0, "trang": 2.0}
    assert beside(asked, "Luật Thuế đất nghĩa trang").empty


def test_a_pair_across_a_titles_border_asks_for_nothing() -> None:
    left = Topic({"muc": 1.0, "muc_boi": 2.0, "ngay": 1.0, "cham": 1.0, "ngay_cham": 1.0}, False)
    assert set(inside(left).weights) == {"muc", "ngay", "cham", "ngay_cham"}


def test_a_sentence_of_either_side_of_a_bound() -> None:
    question = understand("Xã có dưới 30 luống thì họp thế nào?", Gazetteer([]), str)
    assert of_both_bounds(question, "Gửi phiếu ở xã có dưới 30 luống hoặc ở xã có từ 30 luống trở lên.")
    assert not of_both_bounds(question, "Xã có dưới 30 luống thì họp tất cả.")


def test_the_hour_of_a_day_counts_no_days() -> None:
    assert [one[0] for one in numerals("Kết thúc trước 07h00 ngày 14/3/2026, báo trước 07 ngày.")] == ["07 "]
