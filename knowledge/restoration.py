"""Marks restored in a typed question, by a syllable-pair model learnt from the indexed text."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from knowledge.spelling import SYLLABLE, fold, nfc, one_tone_place
from knowledge.words import syllables

MOST_SYLLABLES = 20_000_000
"""Syllables of text that are learnt from; more add nothing but time."""
MOST_CANDIDATES = 16
MOST_PAIRS = 400_000
_CHUNK = 1_000_000
_PLAIN_SHARE = 0.25
"""Share of syllables that carry no mark in Vietnamese official text as it should be written."""
_BACKOFF = 20.0
"""How many sightings of a first syllable the unigram model is worth."""


@dataclass(frozen=True, eq=False)
class SpellingModel:
    """How often syllables and adjacent pairs occur.

    `forms` in order of frequency, `counts` (forms,); `pairs` (pairs,) holds first * 2**32 + second,
    ascending, with `pair_counts` beside it.
    """

    forms: tuple[str, ...]
    counts: NDArray[np.uint32]
    pairs: NDArray[np.uint64]
    pair_counts: NDArray[np.uint32]

    def to_blobs(self) -> dict[str, bytes]:
        """Named byte strings for the store."""
        return {
            "forms": "\n".join(self.forms).encode(),
            "counts": self.counts.tobytes(),
            "pairs": self.pairs.tobytes(),
            "pair_counts": self.pair_counts.tobytes(),
        }

    @classmethod
    def from_blobs(cls, blobs: Mapping[str, bytes]) -> Self:
        """The model that `to_blobs` gave."""
        return cls(
            forms=tuple(blobs["forms"].decode().split("\n")) if blobs["forms"] else (),
            counts=np.frombuffer(blobs["counts"], np.uint32),
            pairs=np.frombuffer(blobs["pairs"], np.uint64),
            pair_counts=np.frombuffer(blobs["pair_counts"], np.uint32),
        )

    @cached_property
    def ids(self) -> dict[str, int]:
        """Place of each form."""
        return {form: place for place, form in enumerate(self.forms)}

    @cached_property
    def by_fold(self) -> dict[str, list[int]]:
        """Forms that look alike without marks, most frequent first."""
        found: dict[str, list[int]] = {}
        for place, form in enumerate(self.forms):
            found.setdefault(fold(form), []).append(place)
        return found

    def restore(self, text: str) -> str:
        """The text with the marks that its typist most likely left out; same length, case kept.

        Syllables that carry a mark stay. How readily the others change depends on how many marks the whole
        text lacks, so that properly written text comes back unchanged.
        """
        text = nfc(text)
        spans = [found.span() for found in SYLLABLE.finditer(text)]
        typed = [one_tone_place(text[start:end]).lower() for start, end in spans]
        if not typed or not self.forms:
            return text
        chosen = self._best_path(typed, _dropped_share(typed))
        pieces = list(text)
        for (start, end), form in zip(spans, chosen, strict=True):
            if form is not None and len(form) == end - start:
                pieces[start:end] = _in_case_of(form, text[start:end])
        return "".join(pieces)

    def _candidates(self, syllable: str) -> list[int | None]:
        """Places of the forms meant, None for the syllable as it stands."""
        if fold(syllable) != syllable:
            return [self.ids.get(syllable)]
        return [*self.by_fold.get(syllable, [])[:MOST_CANDIDATES]] or [None]

    def _best_path(self, typed: list[str], dropped: float) -> list[str | None]:
        """Viterbi over the candidates of each syllable."""
        total = float(self.counts.sum())
        columns = [self._candidates(syllable) for syllable in typed]
        scores = self._own_scores(columns[0], typed[0], dropped, total)
        back: list[NDArray[np.int64]] = []
        for before, now, syllable in zip(columns, columns[1:], typed[1:], strict=False):
            step = scores[:, None] + self._pair_scores(before, now, total)
            back.append(step.argmax(axis=0))
            scores = step.max(axis=0) + _channel(now, self.forms, syllable, dropped)
        place = int(scores.argmax())
        path = [place]
        for pointers in reversed(back):
            place = int(pointers[place])
            path.append(place)
        path.reverse()
        found = (column[place] for column, place in zip(columns, path, strict=True))
        return [None if form is None else self.forms[form] for form in found]

    def _share(self, forms: list[int | None], total: float) -> NDArray[np.float64]:
        return np.array([(self.counts[form] + 0.5 if form is not None else 0.5) / total for form in forms])

    def _own_scores(
        self, forms: list[int | None], syllable: str, dropped: float, total: float
    ) -> NDArray[np.float64]:
        return np.log(self._share(forms, total)) + _channel(forms, self.forms, syllable, dropped)

    def _pair_scores(
        self, before: list[int | None], now: list[int | None], total: float
    ) -> NDArray[np.float64]:
        """(before, now) log probability of the second after the first."""
        known = np.array([[a is not None and b is not None for b in now] for a in before])
        keys = np.array([[((a or 0) << 32) | (b or 0) for b in now] for a in before], dtype=np.uint64)
        seen = np.where(known, self._pair_count(keys), 0.0)
        firsts = np.array([float(self.counts[a]) if a is not None else 0.0 for a in before])[:, None]
        return np.log((seen + _BACKOFF * self._share(now, total)[None, :]) / (firsts + _BACKOFF))

    def _pair_count(self, keys: NDArray[np.uint64]) -> NDArray[np.float64]:
        if not len(self.pairs):
            return np.zeros(keys.shape)
        places = np.minimum(np.searchsorted(self.pairs, keys), len(self.pairs) - 1)
        return np.where(self.pairs[places] == keys, self.pair_counts[places], 0.0)


def learn(texts: Iterable[str]) -> SpellingModel:
    """Count syllables and adjacent pairs of the texts, up to `MOST_SYLLABLES` of them."""
    ids: dict[str, int] = {}
    counts: Counter[int] = Counter()
    pairs: Counter[int] = Counter()
    for chunk in _chunks(texts):
        places = np.array([ids.setdefault(syllable, len(ids)) for syllable in chunk], dtype=np.uint64)
        _add(counts, places)
        _add(pairs, (places[:-1] << np.uint64(32)) | places[1:])
    return _model(list(ids), counts, pairs)


def _chunks(texts: Iterable[str]) -> Iterable[list[str]]:
    read, chunk = 0, list[str]()
    for text in texts:
        chunk += syllables(text)
        if len(chunk) >= _CHUNK:
            read += len(chunk)
            yield chunk
            chunk = []
        if read >= MOST_SYLLABLES:
            return
    if chunk:
        yield chunk


def _add(counter: Counter[int], keys: NDArray[np.uint64]) -> None:
    found, counts = np.unique(keys, return_counts=True)
    counter.update(dict(zip(found.tolist(), counts.tolist(), strict=True)))


def _model(forms: list[str], counts: Counter[int], pairs: Counter[int]) -> SpellingModel:
    """Renumber the forms by frequency and keep the most frequent pairs."""
    order = sorted(range(len(forms)), key=lambda place: (-counts[place], forms[place]))
    rank = {place: new for new, place in enumerate(order)}
    kept = sorted(
        (rank[key >> 32] << 32 | rank[key & 0xFFFFFFFF], count)
        for key, count in pairs.most_common(MOST_PAIRS)
    )
    return SpellingModel(
        forms=tuple(forms[place] for place in order),
        counts=np.array([counts[place] for place in order], dtype=np.uint32),
        pairs=np.array([key for key, _ in kept], dtype=np.uint64),
        pair_counts=np.array([count for _, count in kept], dtype=np.uint32),
    )


def _dropped_share(typed: list[str]) -> float:
    """How likely the typist is to leave out a syllable's marks, from how many syllables have none."""
    letters = [syllable for syllable in typed if syllable.isalpha()]
    plain = sum(fold(syllable) == syllable for syllable in letters)
    share = (plain + 0.5) / (len(letters) + 1)
    return min(0.99, max(0.001, (share - _PLAIN_SHARE) / (1 - _PLAIN_SHARE)))


def _channel(
    forms: list[int | None], names: tuple[str, ...], syllable: str, dropped: float
) -> NDArray[np.float64]:
    """Log probability of typing the syllable where each form is meant."""
    return np.array(
        [math.log(dropped) if form is not None and names[form] != syllable else 0.0 for form in forms]
    )


def _in_case_of(form: str, typed: str) -> str:
    return "".join(new.upper() if old.isupper() else new for new, old in zip(form, typed, strict=True))
