"""Refuses documents marked as state secrets at the door (Luật Bảo vệ bí mật nhà nước), before anything is kept.

A marking counts in its official place only: alone in its line, cell, text box or stamp at the top of the first page,
beside the number, or in a header or footer. Words about secrecy in running text do not.
"""

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from indexer.loading import LoadedText
from knowledge.errors import SecretFile
from knowledge.marks import Rank, read_mark
from knowledge.spelling import fold

_LINES = 40
"""Lines of the top of a first page, blank ones not counted."""
_PROSE = 200
"""Characters of the first line that is no more part of a heading."""
_MARKINGS = frozenset(["MẬT", "TỐIMẬT", "TUYỆTMẬT", "TOIMAT", "TUYETMAT"])
_UNMARKED = frozenset(["MAT", "TOIMAT", "TUYETMAT"])
"""The same as a picture's letters are read: any marks but the breve of «MẶT», «MẮT», «MẶT TRẬN»."""
_BREVE = "\u0306"
_CELLS = re.compile(r"\||\t|[ \u00a0]{2,}")
_DEGREE = re.compile(r"(?i)(?:mức )?độ mật\s*:?\s*(?:tuyệt |tối )?mật\W*")
_BESIDE_NUMBER = re.compile(r"\d\s?[-/]\s?[A-ZĐ][\w/&-]*[\s,;(]+(?:TỐI |TUYỆT )?MẬT\W*")
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def check_secrecy(loaded: LoadedText) -> None:
    """Raise SecretFile where a file bears a marking of secrecy; the reason holds nothing of its content."""
    top = list(_top(loaded.text))
    beside = [line for part in loaded.outside for line in part.split("\n")]
    if loaded.caseless:
        top, beside = [line.upper() for line in top], [line.upper() for line in beside]
    lines = [*top, *_upright(top), *beside, *_upright(beside)]
    pictured = bool(loaded.pictures) or loaded.stamped
    if any(_is_marking(line) or (pictured and _is_read_marking(line)) for line in lines):
        raise SecretFile("tệp mang dấu chỉ độ mật: văn bản mật không được đưa vào hệ thống nối mạng Internet")


def _top(text: str) -> Iterator[str]:
    """Lines of the heading: down to the first article or the first long line."""
    lines = (line.strip() for line in text.split("\f", 1)[0].split("\n", 10 * _LINES))
    for number, line in enumerate(line for line in lines if line):
        mark = read_mark(line)
        if number >= _LINES or len(line) >= _PROSE or (mark and mark.rank in (Rank.CHAPTER, Rank.ARTICLE)):
            return
        yield line


def _upright(lines: Iterable[str]) -> Iterator[str]:
    """Letters that stand one below the other, as one line."""
    run = ""
    for line in [*lines, "--"]:
        if len(line.strip()) == 1:
            run += line.strip()
        else:
            if len(run) > 2:
                yield run
            run = ""


def _is_marking(line: str) -> bool:
    if len(line) > _PROSE:
        return False
    if _DEGREE.fullmatch(line.strip()) or _BESIDE_NUMBER.search(line):
        return True
    return any(_squeezed(cell) in _MARKINGS for cell in [line, *_CELLS.split(line)])


def _is_read_marking(line: str) -> bool:
    squeezed = _squeezed(line)
    return fold(squeezed).upper() in _UNMARKED and _BREVE not in normalize("NFD", squeezed)


def _squeezed(cell: str) -> str:
    """The letters of a cell in capitals; nothing where it is not written in capitals."""
    return _NOT_LETTERS.sub("", cell) if cell.isupper() else ""
