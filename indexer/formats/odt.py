"""OpenDocument texts: paragraphs, lists and tables in order; headers, footers and text boxes apart."""

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from indexer.formats.archive import check_archive
from indexer.formats.parsed import Parsed
from indexer.formats.tables import render_table
from knowledge.errors import UnreadableFile

_SPACES = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_MOST_SPACES = 100


def _tag(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{_SPACES[prefix]}}}{local}"


_PARAGRAPHS = (_tag("text:p"), _tag("text:h"))
_TABLE, _ROW, _CELL, _BOX = (
    _tag("table:table"),
    _tag("table:table-row"),
    _tag("table:table-cell"),
    _tag("draw:text-box"),
)
_WRITTEN = {_tag("text:tab"): "\t", _tag("text:line-break"): "\n"}
_SPACE, _COUNT = _tag("text:s"), _tag("text:c")
_MARGINS = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
_SKIPPED = frozenset(
    {
        _tag("text:tracked-changes"),
        _tag("office:annotation"),
        _tag("text:note-citation"),
        _tag("text:sequence-decls"),
    }
)


def parse(file: BinaryIO, _page: int) -> Parsed:
    """Text of an .odt in reading order, one paragraph a line."""
    check_archive(file, ".odt")
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        if "content.xml" not in archive.namelist():
            raise UnreadableFile("tệp hỏng: không mở được gói .odt")
        content = etree.fromstring(archive.read("content.xml"), _PARSER)
        styles = (
            etree.fromstring(archive.read("styles.xml"), _PARSER)
            if "styles.xml" in archive.namelist()
            else None
        )
        manifest = (
            archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
        )
        pictured = any(name.startswith("Pictures/") for name in archive.namelist())
    if b"encryption-data" in manifest:
        raise UnreadableFile("tệp có mật khẩu: hãy bỏ mật khẩu rồi đưa lại")
    body = content.find(f".//{_tag('office:text')}")
    if body is None:
        raise UnreadableFile("tệp .odt không có phần văn bản")
    outside = ["\n".join(_blocks(box)) for box in body.iter(_BOX)]
    if styles is not None:
        outside += [
            "\n".join(_blocks(part)) for name in _MARGINS for part in styles.iter(_tag(f"style:{name}"))
        ]
    return Parsed("\n".join(_blocks(body)), tuple(outside), pictured=pictured)


def _blocks(element: Any) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag in _PARAGRAPHS:
            yield from (line.strip() for line in "".join(_inline(child)).split("\n"))
            for box in child.iter(_BOX):
                yield from _blocks(box)
        elif child.tag == _TABLE:
            yield from render_table(
                [[list(_blocks(cell)) for cell in row.iterchildren(_CELL)] for row in _rows(child)]
            )
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _blocks(child)


def _rows(table: Any) -> list[Any]:
    """Rows of this table, not of those inside its cells."""
    return [row for row in table.iter(_ROW) if next(row.iterancestors(_TABLE)) is table]


def _inline(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element.iterchildren():
        if child.tag in _WRITTEN:
            yield _WRITTEN[child.tag]
        elif child.tag == _SPACE:
            count = child.get(_COUNT, "1")
            yield " " * min(int(count) if count.isdigit() else 1, _MOST_SPACES)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag != _BOX:
            yield from _inline(child)
        yield child.tail or ""
