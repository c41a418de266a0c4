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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from urllib.parse import unquote

from knowledge.documents import Answer, Span
from knowledge.sentences import trimmed
from knowledge.spelling import fold, has_marks, nfc, one_tone_place

JOINED_LINES = 3
"""A payload may be broken over this many lines."""
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_UNSEEN_RUN = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff]{8,}"
)
_MIXED = re.compile(r"[a-zA-Z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][a-zA-Z]")
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
        _words(plain := {fold(word): name for word, name in data["words"].items()}),
        plain,
    )


def _words(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(words) + r")\b")


def _compiled(cue: str) -> re.Pattern[str]:
    # Kept apart: Python searches an alternation of them all several times more slowly. A line may end anywhere.
    return re.compile(cue.replace(" ", r"\s"))


def _has(cues: tuple[re.Pattern[str], ...], form: str) -> bool:
    return any(cue.search(form) for cue in cues)


@lru_cache(maxsize=4096)
def speaks_to_machine(text: str) -> bool:
    """Whether a text of a document tries to steer whoever answers from it, or to lead its reader away."""
    if _BIDI.search(text) or _UNSEEN_RUN.search(text) or _MIXED.search(text) or leads_away(text):
        return True
    return any(_has(_cues().written, form) or _is_english(form) for form in _forms(text))


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
    """The parts of a span that are left without its steering lines; linear in the span's length."""
    if not speaks_to_machine(span.of(text)):
        return [span]
    kept: list[Span] = []
    for line in _clean_lines(text, span):
        if kept and not text[kept[-1].end : line.start].strip(" \n\r\t"):
            kept[-1] = Span(kept[-1].start, line.end)
        else:
            kept.append(line)
    return kept


def _clean_lines(text: str, span: Span) -> list[Span]:
    """Lines that do not steer, alone or read on into their neighbours."""
    position, lines = span.start, []
    for line in span.of(text).split("\n"):
        here = trimmed(text, Span(position, position + len(line)))
        position += len(line) + 1
        if here.start < here.end:
            lines.append(here)
    steering = [speaks_to_machine(line.of(text)) for line in lines]
    for size in range(2, JOINED_LINES + 1):
        for first in range(len(lines) - size + 1):
            group = slice(first, first + size)
            joined = " ".join(line.of(text) for line in lines[group])
            if not any(steering[group]) and speaks_to_machine(joined):
                steering[group] = [True] * size
    return [line for line, bad in zip(lines, steering, strict=True) if not bad]


def shows_steering(answer: Answer) -> bool:
    """Whether anything of an answer that comes from documents steers or leads away."""
    if not (answer.citations or answer.documents):
        return False
    entries = (part for entry in answer.documents for part in (entry.title, entry.issuer))
    proofs = (part for one in answer.citations for part in (one.quote, one.title, one.source))
    lines = (line for line in answer.text.split("\n"))
    shown = (*lines, *answer.warnings, *answer.suggestions, *entries, *proofs)
    return any(speaks_to_machine(part) for part in shown if part)


def _seen(text: str) -> str:
    """What a reader sees: no invisible characters, entities and percent signs decoded, wide letters narrow."""
    plain = html.unescape(unicodedata.normalize("NFKC", text))
    if "%" in plain:
        plain = unquote(plain)
    return nfc("".join(char for char in plain if unicodedata.category(char) != "Cf"))


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


def _is_english(form: str) -> bool:
    words = re.findall(r"[^\W\d_]+", form)
    found = sum(word in _cues().english for word in words)
    return found >= 4 and found >= _ENGLISH_SHARE * len(words)


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
