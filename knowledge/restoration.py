"""Marks restored and slips mended in a typed question, by a syllable-pair model of the indexed text."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from string import ascii_lowercase
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
_NEW_FOLLOWER = 0.1
"""And what share of all its sightings: after a frequent syllable, too, something new may follow."""


Places = NDArray[np.int64]
Counts = NDArray[np.uint32]
Keys = NDArray[np.uint64]
"""Of a pair: the place of the first form * 2**32 + the place of the second."""
_UNKNOWN = -1
"""Stands for a syllable that no text has."""
_SLIP = math.log(1e-3)
"""How likely one particular slip is."""
_EITHER = 0.5
"""How likely the marks of a syllable were left out, where nothing tells."""
_UNSEEN = 1e-5
"""Share granted to a syllable that no text has: a slip's, so that it changes only where neighbours ask for it."""


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """What one typed syllable may mean: places of forms, and the log probability of typing it so."""

    places: Places
    costs: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SpellingModel:
    """How often syllables and adjacent pairs occur.

    `forms` in order of frequency, `counts` (forms,); `pairs` (pairs,) holds first * 2**32 + second,
    ascending, with `pair_counts` beside it.
    """

    forms: tuple[str, ...]
    counts: Counts
    pairs: Keys
    pair_counts: Counts

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
        return self._rewritten(nfc(text), slips=False)

    def mend(self, text: str) -> str:
        """Restored, and syllables that no text has made into near ones where their neighbours ask for it.

        One letter or tone wrong, missing, doubled or swapped: «quyêt đinh» -> «quyết định».
        """
        return self._rewritten(nfc(text), slips=True)

    def likeliest(
        self, before: Sequence[str], runs: Sequence[tuple[str, str]], after: Sequence[str]
    ) -> tuple[str, str]:
        """The two syllables that best stand between others, which may lack their marks; all in lower case.

        Raises ValueError where there are none to choose from.
        """
        first, last = ([self._column(one, _EITHER, slips=False) for one in side] for side in (before, after))
        return max(runs, key=lambda run: self._best_path([*first, *map(self._as_spelt, run), *last])[0])

    def _as_spelt(self, syllable: str) -> "_Column":
        return _Column(np.array([self.ids.get(syllable, _UNKNOWN)], dtype=np.int64), np.zeros(1))

    def _rewritten(self, text: str, *, slips: bool) -> str:
        spans = [found.span() for found in SYLLABLE.finditer(text)]
        typed = [one_tone_place(text[start:end]).lower() for start, end in spans]
        if not typed or not self.forms:
            return text
        dropped = _dropped_share(typed)
        columns = [self._column(syllable, dropped, slips=slips) for syllable in typed]
        chosen = self._seen_beside_a_neighbour(columns, self._best_path(columns)[1])
        pieces, last = list[str](), 0
        for (start, end), syllable, place in zip(spans, typed, chosen, strict=True):
            meant = syllable if place == _UNKNOWN else self.forms[place]
            as_typed = text[start:end]
            pieces += [text[last:start], as_typed if meant == syllable else _in_case_of(meant, as_typed)]
            last = end
        return "".join([*pieces, text[last:]])

    def _column(self, syllable: str, dropped: float, *, slips: bool) -> "_Column":
        """The forms that may be meant."""
        if fold(syllable) != syllable:
            meant = [(self.ids[syllable], 0.0)] if syllable in self.ids else []
        else:
            alike = self.by_fold.get(syllable, [])[:MOST_CANDIDATES]
            lost = math.log(dropped)
            meant = [(place, 0.0 if self.forms[place] == syllable else lost) for place in alike]
            if meant and syllable not in self.ids:
                # «ko» is rather what it is than a rare name's «kô».
                meant.append((_UNKNOWN, 0.0))
        if not meant:
            near = self._near(syllable) if slips else []
            meant = [(_UNKNOWN, 0.0), *((place, _SLIP) for place in near)]
        places, costs = zip(*meant, strict=True)
        return _Column(np.array(places, dtype=np.int64), np.array(costs))

    def _near(self, syllable: str) -> list[int]:
        """Known forms one slip away from an unknown syllable, most frequent first."""
        plain = fold(syllable)
        if len(plain) < 3 or not plain.isalpha():
            return []
        found = {place for near in _one_edit(plain) for place in self.by_fold.get(near, ())}
        return sorted(found)[:MOST_CANDIDATES]

    def _best_path(self, columns: "list[_Column]") -> tuple[float, list[int]]:
        """Viterbi: the log probability of the likeliest forms, and the place of each."""
        scores = np.log(self._share(columns[0].places)) + columns[0].costs
        back: list[NDArray[np.int64]] = []
        for before, now in pairwise(columns):
            step = scores[:, None] + self._pair_scores(before.places, now.places)
            back.append(step.argmax(axis=0))
            scores = step.max(axis=0) + now.costs
        choice = [int(scores.argmax())]
        for pointers in reversed(back):
            choice.append(int(pointers[choice[-1]]))
        path = [int(column.places[place]) for column, place in zip(columns, reversed(choice), strict=True)]
        return float(scores.max()), path

    def _seen_beside_a_neighbour(self, columns: "list[_Column]", chosen: list[int]) -> list[int]:
        """The choices, less the mended syllables that no text has beside either neighbour: names, mostly."""
        padded = np.array([_UNKNOWN, *chosen, _UNKNOWN], dtype=np.int64)
        seen = self._seen(padded[:-1], padded[1:])
        return [
            place if column.places[0] != _UNKNOWN or seen[at] or seen[at + 1] else _UNKNOWN
            for at, (column, place) in enumerate(zip(columns, chosen, strict=True))
        ]

    @cached_property
    def _total(self) -> float:
        return float(self.counts.sum())

    def _count(self, places: Places) -> NDArray[np.float64]:
        return np.where(places == _UNKNOWN, 0.0, self.counts[places])

    def _share(self, places: Places) -> NDArray[np.float64]:
        return np.where(places == _UNKNOWN, _UNSEEN, self._count(places) / self._total)

    def _pair_scores(self, before: Places, now: Places) -> NDArray[np.float64]:
        """(before, now) log probability of the second after the first."""
        seen = self._seen(before[:, None], now[None, :])
        firsts = self._count(before)[:, None]
        unseen = _BACKOFF + _NEW_FOLLOWER * firsts
        return np.log((seen + unseen * self._share(now)[None, :]) / (firsts + unseen))

    def _seen(self, first: Places, second: Places) -> NDArray[np.float64]:
        """How often each second stood after its first; the two are broadcast."""
        known = (first != _UNKNOWN) & (second != _UNKNOWN)
        keys = ((first << 32) | second).astype(np.uint64)
        if not len(self.pairs):
            return np.zeros(keys.shape)
        places = np.minimum(np.searchsorted(self.pairs, keys), len(self.pairs) - 1)
        return np.where(known & (self.pairs[places] == keys), self.pair_counts[places], 0.0)


