"""Sentences of the passages read, each with the words that lead to it: what an answer is chosen from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from knowledge.answers.copulas import linking, links
from knowledge.answers.counted import numerals
from knowledge.answers.coverage import Topic, beside, covered, inside, is_word
from knowledge.answers.dated import of_that_day, of_that_term
from knowledge.answers.labels import VALUES, Labels, agree, labels, names_centre, names_time, told
from knowledge.answers.reading import Sentence, read_sentences, shared_labels
from knowledge.answers.topics import BELONGS, absent, asked_words
from knowledge.documents import Document, Span
from knowledge.places import names_place
from knowledge.question import Question
from knowledge.spelling import SYLLABLE, fold
from knowledge.titles import names_title

SHARES = (0.35, 0.3, 0.2, 0.15)
"""What counts of a topic that the sentence covers: alone, with its lead, with its heading, with its title."""
SHARES_INSIDE = (0.45, 0.35, 0.2)
"""The same of what the title leaves to ask."""
TITLED = 0.85
"""What a word of the topic counts that the document's title holds."""
BARE = 90
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
"""What it costs that a sentence is about «lần hai» where the question names no time, about either side of a bound, or
about a case that the question does not name."""
_MODAL = "(?:được |bị )?"
_DENIED = re.compile(rf"\bkhông {_MODAL}(\w+ \w+)")
_DENIED_THERE = re.compile(r"\bkhong (?:duoc |bi |phai )?(\w+) (\w+)")
_MUST_HOLD = (
    (re.compile(r"\b(?:so )?(?:dien thoai|dt|sdt|hotline|fax)\b"), re.compile(r"\d{3}")),
    (
        re.compile(r"\b(?:email|e mail|thu dien tu|website|trang web)\b"),
        re.compile(r"@|\w\.(?:vn|com|org|gov)\b"),
    ),
    (
        re.compile(r"\b(?:duong|pho|so nha) nao\b|\bdia chi\b"),
        re.compile(r"\b(?:[Đđ]ường|[Pp]hố|[Ss]ố nhà|[Tt]ầng)\b"),
    ),
    (
        re.compile(r"\b(?:xa|phuong|thi tran|huyen|thi xa|thon|to dan pho) nao\b"),
        re.compile(
            r"\b(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Hh]uyện|[Tt]hị xã|[Tt]hôn|[Tt]ổ dân phố)\s+"
            r"(?:(?:số )?\d|[A-ZĐÀ-Ỹ]|nơi\b|đó\b|thuộc\b)"
        ),
    ),
    (
        re.compile(r"\bdia diem\b.* (?:o dau|nao)\b|\bto chuc (?:o|tai) dau\b"),
        re.compile(
            r"(?is)\bđịa điểm\b|\b(?:tổ chức|tiến hành|diễn ra|họp|đặt|mở|nộp|nhận|làm)\b[^.;]{0,60}?\b(?:tại|ở) "
            r"(?!điều|chương|khoản|điểm|mục|phần|các?\b|những|kế hoạch|luật|nghị|địa phương)|\btrụ sở\b"
        ),
    ),
    (BELONGS, re.compile(r"(?i)\bthuộc\b")),
    (
        re.compile(r"\b(?:nhung|cac|con|co|mot so|neu) han che\b|\bhan che (?:nao|gi|cua|trong)\b"),
        re.compile(
            r"(?is)^(?!.*hạn chế)|hạn chế(?! \w)|hạn chế (?:nhất|đó|này|trong|của|về|là|như|sau|và)\b"
        ),
    ),
)
"""What asks where somebody is found or belongs, or for shortcomings («hạn chế tụ tập» is none), and what must be told."""
_ASKS_SCOPE = re.compile(
    r"\b(?:pham vi|dieu chinh|ap dung|doi tuong|ve (?:viec )?gi|quy dinh (?:ve )?(?:nhung )?gi)\b"
)
_WHETHER = re.compile(
    r"\bco (?:duoc |phai |bi |can |the |nen |bat buoc )*"
    r"(?!(?:duoc|phai|bi|can|the|nen|bat buoc|cua|la|quy dinh|van ban|nhung|cac)\b)"
    r"(?P<done>[a-z0-9]+(?: [a-z0-9]+)*?)(?: duoc)? khong$"
)
"""Asks whether something is done: the «thụ lý» of «có được thụ lý không»."""
SHORT_DEED = 4
"""Syllables of a deed that all have to be spoken of, be it that it is «bầu lại» and not «bầu»."""
_STATES_CASE = re.compile(r"\b(?:thi|khi|neu|truong hop)\b(?! nao\b| sao\b| gi\b)")
_LIGHT = re.compile(r"^(?:nhan|huong|mang|giu|lam|thuc hien|tien hanh) (?=[a-z]+ [a-z]+)")
"""Verbs that texts exchange freely: «nhận thù lao», «hưởng thù lao»."""
_JOINING = frozenset("o cua cho tai vao trong tu den voi bang theo ve nhu va hay mot nay do viec het".split())
_OFFENCE = re.compile(
    r"\btội (?!phạm\b)(?P<name>\w+(?: \w+){1,5}?)(?= (?:thì|bị|phạt|xử|phải|có|là|theo|mức|sẽ|mà|muốn"
    r"|được|khi|nếu|đã|trước|sau|ở|tại|của|về|và|hay|hoặc|nay)\b|[,?.]|$)"
)
"""An offence that is asked of by its name."""
_IN_CASE = re.compile(
    r"\b(?:duoc|bi|phai) (?:quyen )?(?P<first>[a-z]+) (?P<second>[a-z]+)\b.*\b(?:khi|luc|truong hop) (?:nao|gi)\b"
    r"|\b(?:khi|luc|truong hop) nao .*?\b(?:duoc|bi|phai) (?:quyen )?(?P<deed>[a-z]+) (?P<rest>[a-z]+)\b"
)
"""Asks in what case something is done: the «từ chối» of «được từ chối nhận đơn khi nào»."""
_IN_FORCE = re.compile(
    r"\b(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định) này có hiệu lực\b"
)
"""Tells from when a document is in force, not what is asked of something in it."""
_DELEGATES = re.compile(
    r"\W*(?:\d{1,2}[.)]\s*|[a-zđ]\)\s*)?"
    r"(?:Chính phủ|Thủ tướng Chính phủ|Bộ trưởng|Bộ|Ủy ban thường vụ Quốc hội|Chánh án)\b[^.;,]{0,60}? "
    r"(?:quy định|hướng dẫn)\b"
)
"""Tells who is to rule on something, and not how it is ruled."""
_ASKS_RULING = re.compile(
    r"\b(?:ai|co quan nao|cap nao|bo nao|do ai|don vi nao|bo|chinh phu|thu tuong)\b|\bquy dinh chi tiet\b|\bhuong dan\b"
)
_BOUND = re.compile(
    r"\b(?P<word>duoi|it hon|tren|hon|tu) (?:so )?(?P<figure>\d+(?:[.,]\d+)*)\b"
    r"(?:[^.;,\d]{0,20}?\b(?P<end>tro (?:len|xuong)))?"
)


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
    words: frozenset[tuple[str, str]] = frozenset()
    """The question's telling words: those that nothing around the sentence speaks of are taken off its coverage."""
    stands_in: tuple[str, ...] = ()
    """What else is known of where it stands: all its headings, its document's title, place, issuer and type."""

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.span.of(self.document.text)

    @property
    def context(self) -> str:
        """The sentence with what leads to it."""
        return f"{self.heading}\n{self.lead}\n{self.text}"

    @property
    def around(self) -> tuple[str, str, str]:
        """The sentence, what leads to it and its heading, apart."""
        return self.text, self.lead, self.heading

    def coverage(self, topic: Topic) -> float:
        """Share, 1 at most, of the topic; what a document's title holds of it says where to look and is found there."""
        title = f"{self.document.title} {self.document.place or ''}"
        near, lead, heading, far = SHARES
        plain = self._spread(topic, (near, lead, heading)) + far * covered(topic, *self.around, title)
        left = beside(topic, title)
        if left.empty or len(left.weights) == len(topic.weights):
            return plain - self._lacking()
        share = sum(left.weights.values()) / sum(topic.weights.values())
        told = (1 - share) * TITLED + share * self._spread(left, SHARES_INSIDE)
        return max(plain, told) - self._lacking()

    def _lacking(self) -> float:
        return ABSENT * min(absent(self.words, self.text, self.lead, *self.stands_in), MOST_ABSENT)

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
        if left.empty:
            return 1.0
        own, within = covered(left, *self.around), inside(left)
        return own if len(within.weights) == len(left.weights) else max(own, covered(within, *self.around))

    def names_subject(self, topic: Topic) -> bool:
        """Whether the noun that a question begins with («Giá bán … do ai quyết định») stands around the sentence."""
        nouns = (term for term in topic.weights if "_" not in term)
        first = next((term for term in nouns if fold(term) not in VALUES and not term.isdigit()), "")
        return covered(replace(topic, weights={first: 1.0}), *self.around, self.document.title) > 0

    def about(self, topic: Topic) -> float:
        """The coverage, less where the rarest word of the topic is nowhere around the sentence.

        A figure or a day that fits may be told in other words; a sentence that only tells may not.
        """
        rarest = max(
            (t for t in topic.weights if "_" not in t), key=lambda t: (topic.weights[t], t), default=""
        )
        around = covered(replace(topic, weights={rarest: 1.0}), *self.around, self.document.title)
        return self.coverage(topic) * (1.0 if around else CORE_LACKING)


