"""Bytes -> text: UTF-8, UTF-16, windows-1258, and the bytes of TCVN3 and VNI as `legacy` takes them."""

import codecs
import re

from indexer.legacy import restored
from indexer.legibility import is_legible, syllables_share
from knowledge.errors import UnreadableFile
from knowledge.spelling import nfc

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_BINARY = re.compile(
    rb"%PDF-|PK\x03\x04|\xd0\xcf\x11\xe0|\x89PNG|\xff\xd8\xff|GIF8|Rar!|7z\xbc\xaf|\x7fELF|MZ\x90|\{\\rtf"
)


def decode(data: bytes) -> str:
    """Text of a plain file; a byte order mark belongs to the encoding, not to the text.

    Raises UnreadableFile for what is no text or in an encoding that cannot be told.
    """
    if _BINARY.match(data):
        raise UnreadableFile(
            "nội dung không phải văn bản thuần: phần đuôi của tên tệp không đúng với loại tệp"
        )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\0" in data:
        return _strict(data, _unmarked_utf16(data))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _windows_1258(data)


def decode_declared(data: bytes) -> str:
    """Text of an HTML file: by its mark, as UTF-8, else as its head declares."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data, 0, 5_000)
    encoding = declared[1].decode("ascii") if declared else "windows-1252"
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode("windows-1252", "replace")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile("tệp hỏng hoặc không phải tệp văn bản") from error


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without its mark: in mostly Latin text one byte of each pair is zero."""
    pairs = max(len(data) // 2, 1)
    for encoding, zeros in (("utf-16-le", data[1::2].count(0)), ("utf-16-be", data[::2].count(0))):
        if zeros > 0.3 * pairs:
            return encoding
    raise UnreadableFile("tệp nhị phân, không phải văn bản")


def _windows_1258(data: bytes) -> str:
    """The old Windows encoding of Vietnamese, or bytes of a font's own: whichever reads more like Vietnamese.

    The latter are given as Western European; loading converts them, as it does for every format.
    """
    western = data.decode("windows-1252", "replace")
    by_font = restored(western)
    try:
        text = nfc(data.decode("windows-1258"))
    except UnicodeDecodeError:
        text = ""
    if by_font is not None and syllables_share(by_font) > syllables_share(text):
        return western
    if not text or not is_legible(text):
        raise UnreadableFile("không nhận ra bảng mã: hãy lưu lại bằng bảng mã Unicode (UTF-8)")
    return text
