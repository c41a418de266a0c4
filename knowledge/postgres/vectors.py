"""Vectors in PostgreSQL: half precision, read one by one while they are few, in an HNSW graph where they are many."""

from collections.abc import Collection

from knowledge.postgres.reading import Reading
from knowledge.store_rows import Row
from knowledge.vectors import Floats, best_of_each, rows_to_read

FEW = 20_000
"""Passages that are read one by one where a question keeps to some documents."""
_LEAST, _MOST = 400, 1000
"""Bounds of `hnsw.ef_search`, how many rows the graph keeps in sight: with 100, .88 of the ten nearest of 100,000 are
found, with 300, .99. pgvector allows 1000 at most."""
_SHARE = 200
"""One row in so many is walked to. Of the ten nearest of a million, 1,000 rows find .915, 3,000 .955 and 5,000 .978."""
_FURTHER = 3
"""How many times as many rows may be looked at."""
_EXACTLY = {"enable_indexscan": "off"}


class PostgresVectors:
    """The vectors of one generation, searched by any number of threads.

    What comes nearest by half precision is put in order by its cosines with the question in single precision.
    """

    def __init__(self, reading: Reading, passages: int, exact: bool) -> None:
        self._reading, self._exact = reading, exact
        # Rows are numbered from 0; counting a million of them would take a second.
        ((self._rows,),) = reading.rows('SELECT coalesce(max("row") + 1, 0) FROM {g}.vectors')
        self._rows_of_one = self._rows / max(1, passages)

    def search(self, vector: Floats, k: int, only: Collection[str] | None = None) -> list[tuple[int, float]]:
        """Up to `k` (passage id, cosine), best first, within the documents `only` where given."""
        wanted = min(self._rows, rows_to_read(k, self._rows_of_one))
        if wanted < 1 or k < 1 or (only is not None and not only):
            return []
        asked = f"[{','.join(f'{number:.9g}' for number in vector.tolist())}]"
        found = self._all(asked, wanted) if only is None else self._within(asked, wanted, list(only))
        return best_of_each(((passage, score) for passage, score in found), k)

    def _all(self, asked: str, wanted: int) -> list[Row]:
        walked = max(wanted, self._rows // _SHARE)
        # «+ 0»: the graph gives nearly the order of `far`, and the planner would take it for the order itself.
        return self._reading.search(
            """
            SELECT passage, -(vector::vector <#> %s::vector) AS score FROM (
                SELECT "row", passage, vector FROM (
                    SELECT "row", passage, vector, vector <#> %s::halfvec AS far FROM {g}.vectors
                    ORDER BY vector <#> %s::halfvec LIMIT %s
                ) AS walked ORDER BY far + 0 LIMIT %s
            ) AS near ORDER BY score DESC, "row"
            """,
            *(asked, asked, asked, walked, wanted),
            settings=_EXACTLY if self._exact else _walking("relaxed_order", walked, _FURTHER * walked),
        )

    def _within(self, asked: str, wanted: int, documents: list[str]) -> list[Row]:
        """Of few passages every one is read; of many, the graph is walked until enough of them are found."""
        few = self._exact or self._reading.passages_within(documents) <= FEW
        walking = _walking("strict_order", wanted, 200_000)
        return self._reading.search(
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
            settings=_EXACTLY if few else walking,
        )


def _walking(order: str, wanted: int, most: int) -> dict[str, str]:
    """Settings that walk the graph until `wanted` rows are found, or `most` looked at."""
    return {
        "hnsw.ef_search": str(max(_LEAST, min(_MOST, wanted))),
        "hnsw.iterative_scan": order,
        "hnsw.max_scan_tuples": str(most),
        "hnsw.scan_mem_multiplier": "4",
    }
