"""What the generation in use was built from, so that unchanged files need not be read again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from indexer.doubles import Signature
from knowledge import spelling
from knowledge.documents import Document, Passage, Reference
from knowledge.errors import CorruptIndex, NoIndex
from knowledge.publishing import Generations
from knowledge.records import reference_from_json, reference_to_json
from knowledge.store import Store

RECORD, EXTRACTED = "build.json", "extracted.json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was: the hash of its bytes (empty where it could not be opened), and why it was left out, if so."""

    sha256: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A generation's own account: of which code and embedding, how many passages, which files, under which paths."""

    version: str
    passages: int
    files: Mapping[str, FileRecord]
    roots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was read out of a document beside its passages."""

    references: Sequence[Reference]
    signature: Signature


@dataclass(frozen=True, slots=True)
class Kept:
    """A document of the earlier generation with all that was read out of it."""

    document: Document
    passages: Sequence[Passage]
    references: Sequence[Reference]
    signature: Signature


class Earlier:
    """The generation in use before a run; close it, or use a `with` statement."""

    def __init__(self, generations: Generations, name: str, notes: Mapping[str, str]) -> None:
        self._generations, self.generation, self._notes = generations, name, notes
        record: dict[str, Any] = json.loads(notes[RECORD])
        self.version = str(record["version"])
        self.passages = int(record["passages"])
        self.roots = tuple(map(str, record["roots"]))
        self.files = {source: FileRecord(*entry) for source, entry in record["files"].items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "_store" in self.__dict__:
            self._store.close()

    def kept(self, document_id: str) -> Kept:
        """What is kept of a document that the record names."""
        extracted = self._extracted.get(document_id, {})
        return Kept(
            self._store.documents[document_id],
            self._store.passages_of(document_id),
            [reference_from_json(one) for one in extracted.get("references", ())],
            tuple(extracted.get("signature", ())),
        )

    @cached_property
    def _store(self) -> Store:
        return self._generations.open(self.generation)

    @cached_property
    def _extracted(self) -> Mapping[str, Mapping[str, Any]]:
        read: dict[str, Any] = json.loads(self._notes[EXTRACTED])
        return read


def open_earlier(generations: Generations) -> Earlier | None:
    """The generation in use; None where there is none, or a damaged one, or one made by other means."""
    try:
        name = generations.current()
        return Earlier(generations, name, generations.notes(name))
    except (NoIndex, CorruptIndex, OSError, ValueError, KeyError, TypeError):
        return None


def noted(record: Record, extracted: Mapping[str, Extracted]) -> dict[str, str]:
    """What the next run needs to know, as notes to a generation."""
    written = {
        "version": record.version,
        "passages": record.passages,
        "roots": record.roots,
        "files": {source: [one.sha256, one.reason] for source, one in record.files.items()},
    }
    read = {
        id_: {
            "references": [reference_to_json(one) for one in found.references],
            "signature": found.signature,
        }
        for id_, found in extracted.items()
    }
    return {
        RECORD: json.dumps(written, ensure_ascii=False, indent=1),
        EXTRACTED: json.dumps(read, ensure_ascii=False),
    }


def pipeline_version(embedding: str) -> str:
    """A hash of the code and data that a generation comes from, and of its embedding: another one, another index."""
    total = hashlib.sha256(embedding.encode())
    for room in (Path(__file__).parent, Path(spelling.__file__).parent):
        for path in sorted(_sources(room)):
            total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def _sources(folder: Path) -> list[Path]:
    """Code and data of a room, without the documents that ship with it and what only answers questions."""
    others = {"documents", "answers", "evaluation", "__pycache__"}
    return [
        path
        for path in folder.rglob("*")
        if path.suffix in (".py", ".json") and not others & set(path.relative_to(folder).parts)
    ]
