"""Files -> a published generation, in a straight line; what has not changed since the last one is taken over."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from indexer.amendments import read_amendments
from indexer.cleaning import body_spans
from indexer.doubles import Signature, find_doubles, signature
from indexer.earlier import (
    Earlier,
    Extracted,
    FileRecord,
    Record,
    noted,
    open_earlier,
    pipeline_version,
)
from indexer.found import DOUBLE, Found, look
from indexer.loading import Loader
from indexer.metadata import describe, document_id, states_facts
from indexer.pictures import NOT_INSTALLED
from indexer.report import BuildReport, Double, DryRun
from indexer.secrecy import check_secrecy
from knowledge.documents import Document, DocumentNumber, Passage, Reference, Span
from knowledge.embedding import Embedding
from knowledge.errors import SecretFile, UnreadableFile
from knowledge.passage_vectors import embed_passages
from knowledge.passages import split
from knowledge.publishing import FolderGenerations, Generations
from knowledge.references import extract
from knowledge.register import build_register
from knowledge.store_rows import ContentRows, StoreContents

REPLACED = "đã được thay bằng"
"""How the reason begins for a file in whose place another has come."""
_PASSING = (DOUBLE, REPLACED, NOT_INSTALLED)
"""Reasons that do not lie in the file itself: it is looked at anew each time."""
Progress = Callable[[int, int], None]
"""Told how much is done, and of how much: first files read, then passages embedded."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A document with what was read out of it; `unsure` are its doubtful pages, a sentence each."""

    document: Document
    passages: Sequence[Passage]
    references: Sequence[Reference]
    signature: Signature
    anew: bool = False
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """All files read, and nothing written yet. `files` is what the next run will know: of secrets, nothing."""

    earlier: Earlier | None
    read: Sequence[_Read]
    failed: Mapping[str, str]
    files: Mapping[str, FileRecord]

    @property
    def doubles(self) -> tuple[Double, ...]:
        """Near copies among the documents."""
        anew = {one.document.source for one in self.read if one.anew}
        signatures = {one.document.source: one.signature for one in self.read}
        return tuple(find_doubles([one.document for one in self.read], signatures, anew)) if anew else ()

    @property
    def unsure(self) -> tuple[tuple[str, str], ...]:
        """Doubtful pages by source."""
        return tuple((one.document.source, page) for one in self.read for page in one.unsure)

    @property
    def indexed(self) -> Mapping[str, str]:
        """Hashes of the files that are documents, by source."""
        return {source: one.sha256 for source, one in self.files.items() if not one.reason}

    @property
    def before(self) -> Mapping[str, str]:
        """The same of the earlier generation."""
        files = self.earlier.files if self.earlier else {}
        return {source: one.sha256 for source, one in files.items() if not one.reason}


def build(  # noqa: PLR0913, PLR0917 - all but the first four are for other places, tests and admins' replacements
    paths: Iterable[Path],
    home: Path,
    embedding: Embedding,
    progress: Progress,
    clock: Callable[[], float] = time.perf_counter,
    replaced: Mapping[str, str] = MappingProxyType({}),
    generations: Generations | None = None,
) -> BuildReport:
    """Index exactly the files under `paths` and publish the generation, under `home` where nothing else is given.

    `replaced` names sources that are left out, and what has taken their place.
    Files that cannot be read are reported and left out. Where nothing has changed, or nothing at all could be
    read, the generation in use stays. Raises IndexBusy where another process is publishing, EmbeddingUnavailable.
    """
    started = clock()
    roots = list(paths)
    version = pipeline_version(embedding.fingerprint)
    published = generations or FolderGenerations(home)
    with open_earlier(published) or nullcontext() as earlier:
        prepared = _prepare(roots, earlier, version, progress, replaced)
        if not prepared.read or (earlier and _says_the_same(earlier, prepared, version, roots)):
            name, passages = (earlier.generation, earlier.passages) if earlier else ("", 0)
            return _report(prepared, passages, name, clock() - started)
        contents = _assemble(prepared.read, home, embedding, progress)
        record = Record(version, len(contents.passages), prepared.files, _named(roots))
        kept = {one.document.id: Extracted(one.references, one.signature) for one in prepared.read}
        name = published.publish(ContentRows(contents), noted(record, kept))
        return _report(prepared, len(contents.passages), name, clock() - started)


def dry_run(
    paths: Iterable[Path],
    generations: Generations,
    fingerprint: str,
    progress: Progress,
    replaced: Mapping[str, str] = MappingProxyType({}),
) -> DryRun:
    """What `build` would do with an embedding of this fingerprint. Reads the files, and writes nothing."""
    with open_earlier(generations) or nullcontext() as earlier:
        prepared = _prepare(list(paths), earlier, pipeline_version(fingerprint), progress, replaced)
        doubles = prepared.doubles
    before, now = prepared.before, prepared.indexed
    return DryRun(
        added=tuple(source for source in now if source not in before),
        changed=tuple(source for source in now if before.get(source, now[source]) != now[source]),
        removed=tuple(source for source in before if source not in now),
        unchanged=sum(before.get(source) == sha256 for source, sha256 in now.items()),
        failed=tuple(prepared.failed.items()),
        doubles=doubles,
        unsure=prepared.unsure,
    )


