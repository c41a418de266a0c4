"""What to quote as proof: the sentence around a span, or of a long one the clauses that matter."""

from knowledge.documents import Span
from knowledge.sentences import clauses, sentences

REACH = 4000
"""How far a sentence is looked for around what it holds: a law is long, its sentences are not."""
LONG_SENTENCE = 420
"""Characters above which a sentence is narrowed to the clauses that matter."""


def sentence_around(text: str, inner: Span, within: Span) -> Span:
    """The sentence of `text[within]` that holds `inner`; joined ones where `inner` crosses an end."""
    return _hull([s for s in sentences(text, around(text, inner, within)) if _touch(s, inner)], inner)


def around(text: str, inner: Span, within: Span, reach: int = REACH) -> Span:
    """The lines of `text[within]` that lie at most about `reach` characters from `inner`."""
    start = text.find("\n", max(within.start, inner.start - reach), inner.start)
    end = text.rfind("\n", inner.end, min(within.end, inner.end + reach))
    near_start, near_end = inner.start - within.start <= reach, within.end - inner.end <= reach
    return Span(
        within.start if near_start or start < 0 else start + 1, within.end if near_end or end < 0 else end
    )


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
