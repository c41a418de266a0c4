"""Markdown's signs never reach a phone, and nothing else is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markdown import readable, without_opening_headings


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("## Điều 5. **Trách nhiệm** ##", "Điều 5. Trách nhiệm"),
        ("| Xã | Số mô hình |\n|----|:---:|\n| Tả Van | 12 |", "Xã · Số mô hình\nTả Van · 12"),
        ("12 | 30 |", "12 · 30"),
        ("một\n\n---\n\nhai", "một\n\nhai"),
        ("- Căn cứ Luật\n+ ý con\n* mục", "- Căn cứ Luật\n+ ý con\n• mục"),
        ("> *nghiêng* và __đậm__, `mã`", "nghiêng và đậm, mã"),
        ("xem [toàn văn](https://a.vn/b) ![](x.png)", "xem toàn văn "),
        ("nửa câu** sau", "nửa câu sau"),
        (r"giá 3\*4, a_b, 2*3*4 và #1", "giá 3*4, a_b, 2*3*4 và #1"),
    ],
)
def test_signs_are_taken_off(written: str, shown: str) -> None:
    assert readable(written) == shown


@given(st.text(st.sampled_from("abẩ1.,;:()“”/ \n"), max_size=200))
def test_plain_words_stay(text: str) -> None:
    assert readable(text).split() == text.split()


def test_headings_that_the_place_names_are_left_out() -> None:
    assert without_opening_headings("# Một\n\n## Hai\n\nBa.\n## Bốn") == "Ba.\n## Bốn"
    assert without_opening_headings("# Chỉ có đầu đề") == "# Chỉ có đầu đề"
