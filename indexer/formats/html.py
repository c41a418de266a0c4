"""Saved web pages through trafilatura; Word's HTML, and pages of which it loses too much, by their own blocks."""

import html
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import trafilatura
from lxml import etree

from indexer.cleaning import body_spans, is_official
from indexer.formats.parsed import Parsed
from indexer.formats.tables import render_table
from indexer.plain_text import decode_declared
from knowledge.errors import UnreadableFile
from knowledge.spelling import nfc

KEPT = 0.8
"""Share of a page's article that trafilatura must keep; below it the page's own blocks are taken."""

_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
])  # fmt: skip
_SKIPPED = frozenset(
    ["script", "style", "noscript", "head", "template", "svg", "iframe", "select", "button", "object"]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_WORD = re.compile(r"ProgId\s+content=\W?Word\.Document|urn:schemas-microsoft-com:office:word", re.IGNORECASE)
_TEXT_BOX = re.compile(r"<v:textbox[^>]{0,2000}>(.{0,20000}?)</v:textbox>", re.DOTALL)
_MEASURED = re.compile(r"\W+")


def parse(file: BinaryIO, _page: int) -> Parsed:
    """Text of a .html, one block a line, tables as rows, with what the page's head says of it."""
    source = decode_declared(file.read())
    tree = etree.fromstring(source.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8"))
    if tree is None:
        raise UnreadableFile("tệp không có nội dung trang web")
    front = _front(tree)
    own = "\n".join(_lines(tree))
    if _WORD.search(source[:5_000]):
        return Parsed(own, tuple(_boxes(source)), front)
    return Parsed(_titled(_main_text(source, own), front.get("title", "")), front=front)


def _boxes(source: str) -> Iterator[str]:
    """Text boxes and page headers, which Word writes into comments."""
    for box in _TEXT_BOX.finditer(source):
        yield html.unescape(re.sub(r"<[^>]{0,2000}>", "\n", box[1]))


def _main_text(source: str, own: str) -> str:
    kept = nfc(
        trafilatura.extract(source, include_comments=False, include_tables=True, favor_recall=True) or ""
    )
    own = nfc(own)
    wanted = "".join(span.of(own) for span in body_spans(own))
    enough = len(_measured(kept)) >= KEPT * len(_measured(wanted))
    return kept if enough and is_official(kept) == is_official(own) else own


def _measured(text: str) -> str:
    """Letters and digits only: what two renderings of one page have in common."""
    return _MEASURED.sub("", text)


def _titled(text: str, title: str) -> str:
    """The title stands above the article, where extraction has left it out."""
    plain = " ".join(title.split())
    head = " ".join(text[: len(plain) + 500].split())
    return text if not plain or plain.casefold() in head.casefold() else f"{plain}\n\n{text}"


def _front(tree: Any) -> dict[str, str]:
    """Title, day and address, only as the page's head gives them: nothing is guessed from its text."""
    found = {
        "title": _meta(tree, "og:title") or _first_heading(tree),
        "date": _meta(tree, "article:published_time", "datePublished", "DC.date.issued")[:10],
        "source": _meta(tree, "og:url") or "".join(tree.xpath("//link[@rel='canonical']/@href")[:1]),
    }
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", found["date"]):
        del found["date"]
    return {key: nfc(" ".join(value.split())) for key, value in found.items() if value.strip()}


def _meta(tree: Any, *names: str) -> str:
    for name in names:
        for attribute in ("property", "name", "itemprop"):
            if values := tree.xpath(f"//meta[@{attribute}=$name]/@content", name=name):
                return str(values[0]).strip()
    return ""


def _first_heading(tree: Any) -> str:
    headings = tree.xpath("//h1")
    return " ".join("".join(headings[0].itertext()).split()) if len(headings) == 1 else ""


def _lines(element: Any) -> Iterator[str]:
    """The page's blocks as lines, in order."""
    line: list[str] = []
    for piece in _pieces(element):
        if piece is None:
            yield from _told(line)
            line = []
        elif isinstance(piece, list):
            yield from _told(line)
            line = []
            yield from render_table(piece)
        else:
            line.append(piece)
    yield from _told(line)


def _told(line: list[str]) -> Iterator[str]:
    for part in "".join(line).split("\v"):
        text = _SPACE.sub(" ", part).strip()
        if text:
            yield text


def _pieces(element: Any) -> Iterator[str | list[Any] | None]:
    """Text, None at the edge of a block, rows for a table of more than one column."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag and tag not in _SKIPPED and not _HIDDEN.search(element.get("style", "")):
        if tag == "br":
            yield "\v"
        elif tag == "table":
            yield [[list(_lines(cell)) for cell in row.xpath("./td|./th")] for row in _rows(element)]
        else:
            edge = tag in _BLOCKS
            yield from [None] * edge
            yield from ["- "] * (
                tag == "li" and element.getparent() is not None and element.getparent().tag == "ul"
            )
            yield element.text or ""
            for child in element.iterchildren():
                yield from _pieces(child)
            yield from [None] * edge
    if element.tail and tag != "html":
        yield element.tail


def _rows(table: Any) -> list[Any]:
    """Rows of this table, not of those inside its cells."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
