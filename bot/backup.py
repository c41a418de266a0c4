"""A backup in one file, and the way back: the bot's memory, the documents that came through it, the index in use."""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.file_state import FILE_NAME
from knowledge.errors import BackupFailed, CorruptIndex, NoIndex
from knowledge.generations import current, verify

CONTENTS = "noi-dung.json"
FORMAT = 1
UPLOADS = "uploads"
_GENERATIONS = "generations"


def write_backup(home: Path, target: Path) -> int:
    """Write a backup of `home` while the bot may be running; returns its size in bytes. Raises BackupFailed.

    The file holds what officers asked: only its owner may read it.
    """
    draft = target.with_name(f".{target.name}.tmp")
    try:
        with TemporaryDirectory(dir=target.parent) as folder:
            snapshot = _snapshot(home, Path(folder))
            files = {**({FILE_NAME: snapshot} if snapshot else {}), **dict(_kept(home))}
            draft.touch(mode=0o600)
            _pack(draft, files)
        draft.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(
            f"Không ghi được bản sao lưu {target}: hãy kiểm tra quyền ghi và dung lượng đĩa."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def _snapshot(home: Path, folder: Path) -> Path | None:
    """The state as of one moment, though others write to it."""
    if not (home / FILE_NAME).exists():
        return None
    copy = folder / FILE_NAME
    with closing(sqlite3.connect(home / FILE_NAME)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _kept(home: Path) -> Iterator[tuple[str, Path]]:
    """Uploads that were taken in, and the generation in use."""
    uploads = home / UPLOADS
    for path in sorted(uploads.rglob("*")) if uploads.is_dir() else ():
        waiting = any(part.startswith(".cho-") for part in path.relative_to(uploads).parts)
        if path.is_file() and not waiting:
            yield path.relative_to(home).as_posix(), path
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
    fresh = home.with_name(f".{home.name}.khoi-phuc")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir(parents=True)
        _unpack(source, fresh)
        before = _aside(home) if home.exists() else None
        fresh.replace(home)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise BackupFailed(f"Bản sao lưu {source} hỏng hoặc không đọc được: chưa thay đổi gì.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
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


def _aside(home: Path) -> Path:
    """A name beside `home` that nothing bears yet, and everything moved there."""
    number = 1
    while (aside := home.with_name(f"{home.name}.truoc-{number}")).exists():
        number += 1
    home.replace(aside)
    return aside


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
