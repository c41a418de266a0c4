"""A sentence that goes on about what the one before it names: «Các mô hình đó …», «Văn bản phản biện được gửi …»."""

import re
from itertools import pairwise

from knowledge.answers.coverage import is_word, said, spelled_out
from knowledge.documents import Document, Span
from knowledge.sentences import sentences
from knowledge.spelling import SYLLABLE

OPENING = 5
"""Syllables in which a sentence says what it is about."""
_ELLIPTIC = re.compile(
    r"(?:Bắt đầu|Kết thúc|Trong đó|Riêng|(?:Thời (?:gian|hạn)|Việc|Nội dung|Số tiền|Mức|Danh sách) (?:này|đó|trên))\b"
)


def goes_on(text: str, previous: str) -> bool:
    """Whether a sentence opens with what cannot stand alone, or with a word of the sentence before it."""
    if not previous:
        return False
    opening = SYLLABLE.findall(spelled_out(text).lower())[:OPENING]
    if _ELLIPTIC.match(text) or "đó" in opening:
        return True
    told = said(previous, True)
    return any(is_word(*pair) and f" {' '.join(pair)} " in told for pair in pairwise(opening))


def named_before(document: Document, sentence: Span) -> Span | None:
    """The sentence before in the same paragraph, where one opens with what it points back to: «Trong quan điểm đó»."""
    text = document.text
    if "đó" not in SYLLABLE.findall(sentence.of(text).lower())[:OPENING]:
        return None
    paragraph = Span(text.rfind("\n", 0, sentence.start) + 1, sentence.start)
    before = sentences(text, paragraph)
    return before[-1] if before else None
