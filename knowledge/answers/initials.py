"""What an abbreviation that no table holds stands for, read from what was found: «luật GDDH» is «giáo dục đại học»."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from knowledge.answers.coverage import is_word, spelled_out
from knowledge.answers.from_passages import PASSAGES_READ, PASSED_OVER
from knowledge.answers.sources import Sources
from knowledge.documents import Hit
from knowledge.language import chat_words, stopwords
from knowledge.references import extract_from_question
from knowledge.spelling import POSSIBLE, SYLLABLE, fold, has_marks, one_tone_place, typed_with_marks
from knowledge.store import Store
from knowledge.words import syllables

_TYPED = re.compile(r"(?<![\w/.&@-])[^\W\d_]{2,8}(?![\w/&@-])")
_SHORT = 2
"""Letters of an abbreviation that only its neighbours tell from a chance run of words."""
_AGREEING = 2
"""Passages that agree on what no title says."""
_NEIGHBOURS, _NEAR = 2, 30
"""Syllables on either side that are compared, and characters that hold them."""


@dataclass(slots=True)
class _Run:
    """Words whose initials spell an abbreviation, and what speaks for them."""

    words: str
    passages: set[int] = field(default_factory=set)
    """Places in the order of what was found."""
    titled: bool = False
    beside: bool = False
    """Whether it stands somewhere between the neighbours that the abbreviation has in the question."""

    @property
    def known(self) -> int:
        """How many of its syllables are part of a known word."""
        return _in_words(self.words.split())

    @property
    def is_meant(self) -> bool:
        """Whether enough speaks for it not to be there by chance."""
        said = self.words.split()
        if not stopwords().syllables.isdisjoint((said[0], said[-1])):
            return False
        agreed = self.titled or len(self.passages) >= _AGREEING
        if len(said) == _SHORT:
            return self.beside and self.known == _SHORT
        return self.known >= _SHORT and (self.beside or agreed)

    @property
    def strength(self) -> tuple[float, ...]:
        """What is compared: known words first, then the neighbours, titles, and how many passages how far in front."""
        weight = sum(1 / (1 + place) for place in self.passages)
        return (self.known / len(self.words.split()), self.beside, self.titled, weight)


def spelled_by_initials(sources: Sources, text: str) -> Mapping[str, str]:
    """What each abbreviation of a question in NFC stands for that means nothing as it is typed, where passages tell.

    Those mean nothing that are no syllable that Vietnamese has, no part of a document's number, in no table and in
    none of the passages found.
    """
    unknown = list(_unknown(sources.store, text))
    if not unknown:
        return {}
    hits = sources.retriever.search(sources.understand(text).text, PASSAGES_READ + PASSED_OVER)
    told = {word for hit in hits for word in SYLLABLE.findall(hit.passage.text.lower())}
    runs = {
        found[0]: _likeliest(found, text, sources.store, hits)
        for found in unknown
        if found[0].lower() not in told
    }
    return {short: run.words for short, run in runs.items() if run}


def with_meanings(text: str, meant: Mapping[str, str]) -> str:
    """The text with each abbreviation in full, without marks where it was typed so."""
    marked = typed_with_marks(text)

    def full(found: re.Match[str]) -> str:
        words = meant.get(found[0])
        return found[0] if words is None else words if marked else fold(words)

    return _TYPED.sub(full, text) if meant else text


def _unknown(store: Store, text: str) -> Iterator[re.Match[str]]:
    numbers = [one for one in extract_from_question(text) if one.number]
    capitals_tell = typed_with_marks(text) and not text.isupper()
    for found in _TYPED.finditer(text):
        typed, short = found[0], fold(found[0])
        in_capitals = capitals_tell and typed.isupper() and not has_marks(typed.replace("Đ", "D"))
        syllable = POSSIBLE.fullmatch(short) and not in_capitals
        known = store.abbreviations.knows(typed) or short in chat_words()[1]
        numbered = any(one.start <= found.start() < one.end for one in numbers)
        if not (syllable or known or numbered or typed.istitle()):
            yield found


def _likeliest(found: re.Match[str], text: str, store: Store, hits: Sequence[Hit]) -> _Run | None:
    before = tuple(_plain(text[: found.start()]))[-_NEIGHBOURS:]
    after = tuple(_plain(text[found.end() :]))[:_NEIGHBOURS]
    runs: dict[str, _Run] = {}
    for place, hit in enumerate(hits):
        title = store.documents[hit.passage.document_id].title
        for source in (title, hit.passage.heading, hit.passage.text):
            for words, beside in _runs(found[0].lower(), source, before, after):
                run = runs.setdefault(fold(words), _Run(words))
                run.passages.add(place)
                run.titled |= source is title
                run.beside |= beside
    return max((run for run in runs.values() if run.is_meant), key=lambda run: run.strength, default=None)


def _plain(text: str) -> list[str]:
    return [fold(one) for one in syllables(spelled_out(text))]


def _runs(short: str, source: str, before: Sequence[str], after: Sequence[str]) -> Iterable[tuple[str, bool]]:
    """The runs of syllables in a text whose initials spell `short`, each with whether its neighbours agree."""
    text = one_tone_place(spelled_out(source).lower())
    low = fold(text)
    for found in _spelling(fold(short)).finditer(low):
        start, end = found.span(1)
        words = SYLLABLE.findall(text[start:end])
        left = SYLLABLE.findall(text[max(0, start - _NEAR) : start])[: -_NEIGHBOURS - 1 : -1]
        right = SYLLABLE.findall(text[end : end + _NEAR])[:_NEIGHBOURS]
        if _spells(short, words) and not _cuts_a_word(left[:1], words, right[:1]):
            yield " ".join(words), _agree(left, before[::-1]) or _agree(right, after)


def _spells(short: str, words: Sequence[str]) -> bool:
    """Whether a letter that is typed with its mark is the very one: «ĐH» is no «dân hỏi»."""
    return all(one[0] == "đ" for one, letter in zip(words, short, strict=True) if letter == "đ")


def _cuts_a_word(left: Sequence[str], words: Sequence[str], right: Sequence[str]) -> bool:
    """Whether a run begins or ends within a word, as «cách Hồ Chí» of «phong cách Hồ Chí Minh» does.

    One that is nothing but known words does not: «đại học» is one in «trường đại học», whatever «trường đại» is.
    """
    return _in_words(words) < len(words) and any(
        is_word(*pair) for pair in ((*left, words[0]), (words[-1], *right)) if len(pair) > 1
    )


def _agree(said: Sequence[str], asked: Sequence[str]) -> bool:
    """Whether the nearest neighbour is the same; two where the nearest is a word that stands beside anything."""
    wanted = 1 if asked and asked[0] not in _joining() else _NEIGHBOURS
    return len(asked) >= wanted and [fold(one) for one in said[:wanted]] == list(asked[:wanted])


def _in_words(said: Sequence[str]) -> int:
    """How many of some syllables are part of a known word of two."""
    begun = {place for place, pair in enumerate(pairwise(said)) if is_word(*pair)}
    return len(begun | {place + 1 for place in begun})


@cache
def _joining() -> frozenset[str]:
    return frozenset(fold(one) for one in stopwords().syllables)


@cache
def _spelling(short: str) -> re.Pattern[str]:
    """Overlapping runs of whole syllables, between which only blanks or dashes stand."""
    words = r"(?:\s+|\s*[-\u2013]\s*)".join(rf"{letter}[^\W\d_]*" for letter in short)
    return re.compile(rf"(?<![\w/-])(?=({words})(?![\w/]))")
