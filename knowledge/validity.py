"""What became of each document: relations between entries, and validity as far as sentences prove it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

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
from knowledge.references.resolution import is_pointer
from knowledge.relations import FoundRelation, find_relations

_ENDING = {RelationKind.REPLACES, RelationKind.REPEALS}
_CLAUSE = re.compile(r"[^.;!?\n]{0,160}")
_OPEN = re.compile(
    r"hay không|hay chưa|có còn|chưa rõ|không rõ|không cho biết|không nói|một phần|nếu ", re.IGNORECASE
)
_FORCE = (
    (
        Validity.EXPIRED,
        re.compile(r"(?:không còn|đã hết) hiệu lực|đã bị (?:bãi bỏ|hủy bỏ|thay thế)|đã được thay thế"),
    ),
    (
        Validity.IN_FORCE,
        re.compile(r"(?<!không )còn (?:nguyên )?hiệu lực|tiếp tục có hiệu lực|đang có hiệu lực"),
    ),
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that says whether a document is in force."""

    validity: Validity
    evidence: Evidence


def with_relations(
    merged: Merged, documents: Sequence[Document], references: Mapping[str, Sequence[Reference]]
) -> tuple[RegisterEntry, ...]:
    """The entries with their relations (both ways) and the validity that follows from them."""
    relations: dict[str, list[Relation]] = defaultdict(list)
    told: dict[str, list[_Told]] = defaultdict(list)
    names = {entry.key: entry.number or entry.name() for entry in merged.entries}
    years = {entry.key: entry.issued.year if entry.issued else entry.year for entry in merged.entries}
    for document in documents:
        cited = references.get(document.id, ())
        teller = _Teller(document, cited, find_relations(document.text, cited), merged.keys, names)
        for key, relation in teller.relations():
            if _may_act(relation, years.get(key), years.get(relation.other)):
                relations[key].append(relation)
        for key, statement in teller.statements():
            told[key].append(statement)
    days = {document.id: document.reported or document.issued for document in documents}
    return tuple(
        _with_validity(entry, _distinct(relations[entry.key]), told[entry.key], days)
        for entry in merged.entries
    )


def _may_act(relation: Relation, own: int | None, other: int | None) -> bool:
    """Whether years allow it: what a source lists by mistake, a law of 2013 amending one of 2018, is not entered."""
    acting, acted_on = (own, other) if relation.outward else (other, own)
    changes = relation.kind in (RelationKind.AMENDS, *_ENDING)
    return not (changes and acting and acted_on and acting < acted_on)


@dataclass(frozen=True, slots=True)
class _Teller:
    """One document, and which entries its references speak of."""

    document: Document
    references: Sequence[Reference]
    found: Sequence[FoundRelation]
    keys: Mapping[tuple[str, int], str]
    names: Mapping[str, str]

    def relations(self) -> Iterator[tuple[str, Relation]]:
        """Each relation with the entry that holds it; one between two entries comes twice, once for each."""
        for found in self.found:
            target = self.keys.get((self.document.id, found.target))
            source = self._source(found)
            if target is None or source == target or not self.references[found.target].in_body:
                continue
            sentence = found.sentence
            evidence = evidence_of(found.kind.value, self.document, sentence.start, sentence.end)
            shown = self.names[source] if source else self._actor(found)
            yield target, Relation(found.kind, False, source or "", shown, evidence)
            if source:
                yield source, Relation(found.kind, True, target, self.names[target], evidence)

    def _source(self, found: FoundRelation) -> str | None:
        return self.keys.get((self.document.id, found.source)) if found.source is not None else None

    def _actor(self, found: FoundRelation) -> str:
        """How the acting side is shown where it is no entry: a draft, or the report itself."""
        if found.source is None:
            return f"bài “{self.document.title}”"
        reference = self.references[found.source]
        if not reference.draft:
            return reference.type or "văn bản khác"
        return (
            f"dự thảo {reference.type} “{reference.title}”"
            if reference.title
            else f"dự thảo {reference.type}"
        )

    def statements(self) -> Iterator[tuple[str, _Told]]:
        """Sentences that say of a document that it is, or is no longer, in force; questions and doubts say nothing."""
        amending = {found.source for found in self.found}
        for index, reference in enumerate(self.references):
            key = self.keys.get((self.document.id, index))
            whole = reference.in_body and not reference.locator and not is_pointer(reference)
            if key is None or not whole or index in amending:
                continue
            clause = _CLAUSE.match(self.document.text, reference.end)
            validity = _force(clause[0]) if clause and not self._another(index, clause.end()) else None
            if clause and validity:
                evidence = evidence_of("validity", self.document, reference.start, clause.end())
                yield key, _Told(validity, evidence)

    def _another(self, index: int, end: int) -> bool:
        """Whether the clause goes on to name another document, of which it may be speaking."""
        following = self.references[index + 1 : index + 2]
        return any(self.references[index].end <= reference.start < end for reference in following)


def _force(clause: str) -> Validity | None:
    if _OPEN.search(clause):
        return None
    return next((validity for validity, pattern in _FORCE if pattern.search(clause)), None)


def _distinct(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    kept: dict[tuple[object, ...], Relation] = {}
    for relation in relations:
        kept.setdefault((relation.kind, relation.outward, relation.other, relation.number), relation)
    return tuple(kept.values())


def _with_validity(
    entry: RegisterEntry,
    relations: tuple[Relation, ...],
    told: Sequence[_Told],
    days: Mapping[str, date | None],
) -> RegisterEntry:
    """Replaced, repealed or said to have expired: expired; a draft is to replace it: that, and no more; else as told."""
    decisive = _decisive(relations, told)
    if decisive is None:
        return replace(entry, relations=relations)
    return replace(
        entry,
        relations=relations,
        validity=decisive.validity,
        validity_seen=days.get(decisive.evidence.document_id),
        evidence=(*entry.evidence, replace(decisive.evidence, field="validity")),
    )


def _decisive(relations: Sequence[Relation], told: Sequence[_Told]) -> _Told | None:
    suffered = [relation for relation in relations if not relation.outward]
    ended = next((r for r in suffered if r.kind in _ENDING), None)
    drafted = next((r for r in suffered if r.kind is RelationKind.DRAFT_REPLACES), None)
    if ended:
        return _Told(Validity.EXPIRED, ended.evidence)
    expired = next((one for one in told if one.validity is Validity.EXPIRED), None)
    if expired or not drafted:
        return expired or next(iter(told), None)
    return _Told(Validity.DRAFT_REPLACEMENT, drafted.evidence)
