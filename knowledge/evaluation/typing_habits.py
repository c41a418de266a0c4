"""How officers type: the same question without marks, with half of them, with the usual abbreviations."""

import random
import re
from collections.abc import Callable, Mapping
from functools import cache

from knowledge.references.vocabulary import read_data
from knowledge.spelling import SYLLABLE, fold, nfc


def without_marks(text: str) -> str:
    """As typed on a keyboard without Vietnamese; capitals stay."""
    text = nfc(text)
    return "".join(
        plain.upper() if char.isupper() else plain for char, plain in zip(text, fold(text), strict=True)
    )


def half_marked(text: str) -> str:
    """Every syllable loses its marks with probability 1/2, always the same ones for the same text."""
    text = nfc(text)
    chance = random.Random(text)  # noqa: S311  (a reproducible choice, not a secret)
    return SYLLABLE.sub(lambda found: without_marks(found[0]) if chance.random() < 0.5 else found[0], text)


def slipped(text: str) -> str:
    """One syllable in five (of three letters or more) is typed with one letter wrong, missing or swapped."""
    text = nfc(text)
    chance = random.Random(text)  # noqa: S311
    return SYLLABLE.sub(lambda found: _slip(found[0], chance) if chance.random() < 0.2 else found[0], text)


def _slip(syllable: str, chance: random.Random) -> str:
    if len(syllable) < 3 or not syllable.isalpha():
        return syllable
    place = chance.randrange(len(syllable) - 1)
    head, letter, after, tail = syllable[:place], syllable[place], syllable[place + 1], syllable[place + 2 :]
    wrong = chance.choice("abcdeghiklmnopqrstuvxy")
    return chance.choice([head + after + tail, head + after + letter + tail, head + wrong + after + tail])


def abbreviated(text: str) -> str:
    """Names with a common abbreviation are replaced by it («Ủy ban nhân dân» -> «UBND»)."""
    pattern, short = _abbreviations()
    return pattern.sub(lambda found: short[found[0].lower()], nfc(text))


@cache
def _abbreviations() -> tuple[re.Pattern[str], Mapping[str, str]]:
    short = {entry["full"].lower(): entry["short"] for entry in read_data("abbreviations")}
    longest_first = sorted(short, key=lambda full: -len(full))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE), short


FORMS: Mapping[str, Callable[[str], str]] = {
    "marks": lambda text: text,
    "no_marks": without_marks,
    "half_marks": half_marked,
    "abbreviations": abbreviated,
    "slips": slipped,
}
