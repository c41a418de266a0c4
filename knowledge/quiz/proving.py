"""The sentence that proves a statement: an exact quotation that bears out all of its numbers, dates and figures."""

from collections.abc import Iterable

from knowledge.answers.citing import body_part, cite
from knowledge.answers.quoting import quotation_around
from knowledge.documents import Citation, Document, Evidence, RegisterEntry, Span
from knowledge.spelling import SYLLABLE, fold
from knowledge.store import Store
from knowledge.verification import verify

LONGEST_QUOTE = 600
MOST_PROOFS = 8
"""Mentions of one document that are tried, the shortest first."""


def prove(store: Store, statement: str, proofs: Iterable[Evidence], words: str = "") -> Citation | None:
    """A quotation around one of the proofs that bears the statement out; None where none does.

    `words` must occur too: what verification does not read, such as the name of an issuing body.
    """
    held = [proof for proof in proofs if proof.document_id in store.documents]
    spans = {(proof.document_id, proof.start, proof.end): proof for proof in held}
    for proof in sorted(spans.values(), key=lambda one: len(one.quote))[:MOST_PROOFS]:
        document, span = store.documents[proof.document_id], quoted(store, proof)
        if bears_out(span.of(document.text), statement, words):
            return cite(store, document, span)
    return None


def quoted(store: Store, proof: Evidence) -> Span:
    """The sentence of a proof, or the proof itself where the sentence is long."""
    document, inner = store.documents[proof.document_id], Span(proof.start, proof.end)
    span = quotation_around(document.text, inner, body_part(document, inner))
    return span if span.end - span.start <= LONGEST_QUOTE else inner


def bears_out(quote: str, statement: str, words: str = "") -> bool:
    """Whether a quotation holds every checkable claim of the statement, and the syllables of `words`."""
    held = set(SYLLABLE.findall(fold(quote)))
    return not verify(statement, [quote]) and set(SYLLABLE.findall(fold(words))) <= held


def head_proof(store: Store, entry: RegisterEntry) -> list[Evidence]:
    """Where a held document's own number, date and body stand apart: one stretch over all of them."""
    own = [proof for proof in entry.evidence if entry.held and proof.document_id == entry.documents[0]]
    if not own or own[0].document_id not in store.documents:
        return []
    document: Document = store.documents[own[0].document_id]
    start, end = min(proof.start for proof in own), max(proof.end for proof in own)
    quote = document.text[start:end]
    if len(quote) > LONGEST_QUOTE:
        return []
    return [Evidence("number", quote, document.source, document.id, start, end)]
