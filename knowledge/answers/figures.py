"""Figures: the sentence that holds the number asked for, with its unit, place and time; or none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.answers.citing import body_part
from knowledge.answers.counted import (
    beside,
    counted_nouns,
    framed,
    holds_counted,
    measures_case,
    names_measured,
    opens_with_measured,
    says_not_told,
    tells_money,
)
from knowledge.answers.coverage import Topic, covered, is_word, said
from knowledge.answers.dated import of_that_year
from knowledge.answers.lists import with_items
from knowledge.answers.marking import opening
from knowledge.answers.units import Place, Unit, units
from knowledge.documents import Document, DocumentKind, Span
from knowledge.places import Gazetteer, names_place
from knowledge.question import Question
from knowledge.sentences import clauses
from knowledge.spelling import fold

ENOUGH = 0.62
"""Share of the topic that the sentence and its surroundings must cover; chosen on the development questions."""
OWN_ENOUGH = 0.4
"""And of what its document's title leaves to ask."""
ALL_SAID, SPARED = 0.95, 0.05
"""Where that is nearly all, so much less of the topic is enough."""
MEASURE_NAMED = 0.1
"""What it counts that the sentence itself names what is measured: «Thời hạn … là 30 ngày»."""
FRAMED = 0.08
"""And that the numeral stands as it is asked for."""
MEASURE_OPENS = 0.1
"""And that it begins with it."""
PART = 0.05
"""And what it costs that it tells how many of some: «7/9 vụ việc phức tạp», «hai phần ba tổng số» are not all.
Or between which figures all cases lie: «từ 40.000 đồng đến 560.000 đồng tùy loại»."""
_OF_SOME = re.compile(
    r"(?<![\d/])\d{1,3}/\d{1,3} [^\W\d_]|\b(?:một|hai|ba|bốn) phần (?:hai|ba|tư|năm|mười)\b"
    r"|\btừ [^;]*\d[^;]* đến [^;]*\d[^;]* t(?:ùy|uỳ) ",
    re.IGNORECASE,
)
NEAR = 0.15
"""And what the words right beside the numeral cover of the topic: a sentence may hold figures of several things."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A sentence (or its clause) that answers, and how much of the topic it covers."""

    document: Document
    span: Span
    coverage: float


def find_figures(
    question: Question, topic: Topic, places: Sequence[Place], gazetteer: Gazetteer
) -> list[Figure]:
    """Sentences of the passages that hold the figures asked for, best first.

    A sentence must hold a figure beside each unit asked for (or where the question names none, a figure and the
    topic), agree with the places and years of the question, and cover `ENOUGH` of the topic together with what
    leads to it and the titles that it stands under.
    """
    found = []
    for unit in units(question, places):
        if _answers(question, unit, gazetteer):
            whole = _with_counted(question, unit) if unit.names_subject(topic) else unit
            coverage = whole.coverage(topic)
            own = whole.own(topic)
            if own >= OWN_ENOUGH and coverage >= ENOUGH - SPARED * (own >= ALL_SAID):
                span = _narrowed(topic, question, unit.document, unit.span)
                named = MEASURE_NAMED * names_measured(question, f"{unit.lead}\n{unit.text}")
                named += MEASURE_NAMED * tells_money(question, unit.text)
                named += FRAMED * framed(question, unit.text)
                named += MEASURE_OPENS * opens_with_measured(question, unit.text)
                named += NEAR * max(
                    (covered(topic, piece) for piece in beside(question, unit.text)), default=0.0
                )
                named -= PART * (_OF_SOME.search(unit.text) is not None)
                found.append(Figure(unit.document, span, coverage + unit.weight + named))
    return sorted(found, key=lambda figure: (-round(figure.coverage, 2), figure.span.end - figure.span.start))


def _with_counted(question: Question, unit: Unit) -> Unit:
    """A line that counts what stands below it («… được phân thành ba loại sau đây:») with all that it counts."""
    if measures_case(question) or not unit.text.endswith(":"):
        return unit
    below = with_items(unit.document.text, unit.span, body_part(unit.document, unit.span))
    return replace(unit, span=below)


def _answers(question: Question, unit: Unit, gazetteer: Gazetteer) -> bool:
    text = unit.text
    return (
        (unit.document.kind is DocumentKind.FULL_TEXT or not says_not_told(text))
        and _is_so(question, unit)
        and not (_EACH.search(question.text) and _TOTAL.search(text))
        and not _only_there(question, text)
        and not _other_way(question, text)
        and not _of_other_shift(question, text)
        and (
            holds_counted(question, text, f"{unit.heading}\n{unit.lead}")
            or _led_by_figure(question, unit)
            or _set_elsewhere(question, text)
        )
        and _sentence_place_agrees(question, unit.document, text, gazetteer)
        and of_that_year(question, unit.document, unit.span)
    )


def _led_by_figure(question: Question, unit: Unit) -> bool:
    """Whether a case stands under the line that tells its figure: «… bị phạt tù từ 01 năm đến 02 năm:»."""
    lead = unit.lead.split("\n", 1)[0]
    return measures_case(question) and lead.endswith(":") and holds_counted(question, lead, unit.heading)


_OVER = re.compile(r"\b(?:vuot|cao hon|lon hon|nhieu hon)\b")
_UNDER = re.compile(r"\b(?:thap hon|nho hon|it hon|duoi (?=\d|bao nhieu|may\b))")


def _other_way(question: Question, text: str) -> bool:
    """Whether it tells of what is below a figure where it is asked what is above one, or the other way round."""
    low = fold(text)
    over, under = (bound.search(question.folded) is not None for bound in (_OVER, _UNDER))
    above, below = (bound.search(low) is not None for bound in (_OVER, _UNDER))
    return (over and not under and below and not above) or (under and not over and above and not below)


