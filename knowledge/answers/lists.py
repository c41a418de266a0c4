"""Enumerations in running text and in lines, kept whole and in order, as exact spans."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from knowledge.answers.marking import UNMARKED, rank
from knowledge.documents import Span
from knowledge.sentences import clauses, sentences
from knowledge.spelling import fold

_COUNT = "(?:mot|nhat|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi)"
_COUNTED = re.compile(rf"\b{_COUNT}\s+la\s*[,:]|\bthu\s+{_COUNT}\s*(?:la)?\s*[,:]")
_MARKED_LINE = re.compile(r"^[ \t]*(?:[-–•*+]|\(?\d{1,2}[.)]|\(?[a-zđ][.)])[ \t]+", re.MULTILINE)


_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
"""A clause's own number: the next one begins something else."""
LONGEST_BLOCK = 1500
_LINE = re.compile(r"[^\n]*\S[^\n]*")
LONGEST_TITLE = 90
LONG_ITEM = 400
MOST_ITEMS = 20
"""A list of paragraphs longer than this is a text, not a list."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """An introduction (its last sentence; may be empty) and at least two items, all inside one passage."""

    lead: Span
    items: tuple[Span, ...]


def enumerations(text: str, within: Span) -> list[Enumeration]:
    """Lists of `text[within]` in order of appearance.

    Three forms: counted ones («Một là, … Hai là, …»), marked lines («- …», «1. …», «a) …»), and clauses
    between semicolons after a colon.
    """
    found = [*_by_marks(text, within, _COUNTED, fold(text[within.start : within.end]))]
    found += _by_marks(text, within, _MARKED_LINE, text[within.start : within.end])
    return sorted([*found, *_by_semicolons(text, within)], key=lambda e: e.items[0].start)


def _by_marks(text: str, within: Span, mark: re.Pattern[str], searched: str) -> list[Enumeration]:
    starts = [within.start + match.start() for match in mark.finditer(searched)]
    if len(starts) < 2:
        return []
    ends = [*starts[1:], _last_item_end(text, starts[-1], within.end)]
    items = tuple(_trim(text, start, end) for start, end in zip(starts, ends, strict=True))
    return [Enumeration(_lead(text, within.start, starts[0]), items)]


def paragraph_lists(text: str, part: Span) -> list[Enumeration]:
    """Lists whose items are whole paragraphs: a line that ends in a colon, and the lines under it.

    They run to the next line that ends in a colon or to a short line without a full stop (a heading, an author).
    """
    lines = _whole_lines(text, part)
    found = []
    for place, line in enumerate(lines):
        if line.of(text).endswith(":"):
            below = [item.of(text) for item in lines[place + 1 : place + 1 + MOST_ITEMS]]
            count = len(list(takewhile(_is_item, _below(rank(line.of(text)), below))))
            items = tuple(lines[place + 1 : place + 1 + count])
            if len(items) > 1:
                lead = list(sentences(text, line))[-1]
                found.append(Enumeration(lead, items))
    return found


def _below(own: int, lines: list[str]) -> Iterator[str]:
    """The lines up to one that is marked as coarsely as the lead."""
    return takewhile(lambda line: own < rank(line) or own == UNMARKED, lines)


def _whole_lines(text: str, part: Span) -> list[Span]:
    """Lines with what of them was wrapped: «Các đơn vị sự nghiệp công⏎lập trực thuộc:»."""
    lines: list[Span] = []
    for match in _LINE.finditer(part.of(text)):
        line = _trim(text, part.start + match.start(), part.start + match.end())
        wrapped = text[line.start].islower() and rank(line.of(text)) == UNMARKED
        if lines and wrapped and text[lines[-1].end - 1] not in ".;:":
            lines[-1] = Span(lines[-1].start, line.end)
        else:
            lines.append(line)
    return lines


def led_lists(text: str, part: Span) -> list[Enumeration]:
    """Lists under a line that ends in a colon, or under their title, kept whole with what is nested in their items.

    The first line below sets the mark of the items; finer marks and unmarked lines belong to the item above them;
    a coarser mark, or the lead's own, ends the list.
    """
    lines = [_trim(text, part.start + m.start(), part.start + m.end()) for m in _LINE.finditer(part.of(text))]
    ranks = [rank(line.of(text)) for line in lines]
    found = []
    for place, line in enumerate(lines[:-1]):
        titled = _is_title(line.of(text)) and ranks[place] < ranks[place + 1]
        if (line.of(text).rstrip("*_ ").endswith(":") or titled) and ranks[place + 1] < UNMARKED:
            items = _nested(lines, ranks, place)
            if len(items) > 1:
                found.append(Enumeration(list(sentences(text, line))[-1], tuple(items)))
    return found


def _is_title(line: str) -> bool:
    """«a) Hình thức khen thưởng»: a short line without an end leads to the finer lines below it."""
    return len(line) <= LONGEST_TITLE and line[-1:].isalpha()


def _nested(lines: list[Span], ranks: list[int], lead: int) -> list[Span]:
    own = ranks[lead + 1]
    if ranks[lead] < UNMARKED and own <= ranks[lead]:
        return []
    items: list[Span] = []
    for line, mark in zip(lines[lead + 1 :], ranks[lead + 1 :], strict=True):
        if mark < own or len(items) > MOST_ITEMS:
            break
        if mark == own:
            items.append(line)
        elif line.end - line.start > LONG_ITEM and mark == UNMARKED:
            break
        else:
            items[-1] = Span(items[-1].start, line.end)
    return items


def _is_item(line: str) -> bool:
    return not line.endswith(":") and (len(line) > 60 or line.endswith((".", ";")))


def _last_item_end(text: str, start: int, stop: int) -> int:
    """The last item runs to its paragraph's end; nothing marks an earlier one."""
    line_end = text.find("\n", start, stop)
    return stop if line_end < 0 else line_end


