"""Answers put together without a model: register fields and exact sentences, each with its citations."""

from collections.abc import Sequence

from knowledge.cards import (
    Statement,
    card,
    entry_citations,
    name_line,
    relation_citations,
    validity_warning,
)
from knowledge.citing import cite, merged, source_citations, source_name
from knowledge.documents import Document, RegisterEntry, Relation, RelationKind, Validity
from knowledge.extracts import FoundList, FoundSentence
from knowledge.figures import Figure
from knowledge.lists import first_sentence
from knowledge.store import Store

LONGEST_LIST = 1600
"""Characters above which each item of a list is given by its first sentence."""

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


def joined(statements: Sequence[Statement]) -> Statement:
    """Statements one under the other, with all their citations."""
    text = "\n".join(statement.text for statement in statements)
    return Statement(text, merged(proof for statement in statements for proof in statement.citations))


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


def said_by(document: Document) -> str:
    """«Theo bài “…”, ngày 5/12/2018.» as a line of its own."""
    said = source_name(document)
    return f"{said[:1].upper()}{said[1:]}."


def validity_statement(store: Store, entry: RegisterEntry) -> Statement | None:
    """What the documents tell about an entry's force; None where they tell nothing."""
    if entry.validity is Validity.UNKNOWN:
        return None
    warning = validity_warning(store, entry)
    known = card(store, entry)
    if warning is None:
        return joined([Statement(f"{entry.name()}: {entry.validity}."), known])
    return joined([warning, known])


def figure_statement(store: Store, figures: Sequence[Figure]) -> Statement:
    """The sentence that holds the figure, quoted, with its source."""
    best = figures[0]
    quoted = cite(store, best.document, best.span)
    text = f"{_as_sentence(quoted.quote)}\n{said_by(best.document)}"
    return Statement(text, merged([quoted, *source_citations(store, best.document)]))


def _as_sentence(quote: str) -> str:
    plain = " ".join(quote.split()).rstrip(";,")
    return plain if plain.endswith((".", "!", "?", "…")) else f"{plain}."


def list_statement(store: Store, found: FoundList) -> Statement:
    """A list in its order; where it is long, each item by its first sentence."""
    document, items = found.document, found.enumeration.items
    total = sum(item.end - item.start for item in items)
    spans = [first_sentence(document.text, item) for item in items] if total > LONGEST_LIST else list(items)
    lines = [f"• {_as_sentence(span.of(document.text)).lstrip('-–•*+ ')}" for span in spans]
    whole = cite(store, document, type(items[0])(items[0].start, items[-1].end))
    return Statement(
        "\n".join([*lines, said_by(document)]), merged([whole, *source_citations(store, document)])
    )


def sentences_statement(store: Store, found: Sequence[FoundSentence]) -> Statement:
    """A few exact sentences of one document."""
    document = found[0].document
    quotes = [cite(store, document, one.span) for one in found]
    lines = [_as_sentence(quote.quote) for quote in quotes]
    return Statement(
        "\n".join([*lines, said_by(document)]), merged([*quotes, *source_citations(store, document)])
    )


def compare_cards(store: Store, entries: Sequence[RegisterEntry]) -> Statement:
    """Documents side by side: the same fields in the same order."""
    parts = []
    for place, entry in enumerate(entries, 1):
        known = card(store, entry)
        warning = validity_warning(store, entry)
        parts.append(Statement(f"{_ROMAN[place]}. {known.text}", known.citations))
        parts.extend([warning] if warning else [])
    return joined(parts)


_ROMAN = dict(enumerate("ABCDEFGH", 1))
