"""Answers read from the best passages: a figure, a person, a list or a few sentences; none below the threshold."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from knowledge.answers.actors import asked_verb, find_actors
from knowledge.answers.articles import Article, find_article
from knowledge.answers.cards import Statement
from knowledge.answers.composing import answered, joined
from knowledge.answers.copulas import linking
from knowledge.answers.counted import says_not_told
from knowledge.answers.coverage import Topic, covered
from knowledge.answers.definitions import (
    asked_term,
    asks_meaning,
    asks_short_form,
    best_definition,
    compared_terms,
    explained,
    find_definition,
    find_renamed,
    find_short_form,
)
from knowledge.answers.duties import asked_body, find_duties, names_body
from knowledge.answers.elsewhere import told_there
from knowledge.answers.extracts import (
    ADDRESSES,
    FoundList,
    FoundSentence,
    asked_place,
    find_lists,
    find_section,
    find_sentences,
    list_holding,
    list_led_by,
    whole_paragraph,
)
from knowledge.answers.figures import find_figures
from knowledge.answers.from_texts import (
    article_statement,
    figure_statement,
    item_statement,
    list_statement,
    sentences_statement,
)
from knowledge.answers.governing import entry_held_as, own_documents
from knowledge.answers.grounds import with_grounds
from knowledge.answers.makeups import find_makeups, subject
from knowledge.answers.parts import find_parts
from knowledge.answers.persons import (
    asks_attendants,
    asks_holder,
    asks_post,
    find_attendants,
    find_heads,
    find_persons,
    find_posts,
)
from knowledge.answers.refusing import refused
from knowledge.answers.sources import Sources
from knowledge.answers.sums import with_sum
from knowledge.answers.surroundings import whole_heading
from knowledge.answers.topics import topic_runs
from knowledge.answers.units import Place, asked_figures, gathers
from knowledge.answers.whens import asks_day, asks_hour, asks_span, asks_when, asks_year, find_days
from knowledge.answers.writing import written
from knowledge.documents import Answer, Citation, DocumentKind, Hit, RegisterEntry, Span
from knowledge.question import Intent, Question
from knowledge.steering import planted, quotable, speaks_to_machine

_FROM_TEXT = (Intent.FIGURE, Intent.PERSON, Intent.LIST, Intent.GENERAL, Intent.CARD)
_NOT_TOLD = "Không có trong kho: nguồn nói rõ là không nêu điều này."
_WHOLE = re.compile(
    r"\bquy dinh (?:nhu )?(?:nhung )?(?:gi|the nao|ra sao)\b|\bgom\b|\bla gi\b|\b(?:nhung|cac)\b|\bgi\W*$"
    r"|^(?:nghia vu|quyen|trach nhiem|nguyen tac|tieu chuan|dieu kien|nhiem vu|muc tieu|noi dung|trinh tu|thu tuc)\b"
)
"""Asks for all that is said of something."""
_ASKS_SEVERAL = re.compile(r"\bnhung (?:ai|gi)\W*$")
_WHEN = (
    *(Intent.CARD, Intent.GENERAL, Intent.LIST, Intent.WHICH),
    *(Intent.VALIDITY, Intent.FIGURE, Intent.RELATION),
)
ARTICLE_BEFORE = 0.05
LIST_BEFORE = 0.1
LED_BY_ALL = 0.9
"""Share of the topic that the line before a list must cover to say all that is asked."""
WHOLE_BEFORE = 0.25
"""How much less of the topic an article or a list may cover than the best sentence, and still come before it."""
PASSAGES_READ = 16
"""Retrieved passages from which an answer is composed."""
PASSED_OVER = 8
"""And further ones in the place of those that are passed over."""
TELLING_FIGURE = 3
"""Characters of a figure that hardly stands in two places by chance: «5.234», «556»."""
ALL_SAID, SPARED = 0.95, 0.05
"""Where the proof says this much of what is asked, its passage may be that much farther from the question: as may one
that names who does what is asked, or that only is to be looked at and is on the place that is asked of."""


def from_passages(
    sources: Sources, question: Question, entry: RegisterEntry | None = None, within: Sequence[str] = ()
) -> Answer | None:
    """The answer that passages give; None where they do not.

    Those that cite or hold `entry`, or of the documents `within`, where given.
    """
    weighed = sources.topic_inside(question, entry) if entry else sources.topic_told(question)
    if weighed.empty:
        return None
    hits = _retrieved(sources, question, entry, within)
    places = told_there(sources.gazetteer, question.places, _places(sources, hits))
    composed = _composed(sources, question, weighed, places)
    if composed and _passes_on_steering(sources, composed):
        composed = _composed(sources, question, weighed, _without_steering(places))
    spared = SPARED if within else 0.0
    if composed is None or (
        entry is None and not _related(sources, question, weighed, composed, hits, spared)
    ):
        return None
    if _is_not_told(sources, composed):
        return refused(question, [_NOT_TOLD, composed.text], sources.store, citations=composed.citations)
    about_text = not asks_attendants(question)
    text_of = entry_held_as(sources.store, composed.citations[0].document_id) if composed.citations else None
    answer = answered(sources.store, question, composed, [entry] if entry else [], about_text, text_of)
    return written(sources, question, weighed, answer, [hit.passage for hit in hits])


def told_beside(sources: Sources, question: Question, proof: Citation) -> Answer | None:
    """What is told of a question in the article, or under the heading, that a proof stands in; None for nothing."""
    weighed, store = sources.topic_told(question), sources.store
    passages = store.passages_of(proof.document_id)
    at = next((one for one in passages if one.start <= proof.start < one.end), None)
    if at is None or weighed.empty or question.intent not in _FROM_TEXT:
        return None
    within = (one for one in passages if one.locator.split(",")[0] == at.locator.split(",")[0])
    document = store.documents[proof.document_id]
    places = [Place(document, Span(one.start, one.end), whole_heading(document, one)) for one in within]
    composed = _composed(sources, question, weighed, _without_steering(places))
    if composed is None or _is_not_told(sources, composed):
        return None
    return answered(store, question, composed, [], True, entry_held_as(store, document.id))


def _is_not_told(sources: Sources, composed: Statement) -> bool:
    """Whether a source says itself that it does not tell; a law's «séc không ghi tên người nhận» rules something."""
    kinds = {sources.store.documents[one.document_id].kind for one in composed.citations}
    return kinds != {DocumentKind.FULL_TEXT} and says_not_told(composed.text.split("\n", 1)[0])


