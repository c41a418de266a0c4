"""Titles in capitals as a sentence would write them, by how the document itself writes the same words."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_WORD = re.compile(r"\w+")
_OPENS = frozenset('.!?:;“"(\n-–')
_SPELT_OUT = re.compile(r"[IVX]{2,}|[BCDĐGHKLMNPQRSTVX]{2,}")
Pair = tuple[str, str]


def sentence_case(title: str, text: str) -> str:
    """«QUY ĐỊNH CỦA SỞ TƯ PHÁP» -> «Quy định của Sở Tư pháp»; a title in small letters gets a capital only.

    A word gets the casing that it has in most places of `text` where it stands beside the same neighbour.
    """
    if not title.isupper():
        return title[:1].upper() + title[1:]
    found = list(_WORD.finditer(title))
    words = [match[0] for match in found]
    cased = _cased(words, _seen(text, set(_pairs(words))))
    pieces, end = [], 0
    for match, word in zip(found, cased, strict=True):
        pieces += [title[end : match.start()], word]
        end = match.end()
    written = "".join([*pieces, title[end:]])
    return written[:1].upper() + written[1:]


def _pairs(words: Sequence[str]) -> list[Pair]:
    lower = [word.lower() for word in words]
    return list(pairwise(lower))


def _seen(text: str, wanted: set[Pair]) -> dict[Pair, Pair]:
    """How the text mostly writes the wanted pairs, apart from capitals only and from beginnings of sentences."""
    counts: dict[Pair, Counter[Pair]] = {}
    previous: re.Match[str] | None = None
    for match in _WORD.finditer(text):
        pair = (previous[0].lower(), match[0].lower()) if previous else None
        if (
            previous
            and pair in wanted
            and not _is_opening(text, previous)
            and not (previous[0] + match[0]).isupper()
        ):
            counts.setdefault(pair, Counter())[previous[0], match[0]] += 1
        previous = match
    return {pair: counter.most_common(1)[0][0] for pair, counter in counts.items()}


def _is_opening(text: str, word: re.Match[str]) -> bool:
    before = text[max(0, word.start() - 2) : word.start()].rstrip(" \u00a0")
    return not before or before[-1] in _OPENS


def _cased(words: Sequence[str], seen: dict[Pair, Pair]) -> list[str]:
    cased = [word if _SPELT_OUT.fullmatch(word) else word.lower() for word in words]
    for place, pair in enumerate(_pairs(words)):
        for beside, written in enumerate(seen.get(pair, ())):
            if not written.islower():
                cased[place + beside] = written
    return cased
