"""Rows of a generation -> its schema in PostgreSQL: tables by COPY, then the indexes, then the planner's figures."""

import json
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, LiteralString

from psycopg.sql import SQL, Composed, Identifier

from knowledge.embedded_store import words_rows
from knowledge.postgres.bm25 import FIELDS, Vocabulary, count_terms, shares
from knowledge.postgres.packing import accept_packed, halfvec, lexemes, sparsevec
from knowledge.postgres.reading import placed
from knowledge.postgres.schema import GRAPH, INDEXES, TABLES
from knowledge.postgres.store import EXACT, GRAPH_KIND
from knowledge.store_rows import OF_ENGINE, GenerationRows, Row, storable
from knowledge.store_rows import TABLES as COLUMNS
from knowledge.words import WordsRow, terms_of

if TYPE_CHECKING:
    from psycopg import Connection

    from knowledge.postgres.connection import Rows

_log = logging.getLogger(__name__)
GRAPH_MEMORY = "2GB"
"""For building the graph: what fits is built in memory, the rest several times slower."""


def write_generation(
    connection: "Connection[Rows]",
    schema: str,
    rows: GenerationRows,
    notes: Mapping[str, str],
    most_exact: int,
) -> None:
    """Make the schema and fill it; nobody reads it before a pointer names it. More numbers of vectors get a graph."""
    accept_packed(connection)
    started = time.perf_counter()
    vocabulary = count_terms(words_rows(rows))
    dimension = next((len(vector) // 2 for _, _, vector in rows.table("vectors")), 1)
    with connection.transaction():
        connection.execute(placed(TABLES, schema, dimension))
        tables = _Tables(connection, schema)
        for name in ("register", "abbreviations", "models", "passages", "numbers"):
            tables.fill(name, tuple(COLUMNS[name][0]), rows.table(name))
        tables.fill("documents", _OF_DOCUMENTS, map(_described, rows.table("documents")))
        tables.fill("notes", ("name", "data"), notes.items())
        tables.fill("terms", ("term", "number", *FIELDS), vocabulary.rows())
        tables.pack("words", _WORDS, (_weighed(row, vocabulary) for row in words_rows(rows)))
        vectors = ((row, owner, halfvec(vector)) for row, owner, vector in rows.table("vectors"))
        exact = tables.pack("vectors", _VECTORS, vectors) * dimension <= most_exact
        own = (row for row in rows.table("meta") if row[0] not in OF_ENGINE)
        tables.fill("meta", ("key", "value"), [*own, ("vectors", EXACT if exact else GRAPH_KIND)])
    loaded = time.perf_counter()
    _index(connection, schema)
    indexed = time.perf_counter()
    if not exact:
        _draw_graph(connection, schema)
    seconds = {
        "load_s": loaded - started,
        "index_s": indexed - loaded,
        "graph_s": time.perf_counter() - indexed,
    }
    _log.info("generation written", extra={"schema": schema, **seconds})


_OF_DOCUMENTS = ("id", "source", "sha256", "data", "title", "about_place", "author")
_WORDS = {"passage": "int4", "held": "tsvector", "shares": "sparsevec"}
_VECTORS = {"row": "int4", "passage": "int4", "vector": "halfvec"}


def _described(document: Row) -> Row:
    """A document's row, and what is asked of all documents at once."""
    told = json.loads(document[3])
    return (*document, told["title"], told["place"], told["author"])


def _weighed(row: WordsRow, vocabulary: Vocabulary) -> Row:
    fields = terms_of(row)
    return row.id, lexemes(fields["text"]), sparsevec(*shares(vocabulary, fields))


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
        """Rows of numbers and of bytes in the types' own binary forms; returns how many."""
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


def _draw_graph(connection: "Connection[Rows]", schema: str) -> None:
    with connection.transaction():
        connection.execute("SELECT set_config('maintenance_work_mem', %s, true)", (GRAPH_MEMORY,))
        connection.execute(placed(GRAPH, schema))
