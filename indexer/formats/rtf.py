"""RTF: text by its control words, tables as rows, fonts of before Unicode converted; headers and text boxes apart.

Source: Microsoft's Rich Text Format specification 1.9.1.
"""

import re
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from indexer.formats.parsed import Parsed
from indexer.formats.tables import render_table
from indexer.legacy import by_font
from knowledge.errors import UnreadableFile

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<value>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_WRITTEN = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
}  # fmt: skip
_SIGNS = {"~": " ", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
_BESIDE = frozenset("header headerl headerr headerf footer footerl footerr footerf shptxt".split())
_SKIPPED = frozenset(
    "fonttbl colortbl stylesheet info pict object themedata colorschememapping datastore latentstyles listtable "
    "listoverridetable rsidtbl generator xmlnstbl fldinst bkmkstart bkmkend nonshppict filetbl revtbl sp".split()
)
_PAGES = {0: 1252, 163: 1258, 204: 1251, 238: 1250, 2: 1252}
"""Code pages of a font's character set; 163 is Vietnamese."""
_DEEPEST = 500


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds between two braces: where text goes, its font, how many characters stand behind a \\u."""

    target: str = "body"
    font: int = 0
    fallback: int = 1
    hidden: bool = False


@dataclass(slots=True)
class _Sheet:
    """One target's paragraphs as they come: lines, and the table that is under way."""

    lines: list[str] = field(default_factory=list)
    rows: list[list[list[str]]] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    in_table: bool = False

    def paragraph(self) -> None:
        """End a paragraph."""
        written = [line.strip() for line in "".join(self.text).split("\n")]
        self.text.clear()
        if self.in_table:
            self.cell += written
            return
        self._end_table()
        self.lines += written

    def end_cell(self) -> None:
        """End a cell."""
        self.in_table = True
        self.paragraph()
        self.cells.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        """End a row."""
        self.rows.append(self.cells)
        self.cells = []

    def finish(self) -> list[str]:
        """All lines."""
        if self.text:
            self.paragraph()
        self._end_table()
        return self.lines

    def _end_table(self) -> None:
        self.lines += render_table([row for row in self.rows if row])
        self.rows.clear()


def parse(file: BinaryIO, _page: int) -> Parsed:
    """Text in reading order, one paragraph a line; pictures and embedded objects are no text."""
    data = file.read()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableFile("nội dung không phải RTF: phần đuôi của tên tệp không đúng với loại tệp")
    if re.search(rb"\\objdata|\\objclass|\\objemb", data):
        raise UnreadableFile("tệp chứa tài liệu khác bên trong: hãy đưa riêng từng tệp")
    reader = _Reader(_fonts(data))
    for token in _TOKEN.finditer(data):
        reader.take(token)
    body, beside = (reader.sheets[target].finish() for target in ("body", "beside"))
    return Parsed("\n".join(body), tuple(beside), pictured=b"\\pict" in data)


def _fonts(data: bytes) -> dict[int, tuple[int, str]]:
    """Code page and name by the font's number."""
    found = re.finditer(rb"\\f(\d{1,5})((?:\\[a-z]+-?\d* ?|\{[^{}]*\})*)([^;{}\\]{1,80});", data)
    return {int(font[1]): (_page_of(font[2]), font[3].decode("latin-1").strip()) for font in found}


def _page_of(controls: bytes) -> int:
    charset = re.search(rb"\\fcharset(\d+)", controls)
    return _PAGES.get(int(charset[1]), 1252) if charset else 1252


class _Reader:
    """Walks the control words."""

    def __init__(self, fonts: dict[int, tuple[int, str]]) -> None:
        self.sheets = {"body": _Sheet(), "beside": _Sheet()}
        self._fonts = fonts
        self._groups = [_Group()]
        self._skip = 0
        self._optional = False
        self._bytes = bytearray()

    def take(self, token: re.Match[bytes]) -> None:
        """One token."""
        if token["byte"]:
            self._take_bytes(bytes.fromhex(token["byte"].decode()))
            return
        if token["text"]:
            self._take_bytes(token["text"])
            return
        self._flush()
        if token["brace"]:
            self._brace(token["brace"] == b"{")
        elif token["word"]:
            self._word(token["word"].decode(), int(token["value"]) if token["value"] else None)
        elif token["sign"]:
            self._sign(token["sign"].decode("latin-1"))

    @property
    def _group(self) -> _Group:
        return self._groups[-1]

    def _change(self, **values: object) -> None:
        self._groups[-1] = replace(self._group, **values)  # type: ignore[arg-type]

    def _take_bytes(self, written: bytes) -> None:
        """Characters in the font's code page; as many as stand in for a \\u before them are passed over."""
        kept = written[self._skip :]
        self._skip -= len(written) - len(kept)
        self._bytes += kept

    def _flush(self) -> None:
        if self._bytes:
            page, name = self._fonts.get(self._group.font, (1252, ""))
            written = self._bytes.decode(f"cp{page}", "replace")
            self._bytes.clear()
            self._write(by_font(written, name))

    def _brace(self, opens: bool) -> None:
        self._skip = 0
        if opens:
            self._groups.append(self._group)
            if len(self._groups) > _DEEPEST:
                raise UnreadableFile("tệp hỏng, không đọc được")
        elif len(self._groups) > 1:
            closed = self._groups.pop()
            if closed.target == "beside" and self._group.target == "body":
                self.sheets["beside"].paragraph()

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._optional = True
        elif sign in _SIGNS:
            self._write(_SIGNS[sign])

    def _word(self, word: str, value: int | None) -> None:
        optional, self._optional = self._optional, False
        if word in _BESIDE:
            self._change(target="beside", hidden=False)
        elif word in _SKIPPED or (optional and word != "shpinst"):
            self._change(hidden=True)
        elif word == "u" and value is not None:
            self._write(chr(value % 0x10000))
            self._skip = self._group.fallback
        elif word in _WRITTEN:
            self._write(_WRITTEN[word])
        elif word in ("f", "uc", "v", "plain"):
            self._format(word, value)
        elif not self._group.hidden:
            self._structure(word)

    def _format(self, word: str, value: int | None) -> None:
        if word == "f":
            self._change(font=value or 0)
        elif word == "uc":
            self._change(fallback=1 if value is None else min(value, 10))
        elif word == "v":
            self._change(hidden=value != 0)

    def _structure(self, word: str) -> None:
        sheet = self.sheets[self._group.target]
        if word in ("par", "sect", "page"):
            sheet.paragraph()
        elif word == "cell":
            sheet.end_cell()
        elif word == "row":
            sheet.end_row()
        elif word in ("intbl", "pard"):
            sheet.in_table = word == "intbl"

    def _write(self, text: str) -> None:
        if not self._group.hidden:
            self.sheets[self._group.target].text.append(text)
