"""Answers about a report itself: when it appeared, who wrote it, what it tells as a whole."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from knowledge.answers import refusing
from knowledge.answers.cards import Statement
from knowledge.answers.citing import (
    author_citations,
    author_line,
    merged,
    plain_title,
    source_citations,
    vietnamese_date,
)
from knowledge.answers.composing import answered, joined
from knowledge.answers.coverage import covered
from knowledge.answers.labels import agree, labels
from knowledge.answers.outlines import OUTLINE_WORDS, outline_statement
from knowledge.answers.sources import Sources
from knowledge.answers.topics import topic_runs
from knowledge.documents import Answer, Document, DocumentKind, RegisterEntry
from knowledge.places import names_place
from knowledge.question import Intent, Question
from knowledge.spelling import fold
from knowledge.store import Store

MOST, NEAR_BEST = 3, 0.8
"""Reports shown at once, and how near the best one their titles must come."""
_REQUEST = re.compile(
    r"^\W*(?:(?:cho|xin|gui|tim|lay|can|muon|dua)\b(?: (?:cho|toi|minh|em|anh|chi|xin|xem|doc|tim|giup|lai|cac|nhung))*)?"
    r" ?(?:bao cao|bai viet|bai bao|bai|tai lieu) (?!nao\b|gi\b|nay\b|do\b)"
    r"(?!.*\b(?:nao|gi|ai|bao nhieu|may|khong|ko|chua|dau|sao|noi|neu|viet|de cap|cho (?:thay|biet)|danh gia)\b)"
)
"""Asks for a report itself: «cho tôi báo cáo năm 2023 của Lào Cai»."""
_REQUEST_WORDS = (
    "cho toi",
    "cho em",
    "cho minh",
    "cho xin",
    "cho",
    "xin",
    "gui",
    "tim",
    "xem",
    "can",
    "lay",
    "ket qua",
)
_NAMING = re.compile(r"\b(?:nhac|noi|dan|de cap|vien dan) (?:den|toi)\b")
_WHERE = re.compile(r"\b(?:tinh|thanh pho|huyen|thi xa|xa|dia phuong) nao\b")
"""Asks what place a report is on, which its title tells."""
_WORKS_WHERE = re.compile(r"\b(?:cong tac|lam viec) o (?:dau|co quan nao|don vi nao)\b")
TITLE_ENOUGH = 0.5
"""Share of the topic that a report's title must cover, for a question about the report itself."""


def written_by(sources: Sources, question: Question) -> Answer | None:
    """The reports of an author who is named, where nothing else is asked: «Tác giả … có những bài nào?»."""
    ids = [id_ for author in sources.authors_named(question) for id_ in sources.authors[author]]
    asks_where = tuple(one[0] for one in _WHERE.finditer(question.folded))
    documents = [sources.store.documents[id_] for id_ in ids]
    if asks_where and all(one.place for one in documents):
        nothing_else = not topic_runs(question, (), (*sources.said_by(question), *asks_where))
    else:
        nothing_else = sources.topic(question).empty
    if not ids or not nothing_else:
        return None
    told = [_source_statement(sources.store, one) for one in documents]
    return answered(sources.store, question, joined(told), ())


def _source_statement(store: Store, document: Document) -> Statement:
    """A report's title, date and author, as far as it gives them."""
    when = f"ngày {vietnamese_date(document.reported)}" if document.reported else "không ghi ngày"
    who = f"tác giả {author_line(document)}" if document.author else "không ghi tác giả"
    citations = [*source_citations(store, document), *author_citations(store, document)]
    return Statement(f"Bài “{plain_title(document)}”: {when}, {who}.", merged(citations))


def asks_report(question: Question) -> bool:
    """Whether a report itself is asked for, and nothing of what it tells."""
    return _REQUEST.search(question.folded) is not None and not question.references


