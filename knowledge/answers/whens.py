"""Days: the sentence that says when, for questions that ask the day of something that is no document."""

import re
from collections.abc import Sequence

from knowledge.answers.coverage import Topic
from knowledge.answers.extracts import FoundSentence
from knowledge.answers.units import Place, Unit, units
from knowledge.documents import Span
from knowledge.question import Question
from knowledge.sentences import clauses
from knowledge.spelling import SYLLABLE, fold

_ASKS = re.compile(
    r"\b(?:ngay|thang|nam|hom|luc|thoi gian|thoi diem) (?:nao|may|gi)\b|\b(?:khi nao|bao gio|may gio|ngay bao nhieu)\b"
)
_DAY = re.compile(
    r"\b\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4}\b|\bngày\s+\d{1,2}\b(?!\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4})"
    r"(?:\s+tháng\s+\d{1,2}\b)?|\btháng\s+\d{1,2}\b|\b\d{1,2}/\d{4}\b|\b\d{1,2}\s*giờ\b",
    re.IGNORECASE,
)
_DAY_ASKED = re.compile(
    r"\b(?:ngay|thang|nam|hom|gio) (?:nao|may|gi)\b|\bnam bao nhieu$|\b(?:may gio|ngay bao nhieu)\b"
    r"|\bhan (?:nop|gui|cuoi|chot)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ASKS_YEAR = re.compile(r"\bnam (?:nao|may|bao nhieu)$|\bnam (?:nao|may|bao nhieu)\b(?! [a-z])")
_DONE = re.compile(
    r"\b(?P<verb>(?!vao\b|cho\b|tu\b|den\b|trong\b|la\b|truoc\b|sau\b)[a-z]+) (?:vao )?nam (?:nao|may|bao nhieu)\b"
)
"""What was done in the year asked for: the «sinh» of «sinh năm bao nhiêu»."""
_FROM_TO = re.compile(r"\btu (?:ngay |thang |khi )?(?:nao|may) den (?:ngay |thang |khi |het )?(?:nao|may)\b")
"""Asks for both ends of a time."""
_CITES = re.compile(r"^\W*(?:Căn cứ|Thực hiện|Theo|Xét)\b")
_OF_CITED = re.compile(
    r"\b(?:số|Số)\s*:?\s*[\w./\-]*\d[\w./\-]*[A-ZĐ][\w./\-]*\s*,?\s*ngày\s+\d{1,2}\s*(?:[/.\-]|tháng)\s*\d{1,2}\s*(?:[/.\-]|năm)\s*\d{4}"
)
"""The day of a document that is only cited: «theo Thông báo số 09/TB-UBBC ngày 15/12/2025»."""
_MUST, _NEED_NOT = re.compile(r"(?<!khong )\bphai\b"), re.compile(r"\bkhông (?:cần |bắt buộc )?phải\b")
FREED = 0.2
"""What it costs to tell until when something need not be done where it is asked from when it must."""
ENOUGH = 0.6
"""Share of the topic that a sentence with a day must cover, with what leads to it."""
OWN_ENOUGH = 0.45
"""And of what its document's title leaves to ask."""
LONG = 420
"""Characters above which a sentence is narrowed to its clause with the day."""


def asks_when(question: Question) -> bool:
    """Whether a day is asked for."""
    return _ASKS.search(question.folded) is not None


def asks_year(question: Question) -> bool:
    """Whether a year is asked for: «sinh năm bao nhiêu» counts nothing."""
    return _ASKS_YEAR.search(question.folded) is not None


def asks_day(question: Question) -> bool:
    """Whether only a day answers: «khi nào» also asks under what conditions."""
    return _DAY_ASKED.search(question.folded) is not None


def find_days(question: Question, topics: Sequence[Topic], places: Sequence[Place]) -> list[FoundSentence]:
    """Sentences with a day that are about a topic, best first; those that only cite a document are none.

    `topics`: the question's, and that without the bodies it names: who does what is done need not be said again.
    """
    found = []
    least = 2 if _FROM_TO.search(question.folded) else 1
    done = _DONE.search(question.folded) if asks_year(question) else None
    must = _MUST.search(question.folded) is not None
    told = _YEAR if _ASKS_YEAR.search(question.folded) else _DAY
    for unit in units(question, places):
        days = told.findall(_OF_CITED.sub(" ", unit.text))
        if len(days) >= least and not _CITES.match(unit.text):
            if done and done["verb"] not in SYLLABLE.findall(fold(unit.context)):
                continue
            coverage = max((unit.coverage(one) for one in topics if unit.own(one) >= OWN_ENOUGH), default=0.0)
            if coverage >= ENOUGH:
                freed = must and _NEED_NOT.search(unit.text) is not None
                found.append((coverage + unit.weight - FREED * freed, unit))
    found.sort(key=lambda one: (-round(one[0], 2), len(one[1].text)))
    return [FoundSentence(unit.document, _narrowed(unit, topics[0]), score) for score, unit in found]


def _narrowed(unit: Unit, topic: Topic) -> Span:
    text, span = unit.document.text, unit.span
    if span.end - span.start <= LONG:
        return span
    dated = [clause for clause in clauses(text, span) if _DAY.search(clause.of(text))]
    return max(dated, key=lambda clause: Unit(unit.document, clause, "", "", 0).coverage(topic), default=span)
