"""People: the clause that gives a role and the name of who holds it; or none."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from knowledge.answers.coverage import Topic, covered
from knowledge.answers.dated import of_that_year
from knowledge.answers.extracts import FoundSentence
from knowledge.answers.topics import topic_runs
from knowledge.answers.units import Place, agrees, units
from knowledge.documents import Span
from knowledge.question import Question
from knowledge.sentences import clauses, sentences
from knowledge.spelling import SYLLABLE, fold

ENOUGH_IN_CLAUSE = 0.55
ENOUGH_IN_SENTENCE = 0.7
"""Shares of the topic; a role's clause need not repeat the occasion that the question names."""
_ORGANS = frozenset(
    "Sở Ban Ủy Uỷ Bộ Hội Tỉnh Thị Huyện Thành Trưởng Phó Chủ Văn Phòng Đảng Mặt Luật Nghị Quyết Chính Quốc Tổ"
    " Khi Nếu Trường Việc Mỗi Tại Người Nội Giúp Đối Thành Viên Cục Trung"
    " Quyền Đoàn Giám Bí Thủ Ngày Trong Các Những Theo Căn Điều Khoản Quý Công Đại Thường".split()
)
"""First words of bodies, posts and sentences: capitals that begin no person's name."""
_NAME_AHEAD = re.compile(r"(?:^|[:;–-]|\b(?i:đồng chí|đ/c|ông|bà)\b):?\s*")


_HOLDER = re.compile(r"\bla (?:ai|dong chi nao|nguoi nao|ong nao|ba nao)\b|^ai la\b|\bten\b")


_POST = re.compile(
    r"\b(?:chu tich|truong|pho|bi thu|giam doc|chu nhiem|thu ky|tong|tac gia|dong chi|ong|ba|chanh|uy vien|thu tuong)\b"
)


def asks_holder(question: Question) -> bool:
    """Whether the name of a post's holder is asked for, not who does something by a rule («ai chủ trì hội nghị …»)."""
    return _HOLDER.search(question.folded) is not None and _POST.search(question.folded) is not None


_ASKS_POST = re.compile(
    r"^(?:cho hoi |dong chi |ong |ba )*(?P<name>[a-z]+(?: [a-z]+){1,4}?) "
    r"(?:(?:dang |hien |khi do |luc do )*(?:giu|lam|la) )?"
    r"(?:chuc vu|chuc danh|chuc|cuong vi|ai|nguoi nao)(?: (?:gi|nao|nhu the nao))?"
    r"(?: (?:o|cua|tai|thuoc|khi|luc|trong|nam|vao) .*)?$"
)


_SAID_TO_HOLD = re.compile(
    r"^(?:the |co phai )*(?:(?:dong chi|d/c|ong|ba) )?(?P<name>[a-z]+(?: [a-z]+){1,4}?) "
    r"(?:co phai (?:la )?|(?:dang |hien )?(?:la|lam|giu chuc(?: vu)?) )(?P<post>.+) (?:khong|ko|chua|a)$"
)
"""Asks whether somebody holds a post: told by the post that is held."""


def asks_post(question: Question) -> str | None:
    """The folded name of the person whose post is asked for: «Nguyễn Hữu Đông giữ chức vụ gì»."""
    asked = _ASKS_POST.match(question.folded)
    if asked is None:
        asked = _SAID_TO_HOLD.match(question.folded)
        asked = asked if asked and _POST.match(asked["post"]) else None
    return asked["name"] if asked and not _POST.search(asked["name"]) else None


def find_posts(question: Question, name: str, passages: Sequence[Place]) -> list[FoundSentence]:
    """Clauses that give a person's post behind the name: «Chá A Của, Trưởng Ban Dân vận»; of the place and year asked."""
    held = re.compile(rf"\b{re.escape(name)}\b\s*(?:[,(–-]|là\b)")
    return [
        FoundSentence(document, clause, 1.0)
        for document, passage, _, _ in passages
        if agrees(question, document)
        for sentence in sentences(document.text, passage)
        if of_that_year(question, document, sentence)
        for clause in clauses(document.text, sentence)
        if _gives_post(clause.of(document.text), held, len(name))
    ]


def _gives_post(said: str, held: re.Pattern[str], length: int) -> bool:
    """Whether a name of so many characters, written as names are, has a post behind it."""
    low = fold(said)
    named = (match for match in held.finditer(low) if _POST.search(low, match.end()))
    return any(all(map(str.istitle, said[one.start() : one.start() + length].split())) for one in named)


_ATTENDANTS = re.compile(
    r"\b(?:ai|dong chi nao|nhung ai) (?:da |co )?(?:tham |toi |den )?(?:du|co mat)\b"
    r"|\bdu (?:hoi nghi|hop|le|buoi)\b.* (?:gom|co) (?:nhung )?(?:ai|dong chi nao)\b"
)
_PRESENT = re.compile(
    r"(?m)(?:^|(?<=[.”\"] ))(?:Tham |Tới |Đến |Cùng )?[Dd]ự\b[^.\n]{0,80}?\b(?:có|gồm)\b[^\n]*"
)
_ATTENDING = frozenset("dự tham tới đến mặt du tham toi den mat".split())
OF_EVENT = 0.5
"""Share of the topic that a report's title and text around must cover, for its list of who was there to be the answer."""


