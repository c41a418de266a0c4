"""Days: the sentence that says when, for questions that ask the day of something that is no document."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.answers.coverage import Topic, beside, covered
from knowledge.answers.extracts import FoundSentence
from knowledge.answers.units import TITLED, Place, Unit, units
from knowledge.documents import Span
from knowledge.question import Question
from knowledge.sentences import clauses
from knowledge.spelling import SYLLABLE, fold

_ASKS = re.compile(
    r"\b(?:ngay|thang|quy|nam|hom|luc|thoi gian|thoi diem) (?:nao|may|gi)\b"
    r"|\b(?:khi nao|bao gio|may gio|ngay bao nhieu)\b"
)
_DAY = re.compile(
    r"\b\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4}\b|\bngày\s+\d{1,2}\b(?!\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4})"
    r"(?:\s+tháng\s+\d{1,2}\b)?|\btháng\s+\d{1,2}\b|\b\d{1,2}/\d{4}\b|\b\d{1,2}\s*giờ\b",
    re.IGNORECASE,
)
_DAY_ASKED = re.compile(
    r"\b(?:ngay|thang|quy|nam|hom|gio) (?:nao|may|gi)\b|\bnam bao nhieu$|\b(?:may gio|ngay bao nhieu)\b"
    r"|\bhan (?:nop|gui|cuoi|chot)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ASKS_YEAR = re.compile(
    r"\bnam (?:nao|may|bao nhieu)$|\bnam (?:nao|may|bao nhieu)\b(?! [a-z])|\b(?:lay|chon) nam nao\b"
    r"|\btu nam nao den (?:het )?nam nao\b"
)
_DONE = re.compile(
    r"\b(?P<verb>(?!(?:vao|cho|tu|den|trong|la|truoc|sau|lay|chon)\b)[a-z]+) (?:vao )?nam (?:nao|may|bao nhieu)\b"
)
"""What was done in the year asked for: the «sinh» of «sinh năm bao nhiêu»."""
_WHICH = r"(?:(?:ngay |thang |nam |khi |luc )?(?:nao|may)|may gio|bao gio)"
_FROM_TO = re.compile(
    rf"\btu {_WHICH} (?:va )?(?:den|ket thuc)(?: khi| het)* {_WHICH}\b|\bbat dau va ket thuc (?:vao |luc )?{_WHICH}\b"
)
"""Asks for both ends of a time."""
_UNTIL = re.compile(r"\b(?:den|het) (?:khi nao|luc nao|bao gio)\b")
"""Asks for its end, which need not be a day."""
_ASKS_HOUR = re.compile(r"\b(?:may gio|gio nao)\b")
_QUARTER = re.compile(r"\bquý\s+(?:[1-4]|I{1,3}|IV)\b", re.IGNORECASE)
_NAMED_HOUR = "(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?: một| hai)?)"
_HOUR = re.compile(rf"\b(?:\d{{1,2}}\s*(?:giờ|h)(?!\w*[^\W\d])|{_NAMED_HOUR} giờ\b)", re.IGNORECASE)
_HOURS = re.compile(
    rf"{_HOUR.pattern}[^.;]{{0,40}}?\b(?:đến|kết thúc)\b[^.;]{{0,40}}?{_HOUR.pattern}", re.IGNORECASE
)
_YEARS = re.compile(
    r"\b(?:19|20)\d\d\s*[-\u2013]\s*(?:19|20)\d\d\b|\btừ năm (?:19|20)\d\d đến (?:hết )?năm (?:19|20)\d\d\b"
)
_SPAN = re.compile(r"(?i)\btừ\b[^.;]{3,150}?\sđến\s+(?:khi|hết|lúc|ngày)\b")
_END = re.compile(
    r"(?i)\b(?:đến|cho\s+đến)\s+(?:khi|hết|lúc)\b|\bthời\s+(?:gian|hạn)\b[^.;]*\d+\s+(?:ngày|tháng|năm)\b"
)
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
_ITS_TIME = re.compile(
    r"(?i)^\W*(?:\d+(?:\.\d+)*[.)]\s*)?thời gian (?:thực hiện|tổ chức|triển khai|tiến hành)\b"
)
BESIDE, NEAR = 0.1, 60
"""What it counts that a year stands within so many characters behind what it is the year of."""
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


def asks_span(question: Question) -> bool:
    """Whether both ends of a time are asked for: one of them is half an answer."""
    return _FROM_TO.search(question.folded) is not None


def asks_hour(question: Question) -> bool:
    """Whether the hour is asked for, which nothing without one tells."""
    return _ASKS_HOUR.search(question.folded) is not None


class _Wanted(NamedTuple):
    """What tells the time that is asked for, and how often it must."""

    told: tuple[re.Pattern[str], ...]
    least: int = 1


def _wanted(question: Question) -> _Wanted:
    folded = question.folded
    both = asks_span(question)
    if _ASKS_YEAR.search(folded):
        return _Wanted((_YEARS if both else _YEAR,))
    if _ASKS_HOUR.search(folded):
        return _Wanted((_HOURS if both else _HOUR,))
    if re.search(r"\bquy (?:nao|may)\b", folded):
        return _Wanted((_QUARTER,))
    if both:
        return _Wanted((_DAY,), least=2)
    return _Wanted((_DAY, _END) if _UNTIL.search(folded) else (_DAY,))


def _tells(wanted: _Wanted, unit: Unit) -> bool:
    text = _OF_CITED.sub(" ", unit.text)
    if wanted.least > 1 and _SPAN.search(text):
        return True
    return any(len(told.findall(text)) >= wanted.least for told in wanted.told)


def find_days(question: Question, topics: Sequence[Topic], places: Sequence[Place]) -> list[FoundSentence]:
    """Sentences with a day that are about a topic, best first; those that only cite a document are none.

    `topics`: the question's, and that without the bodies it names: who does what is done need not be said again.
    """
    found = []
    wanted = _wanted(question)
    done = _DONE.search(question.folded) if asks_year(question) else None
    must = _MUST.search(question.folded) is not None
    for unit in units(question, places):
        if _tells(wanted, unit) and not _CITES.match(unit.text):
            if done and done["verb"] not in SYLLABLE.findall(fold(unit.context)):
                continue
            coverage = max(
                (_coverage(unit, one) for one in topics if unit.own(one) >= OWN_ENOUGH), default=0.0
            )
            if coverage >= ENOUGH:
                freed = FREED * (must and _NEED_NOT.search(unit.text) is not None)
                score = coverage + unit.weight + BESIDE * _beside(wanted, unit, topics[0]) - freed
                found.append((score, unit))
    found.sort(key=lambda one: (-round(one[0], 2), len(one[1].text)))
    return [FoundSentence(unit.document, _narrowed(unit, topics[0]), score) for score, unit in found]


def _coverage(unit: Unit, topic: Topic) -> float:
    """The coverage; of a document that is itself what is asked of, the line that tells its time need not say so."""
    titled = beside(topic, unit.document.title, unit.document.place or "").empty
    return max(unit.coverage(topic), TITLED if titled and _ITS_TIME.search(unit.text) else 0.0)


def _beside(wanted: _Wanted, unit: Unit, topic: Topic) -> float:
    """How much of the topic stands right before a year: of «Năm … 2018» among other years."""
    if wanted.told != (_YEAR,):
        return 0.0
    years = _YEAR.finditer(unit.text)
    return max(
        (covered(topic, unit.text[max(0, one.start() - NEAR) : one.end()]) for one in years), default=0.0
    )


def _narrowed(unit: Unit, topic: Topic) -> Span:
    text, span = unit.document.text, unit.span
    if span.end - span.start <= LONG:
        return span
    dated = [clause for clause in clauses(text, span) if _DAY.search(clause.of(text))]
    return max(dated, key=lambda clause: Unit(unit.document, clause, "", "", 0).coverage(topic), default=span)
