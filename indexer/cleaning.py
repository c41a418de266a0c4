"""Which parts of a text are the article, and which are the chrome of the page it was saved from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from statistics import median

from indexer.front_matter import front_matter_end
from indexer.page_lines import ends_article, is_tool, read_byline, read_date_line
from knowledge.documents import Span
from knowledge.marks import Rank, read_mark
from knowledge.sentences import trimmed
from knowledge.spelling import one_tone_place

_CLOSED = re.compile(r"[.!?…:;/]+[”\"»’')\]]*$")
_HEAD = 4_000
"""Characters at the top of a text in which an official document shows its national title."""
_NATIONAL_TITLE = re.compile(
    r"(?:CỘNG\s+HÒA\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM|^[\s*|]*ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM[\s*|]*$)",
    re.MULTILINE,
)
_REPEATED = 40
"""Characters of its title that an article's caption repeats."""


_MENU = 8
"""Short lines above the first prose that make a menu."""


_HEADING = 3
"""Lines between the title and the first prose, both counted, where nothing tells them apart."""


class _Kind(StrEnum):
    """What a line of a page is."""

    END = "end"
    TOOL = "tool"
    DATE = "date"
    BYLINE = "byline"
    PROSE = "prose"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    kind: _Kind
    text: str


def body_spans(text: str) -> tuple[Span, ...]:
    """The article's spans in order, without white space at their ends; the text itself is never changed.

    Front matter is outside. Official documents, and texts without a trace of a page's chrome, are kept whole.
    Linear in the text's length.
    """
    start = front_matter_end(text)
    whole = trimmed(text, Span(start, len(text)))
    if whole.start == whole.end:
        return ()
    if start or is_official(text):
        return (whole,)
    lines = list(_lines(text))
    if not _has_chrome(lines):
        return (whole,)
    kept = [line for segment in _article(lines) for line in segment]
    return tuple(_runs(lines, kept)) or (whole,)


def is_official(text: str) -> bool:
    """Whether a text is an official document itself: its head carries the national title, or it has articles."""
    if _NATIONAL_TITLE.search(one_tone_place(text[:_HEAD])):
        return True
    marks = (read_mark(line.strip()) for line in text.split("\n") if "iều" in line[:10])
    return sum(mark is not None and mark.rank == Rank.ARTICLE for mark in marks) >= 3


def _lines(text: str) -> Iterator[_Line]:
    position = 0
    for raw in text.split("\n"):
        here = trimmed(text, Span(position, position + len(raw)))
        if here.start < here.end:
            yield _Line(here.start, here.end, _kind(here.of(text)), here.of(text))
        position += len(raw) + 1


def _kind(line: str) -> _Kind:
    if ends_article(line):
        return _Kind.END
    if is_tool(line):
        return _Kind.TOOL
    if read_date_line(line):
        return _Kind.DATE
    if read_byline(line, signed=False):
        return _Kind.BYLINE
    closed = _CLOSED.search(line[-6:]) is not None and not line.endswith(("...", "…"))
    return _Kind.PROSE if len(line) >= 150 or (len(line) >= 60 and closed) else _Kind.SHORT


def _has_chrome(lines: Sequence[_Line]) -> bool:
    """Whether anything of a page's surroundings was saved: a known line, or a menu above the first prose."""
    if any(line.kind not in (_Kind.PROSE, _Kind.SHORT) for line in lines):
        return True
    above = next((number for number, line in enumerate(lines) if line.kind is _Kind.PROSE), 0)
    return above >= _MENU and all(len(line.text) <= 50 for line in lines[: above - 1])