def _related(
    sources: Sources,
    question: Question,
    weighed: Topic,
    composed: Statement,
    hits: Sequence[Hit],
    spared: float,
) -> bool:
    """Whether a passage that an answer is taken from is near the question as a whole.

    Words in common are not enough: where nothing is held on «tiếp công dân», what is forbidden in «hoạt động hàng
    hải» shares most of the question's words. Figures, persons and definitions are found by what stands beside them,
    however far the rest of their passage is.
    """
    told = asked_term(question) or asks_post(question)
    if told or question.intent in (Intent.FIGURE, Intent.PERSON):
        return True
    documents = {one.document_id for one in composed.citations}
    near = [hit.near for hit in hits if hit.passage.document_id in documents]
    said = [part for one in composed.citations for part in (one.quote, one.title, one.locator)]
    if any(len(one) >= TELLING_FIGURE for one in asked_figures(question)):
        # «1.776 tập thể» stands in one place; what is found without it is no answer.
        return True
    spared = SPARED if asked_verb(question) or covered(_worded(weighed), *said) >= ALL_SAID else spared
    return max(near, default=0.0) >= sources.retriever.embedding.related - spared


def _worded(topic: Topic) -> Topic:
    """A topic without its pairs that are no words: who says «tổ chức» and «lễ hội» need not say «chức lễ»."""
    apart = {
        pair
        for pair in topic.weights
        if "_" in pair
        and topic.weights[pair] < 0.5 * sum(topic.weights.get(one, 0.0) for one in pair.split("_"))
    }
    return replace(
        topic, weights={term: weight for term, weight in topic.weights.items() if term not in apart}
    )


def read(sources: Sources, question: Question) -> list[Place]:
    """The best passages for a question."""
    return _without_steering(_places(sources, _retrieved(sources, question, None)))


def read_near(sources: Sources, question: Question) -> list[Place]:
    """Those of the best passages that are near the question as a whole, or nearly so where it names a place."""
    bound = sources.retriever.embedding.related - (SPARED if question.places else 0.0)
    near = [hit for hit in _retrieved(sources, question, None) if hit.near >= bound]
    return _without_steering(_places(sources, near))


def _passes_on_steering(sources: Sources, composed: Statement) -> bool:
    texts = ((sources.store.documents[one.document_id].text, one) for one in composed.citations)
    return any(planted(text, Span(one.start, one.end)) for text, one in texts)


