"""Everyday words and what documents write for them: `language/everyday.json`, found syllable by syllable."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from knowledge.spelling import fold
from knowledge.words import syllables

Phrase = tuple[str, ...]
"""Syllables, lower case, in one tone placement."""
Phrases = Mapping[str, Sequence[tuple[Phrase, Sequence[Phrase]]]]
"""By first syllable the phrases that begin with it, longest first, each with what is said for it."""


def also_called(told: Sequence[str]) -> Iterator[Phrase]:
    """What people call the things that a text's syllables write: «rác» where it says «chất thải»."""
    for _, _, meant in _found(told, _called()):
        yield from meant


def written_for(question: str, *, marked: bool) -> list[str]:
    """What documents write for the everyday words of a question, each once; `marked`: as it was typed.

    Of words inside one another only the longest counts: the «rác» of «rác thải» is no word of its own.
    """
    typed = syllables(question)
    end, found = 0, dict[str, None]()
    table = _written() if marked else _written_folded()
    for place, phrase, meant in _found(typed if marked else fold(" ".join(typed)).split(), table):
        if place >= end:
            end = place + len(phrase)
            found |= dict.fromkeys(" ".join(one) for one in meant)
    return list(found)


def _found(said: Sequence[str], table: Phrases) -> Iterator[tuple[int, Phrase, Sequence[Phrase]]]:
    for place, syllable in enumerate(said):
        for phrase, meant in table.get(syllable, ()):
            if tuple(said[place : place + len(phrase)]) == phrase:
                yield place, phrase, meant


@cache
def _pairs() -> tuple[tuple[Phrase, Phrase], ...]:
    """(what a document writes, what people call it)."""
    data = json.loads(resources.files("knowledge").joinpath("language/everyday.json").read_text("utf-8"))
    return tuple(
        (tuple(syllables(written)), tuple(syllables(called)))
        for entry in data["words"]
        for written in entry["written"]
        for called in entry["called"]
    )


@cache
def _called() -> Phrases:
    return _table(_pairs())


@cache
def _written() -> Phrases:
    return _table((called, written) for written, called in _pairs())


@cache
def _written_folded() -> Phrases:
    return _table((tuple(fold(" ".join(called)).split()), written) for written, called in _pairs())


def _table(pairs: Iterable[tuple[Phrase, Phrase]]) -> Phrases:
    meant: dict[Phrase, list[Phrase]] = {}
    for said, other in pairs:
        meant.setdefault(said, []).append(other)
    table: dict[str, list[tuple[Phrase, Sequence[Phrase]]]] = {}
    for said in sorted(meant, key=len, reverse=True):
        table.setdefault(said[0], []).append((said, meant[said]))
    return table
