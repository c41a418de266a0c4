"""Classes: who is in, which question is open until when, who chose what. Every change is one transaction.

It writes the class's own row first: of two processes that change a class at the same moment one waits for the other,
and then sees what it did.

A class waits, opens questions one after the other, closes each, and is over. With `seconds` of 0 everybody goes on
at their own pace: all questions are open from the start. `version` counts what the scoreboard has to follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot import nudges
from bot.nudges import Nudge
from bot.state import State, later
from bot.training import sets
from knowledge.quiz.questions import QuizQuestion

Phase = Literal["waiting", "open", "closed", "over"]
DELIVERY_RATE = 25.0
"""Polls a second that a channel sends: a large class gets so much more time to answer."""
GRACE_SECONDS = 2.0
"""An answer takes its way; whoever answered in the last moment has answered."""
KEEP_SECONDS = 365 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class TrainingClass:
    """One class as it stands."""

    id: str
    owner: str
    chat: str
    name: str
    questions: tuple[QuizQuestion, ...]
    seconds: int
    grouped: bool
    screen: str
    link: str
    phase: Phase
    place: int
    opened: float
    closes: float | None
    begun: float
    version: int
    score: str

    @property
    def own_pace(self) -> bool:
        """Whether everybody goes on as they like."""
        return self.seconds == 0

    @property
    def question(self) -> QuizQuestion | None:
        """The question that the class is at; none before the first and at everybody's own pace."""
        return self.questions[self.place] if 0 <= self.place < len(self.questions) else None


_COLUMNS = (
    "id, owner, chat, name, questions, seconds, grouped, screen, link, phase, place, opened, closes, begun, version,"
    " score"
)


def begin(state: State, made: TrainingClass) -> None:
    """Keep a new class."""
    values = (
        made.id, made.owner, made.chat, made.name, sets.dump(made.questions), made.seconds, int(made.grouped),
        made.screen, made.link, made.phase, made.place, made.opened, made.closes, made.begun, made.version, made.score,
    )  # fmt: skip
    marks = ", ".join("?" * len(values))
    state.write(
        f"INSERT INTO classes ({_COLUMNS}, seq) VALUES ({marks}, {later('classes')}) ON CONFLICT DO NOTHING",  # noqa: S608
        values,
    )


def find(state: State, id: str) -> TrainingClass | None:
    """The class of this id."""
    return _one(state, "id = ?", id)


def of_screen(state: State, screen: str) -> TrainingClass | None:
    """The class that a projector's address shows."""
    return _one(state, "screen = ?", screen)


def running(state: State, owner: str) -> TrainingClass | None:
    """The class that a trainer opened last and has not ended."""
    return _one(state, "phase != 'over' AND owner = ? ORDER BY begun DESC, seq DESC", owner)


def latest(state: State, owner: str) -> TrainingClass | None:
    """The class that a trainer opened last, ended or not."""
    return _one(state, "owner = ? ORDER BY begun DESC, seq DESC", owner)


def _one(state: State, where: str, value: str) -> TrainingClass | None:
    row = state.row(f"SELECT {_COLUMNS} FROM classes WHERE {where}", (value,))  # noqa: S608
    if row is None:
        return None
    id_, owner, chat, name, questions, seconds, grouped, *rest = row
    return TrainingClass(id_, owner, chat, name, sets.load(questions), seconds, bool(grouped), *rest)


def join(state: State, found: TrainingClass, person: str, chat: str, name: str, now: float) -> None:
    """Somebody comes, or comes back; who answered before keeps their answers."""
    with state.transaction():
        _changed(state, found.id)
        state.write(
            "INSERT INTO class_people (class, person, chat, name, joined) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (class, person) DO UPDATE SET chat = excluded.chat, gone = NULL",
            (found.id, person, chat, name or person, now),
        )


def leave(state: State, person: str, now: float) -> int:
    """Somebody goes from every class that is not over; returns from how many."""
    with state.transaction():
        state.write(
            "UPDATE classes SET version = version + 1 WHERE phase != 'over'"
            " AND id IN (SELECT class FROM class_people WHERE person = ?)",
            (person,),
        )
        of_person = "SELECT id FROM classes WHERE phase != 'over'"
        return state.write(
            f"UPDATE class_people SET gone = ? WHERE person = ? AND gone IS NULL AND class IN ({of_person})",  # noqa: S608
            (now, person),
        )


def member_chat(state: State, id: str, person: str) -> str:
    """Where somebody takes part; empty where they do not."""
    row = state.row(
        "SELECT chat FROM class_people WHERE class = ? AND person = ? AND gone IS NULL", (id, person)
    )
    return row[0] if row else ""


def chats(state: State, found: TrainingClass) -> list[str]:
    """Where questions are sent: a group once, and each private chat."""
    rows = state.rows("SELECT DISTINCT chat FROM class_people WHERE class = ? AND gone IS NULL", (found.id,))
    return list(dict.fromkeys([*([found.chat] if found.grouped else []), *(chat for (chat,) in rows)]))


def headcount(state: State, id: str) -> int:
    """How many are there now."""
    row = state.row("SELECT count(*) FROM class_people WHERE class = ? AND gone IS NULL", (id,))
    return int(row[0]) if row else 0


