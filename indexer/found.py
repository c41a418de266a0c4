"""Paths -> the files to read as they lie there now: archives opened up, doubles and unreadable kinds told apart."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.amendments import amended_checksum
from indexer.formats.archive import escapes
from indexer.loading import (
    Loader,
    checksum,
    find_files,
    is_litter,
    member_checksum,
    tell_format,
    tell_member_format,
)
from knowledge.errors import UnreadableFile
from knowledge.spelling import nfc

DOUBLE = "trùng hệt với"
"""How the reason begins for a file whose content another one has."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file, or a member of an archive; `sha256` is empty and `reason` set where it cannot even be opened.

    `name` tells the kind of a file that lies under another name.
    """

    path: Path
    source: str
    sha256: str = ""
    reason: str = ""
    member: str = ""
    name: str = ""


def look(paths: Iterable[Path], loader: Loader, kept: Collection[str]) -> list[Found]:
    """The files under `paths`. Of several with one content only one is to be read: one of `kept`, else the first."""
    found = [one for path, source in find_files(paths) for one in open_up(path, source, loader)]
    chosen: dict[str, str] = {}
    for one in sorted(found, key=lambda one: one.source not in kept):
        if one.sha256 and not one.reason:
            chosen.setdefault(one.sha256, one.source)
    return [_if_double(one, chosen) for one in found]


def _if_double(one: Found, chosen: dict[str, str]) -> Found:
    other = chosen.get(one.sha256, one.source)
    return one if one.reason or other == one.source else replace(one, reason=f"{DOUBLE} {other}")


def open_up(path: Path, source: str, loader: Loader, name: str = "") -> Iterator[Found]:
    """A file as it is, or all that an archive holds."""
    try:
        form = tell_format(path, name)
        digest = checksum(path)
        if form != "zip":
            yield Found(path, source, amended_checksum(path, digest), name=name)
            return
        members = [member for member in loader.members(path) if not _is_litter(member)]
    except UnreadableFile as error:
        yield Found(path, source, reason=str(error))
        return
    if not members:
        yield Found(path, source, digest, "tệp nén không có tệp nào bên trong")
    for member in members:
        yield _member(path, f"{source}/{_shown(member)}", member, digest)


def _member(path: Path, source: str, name: str, digest: str) -> Found:
    one = Found(path, source, member_checksum(digest, name), member=name)
    try:
        if escapes(name):
            return replace(one, reason="đường dẫn trong tệp nén trỏ ra ngoài thư mục của nó")
        if tell_member_format(name) == "zip":
            return replace(one, reason="tệp nén lồng trong tệp nén: hãy đưa riêng từng tệp")
    except UnreadableFile as error:
        return replace(one, reason=str(error))
    return one


def _is_litter(name: str) -> bool:
    return any(is_litter(part) for part in name.replace("\\", "/").split("/") if part != "..")


def _shown(name: str) -> str:
    """A member's name as it was meant: archivers for Windows write UTF-8 without saying so."""
    with suppress(UnicodeError):
        name = name.encode("cp437").decode("utf-8")
    written = name.replace("\\", "/").replace("\0", "").encode("utf-8", "replace").decode()
    return nfc(" ".join(written.split("\n")))
