"""A file as it arrives, in memory: what it is understood to be, before a byte of it is written anywhere."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from indexer.build import read_document
from indexer.doubles import find_doubles, signature
from indexer.earlier import open_earlier
from indexer.formats.archive import open_member
from indexer.found import DOUBLE, Found, open_up
from indexer.loading import Loader
from indexer.metadata import document_id
from indexer.report import Double
from knowledge.documents import Document, Relation
from knowledge.errors import UnreadableFile
from knowledge.publishing import Generations
from knowledge.references import extract
from knowledge.register import build_register
from knowledge.spelling import nfc

LONGEST_NAME = 120
"""Characters of a file's name that are kept."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


@dataclass(frozen=True, slots=True)
class Understood:
    """One file that came: the document it is and what to look at, or the reason why it is refused.

    `double` is a document of the index that says nearly the same.
    """

    name: str
    document: Document | None = None
    relations: tuple[Relation, ...] = ()
    pages: int = 0
    unsure: tuple[str, ...] = ()
    double: Double | None = None
    reason: str = ""


def examine(
    name: str, content: bytes, generations: Generations, progress: Callable[[int, int], None]
) -> list[Understood]:
    """What a file, or each file of an archive, is understood to be; nothing of it is written to a disk."""
    shown = safe_name(name)
    with _in_memory(content) as path, Loader() as loader:
        found = list(open_up(path, shown, loader, shown))
        understood = []
        for number, one in enumerate(found):
            progress(number, len(found))
            understood.append(_understand(loader, one, generations))
        progress(len(found), len(found))
    return understood


def _understand(loader: Loader, found: Found, generations: Generations) -> Understood:
    if found.reason:
        return Understood(found.source, reason=found.reason)
    if same := _held(found, generations):
        return Understood(found.source, reason=f"{DOUBLE} {same}, đã có trong kho")
    try:
        document, unsure, _ = read_document(loader, found)
    except UnreadableFile as error:
        return Understood(found.source, reason=str(error))
    pages = document.text.count("\f") + 1
    return Understood(
        found.source, document, _relations(document), pages, unsure, _double(document, generations)
    )


def _held(found: Found, generations: Generations) -> str:
    """The indexed file with the same bytes; empty where there is none."""
    with open_earlier(generations) or nullcontext() as earlier:
        files = earlier.files if earlier else {}
    return next(
        (source for source, one in files.items() if one.sha256 == found.sha256 and not one.reason), ""
    )


def _relations(document: Document) -> tuple[Relation, ...]:
    """How the document itself bears on others."""
    references = {document.id: extract(document.text, document.body, document.place)}
    entries = build_register([document], references).entries
    own = next(
        (one for one in entries if one.held and document.number and one.number == document.number.normalised),
        None,
    )
    return tuple(relation for relation in own.relations if relation.outward) if own else ()


def _double(document: Document, generations: Generations) -> Double | None:
    """The indexed document that is most like it."""
    with_earlier = open_earlier(generations)
    if with_earlier is None:
        return None
    with with_earlier as earlier:
        others = [
            earlier.kept(document_id(source)) for source, one in earlier.files.items() if not one.reason
        ]
        signatures = {kept.document.source: kept.signature for kept in others} | {
            document.source: signature(document)
        }
        documents = [kept.document for kept in others if kept.document.source != document.source]
        return next(find_doubles([*documents, document], signatures, {document.source}), None)


def contents(name: str, content: bytes, wanted: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The bytes of those files that were understood, under safe names: of an archive, each by itself."""
    shown = safe_name(name)
    if not shown.lower().endswith(".zip"):
        yield shown, content
        return
    with _in_memory(content) as path, Loader() as loader:
        for one in open_up(path, shown, loader, shown):
            if one.source in wanted and not one.reason:
                with path.open("rb") as archive:
                    yield safe_name(PurePosixPath(one.source).name), open_member(archive, one.member).read()


def safe_name(name: str) -> str:
    """A name that stays in its folder on every system: no path, no hidden file, nothing unseen; its suffix is kept."""
    last = nfc(name.encode("utf-8", "replace").decode()).replace("\\", "/").rstrip("/ ").rsplit("/", 1)[-1]
    plain = " ".join(_UNSAFE.sub(" ", last).split()).lstrip(".~$ ").rstrip(". ")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix) > 8:
        stem, suffix = plain, ""
    ending = f".{suffix}" if suffix else ""
    while len((stem + ending).encode()) > 2 * LONGEST_NAME or len(stem + ending) > LONGEST_NAME:
        stem = stem[:-1]
    return (stem or "tep") + ending


@contextmanager
def _in_memory(content: bytes) -> Iterator[Path]:
    """A file that lives in memory only and that our children can open; it is gone with this process."""
    handle = os.memfd_create("danvan")
    try:
        with os.fdopen(os.dup(handle), "wb") as file:
            file.write(content)
        yield Path(f"/proc/{os.getpid()}/fd/{handle}")
    finally:
        os.close(handle)
