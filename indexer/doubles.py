"""Documents that say nearly the same: a corrected scan, the same decision from two portals, one file saved twice.

MinHash (Broder 1997) over folded runs of three syllables: marks that a scan misread do not part two copies.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from zlib import crc32

import numpy as np

from indexer.report import Double
from knowledge.documents import Document
from knowledge.spelling import SYLLABLE, fold

LIKE = 0.6
"""Share of common runs from which two documents are offered as copies: a scan read at 98% of its letters has .7."""
HASHES, BANDS = 128, 32
FEWEST = 30
"""Syllables under which nothing is said."""
_LONGEST = 200_000
"""Characters that are looked at."""
_PRIME = np.uint64(2**31 - 1)
Signature = tuple[int, ...]


def signature(document: Document) -> Signature:
    """What two copies have in common: as many of its numbers agree as their runs do; empty for a short text."""
    text = fold("\n".join(span.of(document.text) for span in document.body)[:_LONGEST])
    syllables = SYLLABLE.findall(re.sub(r"_+", " ", text))
    if len(syllables) < FEWEST:
        return ()
    runs = {crc32(" ".join(syllables[at : at + 3]).encode()) for at in range(len(syllables) - 2)}
    hashed = np.fromiter(runs, dtype=np.uint64) % _PRIME
    factors, shifts = _functions()
    return tuple(int(((hashed * a + b) % _PRIME).min()) for a, b in zip(factors, shifts, strict=True))


def find_doubles(
    documents: Sequence[Document], signatures: Mapping[str, Signature], read_anew: Collection[str]
) -> Iterator[Double]:
    """Each document read in this run with the one most like it; documents with different numbers are no copies."""
    known = {document.source: document for document in documents}
    best: dict[str, Double] = {}
    for pair in sorted(_candidates(known, signatures)):
        one, other = sorted(pair, key=lambda source: source not in read_anew)
        share = float(np.mean(np.array(signatures[one]) == np.array(signatures[other])))
        if share >= LIKE and one in read_anew and not _contradict(known[one], known[other]):
            found = Double(one, other, share)
            best[one] = max(best.get(one, found), found, key=lambda double: double.share)
    yield from best.values()


def _candidates(sources: Collection[str], signatures: Mapping[str, Signature]) -> set[tuple[str, str]]:
    """Pairs that agree in a whole band of their signatures."""
    rows = HASHES // BANDS
    found: dict[tuple[int, Signature], list[str]] = defaultdict(list)
    for source in sources:
        signed = signatures.get(source, ())
        for band in range(len(signed) // rows):
            found[band, tuple(signed[band * rows : (band + 1) * rows])].append(source)
    return {pair for alike in found.values() for pair in combinations(sorted(alike), 2)}


def _contradict(one: Document, other: Document) -> bool:
    """Papers written on one form, each under a number of its own."""
    return bool(one.number and other.number and one.number.normalised != other.number.normalised)


def _functions() -> tuple[Sequence[np.uint64], Sequence[np.uint64]]:
    chance = np.random.default_rng(7)
    return [list(chance.integers(1, 2**31 - 1, HASHES, dtype=np.uint64)) for _ in range(2)]  # type: ignore[return-value]
