"""What a question is about: its words without question words, places, issuers and numbers, in runs of neighbours."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from knowledge.answers import dated
from knowledge.answers.coverage import called, everyday_rarity, is_word, plainly_numbered, said, spelled_out
from knowledge.document_types import NAMED
from knowledge.documents import RegisterEntry, Span
from knowledge.language import Body, stopwords
from knowledge.places import folded
from knowledge.question import Intent, Question
from knowledge.spelling import SYLLABLE, fold, typed_with_marks

TELLING = 1.0
"""Rarity in everyday Vietnamese above which both syllables of a word must be for it to tell what is asked."""
_ENDS_WORDS = frozenset(("bằng", "ở"))
"""Joining words that also end words: «văn bằng», «nhà ở»."""
_KIND = re.compile(r"\b(\w+) (\w+) (?:nào|gì|ai)\b")
Runs = tuple[tuple[str, ...], ...]
"""Syllables, lower case; those of one run stood side by side in the question."""

_ORDINAL = re.compile(r"\bdau tien\b|\bthu (?:nhat|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi|\d{1,2})\b")
_COUNTED = re.compile(
    r"\b(?:hai|ba|bon|nam|sau|bay|tam|chin|muoi|\d{1,2}) (?=(?:kinh nghiem|nhiem vu|giai phap|noi dung|bai hoc|han che"
    r"|ket qua|van de|tieu chi|yeu cau|buoc|de an|nhom|muc tieu|nguyen tac|linh vuc)\b)"
)
"""How many are to be listed: the list itself says «một số kinh nghiệm»."""
_PLANNED = re.compile(r"\bdu kien\b")
"""What a plan lists it need not say to be planned."""
_HOW_MANY = re.compile(r"\b(?:bao nhieu|may|bn)\b(?= [a-z])")
_LOWEST = re.compile(r"\bthap nhat\b")
"""«Phạt tù từ 03 năm đến 07 năm» tells the lowest without the word; that there is no higher one it does not tell."""
_RULES = re.compile(rf"\b(?:van ban|vb|{NAMED}|tai lieu) nao(?: (?:co|da|dang))? quy dinh\b")
"""«Văn bản nào quy định …»: half of all titles begin so."""
BELONGS = re.compile(r"\b(?:truc )?thuoc (?:co quan|don vi|to chuc|bo|ban|so|cap) nao\b")
CHAPTER = re.compile(r"\b(?:theo |trong |tai )?chuong (?:so |thu )?(?P<number>[ivxl]+|\d{1,2})\b")
"""Where to look, not what for."""
_TIME = re.compile(
    r"\b(?:(?:trong |o )?(?:giai doan|nhiem ky|thoi ky) )?(?:nam )?(?:19|20)\d\d ?[-\u2013] ?(?:19|20)\d\d\b"
    r"|(?<!den )(?<!tu )(?<!sau )(?<!truoc )\b(?:trong |vao |cua )?nam (?:19|20)\d\d\b"
    r"|\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b"
    r"|\b(?:trong |vao )?quy (?:[1-4]|i{1,3}|iv)\b(?:/(?:19|20)\d\d)?"
    r"|\b(?:trong |vao )?(?:hom |ngay |thang )\d{1,2}(?: ?[/.\-] ?\d{1,2}){0,2}(?:[/.\-](?:19|20)\d\d)?\b"
)
_TOLD_IN_TIME = (Intent.FIGURE, Intent.PERSON, Intent.LIST, Intent.GENERAL)
"""Kinds of questions whose time is no topic: a report tells it once, in its title or before the sentence that answers.
Elsewhere it may tell which document is meant.
"""
_GAP = "\x00"
"""Stands for what was taken out: no syllable, so that its neighbours do not become one another's."""


def topic_runs(question: Question, issuers: Sequence[Body] = (), names: Iterable[str] = ()) -> Runs:
    """The topic of a question, without the places, `issuers`, types, numbers and other `names` in it."""
    left = _without(question.text, _named(question, issuers, names))
    return _runs(left, marked=typed_with_marks(question.asked))


