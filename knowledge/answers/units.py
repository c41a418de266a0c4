"""Sentences of the passages read, each with the words that lead to it: what an answer is chosen from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from knowledge.answers.counted import numerals
from knowledge.answers.coverage import Topic, beside, covered
from knowledge.answers.labels import more_labelled, same_labels
from knowledge.answers.marking import rank
from knowledge.answers.named import names_title
from knowledge.answers.topics import absent, asked_words
from knowledge.documents import Document, Passage, Span
from knowledge.places import folded, names_place
from knowledge.question import Question
from knowledge.sentences import sentences, trimmed
from knowledge.spelling import fold

SHARES = (0.35, 0.3, 0.2, 0.15)
"""What counts of a topic that the sentence covers: alone, with its lead, with its heading, with its title."""
SHARES_INSIDE = (0.45, 0.35, 0.2)
"""The same of what the title leaves to ask."""
TITLED = 0.85
"""What a word of the topic counts that the document's title holds."""
BARE = 60
"""Characters of an item that says nothing without the line that leads to it."""
ABSENT, MOST_ABSENT = 0.06, 3
"""What each word of the question costs that nothing around a sentence speaks of, for so many at most."""
CORE_LACKING = 0.85
"""What remains of the coverage where the rarest word of the topic is nowhere around the sentence."""
TRUST = 0.08
"""What the best passage found counts beside the topic: a sentence of it comes before an equal one."""
OWN_LAW = 0.1
"""What it counts that the question holds the document's whole title: its subject is the question's."""
GATHERS = 0.12
"""What it counts that a sentence says «gồm» where the question does."""
OTHERWISE = 0.06
"""What it costs that a sentence is about «lần hai» where the question names no time."""
LONGEST_HEADING = 100
"""Characters above which a line that ends in a full stop is an article without a title: «Điều 24 Danh sách …»."""
WRAPPED = 2
"""Lines over which a heading may run on."""
LOOK_BACK = 30
"""Lines in which the words that lead to an item are looked for."""
_BLANK = re.compile(
    r"\.{4,}|…{2,}|_{4,}|-{4,}|^\W*(?:Nguồn|Nơi nhận)\s*:|CỘNG\s+H[OÒ]|\((?:ký|ghi) (?:tên|rõ)"
)
"""A form to be filled in, a rule across the page, where a copy comes from: nothing that answers."""
_WHERE_TO_FIND = (
    (re.compile(r"\b(?:so )?(?:dien thoai|dt|sdt|hotline|fax)\b"), re.compile(r"\d{3}")),
    (
        re.compile(r"\b(?:email|e mail|thu dien tu|website|trang web)\b"),
        re.compile(r"@|\w\.(?:vn|com|org|gov)\b"),
    ),
    (
        re.compile(r"\b(?:duong|pho|so nha) nao\b|\bdia chi\b"),
        re.compile(r"\b(?:[Đđ]ường|[Pp]hố|[Ss]ố nhà|[Tt]ầng)\b"),
    ),
)
"""What asks where somebody is found, and what its answer must hold."""
_SCOPE = re.compile(
    r"\W*(?:\d{1,2}\.\s*)?(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Thông tư|Quy định|Quy chế|Hướng dẫn"
    r"|Kế hoạch) này\s+(?:quy định|hướng dẫn|điều chỉnh|áp dụng|sửa đổi)\b"
)
"""Says what a document is about: its title over again, and no answer to what stands in it."""
_PREAMBLE = re.compile(
    r"\W*Căn cứ (?:vào )?(?:Hiến pháp|(?:Bộ )?Luật|Pháp lệnh|Nghị (?:định|quyết)|Quyết định|Thông (?:tư|báo|tri)|Chỉ thị"
    r"|Kế hoạch|Hướng dẫn|Kết luận|Công văn)\b"
)
"""What a document rests on; it rules nothing itself."""
_ELLIPTIC = re.compile(
    r"(?:Bắt đầu|Kết thúc|Trong đó|Riêng|(?:Thời (?:gian|hạn)|Việc|Nội dung|Số tiền|Mức|Danh sách) (?:này|đó|trên))\b"
)
"""Begins a sentence that goes on about what the one before it names."""
_ASKS_SCOPE = re.compile(
    r"\b(?:pham vi|dieu chinh|ap dung|doi tuong|ve (?:viec )?gi|quy dinh (?:ve )?(?:nhung )?gi)\b"
)
_BOUND = re.compile(
    r"\b(?P<word>duoi|it hon|tren|hon|tu) (?:so )?(?P<figure>\d+(?:[.,]\d+)*)\b"
    r"(?:[^.;,\d]{0,20}?\b(?P<end>tro (?:len|xuong)))?"
)
_HEADING = re.compile(r"\W*(?:Điều \d+[a-zđ]?\b|Chương [IVXLC\d]+\b|Mục [IVXLC\d]+\b|#)")


