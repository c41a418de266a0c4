"""The bot's state goes from one engine to the other and back, row by row, into nothing but an empty place."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import answers, audit, budget, choices, figures, memories, nudges
from bot.access import Access, Role
from bot.answers import Said
from bot.inbox import Arrival, Call, Inbox
from bot.state import State, open_state
from bot.state_copy import TABLES, copy_state
from knowledge.documents import Citation, Memory
from knowledge.errors import StateUnavailable

Opener = Callable[[str], State]


@pytest.fixture
def opened(tmp_path: Path, emptied: str) -> Iterator[Opener]:
    """`opened("a")` is a file, `opened("postgres")` the database."""
    states: list[State] = []

    def opening(name: str) -> State:
        states.append(open_state(tmp_path / name, emptied if name == "postgres" else ""))
        return states[-1]

    yield opening
    for state in states:
        state.close()


def fill(state: State) -> None:
    """Something of most kinds, with odd characters."""
    inbox = Inbox(state, "t", lambda: 5.5)
    (done, _), (seq, _) = inbox.accept([Arrival("a", "1", {"text": "ế\\u0000"}), Arrival("b", "2", {})])
    inbox.finish(done)
    inbox.answer(seq, [Call("send", {"text": "một"}, "m:1")], lambda: None)
    proof = Citation("d", "a.txt", "Tên", "Điều 1", "lời «trích» 100%", 1, 2)
    said = Said("i", "t:1", "t:p", "7", "Hỏi\0?", "answered", Memory(), Memory(), (proof,), ("x",), 1.25)
    for number in range(3):
        one = replace(said, id=f"i{number}", message=str(number))
        answers.keep(state, one)
        answers.note_sent(state, "t:1", f"{number}0", f"answer:i{number}")
        answers.judge(state, one, "t:p", "wrong", 2.0)
    memories.remember(state, "t:1", Memory(), 3.0)
    Access(state, True).set_role("t:q", Role.TRAINER, 1.0)
    budget.spend(state, 0.0)
    audit.note(state, 1.0, "t:q", "nhận", "b")
    figures.note_time(state, 1.0, 12.5)
    nudges.note(state, [nudges.Nudge("k", "t:1", "weekly")])
    choices.remember(state, "t:1", "t:p", [choices.Choice("1", ("1", "a"), "", "ask:i0:1")], 9.0)


def content(state: State) -> dict[str, list[str]]:
    """All rows, but for a character that one of the engines cannot hold."""
    return {
        table: sorted(repr(row).replace("\\x00", "") for row in state.rows(f"SELECT {columns} FROM {table}"))
        for table, columns in TABLES.items()
    }


def test_there_and_back_nothing_changes(opened: Opener) -> None:
    first, between, last = (opened(name) for name in ("a", "postgres", "b"))
    fill(first)
    counts = copy_state(first, between)
    assert counts["answers"] == 3
    assert copy_state(between, last) == counts
    assert content(first) == content(between) == content(last)
    for state in (between, last):
        assert Inbox(state, "t", lambda: 0.0).accept([Arrival("c", "3", {})]) == [(3, "3")]


@pytest.mark.parametrize(("source", "target"), [("a", "postgres"), ("postgres", "a")])
def test_only_an_empty_place_takes_it(opened: Opener, source: str, target: str) -> None:
    full, taken = opened(source), opened(target)
    fill(full)
    audit.note(taken, 1.0, "t:q", "nhận", "b")
    before = content(taken)
    with pytest.raises(StateUnavailable, match="audit"):
        copy_state(full, taken)
    assert content(taken) == before


def test_every_table_and_column_is_copied(opened: Opener) -> None:
    state = opened("a")
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite_%'"
    held = {
        table: {column[1] for column in state.rows(f"PRAGMA table_info({table})")}
        for (table,) in state.rows(tables)
    }
    assert held == {table: set(columns.split(", ")) for table, columns in TABLES.items()}