def asked_words(question: Question) -> frozenset[tuple[str, str]]:
    """The known words of two syllables that a question's topic is made of, folded: what answers speaks of them.

    Not the kind of thing that is asked for («hình thức nào»), which an answer need not name.
    """
    kinds = {(fold(first), fold(second)) for first, second in _KIND.findall(question.text.lower())}
    runs = topic_runs(question)
    words = ((u, v) for run in runs for u, v in pairwise(run) if is_word(u, v))
    telling = (pair for pair in words if min(everyday_rarity(one, True) for one in pair) > TELLING)
    return frozenset((fold(first), fold(second)) for first, second in telling) - kinds


def absent(words: frozenset[tuple[str, str]], *texts: str) -> int:
    """How many of the words no text speaks of, not even by one of their syllables."""
    told = "".join(say(text, False) for text in texts for say in (said, called))
    return sum(f" {first} " not in told and f" {second} " not in told for first, second in words)


def title_runs(entry: RegisterEntry) -> Runs:
    """The topic of a register entry's title."""
    return _runs(entry.title or "", marked=True)


def _named(question: Question, issuers: Sequence[Body], names: Iterable[str]) -> Iterator[Span]:
    low = fold(question.text)
    for reference in question.references:
        for name in ("number", "type", "title", "issued", "issuer"):
            if reference.number is not None and name in reference.spans:
                yield reference.spans[name]
    patterns = [re.compile(rf"\b{re.escape(folded(name))}\b") for name in (*question.places, *names)]
    patterns += [re.compile(rf"\b{type_}\b") for type_ in question.types]
    patterns += [body.pattern for body in issuers]
    patterns += [dated.BY_DAY, _RULES, CHAPTER, BELONGS]
    patterns += [_TIME] if question.intent in _TOLD_IN_TIME else []
    patterns += [_HOW_MANY, _LOWEST] if question.intent is Intent.FIGURE else []
    patterns += [_ORDINAL, _COUNTED, _PLANNED] if question.intent is Intent.LIST else []
    for pattern in patterns:
        yield from (Span(match.start(), match.end()) for match in pattern.finditer(low))


def _without(text: str, spans: Iterator[Span]) -> str:
    characters = list(text)
    for span in spans:
        characters[span.start : span.end] = _GAP * (span.end - span.start)
    return "".join(characters)


def _in_word(typed: Sequence[re.Match[str]], place: int) -> bool:
    """Whether a syllable begins or ends a known word with its neighbour: the «đấu» of «đấu giá» is no «đâu»."""
    said = [one[0] for one in typed[max(0, place - 1) : place + 2]]
    return any(is_word(*pair) for pair in pairwise(said))


def _runs(text: str, marked: bool) -> Runs:
    words = stopwords()
    low = plainly_numbered(spelled_out(text).lower())
    phrases, syllables = words.phrases, words.syllables
    if not marked:
        # What was restored may be restored wrongly: question words are then known by their letters alone.
        phrases, syllables = words.folded_phrases, words.folded_syllables
    spans = [Span(match.start(), match.end()) for match in phrases.finditer(low if marked else fold(low))]
    left = _without(low, iter(spans))
    runs: list[list[str]] = [[]]
    end = 0
    typed = list(SYLLABLE.finditer(left))
    for place, match in enumerate(typed):
        if left[end : match.start()].strip(" -"):
            runs.append([])
        end = match.end()
        ends_word = match[0] in _ENDS_WORDS and bool(runs[-1]) and is_word(runs[-1][-1], match[0])
        asks = (match[0] if marked else fold(match[0])) in syllables and not ends_word
        if not marked and not asks and match[0] in words.syllables:
            asks = not ends_word and not _in_word(typed, place)
        if asks and (marked or match[0] in words.syllables or not _in_word(typed, place)):
            runs.append([])
        else:
            runs[-1].append(match[0])
    return tuple(tuple(run) for run in runs if run)
