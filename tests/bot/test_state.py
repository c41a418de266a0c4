"""Both engines of state: migrations, whole transactions, many writers; for the file, a sentence where it is broken."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot import answers, choices
from bot.migrations import MIGRATIONS, for_postgres
from bot.state import State, open_state
from knowledge.errors import StateUnavailable

COUNT_UP = """
import sys
from pathlib import Path
from bot import budget
from bot.state import open_state
state = open_state(Path(sys.argv[1]), sys.argv[2])
for _ in range(50):
    with state.transaction():
        budget.spend(state, 0.0)
state.close()
"""


def test_migrations_are_numbered_and_run_once(tmp_path: Path, database: str) -> None:
    names = [name for name, _ in MIGRATIONS]
    numbers = [int(name[:4]) for name in names]
    assert numbers == sorted(set(numbers))
    open_state(tmp_path, database).close()
    state = open_state(tmp_path, database)
    applied = (
        "SELECT name FROM migrations WHERE family = 'state' AND name < '1' ORDER BY name"
        if state.shared
        else "SELECT name FROM _sqlite_migrations ORDER BY id"
    )
    assert [name for (name,) in state.rows(applied)] == names
    state.close()


def test_nothing_of_one_engine_is_left_in_the_steps_for_the_other() -> None:
    for _, script in for_postgres():
        assert not {"AUTOINCREMENT", "STRICT", "INTEGER", "REAL", "rowid"} & set(
            script.replace(",", " ").split()
        )


def test_failed_transaction_leaves_nothing(state: State) -> None:
    with pytest.raises(ValueError, match="stop"), state.transaction():
        state.write("INSERT INTO conversations VALUES ('a', '{}', 0)")
        with state.transaction():
            state.write("INSERT INTO conversations VALUES ('b', '{}', 0)")
        assert len(state.rows("SELECT * FROM conversations")) == 2
        raise ValueError("stop")
    assert state.rows("SELECT * FROM conversations") == []


def test_a_thread_does_not_see_what_another_has_not_kept(tmp_path: Path, database_url: str) -> None:
    state = open_state(tmp_path, database_url)
    with ThreadPoolExecutor(1) as pool, state.transaction():
        state.write("INSERT INTO conversations VALUES ('a', '{}', 0)")
        assert pool.submit(state.rows, "SELECT * FROM conversations").result() == []
    assert len(state.rows("SELECT * FROM conversations")) == 1
    state.close()


def test_a_snapshot_is_of_one_moment_whatever_others_write(
    state: State, tmp_path: Path, database: str
) -> None:
    other = open_state(tmp_path, database)
    with state.snapshot():
        assert state.rows("SELECT chat FROM quiet_groups") == []
        other.write("INSERT INTO quiet_groups (chat) VALUES ('t:1')")
        assert state.rows("SELECT chat FROM quiet_groups") == []
    assert state.rows("SELECT chat FROM quiet_groups") == [("t:1",)]
    other.close()


def test_no_write_is_lost_between_processes(tmp_path: Path, database: str) -> None:
    open_state(tmp_path, database).close()
    command = [sys.executable, "-c", COUNT_UP, str(tmp_path), database]
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: subprocess.run(command, check=False, capture_output=True), range(4)))
    assert [run.stderr for run in runs if run.returncode] == []
    state = open_state(tmp_path, database)
    assert state.row("SELECT answers FROM model_usage") == (200,)
    state.close()


def test_migrations_of_two_processes_at_once(tmp_path: Path, database: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        states = list(pool.map(lambda _: open_state(tmp_path, database), range(4)))
    assert all(state.rows("SELECT * FROM inbox") == [] for state in states)
    for state in states:
        state.close()


def test_odd_characters_come_back(state: State) -> None:
    odd = "100% «?» ế\U0001f600"
    choices.remember(state, "c", "p", [choices.Choice("1", (odd,), "", f"ask:{odd}:1")], 1.0)
    assert state.rows("SELECT word, action FROM choices WHERE action LIKE 'ask%'") == [(odd, f"ask:{odd}:1")]
    answers.note_begun(state, "c", "1\0", "2")
    assert answers.begun(state, "c", "1\0") == "2"


def test_unopenable_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StateUnavailable, match=r"state\.db") as raised:
        open_state(tmp_path)
    assert isinstance(raised.value.__cause__, sqlite3.Error)


def test_what_was_erased_is_gone_even_after_a_crash_right_then(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    state.write("INSERT INTO conversations VALUES ('a', 'con chim vàng anh', 0)")
    state.write("DELETE FROM conversations")
    state.scrub_soon()
    open_state(tmp_path)
    assert b"con chim" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
