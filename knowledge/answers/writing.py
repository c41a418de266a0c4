"""A model's answer in place of the composed one, where a model is set and what it wrote passes every check."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from knowledge.answers.citing import cite, merged
from knowledge.answers.coverage import Topic, covered
from knowledge.answers.sources import Sources
from knowledge.answers.units import agrees
from knowledge.claims import claims
from knowledge.documents import Answer, Citation, Passage, Span
from knowledge.drafts import Draft, Said
from knowledge.errors import ChatModelFailed
from knowledge.question import Intent, Question
from knowledge.sentences import sentences
from knowledge.steering import speaks_to_machine
from knowledge.support import Proof, unsupported
from knowledge.verification import verify

ON_TOPIC = 0.5
"""Share of the topic that a draft must cover with its titles: true words about something else are no answer."""
LINE_ON_TOPIC = 0.25
"""The same of the line that a sentence is taken from, with its heading."""
_log = logging.getLogger(__name__)


def written(
    sources: Sources, question: Question, topic: Topic, composed: Answer, passages: Sequence[Passage]
) -> Answer:
    """The model's answer, mended once where a check fails; the composed one where there is no model or it fails.

    Either way the answer records the prompt's version once a model was asked.
    """
    model = sources.chat_model
    if model is None or not (shown := _showable(sources, question, passages)):
        return composed
    asked = replace(composed, prompt=model.prompt)
    try:
        draft = model.write(
            question.asked, shown, lambda said: _show(sources, question, topic, composed, shown, said)
        )
        problems = _problems(sources, question, topic, composed, shown, draft)
        if problems:
            draft = model.mend(draft, problems, shown)
            problems = _problems(sources, question, topic, composed, shown, draft)
    except ChatModelFailed as error:
        _log.warning("model gave no usable answer: %s (%r)", error, error.__cause__)
        return asked
    if problems:
        _log.warning("model's answer failed %d checks: %s", len(problems), problems[0].partition("«")[0])
        return asked
    citations = merged(c for said in draft.said for n in said.cited for c in _proofs(sources, said, shown[n]))
    text = "\n".join([*(f"⚠️ {warning}" for warning in composed.warnings), draft.text])
    kept = composed.citations if composed.warnings else ()
    return replace(asked, text=text, citations=merged([*citations, *kept]), model=model.name)


def _show(
    sources: Sources,
    question: Question,
    topic: Topic,
    composed: Answer,
    shown: Sequence[Passage],
    said: Sequence[Said],
) -> None:
    """Show the sentences up to the first that is not borne out; a figure or a person only when all is checked."""
    if sources.show is None or question.intent in (Intent.FIGURE, Intent.PERSON):
        return
    proved = tuple(
        takewhile(
            lambda one: not (_unproved(sources, question, one, shown) or _strays(topic, one, shown)), said
        )
    )
    if proved:
        warnings = (f"⚠️ {warning}" for warning in composed.warnings)
        sources.show("\n".join([*warnings, Draft(proved).text]))


def _showable(sources: Sources, question: Question, passages: Sequence[Passage]) -> list[Passage]:
    """Passages that a model may read: none of a document that tries to steer, or that is about other places."""
    documents = sources.store.documents
    steering = {one.document_id for one in passages if speaks_to_machine(f"{one.heading}\n{one.text}")}
    return [
        one for one in passages
        if one.document_id not in steering and agrees(question, documents[one.document_id])
    ]  # fmt: skip


def _problems(
    sources: Sources,
    question: Question,
    topic: Topic,
    composed: Answer,
    shown: Sequence[Passage],
    draft: Draft,
) -> list[str]:
    """What is wrong with a draft, one Vietnamese line each."""
    found: list[str] = []
    for said in draft.said:
        found += _unproved(sources, question, said, shown) or _strays(topic, said, shown)
    if question.intent in (Intent.FIGURE, Intent.PERSON):
        # The composed answer chose its sentence by place, year and unit; a model may only say it better.
        quoted = [citation.quote for citation in composed.citations]
        found += [problem.describe() for problem in verify(draft.text, quoted, [question.asked])]
    context = (_context(sources, shown[n]) for n in draft.cited)
    if covered(topic, draft.text, *context) < ON_TOPIC:
        found.append("bản trả lời không nói về điều được hỏi")
    return found


def _unproved(sources: Sources, question: Question, said: Said, shown: Sequence[Passage]) -> list[str]:
    if not said.cited:
        return [f"câu «{said.text}» không dẫn đoạn nào"]
    if speaks_to_machine(said.text):
        return [f"câu «{said.text}» không phải là câu trả lời"]
    proofs = [Proof(shown[n].text, _context(sources, shown[n])) for n in said.cited]
    # One of the passages has to bear all of it: what is put together from two may join what does not belong together.
    return min((unsupported(said.text, p, sources.gazetteer.find, question.places) for p in proofs), key=len)


def _strays(topic: Topic, said: Said, shown: Sequence[Passage]) -> list[str]:
    """A sentence from a line that has nothing to do with the question: planted there, or merely beside the point."""
    words = set(said.text.lower().split())
    for passage in (shown[n] for n in said.cited):
        line = max(passage.text.split("\n"), key=lambda one: len(words & set(one.lower().split())))
        if covered(topic, line, passage.heading) >= LINE_ON_TOPIC:
            return []
    return [f"câu «{said.text}» không nói về điều được hỏi"]


def _context(sources: Sources, passage: Passage) -> str:
    document = sources.store.documents[passage.document_id]
    return f"{passage.heading} . {document.title} . {document.place or ''}"


def _proofs(sources: Sources, said: Said, passage: Passage) -> list[Citation]:
    """The fewest sentences of a cited passage that bear the claims, the nearest first; that one where there are none."""
    document = sources.store.documents[passage.document_id]
    words = set(said.text.lower().split())
    whole = sentences(document.text, Span(passage.start, passage.end))
    nearest = sorted(whole, key=lambda s: -len(words & set(s.of(document.text).lower().split())))
    stated, chosen = _stated(said.text), nearest[:1]
    for span in nearest:
        if not stated:
            break
        borne = _stated(span.of(document.text))
        chosen += [span] if stated & borne and span not in chosen else []
        stated -= borne
    return [cite(sources.store, document, span) for span in chosen]


def _stated(text: str) -> set[tuple[str, str]]:
    return {(claim.kind, claim.normal) for claim in claims(text)}
