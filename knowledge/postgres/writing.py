"""Rows of a generation -> its schema in PostgreSQL: tables by COPY, then the indexes, then the planner's figures."""

import json
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, LiteralString

from psycopg.errors import DiskFull
from psycopg.sql import SQL, Composed, Identifier

from knowledge.embedded_store import words_rows
from knowledge.postgres.bm25 import FIELDS, count_terms, weighed
from knowledge.postgres.packing import accept_packed, halfvec
from knowledge.postgres.reading import placed
from knowledge.postgres.schema import GRAPH, INDEXES, TABLES
from knowledge.postgres.store import EXACT, GRAPH_KIND
from knowledge.store_rows import OF_ENGINE, GenerationRows, Row, storable
from knowledge.store_rows import TABLES as COLUMNS

if TYPE_CHECKING:
    from psycopg import Connection

    from knowledge.postgres.connection import Rows

_log = logging.getLogger(__name__)
MOST_GRAPH_MEMORY = 4_000_000_000
"""Bytes of the server's memory in which a graph is drawn at once; what is larger takes several times as long."""
_OF_A_ROW = 1000
"""Bytes that a row of the graph takes beside its vector."""


def write_generation(
    connection: "Connection[Rows]",
    schema: str,
    rows: GenerationRows,
    notes: Mapping[str, str],
    most_exact: int,
) -> None:
    """Make the schema and fill it; nobody reads it before a pointer names it. More numbers of vectors get a graph."""
    accept_packed(connection)
    dimension = next((len(vector) // 2 for _, _, vector in rows.table("vectors")), 1)
    moments = [time.perf_counter()]
    with connection.transaction():
        connection.execute(placed(TABLES, schema, dimension))
        tables = _Tables(connection, schema)
        _fill_plain(tables, rows, notes)
        _fill_words(tables, rows)
        vectors = _fill_vectors(tables, rows)
        exact = vectors * dimension <= most_exact
        own = (row for row in rows.table("meta") if row[0] not in OF_ENGINE)
        tables.fill("meta", ("key", "value"), [*own, ("vectors", EXACT if exact else GRAPH_KIND)])
    moments.append(time.perf_counter())
    _index(connection, schema)
    moments.append(time.perf_counter())
    if not exact:
        _draw_graph(connection, schema, min(MOST_GRAPH_MEMORY, vectors * (2 * dimension + _OF_A_ROW)))
    moments.append(time.perf_counter())
    took = [end - begin for begin, end in pairwise(moments)]
    _log.info(
        "generation written",
        extra={"schema": schema, "load_s": took[0], "index_s": took[1], "graph_s": took[2]},
    )


def _fill_plain(tables: "_Tables", rows: GenerationRows, notes: Mapping[str, str]) -> None:
    for name in ("register", "abbreviations", "models", "passages", "numbers"):
        tables.fill(name, tuple(COLUMNS[name][0]), rows.table(name))
    tables.fill("documents", _OF_DOCUMENTS, map(_described, rows.table("documents")))
    tables.fill("notes", ("name", "data"), notes.items())


def _fill_words(tables: "_Tables", rows: GenerationRows) -> None:
    """In two steps, a file between them: what a term weighs in one passage depends on how long the others are."""
    with TemporaryFile() as met:
        vocabulary = count_terms(words_rows(rows), met)
        tables.pack("terms", _TERMS, vocabulary.rows())
        tables.pack("words", _WORDS, weighed(vocabulary, met))


def _fill_vectors(tables: "_Tables", rows: GenerationRows) -> int:
    """Returns how many."""
    vectors = ((row, owner, halfvec(vector)) for row, owner, vector in rows.table("vectors"))
    return tables.pack("vectors", _VECTORS, vectors)


_OF_DOCUMENTS = ("id", "source", "sha256", "data", "title", "about_place", "author")
_TERMS = {"term": "text", "number": "int4", **dict.fromkeys(FIELDS, "int4")}
_WORDS = {"passage": "int4", "held": "tsvector", "shares": "sparsevec"}
_VECTORS = {"row": "int4", "passage": "int4", "vector": "halfvec"}


def _described(document: Row) -> Row:
    """A document's row, and what is asked of all documents at once."""
    told = json.loads(document[3])
    return (*document, told["title"], told["place"], told["author"])


class _Tables:
    """Fills tables of one schema."""

    def __init__(self, connection: "Connection[Rows]", schema: str) -> None:
        self._connection, self._schema = connection, schema

    def fill(self, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Rows of ordinary values."""
        with self._connection.cursor() as cursor, cursor.copy(self._copy(name, columns, "TEXT")) as copy:
            for row in rows:
                copy.write_row(tuple(map(storable, row)))

    def pack(self, name: str, types: Mapping[str, str], rows: Iterable[Row]) -> int:
        """Rows in the types' own binary forms, of bytes that are such already or of plain values; returns how many."""
        with (
            self._connection.cursor() as cursor,
            cursor.copy(self._copy(name, tuple(types), "BINARY")) as copy,
        ):
            copy.set_types(list(types.values()))
            sent = 0
            for row in rows:
                copy.write_row(row)
                sent += 1
        return sent

    def _copy(self, name: str, columns: Sequence[str], form: LiteralString) -> Composed:
        table = SQL("{}.{}").format(Identifier(self._schema), Identifier(name))
        names = SQL(", ").join(map(Identifier, columns))
        return SQL("COPY {} ({}) FROM STDIN (FORMAT {})").format(table, names, SQL(form))


def _index(connection: "Connection[Rows]", schema: str) -> None:
    """Indexes and the planner's figures, each statement by itself: a long transaction would keep dead rows alive."""
    connection.execute(placed(INDEXES, schema))
    for table in ("documents", "passages", "numbers", "vectors", "terms", "words"):
        # Vacuumed, too: what is asked of an index alone is then not looked up in the table.
        connection.execute(SQL("VACUUM (ANALYZE) {}.{}").format(Identifier(schema), Identifier(table)))


def _draw_graph(connection: "Connection[Rows]", schema: str, memory: int) -> None:
    """By several workers where the server can; in a container /dev/shm is often too small for them: then by one."""
    settings = {"maintenance_work_mem": f"{max(64, memory // 1_000_000)}MB"}
    try:
        _draw(connection, schema, settings)
    except DiskFull:
        _draw(connection, schema, {**settings, "max_parallel_maintenance_workers": "0"})


def _draw(connection: "Connection[Rows]", schema: str, settings: Mapping[str, str]) -> None:
    with connection.transaction():
        for name, value in settings.items():
            connection.execute("SELECT set_config(%s, %s, true)", (name, value))
        connection.execute(placed(GRAPH, schema))
