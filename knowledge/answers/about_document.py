"""Answers to questions that name a document: its card and its content, or what a report says of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from knowledge.answers import refusing
from knowledge.answers.about_relations import about_relation, acting, related, validity
from knowledge.answers.asked_of_document import (
    asked_fields,
    asks_around,
    asks_card,
    asks_inside,
    asks_issuing,
    asks_named_there,
    asks_other,
    asks_what_it_is,
    asks_whether_held,
    beside_name,
    card_tells,
)
from knowledge.answers.between import asks_between, between
from knowledge.answers.cards import Statement, card, entry_citations, name_line
from knowledge.answers.changes import CHANGE_WORDS, asks_changes, changed_statement, changes_statement
from knowledge.answers.composing import answered, joined
from knowledge.answers.coverage import beside
from knowledge.answers.from_passages import from_passages
from knowledge.answers.from_register import compare_cards, relation_statement
from knowledge.answers.governing import fits, own_documents
from knowledge.answers.inside import asked_article, asks_form, from_form, passing_statement
from knowledge.answers.outlines import (
    OUTLINE_WORDS,
    asked_chapter,
    asks_articles,
    asks_outline,
    chapter_statement,
    has_chapters,
    last_article_statement,
    outline_statement,
)
from knowledge.answers.scope import SCOPE_WORDS, asks_scope, scope_statement
from knowledge.answers.sources import Sources
from knowledge.answers.whens import asks_when
from knowledge.documents import Answer, DocumentKind, RegisterEntry, RelationKind
from knowledge.question import Intent, Question

FEW = 2
"""Syllables that a question says beside a document's card, at most, for the card to be meant: «cho xin thông tin về»."""
_ON_THE_LAW = (Intent.CARD, Intent.WHICH, Intent.RELATION, Intent.VALIDITY, Intent.SOURCE)
_FROM_ISSUE = re.compile(r"hiệu lực[^.]* từ ngày (?:ban hành|ký|công bố)")


def about(sources: Sources, question: Question, entries: Sequence[RegisterEntry]) -> Answer:
    """Answer a question about these entries (one, unless it compares or lists several)."""
    asked = [entry for entry in entries if entry.held and not card_tells(sources, question, entry)]
    if len(entries) > 1 and len(asked) == 1 and question.intent is not Intent.COMPARE:
        # Of several laws named, the one held tells what is asked beside their names.
        found = from_passages(sources, question, asked[0])
        if found:
            return found
    tied = between(sources.store, *entries) if len(entries) == 2 and asks_between(question) else None
    if tied:
        return answered(sources.store, question, tied, entries, warn=False)
    if len(entries) > 1 and question.intent in (Intent.COMPARE, Intent.CARD, Intent.GENERAL, Intent.WHICH):
        return answered(sources.store, question, compare_cards(sources.store, entries), entries)
    entry = entries[0]
    if question.intent is Intent.VALIDITY and not (entry.held and asks_form(question)):
        return validity(sources, question, entry)
    if asks_whether_held(question) and card_tells(
        sources, question, entry, ("toan van", "kho", "day du", "goc")
    ):
        return _card(sources, question, entry)
    inside = (asks_inside(question) and not entry.held) or asks_changes(question)
    if question.relation and question.intent in (Intent.RELATION, Intent.WHICH) and not inside:
        return about_relation(sources, question, entry)
    return _held(sources, question, entry) if entry.held else _cited(sources, question, entry)