class _Asked(NamedTuple):
    """What a question asks of any sentence, made out once."""

    words: frozenset[tuple[str, str]]
    form: re.Pattern[str] | None
    figures: frozenset[str]
    labels: Labels
    scope: bool
    grounds: bool
    parts: bool
    denied: tuple[str, re.Pattern[str]] | None
    done: frozenset[tuple[str, str]]
    offence: tuple[str, ...]
    affirmed: frozenset[tuple[str, str]]
    force: bool
    rules: bool
    linked: re.Pattern[str] | None
    in_case: bool


def _asked(question: Question) -> _Asked:
    return _Asked(
        asked_words(question),
        next((told for asked, told in _MUST_HOLD if asked.search(question.folded)), None),
        asked_figures(question),
        labels(question.folded),
        _ASKS_SCOPE.search(question.folded) is not None,
        "can cu" in question.folded,
        gathers(question),
        _denied(question),
        done_or_not(question),
        _offence(question),
        frozenset() if "khong" in question.folded.split() else asked_words(question),
        "hieu luc" in question.folded and not question.references and not question.types,
        _ASKS_RULING.search(question.folded) is not None,
        linking(question),
        _STATES_CASE.search(question.folded) is not None,
    )


def deed(question: Question) -> frozenset[tuple[str, str]]:
    """What is asked to be done or not, folded: all of it where it is short, else the verb; empty where nothing is."""
    whether = _WHETHER.search(question.folded)
    said = _LIGHT.sub("", whether["done"]).split() if whether else []
    telling = [one for one in said if one not in _JOINING]
    return frozenset((one, one) for one in (telling if len(telling) <= SHORT_DEED else telling[:1]))