def requested(sources: Sources, question: Question) -> Answer:
    """The reports that fit what is asked for by place, time and title; else that there are none, with the nearest."""
    names = (*_REQUEST_WORDS, *OUTLINE_WORDS, *sources.said_by(question))
    weighed = sources.weighed(question, topic_runs(question, (), names))
    on_place = [one for one in _reports(sources) if _is_on(one, question.places)]
    fitting = [
        (1.0 if weighed.empty else covered(weighed, one.title, one.place or ""), one)
        for one in on_place
        if _is_of_time(question, one) and (question.places or question.years or not weighed.empty)
    ]
    enough = max(TITLE_ENOUGH, NEAR_BEST * max((share for share, _ in fitting), default=0.0))
    chosen = sorted((one for one in fitting if one[0] >= enough), key=lambda one: -one[0])
    if chosen:
        return answered(sources.store, question, _named(sources, [one for _, one in chosen]), ())
    near = _named(sources, on_place if question.places else [])
    lines = ["Không có trong kho: chưa có báo cáo, bài viết nào như đồng chí hỏi."]
    lines += [f"Kho có:\n{near.text}"] if near.text else []
    lines += ["Đồng chí thử nêu nơi, năm hoặc tên bài; hoặc gửi quản trị viên tài liệu cần thêm."]
    return refusing.refused(question, lines, sources.store, citations=near.citations)


def _named(sources: Sources, reports: Sequence[Document]) -> Statement:
    return joined([_source_statement(sources.store, one) for one in reports[:MOST]])


def _reports(sources: Sources) -> list[Document]:
    return [one for one in sources.store.documents.values() if one.kind is DocumentKind.REPORT]


def _is_of_time(question: Question, report: Document) -> bool:
    """Whether a report is of the years and the quarter that a question names, by its title or the day it appeared."""
    told = fold(report.title)
    years = {str(report.reported.year)} if report.reported else set()
    named = all(str(year) in years or str(year) in told for year in question.years)
    return named and agree(labels(question.folded), labels(told))


def source(sources: Sources, question: Question) -> Answer | None:
    """When a report appeared and who wrote it, as far as it says."""
    documents = _reports_meant(sources, question)
    if len(documents) > 1:
        return answered(sources.store, question, _named(sources, documents), ())
    document = next(iter(documents), None)
    if document is None:
        return None
    told = _source_statement(sources.store, document)
    missing = _missing(question, document)
    if missing:
        line = f"Không có trong kho: bài này không ghi {missing}."
        return refusing.refused(question, [line, told.text], sources.store, citations=told.citations)
    return answered(sources.store, question, told, ())


def _missing(question: Question, document: Document) -> str | None:
    """What is asked of a report's appearing that it does not say."""
    if _WORKS_WHERE.search(question.folded):
        told = "(" in author_line(document)
        return None if told else "nơi công tác của tác giả"
    if _asks_author(question):
        return None if document.author else "tác giả"
    return None if document.reported else "ngày đăng"


def asks_naming(question: Question) -> bool:
    """Whether the reports are meant that name a document: «Ai viết bài nhắc đến Chỉ thị 18-CT/TU?»."""
    return _NAMING.search(question.folded) is not None


def naming(sources: Sources, question: Question, entry: RegisterEntry) -> Answer:
    """The reports that name an entry, those with an author where an author is asked for."""
    held = [sources.store.documents[id_] for id_ in entry.documents]
    reports = [one for one in held if one.kind is DocumentKind.REPORT]
    fitting = [one for one in reports if one.author or not _asks_author(question)]
    told = _named(sources, fitting or reports)
    if fitting:
        return answered(sources.store, question, told, [entry], warn=False)
    lines = [f"Không có trong kho: chưa có bài nào ghi tác giả nhắc đến {entry.name()}.", told.text]
    return refusing.refused(question, lines, sources.store, citations=told.citations)


def _asks_author(question: Question) -> bool:
    return "tac gia" in question.folded or "ai" in question.folded.split()


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


def _reports_meant(sources: Sources, question: Question) -> list[Document]:
    """Those whose title is most about the topic; where only a place is named, all that are about it."""
    weighed = sources.topic(question)
    if weighed.empty and question.places:
        return [one for one in _reports(sources) if _is_on(one, question.places)]
    ranked = [
        (covered(weighed, one.title, one.place or ""), one)
        for one in sources.store.documents.values()
        if _is_on(one, question.places)
    ]
    best = max((share for share, _ in ranked), default=0.0)
    return [one for share, one in ranked if share == best and best >= TITLE_ENOUGH]


def _is_on(document: Document, places: Sequence[str]) -> bool:
    about = f"{document.place or ''} . {document.title}"
    return all(names_place(about, place) for place in places)
