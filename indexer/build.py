"""Files -> a published generation, in a straight line; what has not changed since the last one is taken over."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.cleaning import body_spans
from indexer.earlier import Earlier, FileRecord, open_earlier, pipeline_version, write_record
from indexer.loading import Loader, checksum, find_files, tell_format
from indexer.metadata import describe, document_id
from indexer.secrecy import check_secrecy
from knowledge.documents import Document, DocumentNumber, Passage, Reference, Span
from knowledge.embedding import Embedding
from knowledge.errors import UnreadableFile
from knowledge.generations import publish
from knowledge.passage_vectors import embed_passages
from knowledge.passages import split
from knowledge.references import extract
from knowledge.register import build_register
from knowledge.store import StoreContents, write_store

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much: first files read, then passages embedded."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run did: numbers of documents, passages and files, and each file left out with its reason.

    `generation` is the one in use afterwards, empty where nothing could be indexed and nothing was before.
    """

    documents: int
    passages: int
    added: int
    changed: int
    removed: int
    unchanged: int
    failed: tuple[tuple[str, str], ...]
    generation: str
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The object that `danvan index --json` prints."""
        return {
            "documents": self.documents,
            "passages": self.passages,
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "failed": [{"path": path, "reason": reason} for path, reason in self.failed],
            "generation": self.generation,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, slots=True)
class _Found:
    """A file as it lies there now; `sha256` is empty and `reason` set where it cannot even be opened."""

    path: Path
    source: str
    sha256: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A document with what was read out of it."""

    document: Document
    passages: Sequence[Passage]
    references: Sequence[Reference]


def build(
    paths: Iterable[Path],
    home: Path,
    embedding: Embedding,
    progress: Progress,
    clock: Callable[[], float] = time.perf_counter,
) -> BuildReport:
    """Index exactly the files under `paths` and publish the generation under `home`.

    Files that cannot be read are reported and left out. Where nothing has changed, or nothing at all could be
    read, the generation in use stays. Raises IndexBusy where another process is publishing, EmbeddingUnavailable.
    """
    started = clock()
    found = [_look(path, source) for path, source in find_files(paths)]
    version = pipeline_version(embedding.fingerprint)
    with open_earlier(home) or nullcontext() as earlier:
        known = earlier.files if earlier and earlier.version == version else {}
        if earlier and known == _as_recorded(found, known):
            return _report(known, earlier, earlier.passages, earlier.folder.name, clock() - started)
        read, failed = _read_all(found, known, earlier, progress)
        files = {one.source: FileRecord(one.sha256, failed.get(one.source, "")) for one in found}
        if not read:
            # Whatever is in use stays in use.
            kept = {s: one for s, one in earlier.files.items() if not one.reason} if earlier else {}
            name, passages = (earlier.folder.name, earlier.passages) if earlier else ("", 0)
            return _report(kept | files, earlier, passages, name, clock() - started)
        contents = _assemble(read, home, embedding, progress)
        folder = publish(home, lambda draft: _write(draft, contents, version, files, read))
        return _report(files, earlier, len(contents.passages), folder.name, clock() - started)


def _look(path: Path, source: str) -> _Found:
    try:
        tell_format(path)
        return _Found(path, source, checksum(path))
    except UnreadableFile as error:
        return _Found(path, source, reason=str(error))


def _as_recorded(found: Sequence[_Found], recorded: Mapping[str, FileRecord]) -> dict[str, FileRecord]:
    """The files as a record would hold them if each with a known content were as it was."""
    nothing = FileRecord("", "")
    now = {}
    for one in found:
        before = recorded.get(one.source, nothing)
        same = one.sha256 and one.sha256 == before.sha256
        now[one.source] = before if same else FileRecord(one.sha256, one.reason)
    return now


def _read_all(
    found: Sequence[_Found], known: Mapping[str, FileRecord], earlier: Earlier | None, progress: Progress
) -> tuple[list[_Read], dict[str, str]]:
    """Documents in the order of their files, and by source the reasons why others cannot be read."""
    read: list[_Read] = []
    failed: dict[str, str] = {}
    with Loader() as loader:
        for number, one in enumerate(found):
            progress(number, len(found))
            try:
                before = known.get(one.source)
                same = before if before and one.sha256 and before.sha256 == one.sha256 else None
                read.append(_take_over(earlier, one, same) if earlier and same else _read_anew(loader, one))
            except UnreadableFile as error:
                failed[one.source] = str(error)
    progress(len(found), len(found))
    return read, failed


def _take_over(earlier: Earlier, found: _Found, record: FileRecord) -> _Read:
    if record.reason:
        raise UnreadableFile(record.reason)
    kept = earlier.kept(document_id(found.source))
    return _Read(kept.document, kept.passages, kept.references)


def _read_anew(loader: Loader, found: _Found) -> _Read:
    if found.reason:
        raise UnreadableFile(found.reason)
    loaded = loader.load(found.path, found.source)
    check_secrecy(loaded)
    body = body_spans(loaded.text)
    document = describe(loaded, body)
    return _Read(document, split(document), extract(document.text, body, document.place))


def _assemble(read: Sequence[_Read], home: Path, embedding: Embedding, progress: Progress) -> StoreContents:
    documents = {one.document.id: one.document for one in read}
    passages = [passage for one in read for passage in one.passages]
    references = {one.document.id: one.references for one in read}
    return StoreContents(
        documents=list(documents.values()),
        passages=passages,
        numbers={id_: list(_numbers(found)) for id_, found in references.items()},
        register=build_register(documents.values(), references).entries,
        vectors=embed_passages(embedding, documents, passages, home, progress),
        embedding=embedding.fingerprint,
    )


def _numbers(references: Sequence[Reference]) -> Iterator[tuple[Span, DocumentNumber]]:
    """Where document numbers stand in an article."""
    for one in references:
        if one.number and one.in_body:
            yield one.spans.get("number", Span(one.start, one.end)), one.number


def _write(
    folder: Path,
    contents: StoreContents,
    version: str,
    files: Mapping[str, FileRecord],
    read: Sequence[_Read],
) -> None:
    write_store(folder, contents)
    references = {one.document.id: one.references for one in read}
    write_record(folder, version, files, len(contents.passages), references)


def _report(
    files: Mapping[str, FileRecord], earlier: Earlier | None, passages: int, generation: str, seconds: float
) -> BuildReport:
    before = _indexed(earlier.files) if earlier else {}
    now = _indexed(files)
    same = sum(before.get(source) == sha256 for source, sha256 in now.items())
    return BuildReport(
        documents=len(now),
        passages=passages,
        added=len(now.keys() - before.keys()),
        changed=len(now.keys() & before.keys()) - same,
        removed=len(before.keys() - now.keys()),
        unchanged=same,
        failed=tuple((source, one.reason) for source, one in files.items() if one.reason),
        generation=generation,
        seconds=seconds,
    )


def _indexed(files: Mapping[str, FileRecord]) -> dict[str, str]:
    """Hashes of the files that became documents, by source."""
    return {source: one.sha256 for source, one in files.items() if not one.reason}
