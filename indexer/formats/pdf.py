"""PDF with a text layer, a set of pages at a time; running heads and page numbers go, pages part at a form feed."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from indexer.formats.parsed import PAGE_BREAK, Parsed
from knowledge.errors import UnreadableFile

PAGES = 20
"""Pages read under one set of limits."""
MOST_PAGES = 1_000
_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—]?\s*\d{1,4}\s*(?:/\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)


def parse(path: Path, page: int) -> Parsed:
    """Text of pages [page, page + PAGES), pages parted by PAGE_BREAK; `following` names the next set."""
    try:
        with pdfplumber.open(path) as pdf:
            count = len(pdf.pages)
            if count > MOST_PAGES:
                raise UnreadableFile(f"tệp PDF có quá nhiều trang ({count}, tối đa {MOST_PAGES})")
            texts = [_text(one) for one in pdf.pages[page : page + PAGES]]
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise UnreadableFile("tệp PDF có mật khẩu: hãy bỏ mật khẩu rồi đưa lại") from error
        raise UnreadableFile("tệp PDF hỏng, không đọc được") from error
    pages = [[line.strip() for line in text.split("\n")] for text in texts]
    running = _running_lines(pages)
    inner = ["\n".join(_inner(lines, running)) for lines in pages]
    following = page + PAGES if page + PAGES < count else None
    return Parsed(PAGE_BREAK.join(inner), tuple(sorted(running)), following=following)


def _text(page: pdfplumber.page.Page) -> str:
    text = page.extract_text()
    page.close()
    return text


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
