"""Who does something by a rule: the sentence whose doer is named beside the verb that is asked about; or none."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from knowledge.answers.coverage import Topic, covered, is_word, words_ending
from knowledge.answers.extracts import FoundSentence
from knowledge.answers.marking import opening
from knowledge.answers.units import Place, Unit, units
from knowledge.question import Question
from knowledge.spelling import SYLLABLE, fold

ENOUGH = 0.58
"""Share of the topic that a sentence must cover with what leads to it; the doer stands for the «ai» that is left out."""
OWN_ENOUGH = 0.4
"""And of what its document's title leaves to ask."""
BESIDE = 0.1
"""What it counts that the doer and the verb stand in the sentence itself, not in the article's title."""
OPENS = 0.1
"""And that it begins with what is acted on."""
AS_ASKED, LONGEST_RUN = 0.03, 6
"""And each syllable that it says right behind the verb as the question does."""
_ANYONE = re.compile(
    r"\b(?:ai|co quan nao|cap nao|don vi nao|nguoi nao|to chuc nao|bo nao|so nao|(?<!van )ban nao|chuc danh nao"
    r"|toa nao)\b"
)
_WHO = re.compile(
    rf"{_ANYONE.pattern}"
    r"(?: (?:la nguoi|la co quan|la don vi|duoc phep|duoc quyen|co tham quyen|co quyen|se|da|phai|duoc giao|dung ra))* "
    r"(?P<first>[a-z]+)(?: (?P<second>[a-z]+))?"
)
_IN_CASE = re.compile(rf"^(?P<case>.+?) thi (?:do )?{_ANYONE.pattern}")
"""Asks who does something in a case: the «Thủ tướng đi vắng» of «Thủ tướng đi vắng thì ai điều hành …»."""
_NO_VERB = frozenset(
    "la duoc phai thuoc bi co o ve nao va trong theo thi nua khong can nen cung giu lam du tham".split()
)
ACTOR = (
    r"(?:(?:pho )?chu tich|bo truong|thu truong|(?:pho )?thu tuong|bo (?!phan\b|sung\b)[a-z]+|uy ban|hoi dong|quoc hoi"
    r"|chinh phu|chu nhiem|truong (?:ban|thon|doan|phong|cong an|tram|bo phan)|to truong|(?:tong )?giam doc|toa an"
    r"|chanh (?:an|van phong|thanh tra)|vien (?:kiem sat|truong)|so [a-z]+"
    r"|ban (?!(?:hanh|dau|giao|do|sao|than|ke|ghi|goc|chinh|dich|tin)\b)[a-z]+"
    r"|(?:tong )?cuc|co quan|to chuc|don vi|cong an|dang uy|mat tran|bi thu|dong chi|(?:tinh|thanh|thi|huyen) uy"
    r"|doan [a-z]+|hoi [a-z]+|ngan hang|trung tam|phong [a-z]+|kiem toan|thanh tra|to (?:hoa giai|bau cu|cong tac)"
    r"|van phong|nha nuoc|phap nhan|nguoi [a-z]+)"
)


def asked_verb(question: Question) -> str | None:
    """The folded verb whose doer is asked for: the «quyet dinh» of «ai quyết định …»."""
    low = fold(question.text)
    found = _WHO.search(low)
    if found is None or found["first"] in _NO_VERB:
        return None
    if found["second"] is None:
        return found["first"]
    first, second = (question.text[slice(*found.span(part))].lower() for part in ("first", "second"))
    return f"{found['first']} {found['second']}" if is_word(first, second) else found["first"]


def find_actors(question: Question, topic: Topic, places: Sequence[Place]) -> list[FoundSentence]:
    """Sentences that name the doer, best first."""
    verb = asked_verb(question)
    if verb is None:
        return []
    found, case = [], _rarest_of_case(question, topic)
    for unit in units(question, places):
        told = _told(verb, unit) or 2 * _stands_in(question, unit.text)
        if (
            told
            and (case.empty or covered(case, *unit.around, unit.document.title))
            and unit.own(topic) >= OWN_ENOUGH
            and unit.names_subject(topic)
            and (coverage := unit.coverage(topic) + OPENS * _opens(question, unit.text)) >= ENOUGH
        ):
            score = coverage + unit.weight + BESIDE * (told > 1) + AS_ASKED * _as_asked(question, unit.text)
            found.append(FoundSentence(unit.document, unit.span, score))
    return sorted(found, key=lambda one: (-round(one.coverage, 2), one.span.end - one.span.start))


