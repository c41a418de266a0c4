"""Answers taken from running text: a list kept whole, or a few exact sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.answers.citing import body_part
from knowledge.answers.coverage import Topic, beside, covered, said
from knowledge.answers.dated import not_of_another_year
from knowledge.answers.density import density
from knowledge.answers.labels import agree, labels
from knowledge.answers.lists import Enumeration, enumerations, led_lists, paragraph_lists
from knowledge.answers.quoting import around
from knowledge.answers.reading import shared_labels
from knowledge.answers.source_line import article_line
from knowledge.answers.topics import BELONGS, absent
from knowledge.answers.units import (
    GATHERS,
    TITLED,
    Place,
    Unit,
    agrees,
    deed,
    denies,
    gathered,
    gathers,
    units,
)
from knowledge.documents import Document, DocumentKind, Span
from knowledge.question import Intent, Question
from knowledge.sentences import sentences
from knowledge.spelling import fold

ENOUGH = 0.65
"""Share of the topic that a list's surroundings or the chosen sentences must cover; from the development questions."""
SHORTEST, SHORTEST_ITEM = 40, 12
"""Characters above which a sentence, or an item below a line that ends in a colon, can be an answer."""
OWN_ENOUGH = 0.45
"""Share that a sentence must cover of what its document's title leaves to ask."""
OWN = 0.15
"""What it costs not to cover all of that."""
MOST_SENTENCES = 4
MOST_LISTED = 8
LONGEST_PARAGRAPH = 1600
ALIKE = 0.1
"""Lists whose coverage is this near to the best are ordered by how much of their own lines is asked for."""
HEADING_ENOUGH = 0.8
"""Share of the topic that a heading must cover for what stands under it to be the answer."""
_GATHERED = re.compile(r"\bgồm\b|\bsau đây\b|:")
"""Says that parts follow, as «gồm những gì» asks."""
_HEADS = re.compile(
    r"\b(?:dieu kien|tieu chuan|nguyen tac|nghia vu|trach nhiem|thu tuc|trinh tu|muc tieu|thanh phan|ho so|tham quyen)\b"
)
_HEAD_SAID = {"muc tieu": "phan dau"}
"""How a text may say a kind of thing without naming it."""
_ASKS = re.compile(
    r"\b(?:gi|nao|ai|dau|sao|may|khong|chua|bao|bn|nhieu|j|hay)\b|^(?:con|liet ke|neu|ke|cho)\b"
)
"""Asks something; «Ngày công đóng góp làm đường» only names what it asks for."""
_ASKS_CASES = re.compile(r"\b(?:khi|truong hop|luc) nao\b")
ADDRESSES = re.compile(r"\W*(?:Nơi nhận|Kính gửi)\W")
"""To whom a document goes: bodies of every kind, and never an answer."""
_MANY = re.compile(r"\b(?:nhung|cac)\b")
EQUAL = 0.03
"""Sentences this near to the best are told in the order of the text."""
_WHO = re.compile(
    r"^(?:ai|nguoi nao|co quan nao|cap nao|don vi nao)\b|\b(?:do|boi) (?:ai|co quan nao|cap nao)\b"
)
PERMITS = 0.05
"""What it counts that a sentence says what may be done or not, where that is asked."""
_ASKS_LEAVE = re.compile(r"\bco (?:the|duoc)\b.*\bkhong\W*$")
_PERMITS = re.compile(r"(?i)\b(?:có thể|được phép|không được|chỉ được|được quyền|có quyền|cấm)\b")
NEAR_BEST = 0.88
"""Further sentences are given where they cover nearly as much as the best."""


@dataclass(frozen=True, slots=True)
class FoundList:
    """A list and how much of the topic its introduction, heading and title cover."""

    document: Document
    enumeration: Enumeration
    coverage: float

    @property
    def led(self) -> bool:
        """Whether a line in a colon leads to it."""
        return self.enumeration.lead.of(self.document.text).endswith(":")


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """A sentence and how much of the topic it covers together with its document's title."""

    document: Document
    span: Span
    coverage: float