class Place(NamedTuple):
    """A passage: its document, its span, its heading, and its share of the best passage's score."""

    document: Document
    span: Span
    heading: str
    trust: float = 1.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, what leads to it and its innermost heading; `weight` orders units that cover alike."""

    document: Document
    span: Span
    lead: str
    heading: str
    weight: float
    lacking: float = 0.0
    """What is taken off its coverage for words of the question that nothing around it speaks of."""

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.span.of(self.document.text)

    @property
    def context(self) -> str:
        """The sentence with what leads to it."""
        return f"{self.heading}\n{self.lead}\n{self.text}"

    def coverage(self, topic: Topic) -> float:
        """Share, 1 at most, of the topic; what a document's title holds of it says where to look and is found there."""
        title = f"{self.document.title} {self.document.place or ''}"
        near, lead, heading, far = SHARES
        plain = self._spread(topic, (near, lead, heading)) + far * covered(topic, self.context, title)
        left = beside(topic, title)
        if left.empty or len(left.weights) == len(topic.weights):
            return plain - self.lacking
        share = sum(left.weights.values()) / sum(topic.weights.values())
        inside = (1 - share) * TITLED + share * self._spread(left, SHARES_INSIDE)
        return max(plain, inside) - self.lacking

    def _spread(self, topic: Topic, shares: tuple[float, float, float]) -> float:
        """What the sentence covers alone, with its lead, with its heading, each with its share."""
        near, lead, heading = shares
        text = self.text
        if len(text) <= BARE and self.lead:
            # «10 ngày làm việc» under «Thời gian niêm yết:» is one sentence with it.
            first = self.lead.split("\n", 1)[0]
            text = f"{first} {text}" if first.endswith(":") else text
        return (
            near * covered(topic, text)
            + lead * covered(topic, text, self.lead)
            + heading * covered(topic, text, self.lead, self.heading)
        )

    def own(self, topic: Topic) -> float:
        """Share in [0, 1] that the sentence and what leads to it cover of what its document's title leaves to ask."""
        left = beside(topic, self.document.title, self.document.place or "")
        return 1.0 if left.empty else covered(left, self.context)

    def about(self, topic: Topic) -> float:
        """The coverage, less where the rarest word of the topic is nowhere around the sentence.

        A figure or a day that fits may be told in other words; a sentence that only tells may not.
        """
        rarest = max(
            (t for t in topic.weights if "_" not in t), key=lambda t: (topic.weights[t], t), default=""
        )
        around = covered(Topic({rarest: 1.0}, topic.marked), self.context, self.document.title)
        return self.coverage(topic) * (1.0 if around else CORE_LACKING)


def units(question: Question, places: Sequence[Place]) -> Iterator[Unit]:
    """Sentences of the passages that may speak for the question's places and ordinals; headings are none."""
    words = asked_words(question)
    form = next((said for asked, said in _WHERE_TO_FIND if asked.search(question.folded)), None)
    figures, about_scope = asked_figures(question), _ASKS_SCOPE.search(question.folded) is not None
    for place in places:
        document = place.document
        if not agrees(question, document):
            continue
        own = TRUST * place.trust + OWN_LAW * names_title(question.folded, document)
        heading = place.heading.rsplit(" > ", maxsplit=1)[-1]
        known = " . ".join(filter(None, (document.title, document.place, document.issuer, document.type)))
        previous = ""
        for span in (below_headings(document.text, one) for one in sentences(document.text, place.span)):
            before = lead(document, span.start)
            if _ELLIPTIC.match(span.of(document.text)):
                before = f"{previous}\n{before}"
            previous = span.of(document.text)
            special = GATHERS * gathered(question, span.of(document.text))
            special -= OTHERWISE * more_labelled(question, span.of(document.text), before, heading)
            around = (span.of(document.text), before, place.heading, known)
            lacking = ABSENT * min(absent(words, *around), MOST_ABSENT)
            unit = Unit(document, span, before, heading, own + special, lacking)
            if _BLANK.search(unit.text) or is_heading(unit) or _is_shouted(unit.text):
                continue
            if (_SCOPE.match(unit.text) and not about_scope) or not holds_figures(figures, unit):
                continue
            if form and not form.search(unit.text):
                continue
            if figures and against_bounds(question, unit.text):
                continue
            if _PREAMBLE.match(unit.text) and "can cu" not in question.folded:
                continue
            if same_labels(question, unit.text, unit.lead, unit.heading):
                yield unit


def asked_figures(question: Question) -> frozenset[str]:
    """Figures that a question names beside its references: the 20 and the 30 of «từ 20% đến dưới 30%»."""
    outside = question.asked if question.references else question.text
    for reference in question.references:
        gap = " " * (reference.end - reference.start)
        outside = outside[: reference.start] + gap + outside[reference.end :]
    counting = (one[0].strip(" %") for one in numerals(outside))
    # «Mấy ngày 1 tuần» is «mỗi tuần».
    return frozenset(_plain_figure(one) for one in counting if one[0].isdigit()) - {"1"}