def asks_attendants(question: Question) -> bool:
    """Whether it is asked who was present at a meeting."""
    return _ATTENDANTS.search(question.folded) is not None


def find_attendants(question: Question, topic: Topic, passages: Sequence[Place]) -> list[FoundSentence]:
    """«Dự Hội nghị có các đồng chí: …» of the reports that are about the meeting asked of, best first."""
    apart = {term: weight for term, weight in topic.weights.items() if not _ATTENDING & set(term.split("_"))}
    event = replace(topic, weights=apart)
    found = []
    for document in dict.fromkeys(place.document for place in passages if agrees(question, place.document)):
        for match in _PRESENT.finditer(document.text):
            share = covered(event, document.title, document.place or "", match[0])
            span = next(iter(sentences(document.text, Span(*match.span()))))
            if share >= OF_EVENT or event.empty:
                found.append(FoundSentence(document, span, share))
    return sorted(found, key=lambda one: -one.coverage)


def find_persons(question: Question, topic: Topic, passages: Sequence[Place]) -> list[FoundSentence]:
    """Clauses that name the holder of the role asked for, best first."""
    found = []
    for document, passage, heading, _ in passages:
        if not agrees(question, document):
            continue
        for sentence in sentences(document.text, passage):
            whole = covered(topic, sentence.of(document.text), heading, document.title, document.place or "")
            if whole < ENOUGH_IN_SENTENCE:
                continue
            for clause in clauses(document.text, sentence):
                found += _fitting(
                    question, topic, document.text, clause, FoundSentence(document, clause, whole)
                )
    return sorted(found, key=lambda one: -one.coverage)


def _fitting(
    question: Question, topic: Topic, text: str, clause: Span, candidate: FoundSentence
) -> list[FoundSentence]:
    said = clause.of(text)
    share = covered(topic, said)
    if share < ENOUGH_IN_CLAUSE or not _names_someone(question, said) or not _opens_role(question, said):
        return []
    if _is_deputy(question, said):
        return []
    return [FoundSentence(candidate.document, clause, share)]


def _names_someone(question: Question, said: str) -> bool:
    """Whether two to five capitalised syllables stand where a name stands: first, or behind «đồng chí»."""
    asked = frozenset(question.folded.split())
    return any(2 <= _capitalised(said[match.end() :], asked) <= 5 for match in _NAME_AHEAD.finditer(said))


def _capitalised(rest: str, asked: frozenset[str]) -> int:
    """How many capitalised syllables a name has; none where it begins as the post does that is `asked` of, folded."""
    words = re.match(r"(?:\w+ ){0,6}\w+", rest)
    if not words or (first := words[0].split()[0]) in _ORGANS or fold(first) in asked:
        return 0
    return len(list(takewhile(str.istitle, words[0].split())))


def _opens_role(question: Question, said: str) -> bool:
    """The role's first word («Trưởng», «Phó») must be there: «Ban Dân vận» alone names no one's post."""
    runs = topic_runs(question)
    return bool(runs) and fold(runs[0][0]) in SYLLABLE.findall(fold(said))


def _is_deputy(question: Question, said: str) -> bool:
    """«Phó Chủ tịch» is no «Chủ tịch»: whether the role stands there only behind a «Phó» that nobody asked for."""
    runs = topic_runs(question)
    role = fold(" ".join(runs[0][:2])) if runs else ""
    low = fold(said)
    return (
        "pho" not in question.folded.split()
        and f"pho {role}" in low
        and re.search(rf"(?<!pho )\b{re.escape(role)}\b", low) is None
    )


_HEADED = re.compile(
    r"\bdo\s+[A-ZĐ][^;.]{3,120}?\s(?:đứng\s+đầu|làm\s+(?:[Tt]rưởng|[Cc]hủ\s+(?:tịch|nhiệm)|[Tt]ổ\s+trưởng))\b"
)
_IS_POST = (
    r"\b[^.;:,\n]{0,60}? la (?:dong chi |mot )?"
    r"(?:dai dien|lanh dao|(?:pho )?(?:chu tich|bi thu|giam doc|truong (?!ban hanh)[a-z]+)|chanh van phong)\b"
)
HEADED_ENOUGH = 0.7
"""Share of the topic that a sentence must cover that tells whose post heads a body, or who holds one by his post."""


def find_heads(question: Question, topic: Topic, places: Sequence[Place]) -> list[FoundSentence]:
    """Sentences that tell whose post heads a body: «Ban chỉ đạo tỉnh do Chủ tịch Ủy ban nhân dân tỉnh đứng đầu»."""
    found = [
        FoundSentence(unit.document, unit.span, coverage + unit.weight)
        for unit in units(question, places)
        if (_HEADED.search(unit.text) or _held_by_post(question, unit.text))
        and (coverage := unit.coverage(topic)) >= HEADED_ENOUGH
    ]
    return sorted(found, key=lambda one: (-round(one.coverage, 2), one.span.start))


def _held_by_post(question: Question, text: str) -> bool:
    """Whether a sentence tells by which post the one asked for is held: «Trưởng đoàn là đại diện lãnh đạo …»."""
    runs = topic_runs(question)
    asks_name = "ten" in question.folded.split()
    if asks_name or not asks_holder(question) or not runs or _is_deputy(question, text):
        return False
    role = re.escape(fold(" ".join(runs[0][:2])))
    return re.search(rf"\b{role}{_IS_POST}", fold(text)) is not None
