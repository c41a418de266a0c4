"""File -> LoadedText: finds files, tells their format, reads them within limits; one reason for every failure."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from indexer.confinement import Confinement
from indexer.formats.parsed import PAGE_BREAK, Parsed
from indexer.front_matter import read_front_matter
from indexer.legibility import is_legible
from indexer.plain_text import decode
from knowledge.documents import Span
from knowledge.errors import UnreadableFile
from knowledge.spelling import nfc

LARGEST_FILE = 50_000_000
LARGEST_TEXT = 10_000_000
"""Bytes of a file, and characters of a text, beyond which it is refused."""

_FORMATS = {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx", ".pdf": "pdf",
}  # fmt: skip
_ADVICE = {
    ".doc": "tệp Word đời cũ (.doc): hãy lưu lại thành .docx",
    ".rtf": "tệp .rtf: hãy lưu lại thành .docx",
    ".odt": "tệp .odt: hãy lưu lại thành .docx",
    ".docm": "tệp có macro (.docm): hãy lưu lại thành .docx",
    ".xls": "bảng tính: hãy xuất ra .pdf hoặc .html", ".xlsx": "bảng tính: hãy xuất ra .pdf hoặc .html",
    ".zip": "tệp nén: hãy giải nén rồi đưa từng tệp", ".rar": "tệp nén: hãy giải nén rồi đưa từng tệp",
    ".png": "tệp ảnh: chưa đọc được ảnh chụp văn bản", ".jpg": "tệp ảnh: chưa đọc được ảnh chụp văn bản",
    ".jpeg": "tệp ảnh: chưa đọc được ảnh chụp văn bản", ".tif": "tệp ảnh: chưa đọc được ảnh chụp văn bản",
}  # fmt: skip
_LITTER = ("~$", ".")
_LITTER_NAMES = frozenset(["thumbs.db", "desktop.ini", "__macosx"])


@dataclass(frozen=True, slots=True)
class LoadedText:
    """A file's text in NFC, with what is needed to say where it came from.

    `text` of a plain file is its content to the letter (without a byte order mark). `pages` are the spans of a
    PDF's pages. `front` holds what the file says of itself: a Markdown front matter, a web page's head. `outside`
    stands beside the text (headers, footers) and serves the secrecy check only.
    """

    source: str
    text: str
    format: str
    sha256: str
    pages: tuple[Span, ...] = ()
    front: Mapping[str, str] = field(default_factory=dict)
    outside: tuple[str, ...] = ()


class Loader:
    """Loads files one after the other, with one parsing server for all of them."""

    def __init__(self) -> None:
        self._confinement = Confinement()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._confinement.close()

    def load(self, path: Path, source: str) -> LoadedText:
        """Read one file. Raises UnreadableFile with the reason in Vietnamese, and nothing else."""
        form = tell_format(path)
        digest = checksum(path)
        parsed = _read_plain(path, form) if form in ("txt", "md") else self._parse(path, form)
        text = parsed.text if form in ("txt", "md") else nfc(parsed.text).strip()
        _check_text(text, form)
        outside = tuple(map(nfc, parsed.outside))
        return LoadedText(source, text, form, digest, _pages(text, form), parsed.front, outside)

    def _parse(self, path: Path, form: str) -> Parsed:
        parsed = self._confinement.parse(path, form)
        while parsed.following is not None:
            more = self._confinement.parse(path, form, parsed.following)
            parsed = Parsed(
                parsed.text + PAGE_BREAK + more.text,
                parsed.outside + more.outside,
                parsed.front,
                more.following,
            )
            if len(parsed.text) > LARGEST_TEXT:
                break
        return parsed


def load(path: Path, source: str) -> LoadedText:
    """Read a single file; see Loader.load."""
    with Loader() as loader:
        return loader.load(path, source)


def find_files(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Files to index with their sources: the paths as given, folders walked in order of names.

    Hidden files, Word's lock files and links that lead out of their folder are passed over. What does not exist
    is in the list too, so that loading it gives the reason. A file reached twice stands once.
    """
    found: dict[str, Path] = {}
    for given in paths:
        for path in _walk(given) if given.is_dir() else [given]:
            found.setdefault(os.path.realpath(path), path)
    sources: dict[str, Path] = {}
    for path in found.values():
        source = _source(path)
        # Two names can look alike once broken bytes are replaced and letters composed.
        twins = (
            sum(one == source or one.startswith(f"{source} (") for one in sources) if source in sources else 0
        )
        sources[f"{source} ({twins + 1})" if twins else source] = path
    return [(path, source) for source, path in sources.items()]


def tell_format(path: Path) -> str:
    """«txt», «md», «html», «docx» or «pdf» by name; raises UnreadableFile for other kinds, odd or huge files."""
    try:
        status = path.stat()
    except OSError as error:
        raise UnreadableFile("không tìm thấy tệp hoặc không có quyền đọc") from error
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile("không phải tệp thường")
    suffix = path.suffix.lower()
    if suffix not in _FORMATS:
        advice = "loại tệp này chưa đọc được; các loại đọc được: .txt, .md, .html, .docx, .pdf"
        raise UnreadableFile(_ADVICE.get(suffix, advice))
    if status.st_size == 0:
        raise UnreadableFile("tệp rỗng")
    if status.st_size > LARGEST_FILE:
        raise UnreadableFile(f"tệp quá lớn (tối đa {LARGEST_FILE // 1_000_000} MB)")
    return _FORMATS[suffix]


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes; raises UnreadableFile."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile("không có quyền đọc tệp") from error


def _read_plain(path: Path, form: str) -> Parsed:
    try:
        text = nfc(decode(path.read_bytes()))
    except OSError as error:
        raise UnreadableFile("không có quyền đọc tệp") from error
    return Parsed(text, front=read_front_matter(text) if form == "md" else {})


def _check_text(text: str, form: str) -> None:
    if not any(character.isalnum() for character in text):
        if form == "pdf":
            raise UnreadableFile("tệp PDF chỉ có ảnh quét, không có lớp chữ: chưa đọc được")
        raise UnreadableFile("tệp không có chữ nào")
    if len(text) > LARGEST_TEXT:
        raise UnreadableFile("văn bản quá dài")
    if not is_legible(text):
        raise UnreadableFile("không đọc ra tiếng Việt: sai bảng mã, chữ bị vỡ hoặc không phải tiếng Việt")


def _pages(text: str, form: str) -> tuple[Span, ...]:
    if form != "pdf":
        return ()
    spans, start = [], 0
    for page in text.split(PAGE_BREAK):
        spans.append(Span(start, start + len(page)))
        start += len(page) + len(PAGE_BREAK)
    return tuple(spans)


def _walk(folder: Path) -> Iterator[Path]:
    root = os.path.realpath(folder)
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_litter(name))
        for name in sorted(names):
            path = Path(parent) / name
            inside = not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(root)
            if inside and not _is_litter(name):
                yield path


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER) or name.lower() in _LITTER_NAMES


def _source(path: Path) -> str:
    """A path as text that can be stored and shown: "/" between its parts, composed, without broken bytes."""
    written = os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")
    return nfc(written.replace("\n", " "))
