"""Follow-ups: what a question means, and what answers it, beside what was asked and told last."""

import re
from dataclasses import replace

from knowledge.answers import refusing
from knowledge.answers.about_topic import BARE, own_words
from knowledge.answers.clauses import spoken_of
from knowledge.answers.coverage import Topic, covered
from knowledge.answers.exchanging import beyond, case_of, exchanged, names_only_case
from knowledge.answers.following import counts_on, in_full, named_there, of_another_case
from knowledge.answers.from_passages import from_passages
from knowledge.answers.last_door import verified
from knowledge.answers.routing import route
from knowledge.answers.sources import Sources
from knowledge.answers.topics import topic_runs
from knowledge.documents import Answer, Memory
from knowledge.question import Question
from knowledge.spelling import fold

_UNITS = ("tinh", "thanh pho", "huyen", "thi xa", "xa", "phuong")
"""«Tỉnh Lai Châu» names no more than «Lai Châu» does."""
ON_THE_MATTER = 0.3
"""Share of what was asked last that the proof must hold of a follow-up that names a case alone."""
CASE_TOLD = 0.5
"""Share of the case that a follow-up names which the proof must hold."""


def asked_in_full(sources: Sources, question: Question, memory: Memory) -> Question:
    """«Thế còn Lai Châu?», «Sơn La», «Còn lần hai?» ask the last question again of another place or ordinal."""
    runs = topic_runs(question, (), _UNITS if question.places else ())
    leans = question.leans or (question.places and not runs)
    if not (leans and memory.question) or any(one.number for one in question.references):
        return question
    text = in_full(question, sources.understand(memory.question), runs)
    return sources.understand(text) if text else question


def followed(sources: Sources, question: Question, memory: Memory) -> Answer | None:
    """What a follow-up asks that means little without the last question; None where it is one of its own."""
    told = _next_step(sources, question, memory)
    told = told or _exchanged(sources, question, memory) or _of_another_case(sources, question, memory)
    if told:
        return told
    if names_only_case(question) and exchanged(question, sources.understand(memory.question)):
        return refusing.nothing_found(question, sources.store)
    told = _of_last_text(sources, question, memory)
    return told or (_on_the_matter(sources, question, memory) if names_only_case(question) else None)


_THEN = re.compile(r"^(?:roi|sau do|tiep do)\b(?: thi\b)?\s*")


def _next_step(sources: Sources, question: Question, memory: Memory) -> Answer | None:
    """«rồi Sở cấp lại giấy trong mấy ngày?»: told, in the same documents, of what was spoken of last."""
    then = _THEN.match(fold(question.asked))
    subject = spoken_of(sources.understand(memory.question).text) if then else ""
    if then is None or not subject:
        return None
    text = f"{question.asked[then.end() :].rstrip(' ?.')}, {subject}?"
    return within_last(sources, sources.understand(text), memory)


def _exchanged(sources: Sources, question: Question, memory: Memory) -> Answer | None:
    """«Còn trên hối phiếu thì sao?»: what the last question asked «trên séc», told of this case."""
    before = sources.understand(memory.question)
    for text in exchanged(question, before):
        asked = sources.understand(text)
        named = topic_runs(replace(question, text=case_of(question) or ""))
        case = beyond(sources.weighed(question, named), sources.topic(before))
        answer = within_last(sources, asked, memory) or verified(
            sources, asked, route(sources, asked, asked, memory)
        )
        if _told_of(case, answer):
            return answer
    return None


def _of_another_case(sources: Sources, question: Question, memory: Memory) -> Answer | None:
    """«Còn hàng nhập khẩu thì sao?» after a figure, a day or a place was asked for: that of this case, or none.

    None where the follow-up asks something itself, and leaves nothing out.
    """
    before, runs = sources.understand(memory.question), topic_runs(question)
    text = of_another_case(question, before, runs)
    if text is None:
        return None
    case = beyond(sources.weighed(question, runs), sources.topic(before))
    whole = sources.understand(text)
    answer = verified(sources, whole, route(sources, whole, whole, memory))
    if _told_of(case, answer):
        return answer
    answer = verified(sources, question, route(sources, question, question, memory))
    told = _told_of(case, answer) and counts_on(before, answer.text.rpartition("\n")[0])
    return answer if told else refusing.nothing_found(question, sources.store)


def _on_the_matter(sources: Sources, question: Question, memory: Memory) -> Answer | None:
    """What is told of a case alone, as long as it is on what was asked last; a refusal where it is not."""
    before = sources.understand(memory.question)
    if question.types or question.places or question.bodies or before.references:
        return None
    answer = verified(sources, question, route(sources, question, question, memory))
    proofs = [part for one in answer.citations for part in (one.quote, one.title, one.locator)]
    same = any(one.document_id in memory.documents for one in answer.citations)
    alike = same or covered(sources.topic(before), *proofs) >= ON_THE_MATTER
    told = answer.status != "answered" or alike
    return answer if told else refusing.nothing_found(question, sources.store)


def _of_last_text(sources: Sources, question: Question, memory: Memory) -> Answer | None:
    """«Thế sở đó phải báo cáo trước ngày nào?»: what the documents tell that the last answer was read from."""
    if len(own_words(sources, question)) <= BARE:
        return None
    text = named_there(question, memory.told)
    asked = sources.understand(text) if text else question
    return within_last(sources, replace(asked, places=asked.places or memory.places), memory)


def within_last(sources: Sources, question: Question, memory: Memory) -> Answer | None:
    """What the documents tell that the last answer was read from; None where nothing, or others are named."""
    held = [id_ for id_ in memory.documents if id_ in sources.store.documents]
    if not held or question.references or question.types:
        return None
    told = from_passages(sources, question, within=held)
    answer = verified(sources, question, told) if told else None
    return answer if answer and answer.status == "answered" else None


def _told_of(case: Topic, answer: Answer) -> bool:
    """Whether an answer is one, and its proof speaks of a case."""
    quotes = (citation.quote for citation in answer.citations)
    return answer.status == "answered" and covered(case, *quotes) >= CASE_TOLD
