"""A model's answer in place of the composed one, where a model is set and what it wrote passes every check."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers.citing import cite, merged
from knowledge.chat_model import ChatModel, Draft
from knowledge.claims import claims
from knowledge.documents import Answer, Citation, Passage, Span
from knowledge.errors import ChatModelFailed
from knowledge.question import Question
from knowledge.sentences import sentences
from knowledge.store import Store
from knowledge.verification import Problem, verify

_log = logging.getLogger(__name__)


def written(
    model: ChatModel | None, question: Question, composed: Answer, passages: Sequence[Passage], store: Store
) -> Answer:
    """The model's answer, mended once where a claim fails; the composed one where there is no model or it fails."""
    if model is None:
        return composed
    try:
        draft = model.write(question.asked, passages)
        problems = _problems(draft, passages)
        if problems:
            draft = model.mend(draft, problems, passages)
            problems = _problems(draft, passages)
    except ChatModelFailed as error:
        _log.warning("model gave no usable answer: %s", error)
        return composed
    if problems:
        _log.warning("model's answer failed %d checks", len(problems))
        return composed
    citations = merged(c for n in draft.cited for c in _proofs(store, draft, passages[n]))
    text = "\n".join([*(f"⚠️ {warning}" for warning in composed.warnings), draft.text])
    return replace(
        composed,
        text=text,
        citations=merged([*citations, *(composed.citations if composed.warnings else ())]),
        model=model.name,
        prompt=model.prompt,
    )


def _problems(draft: Draft, passages: Sequence[Passage]) -> list[Problem]:
    return verify(draft.text, [passages[n].text for n in draft.cited])


def _proofs(store: Store, draft: Draft, passage: Passage) -> list[Citation]:
    """The sentences of a cited passage that bear the draft's claims; its first one where there is none to bear."""
    document = store.documents[passage.document_id]
    said = {(claim.kind, claim.normal) for claim in claims(draft.text)}
    whole = list(sentences(document.text, Span(passage.start, passage.end)))
    bearing = [s for s in whole if said & {(c.kind, c.normal) for c in claims(s.of(document.text))}]
    return [cite(store, document, span) for span in bearing or whole[:1]]