def learn(texts: Iterable[str]) -> SpellingModel:
    """Count syllables and adjacent pairs of the texts, up to `MOST_SYLLABLES` of them."""
    ids: dict[str, int] = {}
    counts: Counter[int] = Counter()
    pairs: Counter[int] = Counter()
    for chunk in _chunks(texts):
        places = np.array([ids.setdefault(syllable, len(ids)) for syllable in chunk], dtype=np.uint64)
        _add(counts, places)
        _add(pairs, (places[:-1] << np.uint64(32)) | places[1:])
    keys = np.fromiter(pairs, np.uint64, len(pairs))
    seen = np.fromiter(pairs.values(), np.int64, len(pairs))
    return model_of(list(ids), np.array([counts[place] for place in range(len(ids))], np.int64), keys, seen)


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


def model_of(
    forms: Sequence[str], counts: NDArray[np.int64], pairs: Keys, pair_counts: NDArray[np.int64]
) -> SpellingModel:
    """Renumbers the forms by frequency and keeps the most frequent pairs; places of `pairs` are those of `forms`."""
    order = np.array(
        sorted(range(len(forms)), key=lambda place: (-counts[place], forms[place])), dtype=np.int64
    )
    rank = np.empty(len(forms), dtype=np.uint64)
    rank[order] = np.arange(len(forms), dtype=np.uint64)
    kept = np.argsort(-pair_counts, kind="stable")[:MOST_PAIRS]
    first, second = pairs[kept] >> np.uint64(32), pairs[kept] & np.uint64(0xFFFFFFFF)
    keys = (rank[first.astype(np.int64)] << np.uint64(32)) | rank[second.astype(np.int64)]
    ascending = np.argsort(keys)
    return SpellingModel(
        forms=tuple(forms[place] for place in order),
        counts=counts[order].astype(np.uint32),
        pairs=keys[ascending],
        pair_counts=pair_counts[kept][ascending].astype(np.uint32),
    )


def _dropped_share(typed: list[str]) -> float:
    """How likely the typist is to leave out a syllable's marks, from how many syllables have none."""
    letters = [syllable for syllable in typed if syllable.isalpha()]
    plain = sum(fold(syllable) == syllable for syllable in letters)
    share = (plain + 0.5) / (len(letters) + 1)
    return min(0.99, max(0.001, (share - _PLAIN_SHARE) / (1 - _PLAIN_SHARE)))


def _one_edit(plain: str) -> set[str]:
    """The syllable itself, and all with one letter left out, put in, replaced, or two swapped."""
    cuts = [(plain[:place], plain[place:]) for place in range(len(plain) + 1)]
    fewer = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    replaced = {head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase}
    more = {head + letter + tail for head, tail in cuts for letter in ascii_lowercase}
    return {plain} | fewer | swapped | replaced | more


def _in_case_of(form: str, typed: str) -> str:
    """The form with the capitals of what was typed."""
    if len(form) != len(typed):
        return form.upper() if typed.isupper() else form.capitalize() if typed[0].isupper() else form
    return "".join(new.upper() if old.isupper() else new for new, old in zip(form, typed, strict=True))
