"""Everyday words for what documents write otherwise: `language/everyday.json`, found syllable by syllable.

Those that are one and the same thing count always, the others only where nothing answers without them, and none is
searched for: else they draw away from sentences that say a question's own words (tests/evaluation/LOG.md).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import zip_longest

from knowledge.spelling import fold, typed_with_marks, y_for_i
from knowledge.words import syllables

Phrase = tuple[str, ...]
"""Syllables, lower case, spelt in one way."""


Table = Mapping[Phrase, Sequence[tuple[Phrase, Sequence[Phrase]]]]
"""By their first two syllables, or their only one, phrases, each with what is said for it."""


def also_called(told: Sequence[str], *, always: bool) -> Iterator[Phrase]:
    """What people call the things that a text's syllables write, those that count always, or the others."""
    for _, called in _found(told, _called(always)):
        yield from called


def everyday_words(question: str) -> list[Phrase]:
    """What a question in NFC, with or without marks as it was typed, holds of words that do not count always."""
    said = _phrase(question)
    if typed_with_marks(question):
        return [phrase for phrase, _ in _found(said, _everyday())]
    return [phrase for phrase, _ in _found([fold(one) for one in said], _everyday_folded())]


def _found(said: Sequence[str], table: Table) -> Iterator[tuple[Phrase, Sequence[Phrase]]]:
    for place, begun in enumerate(zip_longest(said, said[1:], fillvalue="")):
        for phrase, meant in (*table.get(begun[:1], ()), *table.get(begun, ())):
            if len(phrase) <= 2 or tuple(said[place : place + len(phrase)]) == phrase:
                yield phrase, meant


@cache
def _pairs(always: bool) -> Sequence[tuple[Phrase, Phrase]]:
    """(what a document writes, what people call it)."""
    data = json.loads(resources.files("knowledge").joinpath("language/everyday.json").read_text("utf-8"))
    return [
        (_phrase(written), _phrase(called))
        for entry in data["words"]
        for written in entry["written"]
        for called in entry["called"]
        if entry.get("always", False) == always
    ]


@cache
def _called(always: bool) -> Table:
    return _table(_pairs(always))


@cache
def _everyday() -> Table:
    return _table((called, written) for written, called in _pairs(always=False))


@cache
def _everyday_folded() -> Table:
    return _table((tuple(map(fold, called)), written) for written, called in _pairs(always=False))


def _table(pairs: Iterable[tuple[Phrase, Phrase]]) -> Table:
    meant: dict[Phrase, list[Phrase]] = {}
    for said, other in pairs:
        meant.setdefault(said, []).append(other)
    table: dict[Phrase, list[tuple[Phrase, Sequence[Phrase]]]] = {}
    for said, others in meant.items():
        table.setdefault(said[:2], []).append((said, others))
    return table


def _phrase(text: str) -> Phrase:
    return tuple(syllables(y_for_i(text)))