def _without_steering(places: Sequence[Place]) -> list[Place]:
    """The passages without lines that try to steer whoever answers; looked for only where one would be quoted."""
    return [
        place._replace(span=span, heading="" if speaks_to_machine(place.heading) else place.heading)
        for place in places
        for span in quotable(place.document.text, place.span)
    ]


def _retrieved(
    sources: Sources, question: Question, entry: RegisterEntry | None, within: Sequence[str] = ()
) -> list[Hit]:
    by_author = [id_ for author in sources.authors_named(question) for id_ in sources.authors[author]]
    only = (own_documents(sources.store, entry) or entry.documents) if entry else within or by_author or None
    hits = sources.retriever.search(question.text, PASSAGES_READ + PASSED_OVER, only=only)
    documents = sources.store.documents
    passed = frozenset() if entry else sources.superseded
    told: dict[str, Hit] = {}
    for hit in hits:
        id_ = hit.passage.document_id
        if id_ in passed or ADDRESSES.match(hit.passage.text):
            continue
        if not speaks_to_machine(documents[id_].title):
            # One law held in three files is read once.
            told.setdefault(hit.passage.text, hit)
    return list(told.values())[:PASSAGES_READ]


def _places(sources: Sources, hits: Sequence[Hit]) -> list[Place]:
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    held = ((sources.store.documents[hit.passage.document_id], hit) for hit in hits)
    return [
        Place(
            document,
            Span(hit.passage.start, hit.passage.end),
            whole_heading(document, hit.passage),
            hit.score / best,
        )
        for document, hit in held
    ]


def _composed(
    sources: Sources, question: Question, weighed: Topic, places: Sequence[Place]
) -> Statement | None:
    if asked_term(question):
        defined = _defined(sources, question, places)
        if defined or asks_short_form(question) or asks_meaning(question):
            return defined
    if len(weighed.weights) == 1 and question.intent in (Intent.CARD, Intent.GENERAL):
        # «Đường nào»: a syllable is no topic.
        return None
    if question.intent is Intent.FIGURE and not asks_year(question):
        figures = find_figures(question, weighed, places, sources.gazetteer)
        return with_sum(question, figure_statement(sources.store, figures)) if figures else None
    made = _made_up(sources, question, places) if gathers(question) else None
    if made:
        return made
    duties = find_duties(question, weighed, places)
    if duties:
        return article_statement(sources.store, duties)
    parts = find_parts(question, weighed, places)
    if parts:
        return sentences_statement(sources.store, parts[:1])
    found, must = _of_a_kind(sources, question, weighed, places)
    if found or must:
        return sentences_statement(sources.store, found[:1]) if found else None
    told, body = _told(sources, question, weighed, places), asked_body(question)
    if told is None or not body:
        return told
    said = (told.text, *(one.title for one in told.citations))
    return told if any(names_body(body, one) for one in said) else None


def _of_a_kind(
    sources: Sources, question: Question, weighed: Topic, places: Sequence[Place]
) -> tuple[Sequence[FoundSentence], bool]:
    """Sentences that tell who or when, and whether nothing else answers what is asked."""
    found: Sequence[FoundSentence] = ()
    name = asks_post(question)
    if name:
        return find_posts(question, name, places), True
    if asks_attendants(question):
        found = find_attendants(question, weighed, places)
        if found or not gathers(question):
            return found, True
    if question.intent is Intent.PERSON:
        found = find_persons(question, weighed, places) or find_heads(question, weighed, places)
        if found or asks_holder(question):
            return found, True
    if asked_verb(question):
        return find_actors(question, weighed, places), True
    if (asks_when(question) or asks_year(question)) and question.intent in _WHEN:
        acting = topic_runs(question, question.bodies)
        about = (weighed, sources.weighed(question, acting)) if question.places else (weighed,)
        found = find_days(question, about, places)
        only_day = question.intent in (Intent.CARD, Intent.FIGURE) and asks_day(question)
        return found, only_day or asks_span(question) or asks_hour(question)
    return (), False


