"""What the bot must not forget, in PostgreSQL, where several processes of the bot share it."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString, cast

from bot.migrations import for_postgres
from bot.state import Value, without_zero
from knowledge.errors import DatabaseUnavailable
from knowledge.postgres.connection import open_pool, reaching
from knowledge.postgres.migrations import migrate

if TYPE_CHECKING:
    from psycopg import Connection, Cursor

    from knowledge.postgres.connection import Rows

log = logging.getLogger(__name__)

FAMILY = "state"
MOST_CONNECTIONS = 8
LOCK_SECONDS = 30
"""How long a statement waits for a row that another process holds."""
_SETTINGS: LiteralString = f"SET synchronous_commit TO off; SET lock_timeout TO '{LOCK_SECONDS}s'"
_ERASED_FROM = (
    "conversations, answers, sent, feedback, choices, class_answers, class_people, classes, study, study_cards, polls,"
    " people, inbox, outbox, nudges, flood, drafts"
)
_SHARED = (
    (
        "1001_workers",
        """
        CREATE TABLE workers (id bigint PRIMARY KEY, seen timestamptz NOT NULL DEFAULT clock_timestamp());
        CREATE TABLE lanes (
            channel text NOT NULL,
            lane text NOT NULL,
            worker bigint NOT NULL REFERENCES workers (id) ON DELETE CASCADE,
            PRIMARY KEY (channel, lane)
        );
        CREATE INDEX lanes_of_worker ON lanes (worker);
        CREATE INDEX inbox_lane ON inbox (channel, lane) WHERE state <> 'done';
        CREATE UNLOGGED TABLE flood (
            person text PRIMARY KEY,
            recent double precision[] NOT NULL,
            refused bigint NOT NULL
        )
        """,
    ),
)
"""Tables by which processes agree. There are none in SQLite, which one process has to itself."""


class PostgresState:
    """A connection of a pool for each transaction. A thread that is in one sees what it has written there.

    Where two processes may write the same row after having read it, the statements themselves see to it: each is
    whole, and what is read after a row was written in the same transaction is as the writer before left it. What
    was accepted is on the disk (`synced`); of the rest, a power cut of the database's machine may lose the last
    fraction of a second.
    """

    def __init__(self, home: Path, url: str) -> None:
        """Connect and bring the tables up to date; raises SettingError, DatabaseUnavailable."""
        self.home, self.shared, self.url = home, True, url
        self.scrub_due = False
        self._own = threading.local()
        self._cleaning: threading.Thread | None = None
        # Unchecked, as an answer takes some twenty statements: whoever meets a dropped one tries again (`patiently`).
        self._pool = open_pool(url, most=MOST_CONNECTIONS, checked=False, settings=_SETTINGS)
        with reaching(self._pool) as connection:
            migrate(connection, FAMILY, cast("Any", (*for_postgres(), *_SHARED)))

    @contextmanager
    def transaction(self, *, synced: bool = False) -> Iterator[None]:
        """See State."""
        if self._current():
            yield
            return
        with self._holding("BEGIN; SET LOCAL synchronous_commit TO on" if synced else "BEGIN"):
            yield

    def snapshot(self) -> AbstractContextManager[None]:
        """See State."""
        return self._holding("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    @contextmanager
    def _holding(self, begin: LiteralString) -> Iterator[None]:
        """One connection for all that this thread does inside; `begin` opens its transaction."""
        with self._reaching() as connection:
            connection.execute(begin)
            self._own.connection = connection
            try:
                yield
            except BaseException:
                connection.rollback()
                raise
            finally:
                self._own.connection = None
            connection.execute("COMMIT")

    @contextmanager
    def _reaching(self) -> Iterator["Connection[Rows]"]:
        """A connection; where it turns out to be gone, all are looked at before anybody tries again."""
        try:
            with reaching(self._pool) as connection:
                yield connection
        except DatabaseUnavailable:
            self._pool.check()
            raise

    def _current(self) -> "Connection[Rows] | None":
        return getattr(self._own, "connection", None)

    def write(self, sql: str, values: Sequence[Value] = ()) -> int:
        """See State."""
        with self._anyhow() as connection:
            return _run(connection, sql, values).rowcount

    def insert(self, sql: str, values: Sequence[Value] = ()) -> int | None:
        """See State."""
        with self._anyhow() as connection:
            found = _run(connection, f"{sql} RETURNING seq", values).fetchone()
            return int(found[0]) if found else None

    @contextmanager
    def _anyhow(self) -> Iterator["Connection[Rows]"]:
        """The connection of the transaction that this thread is in, or one that commits each statement."""
        if current := self._current():
            yield current
        else:
            with self._reaching() as connection:
                yield connection

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """See State."""
        with self._anyhow() as connection:
            return _run(connection, sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Value] = ()) -> tuple[Any, ...] | None:
        """See State."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def renumber(self, table: str) -> None:
        """See State."""
        number = f"(SELECT coalesce(max(seq), 0) + 1 FROM {table})"  # noqa: S608
        self.row(f"SELECT setval(pg_get_serial_sequence(?, 'seq'), {number}, false)", (table,))

    def scrub_soon(self) -> None:
        """See State."""
        self.scrub_due = True

    def scrub(self) -> None:
        """Have the server let go of erased rows, in the background.

        Its log of changes (WAL) and its backups hold them until they have aged out: that is the server's to set.
        """
        self.scrub_due = False
        if self._cleaning is None or not self._cleaning.is_alive():
            self._cleaning = threading.Thread(target=self._vacuum, name="vacuum", daemon=True)
            self._cleaning.start()

    def _vacuum(self) -> None:
        try:
            with reaching(self._pool) as connection:
                connection.execute(f"VACUUM {_ERASED_FROM}")
        except DatabaseUnavailable as error:
            # Autovacuum does the same a little later.
            log.warning("not cleaned", extra={"reason": str(error)})

    def close(self) -> None:
        """Close the pool, once what was begun in the background has ended."""
        if self._cleaning is not None:
            self._cleaning.join()
        self._pool.close()


def _run(connection: "Connection[Rows]", sql: str, values: Sequence[Value]) -> "Cursor[Rows]":
    return connection.execute(_marked(sql), [without_zero(value) for value in values])


@lru_cache(1024)
def _marked(sql: str) -> LiteralString:
    """Our marks for values as psycopg's."""
    return sql.replace("%", "%%").replace("?", "%s")
