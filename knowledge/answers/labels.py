"""Numbered and graded things: what is said of «lần thứ hai» or «cấp tỉnh» never answers for «lần thứ ba» or «cấp xã»."""

import re
from functools import lru_cache

from knowledge.question import Question
from knowledge.spelling import fold

_WORDS = {
    **dict.fromkeys(("dau", "nhat", "dau tien", "mot", "i"), "1"),
    **dict.fromkeys(("hai", "ii"), "2"),
    **dict.fromkeys(("ba", "iii"), "3"),
    **dict.fromkeys(("bon", "tu", "iv"), "4"),
    **dict.fromkeys(("nam", "v"), "5"),
}
_VALUE = r"(?:dau tien|dau|nhat|mot|hai|ba|bon|tu|nam|iv|v|i{1,3}|\d{1,2})"
_ORDINAL = re.compile(
    rf"\b(?P<noun>lan|vong|ky hop|dot|quy|hang|loai|nhom|vanh dai) (?:thu )?(?P<value>{_VALUE})\b(?![.,]\d)"
)
_LEVEL = re.compile(r"\bcap (?P<value>tinh|huyen|xa|trung uong)\b")
_BODY_LEVEL = re.compile(
    r"\b(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd)(?: cap)? (?P<value>tinh|huyen|xa)\b"
)


def same_labels(question: Question, text: str, *around: str) -> bool:
    """Whether a sentence, or else what leads to it, is about the numbered things that the question names.

    The nearest words that number a thing of the kind decide; where none does, nothing contradicts.
    """
    asked = labels(question.folded)
    if not asked:
        return True
    for kind, value in asked:
        for said in (text, *around):
            values = {v for k, v in labels(fold(said)) if k == kind}
            if values:
                if value not in values:
                    return False
                break
    return True


def more_labelled(question: Question, *said: str) -> bool:
    """Whether a sentence or what leads to it is about a certain time («lần hai») and the question about none."""
    asked = {kind for kind, _ in labels(question.folded)}
    return "lan" not in asked and any(kind == "lan" for text in said for kind, _ in labels(fold(text)))


@lru_cache(maxsize=20000)
def labels(folded: str) -> frozenset[tuple[str, str]]:
    """(kind, value) of what a text numbers or grades: («lan», «2») of «lần thứ hai», («cap», «xa»)."""
    found = {(m["noun"], _WORDS.get(m["value"], m["value"])) for m in _ORDINAL.finditer(folded)}
    found |= {("cap", m["value"]) for m in _LEVEL.finditer(folded)}
    found |= {("cap", m["value"]) for m in _BODY_LEVEL.finditer(folded)}
    return frozenset(found)


def labelled(folded: str) -> dict[str, tuple[str, int, int]]:
    """The first label of each kind with where it stands: «lan» -> («2», 10, 17)."""
    found: dict[str, tuple[str, int, int]] = {}
    for match in _ORDINAL.finditer(folded):
        found.setdefault(match["noun"], (_WORDS.get(match["value"], match["value"]), *match.span()))
    for match in _LEVEL.finditer(folded):
        found.setdefault("cap", (match["value"], *match.span()))
    return found