def _says_the_same(earlier: Earlier, prepared: _Prepared, version: str, roots: Sequence[Path]) -> bool:
    return (earlier.version, earlier.files, earlier.roots) == (version, prepared.files, _named(roots))


def _named(roots: Sequence[Path]) -> tuple[str, ...]:
    return tuple(sorted({os.fsencode(path).decode("utf-8", "replace") for path in roots}))


def _prepare(
    roots: Sequence[Path],
    earlier: Earlier | None,
    version: str,
    progress: Progress,
    replaced: Mapping[str, str] = MappingProxyType({}),
) -> _Prepared:
    """Read what has changed, and take the rest over."""
    known = earlier.files if earlier and earlier.version == version else {}
    read: list[_Read] = []
    failed: dict[str, str] = {}
    files: dict[str, FileRecord] = {}
    with Loader() as loader:
        found = look(roots, loader, [source for source, one in known.items() if not one.reason])
        for number, one in enumerate(_but(found, replaced)):
            progress(number, len(found))
            try:
                before = _same(one, known)
                read.append(
                    _take_over(earlier, one, before) if earlier and before else _read_anew(loader, one)
                )
                files[one.source] = FileRecord(one.sha256)
            except SecretFile as error:
                failed[one.source] = str(error)  # told once and kept nowhere
            except UnreadableFile as error:
                failed[one.source] = str(error)
                files[one.source] = FileRecord(one.sha256, str(error))
    progress(len(found), len(found))
    return _Prepared(earlier, read, failed, files)


def _but(found: Sequence[Found], replaced: Mapping[str, str]) -> list[Found]:
    """The files, those marked in whose place others have come; where such a one has gone again, the old one stays."""
    there = {one.source for one in found if not one.reason}
    return [
        replace(one, reason=f"{REPLACED} {replaced[one.source]}")
        if replaced.get(one.source) in there - {one.source}
        else one
        for one in found
    ]


def _same(found: Found, known: Mapping[str, FileRecord]) -> FileRecord | None:
    """The record of a file that is as it was, and may stay so."""
    before = known.get(found.source)
    same = before and found.sha256 and not found.reason and before.sha256 == found.sha256
    return before if before and same and not before.reason.startswith(_PASSING) else None


def _take_over(earlier: Earlier, found: Found, record: FileRecord) -> _Read:
    if record.reason:
        raise UnreadableFile(record.reason)
    kept = earlier.kept(document_id(found.source))
    return _Read(kept.document, kept.passages, kept.references, kept.signature)


def _read_anew(loader: Loader, found: Found) -> _Read:
    if found.reason:
        raise UnreadableFile(found.reason)
    document, unsure, stated = read_document(loader, found)
    passages = split(document)
    references = extract(document.text, document.body, document.place)
    if stated:
        references = [_put_right(one, document) if one.own else one for one in references]
    return _Read(document, passages, references, signature(document), anew=True, unsure=unsure)


def _put_right(own: Reference, document: Document) -> Reference:
    """A document's own heading with the facts that its file states; what was read otherwise proves them no more."""
    facts = {
        name: getattr(document, name) or getattr(own, name) for name in ("number", "type", "issuer", "issued")
    }
    spans = {name: span for name, span in own.spans.items() if facts.get(name) in (None, getattr(own, name))}
    return replace(own, **facts, spans=spans)


def read_document(loader: Loader, found: Found) -> tuple[Document, tuple[str, ...], bool]:
    """What a file is understood to be, a sentence on each of its doubtful pages, and whether it states its own facts.

    Raises UnreadableFile.
    """
    loaded = loader.load(found.path, found.source, found.member, found.name)
    check_secrecy(loaded)
    amended = {} if found.member else read_amendments(found.path)
    loaded = replace(loaded, sha256=found.sha256, front={**loaded.front, **amended})
    pages = [page for page in loaded.pictures if page.unsure]
    unsure = tuple(f"trang {one.page}: ảnh quét khó đọc, độ tin cậy {one.confidence}%" for one in pages)
    return describe(loaded, body_spans(loaded.text)), unsure, states_facts(loaded.front)


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


def _report(prepared: _Prepared, passages: int, generation: str, seconds: float) -> BuildReport:
    before = prepared.before
    # Where nothing could be read, whatever is in use stays in use.
    now = prepared.indexed or before
    same = sum(before.get(source) == sha256 for source, sha256 in now.items())
    return BuildReport(
        documents=len(now),
        passages=passages,
        added=len(now.keys() - before.keys()),
        changed=len(now.keys() & before.keys()) - same,
        removed=len(before.keys() - now.keys()),
        unchanged=same,
        failed=tuple(prepared.failed.items()),
        generation=generation,
        seconds=seconds,
        doubles=prepared.doubles,
        unsure=prepared.unsure,
    )
