"""Word documents: paragraphs with their automatic numbers, tables as rows, text boxes; headers and footers apart."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from indexer.formats.archive import check_archive
from indexer.formats.numbering import Numbering
from indexer.formats.parsed import Parsed
from indexer.formats.tables import render_table
from indexer.legacy import by_font

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_BOX, _NOTE = qn("w:txbxContent"), qn("w:footnote")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRITTEN = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT, _RUN, _FONTS = qn("w:t"), qn("w:r"), f"{qn('w:rPr')}/{qn('w:rFonts')}"
_SKIPPED = frozenset(
    {
        qn("w:del"),
        qn("w:moveFrom"),
        qn("w:instrText"),
        qn("w:pPr"),
        qn("w:rPr"),
        qn("w:sectPr"),
        _BOX,
        _FALLBACK,
    }
)
_DRAWN = "{urn:schemas-microsoft-com:vml}textpath"
_MARGINS = ("header+xml", "footer+xml")


def parse(file: BinaryIO, _page: int) -> Parsed:
    """Text of a .docx in reading order, one paragraph a line; footnotes at the end."""
    check_archive(file)
    document = docx.Document(file)
    numbering = Numbering.of(document)
    lines = [*_blocks(document.element.body, numbering), *_footnotes(document, numbering)]
    pictured = any(part.partname.startswith("/word/media/") for part in document.part.package.iter_parts())
    return Parsed("\n".join(lines), tuple(_margins(document, numbering)), pictured=pictured)


def _margins(document: Document, numbering: Numbering) -> Iterator[str]:
    """All headers and footers of the file, whichever pages they are for; its text boxes and drawn words."""
    yield from _drawn_words(document.element.body)
    for box in document.element.body.iter(_BOX):
        yield "\n".join(_blocks(box, Numbering({}, {})))
    for part in document.part.package.iter_parts():
        if part.content_type.endswith(_MARGINS):
            margin = parse_xml(part.blob)
            yield "\n".join([*_blocks(margin, numbering), *_drawn_words(margin)])


def _drawn_words(element: Any) -> Iterator[str]:
    """Words of watermarks and the like, which are no text of the file."""
    yield from (drawn.get("string", "") for drawn in element.iter(_DRAWN))


def _footnotes(document: Document, numbering: Numbering) -> Iterator[str]:
    for part in document.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            for note in parse_xml(part.blob).iter(_NOTE):
                # Notes with a type are the separator lines.
                if note.get(qn("w:type")) is None:
                    yield "\n".join(_blocks(note, numbering)).strip()


def _blocks(element: Any, numbering: Numbering) -> Iterator[str]:
    """Lines of a body, a cell or a text box; content controls and the like are looked through."""
    for child in element.iterchildren():
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child, numbering)
        elif child.tag == _TABLE:
            rows = [[list(_blocks(cell, numbering)) for cell in row.iter(_CELL)] for row in child.iter(_ROW)]
            yield from render_table(rows)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _blocks(child, numbering)


def _paragraph(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    label = numbering.label(paragraph)
    text = "\n".join(line.strip() for line in "".join(_inline(paragraph)).strip().split("\n"))
    yield (label if text else "") + text
    for box in paragraph.iter(_BOX):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield from _blocks(box, numbering)


def _inline(element: Any) -> Iterator[str]:
    font = _font(element) if element.tag == _RUN else ""
    for child in element.iterchildren():
        if child.tag == _TEXT:
            yield by_font(child.text or "", font)
        elif child.tag in _WRITTEN:
            yield _WRITTEN[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _inline(child)


def _font(run: Any) -> str:
    """The font that a run names for Western letters; empty where it takes its style's."""
    fonts = run.find(_FONTS)
    return str(fonts.get(qn("w:ascii"), fonts.get(qn("w:hAnsi"), ""))) if fonts is not None else ""
