"""Word 97-2003 documents: text through the piece table, tables by their paragraphs' marks; older ones are refused.

Source of the layout: Microsoft's published [MS-DOC], sections 2.5 (Fib), 2.8 (Plcf, PlcBtePapx) and 2.9.178 (Pcd).
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

import olefile

from indexer.formats.parsed import Parsed
from indexer.formats.tables import render_table
from knowledge.errors import UnreadableFile

_MAGIC, _OLDEST = 0xA5EC, 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_COUNTS, _PAPX, _CLX = 0x4C, 0x102, 0x1A2
"""Where a Fib keeps the lengths of its parts, and the places of the paragraphs' table and of the piece table."""
_IN_TABLE, _ROW_END = 0x2416, 0x2417
_PAGE = 512
_CELL, _PARAGRAPH = "\x07", "\r"
_WRITTEN = str.maketrans(
    {"\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\xa0": " ", **dict.fromkeys("\x01\x02\x05\x08\x1f")}
)
_OPENS, _SHOWS, _CLOSES = "\x13", "\x14", "\x15"
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters [start, end) of the text, at a place of the file, in one byte or two each."""

    start: int
    end: int
    place: int
    width: int


def parse(file: BinaryIO, _page: int) -> Parsed:
    """The text in order, one paragraph a line, footnotes and text boxes at the end; headers apart."""
    with olefile.OleFileIO(file.read()) as container:
        _check(container)
        main = container.openstream("WordDocument").read()
        flags = struct.unpack_from("<H", main, 0x0A)[0]
        if flags & _ENCRYPTED:
            raise UnreadableFile("tệp có mật khẩu: hãy bỏ mật khẩu rồi đưa lại")
        table = container.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
    pieces = _pieces(main, table)
    text = "".join(_characters(main, piece) for piece in pieces)
    ends = _row_ends(main, table, pieces)
    body, notes, headers, boxes = _parts(main, text)
    lines = [*_lines(body, ends), *_lines(notes, {}), *_lines(boxes, {})]
    outside = tuple(line for part in (headers, boxes) for line in _lines(part, {}))
    return Parsed("\n".join(lines), outside)


def _check(container: olefile.OleFileIO) -> None:
    if not container.exists("WordDocument"):
        raise UnreadableFile("không phải tệp Word (.doc), hoặc tệp có mật khẩu")
    if container.exists("Macros") or container.exists("_VBA_PROJECT_CUR"):
        raise UnreadableFile("tệp có macro: hãy lưu lại thành .docx không có macro")
    if any(entry[0] == "ObjectPool" and len(entry) > 2 for entry in container.listdir()):
        raise UnreadableFile("tệp chứa tài liệu khác bên trong: hãy đưa riêng từng tệp")
    magic, version = struct.unpack("<HH", container.openstream("WordDocument").read(4))
    if magic != _MAGIC or version < _OLDEST:
        raise UnreadableFile(
            "tệp của Word 95 hoặc cũ hơn: hãy mở bằng Word hoặc LibreOffice rồi lưu lại thành .docx"
        )


def _pieces(main: bytes, table: bytes) -> list[_Piece]:
    place, size = struct.unpack_from("<II", main, _CLX)
    clx, at = table[place : place + size], 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    length = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + length]
    count = (length - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", plc)
    return [_piece(plc, 4 * (count + 1) + 8 * number, span) for number, span in enumerate(pairwise(bounds))]


def _piece(plc: bytes, at: int, span: tuple[int, int]) -> _Piece:
    place = struct.unpack_from("<I", plc, at + 2)[0]
    if place & 0x40000000:
        return _Piece(*span, (place & 0x3FFFFFFF) // 2, 1)
    return _Piece(*span, place & 0x3FFFFFFF, 2)


def _characters(main: bytes, piece: _Piece) -> str:
    written = main[piece.place : piece.place + (piece.end - piece.start) * piece.width]
    if piece.width == 1:
        return written.decode("windows-1252", "replace")
    # A pair of surrogates counts as two characters, as Word counts it.
    return "".join(map(chr, struct.unpack(f"<{len(written) // 2}H", written[: len(written) // 2 * 2])))


def _parts(main: bytes, text: str) -> tuple[str, str, str, str]:
    """Body, notes, headers and text boxes, which follow one another in the text."""
    body, foot, head, _, comments, end, boxes, head_boxes = struct.unpack_from("<8I", main, _COUNTS)
    parts, at = [], 0
    for length in (body, foot, head, comments, end, boxes, head_boxes):
        parts.append(text[at : at + length])
        at += length
    return parts[0], parts[1] + parts[4], parts[2] + parts[6], parts[5]


def _row_ends(main: bytes, table: bytes, pieces: Sequence[_Piece]) -> dict[int, bool]:
    """By the place of a paragraph's last character: in a table or not, True where it ends a row."""
    place, size = struct.unpack_from("<II", main, _PAPX)
    count = (size - 4) // 8
    pages = struct.unpack_from(f"<{count}I", table, place + 4 * (count + 1)) if count > 0 else ()
    starts = sorted(pieces, key=lambda piece: piece.place)
    found = {}
    for number in pages:
        page = main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        for end, marks in _paragraphs(page):
            # The place just before the end: of a letter in two bytes, its second.
            at = _at(starts, end - 1)
            if at is not None and _IN_TABLE in marks:
                found[at] = _ROW_END in marks
    return found


