"""A text's own structure: its lines as blocks, each with its place («Điều 5, khoản 2») and its headings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge.documents import Span
from knowledge.marked_lines import MarkedLine, marked_lines
from knowledge.marks import NAME_LENGTH, TITLE_LENGTH, Mark, Rank, heading_text

Step = tuple[str, str]
"""One step of a locator: its word and its value, («Điều», «5»)."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item or a table row: whole lines of one body span.

    `section` names the open headings (equal for blocks under the same ones), `place` leads from the section's
    locator to the block's own, `heading` is True where the block has no content of its own.
    """

    start: int
    end: int
    region: int
    last_line: int
    mark: Mark | None = None
    quoted: bool = False
    heading: bool = False
    section: tuple[int, ...] = ()
    place: tuple[Step, ...] = ()
    titles: tuple[str, ...] = ()


_CLOSED = re.compile(r"[.;:!?…/]+[”\"»’')\]*_]*$")
_BARE_TITLE = re.compile(r"[\s.:\-–—*_#]*")
_CHAPTERS = (Rank.PART, Rank.CHAPTER, Rank.LETTER, Rank.ROMAN, Rank.SECTION, Rank.ARTICLE)
"""Marks before which an official document has an opening."""


def read_structure(
    text: str, body: Iterable[Span], title: str = "", *, official: bool = False
) -> list[Block]:
    """Blocks of a document's body in order, each with its place.

    `title`: the document's title, whose line is a heading of no section. `official`: the text is a document
    itself, so what stands before its first mark is its opening. Linear in the text's length.
    """
    lines = marked_lines(text, body)
    blocks = _join(text, lines)
    named = not official and not _width(lines)
    return _Places(text, title, official=official).give(list(_with_headings(text, blocks, named=named)))


def _join(text: str, lines: list[MarkedLine]) -> list[Block]:
    """Lines that read on into each other become one block."""
    width = _width(lines)
    blocks: list[Block] = []
    for line in lines:
        last = blocks[-1] if blocks else None
        if last and last.region == line.region and _continues(text, last, line, width):
            blocks[-1] = replace(last, end=line.end, last_line=line.start)
        else:
            blocks.append(Block(line.start, line.end, line.region, line.start, line.mark, line.quoted))
    return blocks


def _width(lines: list[MarkedLine]) -> int:
    """Characters of a full line where the text was broken into lines of a page's width, else 0."""
    lengths = sorted(line.end - line.start for line in lines)
    if len(lengths) < 10 or lengths[int(len(lengths) * 0.97)] > 130:
        return 0
    return lengths[int(len(lengths) * 0.9)]


def _continues(text: str, block: Block, line: MarkedLine, width: int) -> bool:
    """Whether a line is the rest of the block before it."""
    if line.mark or line.after_blank or text[block.start] == "|":
        return False
    if block.mark and block.mark.rank <= Rank.ARTICLE and _lacks_title(text, block, line):
        return True
    if block.mark and block.mark.level:
        return False
    return _reads_on(text, line.start) or _is_unfinished(text, block, line, width)


def _reads_on(text: str, start: int) -> bool:
    """Whether a line begins in a small letter, or with a remark in brackets: «trong vòng 02⏎(hai) ngày»."""
    remark = text[start + 1 : start + 3] if text[start] == "(" else ""
    return text[start].islower() or (remark.isalpha() and remark.islower())


def _is_unfinished(text: str, block: Block, line: MarkedLine, width: int) -> bool:
    """Whether a block must go on: it is not closed, and its last line is as long as the page is wide."""
    tail = text[max(block.last_line, block.end - 6) : block.end]
    if _CLOSED.search(tail):
        return False
    capitals = text[block.last_line : block.end].isupper(), text[line.start : line.end].isupper()
    if block.end - block.last_line < 0.6 * width or any(capitals):
        return all(capitals) or tail.endswith(",")
    return width > 0 or tail.endswith(",")


def _lacks_title(text: str, block: Block, line: MarkedLine) -> bool:
    """«Chương I» has its title below, often in capitals over several lines; so has a bare «Điều 2.»."""
    written = text[line.start : line.end]
    mark = block.mark
    if mark is None or line.end - block.start > 400:
        return False
    head = text[block.start : block.start + 40]
    bare = _BARE_TITLE.fullmatch(text[block.start + head.find(mark.value) + len(mark.value) : block.end])
    if mark.rank == Rank.ARTICLE:
        return bare is not None
    return mark.only and (written.isupper() or (bare is not None and not _CLOSED.search(written[-6:])))


def _with_headings(text: str, blocks: list[Block], *, named: bool) -> Iterator[Block]:
    """Blocks, those marked that only name what follows; `named`: lines without a mark may do so too."""
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        yield replace(block, heading=_is_heading(text, block, following, named=named))


