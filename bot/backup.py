"""A backup in one file, and the way back: the bot's memory, the documents that came through it, the index in use."""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.file_state import FILE_NAME
from knowledge.errors import BackupFailed, CorruptIndex, NoIndex
from knowledge.generations import current, verify

CONTENTS = "noi-dung.json"
FORMAT = 1
UPLOADS = "uploads"
_GENERATIONS = "generations"


def write_backup(home: Path, target: Path, held: Path | None = None) -> int:
    """Write a backup of `home` while the bot may be running; returns its size in bytes. Raises BackupFailed.

    `held` is the folder of state and index where those are not in `home`. The file holds what officers asked: only
    its owner may read it.
    """
    with workspace(target) as folder:
        snapshot = _snapshot(held or home, folder)
        state = {FILE_NAME: snapshot} if snapshot else {}
        draft = folder / target.name
        draft.touch(mode=0o600)
        _pack(draft, {**state, **dict(_uploads(home)), **dict(_generation(held or home))})
        draft.replace(target)
    return target.stat().st_size


@contextmanager
def workspace(target: Path) -> Iterator[Path]:
    """A folder beside the file that is to be written, for its owner alone, and gone afterwards. Raises BackupFailed."""
    try:
        with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
            yield Path(folder)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(
            f"Không ghi được bản sao lưu {target}: hãy kiểm tra quyền ghi và dung lượng đĩa."
        ) from error


def _snapshot(home: Path, folder: Path) -> Path | None:
    """The state as of one moment, though others write to it."""
    if not (home / FILE_NAME).exists():
        return None
    copy = folder / FILE_NAME
    with closing(sqlite3.connect(home / FILE_NAME)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _uploads(home: Path) -> Iterator[tuple[str, Path]]:
    """Those that were taken in."""
    uploads = home / UPLOADS
    for path in sorted(uploads.rglob("*")) if uploads.is_dir() else ():
        waiting = any(part.startswith(".cho-") for part in path.relative_to(uploads).parts)
        if path.is_file() and not waiting:
            yield path.relative_to(home).as_posix(), path


def _generation(home: Path) -> Iterator[tuple[str, Path]]:
    """The one in use."""
    with suppress(NoIndex, CorruptIndex):
        folder = current(home)
        verify(folder)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            yield path.relative_to(home).as_posix(), path
        yield f"{_GENERATIONS}/CURRENT", home / _GENERATIONS / "CURRENT"


def _pack(draft: Path, files: dict[str, Path]) -> None:
    sums = {name: _checksum(path) for name, path in files.items()}
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CONTENTS, json.dumps({"format": FORMAT, "files": sums}, ensure_ascii=False))
        for name, path in files.items():
            archive.write(path, name)
    with draft.open("rb") as written:
        os.fsync(written.fileno())


def restore_backup(source: Path, home: Path) -> Path | None:
    """Put a backup in the place of what `home` holds; what was there is moved beside it, and returned.

    Everything is unpacked and compared with its checksums before anything is moved. Raises BackupFailed.
    """
    with unpacked(source, home) as fresh:
        return put_in_place(fresh, home)


@contextmanager
def unpacked(source: Path, home: Path) -> Iterator[Path]:
    """A folder beside `home` with what a backup holds, compared with its checksums. Raises BackupFailed."""
    fresh = home.with_name(f".{home.name}.khoi-phuc")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        try:
            fresh.mkdir(parents=True)
            _unpack(source, fresh)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise BackupFailed(f"Bản sao lưu {source} hỏng hoặc không đọc được: chưa thay đổi gì.") from error
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def put_in_place(fresh: Path, place: Path) -> Path | None:
    """Move a folder to where it belongs; what was there is moved beside it, and returned."""
    before = _aside(place) if place.exists() else None
    fresh.replace(place)
    return before


def _unpack(source: Path, folder: Path) -> None:
    with zipfile.ZipFile(source) as archive:
        contents = json.loads(archive.read(CONTENTS))
        if contents["format"] != FORMAT:
            raise ValueError(FORMAT)
        for name, expected in contents["files"].items():
            path = (folder / name).resolve()
            if not path.is_relative_to(folder.resolve()):
                raise ValueError(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as packed, path.open("wb") as file:
                shutil.copyfileobj(packed, file)
            if _checksum(path) != expected:
                raise ValueError(name)


def _aside(place: Path) -> Path:
    """A name beside it that nothing bears yet, and everything moved there."""
    number = 1
    while (aside := place.with_name(f"{place.name}.truoc-{number}")).exists():
        number += 1
    place.replace(aside)
    return aside


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
