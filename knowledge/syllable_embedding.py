"""The embedding trained in this project (training/): a vector for each syllable and adjacent pair, summed over a text.

Well under a millisecond a question, no torch. Its file holds the units one a line, their vectors in 8 bits and one
scale a row; a frequent unit that tells little has a short vector, so nothing is weighed here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.vectors import Floats
from knowledge.words import marked_terms

FILE = Path(__file__).parent / "models" / "syllables.npz"


def save(file: Path, units: Sequence[str], vectors: Floats) -> None:
    """Write units (as `marked_terms` gives them) and their vectors (units, dimension), in 8 bits with a scale a row."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-12) / 127
    packed = np.rint(vectors / scales[:, None]).astype(np.int8)
    told = np.frombuffer("\n".join(units).encode(), np.uint8)
    scales = scales.astype(np.float32)
    name = sha256(told.tobytes() + packed.tobytes() + scales.tobytes()).hexdigest()[:16]
    np.savez(file, allow_pickle=False, name=np.array(name), units=told, vectors=packed, scales=scales)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Place of each unit; vectors (units, dimension) in 8 bits and the scale of each row."""

    places: Mapping[str, int]
    vectors: NDArray[np.int8]
    scales: Floats


class SyllableEmbedding:
    """Texts -> vectors of length 1. Unchanging, so any number of threads may share it; read when first used.

    `fingerprint` changes whenever the vectors do: a hash of them, kept beside them.
    """

    def __init__(self, file: Path = FILE) -> None:
        """Open what `save` wrote. Raises OSError."""
        self._file = file
        with np.load(file, allow_pickle=False) as stored:
            self.fingerprint = f"danvan-syllables:{stored['name']}"

    @cached_property
    def _table(self) -> _Table:
        with np.load(self._file, allow_pickle=False) as stored:
            units = stored["units"].tobytes().decode().split("\n")
            places = {unit: place for place, unit in enumerate(units)}
            return _Table(places, stored["vectors"], stored["scales"])

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._table.vectors.shape[1])

    def embed(self, texts: Sequence[str]) -> Floats:
        """(texts, dimension) float32; texts without any known syllable all get the same vector."""
        table = self._table
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        vectors[:, 0] = 1e-6
        for row, text in enumerate(texts):
            places = [table.places[term] for term in marked_terms(text) if term in table.places]
            if places:
                vectors[row] = table.scales[places] @ table.vectors[places].astype(np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
