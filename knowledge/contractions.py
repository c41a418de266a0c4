"""Words of two syllables as they are contracted in a chat: «ktra» is «kiểm tra», «tgian» is «thời gian»."""

import re
from collections.abc import Iterator
from functools import cache

from knowledge.language import chat_words, stopwords, words_of_two
from knowledge.spelling import POSSIBLE, fold, nfc, one_tone_place, typed_with_marks
from knowledge.store import Store
from knowledge.words import syllables

_TYPED = re.compile(r"(?<![\w/.@-])[^\W\d_]{3,8}(?![\w/@-])")
"""A word that is no part of a number, nor of an address."""
_ONSET = re.compile(r"ngh?|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx]")
_SHORTEST = 2
"""Letters that its second syllable keeps: «sd» is no word with a «d» at its end."""
_BESIDE = 3
"""Syllables on either side that tell which word is meant."""
_HELD = 0.002
"""Share of the passages that hold a word from which it may be meant."""


def in_full(store: Store, text: str) -> str:
    """The text in NFC with each contracted word as it is written, without marks where the text was typed so.

    A contracted word is no syllable that Vietnamese has, stands in no passage and means nothing else. Of the
    words that it may be, and that some passages hold, the one is taken that fits its neighbours best. Capitals stay:
    they are names.
    """
    full = plain = nfc(text)
    for found in _TYPED.finditer(plain):
        if _is_contracted(store, found[0], found.start()):
            start = len(full) - len(plain) + found.start()
            before, after = full[:start], plain[found.end() :]
            full = f"{before}{_written(store, before, found[0], after)}{after}"
    return full


def _is_contracted(store: Store, typed: str, start: int) -> bool:
    short = fold(typed)
    if POSSIBLE.fullmatch(short) or short in store.spelling.by_fold:
        return False
    in_small_letters = typed.islower() or (start == 0 and typed[1:].islower())
    return in_small_letters and short not in chat_words()[1] and not store.abbreviations.knows(typed)


def _written(store: Store, before: str, typed: str, after: str) -> str:
    """The word that was contracted, as typed where there is none."""
    words = [one for one in _meant(one_tone_place(typed).lower()) if _may_be_asked(store, " ".join(one))]
    if not words:
        return typed
    first, second = store.spelling.likeliest(syllables(before)[-_BESIDE:], words, syllables(after)[:_BESIDE])
    word = f"{first.capitalize() if typed[0].isupper() else first} {second}"
    return word if typed_with_marks(f"{before}{typed}{after}") else fold(word)


def _may_be_asked(store: Store, word: str) -> bool:
    """Whether passages hold a word often enough, or it is one that questions are made of: «bao nhiêu»."""
    often = store.frequency(word.replace(" ", "_"), True) >= max(1, _HELD * store.passage_count)
    return often or stopwords().phrases.fullmatch(word) is not None


def _meant(typed: str) -> Iterator[tuple[str, str]]:
    """The words whose first syllable begins, and whose second is, as a contracted one does and ends."""
    short = fold(typed)
    for size in range(1, len(typed) - _SHORTEST + 1):
        onset, ending = short[:size], typed[size:]
        if _ONSET.fullmatch(onset) and POSSIBLE.fullmatch(short[size:]):
            unmarked = ending == short[size:]
            for first, second in _words_ending().get(short[size:], ()):
                if fold(first).startswith(onset) and (unmarked or second == ending):
                    yield first, second


@cache
def _words_ending() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for word in sorted(words_of_two()):
        first, _, second = word.partition(" ")
        found.setdefault(fold(second), []).append((first, second))
    return found
