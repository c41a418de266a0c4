"""Answers about a report itself: when it appeared, who wrote it, what it tells as a whole."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from knowledge.answers import refusing
from knowledge.answers.composing import answered, joined, source_statement
from knowledge.answers.coverage import covered
from knowledge.answers.outlines import OUTLINE_WORDS, outline_statement
from knowledge.answers.sources import Sources
from knowledge.answers.topics import topic_runs
from knowledge.documents import Answer, Document, DocumentKind
from knowledge.places import names_place
from knowledge.question import Intent, Question

TITLE_ENOUGH = 0.5
"""Share of the topic that a report's title must cover, for a question about the report itself."""


def written_by(sources: Sources, question: Question) -> Answer | None:
    """The reports of an author who is named, where nothing else is asked: «Tác giả … có những bài nào?»."""
    ids = [id_ for author in sources.authors_named(question) for id_ in sources.authors[author]]
    if not ids or not sources.topic(question).empty:
        return None
    told = [source_statement(sources.store, sources.store.documents[id_]) for id_ in ids]
    return answered(sources.store, question, joined(told), ())


def source(sources: Sources, question: Question) -> Answer | None:
    """When a report appeared and who wrote it, as far as it says."""
    document = _document_named(sources, question)
    if document is None:
        return None
    asks_author = "tac gia" in question.folded or "ai" in question.folded.split()
    told = source_statement(sources.store, document)
    if (document.author if asks_author else document.reported) is None:
        missing = "tác giả" if asks_author else "ngày đăng"
        line = f"Không có trong kho: bài này không ghi {missing}."
        return refusing.refused(question, [line, told.text], sources.store, citations=told.citations)
    return answered(sources.store, question, told, ())


def outlined(sources: Sources, question: Question) -> Answer | None:
    """A report as a whole: the one of the author, place or title named that the question names best."""
    store = sources.store
    authors = sources.authors_named(question)
    of_authors = {id_ for author in authors for id_ in sources.authors[author]}
    names = (*OUTLINE_WORDS, *sources.said_by(question))
    # Its time tells which report is meant, as it does where the day of a report is asked for.
    weighed = sources.weighed(question, topic_runs(replace(question, intent=Intent.SOURCE), (), names))
    fitting = [
        (covered(weighed, one.title, one.place or ""), one.reported or date.min, one.id)
        for one in store.documents.values()
        if one.kind is not DocumentKind.FULL_TEXT
        and _is_on(one, question.places)
        and (not authors or one.id in of_authors)
    ]
    coverage, _, id_ = max(fitting, default=(0.0, date.min, ""))
    if not id_ or (coverage < TITLE_ENOUGH and not (weighed.empty and (authors or question.places))):
        return None
    told = outline_statement(store, store.documents[id_])
    return answered(store, question, told, ()) if told else None


def _document_named(sources: Sources, question: Question) -> Document | None:
    weighed = sources.topic(question)
    documents = sources.store.documents
    if weighed.empty and question.places:
        # «Bài báo về Lai Châu đăng ngày nào» means the one that we hold.
        of_place = [
            one
            for one in documents.values()
            if one.kind is DocumentKind.REPORT and _is_on(one, question.places)
        ]
        return of_place[0] if len(of_place) == 1 else None
    titles = [(covered(weighed, documents[id_].title, documents[id_].place or ""), id_) for id_ in documents]
    coverage, best_id = max(titles, default=(0.0, ""))
    return documents[best_id] if coverage >= TITLE_ENOUGH else None


def _is_on(document: Document, places: Sequence[str]) -> bool:
    about = f"{document.place or ''} . {document.title}"
    return all(names_place(about, place) for place in places)