def _article(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The stretches between boundary lines that hold the article, each without what stands around it."""
    segments = [
        list(group) for end, group in groupby(lines, key=lambda line: line.kind is _Kind.END) if not end
    ]
    if not segments:
        return []
    longest = max(segments, key=_prose)
    if not _prose(longest):
        # No prose at all: a list or a table; only what is surely chrome goes.
        return [[line for line in segment if line.kind is _Kind.SHORT] for segment in segments]
    chosen = [segment for segment in segments if _is_like(segment, longest)]
    return [_trim(segment, titled=number == 0) for number, segment in enumerate(chosen)]


def _prose(segment: Sequence[_Line]) -> int:
    return sum(len(line.text) for line in segment if line.kind is _Kind.PROSE)


def _is_like(segment: Sequence[_Line], longest: Sequence[_Line]) -> bool:
    """Whether a stretch goes on with the article behind a box: as much prose, in paragraphs as long.

    A list of teasers has many sentences too, but short ones.
    """
    if _prose(segment) < 0.3 * _prose(longest):
        return False
    return _paragraph_length(segment) >= 0.6 * _paragraph_length(longest)


def _paragraph_length(segment: Sequence[_Line]) -> float:
    return median(len(line.text) for line in segment if line.kind is _Kind.PROSE)


def _trim(segment: list[_Line], *, titled: bool) -> list[_Line]:
    """From the title above the first prose to the signature, a tool or the end below the last."""
    prose = [number for number, line in enumerate(segment) if line.kind is _Kind.PROSE]
    first, last = prose[0], prose[-1]
    above = _heading_above(segment, first) if titled else []
    after = last + 1
    while after < len(segment) and segment[after].kind is _Kind.SHORT and not _signs(segment[after]):
        after += 1
    article = [line for line in segment[first:after] if line.kind in (_Kind.PROSE, _Kind.SHORT)]
    return _without_repeats([*above, *article])


def _signs(line: _Line) -> bool:
    return read_byline(line.text, signed=True) is not None


def _heading_above(segment: Sequence[_Line], first: int) -> list[_Line]:
    """The title and what stands between it and the first prose, without tools and the date.

    The title is the line above the date, or above the page's tools, or the nearest of many short lines (a menu).
    """
    found: list[_Line] = []
    dated = False
    for line in reversed(segment[:first]):
        if line.kind is _Kind.SHORT:
            found.insert(0, line)
            if dated:
                return found
        elif line.kind is _Kind.DATE:
            dated = True
        elif found:
            break
    return found if len(found) <= _HEADING else found[-1:]


def _without_repeats(article: list[_Line]) -> list[_Line]:
    """Captions of pictures go: a line that stands twice running, and repetitions of the title."""
    single = [run[0] for run in _equal_runs(article) if len(run) == 1 or run[0].kind is _Kind.PROSE]
    title = " ".join(single[0].text.split()) if single else ""
    if len(title) < _REPEATED:
        return single
    return [*single[:1], *(_without_tail(line, title) for line in single[1:] if not _repeats(line, title))]


def _repeats(line: _Line, title: str) -> bool:
    return len(line.text) >= _REPEATED and " ".join(line.text.split()) in title


def _equal_runs(article: Sequence[_Line]) -> Iterator[list[_Line]]:
    return (list(group) for _, group in groupby(article, key=lambda line: line.text))


def _without_tail(line: _Line, title: str) -> _Line:
    """A caption that repeats the title, run onto the paragraph before it."""
    at = line.text.rfind(title[:_REPEATED])
    if at <= 0 or not _CLOSED.search(line.text[:at].rstrip()[-6:]):
        return line
    if not title.startswith(" ".join(line.text[at:].split())):
        return line
    remaining = line.text[:at].rstrip()
    return replace(line, text=remaining, end=line.start + len(remaining))


def _runs(lines: Sequence[_Line], kept: Sequence[_Line]) -> Iterator[Span]:
    """Spans of kept lines that stand together."""
    number = {line.start: place for place, line in enumerate(lines)}
    run: list[_Line] = []
    for line in kept:
        broken = run and (
            number[line.start] != number[run[-1].start] + 1 or run[-1].end != lines[number[run[-1].start]].end
        )
        if broken:
            yield Span(run[0].start, run[-1].end)
            run = []
        run.append(line)
    if run:
        yield Span(run[0].start, run[-1].end)
