"""Abbreviations and what they stand for: the common ones, and those that the indexed documents define."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Self

from knowledge.references.vocabulary import read_data
from knowledge.spelling import SYLLABLE, fold, nfc

_DEFINED = re.compile(
    r"\(\s*(?:(?:sau\s+đây\s+)?(?:gọi|viết)\s+tắt\s+là:?\s*)?[“\"«]?(?P<short>[A-ZĐƯ][A-ZĐƯa-z&-]{1,9})[”\"»]?\s*\)"
)
"""«Quy chế dân chủ (QCDC)», «Hội đồng nhân dân (sau đây gọi tắt là HĐND)»."""
_SKIPPED = frozenset({"va", "cua", "o", "cho", "ve", "trong", "cac", "voi"})
"""Words that an abbreviation may pass over."""
_WORD = re.compile(r"(?<![\w/-])\w+(?![\w/-])")
"""A syllable that is no part of a number: the CT of «18-CT/TU» is none."""
_BEFORE = 90
_LEAST = 2


def definitions(text: str) -> Iterator[tuple[str, str]]:
    """(abbreviation, full form) for each that an NFC text defines in brackets; initials must agree."""
    for found in _DEFINED.finditer(text):
        full = _spelled(found["short"], text[max(0, found.start() - _BEFORE) : found.start()])
        if full:
            yield found["short"], full


def _spelled(short: str, before: str) -> str | None:
    """The end of `before` whose initials make up the abbreviation."""
    wanted = [letter for letter in fold(short) if letter.isalpha()]
    words = list(SYLLABLE.finditer(before))
    if len(wanted) < _LEAST or sum(letter.isupper() for letter in short) < _LEAST:
        return None
    start = len(before)
    while wanted and words:
        word = words.pop()
        if fold(word[0])[0] == wanted[-1]:
            wanted.pop()
            start = word.start()
        elif fold(word[0]) not in _SKIPPED:
            return None
    return before[start:].strip() if not wanted else None


@cache
def common() -> tuple[tuple[str, str], ...]:
    """Those that every officer uses, from the register's data."""
    return tuple((entry["short"], nfc(entry["full"])) for entry in read_data("abbreviations"))


class Abbreviations:
    """Looks up abbreviations as they are typed: in capitals, or in small letters where that is no syllable."""

    def __init__(self, pairs: Iterable[tuple[str, str]], syllables: Mapping[str, object]) -> None:
        """`pairs` as `common` and `definitions` give them, the first meaning wins; `syllables` are known ones."""
        self._full: dict[str, str] = {}
        for short, full in pairs:
            self._full.setdefault(fold(short), full)
        self._syllables = syllables

    @classmethod
    def of_store(cls, defined: Iterable[tuple[str, str]], syllables: Mapping[str, object]) -> Self:
        """The documents' own definitions before the common ones."""
        return cls([*defined, *common()], syllables)

    def expand(self, text: str) -> str:
        """An NFC text with each abbreviation replaced by what it stands for; marks of numbers stay."""
        return _WORD.sub(lambda found: self._meaning(found[0]) or found[0], text)

    def knows(self, typed: str) -> bool:
        """Whether this is an abbreviation that stands for something."""
        return self._meaning(typed) is not None

    def _meaning(self, typed: str) -> str | None:
        full = self._full.get(fold(typed))
        if full and (typed.isupper() or typed.lower() not in self._syllables):
            return full
        return None


def most_frequent(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """One meaning for each abbreviation: the one that the documents give most often."""
    counts = Counter((short, full) for short, full in found)
    best: dict[str, str] = {}
    for (short, full), _ in counts.most_common():
        best.setdefault(short, full)
    return sorted(best.items())
