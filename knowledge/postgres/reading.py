"""Statements on one generation: its schema's name put in, the server's settings for searching set beside them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, LiteralString

from knowledge.errors import CorruptIndex
from knowledge.postgres.connection import reaching
from knowledge.store_rows import Row

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.sql import Composed

    from knowledge.postgres.connection import Pool, Rows

SEARCHING = {"jit": "off", "max_parallel_workers_per_gather": "0", "work_mem": "64MB"}
"""Compiling a statement or starting workers for it costs more than a search does; bitmaps stay exact."""
_AT_ONCE = 2_000


def schema_of(generation: str) -> str:
    """Name of the schema that holds a generation's tables."""
    return f"danvan_{generation}"


@lru_cache(maxsize=512)
def placed(statement: LiteralString, schema: str, dimension: int = 0) -> "Composed":
    """The statement with the schema's name for `{g}`, and the vectors' dimension for `{dimension}`."""
    from psycopg.sql import SQL, Identifier, Literal

    return SQL(statement).format(g=Identifier(schema), dimension=Literal(dimension))


class Reading:
    """Runs reading statements on the tables of one generation, from any number of threads."""

    def __init__(self, pool: "Pool", generation: str) -> None:
        self.pool, self.schema = pool, schema_of(generation)

    def rows(self, statement: LiteralString, *values: object, binary: bool = False) -> list[Row]:
        """All rows; `{g}` stands for the schema. Raises CorruptIndex where the generation is gone."""
        with self._connected() as connection:
            return connection.execute(placed(statement, self.schema), values, binary=binary).fetchall()

    def each(self, statement: "Composed") -> Iterator[Row]:
        """One row after the other, some thousand on their way at a time; numbers and bytes in binary."""
        with (
            self._connected() as connection,
            connection.transaction(),
            connection.cursor("rows", binary=True) as cursor,
        ):
            cursor.itersize = _AT_ONCE
            yield from cursor.execute(statement)

    def search(
        self, statement: LiteralString, *values: object, settings: Mapping[str, str] | None = None
    ) -> list[Row]:
        """The same in a transaction with `SEARCHING` and more settings: they hold through a pooler, and end with it."""
        chosen = {**SEARCHING, **(settings or {})}
        setting = ", ".join(["set_config(%s, %s, true)"] * len(chosen))
        pairs = [part for pair in chosen.items() for part in pair]
        # One round trip for all four; the pool takes back what an error leaves open.
        with self._connected() as connection, connection.pipeline():
            connection.execute("BEGIN")
            connection.execute(f"SELECT {setting}".encode(), pairs)
            found = connection.execute(placed(statement, self.schema), values)
            connection.execute("COMMIT")
        return found.fetchall()

    def passages_within(self, documents: list[str]) -> int:
        """How many passages these documents have."""
        ((count,),) = self.rows("SELECT count(*) FROM {g}.passages WHERE document_id = ANY(%s)", documents)
        return int(count)

    @contextmanager
    def _connected(self) -> Iterator["Connection[Rows]"]:
        from psycopg.errors import InvalidSchemaName, UndefinedTable

        try:
            with reaching(self.pool) as connection:
                yield connection
        except (UndefinedTable, InvalidSchemaName) as error:
            raise CorruptIndex(
                f"Bản chỉ mục {self.schema} trong PostgreSQL không còn nguyên vẹn: hãy hỏi lại, hoặc chạy "
                "«danvan index»."
            ) from error
