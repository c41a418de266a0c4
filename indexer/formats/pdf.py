"""PDF, a set of pages at a time; running heads and page numbers go, pages part at a form feed, scans are named."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.clustering import cluster_objects
from pdfplumber.utils.exceptions import PdfminerException

from indexer.formats.columns import Word, read_lines
from indexer.formats.parsed import PAGE_BREAK, Parsed
from indexer.formats.reflow import reflow
from indexer.formats.tables import render_table
from indexer.legibility import is_legible
from knowledge.errors import UnreadableFile

PAGES = 20
"""Pages read under one set of limits."""
MOST_PAGES = 1_000
FEW = 40
"""Letters under which a page that holds a large picture is taken for a scan."""
LARGE = 0.4
"""Share of a page that such a picture covers."""
FEWEST_LINES, MOST_LINES = 4, 3_000
"""Drawn lines and boxes of a page between which tables are looked for."""
_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—]?\s*\d{1,4}\s*(?:/\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Page:
    """One page: its lines, and whether they are missing because it is a picture."""

    lines: list[str]
    scan: bool
    pictured: bool


def parse(file: BinaryIO, page: int) -> Parsed:
    """Text of pages [page, page + PAGES), pages parted by PAGE_BREAK; `following` names the next set."""
    try:
        with pdfplumber.open(io.BytesIO(file.read())) as pdf:
            count = len(pdf.pages)
            if count > MOST_PAGES:
                raise UnreadableFile(f"tệp PDF có quá nhiều trang ({count}, tối đa {MOST_PAGES})")
            pages = [_read(one) for one in pdf.pages[page : page + PAGES]]
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise UnreadableFile("tệp PDF có mật khẩu: hãy bỏ mật khẩu rồi đưa lại") from error
        raise UnreadableFile("tệp PDF hỏng, không đọc được") from error
    running = _running_lines([one.lines for one in pages])
    inner = ["\n".join(reflow(_inner(one.lines, running))) for one in pages]
    return Parsed(
        PAGE_BREAK.join(inner),
        tuple(sorted(running)),
        following=page + PAGES if page + PAGES < count else None,
        scans=tuple(page + number for number, one in enumerate(pages) if one.scan),
        pictured=page == 0 and pages[0].pictured if pages else False,
    )


def _read(page: pdfplumber.page.Page) -> _Page:
    text = "\n".join(_lines(page))
    covered = sum(_area(image) for image in page.images) / max(page.width * page.height, 1)
    letters = sum(map(str.isalnum, text))
    # Letters drawn as curves, and the layer that a scanner put behind its picture without knowing the language.
    drawn = len(page.curves) > 10 * max(letters, FEW)
    scan = (covered >= LARGE and (letters < FEW or not is_legible(text))) or (drawn and letters < FEW)
    read = _Page(
        [] if scan else [line.strip() for line in text.split("\n")],
        scan,
        bool(page.images) or any(map(_is_stamp, page.annots)),
    )
    page.close()
    return read


def _lines(page: pdfplumber.page.Page) -> Iterator[str]:
    """The page from top to bottom, with ruled tables as rows."""
    below = 0.0
    for table in sorted(_tables(page), key=lambda found: found.bbox[1]):
        _, top, _, bottom = table.bbox
        if top >= below:
            yield from _band(page, below, top)
            yield from render_table([[(cell or "").split("\n") for cell in row] for row in table.extract()])
            below = bottom
    yield from _band(page, below, page.height)


def _tables(page: pdfplumber.page.Page) -> list[Any]:
    """Tables of more than one row and column; looked for only where lines are drawn, for it takes long."""
    if not FEWEST_LINES <= len(page.lines) + len(page.rects) <= MOST_LINES:
        return []
    return [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 1]


def _band(page: pdfplumber.page.Page, top: float, bottom: float) -> list[str]:
    if bottom - top < 1:
        return []
    whole = top <= 0 and bottom >= page.height
    part = page if whole else page.crop((0, top, page.width, bottom), strict=False)
    rows = cluster_objects(part.extract_words(), "top", 3)
    return list(read_lines([[_word(one) for one in row] for row in rows]))


def _word(read: dict[str, Any]) -> Word:
    return Word(read["text"], read["x0"], read["x1"], read["bottom"] - read["top"])


def _is_stamp(annotation: dict[str, Any]) -> bool:
    return str(annotation.get("data", {}).get("Subtype", "")).strip("/'") in ("Stamp", "FreeText")


def _area(image: dict[str, float]) -> float:
    return max(0.0, image["x1"] - image["x0"]) * max(0.0, image["bottom"] - image["top"])


def _running_lines(pages: Sequence[Sequence[str]]) -> set[str]:
    """Lines that head or foot most pages."""
    edges = Counter(line for page in pages for line in {*page[:1], *page[-1:]} if line)
    return {line for line, times in edges.items() if len(pages) >= 4 and times > 0.6 * len(pages)}


def _inner(page: list[str], running: set[str]) -> list[str]:
    lines = list(page)
    while lines and (lines[0] in running or _PAGE_NUMBER.fullmatch(lines[0])):
        lines.pop(0)
    while lines and (lines[-1] in running or _PAGE_NUMBER.fullmatch(lines[-1])):
        lines.pop()
    return lines
