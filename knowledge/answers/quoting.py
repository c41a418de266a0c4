"""What to quote as proof: the sentence around a span, or of a long one the clauses that matter."""

from knowledge.documents import Span
from knowledge.sentences import clauses, sentences

LONG_SENTENCE = 420
"""Characters above which a sentence is narrowed to the clauses that matter."""


def sentence_around(text: str, inner: Span, within: Span) -> Span:
    """The sentence of `text[within]` that holds `inner`; joined ones where `inner` crosses an end."""
    return _hull([s for s in sentences(text, within) if _touch(s, inner)], inner)


def quotation_around(text: str, inner: Span, within: Span) -> Span:
    """What to quote as proof of `inner`: its sentence, or where that is long its clauses only."""
    sentence = sentence_around(text, inner, within)
    if sentence.end - sentence.start <= LONG_SENTENCE:
        return sentence
    return _hull([c for c in clauses(text, sentence) if _touch(c, inner)], inner)


def _touch(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def _hull(spans: list[Span], inner: Span) -> Span:
    """From the first span to the last, and no less than `inner`."""
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    return Span(min([*starts, inner.start]), max([*ends, inner.end]))