def _defined(sources: Sources, question: Question, places: Sequence[Place]) -> Statement | None:
    """What a term means or an abbreviation stands for, where a sentence says so."""
    store = sources.store
    short = find_short_form(question, places)
    if short:
        said, proof = short
        told = sentences_statement(store, [proof])
        return replace(told, text=f"{said}\n{told.text}")
    renamed = find_renamed(question, places)
    if renamed:
        return sentences_statement(store, [renamed])
    term, defined = asked_term(question) or "", find_definition(question, places)
    if defined is None or not explained(defined, places):
        defined = find_definition(question, _on_term(sources, question, term)) or defined
    if defined is None:
        defined = find_definition(question, _on_term(sources, question, f"giải thích từ ngữ {term}"))
    return sentences_statement(store, [defined]) if defined else None


def compared(sources: Sources, question: Question) -> Statement | None:
    """What two terms mean, one under the other; None unless both are defined."""
    terms = compared_terms(question)
    if terms is None:
        return None
    found = [best_definition(question, _on_term(sources, question, term), term) for term in terms]
    told = [sentences_statement(sources.store, [one]) for one in found if one]
    return joined(told) if len(told) == len(terms) else None


def _made_up(sources: Sources, question: Question, places: Sequence[Place]) -> Statement | None:
    """What the question's subject is said to be made up of."""
    alone = replace(question, text=subject(question))
    about = sources.weighed(question, topic_runs(alone))
    if about.empty:
        return None
    found = find_makeups(question, about, places) or find_makeups(question, about, _gathering(sources, alone))
    return sentences_statement(sources.store, found[:1]) if found else None


def _gathering(sources: Sources, subject: Question) -> list[Place]:
    """The best passages for a subject and «bao gồm»: what else is asked draws others."""
    return _places(sources, _retrieved(sources, replace(subject, text=f"{subject.text} bao gồm"), None))


def _on_term(sources: Sources, question: Question, term: str) -> list[Place]:
    """The best passages for the term alone: «thế nào», «được hiểu» draw others."""
    return _places(sources, _retrieved(sources, replace(question, text=f"{term} là"), None))


def _told(sources: Sources, question: Question, weighed: Topic, places: Sequence[Place]) -> Statement | None:
    """An article, a list or a few sentences: whichever is most about the topic."""
    store = sources.store
    found = find_sentences(question, weighed, places)
    if linking(question):
        return sentences_statement(store, found[:1]) if found else None
    article = None if asked_figures(question) else find_article(store, question, weighed, places)
    best = max((one.coverage for one in found), default=0.0)
    lists = find_lists(question, weighed, places)
    if article and not article.whole and lists and lists[0].coverage >= article.coverage - LIST_BEFORE:
        return list_statement(store, lists[0])
    if question.intent is Intent.LIST or gathers(question) or _ASKS_SEVERAL.search(question.folded):
        return _listed(sources, question, weighed, places, _Found(article, lists, found))
    whole = _WHOLE.search(question.folded) is not None
    if article and article.coverage >= best - (WHOLE_BEFORE if whole else ARTICLE_BEFORE):
        return article_statement(store, article)
    led = list_led_by(found, lists) or (found and list_holding(question, weighed, found, lists))
    if led:
        return list_statement(store, led)
    section = find_section(question, weighed, places) if whole and found else []
    return sentences_statement(store, with_grounds(question, section or found)) if found else None


class _Found(NamedTuple):
    """What may answer a question for a list."""

    article: Article | None
    lists: Sequence[FoundList]
    sentences: Sequence[FoundSentence]


def _listed(
    sources: Sources, question: Question, weighed: Topic, places: Sequence[Place], told: _Found
) -> Statement | None:
    store, (article, lists, found) = sources.store, told
    best = max((one.coverage for one in found), default=0.0)
    place = asked_place(question)
    if lists and place:
        return item_statement(store, lists[0], place)
    led = lists and lists[0].led and article and lists[0].coverage > article.coverage
    if (
        article
        and not led
        and article.coverage >= max([best, *(one.coverage for one in lists)]) - WHOLE_BEFORE
    ):
        return article_statement(store, article)
    if lists and (lists[0].coverage >= best - LIST_BEFORE or _led_by_all(question, weighed, lists[0])):
        return list_statement(store, lists[0])
    section = find_section(question, weighed, places) or (whole_paragraph(found) if found else [])
    return sentences_statement(store, section) if section else None


def _led_by_all(question: Question, weighed: Topic, found: FoundList) -> bool:
    """Whether the line that leads to a list says all that is asked: a sentence that says it again is a part of it."""
    lead = found.enumeration.lead.of(found.document.text)
    asks_what = re.search(r"\bnhung gi\b", question.folded) is not None
    return asks_what and not gathers(question) and covered(weighed, lead) >= LED_BY_ALL
