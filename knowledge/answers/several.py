"""Several questions in one message: taken apart, and their answers put together again in order."""

import re
from collections.abc import Sequence

from knowledge.answers.citing import merged
from knowledge.documents import Answer
from knowledge.spelling import SYLLABLE, fold

MOST = 4
"""Questions of one message that are answered; whoever asks more is better served one by one."""
_LETTERS = "abcd"
"""A digit or a numeral in an answer would be a claim."""
_END = re.compile(r"\?+\s*|\n+\s*")
_OWN_MARK = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-–•*+]|(?:câu|ý) (?:hỏi )?\d{1,2}\s*[:.])\s*", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:gi|nao|ai|dau|may|bao nhieu|bao lau|khi nao|bao gio|the nao|ra sao|khong|chua|sao|j)\b"
    r"|^(?:liet ke|neu|cho biet|ke)\b"
)
SHORTEST = 3
"""Syllables of a question that can stand alone."""


def parts(text: str) -> list[str]:
    """The questions of a message, `MOST` at most; the message itself where it is one."""
    found = [_OWN_MARK.sub("", part).strip() for part in _END.split(text)]
    asked = [part for part in found if part]
    if len(asked) < 2 or not all(_stands_alone(part) for part in asked):
        return [text]
    return [f"{part}?" for part in asked[:MOST]]


def _stands_alone(part: str) -> bool:
    return len(SYLLABLE.findall(part)) >= SHORTEST and _ASKS.search(fold(part)) is not None


def together(answers: Sequence[Answer]) -> Answer:
    """One answer of several, each behind its place; refused only where every one is."""
    answered = [answer for answer in answers if answer.status == "answered"]
    best = (answered or [answer for answer in answers if answer.status == "clarify"] or list(answers))[-1]
    text = "\n".join(f"{letter}) {answer.text}" for letter, answer in zip(_LETTERS, answers, strict=False))
    return Answer(
        status=best.status,
        text=text,
        documents=tuple(dict.fromkeys(entry for answer in answers for entry in answer.documents)),
        citations=merged(citation for answer in answers for citation in answer.citations),
        warnings=tuple(dict.fromkeys(warning for answer in answers for warning in answer.warnings)),
        suggestions=best.suggestions,
        memory=best.memory,
        model=best.model,
        prompt=best.prompt,
    )
