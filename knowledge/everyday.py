"""Everyday words for what documents write otherwise: `language/everyday.json`, found syllable by syllable.

Questions are not searched for the documents' words: on the development questions that found nothing new and drew away
from the right passages (tests/evaluation/LOG.md).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from knowledge.spelling import y_for_i
from knowledge.words import syllables

Phrase = tuple[str, ...]
"""Syllables, lower case, spelt in one way."""


def also_called(told: Sequence[str]) -> Iterator[Phrase]:
    """What people call the things that a text's syllables write: «rác» where it says «chất thải»."""
    table = _called()
    for place, syllable in enumerate(told):
        for written, called in table.get(syllable, ()):
            if tuple(told[place : place + len(written)]) == written:
                yield from called


@cache
def _called() -> Mapping[str, Sequence[tuple[Phrase, Sequence[Phrase]]]]:
    """By first syllable what documents write, each with what people call it."""
    data = json.loads(resources.files("knowledge").joinpath("language/everyday.json").read_text("utf-8"))
    called: dict[Phrase, list[Phrase]] = {}
    for entry in data["words"]:
        for written in entry["written"]:
            said = called.setdefault(_phrase(written), [])
            said += map(_phrase, entry["called"])
    table: dict[str, list[tuple[Phrase, Sequence[Phrase]]]] = {}
    for written, said in called.items():
        table.setdefault(written[0], []).append((written, said))
    return table


def _phrase(text: str) -> Phrase:
    return tuple(syllables(y_for_i(text)))
