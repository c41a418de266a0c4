"""A text's lines with the marks that hold for it: not those that an amendment quotes, and those of what is attached."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from knowledge.documents import Span
from knowledge.marks import UPPER, Mark, Rank, read_mark
from knowledge.sentences import trimmed

_RULE = re.compile(r"[\s\-–—_=*.]+")
_ATTACHED = re.compile(
    r"(QUY ĐỊNH|QUY CHẾ|ĐIỀU LỆ|KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|QUY TRÌNH|HƯỚNG DẪN|DANH MỤC|PHƯƠNG ÁN|TIÊU CHÍ|"
    r"NỘI QUY|BẢN QUY ĐỊNH|BỘ TIÊU CHÍ)\b"
)
_ATTACHED_NOTE = re.compile(r"(?i)[(*]\s*(?:được\s+)?(?:ban\s+hành\s+)?kèm\s+theo\b")
_QUOTED = re.compile(r"[“\"]\s*(?:Điều|Chương|Mục|\d{1,3}[a-zđ]?\.|[a-zđ]{1,2}\))")
_QUOTE_END = re.compile(r"[”\"][.;,]{0,2}$")
_AMENDS = re.compile(r"(?i)sửa đổi|bổ sung|thay thế|bãi bỏ")
_UNPOINTED_ARTICLE = re.compile(rf"(?:\*\*)?Điều\s+(\d{{1,3}})\s+(?=[{UPPER}])")


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line that is not blank and no ruled line, stripped, of one body span (`region`)."""

    start: int
    end: int
    region: int
    after_blank: bool
    mark: Mark | None = None
    quoted: bool = False
    """Whether it stands in the wording that an amendment quotes: its mark is not the document's own."""


def marked_lines(text: str, body: Iterable[Span]) -> list[MarkedLine]:
    """Lines of the body in order, with their marks in their context."""
    lines = [line for region, span in enumerate(body) for line in _lines(text, span, region)]
    return list(_Reader(text, lines).read())


def _lines(text: str, span: Span, region: int) -> Iterator[MarkedLine]:
    position, blank = span.start, True
    for raw in span.of(text).split("\n"):
        here = trimmed(text, Span(position, position + len(raw)))
        if here.start < here.end and not _RULE.fullmatch(raw):
            yield MarkedLine(here.start, here.end, region, blank)
        # A page's end is no paragraph's end.
        blank = here.start == here.end and "\f" not in raw
        position += len(raw) + 1


class _Reader:
    """Reads marks in order, knowing the last article and whether a quotation is open."""

    def __init__(self, text: str, lines: Sequence[MarkedLine]) -> None:
        self._text = text
        self._lines = lines
        self._quoting = False
        self._begun = False
        self._article = 0
        self._amending = False

    def read(self) -> Iterator[MarkedLine]:
        for number, line in enumerate(self._lines):
            written = self._text[line.start : line.end]
            mark = read_mark(written) or self._unpointed(written)
            self._quoting = self._quoting or self._is_foreign(mark)
            if self._quoting and not self._ends_quotation(mark, written):
                self._quoting = not _QUOTE_END.search(written[-4:])
                # What carries a mark still begins a block of its own there.
                yield replace(line, mark=mark and Mark(Rank.BULLET, "", ""), quoted=True)
                continue
            opening = _QUOTED.match(written) is not None
            self._quoting = opening and not _QUOTE_END.search(written[-4:])
            attached = self._attached(number, written)
            self._remember(mark, attached, written)
            yield replace(line, mark=attached or mark, quoted=opening)

    def _unpointed(self, written: str) -> Mark | None:
        """«Điều 5 Tổ chức» without its full stop, where article 5 is due."""
        match = _UNPOINTED_ARTICLE.match(written)
        due = match is not None and int(match[1]) == self._article + 1
        return Mark(Rank.ARTICLE, "Điều", match[1]) if match and due else None

    def _is_foreign(self, mark: Mark | None) -> bool:
        """An article out of turn in an amendment is still quoted: its quotation marks are missing or misleading."""
        if not self._amending or mark is None or mark.rank != Rank.ARTICLE:
            return False
        return mark.value != str(self._article + 1)

    def _ends_quotation(self, mark: Mark | None, written: str) -> bool:
        """A missing closing quote must not swallow the rest: the next article or amending item ends it."""
        if mark is None or mark.rank > Rank.NUMBER:
            return False
        if mark.rank == Rank.ARTICLE:
            return mark.value == str(self._article + 1)
        return mark.rank < Rank.ARTICLE or _AMENDS.search(written[:80]) is not None

    def _attached(self, number: int, written: str) -> Mark | None:
        """«QUY CHẾ» in capitals, with «(Ban hành kèm theo …)» below it: a document inside the document."""
        name = _ATTACHED.match(written)
        if not (self._begun and name and written.isupper()):
            return None
        lines = (self._text[line.start : line.end] for line in self._lines[number + 1 : number + 9])
        below = "\n".join(takewhile(lambda line: read_mark(line) is None, lines))
        found = _ATTACHED_NOTE.search(below)
        return Mark(Rank.APPENDIX, f"{name[1].capitalize()} kèm theo", "", only=True) if found else None

    def _remember(self, mark: Mark | None, attached: Mark | None, written: str) -> None:
        if attached:
            self._article, self._amending = 0, False
        elif mark and mark.rank == Rank.ARTICLE:
            self._article = int("".join(filter(str.isdigit, mark.value)) or 0)
            self._amending = _AMENDS.search(written[:80]) is not None
        self._begun = self._begun or (
            mark is not None and mark.rank in (Rank.ARTICLE, Rank.ROMAN, Rank.NUMBER)
        )
