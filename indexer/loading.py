"""File -> LoadedText: finds files, tells their format, reads them within limits; one reason for every failure."""

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from indexer.confinement import Confinement
from indexer.formats.parsed import PAGE_BREAK, Parsed
from indexer.legacy import restored
from indexer.legibility import is_legible
from indexer.pictures import Picture, first_unreadable, read_pictures
from knowledge.documents import Span
from knowledge.errors import UnreadableFile
from knowledge.spelling import nfc

LARGEST_FILE = 50_000_000
LARGEST_TEXT = 10_000_000
"""Bytes of a file, and characters of a text, beyond which it is refused."""

_FORMATS = {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".docx": "docx", ".doc": "doc", ".rtf": "rtf", ".odt": "odt", ".pdf": "pdf", ".xlsx": "xlsx",
    ".png": "image", ".jpg": "image", ".jpeg": "image", ".tif": "image", ".tiff": "image", ".zip": "zip",
}  # fmt: skip
READABLE = (
    ".txt, .md, .html, .docx, .doc, .rtf, .odt, .pdf, .xlsx, ảnh .png .jpg .tif, và .zip gồm các loại ấy"
)
_PLAIN = ("txt", "md")
_SOFT_HYPHEN = re.compile("\u00ad ?")
_PAGED = ("pdf", "image")
_ADVICE = {
    ".docm": "tệp có macro (.docm): hãy lưu lại thành .docx", ".dotm": "tệp có macro (.dotm): hãy lưu lại thành .docx",
    ".xlsm": "bảng tính có macro (.xlsm): hãy lưu lại thành .xlsx",
    ".csv": "bảng .csv: hãy mở bằng Excel rồi lưu lại thành .xlsx",
    ".json": "loại tệp này chưa đọc được (.json là dữ liệu cho máy): hãy lưu phần cần dùng thành .xlsx hoặc .txt",
    ".jsonl": "loại tệp này chưa đọc được (.jsonl là dữ liệu cho máy): hãy lưu phần cần dùng thành .xlsx hoặc .txt",
    ".pptx": "bản trình chiếu (.pptx): hãy lưu lại thành .pdf", ".ppt": "bản trình chiếu (.ppt): hãy lưu lại thành .pdf",
    ".xls": "bảng tính đời cũ (.xls): hãy lưu lại thành .xlsx", ".ods": "bảng tính .ods: hãy lưu lại thành .xlsx",
    ".rar": "tệp nén .rar: hãy nén lại thành .zip, hoặc giải nén rồi đưa từng tệp",
    ".7z": "tệp nén .7z: hãy nén lại thành .zip, hoặc giải nén rồi đưa từng tệp",
}  # fmt: skip
_LITTER = ("~$", ".")
_LITTER_NAMES = frozenset(["thumbs.db", "desktop.ini", "__macosx"])


@dataclass(frozen=True, slots=True)
class LoadedText:
    """A file's text in NFC, with what is needed to say where it came from.

    `text` of a plain file is its content to the letter (without a byte order mark). `pages` are the spans of a
    PDF's pages. `front` holds what the file says of itself: a Markdown front matter, a web page's head. `outside`
    stands beside the text (headers, footers, stamps) and serves the secrecy check only. `pictures` are the pages
    that were read off a picture, and `stamped` says that stamps beside letters were. `caseless`: the text came from
    an encoding whose fonts drew the capitals.
    """

    source: str
    text: str
    format: str
    sha256: str
    pages: tuple[Span, ...] = ()
    front: Mapping[str, str] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    stamped: bool = False
    caseless: bool = False


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

    def members(self, path: Path) -> tuple[str, ...]:
        """Names of the files in an archive; raises UnreadableFile."""
        return self._confinement.parse(path, "zip").members

    def load(self, path: Path, source: str, member: str = "", name: str = "") -> LoadedText:
        """Read one file, or one in an archive. Raises UnreadableFile with the reason in Vietnamese, and nothing else."""
        form = tell_member_format(member) if member else tell_format(path, name)
        if form == "zip":
            raise UnreadableFile("tệp nén chứa tệp nén khác bên trong: hãy đưa riêng từng tệp")
        digest = member_checksum(checksum(path), member)
        parsed, pictures = self._parse(path, form, member)
        text, outside = nfc(parsed.text), tuple(map(nfc, parsed.outside))
        modern = restored(text)
        text = modern or text
        if form not in _PLAIN:
            # After the old encodings: in one of them a soft hyphen's place is a letter's.
            text = _SOFT_HYPHEN.sub("", text).strip()
        _check_text(text, pictures)
        caseless = modern is not None
        pages = _pages(text, form)
        return LoadedText(
            source, text, form, digest, pages, parsed.front, outside, pictures, parsed.pictured, caseless
        )

    def _parse(self, path: Path, form: str, member: str) -> tuple[Parsed, tuple[Picture, ...]]:
        """All pages, those that are pictures read as such."""
        parsed = self._confinement.parse(path, form, 0, member)
        texts, sets = parsed.text.split(PAGE_BREAK), [parsed]
        while sets[-1].following is not None and sum(map(len, texts)) <= LARGEST_TEXT:
            sets.append(self._confinement.parse(path, form, sets[-1].following, member))
            texts += sets[-1].text.split(PAGE_BREAK)
        outside = [line for one in sets for line in one.outside]
        stamps, pictures = read_pictures(
            lambda kind, page: self._confinement.parse(path, kind, page, member), sets, texts
        )
        text = PAGE_BREAK.join(texts) if form in _PAGED else parsed.text
        return replace(parsed, text=text, outside=(*outside, *stamps)), pictures


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


