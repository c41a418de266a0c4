"""What was said, kept so that buttons, replies and edits find the answer they belong to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot import memories
from bot.state import State, later, replacing
from knowledge.documents import Citation, Memory

Verdict = Literal["right", "wrong"]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said to a person in answer to `message`.

    `before` and `memory` are the conversation's memory before and after it; `offers` are the questions that its
    buttons ask. `status` is the answer's, or «card» or «search». `model` wrote it, and `prompt` is the version of the
    prompt that a model was given for it, even where what it wrote was not used.
    """

    id: str
    chat: str
    person: str
    message: str
    question: str
    status: str
    before: Memory
    memory: Memory
    citations: tuple[Citation, ...]
    offers: tuple[str, ...]
    asked: float
    model: str | None = None
    prompt: str | None = None


_COLUMNS = (
    "id, chat, person, message, question, status, before, memory, citations, offers, asked, model, prompt"
)


def keep(state: State, said: Said) -> None:
    """Keep it, in the place of what was said to the same message before."""
    if said.message:
        state.write("DELETE FROM answers WHERE chat = ? AND message = ?", (said.chat, said.message))
    state.write("DELETE FROM answers WHERE id = ?", (said.id,))
    values = (
        said.id, said.chat, said.person, said.message, said.question, said.status,
        memories.to_json(said.before), memories.to_json(said.memory),
        _dump([memories.flat(citation) for citation in said.citations]), _dump(said.offers), said.asked,
        said.model, said.prompt,
    )  # fmt: skip
    marks = ", ".join("?" * len(values))
    state.write(f"INSERT INTO answers ({_COLUMNS}, seq) VALUES ({marks}, {later('answers')})", values)  # noqa: S608


def find(state: State, id: str) -> Said | None:
    """What was said under this id, None where it has aged out or was erased."""
    return _read(state.row(f"SELECT {_COLUMNS} FROM answers WHERE id = ?", (id,)))  # noqa: S608


def to_message(state: State, chat: str, message: str) -> Said | None:
    """What was said to a message of a chat."""
    sql = f"SELECT {_COLUMNS} FROM answers WHERE chat = ? AND message = ? AND message != ''"  # noqa: S608
    return _read(state.row(sql, (chat, message)))


def note_sent(state: State, chat: str, message: str, mark: str) -> None:
    """Remember that a message of ours belongs to what was said; `mark` is «purpose:id»."""
    purpose, _, answer = mark.partition(":")
    state.write(
        f"INSERT INTO sent (chat, message, mark, answer, seq) SELECT ?, ?, ?, id, {later('sent')} FROM answers"  # noqa: S608
        " WHERE id = ? ON CONFLICT (chat, message) DO UPDATE SET mark = excluded.mark, answer = excluded.answer,"
        " seq = excluded.seq",
        (chat, message, purpose, answer),
    )


def behind(state: State, chat: str, message: str) -> tuple[str, Said] | None:
    """Purpose and what was said, for one of our messages."""
    found = state.row("SELECT mark, answer FROM sent WHERE chat = ? AND message = ?", (chat, message))
    said = find(state, found[1]) if found else None
    return (found[0], said) if found and said else None


def note_begun(state: State, chat: str, message: str, ours: str) -> None:
    """Remember our message that shows how the answer to one of theirs is being written."""
    state.write(replacing("begun", 2, "chat, message, ours"), (chat, message, ours))


def begun(state: State, chat: str, message: str) -> str:
    """That message, which the answer is to take the place of; empty where there is none."""
    found = state.row("SELECT ours FROM begun WHERE chat = ? AND message = ?", (chat, message))
    return found[0] if found else ""


def end_begun(state: State, chat: str, message: str) -> None:
    """The answer has taken its place."""
    state.write("DELETE FROM begun WHERE chat = ? AND message = ?", (chat, message))


def messages_of(state: State, said: Said) -> list[str]:
    """Our messages that make it up, in order."""
    sql = "SELECT message FROM sent WHERE answer = ? AND mark = 'answer' ORDER BY seq"
    return [message for (message,) in state.rows(sql, (said.id,))]


def judge(state: State, said: Said, person: str, verdict: Verdict, now: float) -> None:
    """Keep a person's verdict; a new one takes the place of the old."""
    state.write(
        "INSERT INTO feedback (answer, person, verdict, given) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (answer, person) DO UPDATE SET verdict = excluded.verdict, given = excluded.given",
        (said.id, person, verdict, now),
    )


def explain(state: State, said: Said, person: str, reason: str) -> None:
    """Add the reason to a verdict given before."""
    state.write("UPDATE feedback SET reason = ? WHERE answer = ? AND person = ?", (reason, said.id, person))


def refused(state: State, since: float) -> list[Said]:
    """Questions that the documents could not answer, the latest first; `since` in seconds since the epoch."""
    sql = f"SELECT {_COLUMNS} FROM answers WHERE status = 'refused' AND asked >= ? ORDER BY asked DESC, seq DESC"  # noqa: S608
    return [said for row in state.rows(sql, (since,)) if (said := _read(row))]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thought of an answer; `reason` may be empty, `given` is in seconds since the epoch."""

    said: Said
    verdict: Verdict
    reason: str
    given: float


def opinions(state: State, since: float) -> list[Opinion]:
    """What people thought of answers, the latest first; of whom each is, nothing is told."""
    sql = (
        f"SELECT {_COLUMNS}, verdict, reason, given FROM answers"  # noqa: S608
        " JOIN (SELECT answer, verdict, reason, given FROM feedback) AS opinion ON answer = id"
        " WHERE given >= ? ORDER BY given DESC"
    )
    return [
        Opinion(said, verdict, reason, given)
        for *row, verdict, reason, given in state.rows(sql, (since,))
        if (said := _read(tuple(row)))
    ]


def judged_wrong(state: State, since: float) -> list[tuple[Said, str]]:
    """Answers that people called wrong, with the reason, which may be empty; the latest opinion first."""
    return [(one.said, one.reason) for one in opinions(state, since) if one.verdict == "wrong"]


def forget_before(state: State, moment: float) -> None:
    """What was said before `moment` (seconds since the epoch) ages out, verdicts and conversations with it."""
    state.write("DELETE FROM answers WHERE asked < ?", (moment,))
    state.write("DELETE FROM conversations WHERE changed < ?", (moment,))


def _read(row: tuple[Any, ...] | None) -> Said | None:
    if row is None:
        return None
    *plain, before, memory, citations, offers, asked, model, prompt = row
    proofs = tuple(Citation(**citation) for citation in json.loads(citations))
    id_, chat, person, message, question, status = plain
    told = memories.from_json(before), memories.from_json(memory)
    kept: tuple[Any, ...] = (proofs, tuple(json.loads(offers)), asked, model, prompt)
    return Said(id_, chat, person, message, question, status, *told, *kept)


def _dump(value: Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
