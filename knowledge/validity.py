"""What became of each document: relations between entries, and validity as far as sentences prove it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.documents import (
    Document,
    Evidence,
    Reference,
    RegisterEntry,
    Relation,
    RelationKind,
    Validity,
)
from knowledge.merging import Merged, evidence_of
from knowledge.relations import FoundRelation, find_relations

_ENDING = {RelationKind.REPLACES, RelationKind.REPEALS}


def with_relations(
    merged: Merged, documents: Sequence[Document], references: Mapping[str, Sequence[Reference]]
) -> tuple[RegisterEntry, ...]:
    """The entries with their relations (both ways) and the validity that follows from them."""
    relations: dict[str, list[Relation]] = defaultdict(list)
    names = {entry.key: entry.number or entry.name() for entry in merged.entries}
    for document in documents:
        own = references.get(document.id, ())
        for found in find_relations(document.text, own):
            _add(relations, merged, names, document, own, found)
    return tuple(_with_validity(entry, _distinct(relations[entry.key])) for entry in merged.entries)


def _add(
    relations: dict[str, list[Relation]],
    merged: Merged,
    names: Mapping[str, str],
    document: Document,
    references: Sequence[Reference],
    found: FoundRelation,
) -> None:
    target = merged.keys.get((document.id, found.target))
    if target is None or not _in_body(references, found):
        return
    evidence = evidence_of(found.kind.value, document, found.sentence.start, found.sentence.end)
    source = merged.keys.get((document.id, found.source)) if found.source is not None else None
    if source == target:
        return
    shown = names[source] if source else _actor(document, references, found)
    relations[target].append(Relation(found.kind, False, source or "", shown, evidence))
    if source:
        relations[source].append(Relation(found.kind, True, target, names[target], evidence))


def _in_body(references: Sequence[Reference], found: FoundRelation) -> bool:
    return references[found.target].in_body


def _actor(document: Document, references: Sequence[Reference], found: FoundRelation) -> str:
    """How the acting side is shown where it is no entry: a draft, or the report itself."""
    if found.source is None:
        return f"bài “{document.title}”"
    reference = references[found.source]
    return f"dự thảo {reference.type} “{reference.title}”" if reference.title else f"dự thảo {reference.type}"


def _distinct(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    kept: dict[tuple[object, ...], Relation] = {}
    for relation in relations:
        kept.setdefault((relation.kind, relation.outward, relation.other, relation.number), relation)
    return tuple(kept.values())


def _with_validity(entry: RegisterEntry, relations: tuple[Relation, ...]) -> RegisterEntry:
    """Replaced or repealed: expired; a draft is to replace it: that, and no more; otherwise unknown."""
    suffered = [relation for relation in relations if not relation.outward]
    ended = next((r for r in suffered if r.kind in _ENDING), None)
    drafted = next((r for r in suffered if r.kind is RelationKind.DRAFT_REPLACES), None)
    decisive = ended or drafted
    if decisive is None:
        return replace(entry, relations=relations)
    return replace(
        entry,
        relations=relations,
        validity=Validity.EXPIRED if ended else Validity.DRAFT_REPLACEMENT,
        evidence=(*entry.evidence, _proof(decisive.evidence)),
    )


def _proof(evidence: Evidence) -> Evidence:
    return replace(evidence, field="validity")
