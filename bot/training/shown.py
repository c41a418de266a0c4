"""Questions as text: for a terminal, a trainer's preview, and channels without polls."""

import re
from collections.abc import Sequence

from knowledge.quiz.exchange import LETTERS
from knowledge.quiz.questions import QuizKind, QuizQuestion

LONGEST_QUOTE = 300
_MARKS = re.compile(r"\*\*|^#{1,6} |-{4,}", re.MULTILINE)
"""What marks a heading, bold words or a rule in a source: no words of it."""


def question_to_text(question: QuizQuestion) -> str:
    """The question and its lettered choices, a line each."""
    return "\n".join([question.text, *option_lines(question)])


def option_lines(question: QuizQuestion) -> list[str]:
    """«A. 15/9/2016»."""
    return [f"{letter}. {option}" for letter, option in zip(LETTERS, question.options, strict=False)]


def answer_line(question: QuizQuestion) -> str:
    """«Đáp án: B. 15/9/2016»."""
    return f"Đáp án: {LETTERS[question.right]}. {question.answer}"


def source_line(question: QuizQuestion) -> str:
    """«Nguồn: tên tài liệu, đoạn 3»; empty for a question that a trainer wrote."""
    proof = question.proof
    return f"Nguồn: {proof.title}, {proof.locator}" if proof else ""


def quotation(question: QuizQuestion, longest: int = LONGEST_QUOTE) -> str:
    """The proving sentence on one line; a long one is cut around what proves the answer."""
    quote = " ".join(_MARKS.sub(" ", question.proof.quote).split()) if question.proof else ""
    if len(quote) <= longest:
        return quote
    at = max(0, quote.find(question.answer))
    start = max(0, min(at - longest // 3, len(quote) - longest))
    piece, goes_on = quote[start : start + longest - 2], start + longest - 2 < len(quote)
    # Cut between words: what comes before the first gap, or after the last one, is no whole word.
    piece = piece.partition(" ")[2] if start else piece
    piece = piece.rpartition(" ")[0] if goes_on else piece
    return f"{'…' if start else ''}{piece.strip()}{'…' if goes_on else ''}"


def questions_to_text(questions: Sequence[QuizQuestion]) -> str:
    """A whole set as a trainer reads it: number, kind, question, choices, answer, proof."""
    return "\n\n".join(_numbered(place, question) for place, question in enumerate(questions, start=1))


def _numbered(place: int, question: QuizQuestion) -> str:
    kind = "" if question.kind is QuizKind.WRITTEN else f" ({question.kind.value})"
    proof = [source_line(question), f"“{quotation(question)}”"] if question.proof else []
    lines = [f"Câu {place}{kind}. {question_to_text(question)}", answer_line(question), *proof]
    return "\n".join(lines)
