"""What the bot must not forget, in one SQLite file: DANVAN_HOME/state.db, with numbered migrations."""

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

from knowledge.errors import StateUnavailable

FILE_NAME = "state.db"
BUSY_SECONDS = 30.0
Value = str | int | float | bytes | None
MIGRATIONS = (
    (
        "0001_conversations",
        """
        CREATE TABLE conversations (
            chat TEXT PRIMARY KEY,
            memory TEXT NOT NULL,
            changed REAL NOT NULL
        ) STRICT
        """,
    ),
    (
        "0002_inbox",
        """
        CREATE TABLE inbox (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            key TEXT NOT NULL,
            lane TEXT NOT NULL,
            payload TEXT,
            received REAL NOT NULL,
            state TEXT NOT NULL DEFAULT 'accepted' CHECK (state IN ('accepted', 'answered', 'done')),
            UNIQUE (channel, key)
        ) STRICT;
        CREATE INDEX inbox_open ON inbox (seq) WHERE state != 'done';
        CREATE TABLE outbox (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            inbox_seq INTEGER NOT NULL REFERENCES inbox (seq) ON DELETE CASCADE,
            method TEXT NOT NULL,
            params TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT;
        CREATE INDEX outbox_of ON outbox (inbox_seq)
        """,
    ),
    (
        "0003_answers",
        """
        CREATE TABLE answers (
            id TEXT PRIMARY KEY,
            chat TEXT NOT NULL,
            person TEXT NOT NULL,
            message TEXT NOT NULL,
            question TEXT NOT NULL,
            status TEXT NOT NULL,
            before TEXT NOT NULL,
            memory TEXT NOT NULL,
            citations TEXT NOT NULL,
            offers TEXT NOT NULL,
            asked REAL NOT NULL
        ) STRICT;
        CREATE INDEX answers_of_message ON answers (chat, message);
        CREATE INDEX answers_of_person ON answers (person);
        CREATE TABLE sent (
            chat TEXT NOT NULL,
            message TEXT NOT NULL,
            mark TEXT NOT NULL,
            answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
            PRIMARY KEY (chat, message)
        ) STRICT;
        CREATE INDEX sent_of_answer ON sent (answer);
        CREATE TABLE feedback (
            answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
            person TEXT NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('right', 'wrong')),
            reason TEXT NOT NULL DEFAULT '',
            given REAL NOT NULL,
            PRIMARY KEY (answer, person)
        ) STRICT
        """,
    ),
    (
        "0004_people",
        """
        CREATE TABLE people (
            person TEXT PRIMARY KEY,
            role TEXT NOT NULL CHECK (role IN ('officer', 'trainer', 'admin', 'blocked')),
            changed REAL NOT NULL
        ) STRICT;
        CREATE TABLE invitations (
            code_hash TEXT PRIMARY KEY,
            role TEXT NOT NULL CHECK (role IN ('officer', 'trainer', 'admin')),
            expires REAL NOT NULL,
            used_by TEXT
        ) STRICT;
        CREATE TABLE quiet_groups (chat TEXT PRIMARY KEY) STRICT;
        CREATE TABLE model_usage (day TEXT PRIMARY KEY, answers INTEGER NOT NULL) STRICT
        """,
    ),
    (
        "0005_choices",
        """
        CREATE TABLE choices (
            chat TEXT NOT NULL,
            word TEXT NOT NULL,
            person TEXT NOT NULL,
            subject TEXT NOT NULL,
            action TEXT NOT NULL,
            offered REAL NOT NULL,
            PRIMARY KEY (chat, word)
        ) STRICT
        """,
    ),
    (
        "0006_admin",
        """
        CREATE TABLE uploads (
            id TEXT PRIMARY KEY,
            chat TEXT NOT NULL,
            person TEXT NOT NULL,
            files TEXT NOT NULL,
            facts TEXT NOT NULL,
            likes TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'editing', 'taken', 'dropped')),
            generation TEXT NOT NULL DEFAULT '',
            received REAL NOT NULL
        ) STRICT;
        CREATE TABLE replaced (source TEXT PRIMARY KEY, by TEXT NOT NULL) STRICT;
        CREATE TABLE audit (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            at REAL NOT NULL,
            person TEXT NOT NULL,
            deed TEXT NOT NULL,
            about TEXT NOT NULL
        ) STRICT;
        CREATE TABLE approved (
            id TEXT PRIMARY KEY,
            question TEXT NOT NULL,
            text TEXT NOT NULL,
            citations TEXT NOT NULL,
            validity TEXT NOT NULL,
            person TEXT NOT NULL,
            at REAL NOT NULL
        ) STRICT
        """,
    ),
    (
        "0007_begun",
        """
        CREATE TABLE begun (
            chat TEXT NOT NULL,
            message TEXT NOT NULL,
            ours TEXT NOT NULL,
            PRIMARY KEY (chat, message)
        ) STRICT
        """,
    ),
    (
        "0008_training",
        """
        CREATE TABLE nudges (
            key TEXT PRIMARY KEY,
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            what TEXT NOT NULL
        ) STRICT;
        CREATE TABLE polls (poll TEXT PRIMARY KEY, mark TEXT NOT NULL, sent REAL NOT NULL) STRICT;
        CREATE TABLE quiz_sets (
            name TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            questions TEXT NOT NULL,
            changed REAL NOT NULL
        ) STRICT;
        CREATE TABLE classes (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            chat TEXT NOT NULL,
            name TEXT NOT NULL,
            questions TEXT NOT NULL,
            seconds INTEGER NOT NULL,
            grouped INTEGER NOT NULL,
            screen TEXT NOT NULL UNIQUE,
            link TEXT NOT NULL,
            phase TEXT NOT NULL CHECK (phase IN ('waiting', 'open', 'closed', 'over')),
            place INTEGER NOT NULL DEFAULT -1,
            opened REAL NOT NULL DEFAULT 0,
            closes REAL,
            begun REAL NOT NULL,
            version INTEGER NOT NULL DEFAULT 1,
            nudged INTEGER NOT NULL DEFAULT 1,
            shown INTEGER NOT NULL DEFAULT 1,
            score TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX classes_of_owner ON classes (owner);
        CREATE TABLE class_people (
            class TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
            person TEXT NOT NULL,
            chat TEXT NOT NULL,
            name TEXT NOT NULL,
            joined REAL NOT NULL,
            gone REAL,
            PRIMARY KEY (class, person)
        ) STRICT;
        CREATE INDEX class_people_of_person ON class_people (person);
        CREATE TABLE class_answers (
            class TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
            person TEXT NOT NULL,
            place INTEGER NOT NULL,
            choice INTEGER NOT NULL,
            took REAL NOT NULL,
            PRIMARY KEY (class, person, place)
        ) STRICT;
        CREATE TABLE study (
            person TEXT PRIMARY KEY,
            chat TEXT NOT NULL,
            daily INTEGER NOT NULL,
            left_today INTEGER NOT NULL,
            streak INTEGER NOT NULL,
            last_day TEXT NOT NULL,
            next REAL NOT NULL,
            asked TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE TABLE study_cards (
            person TEXT NOT NULL REFERENCES study (person) ON DELETE CASCADE,
            question TEXT NOT NULL,
            card TEXT NOT NULL,
            due REAL NOT NULL,
            PRIMARY KEY (person, question)
        ) STRICT
        """,
    ),
    (
        "0009_written",
        """
        ALTER TABLE answers ADD COLUMN model TEXT;
        ALTER TABLE answers ADD COLUMN prompt TEXT
        """,
    ),
    (
        "0010_figures",
        """
        CREATE TABLE answer_times (at REAL NOT NULL, ms REAL NOT NULL) STRICT;
        CREATE INDEX answer_times_at ON answer_times (at)
        """,
    ),
)


class State:
    """One connection, used by one thread at a time; every write is a transaction that began immediate.

    A deferred transaction that reads before it writes fails as soon as another writer comes between
    (SQLITE_BUSY is not retried there), so none is ever begun. A killed process loses no commit. A power cut may
    lose those after the last synced one, all from some moment on: what was accepted (synced) is then answered anew.
    """

    def __init__(self, home: Path) -> None:
        """Open or create the file and bring it up to date; raises StateUnavailable."""
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
        """Everything written inside is kept whole or not at all; `synced`: on the disk. May be nested."""
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
