"""What something has of a kind («X có những đơn vị nào?»): the line that calls it over («Các đơn vị trực thuộc:»)."""

import re
from collections.abc import Sequence

from knowledge.answers.coverage import Topic
from knowledge.answers.extracts import ENOUGH, OWN_ENOUGH, FoundSentence
from knowledge.answers.units import Place, units
from knowledge.question import Question
from knowledge.spelling import fold

_ASKS = re.compile(
    r"\b(?:co|gom|chia thanh) (?:nhung |cac |may |bao nhieu )?"
    r"(?P<kind>(?!the\b|phai\b|duoc\b)[a-z]+(?: [a-z]+){0,5}?) (?:nao|gi)\b"
)
_MARK = r"\W*(?:(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]+)[.)/]\s*)?\W*"
BESIDE = 60
"""Characters between the kind of thing and the colon behind it."""


def find_parts(question: Question, topic: Topic, places: Sequence[Place]) -> list[FoundSentence]:
    """Lines that call over the kind of thing that is asked for, best first."""
    asked = _ASKS.search(question.folded)
    if asked is None:
        return []
    calls = re.compile(rf"{_MARK}(?:(?:cac|nhung|\d+) )?{asked['kind']}\b[^:.;]{{0,{BESIDE}}}:")
    found = [
        FoundSentence(unit.document, unit.span, coverage + unit.weight)
        for unit in units(question, places)
        if calls.match(" ".join(fold(unit.text).split()))
        and unit.own(topic) >= OWN_ENOUGH
        and (coverage := unit.coverage(topic)) >= ENOUGH
    ]
    return sorted(found, key=lambda one: (-round(one.coverage, 2), one.span.start))
