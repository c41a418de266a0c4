"""BM25 as an inner product: a passage's share of each term is stored once, a question brings the terms' weights.

The numbers are those of the embedded words index (Lucene's formula, lengths rounded to a byte as there), so both
engines score alike: score = sum over terms of weight * rarity * (1 + k1) * count / (count + k1 * (1 - b + b * l / m)),
with l the field's rounded length and m its mean.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from knowledge.postgres.packing import Places, Values
from knowledge.words import WordsRow, rarity, terms_of

K1, B = 1.2, 0.75
FIELDS = ("text", "heading", "title", "marked")
"""A term has a place in the sparse vectors for each field: its number times four, and the field's place here."""


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

    `numbers` of the terms; `held`, by field, how many passages hold a term; `mean`, by field, the length.
    """

    numbers: Mapping[str, int]
    held: Mapping[str, Mapping[str, int]]
    mean: Mapping[str, float]

    def rows(self) -> Iterator[tuple[str, int, int, int, int, int]]:
        """(term, number, passages that hold it in each of `FIELDS`)."""
        for term, number in self.numbers.items():
            text, heading, title, marked = (self.held[field].get(term, 0) for field in FIELDS)
            yield term, number, text, heading, title, marked


def count_terms(rows: Iterable[WordsRow]) -> Vocabulary:
    """Read all passages once."""
    held = {field: Counter[str]() for field in FIELDS}
    lengths, passages = Counter[str](), 0
    for row in rows:
        passages += 1
        for field, terms in terms_of(row).items():
            held[field].update(set(terms))
            lengths[field] += len(terms)
    known = sorted(set().union(*held.values()))
    mean = {field: lengths[field] / max(1, passages) for field in FIELDS}
    return Vocabulary({term: number for number, term in enumerate(known)}, held, mean)


def shares(vocabulary: Vocabulary, fields: Mapping[str, list[str]]) -> tuple[Places, Values]:
    """A passage's sparse vector: for each term and field, the part of its score that lies in the passage."""
    places, values = list[Places](), list[Values]()
    for at, field in enumerate(FIELDS):
        terms = fields[field]
        length = rounded_length(len(terms)) / (vocabulary.mean[field] or 1.0)
        norm = K1 * (1 - B + B * length)
        numbers = np.fromiter(map(vocabulary.numbers.__getitem__, terms), np.int32, len(terms))
        held, counts = np.unique(numbers, return_counts=True)
        places.append(4 * held + np.int32(at))
        values.append((counts / (counts + norm)).astype(np.float32))
    every = np.concatenate(places)
    order = np.argsort(every)
    return every[order], np.concatenate(values)[order]


def asked_weight(passages: int, holding: int, weight: float) -> float:
    """What a question's term weighs in the inner product."""
    return weight * rarity(passages, holding) * (1 + K1)
