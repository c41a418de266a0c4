"""Published generations: written beside, moved in whole, checksummed, the last three kept.

home/generations/CURRENT      the name of the generation in use
home/generations/000007/      one generation: sealed files and manifest.json
home/generations/.lock        held while one is written
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from knowledge.errors import CorruptIndex, IndexBusy, NoIndex

KEPT = 3
"""Generations that stay on disk, the one in use among them."""
MANIFEST = "manifest.json"
_CURRENT = "CURRENT"


def publish(home: Path, write: Callable[[Path], None], *, kept: int = KEPT) -> Path:
    """Let `write` fill a new folder, seal it, make it current, and return it.

    A crash at any moment leaves the old generation in use. Raises IndexBusy where another process publishes,
    and whatever `write` raises; nothing half written stays then.
    """
    root = _root(home)
    root.mkdir(parents=True, exist_ok=True)
    with _lock(root):
        _sweep(root)
        name = f"{max((int(path.name) for path in _all(root)), default=0) + 1:06d}"
        draft = root / f".{name}.tmp"
        try:
            draft.mkdir()
            write(draft)
            seal(draft)
            draft.replace(root / name)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        _sync(root)
        _point(root, name)
        _prune(root, name, kept)
    return root / name


def current(home: Path) -> Path:
    """The generation in use. Raises NoIndex, or CorruptIndex where what CURRENT names is not there whole."""
    root = _root(home)
    pointed = root / _pointed(root)
    if pointed.parent != root or pointed == root or not (pointed / MANIFEST).is_file():
        raise CorruptIndex(_rebuild_sentence("tệp CURRENT không trỏ tới một bản chỉ mục nguyên vẹn"))
    return pointed


def folder(home: Path, name: str) -> Path:
    """Where a generation lies, or would."""
    return _root(home) / name


def before_current(home: Path) -> list[Path]:
    """Whole generations older than the one in use, newest first: what can serve where that one is damaged."""
    root = _root(home)
    return [path for path in reversed(_all(root)) if path.name < _pointed(root)]


def roll_back(home: Path, to: str = "") -> Path:
    """Make the generation before the current one current again; NoIndex where there is none.

    Where `to` names another than that, the step was taken before: nothing is done.
    """
    root = _root(home)
    with _lock(root):
        # Not `current`: a damaged generation is the very reason to go back.
        older = [path for path in _all(root) if path.name < _pointed(root)]
        if to and [path.name for path in older[-1:]] != [to]:
            return root / _pointed(root)
        if not older:
            raise NoIndex("Không còn bản chỉ mục nào cũ hơn để quay về.")
        _point(root, older[-1].name)
    return older[-1]


def seal(folder: Path) -> None:
    """Write the manifest of a folder's files and flush all of it to the disk."""
    files = {str(path.relative_to(folder)): _checksum(path) for path in _files(folder)}
    manifest = folder / MANIFEST
    manifest.write_text(json.dumps({"format": 1, "files": files}, indent=1), encoding="utf-8")
    for path in [*_files(folder), manifest, *(p for p in folder.rglob("*") if p.is_dir()), folder]:
        _sync(path)


def verify(folder: Path) -> None:
    """Compare every file with the manifest; raises CorruptIndex naming the first that differs."""
    for name, expected in _manifest(folder).items():
        path = folder / name
        if not path.is_file() or _checksum(path) != expected:
            raise CorruptIndex(_rebuild_sentence(f"tệp {name} không khớp bảng kiểm"))


def _manifest(folder: Path) -> Mapping[str, str]:
    try:
        read: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return dict(read["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorruptIndex(_rebuild_sentence("không đọc được bảng kiểm")) from error


def _rebuild_sentence(what: str) -> str:
    return f"Chỉ mục bị hỏng ({what}): hãy chạy «danvan index» để lập lại."


def _root(home: Path) -> Path:
    return home / "generations"


def _pointed(root: Path) -> str:
    pointer = root / _CURRENT
    if not pointer.is_file():
        raise NoIndex("Chưa có chỉ mục: hãy chạy «danvan index» để lập chỉ mục các văn bản.")
    return pointer.read_text(encoding="utf-8", errors="replace").strip()


def _all(root: Path) -> list[Path]:
    """Whole generations, oldest first."""
    return sorted(path for path in root.iterdir() if path.name.isdigit() and path.is_dir())


def _files(folder: Path) -> list[Path]:
    """What the manifest covers: not itself, not the lock files that the words engine makes on opening."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return sorted(path for path in found if path.suffix != ".lock")


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _point(root: Path, name: str) -> None:
    draft = root / f"{_CURRENT}.tmp"
    draft.write_text(name, encoding="utf-8")
    _sync(draft)
    draft.replace(root / _CURRENT)
    _sync(root)


def _sweep(root: Path) -> None:
    """Remove what a killed process left half written."""
    for path in root.glob(".*.tmp"):
        shutil.rmtree(path, ignore_errors=True)


def _prune(root: Path, name: str, kept: int) -> None:
    others = [path for path in _all(root) if path.name != name]
    for path in others[: max(0, len(others) - (kept - 1))]:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _lock(root: Path) -> Iterator[None]:
    """One writer at a time, between processes; the system frees it when a process dies."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy("Một tiến trình khác đang lập chỉ mục: hãy đợi nó xong rồi chạy lại.") from error
        yield