def done_or_not(question: Question) -> frozenset[tuple[str, str]]:
    """What is asked to be done or not, or in what case, folded: whatever tells so speaks of it."""
    if _WHETHER.search(question.folded):
        return deed(question)
    case = _IN_CASE.search(fold(question.text))
    if case is None:
        return frozenset()
    parts = ("first", "second") if case["first"] else ("deed", "rest")
    verb = [question.text[slice(*case.span(part))].lower() for part in parts]
    return frozenset({(fold(verb[0]), fold(verb[1]))}) if is_word(*verb) else frozenset()


def _offence(question: Question) -> tuple[str, ...]:
    """The folded syllables of an offence's name: those of «mua bán người», which «mua bán ma túy» is not."""
    found = _OFFENCE.search(question.text.lower())
    return tuple(fold(found["name"]).split()) if found else ()


def _of_offence(name: tuple[str, ...], said: str) -> bool:
    """Whether a line says an offence's name in its order, whatever stands between: «mua bán trái phép chất ma túy»."""
    syllables = iter(SYLLABLE.findall(fold(said)))
    return all(one in syllables for one in name)


def _denies(affirmed: frozenset[tuple[str, str]], heading: str) -> bool:
    """Whether a heading denies what is asked: «Đối tượng không chịu thuế» of «… phải chịu thuế»."""
    return "không" in heading and not affirmed.isdisjoint(_DENIED_THERE.findall(fold(heading)))


def denies(question: Question, heading: str) -> bool:
    """Whether what stands under a heading is what is not so, where it is asked what is."""
    return "khong" not in question.folded.split() and _denies(asked_words(question), heading)


def _denied(question: Question) -> tuple[str, re.Pattern[str]] | None:
    """What the question denies («không được hoàn trả khi nào»), and how a sentence denies it; «không gian» does not."""
    found = _DENIED.search(question.text.lower())
    if found is None or is_word("không", found[1].split()[0]):
        return None
    return found[1], re.compile(rf"\b(?:không|chưa) {_MODAL}{re.escape(found[1])}\b|\btrừ\b", re.IGNORECASE)