def _at(pieces: Sequence[_Piece], place: int) -> int | None:
    """The character that lies at a place of the file."""
    number = bisect_right(pieces, place, key=lambda piece: piece.place) - 1
    if number < 0:
        return None
    piece = pieces[number]
    character = piece.start + (place - piece.place) // piece.width
    return character if character < piece.end else None


def _paragraphs(page: bytes) -> Iterator[tuple[int, set[int]]]:
    """Where each paragraph of a page of properties ends in the file, and which of its properties are on."""
    count = page[_PAGE - 1]
    places = struct.unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        offset = 2 * page[4 * (count + 1) + 13 * number]
        yield places[number + 1], set(_marks(page, offset)) if offset else set()


def _marks(page: bytes, offset: int) -> Iterator[int]:
    size = 2 * page[offset] - 1 if page[offset] else 2 * page[offset + 1]
    at = offset + (1 if page[offset] else 2)
    end, at = at + size, at + 2
    while at + 3 <= end:
        code = struct.unpack_from("<H", page, at)[0]
        at += 2
        if page[at] and code in (_IN_TABLE, _ROW_END):
            yield code
        kind = code >> 13
        if kind in _SIZES:
            at += _SIZES[kind]
        else:
            at += 1 + (struct.unpack_from("<H", page, at)[0] if code in (0xD608, 0xD609) else page[at])


def _lines(text: str, ends: dict[int, bool]) -> Iterator[str]:
    """Paragraphs as lines; those in a table as cells, until the mark that ends the row."""
    rows: list[list[list[str]]] = []
    cells: list[list[str]] = []
    cell: list[str] = []
    start = 0
    for at, letter in enumerate(text):
        if letter not in (_CELL, _PARAGRAPH):
            continue
        written, start = _plain(text[start:at]), at + 1
        if at not in ends:
            yield from render_table(rows)
            rows = []
            yield from written
        elif ends[at]:
            rows.append(cells)
            cells, cell = [], []
        else:
            cell += written
            if letter == _CELL:
                cells.append(cell)
                cell = []
    yield from render_table(rows)
    yield from _plain(text[start:])


def _plain(paragraph: str) -> list[str]:
    """A paragraph's lines without field codes and marks of drawings."""
    shown: list[str] = []
    fields: list[bool] = []  # of each field that is open, whether its result has begun
    for letter in paragraph:
        if letter == _OPENS:
            fields.append(False)
        elif letter == _SHOWS and fields:
            fields[-1] = True
        elif letter == _CLOSES and fields:
            fields.pop()
        elif all(fields):
            shown.append(letter)
    return [line.strip() for line in "".join(shown).translate(_WRITTEN).split("\n")]
