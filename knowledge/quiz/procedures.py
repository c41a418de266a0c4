"""Procedures in official texts: a line that announces an order, and the steps lettered or numbered under it."""

import re
from collections.abc import Iterator

from knowledge.documents import Span
from knowledge.spelling import fold

LEAST_STEPS, MOST_STEPS = 3, 9
LONGEST_STEP = 48
_ORDERED = re.compile(r"\b(?:trinh tu|thu tu|cac buoc|quy trinh|cac giai doan)\b")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MARK = re.compile(
    r"\s*(?:(?P<word>Bước|Giai đoạn)\s+(?P<count>\d+)\s*[:.]?|(?P<letter>[a-zđ])\)|(?P<number>\d{1,2})[.)])\s+"
)
_BRANCH = re.compile(r"(?:truong hop|neu|doi voi|khi|noi dung|thoi gian|thoi han|thanh phan|ho so)\b")
"""A step that begins so is a case or a remark: it has no place in an order of its own."""
_ALPHABET = "abcdđeghiklm"


def procedures(text: str, within: Span) -> Iterator[tuple[Span, list[Span]]]:
    """Each announcing line of `text[within]` with its steps, marks left out; cases and remarks make it none."""
    lines = [Span(within.start + m.start(), within.start + m.end()) for m in _LINE.finditer(within.of(text))]
    for place, line in enumerate(lines):
        if line.of(text).rstrip().endswith(":") and _ORDERED.search(fold(line.of(text))):
            steps = list(_steps(text, lines[place + 1 :]))
            if _is_procedure([step.of(text) for step in steps]):
                yield _without_mark(text, line), steps


def _is_procedure(steps: list[str]) -> bool:
    """Whether these are steps: neither cases and remarks, nor kinds of one thing («Thiết kế một bước …»)."""
    if not LEAST_STEPS <= len(steps) <= MOST_STEPS or any(_BRANCH.match(fold(step)) for step in steps):
        return False
    return len({" ".join(step.split()[:2]) for step in steps}) > 1


def _steps(text: str, lines: list[Span]) -> Iterator[Span]:
    """Lines marked as the first, second, third … of one kind."""
    for expected, line in enumerate(lines):
        mark = _MARK.match(text, line.start, line.end)
        if mark is None or _place(mark) != expected:
            return
        yield Span(mark.end(), line.end)


def _place(mark: re.Match[str]) -> int:
    number = mark["count"] or mark["number"]
    return int(number) - 1 if number else _ALPHABET.find(mark["letter"])


def _without_mark(text: str, line: Span) -> Span:
    mark = _MARK.match(text, line.start, line.end)
    return Span(mark.end() if mark else line.start, line.end)


def short_step(words: str, longest: int = LONGEST_STEP) -> str:
    """A step by its first words, within `longest` characters."""
    plain = " ".join(words.split()).strip(" .;:")
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rsplit(' ', 1)[0].rstrip(' ,;:')}…"
