"""The embedding trained in this project (training/): a vector for each syllable and adjacent pair, summed over a text.

Well under a millisecond a question, no torch. Its file holds the units one a line, their vectors in 8 bits and one
scale a row; a frequent unit that tells little has a short vector, so nothing is weighed here.
"""

from collections.abc import Iterator, Sequence
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


class SyllableEmbedding:
    """Texts -> vectors of length 1. Immutable once built, so any number of threads may share it.

    `fingerprint` changes whenever the vectors do: a hash of them, kept beside them.
    """

    def __init__(self, file: Path = FILE) -> None:
        """Read what `save` wrote. Raises OSError."""
        with np.load(file, allow_pickle=False) as stored:
            self._vectors: NDArray[np.int8] = stored["vectors"]
            self._scales: Floats = stored["scales"]
            self.fingerprint = f"danvan-syllables:{stored['name']}"
            units = stored["units"].tobytes().decode().split("\n")
        self._places = {unit: place for place, unit in enumerate(units)}
        self.dimension = int(self._vectors.shape[1])

    def places(self, text: str) -> Iterator[int]:
        """Rows of the text's syllables and pairs; what has no vector is passed over."""
        return (self._places[term] for term in marked_terms(text) if term in self._places)

    def embed(self, texts: Sequence[str]) -> Floats:
        """(texts, dimension) float32; texts without any known syllable all get the same vector."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        vectors[:, 0] = 1e-6
        for row, text in enumerate(texts):
            places = np.fromiter(self.places(text), np.int64)
            if len(places):
                vectors[row] = self._scales[places] @ self._vectors[places].astype(np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
