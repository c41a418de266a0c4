"""Register entries and references as plain JSON values, and back without loss: the form in which a store keeps them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge.documents import (
    DocumentNumber,
    Evidence,
    Reference,
    RegisterEntry,
    Relation,
    RelationKind,
    Span,
    Validity,
)


def entry_to_json(entry: RegisterEntry) -> dict[str, Any]:
    """Everything an entry holds."""
    return {
        "key": entry.key,
        "number": entry.number,
        "type": entry.type,
        "issuer": entry.issuer,
        "issued": entry.issued.isoformat() if entry.issued else None,
        "title": entry.title,
        "validity": entry.validity.value,
        "held": entry.held,
        "year": entry.year,
        "place": entry.place,
        "issuer_now": entry.issuer_now,
        "term": entry.term,
        "validity_seen": entry.validity_seen.isoformat() if entry.validity_seen else None,
        "other_titles": list(entry.other_titles),
        "relations": [_relation_to_json(relation) for relation in entry.relations],
        "evidence": [_evidence_to_json(evidence) for evidence in entry.evidence],
        "documents": list(entry.documents),
    }


def entry_from_json(record: Mapping[str, Any]) -> RegisterEntry:
    """The inverse of `entry_to_json`."""
    return RegisterEntry(
        key=record["key"],
        number=record["number"],
        type=record["type"],
        issuer=record["issuer"],
        issued=_date(record["issued"]),
        title=record["title"],
        validity=Validity(record["validity"]),
        held=record["held"],
        year=record["year"],
        place=record["place"],
        issuer_now=record["issuer_now"],
        term=record["term"],
        validity_seen=_date(record["validity_seen"]),
        other_titles=tuple(record["other_titles"]),
        relations=tuple(_relation_from_json(relation) for relation in record["relations"]),
        evidence=tuple(Evidence(**evidence) for evidence in record["evidence"]),
        documents=tuple(record["documents"]),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _evidence_to_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "field": evidence.field,
        "quote": evidence.quote,
        "source": evidence.source,
        "document_id": evidence.document_id,
        "start": evidence.start,
        "end": evidence.end,
    }


def _relation_to_json(relation: Relation) -> dict[str, Any]:
    return {
        "kind": relation.kind.value,
        "outward": relation.outward,
        "other": relation.other,
        "number": relation.number,
        "evidence": _evidence_to_json(relation.evidence),
    }


def _relation_from_json(record: Mapping[str, Any]) -> Relation:
    return Relation(
        RelationKind(record["kind"]),
        record["outward"],
        record["other"],
        record["number"],
        Evidence(**record["evidence"]),
    )


_REFERENCE_FIELDS = (
    "start",
    "end",
    "type",
    "issuer",
    "issuer_now",
    "place",
    "year",
    "term",
    "title",
    "locator",
    "in_body",
    "own",
    "draft",
    "antecedent",
)


def reference_to_json(reference: Reference) -> dict[str, Any]:
    """Everything a reference holds."""
    record: dict[str, Any] = {name: getattr(reference, name) for name in _REFERENCE_FIELDS}
    number = reference.number
    record["number"] = (
        None
        if number is None
        else [
            number.written,
            number.normalised,
            number.serial,
            number.year,
            number.type_mark,
            number.issuer_mark,
        ]
    )
    record["issued"] = reference.issued.isoformat() if reference.issued else None
    record["spans"] = {name: [span.start, span.end] for name, span in reference.spans.items()}
    return record


def reference_from_json(record: Mapping[str, Any]) -> Reference:
    """The inverse of `reference_to_json`."""
    fields = {name: record[name] for name in _REFERENCE_FIELDS}
    return Reference(
        **fields,
        number=DocumentNumber(*record["number"]) if record["number"] else None,
        issued=_date(record["issued"]),
        spans={name: Span(*span) for name, span in record["spans"].items()},
    )
