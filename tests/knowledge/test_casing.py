"""Titles in capitals, as a sentence would write them."""

import pytest

from knowledge.casing import sentence_case


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("QUY ĐỊNH CỦA SỞ TƯ PHÁP", "theo quy định của Sở Tư pháp tỉnh", "Quy định của Sở Tư pháp"),
        ("ĐẠI HỘI XIV CỦA ĐẢNG", "chào mừng Đại hội XIV của Đảng", "Đại hội XIV của Đảng"),
        ("LUẬT TIẾP CÔNG DÂN", "", "Luật tiếp công dân"),
        ("Luật Tiếp công dân", "LUẬT TIẾP CÔNG DÂN", "Luật Tiếp công dân"),
        ("", "", ""),
    ],
)
def test_capitals_become_a_sentence(title: str, text: str, expected: str) -> None:
    assert sentence_case(title, text) == expected
