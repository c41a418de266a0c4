"""Whole articles: where a heading is itself what is asked for, all that stands under it is the answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answers.coverage import Topic, covered
from knowledge.answers.labels import agree, labels
from knowledge.answers.topics import absent, asked_words
from knowledge.answers.units import ABSENT, OWN_LAW, TRUST, Place, agrees, done_or_not
from knowledge.documents import Document, Span
from knowledge.question import Question
from knowledge.spelling import SYLLABLE, fold
from knowledge.store import Store
from knowledge.titles import names_title

HEADING_ENOUGH = 0.72
"""Share of the topic that a heading with its document's title must cover."""
HEADING_ALONE = 0.45
"""Share that the heading must cover by itself: a title alone would make every article of a law an answer."""
HEADING_ASKED = 0.34
"""Share of the heading's own words that the question must hold: «Nhiệm vụ của Trưởng Ban tiếp công dân» is about more."""
LONGEST = 1700
"""Characters of an article that are shown."""


FOREIGN = 0.2
"""What it costs that none of the heading's words are asked for."""
ASKED_AS_SUCH = 0.2
"""What it counts that the question holds the heading word for word."""
_NUMBERED = re.compile(r"^\W*Điều \d+\w*\W*")
_MARK = re.compile(r"^\W*Điều \d+\w*\W*|\b(?:các|những|về|của|trong|và|ở|đối với|bị)\b", re.IGNORECASE)
_LINE = re.compile(r"(?m)^[#*_ \t]*Điều \d")
_OF_ARTICLE = re.compile(r"(?:^|> )Điều \d[^>]*$")


@dataclass(frozen=True, slots=True)
class Article:
    """What stands under a heading, the heading's own line first; `whole` tells whether `span` is all of it."""

    document: Document
    span: Span
    heading: str
    coverage: float
    whole: bool


def find_article(store: Store, question: Question, topic: Topic, places: Sequence[Place]) -> Article | None:
    """The best heading among the passages' that covers the topic, with everything under it."""
    scored = [
        (
            coverage + TRUST * place.trust + OWN_LAW * names_title(question.folded, place.document.title),
            -n,
            place,
        )
        for n, place in enumerate(places)
        if _OF_ARTICLE.search(place.heading) and agrees(question, place.document)
        if (coverage := _coverage(question, topic, place))
    ]
    if not scored:
        return None
    score, _, best = max(scored, key=lambda one: one[:2])
    return _under(store, best, score)


def _coverage(question: Question, topic: Topic, place: Place) -> float:
    """How much of the topic a heading covers; 0 where that is not enough."""
    heading = place.heading.rsplit(" > ", maxsplit=1)[-1]
    alone = covered(topic, heading)
    together = covered(topic, heading, place.document.title, place.document.place or "")
    if (
        alone < HEADING_ALONE
        or together < HEADING_ENOUGH
        or not agree(labels(question.folded), labels(fold(heading)))
    ):
        return 0.0
    asked = _asked(topic, heading)
    if asked < HEADING_ASKED:
        return 0.0
    text = place.span.of(place.document.text)
    if absent(done_or_not(question), text, heading):
        return 0.0
    lacking = ABSENT * absent(asked_words(question), text, place.heading, place.document.title)
    lacking += FOREIGN * (1 - asked)
    return 0.3 * alone + 0.7 * together + ASKED_AS_SUCH * _is_asked(question, heading) - lacking


def _is_asked(question: Question, heading: str) -> bool:
    """Whether a question holds a heading word for word: «Vị trí và chức năng của Sở …»."""
    own = " ".join(SYLLABLE.findall(fold(_NUMBERED.sub("", heading))))
    return " " in own and f" {own} " in f" {' '.join(SYLLABLE.findall(fold(question.text)))} "


def _asked(topic: Topic, heading: str) -> float:
    """Share of a heading's syllables that the topic has."""
    said = SYLLABLE.findall(_MARK.sub("", heading).lower())
    own = said if topic.marked else [fold(syllable) for syllable in said]
    return sum(syllable in topic.weights for syllable in own) / len(own) if own else 0.0


def _under(store: Store, place: Place, score: float) -> Article | None:
    passages = [
        passage for passage in store.passages_of(place.document.id) if passage.heading == place.heading
    ]
    if not passages:
        return None
    text = place.document.text
    # A chapter's title may stand before its first article in one passage.
    own = _LINE.search(text, passages[0].start, passages[0].end)
    span = Span(own.start() if own else passages[0].start, passages[-1].end)
    shown = fitting(text, span)
    return Article(place.document, shown, place.heading, score, shown == span)


def fitting(text: str, span: Span) -> Span:
    """The lines of a span that `LONGEST` characters hold."""
    if span.end - span.start <= LONGEST:
        return span
    end = text.rfind("\n", span.start, span.start + LONGEST)
    return Span(span.start, end if end > span.start else span.start + LONGEST)