def find_lists(question: Question, topic: Topic, passages: Sequence[Place]) -> list[FoundList]:
    """Enumerations whose introduction is about the topic and names what is listed, best first."""
    found: dict[tuple[str, Span], FoundList] = {}
    if BELONGS.search(question.folded):
        # One body is asked for, of whose tasks there may be many lists.
        return []
    listed, asked, done = _asked_nouns(question), labels(question.folded), deed(question)
    for document, span, whole, _ in passages:
        if not agrees(question, document):
            continue
        near: dict[tuple[str, Span], FoundList] = {}
        for enumeration in _lists_near(document, span):
            before = _before(document, enumeration)
            heading = whole if span.start <= enumeration.items[0].start < span.end else ""
            if gathers(question) and not _GATHERED.search(_introduction(before)):
                continue
            if not agree(asked, *map(shared_labels, (_introduction(before), heading))):
                continue
            if absent(done, _introduction(before), heading):
                continue
            if _names_listed(listed, f"{_introduction(before)} {heading}"):
                coverage = _list_coverage(topic, document, before, heading)
                lead = enumeration.lead.of(document.text)
                coverage = 0.85 * coverage + 0.15 * covered(topic, lead if lead.endswith(":") else before)
                near[document.id, enumeration.items[0]] = FoundList(document, enumeration, coverage)
        # From a passage further off a list is seen cut short.
        found |= {
            first: one for first, one in near.items() if first not in found or _fuller(one, found[first])
        }
    enough = (one for one in found.values() if one.coverage >= ENOUGH and not _is_denied(question, one))
    ranked = sorted(enough, key=lambda one: -one.coverage)
    alike = [one for one in ranked if one.coverage >= ranked[0].coverage - ALIKE]
    return [*sorted(alike, key=lambda one: -_meant(one, topic)), *ranked[len(alike) :]]


def _is_denied(question: Question, found: FoundList) -> bool:
    """Whether a list stands in the article on what is not so: «Điều 3. Đối tượng không chịu thuế»."""
    line = article_line(found.document, found.enumeration.items[0])
    return line is not None and denies(question, line.of(found.document.text))


def _meant(found: FoundList, topic: Topic) -> float:
    """How nearly the line that leads to a list says what is asked and nothing else, which would be narrower."""
    lead = found.enumeration.lead.of(found.document.text)
    left = beside(topic, found.document.title)
    told, alone = covered(topic if left.empty else left, lead), density(lead, topic)
    return round(2 * told * alone / (told + alone), 2) if found.led and told + alone else 0.0


def _fuller(one: FoundList, other: FoundList) -> bool:
    """Whether a list was seen longer, or as long and under its own heading."""
    length, others = len(one.enumeration.items), len(other.enumeration.items)
    return (length, one.coverage) > (others, other.coverage)


@lru_cache(maxsize=512)
def _lists_near(document: Document, passage: Span) -> tuple[Enumeration, ...]:
    """Lists of a passage, and those around it that are kept whole."""
    text, part = document.text, around(document.text, passage, body_part(document, passage))
    found = (*enumerations(text, passage), *paragraph_lists(text, part), *led_lists(text, part))
    return tuple(one for one in found if not (_nests(text, one) or ADDRESSES.match(one.lead.of(text))))


def _nests(text: str, enumeration: Enumeration) -> bool:
    """Whether an item, or the first sentence of most, only leads to items of its own: then the list was read flat."""
    leading = [item for item in enumeration.items if sentences(text, item)[0].of(text).endswith(":")]
    return 2 * len(leading) > len(enumeration.items) or any(
        item.of(text).rstrip("*_ ").endswith(":") for item in enumeration.items
    )


_LISTED = re.compile(
    r"\b(?:nhung|cac|hai|ba|bon|nam(?! (?:qua|nay|truoc|toi|gan|hoc|\d))|sau|bay|tam|chin|muoi|\d{1,2}|liet ke|ke ten"
    r"|neu) (?!ai\b)(\w+) (\w+)"
)
_KINDS = re.compile(
    r"\b(han che|ton tai|khuyet diem|kinh nghiem|bai hoc|giai phap|nhiem vu|nguyen nhan|thuan loi|kho khan|muc tieu)"
    r" (?:gi|nao)\b"
)
_FIRST = re.compile(r"\b(\w+ \w+) dau tien\b")
_ORDINAL = re.compile(r"\b(\w+ \w+) thu (?:(\d{1,2})|(nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi))\b")
ORDINALS = ("nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi")
"""Folded, from the first on."""


def _asked_nouns(question: Question) -> list[str]:
    """What a list is asked of, folded: the «han che» of «những hạn chế»."""
    listed = _LISTED.findall(question.folded)
    # «Đề nghị những gì» names nothing that the line before a list would have to name.
    asked = [_noun(one, two) for one, two in listed if one != "gi" or question.intent is not Intent.LIST]
    asked += [match[1] for match in _ORDINAL.finditer(question.folded)]
    return asked + _KINDS.findall(question.folded)


def _noun(first: str, second: str) -> str:
    """The one or two syllables that a list is asked of: the «nguon» of «những nguồn nào»."""
    return first if second in ("nao", "gi") else f"{first} {second}"


