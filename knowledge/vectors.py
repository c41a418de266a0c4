"""Dense vectors of passages: the FAISS index of a generation, written once and searched by many threads."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PassageVectors:
    """Vectors of length 1, one a row; a long passage has several rows.

    `owners` (rows,) tells which passage each row belongs to, by its place in the list of passages, ascending;
    `matrix` is (rows, dimension).
    """

    owners: Ids
    matrix: Floats


def write_vectors(path: Path, matrix: Floats) -> None:
    """Write an exact inner-product index of the rows; their ids are their places."""
    import faiss

    index = faiss.IndexFlatIP(matrix.shape[1])
    index.add(np.ascontiguousarray(matrix, dtype=np.float32))
    faiss.write_index(index, str(path))


class VectorIndex:
    """An index of passage vectors opened for reading, by any number of threads."""

    def __init__(self, path: Path, owners: Ids) -> None:
        """Open what `write_vectors` wrote. Verify the files first: FAISS opens damaged ones too."""
        import faiss

        self._index = faiss.read_index(str(path))
        self._owners = owners
        self._rows_of_one = len(owners) / max(1, len(np.unique(owners)))

    def search(self, vector: Floats, k: int, only: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Up to `k` (passage, cosine) among `only`, best first; a passage scores as its best row."""
        rows = np.flatnonzero(np.isin(self._owners, only)) if only is not None else None
        available = len(self._owners) if rows is None else len(rows)
        wanted = min(available, round(k * max(1.5, 2 * self._rows_of_one)))
        if wanted < 1 or k < 1:
            return []
        scores, found = self._nearest(vector, wanted, rows)
        best: dict[int, float] = {}
        for row, score in zip(found, scores, strict=True):
            if row >= 0:
                best.setdefault(int(self._owners[row]), float(score))
        return list(best.items())[:k]

    def _nearest(self, vector: Floats, wanted: int, rows: Ids | None) -> tuple[Floats, Ids]:
        import faiss

        # OpenMP teams inside many asking threads trip over one another: one thread a question.
        faiss.omp_set_num_threads(1)
        chosen: dict[str, Any] = {}
        if rows is not None:
            chosen["params"] = faiss.SearchParameters(
                sel=faiss.IDSelectorBatch(rows)  # type: ignore[call-arg]  # the stub knows no attributes
            )
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        scores, found = self._index.search(query, wanted, **chosen)
        return scores[0], found[0]
