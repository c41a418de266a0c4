"""Dense vectors of passages: the FAISS index of a generation, written once and searched by many threads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

MOST_EXACT = 20_000_000
"""Numbers (rows times dimension) that are searched one by one, in 6 ms or so; more go into cells, and a search
reads the nearest cells only."""
WANTED_RECALL = 0.98
"""Share of the ten nearest rows that a search in cells must find."""
_PROBES = (8, 16, 24, 32, 48, 64, 96, 128, 192, 256)
_SAMPLE = 256
_TRAINED_ON_EACH_CELL = 40


@dataclass(frozen=True, slots=True, eq=False)
class PassageVectors:
    """Vectors of length 1, one a row; a long passage has several rows.

    `owners` (rows,) tells which passage each row belongs to, by its place in the list of passages, ascending;
    `matrix` is (rows, dimension).
    """

    owners: Ids
    matrix: Floats


@dataclass(frozen=True, slots=True)
class Kind:
    """What was built: its FAISS name, and the share of the ten nearest that it finds (1 where it is exact)."""

    name: str
    recall: float


def write_vectors(path: Path, matrix: Floats, most_exact: int = MOST_EXACT) -> Kind:
    """Write an inner-product index of the rows, of the kind that their number asks for; ids are places."""
    import faiss

    matrix = np.ascontiguousarray(matrix, dtype=np.float32)
    exact = faiss.IndexFlatIP(matrix.shape[1])
    if matrix.size <= most_exact:
        exact.add(matrix)
        faiss.write_index(exact, str(path))
        return Kind("Flat", 1.0)
    name, cells = _in_cells(matrix)
    recall = _choose_probes(cells, matrix)
    faiss.write_index(cells, str(path))
    return Kind(name, recall)


def _in_cells(matrix: Floats) -> tuple[str, Any]:
    """An inverted file of one byte a number: 4 times the root of n cells, trained on a sample."""
    import faiss

    rows, dimension = matrix.shape
    count = int(4 * rows**0.5)
    name = f"IVF{count},SQ8"
    index = faiss.index_factory(dimension, name, faiss.METRIC_INNER_PRODUCT)
    sample = np.random.default_rng(0).permutation(rows)[: count * _TRAINED_ON_EACH_CELL]
    index.train(matrix[np.sort(sample)])
    for start in range(0, rows, 100_000):
        index.add(matrix[start : start + 100_000])
    return name, index


def _choose_probes(index: Any, matrix: Floats) -> float:
    """Set the fewest cells to read that find enough of what an exact search finds; returns the share found.

    Asked with sums of three random rows: they lie in no cell's middle, as questions do not either (midway between
    two rows, 8 probes seemed to find .98 of what real questions found .89 of; with three, 48 find .98 and .96).
    """
    random = np.random.default_rng(1)
    asked = matrix[random.integers(0, len(matrix), (3, _SAMPLE))].sum(axis=0)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    nearest = _nearest_exactly(asked, matrix)
    recall = 0.0
    for probes in _PROBES:
        index.nprobe = min(probes, index.nlist)
        _, found = index.search(asked, nearest.shape[1])
        recall = float(np.mean([len(set(a) & set(b)) / len(b) for a, b in zip(found, nearest, strict=True)]))
        if recall >= WANTED_RECALL:
            break
    return recall


def _nearest_exactly(asked: Floats, matrix: Floats) -> Ids:
    import faiss

    _, found = faiss.knn(asked, matrix, min(10, len(matrix)), metric=faiss.METRIC_INNER_PRODUCT)
    return np.asarray(found, dtype=np.int64)


def rows_to_read(k: int, rows_of_one: float) -> int:
    """How many of the nearest rows hold `k` passages, where a passage has so many rows on average."""
    return round(k * max(1.5, 2 * rows_of_one))


def best_of_each(found: Iterable[tuple[int, float]], k: int) -> list[tuple[int, float]]:
    """Up to `k` (passage, cosine) of (passage, cosine of a row), best first: a passage scores as its best row."""
    best: dict[int, float] = {}
    for owner, score in found:
        best.setdefault(owner, score)
    return list(best.items())[:k]


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
        wanted = min(available, rows_to_read(k, self._rows_of_one))
        if wanted < 1 or k < 1:
            return []
        scores, found = self._nearest(vector, wanted, rows)
        owned = (
            (int(self._owners[row]), float(score))
            for row, score in zip(found, scores, strict=True)
            if row >= 0
        )
        return best_of_each(owned, k)

    def _nearest(self, vector: Floats, wanted: int, rows: Ids | None) -> tuple[Floats, Ids]:
        import faiss

        # OpenMP teams inside many asking threads trip over one another: one thread a question.
        faiss.omp_set_num_threads(1)
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        chosen = {} if rows is None else {"params": self._among(rows)}
        scores, found = self._index.search(query, wanted, **chosen)
        return scores[0], found[0]

    def _among(self, rows: Ids) -> Any:
        """Search parameters that look at these rows only, and at all of them; the stub knows no attributes."""
        import faiss

        chosen = faiss.IDSelectorBatch(rows)
        if isinstance(self._index, faiss.IndexIVF):
            return faiss.SearchParametersIVF(sel=chosen, nprobe=self._index.nlist)  # type: ignore[call-arg]
        return faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]
