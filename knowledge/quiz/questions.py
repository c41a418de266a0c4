"""The nouns: a multiple-choice question with the sentence that proves its answer, and what a chat can show of one."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from knowledge.documents import Citation

LONGEST_TEXT = 300
LONGEST_OPTION = 100
"""Telegram's limits for quiz polls; a question that is longer cannot be played there."""
MOST_OPTIONS = 10


class QuizKind(StrEnum):
    """What is asked; the value is how a trainer reads it."""

    ISSUER = "cơ quan ban hành"
    DATE = "ngày ban hành"
    NUMBER = "số, ký hiệu"
    RELATION = "quan hệ giữa văn bản"
    FIGURE = "số liệu"
    MOTTO = "phương châm"
    ORDER = "trình tự"
    TRUE_FALSE = "đúng hay sai"
    WRITTEN = "tự soạn"
    MODEL = "do mô hình soạn"


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """One question: `options[right]` is the answer, `statement` says it as a sentence that `proof` bears out.

    A question that a trainer wrote may have no proof.
    """

    id: str
    kind: QuizKind
    text: str
    options: tuple[str, ...]
    right: int
    statement: str
    proof: Citation | None = None

    @property
    def answer(self) -> str:
        """The right choice."""
        return self.options[self.right]


@dataclass(frozen=True, slots=True)
class Draft:
    """A question before its choices are mixed: the answer, and wrong choices from the likeliest to the least."""

    kind: QuizKind
    text: str
    answer: str
    wrong: tuple[str, ...]
    statement: str
    proof: Citation


def question_id(kind: QuizKind, text: str, answer: str) -> str:
    """The same question has the same id for ever, so that what somebody learnt of it is not lost."""
    return hashlib.sha256(f"{kind}|{text}|{answer}".encode()).hexdigest()[:12]
