"""Text that speaks to the machine instead of to its readers: never quoted, never shown to a model, never obeyed.

A document is data, whoever wrote it. What tries to steer («bỏ qua mọi hướng dẫn», fake system tags, hidden or encoded
words, links out) is recognised here by its form; what slips through still has to pass verification.
"""

import base64
import binascii
import codecs
import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from urllib.parse import unquote

from knowledge.documents import Answer, Citation, Document, Span
from knowledge.sentences import trimmed
from knowledge.spelling import fold, has_marks, nfc, one_tone_place

JOINED_LINES = 3
"""A payload may be broken over this many lines."""
NEIGHBOURHOOD = 300
"""Characters before and behind a passage that may be read with it."""
_ENDS = tuple('.!?…;”»")>]}')
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters without a shape of their own."""
_UNSEEN_RUN = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff]{8,}"
)
_MIXED = re.compile(r"[a-zA-Z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][a-zA-Z]")
_UNLATIN = re.compile(r"(?:[\u0370-\u052f\u0590-\u0e7f\u1780-\u17ff\u3040-\ud7af][^A-Za-z]*){6}")
_SPACED = re.compile(r"(?<!\w)(?:[a-z][ .\-_*·]){6,}[a-z](?!\w)")
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_UNMARKED = re.compile(r"[\x20-\x7e]{16,}")
"""What may be written backwards, in rot13 or with digits for letters; marked Vietnamese hardly has such runs."""
_PLAY = re.compile(r"[*_~`^|\\'\"“”«»‘’]+")
_DOTS = re.compile(r"\s?[\[(]\s?(?:\.|dot|chấm)\s?[\])]\s?")
_HOST = re.compile(
    r"(?:https?|hxxps?|ftp)\s?:\s?/\s?/\s?(?P<host>[\w.\-:@]+)|\bwww\s?\.\s?(?P<www>[\w.\-]+)"
    r"|(?<![\w.])(?P<bare>(?:[a-z0-9_\-]+[.@])+(?:com|net|org|info|biz|xyz|top|io|me|ly|gl|gg|co|app|dev|site|online|shop|"
    r"ru|cn|cc|tk|ml|link|click|live|club|test|example|invalid|local|onion|ai|vn|eu|us|uk))(?![\w])"
)
_OWN_HOSTS = (".gov.vn", ".dcs.vn", ".chinhphu.vn", ".vbpl.vn")
"""Hosts that officers' documents may send a reader to: the state's and the Party's own."""
_LEET = str.maketrans("013457", "oieast")
_ENGLISH_SHARE = 0.3
_EVERYDAY = 100
"""How often a syllable must have been seen in everyday Vietnamese not to be a foreign word."""


@dataclass(frozen=True, slots=True)
class _Cues:
    """`steering.json`, compiled."""

    written: tuple[re.Pattern[str], ...]
    asked: tuple[re.Pattern[str], ...]
    english: frozenset[str]
    look_alikes: dict[int, str]
    words: re.Pattern[str]
    stand_for: dict[str, str]
    plain_words: re.Pattern[str]
    plain_stand_for: dict[str, str]


@cache
def _cues() -> _Cues:
    data = json.loads(resources.files("knowledge").joinpath("language/steering.json").read_text("utf-8"))
    return _Cues(
        tuple(_compiled(cue["cue"]) for cue in data["cues"]),
        tuple(_compiled(cue["cue"]) for cue in data["cues"] if cue.get("asked")),
        frozenset(data["english"]),
        str.maketrans(data["look_alikes"]),
        _words(data["words"]),
        data["words"],
        _words(plain := {fold(word): f"{name}0" for word, name in data["words"].items()}),
        plain,
    )


@cache
def _syllables() -> Mapping[str, int]:
    """Folded syllables of everyday Vietnamese, how often each was seen; not those of its foreign names."""
    data = json.loads(resources.files("knowledge").joinpath("language/syllables.json").read_text("utf-8"))
    found: Counter[str] = Counter()
    for syllable, count in data["frequency"].items():
        found[fold(syllable)] += count
    return {syllable: count for syllable, count in found.items() if count >= _EVERYDAY}


