"""Vectors in PostgreSQL: half precision, read one by one while they are few, in an HNSW graph where they are many."""

from collections.abc import Collection

from knowledge.postgres.reading import Reading
from knowledge.vectors import Floats, best_of_each, rows_to_read

_LEAST, _MOST = 100, 1000
"""Bounds of `hnsw.ef_search`, how many rows the graph keeps in sight; pgvector allows 1000 at most."""


class PostgresVectors:
    """The vectors of one generation, searched by any number of threads."""

    def __init__(self, reading: Reading, exact: bool) -> None:
        self._reading, self._exact = reading, exact
        ((self._rows, owners),) = reading.rows("SELECT count(*), count(DISTINCT passage) FROM {g}.vectors")
        self._rows_of_one = self._rows / max(1, owners)

    def search(self, vector: Floats, k: int, only: Collection[str] | None = None) -> list[tuple[int, float]]:
        """Up to `k` (passage id, cosine), best first, within the documents `only` where given."""
        wanted = min(self._rows, rows_to_read(k, self._rows_of_one))
        if wanted < 1 or k < 1 or (only is not None and not only):
            return []
        asked = f"[{','.join(f'{number:.9g}' for number in vector.tolist())}]"
        if only is not None:
            found = self._within(asked, wanted, list(only))
        else:
            found = self._all(asked, wanted) if self._exact else self._near(asked, wanted)
        return best_of_each(found, k)

    def _all(self, asked: str, wanted: int) -> list[tuple[int, float]]:
        return [
            (passage, score)
            for passage, score in self._reading.search(
                """
                SELECT passage, -(vector::vector <#> %s::vector) AS score FROM {g}.vectors
                ORDER BY score DESC, "row" LIMIT %s
                """,
                asked,
                wanted,
            )
        ]

    def _near(self, asked: str, wanted: int) -> list[tuple[int, float]]:
        """What the graph finds, put in order by its exact cosines."""
        return [
            (passage, score)
            for passage, score in self._reading.search(
                """
                SELECT passage, -(vector::vector <#> %s::vector) AS score FROM (
                    SELECT "row", passage, vector FROM {g}.vectors ORDER BY vector <#> %s::halfvec LIMIT %s
                ) AS near ORDER BY score DESC, "row"
                """,
                asked,
                asked,
                wanted,
                settings=_in_sight(wanted),
            )
        ]

    def _within(self, asked: str, wanted: int, documents: list[str]) -> list[tuple[int, float]]:
        """Of some documents; the server chooses whether it walks the graph or reads all of theirs."""
        return [
            (passage, score)
            for passage, score in self._reading.search(
                """
                SELECT passage, -(vector::vector <#> %s::vector) AS score FROM (
                    SELECT "row", passage, vector FROM {g}.vectors
                    WHERE passage IN (SELECT id FROM {g}.passages WHERE document_id = ANY(%s))
                    ORDER BY vector <#> %s::halfvec LIMIT %s
                ) AS near ORDER BY score DESC, "row"
                """,
                asked,
                documents,
                asked,
                wanted,
                settings={**_in_sight(wanted), "hnsw.iterative_scan": "strict_order"},
            )
        ]


def _in_sight(wanted: int) -> dict[str, str]:
    return {"hnsw.ef_search": str(max(_LEAST, min(_MOST, wanted)))}
