"""A register entry as an officer would say it, with the citations that prove every part and the validity warning."""

from dataclasses import dataclass

from knowledge.answers.citing import cite, cite_around, merged, source_citations, source_name, vietnamese_date
from knowledge.answers.governing import own_documents
from knowledge.answers.passing import passed_on, passing_sentence
from knowledge.answers.quoting import quotation_around
from knowledge.documents import (
    Citation,
    Document,
    Evidence,
    RegisterEntry,
    Relation,
    RelationKind,
    Span,
    Validity,
)
from knowledge.entry_titles import further
from knowledge.spelling import fold
from knowledge.store import Store
from knowledge.verification import verify

_SHOWN = ("number", "type", "issued", "issuer", "term", "title")
_DRAFT = "{name} đã có dự thảo thay thế: {other}; kho không có văn bản thay thế chính thức, chưa thể coi là hết hiệu lực"
_PARLIAMENT = "Quốc hội"
_ENDED_BY = {RelationKind.REPLACES: "được thay thế bởi", RelationKind.REPEALS: "bị bãi bỏ bởi"}
_ENDING = (RelationKind.REPLACES, RelationKind.REPEALS)


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of an answer and the citations that bear it out."""

    text: str
    citations: tuple[Citation, ...] = ()


def name_line(entry: RegisterEntry) -> str:
    """«Quyết định số 2108-QĐ/TU ngày 20/5/2015 của Ban Thường vụ Tỉnh ủy Sơn La về …»."""
    parts = [entry.name()]
    if entry.issued:
        parts.append(f"ngày {vietnamese_date(entry.issued)}")
    elif entry.year and str(entry.year) not in (entry.number or ""):
        parts.append(f"năm {entry.year}")
    if entry.issuer:
        parts.append(f"của {entry.issued_by()}")
    if entry.title and entry.title not in parts[0]:
        parts.append(_title_words(entry.title))
    return " ".join(parts)


def _title_words(title: str) -> str:
    plain = title.strip(" .;,")
    if fold(plain).startswith("ve "):
        return plain
    return f"về {plain}" if plain[:1].islower() else f"về “{plain}”"


def short_line(entry: RegisterEntry) -> str:
    """Enough to choose by: name, date and issuer."""
    when = f" ngày {vietnamese_date(entry.issued)}" if entry.issued else ""
    who = f" của {entry.issuer}" if entry.issuer else ""
    return f"{entry.name()}{when}{who}"


def card(store: Store, entry: RegisterEntry) -> Statement:
    """The entry's line, what its sources leave open, and where all this comes from."""
    lines = [f"{name_line(entry)}."]
    others = further(entry.title, entry.other_titles)
    if others:
        lines.append(f"Nguồn còn ghi trích yếu là {'; '.join(f'“{title}”' for title in others)}.")
    passed = _passed(store, entry)
    lines.append(_provenance(store, entry, passed))
    return Statement(
        "\n".join(lines), merged([*entry_citations(store, entry), *([passed] if passed else [])])
    )


def _passed(store: Store, entry: RegisterEntry) -> Citation | None:
    """When the Quốc hội passed a law that gives no other day."""
    for document in (store.documents[id_] for id_ in own_documents(store, entry) if not entry.issued):
        told = passing_sentence(document)
        if told and _PARLIAMENT in " ".join(told.of(document.text).split()):
            return cite(store, document, told)
    return None


def _provenance(store: Store, entry: RegisterEntry, passed: Citation | None) -> str:
    document = _first_document(store, entry)
    missing = [
        name
        for name, value in (("ngày ban hành", entry.issued or passed), ("cơ quan ban hành", entry.issuer))
        if not value
    ]
    open_parts = f" Nguồn không ghi {' và '.join(missing)}." if missing else ""
    if passed and (day := passed_on(passed.quote)):
        open_parts = f" {_PARLIAMENT} thông qua ngày {vietnamese_date(day)}.{open_parts}"
    if entry.held or document is None:
        return f"Kho có toàn văn văn bản này.{open_parts}" if entry.held else open_parts.strip()
    said = source_name(document)
    return f"{said[:1].upper()}{said[1:]}; kho chưa có toàn văn.{open_parts}"


def _first_document(store: Store, entry: RegisterEntry) -> Document | None:
    ids = [*(e.document_id for e in entry.evidence if e.field == "number"), *entry.documents]
    return next((store.documents[id_] for id_ in ids if id_ in store.documents), None)


