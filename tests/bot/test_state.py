"""The state file: migrations, whole transactions, many writers, a sentence when it cannot be opened."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.state import MIGRATIONS, State
from knowledge.errors import StateUnavailable

COUNT_UP = """
import sys
from pathlib import Path
from bot.state import State
state = State(Path(sys.argv[1]))
for _ in range(50):
    with state.transaction():
        (count,) = state.row("SELECT memory FROM conversations WHERE chat = 'n'") or ("0",)
        state.write(
            "INSERT INTO conversations VALUES ('n', ?, 0) ON CONFLICT DO UPDATE SET memory = excluded.memory",
            (str(int(count) + 1),),
        )
"""


def test_migrations_are_numbered_and_run_once(tmp_path: Path) -> None:
    names = [name for name, _ in MIGRATIONS]
    numbers = [int(name[:4]) for name in names]
    assert numbers == sorted(set(numbers))
    State(tmp_path).close()
    state = State(tmp_path)
    assert [name for (name,) in state.rows("SELECT name FROM _sqlite_migrations ORDER BY id")] == names


def test_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    state = State(tmp_path)
    with pytest.raises(ValueError, match="stop"), state.transaction():
        state.write("INSERT INTO conversations VALUES ('a', '{}', 0)")
        raise ValueError("stop")
    assert state.rows("SELECT * FROM conversations") == []


def test_no_write_is_lost_between_processes(tmp_path: Path) -> None:
    State(tmp_path).close()
    command = [sys.executable, "-c", COUNT_UP, str(tmp_path)]
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: subprocess.run(command, check=False, capture_output=True), range(4)))
    assert [run.stderr for run in runs if run.returncode] == []
    assert State(tmp_path).row("SELECT memory FROM conversations") == ("200",)


def test_migrations_of_two_processes_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        states = list(pool.map(lambda _: State(tmp_path), range(4)))
    assert all(state.rows("SELECT * FROM inbox") == [] for state in states)


def test_unopenable_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StateUnavailable, match=r"state\.db") as raised:
        State(tmp_path)
    assert isinstance(raised.value.__cause__, sqlite3.Error)


def test_what_was_erased_is_gone_even_after_a_crash_right_then(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.write("INSERT INTO conversations VALUES ('a', 'con chim vàng anh', 0)")
    state.write("DELETE FROM conversations")
    state.scrub_soon()
    State(tmp_path)
    assert b"con chim" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
