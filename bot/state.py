"""What the bot must not forget: the narrow seam to whichever engine keeps it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

Value = str | int | float | bytes | None


class State(Protocol):
    """Rows that outlive the process. Questions are marked «?»; statements are such as both engines take."""

    home: Path
    """The folder of what is no row: pictures and files that are sent."""
    shared: bool
    """Whether other processes of the bot may work with the same rows at the same time."""
    scrub_due: bool
    """Whether something was erased whose bytes have not been seen to yet."""

    def transaction(self, *, synced: bool = False) -> AbstractContextManager[None]:
        """Everything written inside is kept whole or not at all; `synced`: on the disk. May be nested."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Everything read inside is as of one moment, whatever others write meanwhile; nothing is written inside."""

    def write(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one statement; returns how many rows it changed."""
        ...

    def insert(self, sql: str, values: Sequence[Value] = ()) -> int | None:
        """Run one INSERT into a table numbered by `seq`; returns the new row's number, None where there is none."""

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        ...

    def row(self, sql: str, values: Sequence[Value] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, None where there is none."""

    def renumber(self, table: str) -> None:
        """After rows were put into a numbered table with their numbers: the next one follows the greatest."""

    def scrub_soon(self) -> None:
        """Something was erased: its bytes have to go, too, once all that tells of it is gone."""

    def scrub(self) -> None:
        """See to the bytes of what was erased."""

    def close(self) -> None:
        """Let go of the engine."""


def open_state(home: Path, database_url: str = "") -> State:
    """The file under `home`, or the PostgreSQL of `database_url` where there is one.

    Raises StateUnavailable, and for PostgreSQL SettingError and DatabaseUnavailable.
    """
    if database_url:
        from bot.postgres_state import PostgresState

        return PostgresState(home, database_url)
    from bot.file_state import FileState

    return FileState(home)


def state_exists(home: Path, database_url: str = "") -> bool:
    """Whether there is a state to open that was not made just for it; a database always counts as one."""
    from bot.file_state import FILE_NAME

    return bool(database_url) or (home / FILE_NAME).exists()


def replacing(table: str, keys: int, columns: str) -> str:
    """INSERT of one row in the place of the one with the same key: the first `keys` of the columns."""
    names = columns.split(", ")
    changes = ", ".join(f"{name} = excluded.{name}" for name in names[keys:])
    marks = ", ".join("?" * len(names))
    key = ", ".join(names[:keys])
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT ({key}) DO UPDATE SET {changes}"  # noqa: S608


def without_zero(value: Value) -> Value:
    """What every engine can hold: no text of PostgreSQL has a character 0, and nobody typed one on purpose."""
    return value.replace("\0", "") if isinstance(value, str) else value


def later(table: str) -> str:
    """An expression for `seq` that puts a new row behind all others of its table."""
    return f"(SELECT coalesce(max(seq), 0) + 1 FROM {table})"  # noqa: S608