def _words(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(words) + r")\b")


def _compiled(cue: str) -> re.Pattern[str]:
    # Kept apart: Python searches an alternation of them all several times more slowly. A line may end anywhere.
    cue = re.sub(r"(youban|hayimp|dungimp|noiimp)(?!\(|\w)", r"\g<1>0?", cue)
    return re.compile(cue.replace(" ", r"\s"))


def _has(cues: tuple[re.Pattern[str], ...], form: str) -> bool:
    return any(cue.search(form) for cue in cues)


@lru_cache(maxsize=4096)
def speaks_to_machine(text: str) -> bool:
    """Whether a text of a document tries to steer whoever answers from it, or to lead its reader away."""
    unfit = (_BIDI, _UNSEEN_RUN, _MIXED, _UNLATIN)
    if any(pattern.search(text) for pattern in unfit) or leads_away(text):
        return True
    return _is_foreign(_normal(_seen(text))) or any(_has(_cues().written, form) for form in _forms(text))


@lru_cache(maxsize=1024)
def steers(question: str) -> bool:
    """Whether a question tries to: narrower, since people may well say «hãy trả lời» or «bạn»."""
    return any(_has(_cues().asked, form) for form in _forms(question))


def leads_away(text: str) -> bool:
    """Whether a text holds a link or an address that is not the state's or the Party's."""
    plain = _DOTS.sub(".", _seen(text)).lower()
    hosts = (next(filter(None, match.groups())) for match in _HOST.finditer(plain))
    return any(
        not f".{host.partition(':')[0].rstrip('.')}".replace("@", ".").endswith(_OWN_HOSTS) for host in hosts
    )


def quotable(text: str, span: Span) -> list[Span]:
    """The parts of a span that are left without its steering lines; linear in the span's length.

    A payload may begin in a line before the span, or go on behind it, that does not end a sentence: it is read, too.
    """
    around = _around(text, span)
    if not speaks_to_machine(around.of(text)):
        return [span]
    kept: list[Span] = []
    for line in _clean_lines(text, around):
        here = Span(max(line.start, span.start), min(line.end, span.end))
        if here.start >= here.end:
            continue
        if kept and not text[kept[-1].end : here.start].strip():
            kept[-1] = Span(kept[-1].start, here.end)
        else:
            kept.append(here)
    return kept


def planted(text: str, span: Span) -> bool:
    """Whether a part of a text steers, or is the rest of what does."""
    return quotable(text, span) != [span]


def _around(text: str, span: Span) -> Span:
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    end = len(text) if end < 0 else end
    above, below = text[:start].rstrip(), text[end:].lstrip()
    if above and not above.endswith(_ENDS):
        start = max(above.rfind("\n") + 1, start - NEIGHBOURHOOD)
    if below and not text[:end].rstrip().endswith(_ENDS):
        end = min(text.find("\n", len(text) - len(below)) % (len(text) + 1), end + NEIGHBOURHOOD)
    return Span(start, end)


def _clean_lines(text: str, span: Span) -> list[Span]:
    """Lines that do not steer, alone or read on into their neighbours."""
    position, lines = span.start, []
    for line in span.of(text).split("\n"):
        here = trimmed(text, Span(position, position + len(line)))
        position += len(line) + 1
        if here.start < here.end:
            lines.append(here)
    said = [line.of(text) for line in lines]
    steering = [speaks_to_machine(line) for line in said]
    for size in range(2, JOINED_LINES + 1):
        for first in range(len(lines) - size + 1):
            group = slice(first, first + size)
            if not any(steering[group]) and speaks_to_machine(" ".join(said[group])):
                steering[group] = [True] * size
    for place in range(1, len(lines)):
        # What stands behind a steering line that does not end is the rest of it.
        steering[place] |= steering[place - 1] and not said[place - 1].endswith(_ENDS)
    return [line for line, bad in zip(lines, steering, strict=True) if not bad]


