"""BM25 as an inner product: a passage's share of each term is stored once, a question brings the terms' weights.

The numbers are those of the embedded words index (Lucene's formula, lengths rounded to a byte as there), so both
engines score alike: score = sum over terms of weight * rarity * (1 + k1) * count / (count + k1 * (1 - b + b * l / m)),
with l the field's rounded length and m its mean.
"""

import struct
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from knowledge.postgres.packing import Places, lexemes, sparsevec
from knowledge.words import WordsRow, rarity, terms_of

K1, B = 1.2, 0.75
FIELDS = ("text", "heading", "title", "marked")
"""A term has a place in the sparse vectors for each field: its number times four, and the field's place here."""
_AT = np.arange(len(FIELDS), dtype=np.int32)
_HEAD = struct.Struct(f"={1 + len(FIELDS)}i")
_AT_ONCE = 10_000


@cache
def _rounded_lengths() -> list[int]:
    """The lengths that a byte can tell: exact to 40, then eight steps to each doubling."""
    lengths = list(range(40))
    for code in range(16, 232):
        mantissa, shift = code & 7 | 8, (code >> 3) - 1
        lengths.append(24 + (mantissa << shift))
    return lengths


def rounded_length(terms: int) -> int:
    """The greatest length not above this one that a byte can tell."""
    lengths = _rounded_lengths()
    return lengths[bisect_right(lengths, terms) - 1]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What must be known of all passages before one can be weighed.

    `terms` in their order, which numbers them; `held`, a row a term, in how many passages each of `FIELDS` holds it;
    `mean`, by field, the length; `numbers` of the terms in the order in which they were met.
    """

    terms: Sequence[str]
    held: NDArray[np.int64]
    mean: NDArray[np.float64]
    numbers: Places

    def rows(self) -> Iterator[tuple[object, ...]]:
        """(term, number, passages that hold it in each of `FIELDS`)."""
        for start in range(0, len(self.terms), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            held = self.held[some].tolist()
            for number, (term, passages) in enumerate(zip(self.terms[some], held, strict=True), start):
                yield term, number, *passages


def count_terms(rows: Iterable[WordsRow], met: BinaryIO) -> Vocabulary:
    """Read all passages once. What each holds goes into the file `met` as numbers: `weighed` goes on from there.

    A passage is its id, the number of terms in each field, and their places, the terms numbered as they were met:
    some 2 kB.
    """
    numbers = defaultdict[str, int]()
    numbers.default_factory = numbers.__len__
    held, lengths, passages = np.zeros(0, np.int64), np.zeros(len(FIELDS), np.int64), 0
    for row in rows:
        fields = terms_of(row)
        sizes = [len(fields[field]) for field in FIELDS]
        each = chain.from_iterable(fields[field] for field in FIELDS)
        places = 4 * np.fromiter(map(numbers.__getitem__, each), np.int32, sum(sizes)) + np.repeat(_AT, sizes)
        met.write(_HEAD.pack(row.id, *sizes) + places.tobytes())
        if len(held) < 4 * len(numbers):
            held = np.concatenate([held, np.zeros(4 * len(numbers), np.int64)])
        held[np.unique(places)] += 1
        lengths += sizes
        passages += 1
    return _in_order(numbers, held, lengths / max(1, passages))


def _in_order(met: Mapping[str, int], held: NDArray[np.int64], mean: NDArray[np.float64]) -> Vocabulary:
    """Of terms by the numbers under which they were met, and of what `held` counts by such places."""
    terms = sorted(met)
    order = np.fromiter(map(met.__getitem__, terms), np.int32, len(terms))
    of_terms = held[: 4 * len(terms)].reshape(-1, 4)[order]
    return Vocabulary(terms, of_terms, mean, np.argsort(order).astype(np.int32))


def weighed(vocabulary: Vocabulary, met: BinaryIO) -> Iterator[tuple[int, bytes, bytes]]:
    """(id, folded terms, shares), packed, of each passage of the file that `count_terms` wrote.

    The shares are a sparse vector: for each term and field, the part of its score that lies in the passage.
    """
    met.seek(0)
    mean = np.where(vocabulary.mean > 0, vocabulary.mean, 1.0)
    while head := met.read(_HEAD.size):
        id_, *sizes = _HEAD.unpack(head)
        found = np.frombuffer(met.read(4 * sum(sizes)), np.int32)
        places, counts = np.unique(4 * vocabulary.numbers[found >> 2] + (found & 3), return_counts=True)
        norms = K1 * (1 - B + B * (np.array([rounded_length(size) for size in sizes]) / mean))
        values = (counts / (counts + norms[places & 3])).astype(np.float32)
        folded = (places[places & 3 == 0] >> 2).tolist()
        yield id_, lexemes([vocabulary.terms[number] for number in folded]), sparsevec(places, values)


def asked_weight(passages: int, holding: int, weight: float) -> float:
    """What a question's term weighs in the inner product."""
    return weight * rarity(passages, holding) * (1 + K1)