def entry_citations(store: Store, entry: RegisterEntry) -> tuple[Citation, ...]:
    """The fewest quotations that hold every shown part of an entry, and what proves their source's name."""
    first = _first_document(store, entry)
    quoted = [cite(store, store.documents[id_], span) for id_, span in _joined(store, _proofs(store, entry))]
    return merged([*quoted, *(source_citations(store, first) if first else ())])


def _proofs(store: Store, entry: RegisterEntry) -> list[Evidence]:
    """Mentions from the fullest on, those of the articles first, until they bear out all that the entry's line says."""
    said = " . ".join([name_line(entry), *(f"“{title}”" for title in entry.other_titles)])
    mentions = {(e.document_id, e.start, e.end): e for e in entry.evidence if e.field in _SHOWN}
    chosen: list[Evidence] = []
    for mention in sorted(mentions.values(), key=lambda e: (not _in_article(store, e), -len(e.quote))):
        chosen.append(mention)
        if not verify(said, [proof.quote for proof in chosen]):
            break
    return chosen


def _in_article(store: Store, proof: Evidence) -> bool:
    return any(part.start <= proof.start < part.end for part in store.documents[proof.document_id].body)


def _joined(store: Store, proofs: list[Evidence]) -> list[tuple[str, Span]]:
    """Quotations around the proofs; those of one document that touch become one."""
    spans: dict[str, list[Span]] = {}
    for proof in proofs:
        document = store.documents[proof.document_id]
        inner = Span(proof.start, proof.end)
        part = next((p for p in document.body if p.start <= inner.start < p.end), Span(0, len(document.text)))
        _add(spans.setdefault(proof.document_id, []), quotation_around(document.text, inner, part))
    return [(document_id, span) for document_id, found in spans.items() for span in found]


def _add(spans: list[Span], new: Span) -> None:
    for place, old in enumerate(spans):
        if new.start < old.end and old.start < new.end:
            spans[place] = Span(min(old.start, new.start), max(old.end, new.end))
            return
    spans.append(new)


def relation_citations(store: Store, relation: Relation) -> tuple[Citation, ...]:
    """The sentence that proves a relation, and what proves its source's name."""
    proof = relation.evidence
    document = store.documents[proof.document_id]
    quoted = cite_around(store, document, Span(proof.start, proof.end))
    return merged([quoted, *source_citations(store, document)])


def validity_warning(store: Store, entry: RegisterEntry) -> Statement | None:
    """What the documents tell against relying on an entry; None where they tell nothing."""
    if entry.validity is Validity.DRAFT_REPLACEMENT:
        return _ending_warning(store, entry, (RelationKind.DRAFT_REPLACES,), _DRAFT)
    if entry.validity is Validity.EXPIRED:
        return _ending_warning(store, entry, _ENDING, "{name} đã {how} {other}")
    return _amended(store, entry)


def _amended(store: Store, entry: RegisterEntry) -> Statement | None:
    """What changed parts of an entry: its own text may read otherwise by now."""
    changes = [
        one for one in entry.relations if one.kind is RelationKind.AMENDS and not one.outward and one.other
    ]
    if not changes:
        return None
    others = list(dict.fromkeys(_spoken(store, one) for one in changes))
    said = f"{entry.name()} đã được sửa đổi, bổ sung bởi {', '.join(others)}."
    quotes: list[Citation] = []
    for change in sorted(
        changes, key=lambda one: -sum(other.number in one.evidence.quote for other in changes)
    ):
        if verify(said, [quote.quote for quote in quotes]):
            quotes += relation_citations(store, change)
    return Statement(said, merged(quotes))


def _ending_warning(
    store: Store, entry: RegisterEntry, kinds: tuple[RelationKind, ...], words: str
) -> Statement | None:
    relation = next((r for r in entry.relations if r.kind in kinds and not r.outward), None)
    if relation is None:
        return Statement(f"{entry.name()}: {entry.validity}.")
    document = store.documents[relation.evidence.document_id]
    when = (
        f"Tính đến ngày {vietnamese_date(document.reported)}"
        if document.reported
        else _upper_first(source_name(document))
    )
    ended = _ENDED_BY.get(relation.kind, "")
    said = words.format(name=entry.name(), other=_spoken(store, relation), how=ended)
    return Statement(f"{when}, {said}.", relation_citations(store, relation))


def _spoken(store: Store, relation: Relation) -> str:
    """The other document of a relation as one says it: «Luật số 53/2024/QH15»."""
    return next((entry.name() for entry in store.entries if entry.key == relation.other), relation.number)


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