def shows_steering(answer: Answer, documents: Mapping[str, Document]) -> bool:
    """Whether anything of an answer that comes from documents, given by id, steers or leads away."""
    if not (answer.citations or answer.documents):
        return False
    if any(planted(documents[one.document_id].text, Span(one.start, one.end)) for one in answer.citations):
        return True
    entries = (part for entry in answer.documents for part in (entry.title, entry.issuer))
    proofs = (part for one in answer.citations for part in (one.title, one.source))
    shown = (*answer.text.split("\n"), *answer.warnings, *answer.suggestions, *entries, *proofs)
    return any(speaks_to_machine(part) for part in shown if part)


def without_planted_places(answer: Answer, documents: Mapping[str, Document]) -> Answer:
    """The answer without locators that name a planted heading."""
    kept = (
        replace(one, locator="") if _names_planted(documents[one.document_id].text, one) else one
        for one in answer.citations
    )
    return replace(answer, citations=tuple(kept))


def _names_planted(text: str, citation: Citation) -> bool:
    heading = re.search(r"“(.+)”", citation.locator)
    start = text.rfind(heading[1], 0, citation.start) if heading else -1
    if start >= 0 and heading:
        return planted(text, Span(start, start + len(heading[1])))
    return speaks_to_machine(citation.locator)


def _seen(text: str) -> str:
    """What a reader sees: no invisible characters, entities and percent signs decoded, wide letters narrow."""
    plain = html.unescape(unicodedata.normalize("NFKC", text))
    if "%" in plain:
        plain = unquote(plain)
    return nfc(_UNSEEN.sub("", plain))


def _forms(text: str) -> Iterator[str]:
    """The text as cues compare it: as seen, without playful punctuation, and each way in which it may be encoded."""
    seen = _seen(text).translate(_cues().look_alikes)
    yield (written := _normal(seen))
    if _PLAY.search(written):
        yield re.sub(r"\s+", " ", _PLAY.sub(" ", written))
    if "%" in text or "&" in text or "\\" in text:
        yield text.lower()
    for run in _UNMARKED.findall(seen):
        yield from _played(run)
    yield from ("base64" for match in _ENCODED.finditer(seen) if _decoded(match[0]))
    if _SPACED.search(written):
        yield "base64"


def _played(run: str) -> Iterator[str]:
    """A run of plain letters with digits for letters, in rot13, and backwards."""
    low = run.lower()
    yield _normal(re.sub(r"\w+", lambda word: _unleet(word[0]), low))
    yield _normal(codecs.decode(low, "rot13"))
    yield _normal(low[::-1])


def _normal(text: str) -> str:
    cues = _cues()
    plain = re.sub(r"\bA\.?I\b", "aimachine", one_tone_place(nfc(text))).lower()
    if has_marks(plain):
        plain = cues.words.sub(lambda word: cues.stand_for[word[0]], plain)
    else:
        plain = cues.plain_words.sub(lambda word: cues.plain_stand_for[word[0]], plain)
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", fold(plain)))


def _unleet(word: str) -> str:
    return word.translate(_LEET) if not word.isdigit() and not word.isalpha() else word


def _is_foreign(form: str) -> bool:
    """Whether a text, or a line of it, is in another language: officers' documents are not."""
    return any(_is_foreign_line(line) for line in form.split("\n"))


def _is_foreign_line(line: str) -> bool:
    words = re.findall(r"[^\W\d_]+", re.sub(r"\S+[.@/]\w\S*", " ", line))
    english = sum(word in _cues().english for word in words)
    if english >= 4 and english >= _ENGLISH_SHARE * len(words):
        return True
    foreign = sum(word not in _syllables() for word in words)
    # A row of names of substances or species has commas between them.
    return foreign >= 4 and 2 * foreign >= len(words) and line.count(",") < 3


def _decoded(run: str) -> str:
    """The words that a run of base64 or hexadecimal stands for; empty where it stands for none."""
    for decode in (_from_base64, bytes.fromhex):
        try:
            words = decode(run).decode("utf-8")
        except (ValueError, binascii.Error):
            continue
        if len(words) >= 6 and all(char.isprintable() or char.isspace() for char in words):
            return words
    return ""


def _from_base64(run: str) -> bytes:
    return base64.b64decode(run.rstrip("=") + "=" * (-len(run.rstrip("=")) % 4), altchars=b"-_")