def units(question: Question, places: Sequence[Place]) -> Iterator[Unit]:
    """Sentences of the passages that may speak for the question's places and ordinals; headings are none."""
    asked = _asked(question)
    for place in places:
        document = place.document
        if not agrees(question, document):
            continue
        own = TRUST * place.trust + OWN_LAW * names_title(question.folded, document.title)
        about = (document.title, document.place, document.issuer, document.type)
        known = (place.heading, " . ".join(filter(None, about)))
        for sentence in read_sentences(document, place.span, place.heading):
            if _may_answer(question, asked, sentence, document):
                special = GATHERS * (asked.parts and "gồm" in sentence.text)
                special -= OTHERWISE * (bool(asked.figures) and of_both_bounds(question, sentence.text))
                special -= OTHERWISE * (not names_time(asked.labels) and names_time(*sentence.labels))
                special -= OTHERWISE * (not names_centre(asked.labels) and names_centre(sentence.labels[0]))
                special += OTHERWISE * _of_case(asked.in_case, sentence.case, question.text)
                yield Unit(
                    document,
                    sentence.span,
                    sentence.lead,
                    sentence.heading,
                    own + special,
                    asked.words,
                    known,
                )


def _may_answer(question: Question, asked: _Asked, sentence: Sentence, document: Document) -> bool:
    if (sentence.is_scope and not asked.scope) or (sentence.is_preamble and not asked.grounds):
        return False
    delegates = not asked.rules and _DELEGATES.match(sentence.text)
    if delegates or (asked.denied and _affirms(*asked.denied, sentence)):
        return False
    if asked.form and not asked.form.search(sentence.text):
        return False
    if asked.offence and not any(
        _of_offence(asked.offence, said) for said in (sentence.text, sentence.lead, sentence.heading)
    ):
        return False
    if asked.affirmed and _denies(asked.affirmed, sentence.heading):
        return False
    if asked.force and _IN_FORCE.search(sentence.text):
        return False
    unlinked = asked.linked is not None and not links(asked.linked, sentence.lead, sentence.text)
    if unlinked or (asked.done and absent(asked.done, sentence.text, sentence.lead, sentence.heading)):
        return False
    if asked.figures:
        said = f"{sentence.heading}\n{sentence.lead}\n{sentence.text}\n{document.title}"
        if not holds_figures(asked.figures, said) or against_bounds(question, sentence.text):
            return False
    return agree(asked.labels, *sentence.labels) and told(
        asked.labels, *sentence.labels, shared_labels(document.title)
    )


def _of_case(stated: bool, case: frozenset[tuple[str, str]], asked: str) -> int:
    """-1 where a sentence rules for a case that the question does not name, 1 for one that it states, else 0."""
    lacking = absent(case, asked)
    if 2 * lacking > len(case):
        return -1
    return int(stated and bool(case) and 2 * lacking < len(case))


def _affirms(said: str, denies: re.Pattern[str], sentence: Sentence) -> bool:
    """Whether a sentence says what the question denies: «được hoàn trả» of «không được hoàn trả»."""
    return said in sentence.text.lower() and not denies.search(f"{sentence.lead}\n{sentence.text}")


def asked_figures(question: Question) -> frozenset[str]:
    """Figures that a question names beside its references: the 20 and the 30 of «từ 20% đến dưới 30%»."""
    outside = question.asked if question.references else question.text
    for reference in question.references:
        gap = " " * (reference.end - reference.start)
        outside = outside[: reference.start] + gap + outside[reference.end :]
    counting = (one[0].strip(" %") for one in numerals(outside))
    # «Mấy ngày 1 tuần» is «mỗi tuần».
    return frozenset(_plain_figure(one) for one in counting if one[0].isdigit()) - {"1"}


def holds_figures(figures: frozenset[str], said: str) -> bool:
    """Whether what is said counts or measures them all: what is said of 40% is not of 20%, «khoản 2» not of 2."""
    return figures <= {_plain_figure(one[0].strip(" %")) for one in numerals(said)}


def against_bounds(question: Question, text: str) -> bool:
    """Whether a sentence gives a figure of the question the other bound: «từ 100 cử tri trở lên» of «dưới 100 cử tri»."""
    asked, said = _bounds(question.folded), _bounds(fold(text))
    return any(said.get(figure, bounds).isdisjoint(bounds) for figure, bounds in asked.items())


def of_both_bounds(question: Question, text: str) -> bool:
    """Whether a sentence gives a figure of the question both bounds: it speaks of either case."""
    asked, said = _bounds(question.folded), _bounds(fold(text))
    return any(said.get(figure, bounds) > bounds for figure, bounds in asked.items())


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


def agrees(question: Question, document: Document) -> bool:
    """Whether a document may speak for the places, and is of the day and the term, that a question names."""
    if not of_that_term(question, document.title, document.text):
        return False
    return of_that_day(question, document) and all(_speaks_for(document, place) for place in question.places)


@lru_cache(maxsize=4096)
def _speaks_for(document: Document, place: str) -> bool:
    own = f"{document.place or ''} . {document.title}"
    return names_place(own, place) or names_place(document.text, place)