def _cited(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    """Known by citation only: its card, or what the reports that name it say; never what stands inside it."""
    changed = changed_statement(sources.store, question, entry)
    if changed:
        return answered(sources.store, question, changed, [entry])
    told = question.intent in _ON_THE_LAW and card_tells(sources, question, entry)
    if not asks_inside(question) and (told or not _is_law(entry)):
        if (
            question.intent is Intent.CARD
            and not asks_around(question)
            and card_tells(sources, question, entry)
        ):
            return _card(sources, question, entry)
        found = from_passages(sources, question, entry)
        if found and _speaks_of(sources, found, entry):
            return found
        if question.intent in (Intent.CARD, Intent.WHICH):
            return _card_unless_more(sources, question, entry)
    return refusing.content_not_held(question, sources.store, entry, card(sources.store, entry))


def _speaks_of(sources: Sources, found: Answer, entry: RegisterEntry) -> bool:
    """Whether what is quoted speaks of an entry: what an official document rules that only cites it does not."""
    number = entry.number or ""
    kinds = (
        (sources.store.documents[one.document_id].kind, "".join(one.quote.split())) for one in found.citations
    )
    return any(kind is not DocumentKind.FULL_TEXT or number in quote for kind, quote in kinds)


def _is_law(entry: RegisterEntry) -> bool:
    """Whether only its own text can tell what an entry rules: others merely cite a law."""
    return entry.type in ("Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư")


def _held(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    """We hold the text: the article asked for, its formal clauses, its card for what a card tells, else passages."""
    formal = (
        by_form(sources, question, entry)
        or _scoped(sources, question, entry)
        or _outlined(sources, question, entry)
    )
    if formal:
        return formal
    if asked_article(question):
        line = f"Không có trong kho: {entry.name()} không có {asked_article(question)}."
        return refusing.not_told(question, sources.store, entry, line, card(sources.store, entry))
    if asks_when(question) and not asks_issuing(question):
        found = from_passages(sources, question, entry)
        if found:
            return found
    asks_card_alone = question.intent is Intent.CARD or asks_what_it_is(question)
    if asks_card_alone and not question.content and card_tells(sources, question, entry):
        return _card(sources, question, entry)
    named = _named_there(sources, question, entry)
    if named:
        return answered(sources.store, question, card(sources.store, named), [named, entry])
    found = from_passages(sources, question, entry)
    if found:
        return found
    inside = question.intent is not Intent.CARD or asks_inside(question)
    if not inside and (card_tells(sources, question, entry) or asks_card(question)):
        return _card(sources, question, entry)
    line = f"Không có trong kho: chưa tìm thấy trong {entry.name()} điều đồng chí hỏi."
    return refusing.not_told(question, sources.store, entry, line, card(sources.store, entry))


def by_form(sources: Sources, question: Question, entry: RegisterEntry) -> Answer | None:
    """What a held text's form tells of what is asked, what it acts on beside; None where it tells nothing."""
    parts = (from_form(sources.store, question, entry), _acts_on(sources, question, entry))
    told = [part for part in parts if part]
    if not told:
        return None
    if _FROM_ISSUE.search(told[0].text):
        told.append(card(sources.store, entry))
    elif asks_form(question) and asks_what_it_is(question):
        told.insert(0, Statement(f"{name_line(entry)}.", entry_citations(sources.store, entry)))
    return answered(sources.store, question, joined(told), [entry])


def _acts_on(sources: Sources, question: Question, entry: RegisterEntry) -> Statement | None:
    """The relations asked for beside a formal clause: «thay thế nghị định nào và có hiệu lực từ khi nào»."""
    if asks_changes(question) or not asks_other(question):
        return None
    found = related(sources, question, entry)
    return relation_statement(sources.store, entry, found) if found else None


def _scoped(sources: Sources, question: Question, entry: RegisterEntry) -> Answer | None:
    """To what or to whom a held document applies; None where something else is asked."""
    if not asks_scope(question) or not card_tells(sources, question, entry, SCOPE_WORDS):
        return None
    documents = (sources.store.documents[id_] for id_ in own_documents(sources.store, entry))
    told = (scope_statement(sources.store, held, question) for held in documents)
    article = next((one for one in told if one), None)
    if article is None:
        line = f"Không có trong kho: {entry.name()} không có điều riêng về phạm vi, đối tượng áp dụng."
        return refusing.not_told(question, sources.store, entry, line, card(sources.store, entry))
    return answered(sources.store, question, article, [entry])


def _outlined(sources: Sources, question: Question, entry: RegisterEntry) -> Answer | None:
    """A held document, a chapter of it or all that it changes, where nothing else is asked; None where it has none."""
    chapter, changes, articles = asked_chapter(question), asks_changes(question), asks_articles(question)
    asking = (*OUTLINE_WORDS, *CHANGE_WORDS) if changes else OUTLINE_WORDS
    asks = chapter or changes or articles or asks_outline(question)
    if not asks or not card_tells(sources, question, entry, asking):
        return None
    documents = [sources.store.documents[id_] for id_ in own_documents(sources.store, entry)]
    whole = changes_statement if changes else last_article_statement if articles else outline_statement
    outlined = partial(chapter_statement, chapter=chapter) if chapter else whole
    told = next((one for one in (outlined(sources.store, held) for held in documents) if one), None)
    if not told and any(chapter and has_chapters(sources.store, held) for held in documents):
        line = f"Không có trong kho: {entry.name()} không có chương đồng chí hỏi."
        return refusing.not_told(question, sources.store, entry, line, card(sources.store, entry))
    named = Statement(f"{name_line(entry)}.", entry_citations(sources.store, entry))
    return answered(sources.store, question, joined([named, told]), [entry]) if told else None


def _named_there(sources: Sources, question: Question, entry: RegisterEntry) -> RegisterEntry | None:
    """The one document of the type and issuer asked for that a text names: «trả lời công văn nào của Ban …»."""
    if not question.types or not asks_named_there(question):
        return None
    own = set(own_documents(sources.store, entry))
    named = [one for one in sources.store.entries if own & set(one.documents) and one.key != entry.key]
    fitting = [one for one in named if fits(sources.store, replace(question, places=()), one)]
    return fitting[0] if len(fitting) == 1 else None


def _card_unless_more(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    """Its card; a refusal that shows it where the question goes on to what no card tells («ai được giao …»)."""
    left = beside(beside_name(sources, question, entry), name_line(entry), *entry.other_titles)
    if asks_card(question) or sum("_" not in term for term in left.weights) <= FEW:
        return _card(sources, question, entry)
    line = f"Không có trong kho: chưa tài liệu nào cho biết điều đồng chí hỏi về {entry.name()}."
    return refusing.not_told(question, sources.store, entry, line, card(sources.store, entry))


def _card(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    asked = asked_fields(question)
    missing = [said for name, said in asked if getattr(entry, name) is None]
    passed = (
        _passed(sources, entry) if ("issued", "ngày ban hành") in asked and entry.issued is None else None
    )
    if passed:
        named = Statement(f"{name_line(entry)}.", entry_citations(sources.store, entry))
        return answered(sources.store, question, joined([named, passed]), [entry])
    if asked and len(missing) == len(asked):
        line = f"Không có trong kho: nguồn không ghi {' và '.join(missing)} của {entry.name()}."
        return refusing.not_told(question, sources.store, entry, line, card(sources.store, entry))
    # What a document carries out tells what it is about where no title does.
    carried_out = [] if asked or entry.title else acting(sources, entry, RelationKind.IMPLEMENTS, True)
    told = relation_statement(sources.store, entry, carried_out) if carried_out else None
    known = card(sources.store, entry)
    return answered(sources.store, question, joined([known, told]) if told else known, [entry])


def _passed(sources: Sources, entry: RegisterEntry) -> Statement | None:
    """When a law was passed, where only its last sentence tells its day."""
    held = (sources.store.documents[id_] for id_ in own_documents(sources.store, entry))
    return next((told for document in held if (told := passing_statement(sources.store, document))), None)
