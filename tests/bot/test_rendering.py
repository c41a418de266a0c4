"""An answer on a phone: warnings first, numbers in bold, proof last and to the letter."""

from datetime import date

import pytest

from bot.layout import split, to_html, to_plain, utf16_units
from bot.rendering import render_answer
from emulators.telegram_text import part, read_html, units
from knowledge.documents import Answer, Citation, RegisterEntry

ENTRY = RegisterEntry("k", "7-QĐ/TU", "Quyết định", "Ban Thường vụ", date(2015, 5, 20), "Về <đối thoại>")
QUOTE = "Câu một nói A & B. Câu hai nói C."


def citation(quote: str = QUOTE, title: str = "Bài báo") -> Citation:
    return Citation("d", "a.txt", title, "đoạn 3", quote, 0, len(quote))


def answer(**changes: object) -> Answer:
    whole = {
        "text": "Đó là Quyết định số 7-QĐ/TU “Về <đối thoại>”.\n\nBan hành ngày 20/5/2015.",
        "documents": (ENTRY,),
        "citations": (citation(), citation()),
        "warnings": ("Có dự thảo thay thế.",),
    }
    return Answer("answered", **{**whole, **changes})  # type: ignore[arg-type]


def test_order_and_emphasis() -> None:
    text, entities = read_html(to_html(render_answer(answer(), 4096, utf16_units)))
    assert text.split("\n\n") == [
        "Lưu ý: Có dự thảo thay thế.",
        "Đó là Quyết định số 7-QĐ/TU “Về <đối thoại>”.",
        "Ban hành ngày 20/5/2015.",
        f"Nguồn\n1. Bài báo, đoạn 3\n“{QUOTE}”",
        f"2. Cùng tài liệu, đoạn 3\n“{QUOTE}”",
    ]
    strong = [part(text, entity) for entity in entities if entity["type"] == "bold"]
    assert {"Quyết định số 7-QĐ/TU", "Về <đối thoại>"} <= set(strong)
    quoted = [part(text, entity) for entity in entities if entity["type"] == "blockquote"]
    assert quoted == [f"“{QUOTE}”"] * 2


def test_warning_that_the_text_already_tells_is_not_repeated() -> None:
    blocks = render_answer(answer(text="⚠️ Có dự thảo thay thế.\n\nĐáp."), 4096, utf16_units)
    assert to_plain(blocks).count("Có dự thảo thay thế.") == 1


def test_each_line_is_a_paragraph_and_a_list_stays_together() -> None:
    text = "Có hai nhiệm vụ:\n1. Một.\n2. Hai.\nTheo bài báo."
    blocks = render_answer(answer(text=text, warnings=(), citations=()), 4096, utf16_units)
    assert [each.text for each in blocks] == ["Có hai nhiệm vụ:\n1. Một.\n2. Hai.", "Theo bài báo."]


@pytest.mark.parametrize("words", [10, 700, 900, 5000])
def test_citations_are_never_divided(words: int) -> None:
    quote = "Một câu dài vừa phải. " * words
    long = answer(citations=(citation(quote.strip()),) * 3)
    messages = [to_plain(m) for m in split(render_answer(long, 4096, utf16_units), 4096, utf16_units)]
    assert all(units(message) <= 4096 for message in messages)
    assert all(message.count("“") == message.count("”") for message in messages)


def test_quotation_longer_than_a_message_is_cut_at_a_sentence_outside_the_marks() -> None:
    quote = "Một câu. " * 1000
    (block,) = render_answer(answer(text="", warnings=(), citations=(citation(quote),)), 500, len)
    assert len(block.text) <= 500
    assert block.text.endswith("Một câu.” …")


def test_endless_title_leaves_room_for_the_quotation() -> None:
    (block,) = render_answer(
        answer(text="", warnings=(), citations=(citation(title="dài " * 900),)), 500, len
    )
    assert len(block.text) <= 500
    assert QUOTE in block.text


def test_headings_that_are_the_answer_are_not_quoted_once_more() -> None:
    named = [citation(f"Điều {number}. Việc {number}") for number in range(1, 6)]
    text = "Chương I gồm:\n" + "\n".join(f"• {one.quote}" for one in named)
    shown = answer(text=text, warnings=(), citations=(citation(), *named, citation("Ký ngày 3/4.")))
    assert [each.text for each in render_answer(shown, 4096, utf16_units)][-3:] == [
        f"Nguồn\n1. Bài báo, đoạn 3\n“{QUOTE}”",
        "2–6. Cùng tài liệu, đoạn 3 … đoạn 3: nguyên văn như trên.",
        "7. Cùng tài liệu, đoạn 3\n“Ký ngày 3/4.”",
    ]
