"""Whether a text reads as Vietnamese: catches what no parser raises, from wrong encodings to shredded words."""

import re

from knowledge.spelling import POSSIBLE, fold

FEWEST = 30
"""Words under which no judgement is passed."""
READABLE = 0.6
"""Share of words that must be possible Vietnamese syllables, marked or not."""
SINGLE = 0.35
"""Share of one-letter words from which a text counts as shredded."""
_SAMPLE = 15_000
"""Characters that are looked at, of the beginning, the middle and the end each."""

_WORD = re.compile(r"[^\W\d_]+")
_STRANGE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0e-\x1f\x80-\x9f]")


def is_legible(text: str) -> bool:
    """Whether an NFC text can be read; a text of fewer than FEWEST words always can, but for strange characters."""
    sample = _sampled(text)
    if len(_STRANGE.findall(sample)) > 0.01 * len(sample):
        return False
    words = _words(sample)
    if len(words) < FEWEST:
        return True
    if sum(len(word) == 1 for word in words) > SINGLE * len(words):
        return False
    return syllables_share(sample) >= READABLE


def syllables_share(text: str) -> float:
    """The share of an NFC text's words that are possible Vietnamese syllables, marked or not; 0 where it has none."""
    words = _words(text)
    possible = sum(POSSIBLE.fullmatch(fold(word)) is not None for word in words)
    return possible / len(words) if words else 0.0


def _words(text: str) -> list[str]:
    """Words but for short ones in capitals, which may be abbreviations."""
    return [word for word in _WORD.findall(text) if not (word.isupper() and len(word) <= 6)]


def _sampled(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return " ".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))
