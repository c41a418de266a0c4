"""What the bot must not forget, in one SQLite file: DANVAN_HOME/state.db."""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from bot.migrations import MIGRATIONS
from bot.state import Value
from knowledge.errors import StateUnavailable

FILE_NAME = "state.db"
BUSY_SECONDS = 30.0


class FileState:
    """One connection, used by one thread at a time; every write is a transaction that began immediate.

    A deferred transaction that reads before it writes fails as soon as another writer comes between
    (SQLITE_BUSY is not retried there), so none is ever begun. A killed process loses no commit. A power cut may
    lose those after the last synced one, all from some moment on: what was accepted (synced) is then answered anew.
    """

    def __init__(self, home: Path) -> None:
        """Open or create the file and bring it up to date; raises StateUnavailable."""
        self.home, self.shared = home, False
        self.path = home / FILE_NAME
        self._lock = threading.RLock()
        self.scrub_due = False
        try:
            home.mkdir(parents=True, exist_ok=True)
            with _alone(home):
                self._connection = self._open()
                self._migrate()
            # What was killed between an erasure and its scrubbing left erased words in the log.
            self.scrub()
        except (sqlite3.Error, OSError) as error:
            raise StateUnavailable(
                f"Không mở được tệp trạng thái {self.path}: hãy kiểm tra quyền ghi và dung lượng đĩa."
            ) from error

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
        )
        for pragma in ("journal_mode = WAL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _migrate(self) -> None:
        steps = Migrations("danvan")
        for name, script in MIGRATIONS:
            steps(name=name)(_step(script))
        with self.transaction():
            steps.apply(Database(self._connection))

    @contextmanager
    def transaction(self, *, synced: bool = False) -> Iterator[None]:
        """See State."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if synced else 'NORMAL'}")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See State."""
        with self._lock:
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("COMMIT")

    def write(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one statement; returns how many rows it changed."""
        with self.transaction():
            return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, values: Sequence[Value] = ()) -> int | None:
        """Run one INSERT; returns the new row's number, None where nothing was inserted."""
        with self.transaction():
            cursor = self._connection.execute(sql, values)
            return cursor.lastrowid if cursor.rowcount > 0 else None

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Value] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, None where there is none."""
        with self._lock:
            found: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
            return found

    def renumber(self, table: str) -> None:
        """SQLite counts on by itself."""

    def scrub_soon(self) -> None:
        """Something was erased: it has to leave the write-ahead log, too, once all that tells of it is gone."""
        self.scrub_due = True

    def scrub(self) -> None:
        """Empty the write-ahead log.

        Another process may be reading from it just then (`danvan ask --chat`): it stays due until that is over.
        """
        with self._lock:
            if not self._connection.in_transaction:
                busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                self.scrub_due = bool(busy)

    def close(self) -> None:
        """Fold the write-ahead log in and close the file."""
        with self._lock:
            self._connection.close()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One process at a time: SQLite does not wait its turn when a file is switched to a write-ahead log."""
    folder = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _step(script: str) -> Callable[[Database], None]:
    def step(database: Database) -> None:
        for statement in script.split(";"):
            database.conn.execute(statement)

    return step
