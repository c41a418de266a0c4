"""The last door: what an answer claims is proved by what it cites, or it is a refusal."""

from knowledge.answers import refusing
from knowledge.answers.sources import Sources
from knowledge.documents import Answer
from knowledge.question import Question
from knowledge.steering import shows_steering, without_planted_places
from knowledge.verification import verify


def verified(sources: Sources, question: Question, answer: Answer) -> Answer:
    """An answer; one with an unproved claim, or that would pass on what tries to steer, becomes a refusal."""
    documents, proofs = sources.store.documents, [citation.quote for citation in answer.citations]
    if verify(answer.text, proofs, may_repeat(question, answer)) or shows_steering(answer, documents):
        return refusing.nothing_found(question, sources.store)
    return without_planted_places(answer, documents)


def may_repeat(question: Question, answer: Answer) -> list[str]:
    """Texts whose claims an answer may repeat without a quotation: the titles of what it cites.

    A refusal or a question back may also repeat what the user wrote, and count its choices.
    """
    titles = [citation.title for citation in answer.citations]
    if answer.status == "answered":
        return titles
    choices = (
        " ; ".join(str(n) for n in range(1, len(answer.documents) + 1)) if answer.status == "clarify" else ""
    )
    return [*titles, question.asked, question.text, choices]
