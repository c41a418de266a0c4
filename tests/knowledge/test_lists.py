"""Enumerations in running text, in marked lines, between semicolons and in paragraphs."""

from knowledge.answers.lists import enumerations, first_words, paragraph_lists
from knowledge.documents import Span


def items(text: str) -> list[list[str]]:
    return [[item.of(text) for item in found.items] for found in enumerations(text, Span(0, len(text)))]


def test_counted_items_are_kept_whole_and_in_order() -> None:
    text = "Có ba kinh nghiệm: Một là, bám sát dân. Nói đi đôi với làm. Hai là, gần dân. Ba là, vì dân."
    assert ["Một là, bám sát dân. Nói đi đôi với làm.", "Hai là, gần dân.", "Ba là, vì dân."] in items(text)


def test_marked_lines() -> None:
    assert items("Nhiệm vụ:\n- Gần dân\n- Hiểu dân\n- Học dân") == [["- Gần dân", "- Hiểu dân", "- Học dân"]]


def test_clauses_behind_a_colon() -> None:
    text = "Tập trung vào: tuyên truyền chính sách; đối thoại với dân; giải quyết đơn thư."
    assert items(text) == [["tuyên truyền chính sách", "đối thoại với dân", "giải quyết đơn thư."]]


def test_one_item_is_no_list() -> None:
    assert items("Một là, bám sát dân.") == []
    assert items("Một câu bình thường, không có gì.") == []


def test_paragraphs_under_a_colon_are_a_list_up_to_a_short_line() -> None:
    text = "Quý II tập trung một số nhiệm vụ cụ thể:\nNắm chắc tình hình nhân dân.\nTổ chức đối thoại.\nHà Dinh\nTin."
    (found,) = paragraph_lists(text, Span(0, len(text)))
    assert [item.of(text) for item in found.items] == ["Nắm chắc tình hình nhân dân.", "Tổ chức đối thoại."]
    assert "nhiệm vụ" in found.lead.of(text)


def test_a_long_item_is_named_by_its_first_clause() -> None:
    text = "Một là, " + "rất dài " * 80 + "; phần sau."
    assert first_words(text, Span(0, len(text))).of(text).endswith("rất dài")
