"""Where sentences and clauses end."""

import pytest

from knowledge.documents import Span
from knowledge.sentences import clauses, sentences


def _said(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã họp dân. Dân đồng thuận.", ["Xã họp dân.", "Dân đồng thuận."]),
        ("Toàn tỉnh có 1.967 mô hình. Đạt 96,72%.", ["Toàn tỉnh có 1.967 mô hình.", "Đạt 96,72%."]),
        ("Đồng chí Bí thư TP. Lào Cai dự. Xong.", ["Đồng chí Bí thư TP. Lào Cai dự.", "Xong."]),
        ("GS. TS. Nguyễn Văn A. phát biểu.", ["GS. TS. Nguyễn Văn A. phát biểu."]),
        ("Nghe dân nói… Làm dân tin.", ["Nghe dân nói…", "Làm dân tin."]),
        ("Về “Dân vận khéo”. Hội nghị bế mạc./.", ["Về “Dân vận khéo”.", "Hội nghị bế mạc./."]),
        (
            "“Năm dân vận chính quyền”.Hội nghị khai mạc.",
            ["“Năm dân vận chính quyền”.", "Hội nghị khai mạc."],
        ),
        ("Theo trang abc.vn thì đúng.", ["Theo trang abc.vn thì đúng."]),
        ("1. Một việc. Hai việc.", ["1. Một việc.", "Hai việc."]),
        ("2.1. Một việc. Hai việc.", ["2.1. Một việc.", "Hai việc."]),
        ("II. Một việc. Hai việc.", ["II. Một việc.", "Hai việc."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert _said(text) == expected


def test_wrapped_lines_are_one_sentence_and_items_are_not() -> None:
    text = (
        "Căn cứ Luật Tổ chức\nchính quyền địa phương;\nCăn cứ đề nghị;\n1. Giao các\nxã thực hiện.\n- Báo cáo"
    )
    assert _said(text) == [
        "Căn cứ Luật Tổ chức\nchính quyền địa phương;",
        "Căn cứ đề nghị;",
        "1. Giao các\nxã thực hiện.",
        "- Báo cáo",
    ]


def test_a_blank_line_ends_a_sentence() -> None:
    assert _said("Tiêu đề bài viết\n\nNội dung bài.") == ["Tiêu đề bài viết", "Nội dung bài."]


def test_only_what_lies_within_is_read() -> None:
    text = "Một. Hai. Ba."
    assert [span.of(text) for span in sentences(text, Span(5, 9))] == ["Hai."]


def test_clauses_stand_between_semicolons() -> None:
    text = "Gồm: họp dân; đối thoại ; báo cáo."
    assert [span.of(text) for span in clauses(text, Span(0, len(text)))] == [
        "Gồm: họp dân",
        "đối thoại",
        "báo cáo.",
    ]


def test_empty_text_has_no_sentences() -> None:
    assert _said(" \n\u00a0\n") == []
