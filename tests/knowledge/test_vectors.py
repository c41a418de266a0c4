"""The index kind follows the number of rows; what it finds is measured against an exact search."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.vectors import WANTED_RECALL, VectorIndex, write_vectors


def _rows(count: int) -> np.ndarray:
    """Vectors around a few hundred centres, as those of texts are."""
    random = np.random.default_rng(3)
    centres = random.normal(size=(200, 24))
    rows = centres[random.integers(0, 200, count)] + 0.6 * random.normal(size=(count, 24))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_few_rows_are_searched_exactly(tmp_path: Path) -> None:
    rows = _rows(500)
    kind = write_vectors(tmp_path / "v", rows)
    assert (kind.name, kind.recall) == ("Flat", 1.0)
    found = VectorIndex(tmp_path / "v", np.arange(500)).search(rows[7], 5)
    expected = np.argsort(-rows @ rows[7])[:5]
    assert [place for place, _ in found] == expected.tolist()


def test_many_rows_go_into_cells_and_tell_their_recall(tmp_path: Path) -> None:
    rows = _rows(5000)
    kind = write_vectors(tmp_path / "v", rows, most_exact=24_000)
    assert kind.name == "IVF282,SQ8"
    assert kind.recall >= WANTED_RECALL
    index = VectorIndex(tmp_path / "v", np.arange(5000))
    found = [index.search(rows[place], 1)[0] for place in range(0, 5000, 100)]
    assert [place for place, _ in found] == list(range(0, 5000, 100))
    assert all(score == pytest.approx(1, abs=0.02) for _, score in found)


@pytest.mark.parametrize("most_exact", [240_000, 24_000])
def test_a_search_among_some_finds_all_of_them(tmp_path: Path, most_exact: int) -> None:
    rows = _rows(3000)
    write_vectors(tmp_path / "v", rows, most_exact=most_exact)
    index = VectorIndex(tmp_path / "v", np.arange(3000) // 2)
    only = [3, 700, 1400]
    found = index.search(rows[0], 10, only)
    assert {place for place, _ in found} == set(only)
    assert index.search(rows[0], 10, []) == []


def test_asking_for_more_than_there_are(tmp_path: Path) -> None:
    rows = _rows(3)
    write_vectors(tmp_path / "v", rows)
    assert len(VectorIndex(tmp_path / "v", np.array([0, 0, 1])).search(rows[0], 100)) == 2
    assert VectorIndex(tmp_path / "v", np.array([0, 0, 1])).search(rows[0], 0) == []