_SHIFT = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}(?![\d/])")
_KINDS_OF_DAY = tuple(
    map(re.compile, (r"\bngày thường\b", r"\bngày nghỉ h[àằ]ng tuần\b", r"\b(?:ngày lễ|tết)\b"))
)


def _of_other_shift(question: Question, text: str) -> bool:
    """Whether it names another shift first, or another kind of day, than is asked of: «ca 12/24», «ngày thường»."""
    asked, told = _SHIFT.findall(question.text), _SHIFT.findall(text)
    if asked and told and told[0] not in asked and not {*asked}.isdisjoint(told):
        return True
    days, others = (
        {kind for kind in _KINDS_OF_DAY if kind.search(one.lower())} for one in (question.text, text)
    )
    return bool(days and others) and days.isdisjoint(others)


def _set_elsewhere(question: Question, text: str) -> bool:
    """Whether it says who sets the number asked for: «Số lượng Phó Giám đốc theo quy định của cấp có thẩm quyền»."""
    low = fold(text)
    return any(
        re.search(
            rf"\bso luong (?:cac )?{' '.join(nouns)}\b[^.;]{{0,60}}\b(?:theo|do)\b[^.;]* quy(?:et)? dinh\b",
            low,
        )
        for nouns in counted_nouns(question)
    )


_PRESENT = re.compile(r"\b(?:co mat|vang|moi|du|tham du|tham gia|den)\b")
_THERE = re.compile(r"\b(?:co mat(?! nuoc)|vang mat|duoc moi)\b")


def _only_there(question: Question, text: str) -> bool:
    """Whether only those who came or were asked to are counted («cử tri có mặt: 07») for how many there are."""
    return _THERE.search(fold(text)) is not None and not _PRESENT.search(question.folded)


_SO = re.compile(r"\b(?:được|bị) (?!bao\b)(?P<first>\w+) (?P<second>\w+)\W*$", re.IGNORECASE)


_EACH = re.compile(r"\bmỗi (?!năm\b|tháng\b|tuần\b|ngày\b|quý\b|lần\b|dịp\b)", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?is)^(?!.*\b(?:mỗi|từng|bình quân|trung bình|định mức)\b).*\btổng (?:số|cộng|kinh phí|trị giá|mức)\b"
)
"""Tells what all together come to, and not what each does."""


def _is_so(question: Question, unit: Unit) -> bool:
    """Whether what is counted is said to be what the question ends in: «bao nhiêu mô hình được công nhận»."""
    asked = _SO.search(question.text)
    if asked is None or not is_word(asked["first"].lower(), asked["second"].lower()):
        return True
    return f" {fold(asked['first'])} {fold(asked['second'])} " in said(unit.context, False)


_ALREADY = re.compile(r"\b(?:dang|da) (?:duoc |bi )?(?!(?:duoc|bi)\b)(?P<deed>[a-z]+)\b")


def _of_other_case(question: Question, said: str) -> bool:
    """Whether what is said is of those who do not what the question says is done: «chưa hưởng» of «đang hưởng»."""
    asked, low = _ALREADY.search(question.folded), fold(said)
    return (
        asked is not None and re.search(rf"\b(?:chua|khong) (?:duoc |bi )?{asked['deed']}\b", low) is not None
    )


def _sentence_place_agrees(question: Question, document: Document, text: str, gazetteer: Gazetteer) -> bool:
    """The most particular place known of a sentence is one that the question names."""
    if not question.places:
        return True
    named = gazetteer.find(text)
    if any(names_place(text, place) for place in question.places):
        return True
    if named:
        return False
    first = (document.place or document.title).split(",")[0]
    return all(
        names_place(first, place) or names_place(document.title, place) for place in question.places[:1]
    )


def _narrowed(topic: Topic, question: Question, document: Document, sentence: Span) -> Span:
    """The clause of a long sentence that answers, where one alone does."""
    if sentence.end - sentence.start < 300:
        return sentence
    fitting = [
        clause
        for clause in clauses(document.text, sentence)
        if holds_counted(question, said := clause.of(document.text)) and not _of_other_case(question, said)
    ]
    own = [clause for clause in fitting if _opens_as_asked(topic, clause.of(document.text))] or fitting
    best = max(own, key=lambda c: covered(topic, c.of(document.text)), default=sentence)
    if any(_of_asked_case(topic, document.text, best, clause) for clause in fitting):
        return sentence
    whole, part = covered(topic, sentence.of(document.text)), covered(topic, best.of(document.text))
    return best if part >= 0.8 * whole else sentence


def _opens_as_asked(topic: Topic, clause: str) -> bool:
    """Whether a clause begins with the noun that a question begins with: «điểm trạm y tế» is no «trạm y tế»."""
    asked = [fold(term) for term in topic.weights if "_" not in term][:2]
    return opening(clause) == asked


def _of_asked_case(topic: Topic, text: str, best: Span, clause: Span) -> bool:
    """Whether a clause behind the best one names the case that is asked of, whose words that one lacks.

    The first of several has what leads to all of them, and covers the most: «… đạt từ 45.000 người đối với thành phố;
    từ 15.000 người đối với tỉnh miền núi».
    """
    told, other = said(best.of(text), topic.marked), said(clause.of(text), topic.marked)
    pairs = (term for term in topic.weights if "_" in term and is_word(*term.split("_", 1)))
    named = (f" {pair.replace('_', ' ')} " for pair in pairs)
    return clause.start > best.start and any(pair in other and pair not in told for pair in named)
