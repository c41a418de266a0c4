"""What comes nearest to a question that nothing answers: a document by its title, or a sentence to look at."""

from collections.abc import Iterator
from dataclasses import replace

from knowledge.answers.cards import Statement
from knowledge.answers.citing import cite, merged, source_citations, source_name
from knowledge.answers.coverage import Topic, covered
from knowledge.answers.definitions import asks_meaning
from knowledge.answers.from_passages import read_near
from knowledge.answers.governing import best, candidates
from knowledge.answers.reading import Sentence, read_sentences
from knowledge.answers.sources import Sources
from knowledge.answers.units import agrees
from knowledge.documents import Answer, Document
from knowledge.lookup import Near
from knowledge.question import Intent, Question

FROM_TEXT = (Intent.FIGURE, Intent.PERSON, Intent.LIST, Intent.GENERAL, Intent.COMPARE)
"""Kinds of questions that a text answers, not the register."""
ENOUGH = 0.75
"""Share of the topic that a sentence must cover with what leads to it: below, it only shares words with the question."""
_LOOK = "Đoạn gần nhất trong kho ở {source}: đồng chí xem phần nguồn, đoạn này có thể không đúng điều đồng chí hỏi."


def nearest_documents(sources: Sources, question: Question) -> list[Near]:
    """The document whose title is about what could not be answered, where there is one."""
    from_text = question.intent in FROM_TEXT or asks_meaning(question)
    if not from_text or sources.topic(question).empty:
        return []
    ranked = candidates(sources.store, question, sources.topic(question), sources.store.entries)
    return [Near(entry, "") for entry in best(ranked)[:1] if entry.held]


def with_nearest(sources: Sources, question: Question, refusal: Answer) -> Answer:
    """A refusal that also shows the nearest sentence of the documents; as it is where none is near."""
    told = _nearest_sentence(sources, question)
    if told is None:
        return refusal
    text, citations = f"{refusal.text}\n{told.text}", merged([*refusal.citations, *told.citations])
    return replace(refusal, text=text, citations=citations)


def _nearest_sentence(sources: Sources, question: Question) -> Statement | None:
    weighed = sources.topic_told(question)
    found = max(_covering(sources, question, weighed), key=lambda one: one[0], default=None)
    if found is None or found[0] < ENOUGH:
        return None
    _, document, sentence = found
    store = sources.store
    quoted = cite(store, document, sentence.span)
    text = _LOOK.format(source=source_name(document).removeprefix("theo "))
    return Statement(text, merged([quoted, *source_citations(store, document)]))


def _covering(
    sources: Sources, question: Question, weighed: Topic
) -> Iterator[tuple[float, Document, Sentence]]:
    """Sentences of near passages on the places asked of, best passage first, each with what it covers of the topic."""
    for place in read_near(sources, question):
        if agrees(question, place.document):
            for sentence in read_sentences(place.document, place.span, place.heading):
                yield (
                    covered(weighed, sentence.text, sentence.lead, sentence.heading),
                    place.document,
                    sentence,
                )
