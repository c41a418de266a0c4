"""A generation in PostgreSQL, opened for reading: the same answers as the embedded store's, from tables of a server."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from knowledge.documents import DocumentNumber
from knowledge.postgres.packing import from_halfvec
from knowledge.postgres.reading import Reading
from knowledge.postgres.vectors import PostgresVectors
from knowledge.postgres.words import PostgresWords
from knowledge.store import Store
from knowledge.store_rows import TABLES, Row
from knowledge.vectors import Floats

if TYPE_CHECKING:
    from knowledge.postgres.connection import Pool

EXACT, GRAPH_KIND = "exact", "HNSW"
"""What `meta.vectors` tells: every vector is read, or a graph of them."""
_ORDERS = {"passages": "id", "register": "place", "vectors": '"row"'}
"""What a table is ordered by, where it is not by its column `place`."""


class PostgresStore(Store):
    """A generation of a database, for any number of threads; whoever made the pool closes it."""

    def __init__(self, pool: "Pool", generation: str) -> None:
        """Raises CorruptIndex where the generation is not there whole, DatabaseUnavailable."""
        self._reading = Reading(pool, generation)
        self._rows = self._reading.rows
        ids = [id_ for (id_,) in self._rows("SELECT id FROM {g}.documents ORDER BY place")]
        ((passages,),) = self._rows("SELECT coalesce(max(id) + 1, 0) FROM {g}.passages")
        super().__init__(generation, ids, passages)
        self._words = PostgresWords(self._reading, passages)
        self._vectors = PostgresVectors(self._reading, passages, self.meta["vectors"] == EXACT)

    def close(self) -> None:
        """Nothing is held beside the pool."""

    def table(self, name: str) -> Iterator[Row]:
        """See Store."""
        from psycopg.sql import SQL, Identifier

        columns = SQL(", ").join(map(Identifier, TABLES[name][0]))
        statement = SQL("SELECT {} FROM {}.{} ORDER BY {}").format(
            columns, Identifier(self._reading.schema), Identifier(name), SQL(_ORDERS.get(name, "place"))
        )
        for row in self._reading.each(statement):
            yield (*row[:-1], from_halfvec(row[-1])) if name == "vectors" else row

    def titles(self) -> Mapping[str, str]:
        """See Store."""
        return dict(self._rows("SELECT id, title FROM {g}.documents"))

    def _data(self, id_: str) -> str:
        ((data,),) = self._rows("SELECT data FROM {g}.documents WHERE id = %s", id_)
        return str(data)

    def _passage_rows(self, ids: Sequence[int]) -> list[Row]:
        return self._rows(
            'SELECT id, document_id, ordinal, start, "end", locator, heading, text FROM {g}.passages '
            "WHERE id = ANY(%s)",
            list(ids),
        )

    def _rows_of(self, document_id: str) -> list[Row]:
        return self._rows(
            'SELECT id, document_id, ordinal, start, "end", locator, heading, text FROM {g}.passages '
            "WHERE document_id = %s ORDER BY id",
            document_id,
        )

    def with_number(self, number: DocumentNumber, only: Collection[str] | None = None) -> list[int]:
        """See Store."""
        # What is not asked for agrees with anything; what is asked for disagrees with NULL.
        rows = self._rows(
            """
            SELECT DISTINCT passage FROM {g}.numbers WHERE serial = %s
            AND (%s::integer IS NULL OR year = %s) AND (%s::text IS NULL OR type_mark = %s)
            AND (%s::text IS NULL OR issuer_mark = %s)
            AND (%s::text[] IS NULL
                 OR passage IN (SELECT id FROM {g}.passages WHERE document_id = ANY(%s)))
            ORDER BY passage
            """,
            number.serial,
            *(number.year, number.year),
            *(number.type_mark, number.type_mark),
            *(number.issuer_mark, number.issuer_mark),
            *(None if only is None else list(only),) * 2,
        )
        return [id_ for (id_,) in rows]

    def search_vectors(
        self, vector: Floats, k: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """See Store."""
        return self._vectors.search(vector, k, only)

    def headings(self, ids: Sequence[int]) -> dict[int, str]:
        """See Store."""
        return dict(self._rows("SELECT id, heading FROM {g}.passages WHERE id = ANY(%s)", list(ids)))

    def places(self) -> list[str]:
        """See Store."""
        rows = self._rows(
            "SELECT about_place FROM {g}.documents WHERE about_place <> '' "
            "GROUP BY about_place ORDER BY min(place)"
        )
        return [place for (place,) in rows]

    def _authored(self) -> list[Row]:
        return self._rows("SELECT author, id FROM {g}.documents WHERE author <> '' ORDER BY place")