def holds_figures(figures: frozenset[str], unit: Unit) -> bool:
    """Whether a sentence, what leads to it or its document's title holds them all: what is said of 40% is not of 20%."""
    if not figures:
        return True
    said = f"{unit.context}\n{unit.document.title}"
    return figures <= {_plain_figure(one) for one in re.findall(r"\d+(?:[.,]\d+)*", said)}


def against_bounds(question: Question, text: str) -> bool:
    """Whether a sentence gives a figure of the question the other bound: «từ 100 cử tri trở lên» of «dưới 100 cử tri»."""
    asked, said = _bounds(question.folded), _bounds(fold(text))
    return any(said.get(figure, bounds).isdisjoint(bounds) for figure, bounds in asked.items())


def _bounds(folded: str) -> dict[str, set[str]]:
    """Figures that are said to be a lower or an upper bound: {«100»: {«duoi»}}."""
    found: dict[str, set[str]] = {}
    for match in _BOUND.finditer(folded):
        below = match["word"] in ("duoi", "it hon") or match["end"] == "tro xuong"
        if match["word"] != "tu" or match["end"]:
            found.setdefault(_plain_figure(match["figure"]), set()).add("duoi" if below else "tren")
    return found


def _plain_figure(written: str) -> str:
    return written.lstrip("0") or "0"


def gathers(question: Question) -> bool:
    """Whether a question asks what something is made up of: «gồm những ai», «bao gồm giấy tờ gì»."""
    return "gom" in question.folded.split()


def gathered(question: Question, text: str) -> bool:
    """Whether a sentence says «gồm» where the question does."""
    return gathers(question) and "gồm" in text


@lru_cache(maxsize=8192)
def whole_heading(document: Document, passage: Passage) -> str:
    """A passage's heading, its last line with what of it was wrapped: «Điều 1. Vị⏎trí và chức năng»."""
    heading = passage.heading
    last = heading.rsplit(" > ", maxsplit=1)[-1]
    start = document.text.rfind(f"{last}\n", 0, passage.start + len(last) + 1) if last else -1
    if start < 0 or last.endswith((".", ":", ";")):
        return heading
    end = start + len(last)
    for _ in range(WRAPPED):
        following = document.text.find("\n", end + 1)
        if following < 0 or not document.text[end + 1].islower():
            break
        end = following
    return heading[: len(heading) - len(last)] + " ".join(document.text[start:end].split())


def below_headings(text: str, span: Span) -> Span:
    """A sentence without the heading's line that it was read on from."""
    start = span.start
    while (end := text.find("\n", start, span.end)) >= 0 and _HEADING.match(_line(text, start)):
        if text[end + 1 : end + 2].islower():
            # «Điều 3. Quyết⏎định này có hiệu lực …» is no heading but a wrapped line.
            break
        start = end + 1
    return Span(start, span.end) if start < span.end else span


def agrees(question: Question, document: Document) -> bool:
    """Whether a document may speak for the places that a question names."""
    return all(_speaks_for(document, place) for place in question.places)


@lru_cache(maxsize=4096)
def _speaks_for(document: Document, place: str) -> bool:
    own = f"{document.place or ''} . {document.title}"
    return names_place(own, place) or names_place(document.text, place)


def _is_shouted(text: str) -> bool:
    """Whether a sentence is mostly capitals: a letterhead, a title."""
    return sum(map(str.isupper, text)) > 0.4 * sum(map(str.isalpha, text))


def is_heading(unit: Unit) -> bool:
    """Whether a sentence only names what follows it: «Điều 9. Quyền của hòa giải viên»."""
    line = _line(unit.document.text, unit.span.start)
    told = len(line) > LONGEST_HEADING and line.rstrip().endswith(".")
    if _HEADING.match(line) and not told and not line.rstrip().endswith((";", ":")):
        return True
    plain = folded(unit.text).strip(" .*#_")
    return len(plain) < 200 and plain != "" and folded(unit.heading).strip(" .*#_").endswith(plain)


def _line(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else len(text)]


def lead(document: Document, position: int) -> str:
    """The lines above one, each with a coarser mark or in a colon, under which it stands; the nearest first."""
    return "\n".join(span.of(document.text) for span in lead_spans(document, position))


@lru_cache(maxsize=20000)
def lead_spans(document: Document, position: int) -> tuple[Span, ...]:
    """Where those lines stand, three at most."""
    text = document.text
    start = text.rfind("\n", 0, position) + 1
    finest = rank(_line(text, start))
    found: list[Span] = []
    for _ in range(LOOK_BACK):
        if start == 0 or finest == 0:
            break
        end = start - 1
        start = text.rfind("\n", 0, end) + 1
        line, mark = text[start:end], rank(text[start:end])
        introduces = line.rstrip(" *_").endswith(":") and not found
        if line.strip() and (mark < finest or introduces):
            if mark == 0 and not introduces and not line.lstrip().startswith(('"', "“")):
                # An article's heading is known; one that an amending law quotes is not.
                break
            found.append(trimmed(text, Span(start, end)))
            finest = min(mark, finest)
    return tuple(found[:3])