def open_question(state: State, found: TrainingClass, place: int, now: float) -> None:
    """Open a question for all, or with their own pace the first one; nudges every chat to ask it."""
    with state.transaction():
        opened = state.write(
            "UPDATE classes SET phase = 'open', place = ?, opened = ?, version = version + 1"
            " WHERE id = ? AND phase != 'over' AND place < ?",
            (place, now, found.id, place),
        )
        if opened:
            targets = chats(state, found)
            allowance = GRACE_SECONDS + len(targets) / DELIVERY_RATE
            closes = None if found.own_pace else now + found.seconds + allowance
            state.write("UPDATE classes SET closes = ? WHERE id = ?", (closes, found.id))
            nudges.note(state, [ask_nudge(found.id, place, chat) for chat in targets])


def ask_nudge(id: str, place: int, chat: str) -> Nudge:
    """Ask a question in a chat, once."""
    return Nudge(f"ask/{id}/{place}/{chat}", chat, f"ask:{id}:{place}")


def close_question(state: State, found: TrainingClass) -> None:
    """No more answers to the open question; the trainer is told how it went."""
    with state.transaction():
        closed = state.write(
            "UPDATE classes SET phase = 'closed', closes = NULL, version = version + 1"
            " WHERE id = ? AND phase = 'open' AND place = ?",
            (found.id, found.place),
        )
        if closed and not found.own_pace:
            nudges.note(
                state,
                [Nudge(f"closed/{found.id}/{found.place}", found.chat, f"closed:{found.id}:{found.place}")],
            )


def end(state: State, found: TrainingClass) -> None:
    """The class is over; everybody is told how they did."""
    with state.transaction():
        if state.write(
            "UPDATE classes SET phase = 'over', closes = NULL, version = version + 1 WHERE id = ? AND phase != 'over'",
            (found.id,),
        ):
            rows = state.rows(
                "SELECT DISTINCT chat FROM class_people WHERE class = ? AND gone IS NULL", (found.id,)
            )
            told = [
                Nudge(f"over/{found.id}/{chat}", chat, f"over:{found.id}")
                for (chat,) in rows
                if chat != found.chat
            ]
            nudges.note(state, told)


def answer(state: State, found: TrainingClass, person: str, place: int, choice: int, now: float) -> bool:
    """Count an answer, the first of a person to a question while it is open; whether it was counted."""
    with state.transaction():
        in_time = state.write(
            "UPDATE classes SET version = version + 1 WHERE id = ? AND phase = 'open'"
            " AND (seconds = 0 OR place = ?) AND (closes IS NULL OR closes >= ?)",
            (found.id, place, now),
        )
        counted = in_time and state.write(
            "INSERT INTO class_answers (class, person, place, choice, took)"
            " SELECT id, ?, ?, ?, ? - opened FROM classes WHERE id = ? ON CONFLICT DO NOTHING",
            (person, place, choice, now, found.id),
        )
    return counted > 0


def has_answered(state: State, id: str, person: str, place: int) -> bool:
    """Whether a person's answer to a question is there."""
    sql = "SELECT 1 FROM class_answers WHERE class = ? AND person = ? AND place = ?"
    return state.row(sql, (id, person, place)) is not None


def next_place(state: State, found: TrainingClass, person: str) -> int | None:
    """At their own pace: the first question that somebody has not answered; None when all are."""
    rows = state.rows("SELECT place FROM class_answers WHERE class = ? AND person = ?", (found.id, person))
    done = {place for (place,) in rows}
    return next((place for place in range(len(found.questions)) if place not in done), None)


def note_score(state: State, id: str, message: str) -> None:
    """Remember which message of ours shows the live score."""
    state.write("UPDATE classes SET score = ? WHERE id = ?", (message, id))


def erase(state: State, id: str) -> None:
    """Everything about a class."""
    with state.transaction():
        state.write("DELETE FROM classes WHERE id = ?", (id,))
        state.write("DELETE FROM polls WHERE mark LIKE ?", (f"class:{id}:%",))
        state.write("DELETE FROM nudges WHERE what LIKE ?", (f"%:{id}%",))
        state.scrub_soon()


def erase_person(state: State, person: str) -> None:
    """A person's part in every class, and the classes that they gave."""
    with state.transaction():
        state.write("DELETE FROM class_answers WHERE person = ?", (person,))
        state.write("DELETE FROM class_people WHERE person = ?", (person,))
        for (id_,) in state.rows("SELECT id FROM classes WHERE owner = ?", (person,)):
            erase(state, id_)


def forget_before(state: State, moment: float) -> None:
    """Classes begun before `moment` (seconds since the epoch) age out."""
    for (id_,) in state.rows("SELECT id FROM classes WHERE begun < ?", (moment,)):
        erase(state, id_)
    state.write("DELETE FROM polls WHERE sent < ?", (moment,))


def due(state: State, now: float) -> Sequence[TrainingClass]:
    """Classes whose open question has run its time."""
    rows = state.rows("SELECT id FROM classes WHERE phase = 'open' AND closes < ?", (now,))
    return [found for (id_,) in rows if (found := find(state, id_))]


def nudge_scores(state: State) -> None:
    """Ask for a new score message wherever one has changed and the one before has been sent."""
    with state.transaction():
        changed = (
            "SELECT id, chat, version FROM classes WHERE score != '' AND version > nudged AND shown >= nudged"
        )
        for id_, chat, version in state.rows(changed):
            nudges.note(state, [Nudge(f"score/{id_}/{version}", chat, f"score:{id_}:{version}")])
            state.write("UPDATE classes SET nudged = ? WHERE id = ?", (version, id_))


def score_shown(state: State, id: str, version: int) -> None:
    """The score message is at this version."""
    state.write("UPDATE classes SET shown = ? WHERE id = ? AND shown < ?", (version, id, version))


def _changed(state: State, id: str) -> None:
    state.write("UPDATE classes SET version = version + 1 WHERE id = ?", (id,))