def _names_listed(asked: Sequence[str], before: str) -> bool:
    """Whether the words before a list name what is asked for: «những hạn chế» is not answered by «kinh nghiệm»."""
    if not asked:
        return True
    told = said(before, False)
    return any(f" {noun} " in told for noun in asked)


def asked_place(question: Question) -> int | None:
    """Which item of a list is asked for, from 1: «kinh nghiệm thứ ba» -> 3."""
    match = _ORDINAL.search(question.folded)
    if not match:
        return 1 if _FIRST.search(question.folded) and question.intent is Intent.LIST else None
    return int(match[2]) if match[2] else ORDINALS.index(match[3]) + 1


def _list_coverage(topic: Topic, document: Document, before: str, heading: str) -> float:
    near = covered(topic, before, heading)
    plain = 0.7 * near + 0.3 * covered(topic, before, heading, document.title, document.author or "")
    left = beside(topic, f"{document.title} {document.place or ''}")
    if left.empty or len(left.weights) == len(topic.weights):
        return plain
    share = sum(left.weights.values()) / sum(topic.weights.values())
    return max(plain, (1 - share) * TITLED + share * covered(left, before, heading))


def _before(document: Document, enumeration: Enumeration, reach: int = 500) -> str:
    """The words that lead to a list, over paragraph ends: an introduction often stands in a paragraph of its own."""
    first = enumeration.items[0].start
    part = body_part(document, enumeration.items[0])
    return document.text[max(part.start, first - reach) : first]


def _introduction(before: str) -> str:
    """The line that leads to a list, with what of it was wrapped; what stands above it speaks of another matter."""
    lines = before.rstrip().split("\n")
    first = len(lines) - 1
    while first and lines[first][:1].islower():
        first -= 1
    return " ".join(lines[first:])


def list_led_by(found: Sequence[FoundSentence], lists: Sequence[FoundList]) -> FoundList | None:
    """The list that a found sentence ending in a colon leads to."""
    for one in found:
        text = one.document.text
        for led in lists:
            between = text[one.span.end : led.enumeration.items[0].start]
            if one.span.of(text).endswith(":") and led.document.id == one.document.id and between.isspace():
                return led
    return None


def list_holding(
    question: Question, topic: Topic, found: Sequence[FoundSentence], lists: Sequence[FoundList]
) -> FoundList | None:
    """The list whose items were found for what leads to them alone: a part of it would pass for the whole.

    So would one of the cases in which something is done, for whoever asks when it is.
    """
    for led in lists:
        items = [one for one in found if _is_of(one, led)]
        if items and items[0] is found[0]:
            cases = _ASKS_CASES.search(question.folded) and "trường hợp" in led.enumeration.lead.of(
                led.document.text
            )
            if cases or not any(_adds(topic, one, led) for one in items):
                return led
    return None


def _is_of(one: FoundSentence, led: FoundList) -> bool:
    held = any(item.start <= one.span.start < item.end for item in led.enumeration.items)
    return held and one.document.id == led.document.id


def _adds(topic: Topic, one: FoundSentence, led: FoundList) -> bool:
    """Whether an item holds words asked for that its list's lead has not: «đất làm nghĩa trang»."""
    lead, said = (span.of(one.document.text) for span in (led.enumeration.lead, one.span))
    return covered(topic, lead, said) > covered(topic, lead)


def find_sentences(question: Question, topic: Topic, passages: Sequence[Place]) -> list[FoundSentence]:
    """The best sentences, at most `MOST_SENTENCES` from one document, the answer first; none below `ENOUGH`."""
    heads = asked_heads(question)
    asks = _ASKS.search(question.folded) or question.intent is not Intent.GENERAL
    may = _ASKS_LEAVE.search(question.folded) is not None
    scored = [
        (unit, unit.about(topic) * (1 - OWN + OWN * own))
        for unit in units(question, passages)
        if len(unit.text) > (SHORTEST_ITEM if unit.lead.split("\n")[0].endswith(":") else SHORTEST)
        and names_head(heads, unit.context)
        and (
            unit.document.kind is DocumentKind.FULL_TEXT
            or not_of_another_year(question, unit.document, unit.span)
        )
        and (asks or unit.names_subject(topic))
        and (own := unit.own(topic)) >= OWN_ENOUGH
    ]
    fitting = [
        (unit, coverage + unit.weight + PERMITS * (may and _PERMITS.search(unit.text) is not None))
        for unit, coverage in scored
        if coverage >= ENOUGH - GATHERS * gathered(question, unit.text)
    ]
    fitting.sort(key=lambda one: (-round(one[1], 2), len(one[0].text)))
    one_matter = question.intent is not Intent.LIST and not _MANY.search(question.folded)
    if one_matter and fitting and fitting[0][0].document.kind is DocumentKind.FULL_TEXT:
        # What another article says is another matter.
        fitting = [one for one in fitting if one[0].heading == fitting[0][0].heading]
    fitting = _item_above(topic, fitting) if one_matter else fitting
    if gathers(question):
        fitting = [one for one in fitting if _GATHERED.search(one[0].context)]
    found = [FoundSentence(unit.document, unit.span, coverage) for unit, coverage in fitting]
    if not found:
        return []
    best = found[0]
    chosen = [
        one
        for one in found
        if one.document.id == best.document.id and one.coverage >= NEAR_BEST * best.coverage
    ]
    if question.intent is Intent.LIST:
        return sorted(chosen[:MOST_LISTED], key=lambda one: one.span.start)
    return _answer_first(question, chosen[:MOST_SENTENCES])


