"""One question -> a verified Answer: in its own words first, then in everyday ones, then without slips of typing."""

from collections.abc import Iterator
from dataclasses import replace

from knowledge.answers.initials import spelled_by_initials, with_meanings
from knowledge.answers.labels import labelled
from knowledge.answers.last_door import verified
from knowledge.answers.law_names import called_by_number
from knowledge.answers.leaning import asked_in_full, followed, within_last
from knowledge.answers.routing import route
from knowledge.answers.sources import Sources
from knowledge.answers.whether import decided_by
from knowledge.answers.wording import is_said, mends_no_name, tells
from knowledge.contractions import in_full
from knowledge.documents import Answer, Memory
from knowledge.everyday import everyday_words
from knowledge.question import Question, checked
from knowledge.spelling import fold, typed_with_marks


def ask_one(sources: Sources, text: str, memory: Memory) -> Answer:
    """Answer what asks one thing; where nothing answers, once more with what its typing may mean.

    Raises QuestionError where there is nothing to ask or too much.
    """
    typed = in_full(sources.store, checked(text))
    answer = _in_any_words(sources, typed, memory)
    if answer.status != "refused":
        return answer
    meant = spelled_by_initials(sources, typed)
    told = tuple(f"«{short}» được hiểu là «{words}»." for short, words in meant.items())
    for other in _typed_otherwise(sources, typed, with_meanings(typed, meant)):
        again = _in_any_words(replace(sources, again=True), other, memory)
        if again.status == "answered":
            return replace(again, warnings=(*again.warnings, *told))
    return answer


def _typed_otherwise(sources: Sources, typed: str, spelled: str) -> Iterator[str]:
    """With abbreviations spelled out that no table holds, then without slips of typing; no name is mended."""
    if spelled != typed:
        yield spelled
    mended = sources.store.spelling.mend(spelled) if typed_with_marks(spelled) else spelled
    if mends_no_name(spelled, mended):
        yield mended


def _in_any_words(sources: Sources, text: str, memory: Memory) -> Answer:
    """Everyday words count where documents write otherwise, if nothing else answers or tells as many of them."""
    answer, words = _as_written(sources, text, memory), everyday_words(checked(text))
    if answer.status == "answered":
        # A word that the documents say themselves had its chance.
        words = [] if answer.model else [word for word in words if not is_said(sources.store, word)]
    if not words or answer.status == "clarify" or tells(answer, words) == len(words):
        return answer
    again = _as_written(replace(sources, everyday=True, again=True), text, memory)
    better = answer.status == "refused" or tells(again, words) > tells(answer, words)
    return again if again.status == "answered" and better else answer


def _as_written(sources: Sources, text: str, memory: Memory) -> Answer:
    question = _with_its_law(sources, sources.understand(text, memory), memory)
    full = asked_in_full(sources, question, memory)
    if full is question and question.leans and memory.question:
        told = followed(sources, question, memory)
        if told:
            return told
    relabelled = full is not question and labelled(fold(question.asked))
    there = within_last(sources, full, memory) if relabelled else None
    answer = there or verified(sources, full, route(sources, question, full, memory))
    decided = _decided(sources, full, memory) if answer.status == "refused" else None
    return decided or answer


def _decided(sources: Sources, question: Question, memory: Memory) -> Answer | None:
    """What decides a yes or no that no sentence answers as it stands; None where nothing does."""
    text = decided_by(question)
    if text is None:
        return None
    asked = sources.understand(text)
    answer = verified(sources, asked, route(sources, asked, asked, memory))
    return answer if answer.status == "answered" else None


def _with_its_law(sources: Sources, question: Question, memory: Memory) -> Question:
    """A question that calls a law by what it amends, by its number instead; «Luật Tổ chức CQĐP» by its title."""
    by_number = called_by_number(sources.store, question)
    if by_number:
        return sources.understand(by_number, memory)
    full = sources.store.abbreviations.expand(question.text)
    if question.references or full == question.text:
        return question
    other = sources.understand(full, memory)
    by_number = called_by_number(sources.store, other)
    if by_number:
        return sources.understand(by_number, memory)
    return other if other.references else question
