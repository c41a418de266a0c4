"""Answers about what acts on a document or what it acts on, and whether it is still in force."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers import refusing
from knowledge.answers.asked_of_document import asks_from_when, asks_more_than_force, asks_owner
from knowledge.answers.cards import Statement, card, validity_warning
from knowledge.answers.composing import answered, joined
from knowledge.answers.from_passages import from_passages
from knowledge.answers.from_register import relation_statement, validity_statement
from knowledge.answers.governing import fits, own_documents
from knowledge.answers.inside import asks_form, force_statement, from_form
from knowledge.answers.sources import Sources
from knowledge.documents import Answer, RegisterEntry, Relation, RelationKind
from knowledge.question import Question, WantedRelation

_SAME = {
    RelationKind.IMPLEMENTS: (RelationKind.IMPLEMENTS, RelationKind.CONTINUES),
    RelationKind.CONTINUES: (RelationKind.CONTINUES, RelationKind.IMPLEMENTS),
}
"""Relations that officers' words do not keep apart: «thực hiện» asks for both."""


def about_relation(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    """What an entry acts on or is acted on by, as is asked; a refusal where nothing tells."""
    found = related(sources, question, entry)
    if not found and question.relation and question.relation.kind is RelationKind.DRAFT_REPLACES:
        # A draft has no number to be entered under; that there is one is told with the validity.
        return validity(sources, question, entry)
    formal = from_form(sources.store, question, entry) if entry.held else None
    told = [relation_statement(sources.store, entry, found)] if found else []
    told += [card(sources.store, entry)] if found and asks_owner(question) else []
    told += [formal] if formal and (not found or asks_form(question)) else []
    if told:
        ends = question.relation is not None and question.relation.kind in (
            RelationKind.REPLACES,
            RelationKind.REPEALS,
            RelationKind.AMENDS,
        )
        # «Đã được thay thế» before «thay thế: …» would say one thing twice.
        entries = [*(other for _, other in found), entry]
        return answered(sources.store, question, joined(told), entries, warn=not ends)
    # What acts on a document no text of its own tells.
    outward = question.relation is None or question.relation.outward
    inside = from_passages(sources, question, entry) if entry.held and outward else None
    if inside:
        return inside
    known, warning = card(sources.store, entry), validity_warning(sources.store, entry)
    line = f"Không có trong kho: không tài liệu nào cho biết điều đồng chí hỏi về {entry.name()}."
    return refusing.not_told(
        question, sources.store, entry, line, joined([warning, known]) if warning else known
    )


def related(
    sources: Sources, question: Question, entry: RegisterEntry
) -> list[tuple[Relation, RegisterEntry]]:
    """Relations of the kind and direction asked for, to documents of the type and issuer asked for.

    A place that is named belongs to the document named, so it does not choose among the others.
    """
    wanted = question.relation
    if wanted is None:
        return []
    found = _relations(sources, question, entry, wanted, _SAME.get(wanted.kind, (wanted.kind,)))
    if not found and wanted.outward and wanted.kind is RelationKind.IMPLEMENTS and question.types:
        # «Kế hoạch 16 thực hiện chỉ thị nào»: a plan names what it carries out among what it is based on.
        return _relations(sources, question, entry, wanted, (RelationKind.BASED_ON,))
    return found


def _relations(
    sources: Sources,
    question: Question,
    entry: RegisterEntry,
    wanted: WantedRelation,
    kinds: Sequence[RelationKind],
) -> list[tuple[Relation, RegisterEntry]]:
    anywhere = replace(question, places=())
    return [
        (relation, other)
        for kind in kinds
        for relation, other in acting(sources, entry, kind, wanted.outward)
        if fits(sources.store, anywhere, other)
    ]


def acting(
    sources: Sources, entry: RegisterEntry, kind: RelationKind, outward: bool
) -> list[tuple[Relation, RegisterEntry]]:
    """The relations of one kind and direction, each with the other document."""
    return [
        (relation, other)
        for relation in entry.relations
        if relation.kind is kind and relation.outward is outward
        if (other := sources.register.get(relation.other)) and other.key != entry.key
    ]


def validity(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    """Whether an entry is in force, as far as the documents tell; a refusal where they tell nothing."""
    told = validity_statement(sources.store, entry)
    if told:
        return answered(sources.store, question, told, [entry], warn=False)
    line = f"Chưa rõ {entry.name()} còn hiệu lực hay không. Không có trong kho tài liệu nào nói đến việc này."
    if asks_from_when(question):
        line = f"Không có trong kho: chưa tài liệu nào cho biết {entry.name()} có hiệu lực từ ngày nào."
    amended = validity_warning(sources.store, entry)
    known = joined(
        [*([amended] if amended else []), card(sources.store, entry), *_in_force_from(sources, entry)]
    )
    if asks_more_than_force(question):
        # «Về việc gì, còn hiệu lực không» is answered as far as it is known.
        return answered(sources.store, question, joined([known, Statement(line)]), [entry])
    return refusing.not_told(question, sources.store, entry, line, known)


def _in_force_from(sources: Sources, entry: RegisterEntry) -> list[Statement]:
    """From when a held text says that it is in force: not whether it still is."""
    held = (sources.store.documents[id_] for id_ in own_documents(sources.store, entry))
    told = (force_statement(sources.store, document) for document in held)
    return [one for one in told if one][:1]