def tell_format(path: Path, name: str = "") -> str:
    """The parser by the name («docx», «image», «zip»); raises UnreadableFile for other kinds, odd or huge files.

    `name`: what the file is called, where it lies under another name.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise UnreadableFile("không tìm thấy tệp hoặc không có quyền đọc") from error
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile("không phải tệp thường")
    form = tell_member_format(name or path.name)
    if status.st_size == 0:
        raise UnreadableFile("tệp rỗng")
    if status.st_size > LARGEST_FILE:
        raise UnreadableFile(f"tệp quá lớn (tối đa {LARGEST_FILE // 1_000_000} MB)")
    return form


def tell_member_format(name: str) -> str:
    """The parser for a file by its name alone; raises UnreadableFile."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in _FORMATS:
        raise UnreadableFile(
            _ADVICE.get(suffix, f"loại tệp này chưa đọc được; các loại đọc được: {READABLE}")
        )
    return _FORMATS[suffix]


def member_checksum(archive: str, member: str) -> str:
    """What identifies a member's content: its archive's checksum and its name; of no member the checksum itself."""
    return hashlib.sha256(f"{archive}/{member}".encode(errors="replace")).hexdigest() if member else archive


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes; raises UnreadableFile."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile("không có quyền đọc tệp") from error


def _check_text(text: str, pictures: tuple[Picture, ...]) -> None:
    if not any(character.isalnum() for character in text):
        raise UnreadableFile("ảnh quét không đọc ra chữ nào" if pictures else "tệp không có chữ nào")
    if first_unreadable(pictures, text):
        raise UnreadableFile(
            "trang đầu là ảnh quét không đọc rõ được, nên không loại trừ được dấu chỉ độ mật: hãy quét lại rõ hơn"
        )
    if len(text) > LARGEST_TEXT:
        raise UnreadableFile("văn bản quá dài")
    if not is_legible(text):
        raise UnreadableFile("không đọc ra tiếng Việt: sai bảng mã, chữ bị vỡ hoặc không phải tiếng Việt")


def _pages(text: str, form: str) -> tuple[Span, ...]:
    if form not in _PAGED:
        return ()
    spans, start = [], 0
    for page in text.split(PAGE_BREAK):
        spans.append(Span(start, start + len(page)))
        start += len(page) + len(PAGE_BREAK)
    return tuple(spans)


def _walk(folder: Path) -> Iterator[Path]:
    root = os.path.realpath(folder)
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_litter(name))
        for name in sorted(names):
            path = Path(parent) / name
            inside = not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(root)
            if inside and not is_litter(name):
                yield path


def is_litter(name: str) -> bool:
    """Whether a name is one that systems and Word leave behind."""
    return name.startswith(_LITTER) or name.lower() in _LITTER_NAMES


def _source(path: Path) -> str:
    """A path as text that can be stored and shown: "/" between its parts, composed, without broken bytes."""
    written = os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")
    return nfc(written.replace("\n", " "))
