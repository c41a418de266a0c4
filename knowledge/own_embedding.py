"""The embedding trained in this project (training/), computed with numpy alone: a question costs a few milliseconds.

Its folder holds `own_weights.npz` (matrices in 8 bits with one scale a row, vectors in float32) and
`own_tokenizer.json`.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.spelling import nfc
from knowledge.vectors import Floats

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "models"
WEIGHTS, TOKENIZER = "own_weights.npz", "own_tokenizer.json"
HEADS = 12
EPSILON = 1e-12
PAD = 1
MOST_PIECES = 384
"""Pieces read of a text; what is longer is split before."""
_MOST_AT_ONCE = 2048
_SCALE = ".scale"

Kind = Literal["query", "passage"]


def quantised(weights: dict[str, Floats]) -> dict[str, NDArray[np.generic]]:
    """Matrices as int8 with a scale for each row, the rest as it is; `OwnEmbedding` reads it."""
    found: dict[str, NDArray[np.generic]] = {}
    for name, value in weights.items():
        if value.ndim == 1:
            found[name] = value.astype(np.float32)
            continue
        scale = np.maximum(np.abs(value).max(axis=1), 1e-12) / 127
        found[name] = np.rint(value / scale[:, None]).astype(np.int8)
        found[name + _SCALE] = scale.astype(np.float32)
    return found


class OwnEmbedding:
    """Texts -> vectors of length 1. Immutable once built, so any number of threads may share it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        with np.load(folder / WEIGHTS, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        scales = {name: arrays.pop(name) for name in list(arrays) if name.endswith(_SCALE)}
        self._words, self._word_scale = arrays.pop("words"), scales.pop("words" + _SCALE)
        for name, scale in scales.items():
            plain = name.removesuffix(_SCALE)
            arrays[plain] = arrays[plain] * scale[:, None]
        self._arrays: dict[str, Floats] = arrays
        self.layers = 1 + max(int(name.split(".")[1]) for name in arrays if name.startswith("layers."))
        self.dimension = int(self._words.shape[1])

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever the vectors do: a hash of the two files."""
        told = sha256()
        for name in (WEIGHTS, TOKENIZER):
            told.update((self._folder / name).read_bytes())
        return f"danvan-embedding:{told.hexdigest()[:16]}"

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / TOKENIZER))

    def weights(self) -> dict[str, Floats]:
        """All weights in float32, as knowledge/own_encoder.py takes them."""
        return self._arrays | {"words": self._words * self._word_scale[:, None]}

    def pieces(self, texts: Sequence[str], kind: Kind) -> list[list[int]]:
        """Ids of each text's pieces, the kind's prefix before them, at most MOST_PIECES with the closing one kept."""
        found = (
            code.ids for code in self._tokenizer.encode_batch([f"{kind}: {nfc(text)}" for text in texts])
        )
        return [ids if len(ids) <= MOST_PIECES else [*ids[: MOST_PIECES - 1], ids[-1]] for ids in found]

    def embed(self, texts: Sequence[str], kind: Kind) -> Floats:
        """(texts, dimension) float32. For thousands of passages knowledge/own_encoder.py is several times faster."""
        pieces = self.pieces(texts, kind)
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for rows in alike(pieces, _MOST_AT_ONCE):
            vectors[rows] = self._forward([pieces[i] for i in rows])
        return vectors

    def _forward(self, texts: Sequence[Sequence[int]]) -> Floats:
        longest = max(map(len, texts))
        ids = np.array([[*text, *[PAD] * (longest - len(text))] for text in texts])
        stands = (ids != PAD).astype(np.float32)
        bias = ((1 - stands) * np.float32(-1e4))[:, None, None, :]
        x: Floats = self._words[ids] * self._word_scale[ids][:, :, None] + self._arrays["positions"][:longest]
        x = self._norm(x, "embedding_norm")
        for layer in range(self.layers):
            x = self._layer(x, bias, f"layers.{layer}.")
        mean = (x * stands[:, :, None]).sum(1)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), np.float32)

    def _layer(self, x: Floats, bias: Floats, layer: str) -> Floats:
        texts, length, width = x.shape
        shape = (texts, length, HEADS, width // HEADS)
        q, k, v = (self._linear(x, f"{layer}{part}").reshape(shape).transpose(0, 2, 1, 3) for part in "qkv")
        scores = q @ k.transpose(0, 1, 3, 2) * np.float32((width // HEADS) ** -0.5) + bias
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ v).transpose(0, 2, 1, 3).reshape(texts, length, width)
        x = self._norm(x + self._linear(mixed, f"{layer}out"), f"{layer}attention_norm")
        inner = _gelu(self._linear(x, f"{layer}up"))
        return self._norm(x + self._linear(inner, f"{layer}down"), f"{layer}norm")

    def _linear(self, x: Floats, name: str) -> Floats:
        flat = x.reshape(-1, x.shape[-1]) @ self._arrays[f"{name}.weight"].T
        flat += self._arrays[f"{name}.bias"]
        return np.asarray(flat.reshape(*x.shape[:-1], -1))

    def _norm(self, x: Floats, name: str) -> Floats:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + np.float32(EPSILON))
        return np.asarray(centred / spread * self._arrays[f"{name}.weight"] + self._arrays[f"{name}.bias"])


def _gelu(x: Floats) -> Floats:
    """The tanh form, as knowledge/own_encoder.py has it."""
    inner = x * np.float32(0.7978845608) * (1 + np.float32(0.044715) * x * x)
    return np.asarray(x * np.float32(0.5) * (1 + np.tanh(inner)))


def alike(texts: Sequence[Sequence[int]], most: int) -> Iterator[list[int]]:
    """Indices of the texts in batches of like length, each of at most `most` padded pieces."""
    batch: list[int] = []
    for i in sorted(range(len(texts)), key=lambda i: len(texts[i])):
        if batch and (len(batch) + 1) * len(texts[i]) > most:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch
