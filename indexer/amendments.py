"""What an admin put right about a file: facts kept beside it, in «.NAME.sua.json», under the keys of a front matter."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from indexer.front_matter import KEYS
from knowledge.errors import UnreadableFile


def amendments_path(path: Path) -> Path:
    """Where the facts of a file are kept."""
    return path.with_name(f".{path.name}.sua.json")


def read_amendments(path: Path) -> Mapping[str, str]:
    """Known keys and their values; empty where nothing was put right. Raises UnreadableFile."""
    beside = amendments_path(path)
    if not beside.is_file():
        return {}
    try:
        read = json.loads(beside.read_text(encoding="utf-8"))
        return {str(key): str(value) for key, value in read.items() if key in KEYS}
    except (OSError, ValueError, AttributeError) as error:
        raise UnreadableFile(f"không đọc được tệp sửa thông tin {beside.name}") from error


def write_amendments(path: Path, values: Mapping[str, str]) -> None:
    """Keep the facts of a file, in the place of those before."""
    amendments_path(path).write_text(json.dumps(dict(values), ensure_ascii=False, indent=1), encoding="utf-8")


def amended_checksum(path: Path, digest: str) -> str:
    """A file's checksum together with that of its facts: either changes the document."""
    beside = amendments_path(path)
    if not beside.is_file():
        return digest
    return hashlib.sha256(digest.encode() + beside.read_bytes()).hexdigest()
