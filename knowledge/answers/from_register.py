"""What the register tells: the document that governs, what acts on another, what is in force, cards side by side."""

from collections.abc import Sequence

from knowledge.answers.cards import (
    Statement,
    card,
    entry_citations,
    name_line,
    relation_citations,
    validity_warning,
)
from knowledge.answers.citing import merged
from knowledge.answers.composing import joined
from knowledge.answers.source_line import said_by
from knowledge.documents import RegisterEntry, Relation, RelationKind, Validity
from knowledge.store import Store

_INWARD = {
    RelationKind.IMPLEMENTS: "Văn bản triển khai {name}",
    RelationKind.CONTINUES: "Văn bản tiếp tục thực hiện {name}",
    RelationKind.REPLACES: "Văn bản thay thế {name}",
    RelationKind.AMENDS: "Văn bản sửa đổi, bổ sung {name}",
    RelationKind.REPEALS: "Văn bản bãi bỏ {name}",
    RelationKind.REVIEWS: "Văn bản sơ kết, tổng kết {name}",
    RelationKind.BASED_ON: "Văn bản căn cứ vào {name}",
}
_OUTWARD = {
    RelationKind.IMPLEMENTS: "{name} triển khai",
    RelationKind.CONTINUES: "{name} tiếp tục thực hiện",
    RelationKind.REPLACES: "{name} thay thế",
    RelationKind.AMENDS: "{name} sửa đổi, bổ sung",
    RelationKind.REPEALS: "{name} bãi bỏ",
    RelationKind.REVIEWS: "{name} sơ kết, tổng kết",
    RelationKind.BASED_ON: "{name} căn cứ vào",
}


def governing_statement(store: Store, entries: Sequence[RegisterEntry]) -> Statement:
    """The governing document's card, and the further ones that fit nearly as well."""
    first, *others = entries
    parts = [card(store, first)]
    if others:
        lines = [f"• {name_line(entry)}." for entry in others]
        proofs = [proof for entry in others for proof in entry_citations(store, entry)]
        parts.append(Statement("\n".join(["Văn bản liên quan:", *lines]), tuple(proofs)))
    return joined(parts)


def relation_statement(
    store: Store, entry: RegisterEntry, related: Sequence[tuple[Relation, RegisterEntry]]
) -> Statement:
    """What acts on an entry, or what it acts on, each with the sentence that says so."""
    first = related[0][0]
    head = (_OUTWARD if first.outward else _INWARD)[first.kind].format(name=entry.name())
    names = [name_line(other) for _, other in related]
    text = (
        f"{head}: {names[0]}."
        if len(names) == 1
        else "\n".join([f"{head}:", *(f"• {name}." for name in names)])
    )
    proofs = [proof for relation, _ in related for proof in relation_citations(store, relation)]
    proofs += [proof for _, other in related for proof in entry_citations(store, other)]
    document = store.documents[first.evidence.document_id]
    return Statement(f"{text}\n{said_by(document)}", merged([*proofs, *entry_citations(store, entry)]))


def validity_statement(store: Store, entry: RegisterEntry) -> Statement | None:
    """What the documents tell about an entry's force; None where they tell nothing."""
    if entry.validity is Validity.UNKNOWN:
        return None
    warning = validity_warning(store, entry)
    known = card(store, entry)
    if warning is None:
        return joined([Statement(f"{entry.name()}: {entry.validity}."), known])
    return joined([warning, known])


def compare_cards(store: Store, entries: Sequence[RegisterEntry]) -> Statement:
    """Documents side by side: the same fields in the same order."""
    parts = []
    for entry in entries:
        known = card(store, entry)
        warning = validity_warning(store, entry)
        label = f"{entry.number}: " if entry.number else ""
        parts.append(Statement(f"{label}{known.text}", known.citations))
        parts.extend([warning] if warning else [])
    return joined(parts)
