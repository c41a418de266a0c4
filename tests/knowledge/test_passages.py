"""Passages: exact, of a useful size, whole where a reader needs the whole, and with a locator that finds them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.documents import Document, DocumentKind, Passage, Span
from knowledge.passages import LIST, LONG, MONSTROUS, SHORT, split
from knowledge.spelling import nfc

SENTENCE = (
    "Ban Dân vận phối hợp với các xã, phường tổ chức đối thoại với nhân dân theo kế hoạch đã ban hành. "
)


def _document(text: str, kind: DocumentKind = DocumentKind.REPORT, body: tuple[Span, ...] = ()) -> Document:
    return Document("d", "d.txt", text, body or (Span(0, len(text)),), "", kind, "")


def _split(text: str, kind: DocumentKind = DocumentKind.REPORT) -> list[Passage]:
    return split(_document(text, kind))


def _law(*articles: str) -> list[Passage]:
    return _split("\n".join(articles), DocumentKind.FULL_TEXT)


def _long(name: str) -> str:
    return f"{name} {SENTENCE * 4}".strip()


def test_a_short_article_is_one_passage_with_its_chapter_in_front() -> None:
    passages = _law(
        "Chương I",
        "NHỮNG QUY ĐỊNH CHUNG",
        "Điều 1. Phạm vi điều chỉnh",
        f"1. {SENTENCE}",
        f"2. {SENTENCE}",
        "Điều 2. Giải thích từ ngữ",
        SENTENCE,
    )
    assert [passage.locator for passage in passages] == ["Điều 1", "Điều 2"]
    assert passages[0].text.startswith("Chương I\nNHỮNG QUY ĐỊNH CHUNG\nĐiều 1.")
    assert passages[0].heading == "Chương I NHỮNG QUY ĐỊNH CHUNG > Điều 1. Phạm vi điều chỉnh"


def test_a_long_article_is_cut_at_its_clauses() -> None:
    passages = _law("Điều 7. Trách nhiệm", *(_long(f"{n}.") for n in range(1, 6)))
    assert [passage.locator for passage in passages] == [f"Điều 7, khoản {n}" for n in range(1, 6)]
    assert all(passage.heading == "Điều 7. Trách nhiệm" for passage in passages)


def test_a_long_clause_is_cut_at_its_points_and_small_ones_stay_together() -> None:
    points = [f"{letter}) {SENTENCE * 2}" for letter in "abcdđegh"]
    passages = _law("Điều 3. Việc dân bàn", _long("1."), "2. Nhân dân bàn:", *points)
    assert passages[0].locator == "Điều 3, khoản 1"
    assert [p.locator for p in passages[1:]] == ["Điều 3, khoản 2, điểm a–d", "Điều 3, khoản 2, điểm đ–h"]
    assert passages[1].text.startswith("2. Nhân dân bàn:\na)")


def test_articles_quoted_by_an_amendment_belong_to_the_item_that_quotes_them() -> None:
    passages = _law(
        "Điều 1. Sửa đổi, bổ sung một số điều",
        "1. Sửa đổi, bổ sung Điều 9 như sau:",
        "“Điều 9. Tiếp công dân",
        _long("1."),
        f"2. {SENTENCE}”.",
        "2. Sửa đổi, bổ sung Điều 12 như sau:",
        "“Điều 12. Đối thoại",
        f"{_long('1.')}”.",
        "Điều 2. Hiệu lực",
        SENTENCE,
    )
    assert [p.locator for p in passages] == ["Điều 1", "Điều 2"]


def test_an_article_out_of_turn_in_an_amendment_is_quoted_too() -> None:
    passages = _law(
        "Điều 1. Sửa đổi, bổ sung một số điều",
        "1. Bổ sung Điều 6a và Điều 6b vào sau Điều 6 như sau:",
        f"“Điều 6a. Tiếp công dân. {SENTENCE}”",
        "Điều 6b. Đối thoại",
        *(_long(f"{n}.") for n in range(1, 5)),
        f"2. Bãi bỏ khoản 3 Điều 9. {SENTENCE * 3}",
        "Điều 2. Hiệu lực",
        SENTENCE,
    )
    assert {p.locator.split(", đoạn")[0] for p in passages} == {
        "Điều 1, khoản 1",
        "Điều 1, khoản 2",
        "Điều 2",
    }


def test_articles_without_their_full_stop_are_articles_where_they_are_due() -> None:
    passages = _law(
        "Điều 1 Tổ chức, cá nhân sau đây",
        SENTENCE,
        "Điều 2 Hộ gia đình",
        SENTENCE,
        f"Điều 9 Luật này. {SENTENCE}",
    )
    assert [p.locator for p in passages] == ["Điều 1", "Điều 2"]


def test_forms_of_an_appendix_are_told_apart() -> None:
    passages = _law(
        "Điều 1. Mẫu",
        SENTENCE,
        "PHỤ LỤC",
        "Mẫu số 01/HNCT",
        f"1. {SENTENCE}",
        "Mẫu số 02/HNCT",
        f"1. {SENTENCE}",
    )
    assert [p.locator for p in passages] == ["Điều 1", "Phụ lục, Mẫu số 01/HNCT", "Phụ lục, Mẫu số 02/HNCT"]


def test_wrapped_wording_that_is_quoted_is_not_cut_inside_a_sentence() -> None:
    lines = [
        "- Tại Điều 11 Luật thuế quy định như sau:",
        "“2. Thời điểm xác định thu nhập chịu thuế",
        "từ tiền lương là thời điểm trả.",
    ]
    passages = _split("\n".join(lines * 30), DocumentKind.FULL_TEXT)
    assert all(p.text.endswith(("là thời điểm trả.", "như sau:")) for p in passages)


def test_a_regulation_attached_to_a_decision_has_articles_of_its_own() -> None:
    passages = _law(
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế dân chủ.",
        "Nơi nhận:",
        "- Như Điều 1;",
        "- Lưu: Văn thư, Ban Dân vận.",
        "QUY CHẾ",
        "Dân chủ ở cơ sở",
        "(Ban hành kèm theo Quyết định số 1/QĐ-UBND)",
        "Điều 1. Mục đích",
        SENTENCE,
    )
    assert [p.locator for p in passages][-1] == "Quy chế kèm theo, Điều 1"
    assert "phần ký, nơi nhận" in [p.locator for p in passages]


def test_what_stands_before_the_first_article_is_the_opening() -> None:
    passages = _law("ỦY BAN NHÂN DÂN", "Số: 5/QĐ-UBND", "Căn cứ Luật;", "Điều 1. Mục đích", SENTENCE * 3)
    assert [p.locator for p in passages] == ["phần mở đầu", "Điều 1"]


def test_numbered_headings_of_a_report_give_the_locator() -> None:
    text = "\n".join(
        [
            "I. KẾT QUẢ",
            "1. Công tác tuyên truyền",
            *[SENTENCE * 5] * 3,
            "2. Công tác đối thoại",
            *[SENTENCE * 5] * 3,
            "II. HẠN CHẾ",
            SENTENCE * 3,
        ]
    )
    passages = _split(text)
    assert [p.locator for p in passages] == ["mục I.1", "mục I.2", "mục II"]
    assert passages[0].heading == "I. KẾT QUẢ > 1. Công tác tuyên truyền"


def test_markdown_headings_name_their_passages() -> None:
    passages = _split(
        f"# Tóm lược\n\n## Số liệu\n\n{SENTENCE}\n\n## Nhiệm vụ\n\n- {SENTENCE}\n- {SENTENCE}\n"
    )
    assert [p.locator for p in passages] == ["mục “Số liệu”", "mục “Nhiệm vụ”"]
    assert [p.heading for p in passages] == ["Số liệu", "Nhiệm vụ"]


def test_paragraphs_of_a_report_are_counted_without_its_title() -> None:
    passages = split(
        Document("d", "d.txt", f"Xã A làm dân vận\n\n{SENTENCE * 3}\n\n{SENTENCE * 4}", (Span(0, 10**6),),
                 "Xã A làm dân vận", DocumentKind.REPORT, "")
    )  # fmt: skip
    assert [p.locator for p in passages] == ["đoạn 1", "đoạn 2"]
    assert passages[0].text.startswith("Xã A làm dân vận\n\nBan Dân vận")


def test_pages_of_a_pdf_are_told() -> None:
    passages = _split(f"{SENTENCE * 3}\n\f\n{SENTENCE * 3}\n\n{SENTENCE * 4}")
    assert [p.locator for p in passages] == ["trang 1", "trang 2, đoạn 1", "trang 2, đoạn 2"]


def test_a_paragraph_runs_on_over_a_page_break() -> None:
    [passage] = _split("Các xã đã tổ chức hội nghị đối\n\f\nthoại với nhân dân theo đúng kế hoạch.")
    assert passage.text == "Các xã đã tổ chức hội nghị đối\n\f\nthoại với nhân dân theo đúng kế hoạch."


@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_a_counted_list_stays_whole_with_its_introduction(between: str) -> None:
    items = [f"{word} là, {SENTENCE * 4}".strip() for word in ("Một", "Hai", "Ba", "Bốn", "Năm")]
    text = f"{SENTENCE * 5}\n\nCó thể rút ra các kinh nghiệm sau:\n\n{between.join(items)}\n\n{SENTENCE * 5}"
    holding = [p for p in _split(text) if "Một là" in p.text]
    assert len(holding) == 1
    assert "Có thể rút ra" in holding[0].text
    assert "Năm là" in holding[0].text
    assert LONG < len(holding[0].text) <= LIST


def test_a_long_paragraph_is_cut_between_sentences_into_parts_of_like_size() -> None:
    passages = _split(SENTENCE * 20)
    assert len(passages) == 2
    assert all(p.text.endswith("ban hành.") for p in passages)
    assert abs(len(passages[0].text) - len(passages[1].text)) <= len(SENTENCE)


def test_a_sentence_is_cut_only_where_it_is_monstrous() -> None:
    whole = "Nghị quyết " + "về dân vận, " * 150 + "hết."
    assert [p.text for p in _split(whole)] == [whole]
    assert all(len(p.text) <= MONSTROUS for p in _split("Nghị quyết " + "về dân vận, " * 400))


def test_tiny_neighbours_are_joined() -> None:
    passages = _split("\n\n".join(["Xã đã họp dân."] * 30))
    assert all(len(p.text) >= SHORT for p in passages)


def test_an_introduction_stays_with_what_it_introduces() -> None:
    lead = "Trong thời gian tới, xã tập trung vào các việc sau:"
    passages = _split("\n\n".join([SENTENCE * 5, lead, SENTENCE * 5, SENTENCE * 5]))
    assert [lead in p.text for p in passages] == [False, True, False]
    assert [p.locator for p in passages] == ["đoạn 1", "đoạn 2–3", "đoạn 4"]


def test_a_title_apart_from_its_article_is_told_as_such() -> None:
    text = f"Xã A làm dân vận\nLượt xem: 4\n{SENTENCE * 3}"
    body = (Span(0, 16), Span(text.index("Ban Dân"), len(text)))
    document = Document("d", "d.txt", text, body, "Xã A làm dân vận", DocumentKind.REPORT, "")
    assert [p.locator for p in split(document)] == ["tiêu đề", "đoạn 1"]


def test_passages_stay_inside_the_body() -> None:
    text = f"MENU\n{SENTENCE * 3}\nQuảng cáo\n{SENTENCE * 3}\nTin khác"
    first, second = text.index("Ban Dân"), text.rindex("\nBan Dân") + 1
    body = (Span(first, text.index("\nQuảng")), Span(second, text.index("\nTin khác")))
    passages = split(_document(text, body=body))
    assert len(passages) == 2
    assert "Quảng cáo" not in "".join(p.text for p in passages)


def test_wrapped_lines_do_not_make_headings() -> None:
    lines = [
        "3. Thông qua Đợt thi đua, kịp thời biểu dương, tôn",
        "vinh các tập thể, cá nhân có thành tích tốt.",
    ]
    passages = _split("\n".join(["II. NỘI DUNG", *lines * 12]), DocumentKind.FULL_TEXT)
    assert {p.heading for p in passages} == {"II. NỘI DUNG"}


def test_a_table_is_cut_between_rows() -> None:
    row = "| Xã Bản Hồ | 12 mô hình | đạt chuẩn nông thôn mới năm 2020 |"
    passages = _split("## Bảng\n" + "\n".join([row] * 60))
    assert len(passages) > 1
    assert all(line == row for p in passages for line in p.text.splitlines()[1:])


_PIECES = st.sampled_from(
    ["Điều 1. A", "1. B", "a) C", "- D", "# E", "I. F", "Chương I", "x" * 300, SENTENCE, "“Điều 2. G", "| h |",
     "Một là, k", ":", "\f", "", "Nơi nhận:", "\u00a0", "ờ" * 1700]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("\n".join), st.sampled_from(list(DocumentKind)))
def test_passages_are_exact_ordered_and_lose_nothing(text: str, kind: DocumentKind) -> None:
    passages = _split(text, kind)
    position = 0
    for number, passage in enumerate(passages):
        assert passage.text == text[passage.start : passage.end] == passage.text.strip() != ""
        assert (passage.id, passage.ordinal, passage.start >= position) == (number, number, True)
        assert passage.locator
        position = passage.end
    words = sum(character.isalnum() for character in text)
    assert sum(character.isalnum() for p in passages for character in p.text) == words


@pytest.mark.parametrize(
    "line",
    ["a", "\n", "a. ", "Điều 1. A\n", "1. A\n", "a) b:\n", "# x\n", "“Điều 1. a\n", "Một là, a\n", "- a:\n"],
)
def test_hostile_text_gives_few_and_bounded_passages(line: str) -> None:
    text = line * (60_000 // len(line))
    passages = _split(text)
    assert len(passages) <= len(text) / 300
    assert all(len(p.text) <= MONSTROUS for p in passages)


def _corpus(shared: Path) -> Iterator[tuple[Path, DocumentKind]]:
    yield from ((path, DocumentKind.REPORT) for path in sorted((shared / "seeds").glob("*.txt")))
    yield from (
        (path, DocumentKind.FULL_TEXT) for path in sorted((shared / "corpus" / "markdown").glob("*.md"))
    )


def test_real_documents_are_cut_without_loss(shared: Path) -> None:
    lengths = []
    for path, kind in _corpus(shared):
        text = nfc(path.read_text(encoding="utf-8"))
        passages = _split(text, kind)
        lengths += [len(p.text) for p in passages]
        kept = sum(len("".join(p.text.split())) for p in passages)
        assert kept >= 0.985 * len("".join(text.split())), path.name
    assert sum(length < SHORT for length in lengths) <= 0.05 * len(lengths)
    assert sum(length > LONG for length in lengths) <= 0.02 * len(lengths)