def _is_heading(text: str, block: Block, following: Block | None, *, named: bool) -> bool:
    written = text[block.start : block.end]
    if block.mark and (block.mark.only or (block.mark.level and block.mark.rank != Rank.BULLET)):
        return True
    if _CLOSED.search(written[-6:]) or written.endswith(",") or len(written) > 220:
        return False
    if block.mark:
        titled = block.mark.rank in (Rank.ARTICLE, Rank.ROMAN, Rank.LETTER, Rank.NUMBER)
        return titled and following is not None and _is_below(following.mark, block.mark)
    if block.quoted or not named or following is None or len(written) < 12 or not written[0].isupper():
        return False
    return following.mark is None and following.end - following.start >= 1.5 * len(written)


def _is_below(mark: Mark | None, upper: Mark) -> bool:
    """Whether a block with this mark can be the content of one with the upper mark."""
    return mark is None or mark.rank == Rank.BULLET or not _closes(mark, upper)


@dataclass(frozen=True, slots=True)
class _Open:
    """A mark that holds until one of its own or a higher rank follows."""

    mark: Mark
    key: int
    section: bool
    title: str


class _Places:
    """Walks the blocks once, keeping the open marks, and says of each block where it stands."""

    def __init__(self, text: str, title: str, *, official: bool) -> None:
        self._text = text
        self._title = " ".join(title.split())
        self._official = official
        self._open: list[_Open] = []
        self._paragraph = 0
        self._in_list = False
        self._keys = 0
        self._paged = "\f" in text
        self._page = 1

    def give(self, blocks: list[Block]) -> list[Block]:
        marked = any(block.mark and block.mark.rank in _CHAPTERS for block in blocks)
        self._official = self._official and marked
        placed = []
        for number, block in enumerate(blocks):
            turned = self._text.count("\f", blocks[number - 1].start if number else 0, block.start)
            if turned:
                self._page += turned
                self._paragraph = 0
            placed.append(self._place(block, first=number == 0))
        return placed

    def _place(self, block: Block, *, first: bool) -> Block:
        if first and self._is_title(block):
            return replace(block, heading=True, mark=None)
        mark = block.mark
        if mark is None and block.heading:
            mark = Mark(
                Rank.NAMED, "mục", f"“{heading_text(self._text[block.start : block.end], NAME_LENGTH)}”"
            )
        steps: tuple[Step, ...] = ()
        if mark and mark.rank < Rank.BULLET:
            self._enter(mark, block)
        elif not (block.quoted and self._open):
            steps = (*self._page_step(), self._paragraph_step(mark, block))
        return replace(
            block,
            mark=mark,
            section=tuple(one.key for one in self._open if one.section),
            place=tuple((one.mark.word, one.mark.value) for one in self._open) + steps,
            titles=tuple(one.title for one in self._open if one.section),
        )

    def _is_title(self, block: Block) -> bool:
        written = " ".join(self._text[block.start : block.end].lstrip("#").split())
        return bool(block.mark and block.mark.level) or written[:80] == self._title[:80] != ""

    def _enter(self, mark: Mark, block: Block) -> None:
        self._open = [one for one in self._open if not _closes(mark, one.mark)]
        in_article = any(one.mark.rank == Rank.ARTICLE for one in self._open)
        section = mark.rank <= Rank.ARTICLE or (block.heading and not in_article)
        self._keys += 1
        self._open.append(
            _Open(_named_in_place(mark, in_article), self._keys, section, self._heading(mark, block))
        )
        self._paragraph = 0 if block.heading else 1
        self._in_list = False

    def _heading(self, mark: Mark, block: Block) -> str:
        written = self._text[block.start : block.end]
        if mark.rank == Rank.ARTICLE and (len(written) > TITLE_LENGTH or _CLOSED.search(written[-6:])):
            return f"{mark.word} {mark.value}"
        return heading_text(written)

    def _page_step(self) -> tuple[Step, ...]:
        return (("trang", str(self._page)),) if self._paged else ()

    def _paragraph_step(self, mark: Mark | None, block: Block) -> Step:
        """Counted under the innermost mark, or on the page; a list counts with its introduction."""
        if self._official and not self._open:
            return ("phần mở đầu", "")
        if not (self._in_list and (mark or block.quoted)):
            self._paragraph += 1
        self._in_list = bool(mark) or self._text[block.end - 1] == ":"
        return ("đoạn", str(self._paragraph))


def _closes(mark: Mark, older: Mark) -> bool:
    if mark.level and older.level >= mark.level:
        return True
    if mark.rank == older.rank == Rank.NUMBER:
        return not mark.value.startswith(f"{older.value}.")
    return older.rank >= mark.rank


def _named_in_place(mark: Mark, in_article: bool) -> Mark:
    """«2.» is a khoản inside an article and a mục elsewhere."""
    if mark.rank == Rank.NUMBER:
        return replace(mark, word="khoản" if in_article else "mục")
    if mark.rank == Rank.POINT and not in_article:
        return replace(mark, word="mục")
    return mark
