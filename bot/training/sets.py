"""Saved sets of questions, shared by the trainers of an installation."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.state import State, later
from knowledge.quiz.exchange import from_record, to_record
from knowledge.quiz.questions import QuizQuestion

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class QuizSet:
    """A named set; `owner` is whoever saved it last."""

    name: str
    owner: str
    questions: tuple[QuizQuestion, ...]


def keep(state: State, found: QuizSet, now: float) -> None:
    """Save a set in the place of one of the same name."""
    values = (found.name, found.owner, dump(found.questions), now)
    state.write(
        f"INSERT INTO quiz_sets (name, owner, questions, changed, seq) VALUES (?, ?, ?, ?, {later('quiz_sets')})"  # noqa: S608
        " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, questions = excluded.questions,"
        " changed = excluded.changed, seq = excluded.seq",
        values,
    )


def find(state: State, name: str) -> QuizSet | None:
    """The set of this name."""
    row = state.row("SELECT name, owner, questions FROM quiz_sets WHERE name = ?", (name,))
    return QuizSet(row[0], row[1], load(row[2])) if row else None


def names(state: State) -> list[str]:
    """All sets, the one changed last first."""
    return [name for (name,) in state.rows("SELECT name FROM quiz_sets ORDER BY changed DESC, seq DESC")]


def drop(state: State, name: str) -> None:
    """Forget a set; classes that play it have their own copy."""
    state.write("DELETE FROM quiz_sets WHERE name = ?", (name,))


def dump(questions: Sequence[QuizQuestion]) -> str:
    """Questions as they are kept."""
    return json.dumps([to_record(question) for question in questions], ensure_ascii=False)


def load(kept: str) -> tuple[QuizQuestion, ...]:
    """The inverse of `dump`."""
    return tuple(from_record(record) for record in json.loads(kept))
