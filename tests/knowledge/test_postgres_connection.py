"""Connecting to PostgreSQL: sentences for what goes wrong, steps applied once."""

import subprocess
import sys
import threading

import pytest

from knowledge.errors import DatabaseUnavailable, SettingError
from knowledge.postgres.connection import open_pool, reaching
from knowledge.postgres.migrations import migrate

FIRST = ("0001_first", "CREATE TABLE one (a int); INSERT INTO one VALUES (1)")
SECOND = ("0002_second", "ALTER TABLE one ADD COLUMN b text")


def test_an_address_that_cannot_be_read_is_a_setting_error() -> None:
    with pytest.raises(SettingError, match="DATABASE_URL"):
        open_pool("postgresql://nobody?no_such_option=1")


def test_a_connection_that_was_cut_is_replaced(database_url: str) -> None:
    with open_pool(database_url, most=1) as pool:
        with pytest.raises(DatabaseUnavailable, match="PostgreSQL"), reaching(pool) as connection:
            connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        with reaching(pool) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_steps_are_applied_once_and_in_families(database_url: str) -> None:
    with open_pool(database_url) as pool, reaching(pool) as connection:
        assert migrate(connection, "store", [FIRST]) == ["0001_first"]
        assert migrate(connection, "store", [FIRST, SECOND]) == ["0002_second"]
        assert migrate(connection, "state", []) == []
        assert connection.execute("SELECT a, b FROM one").fetchall() == [(1, None)]
        with pytest.raises(DatabaseUnavailable, match="0002_second"):
            migrate(connection, "store", [FIRST])


def test_a_step_that_fails_leaves_nothing(database_url: str) -> None:
    import psycopg

    broken = ("0002_broken", "CREATE TABLE two (a int); SELECT no_such_column")
    with open_pool(database_url) as pool, reaching(pool) as connection:
        with pytest.raises(psycopg.errors.UndefinedColumn):
            migrate(connection, "store", [FIRST, broken])
        assert migrate(connection, "store", [FIRST]) == ["0001_first"]


def test_processes_that_start_together_take_turns(database_url: str) -> None:
    applied: list[list[str]] = []
    with open_pool(database_url) as pool:

        def start() -> None:
            with reaching(pool) as connection:
                applied.append(migrate(connection, "store", [FIRST, SECOND]))

        threads = [threading.Thread(target=start) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(map(len, applied)) == [0, 0, 0, 0, 0, 2]


def test_nothing_imports_psycopg_before_it_is_needed() -> None:
    imports = "import sys, bot.composition, knowledge.store, knowledge.postgres.connection"
    code = f"{imports}; sys.exit('psycopg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_server_without_resources_is_told_apart(database_url: str) -> None:
    with (
        open_pool(database_url) as pool,
        pytest.raises(DatabaseUnavailable, match="hết đĩa"),
        reaching(pool) as connection,
    ):
        connection.execute("DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = 'disk_full'; END $$")