def _by_semicolons(text: str, within: Span) -> list[Enumeration]:
    found = []
    for sentence in sentences(text, within):
        parts = clauses(text, sentence)
        colon = text.find(":", sentence.start, parts[0].end) if parts else -1
        if len(parts) < 3 or colon < 0:
            continue
        first = _trim(text, colon + 1, parts[0].end)
        if first.start < first.end:
            found.append(Enumeration(Span(sentence.start, colon + 1), (first, *parts[1:])))
    return found


def _lead(text: str, start: int, end: int) -> Span:
    before = list(sentences(text, Span(start, end)))
    return before[-1] if before else Span(end, end)


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip())))


def with_items(text: str, lead: Span, within: Span) -> Span:
    """A sentence that ends in a colon, with the lines under it, up to `LONGEST_BLOCK` characters."""
    if not lead.of(text).rstrip().endswith(":"):
        return lead
    end = lead.end
    for line in _LINE.finditer(text, text.find("\n", lead.end) + 1 or lead.end, within.end):
        item = _trim(text, line.start(), line.end())
        if not _MARKED_LINE.match(text, item.start) or item.end - lead.start > LONGEST_BLOCK:
            break
        if _NUMBERED.match(text, item.start) and _NUMBERED.match(text, lead.start):
            break
        end = item.end
    return Span(lead.start, end) if end > lead.end else _with_plain_lines(text, lead, within)


def _with_plain_lines(text: str, lead: Span, within: Span) -> Span:
    """A lead with the unmarked lines below it up to the first full stop or mark; itself where they run on too far."""
    end = lead.end
    for line in _LINE.finditer(text, lead.end, within.end):
        item = _trim(text, line.start(), line.end())
        if rank(item.of(text)) < UNMARKED or item.of(text).isupper():
            break
        end = item.end
        if text[end - 1] == "." or end - lead.start > LONGEST_BLOCK:
            break
    return Span(lead.start, end) if end - lead.start <= LONGEST_BLOCK else lead


def first_words(text: str, item: Span) -> Span:
    """An item's first sentence, or the first clause of a long one: what names it where the whole is too long."""
    first = next(iter(sentences(text, item)), item)
    return first if first.end - first.start <= LONG_ITEM else clauses(text, first)[0]
