"""Markdown as a phone should show it: headings, bold, tables and links without their signs."""

import re
from collections.abc import Iterator

_SIGNS = re.compile(r"[#*_`|>\[\\]|[-=]\s*[-=]|\n{3}")
"""Without any of these there is nothing to take off."""
_RULED = re.compile(r"\s*(?:[-*_=]\s*){3,}|\s*(?:\|?\s*:?-{2,}:?\s*)+\|?\s*")
"""A ruled line, of a page or of a table: it holds no word."""
_HEADING = re.compile(r"^\s{0,3}#{1,6}[ \t]+|[ \t]+#{1,6}[ \t]*$")
_ITEM = re.compile(r"^(\s*)\*[ \t]+(?=\S)")
"""Only the star: «-» and «+» are how Vietnamese papers themselves begin their items."""
_QUOTE = re.compile(r"^\s{0,3}>[ \t]?")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*\*|\*\*|___|__|`)(?=\S)(.+?)(?<=\S)\1")
_SLANTED = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*\\])\*(?![\w*])")
_HALF = re.compile(r"\*\*+")
"""What is left of bold words that begin or end outside of what is shown."""
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
BETWEEN_CELLS = " · "


def readable(text: str) -> str:
    """The text without Markdown's signs: rows as «a · b», items with «•», ruled lines left out."""
    if not _SIGNS.search(text):
        return text
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_lines(text)))


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if not line.strip() or not _RULED.fullmatch(line):
            yield _plain(line)


def _plain(line: str) -> str:
    line = _ITEM.sub(r"\1• ", _HEADING.sub("", _QUOTE.sub("", line)))
    line = _SLANTED.sub(r"\1", _STRONG.sub(r"\2", _LINK.sub(r"\1", line)))
    if "|" in line:
        line = BETWEEN_CELLS.join(cell.strip() for cell in line.split("|") if cell.strip())
    return _ESCAPED.sub(r"\1", _HALF.sub("", line))


def without_opening_headings(text: str) -> str:
    """The text after the headings that it begins with, for where its place names them already; all where that is all."""
    return re.sub(r"\A(?:\s*#{1,6}[ \t][^\n]*(?:\n|\Z))+", "", text).strip() or text.strip()
