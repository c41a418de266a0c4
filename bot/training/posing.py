"""A question as a channel shows it: a quiz poll where there are polls, else lettered choices to press or type."""

from bot.chat import Button, Poll, Reply
from bot.desk import Desk
from bot.layout import block, bold
from bot.training.classes import TrainingClass
from bot.training.shown import answer_line, option_lines, quotation, source_line
from knowledge.quiz.questions import LONGEST_TEXT, QuizQuestion

LONGEST_EXPLANATION = 200
LONGEST_SECONDS, SHORTEST_SECONDS = 600, 5
"""Telegram closes polls by itself within these bounds."""


def pose(desk: Desk, question: QuizQuestion, mark: str, label: str, seconds: int = 0) -> Reply:
    """Ask a question; `mark` («class:id:place», «study:question») names what its answers belong to.

    `label` («Câu 3/10») stands before it where there is room. `seconds` of 0 leaves a poll open.
    """
    if desk.limits.buttons:
        whole = f"{label}. {question.text}"
        shown = whole if len(whole) <= LONGEST_TEXT else question.text
        period = min(LONGEST_SECONDS, max(SHORTEST_SECONDS, seconds)) if seconds else 0
        poll = Poll(shown, question.options, question.right, explanation(question), period)
        return Reply(poll=poll, mark=mark)
    kind, subject, *rest = mark.split(":")
    verb = "quiz" if kind == "class" else "learn"
    place = rest[0] if rest else ""
    rows = tuple(
        (Button(line, f"{verb}:{subject}:{place}.{choice}"),)
        for choice, line in enumerate(option_lines(question))
    )
    return Reply((block(bold(f"{label}. "), question.text),), rows)


def explanation(question: QuizQuestion) -> str:
    """Source and proof within a poll's explanation, the beginning of the quotation where it is long."""
    source = source_line(question)
    if len(source) > LONGEST_EXPLANATION:
        return f"{source[: LONGEST_EXPLANATION - 1].rstrip()}…"
    left = LONGEST_EXPLANATION - len(source) - 4
    quote = quotation(question, left) if source and left > 40 else ""
    return f"“{quote}”\n{source}" if quote else source


def judged(question: QuizQuestion, choice: int, right: str, wrong: str) -> Reply:
    """Where no poll says so itself: whether a choice was right, the answer and its proof."""
    head = right if choice == question.right else f"{wrong} {answer_line(question)}"
    proof = [f"“{quotation(question)}”\n{source_line(question)}"] if question.proof else []
    return Reply(tuple(block(part) for part in (head, *proof)))


def label(found: TrainingClass, place: int) -> str:
    """«Câu 3/10»."""
    return f"Câu {place + 1}/{len(found.questions)}"
