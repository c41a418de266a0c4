"""A kept snapshot of what is extracted, so that a change shows what it gains and what it loses."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from knowledge.documents import Document, DocumentKind, RegisterEntry
from knowledge.references import extract
from knowledge.references.vocabulary import plain
from knowledge.register import Register, build_register
from tests.references.reading import corpus_files, read_text

SNAPSHOT = Path(__file__).parent / "snapshot.json"
SHIPPED = Path(__file__).resolve().parents[2] / "knowledge" / "documents"
_SHOWN = 40
"""Differences printed of each sort; the rest is counted."""


def take(shared: Path) -> dict[str, list[str]]:
    """One line for each entry, field and relation that the seeds, the corpus and the shipped documents give.

    Titles are kept as a hash: the snapshot carries no text of the sources.
    """
    lines: dict[str, list[str]] = {"entries": [], "fields": [], "relations": []}
    for name, register in _registers(shared):
        for entry in register.entries:
            label = f"{name}: {entry.number or _hashed(entry.title)} ({entry.type})"
            lines["entries"].append(label)
            lines["fields"] += [f"{label} {field}" for field in _fields(entry)]
            lines["relations"] += [
                f"{label} {r.kind.value} -> {_hashed(r.number)}" for r in entry.relations if r.other
            ]
    return {sort: sorted(found) for sort, found in lines.items()}


def _registers(shared: Path) -> Iterator[tuple[str, Register]]:
    paths = [(path, str(path.relative_to(shared))) for path in corpus_files(shared)]
    paths += [(path, f"shipped/{path.name}") for path in sorted(SHIPPED.glob("*.md"))]
    for path, name in paths:
        text = read_text(path)
        document = Document(name, name, text, (), name, DocumentKind.REPORT, "")
        yield name, build_register([document], {name: extract(text)})


def _fields(entry: RegisterEntry) -> Iterator[str]:
    if entry.issuer:
        yield f"issuer {entry.issuer}"
    if entry.issued or entry.year:
        yield f"issued {entry.issued or entry.year}"
    if entry.title:
        yield f"title {_hashed(entry.title)}"
    yield f"validity {entry.validity.value}"


def _hashed(title: str | None) -> str:
    return hashlib.sha256(plain(title or "").encode()).hexdigest()[:8]


def compare(new: dict[str, list[str]]) -> Iterator[str]:
    """What is gained (+) and lost (-) against the kept snapshot, in lines to print."""
    if not SNAPSHOT.exists():
        yield "no snapshot is kept yet: run with --keep"
        return
    kept: dict[str, list[str]] = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    for sort in ("entries", "fields", "relations"):
        before, after = set(kept[sort]), set(new[sort])
        gained, lost = sorted(after - before), sorted(before - after)
        yield f"{sort}: {len(after)} (+{len(gained)} gained, -{len(lost)} lost)"
        yield from (f"  + {line}" for line in gained[:_SHOWN])
        yield from (f"  - {line}" for line in lost[:_SHOWN])


def keep(new: dict[str, list[str]]) -> None:
    """Make this the snapshot that later changes are compared with."""
    SNAPSHOT.write_text(json.dumps(new, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