def _rarest_of_case(question: Question, topic: Topic) -> Topic:
    """The rarest word of the case asked of, if any: a sentence without it rules for another."""
    asked = _IN_CASE.match(" ".join(SYLLABLE.findall(fold(question.text))))
    said = asked["case"].split() if asked else []
    words = [term for term in topic.weights if "_" not in term and fold(term) in said]
    rarest = max(words, key=lambda term: (topic.weights[term], term), default=None)
    return replace(topic, weights={rarest: 1.0} if rarest else {})


_AWAY = re.compile(r"\b(?:di vang|vang mat)\b")
_STANDS_IN = re.compile(rf"\bvang mat\b[^.;]*?\b{ACTOR}\b[^.;]*\b(?:thay mat|thay|uy nhiem|uy quyen)\b")


def _stands_in(question: Question, text: str) -> bool:
    """Whether it says who stands in for somebody who is away: whatever he does is done by that one."""
    return _AWAY.search(question.folded) is not None and _STANDS_IN.search(fold(text)) is not None


def _opens(question: Question, text: str) -> bool:
    """Whether a sentence begins with what is acted on: «Chuyên ngành …, do cơ sở giáo dục đại học quyết định»."""
    low = fold(question.text)
    who = _WHO.search(low)
    acted_on = SYLLABLE.findall(low, who.end())[:2] if who else []
    return len(acted_on) == 2 and opening(text) == acted_on


def _as_asked(question: Question, text: str) -> int:
    """How many syllables of the question behind the «ai» a sentence says in one run, `LONGEST_RUN` at most."""
    low = fold(question.text)
    who = _ANYONE.search(low)
    asked = SYLLABLE.findall(low, who.end()) if who else []
    said = f" {' '.join(SYLLABLE.findall(fold(text)))} "
    return max(
        (size for size in range(1, LONGEST_RUN + 1) if f" {' '.join(asked[:size])} " in said), default=0
    )


def _told(verb: str, unit: Unit) -> int:
    """2 where the sentence names the doer beside the verb, 1 where its article's title does, else 0."""
    low = re.sub(r"\s+", " ", fold(unit.text))
    if any(pattern.search(low) for pattern in _beside(verb)) or (verb in _DECIDES and _AGREED.search(low)):
        return 2
    titled = re.search(rf"\bcua (?:cac )?{ACTOR}\b", fold(unit.heading)) is not None
    return 1 if titled and re.search(_alone(verb), low) else 0


_TITLED = re.compile(
    rf"\W*(?:(?:\d{{1,2}}(?:\.\d{{1,2}})*|[a-z]|[ivx]+)[.)/]\s*)?(?:de nghi |doi voi )?{ACTOR}\b"
)


def opens_with_actor(line: str) -> bool:
    """Whether a line, behind its mark, begins with who acts: «4. Sở Nội vụ», «b) Đối với Ủy ban Mặt trận …»."""
    return _TITLED.match(fold(line)) is not None


_DECIDES = frozenset(("quyet dinh", "dinh", "an dinh"))
_AGREED = re.compile(r"\bdo [^.;:]{3,200}? (?:tu )?thoa thuan\b")
"""Tells who decides where nobody does alone."""
_RULES_ON = (
    r"(?:quy dinh|huong dan) (?:chi tiet|cu the|viec|ve|thoi han|ho so|trinh tu|thu tuc|dieu kien|mau)\b"
)
"""Who rules on how something is done does not do it: «Chính phủ quy định trình tự, thủ tục cấp, thu hồi …»."""


@lru_cache(maxsize=256)
def _beside(verb: str) -> tuple[re.Pattern[str], ...]:
    actor, does = rf"\b(?!nguoi {verb}\b){ACTOR}\b", _alone(verb)
    return (
        re.compile(rf"{actor}(?:(?!\b{_RULES_ON})[^.;:]){{0,140}}?{does}"),
        re.compile(rf"{does}[^.;:]{{0,60}}: ?.{{0,20}}?{actor}"),
        re.compile(rf"{does}[^.;:]{{0,60}}? (?:do|boi|la) {actor}"),
        re.compile(rf"[,;] do (?!(?:do|vay|viec)\b)(?:[a-z]+ ){{2,12}}{does}"),
    )


@lru_cache(maxsize=256)
def _alone(verb: str) -> str:
    """The verb as a word: the «định» of «ai định giá» is not that of «quy định»."""
    other = "".join(rf"(?<!\b{first} )" for first in sorted(words_ending(verb)))
    return rf"{other}\b{verb}\b"
