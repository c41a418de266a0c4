"""Generations in a database: each in a schema of its own, made current by moving one pointer; the last three kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, LiteralString

from knowledge.errors import CorruptIndex, DatabaseUnavailable, IndexBusy, NoIndex
from knowledge.generations import KEPT
from knowledge.postgres.connection import reaching
from knowledge.postgres.migrations import migrate
from knowledge.postgres.reading import placed, schema_of
from knowledge.postgres.schema import FORMAT, STEPS
from knowledge.postgres.store import PostgresStore
from knowledge.postgres.writing import write_generation
from knowledge.store_rows import GenerationRows
from knowledge.vectors import MOST_EXACT

if TYPE_CHECKING:
    from psycopg import Connection

    from knowledge.postgres.connection import Pool, Rows

_WRITER = 0x696E646578
"""Advisory lock of whoever publishes: «index» in bytes."""
_DROP_PATIENCE: LiteralString = "5s"


def _check_pgvector(connection: "Connection[Rows]") -> None:
    """0.7 brought half and sparse vectors, 0.8 scans of a graph that go on until a filter has let enough through."""
    statement = "SELECT extversion FROM pg_extension WHERE extname = 'vector'"
    (version,) = connection.execute(statement).fetchone() or ("0",)
    if [int(part) for part in version.split(".")[:2]] < [0, 8]:
        raise DatabaseUnavailable(
            f"PostgreSQL có pgvector {version}, cần từ 0.8: hãy nâng cấp rồi chạy «ALTER EXTENSION vector UPDATE»."
        )


class PostgresGenerations:
    """Published generations of one database, behind a pool that closes with them."""

    def __init__(self, pool: "Pool", most_exact: int = MOST_EXACT) -> None:
        """Bring the tables up to date; up to `most_exact` numbers of vectors are searched without a graph.

        Raises DatabaseUnavailable, also where pgvector is not installed.
        """
        from psycopg.errors import FeatureNotSupported, InsufficientPrivilege, UndefinedFile

        self._pool, self._most_exact = pool, most_exact
        try:
            with reaching(pool) as connection:
                migrate(connection, "store", STEPS)
                _check_pgvector(connection)
        except (FeatureNotSupported, InsufficientPrivilege, UndefinedFile) as error:
            raise DatabaseUnavailable(
                "PostgreSQL chưa có pgvector hoặc tài khoản chưa được tạo bảng: hãy cài pgvector, rồi nhờ quản trị "
                "chạy «CREATE EXTENSION vector» và cấp quyền CREATE trong cơ sở dữ liệu."
            ) from error

    def publish(self, rows: GenerationRows, notes: Mapping[str, str]) -> str:
        """Write a generation, make it current and return its name. Raises IndexBusy, DatabaseUnavailable.

        Killed at any moment, the old one serves on; what was half written goes with the next run.
        """
        with self._alone() as writer:
            self._sweep(writer)
            name = f"{max((int(one) for one in self._all(writer)), default=0) + 1:06d}"
            with reaching(self._pool) as connection:
                write_generation(connection, schema_of(name), rows, notes, self._most_exact)
            writer.execute("INSERT INTO generations (name, format) VALUES (%s, %s)", (name, FORMAT))
            self._point(writer, name)
            others = [one for one in self._all(writer) if one != name]
            pruned = others[: max(0, len(others) - (KEPT - 1))]
            writer.execute("DELETE FROM generations WHERE name = ANY(%s)", (pruned,))
        # Not before the pointer has moved: who reads a pruned one would hold its removal up, and the pointer too.
        with self._alone() as writer:
            self._sweep(writer)
        return name

    def current(self) -> str:
        """The generation in use. Raises NoIndex."""
        with reaching(self._pool) as connection:
            found = connection.execute("SELECT name FROM current_generation").fetchone()
        if found is None:
            raise NoIndex(
                "Chưa có chỉ mục trong PostgreSQL: hãy chạy «danvan index» để lập chỉ mục các văn bản."
            )
        return str(found[0])

    def before_current(self) -> list[str]:
        """Whole generations older than the one in use, newest first."""
        current = self.current()
        with reaching(self._pool) as connection:
            return [name for name in reversed(self._all(connection)) if name < current]

    def roll_back(self, to: str = "") -> str:
        """See Generations. Raises IndexBusy, too."""
        with self._alone() as writer:
            older = self.before_current()
            if to and older[:1] != [to]:
                return self.current()
            if not older:
                raise NoIndex("Không còn bản chỉ mục nào cũ hơn để quay về.")
            self._point(writer, older[0])
        return older[0]

    def open(self, name: str) -> PostgresStore:
        """A generation opened for reading. Raises CorruptIndex where it is of another program or not there."""
        with reaching(self._pool) as connection:
            found = connection.execute("SELECT format FROM generations WHERE name = %s", (name,)).fetchone()
        if found != (FORMAT,):
            raise CorruptIndex(
                f"Bản chỉ mục {name} trong PostgreSQL không dùng được: hãy chạy «danvan index» để lập lại."
            )
        return PostgresStore(self._pool, name)

    def published(self, name: str) -> float:
        """When a generation was published, in seconds since the epoch. Raises CorruptIndex where it is not there."""
        asked = "SELECT extract(epoch FROM published)::float8 FROM generations WHERE name = %s"
        with reaching(self._pool) as connection:
            found = connection.execute(asked, (name,)).fetchone()
        if found is None:
            raise CorruptIndex(f"Không còn bản chỉ mục {name} trong PostgreSQL.")
        return float(found[0])

    def notes(self, name: str) -> Mapping[str, str]:
        """What was noted with a generation."""
        statement = placed("SELECT name, data FROM {g}.notes", schema_of(name))
        with reaching(self._pool) as connection:
            return dict(connection.execute(statement).fetchall())

    def close(self) -> None:
        """Close the connections; opened generations cannot be asked afterwards."""
        self._pool.close()

    def _all(self, connection: "Connection[Rows]") -> list[str]:
        """Names of whole generations, oldest first."""
        return [name for (name,) in connection.execute("SELECT name FROM generations ORDER BY name")]

    def _point(self, writer: "Connection[Rows]", name: str) -> None:
        writer.execute(
            "INSERT INTO current_generation (name) VALUES (%s) ON CONFLICT (only_one) DO UPDATE SET name = %s",
            (name, name),
        )

    @contextmanager
    def _alone(self) -> Iterator["Connection[Rows]"]:
        """A transaction of the one writer. Should its connection break, all that it was to make current is undone."""
        with reaching(self._pool) as connection, connection.transaction():
            connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            (got,) = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", (_WRITER,)).fetchone() or (
                False,
            )
            if not got:
                raise IndexBusy("Một tiến trình khác đang lập chỉ mục: hãy đợi nó xong rồi chạy lại.")
            yield connection

    def _sweep(self, writer: "Connection[Rows]") -> None:
        """Remove schemas that no generation bears the name of: half written ones and old ones.

        One that somebody is still reading waits for the next run.
        """
        from psycopg.errors import LockNotAvailable

        schemas = writer.execute(
            r"SELECT nspname FROM pg_namespace WHERE nspname ~ '^danvan_\d{6}$'"
        ).fetchall()
        kept = {schema_of(name) for name in self._all(writer)}
        for (schema,) in schemas:
            if schema not in kept:
                with reaching(self._pool) as connection, suppress(LockNotAvailable), connection.transaction():
                    connection.execute(f"SET LOCAL lock_timeout = '{_DROP_PATIENCE}'")
                    connection.execute(placed("DROP SCHEMA {g} CASCADE", schema))