_OWN_CASE = re.compile(r"\W*(?:Đối với|Trường hợp|Trong trường hợp) ")


def _item_above(topic: Topic, fitting: list[tuple[Unit, float]]) -> list[tuple[Unit, float]]:
    """The item alone that the best sentence stands under, where that rules for a case of its own and the item says more.

    «đ) Hàng bán trả góp là giá …» and a line below it «Đối với hàng bán kèm dịch vụ …», which counts what leads to it.
    """
    best = fitting[0][0] if fitting else None
    if best is None or not best.lead or not _OWN_CASE.match(best.text):
        return fitting
    above, left = best.lead.split("\n", 1)[0], beside(topic, best.document.title, best.heading)
    items = [one for one in fitting if above.startswith(one[0].text) and one[0].document is best.document]
    says_more = items and covered(left, items[0][0].text) > covered(left, best.text)
    return items[:1] if says_more else fitting


def asked_heads(question: Question) -> frozenset[str]:
    """What kind of thing is asked for: the «dieu kien» of «điều kiện hưởng lương hưu»."""
    return frozenset(_HEADS.findall(question.folded))


def names_head(heads: frozenset[str], text: str) -> bool:
    """Whether a sentence, its lead or its heading names a kind of thing that is asked for; all do where none is."""
    if not heads:
        return True
    low = fold(text)
    return any(head in low or _HEAD_SAID.get(head, head) in low for head in heads)


def _answer_first(question: Question, found: Sequence[FoundSentence]) -> list[FoundSentence]:
    """The best sentence, then those behind it in the text; it alone where who does something is asked."""
    best = found[0]
    if _WHO.search(question.folded):
        return [best]
    equal = [one for one in found if one.coverage >= best.coverage - EQUAL]
    first = min(equal, key=lambda one: one.span.start)
    behind = [one for one in found if one.span.start > first.span.start]
    return [first, *sorted(behind, key=lambda one: one.span.start)]


def find_section(question: Question, topic: Topic, passages: Sequence[Place]) -> list[FoundSentence]:
    """The sentences under a heading that is itself what is asked for, up to `LONGEST_PARAGRAPH` characters."""
    scored = [
        (covered(topic, heading.split(" > ")[-1], document.place or ""), place)
        for place, (document, _, heading, _) in enumerate(passages)
        if heading and agrees(question, document)
    ]
    best = max(scored, key=lambda one: (one[0], -one[1]), default=(0.0, 0))
    if best[0] < HEADING_ENOUGH:
        return []
    document, _, heading, _ = passages[best[1]]
    spans = sorted(span for one, span, under, _ in passages if one.id == document.id and under == heading)
    found: list[FoundSentence] = []
    for sentence in (s for span in spans for s in sentences(document.text, span)):
        if not document.text.startswith("#", sentence.start):
            found.append(FoundSentence(document, sentence, best[0]))
    return _fitting(found)


def _fitting(found: list[FoundSentence]) -> list[FoundSentence]:
    total, kept = 0, []
    for one in found:
        total += one.span.end - one.span.start
        if total > LONGEST_PARAGRAPH:
            break
        kept.append(one)
    return kept


def whole_paragraph(found: Sequence[FoundSentence]) -> list[FoundSentence]:
    """The sentences' paragraph, where two or more share one that is not too long: it lists what is asked for."""
    document, text = found[0].document, found[0].document.text
    best = max(found, key=lambda one: one.coverage)
    start = text.rfind("\n", 0, best.span.start) + 1
    end = text.find("\n", best.span.end)
    end = len(text) if end < 0 else end
    inside = [one for one in found if start <= one.span.start and one.span.end <= end]
    if len(inside) < 2 or end - start > LONGEST_PARAGRAPH:
        return list(found)
    return [FoundSentence(document, span, best.coverage) for span in sentences(text, Span(start, end))]
