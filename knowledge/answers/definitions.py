"""What a term means: the sentence that defines it («X là …», «X chỉ …»), or what an abbreviation stands for."""

import re
from collections.abc import Iterator, Sequence

from knowledge.abbreviations import definitions
from knowledge.answers.extracts import FoundSentence
from knowledge.answers.persons import asks_holder, asks_post
from knowledge.answers.units import Place, Unit, units
from knowledge.documents import Span
from knowledge.question import Question
from knowledge.sentences import sentences
from knowledge.spelling import SYLLABLE, fold

_TAIL = r"(?: (?:vay|the|nhi|a|ad|ha|nhe|day|hen))*(?: (?:theo|trong) .+)?"
_LAW = r"(?:theo .+ thi )?"
_TERM = r"(?P<term>.{2,70}?)"
_ASKED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_LAW}{_TERM} (?:co )?(?:nghia )?la (?:gi|j|ai|cai gi|nhu the nao){_TAIL}",
        rf"{_LAW}(?:hieu )?(?:nhu )?the nao (?:duoc coi |duoc goi )?la {_TERM}{_TAIL}",
        rf"{_LAW}{_TERM} duoc hieu (?:la gi|the nao|nhu the nao|ra sao){_TAIL}",
        rf"(?:khai niem|dinh nghia) {_TERM}",
        rf"{_LAW}{_TERM} la nhung (?:[a-z]+ ){{1,4}}nao{_TAIL}",
    )
)
_SHORT = re.compile(
    r"(?:chu |tu |cum tu )?(?P<term>[a-z][a-z&\-]{1,9}) "
    rf"(?:(?:la )?viet tat (?:cua )?(?:tu |cum tu |chu )?(?:gi|nao)|(?:nghia )?la (?:gi|j)){_TAIL}"
)
_CAPITALS = re.compile(
    r"^(?:chữ |từ )?[A-ZĐƯ][A-ZĐƯa-z&-]*[A-ZĐƯ]\b|\bviết tắt\b|^(?:chu |tu )?\w+ (?:la )?viet tat\b"
)
_IS = r"\s+(?:(?:duoc hieu )?la\s|(?:bao )?gom\s|chi (?:cac|nhung|mot|dac|viec|so)\s)"
_EXPLAINS = re.compile(r"giai thich tu ngu|duoc hieu (?:nhu sau|la)|tu ngu duoi day")
_BETWEEN = (
    re.compile(r"(?:so sanh|phan biet) (?P<first>.{3,60}?) (?:va|voi) (?P<second>.{3,60})"),
    re.compile(
        r"(?:diem |su )?khac (?:nhau |biet )?(?:giua )?(?P<first>.{3,60}?) (?:va|voi) (?P<second>.{3,60})"
    ),
    re.compile(r"(?P<first>.{3,60}?) (?:va|voi) (?P<second>.{3,60}?) khac (?:nhau|biet)(?: .*)?"),
    re.compile(
        r"(?P<first>.{3,60}?) khac (?:gi |voi |biet voi )*(?P<second>.{3,60}?)"
        r"(?: (?:o cho nao|nhu the nao|the nao|ra sao)(?: .*)?| theo .*)?"
    ),
)
_SHORTEST_TELLING = 8
"""Syllables from which a term tells what of it is asked: «lực lượng nòng cốt sơ tán dân khi có thiên tai»."""
_NO_TERM = re.compile(
    r"(?:các|những|một|hai|ba|bốn|năm|mười|mức|tên|ngày|giờ|số|căn cứ|đối tượng|kinh nghiệm|bài học|hạn chế|tồn tại"
    r"|nhiệm vụ|giải pháp|phương châm|khẩu hiệu|chủ đề|nội dung|kết quả|chỉ tiêu|mục tiêu|mục đích|yêu cầu|nguyên nhân"
    r"|lý do|ý nghĩa|vai trò|quyền|nghĩa vụ|trách nhiệm|chức năng|thẩm quyền|hình thức|biện pháp|hành vi|điều kiện"
    r"|tiêu chuẩn|tiêu chí|nguyên tắc|trình tự|thủ tục|thành phần|hồ sơ|thời gian|thời hạn|địa chỉ|địa điểm|trụ sở"
    r"|văn bản)\b"
    r"|.*(?:\b(?:của|về|theo|cho|ở(?! cơ sở)|tại|khi|với|đến|từ|để|này|do|được|phải)\b|\d)"
)
"""Asks for what is told of something, not for what a word means."""
_MARK = r"\W*(?:\d{1,3}[a-z]?(?:\.\d{1,2})?[.)]\s*|[a-z][.)]\s*)?"


def asked_term(question: Question) -> str | None:
    """The folded term whose meaning is asked for."""
    found = (pattern.fullmatch(question.folded) for pattern in _ASKED)
    return next((match["term"] for match in found if match), None)


def asks_meaning(question: Question) -> bool:
    """Whether nothing but what a word means is asked: a sentence that only uses «cổ vật» does not tell what one is."""
    term = _as_written(question, (asked_term(question) or "").split())
    if not term or question.places or asks_holder(question) or asks_post(question):
        return False
    return len(term) < _SHORTEST_TELLING and not _NO_TERM.match(" ".join(term))


def _as_written(question: Question, term: list[str]) -> list[str]:
    """A folded term with its marks, lower case; empty where the question has it otherwise."""
    said = SYLLABLE.findall(question.text.lower())
    runs = (said[start : start + len(term)] for start in range(len(said)))
    return next((run for run in runs if [fold(one) for one in run] == term), [])


def asks_short_form(question: Question) -> bool:
    """Whether what an abbreviation stands for is asked: nothing that merely uses it answers."""
    return _SHORT.fullmatch(question.folded) is not None and _CAPITALS.search(question.asked) is not None


def find_definition(question: Question, passages: Sequence[Place]) -> FoundSentence | None:
    """The sentence that says what the term is, of the passage found first."""
    term = asked_term(question)
    if term is None:
        return None
    return best_definition(question, passages, term)


def best_definition(question: Question, passages: Sequence[Place], term: str) -> FoundSentence | None:
    """The sentence that defines a folded term: one that explains words before one that only says what it is, too."""
    words = r"\W+".join(SYLLABLE.findall(term))
    called = r"[^)]{0,80}\bgoi (?:tat |chung )?la (?:[^)]{1,60} )?"
    bracketed = rf"(?:{words}(?:\s+\([^)]{{1,60}}\))?|[^.;:\n]{{2,80}}\((?:\s*|{called}){words}\s*\))"
    defines = re.compile(rf"{_MARK}{bracketed}{_IS}")
    found = [unit for unit in units(question, passages) if defines.match(fold(unit.text))]
    found += [unit for unit in units(question, passages) if _explains(unit) and _holds_term(unit, term)]
    found.sort(key=lambda unit: not _explains(unit))
    return next((FoundSentence(unit.document, unit.span, 1.0) for unit in found), None)


def explained(found: FoundSentence, passages: Sequence[Place]) -> bool:
    """Whether a definition stands where words are explained."""
    places = (place for place in passages if place.document.id == found.document.id)
    inside = (p for p in places if p.span.start <= found.span.start < p.span.end)
    return any(_EXPLAINS.search(fold(place.heading)) for place in inside)


def _explains(unit: Unit) -> bool:
    return _EXPLAINS.search(fold(f"{unit.heading}\n{unit.lead}")) is not None


def _holds_term(unit: Unit, term: str) -> bool:
    """«Nhà ở, công trình xây dựng hình thành trong tương lai là …» of «nhà ở hình thành trong tương lai»."""
    head = re.match(rf"{_MARK}(?P<head>[^.;:\n]{{2,120}}?){_IS}", fold(unit.text))
    if head is None:
        return False
    named, asked = SYLLABLE.findall(head["head"]), term.split()
    said = iter(named)
    if len(asked) > 2 and all(one in said for one in asked):
        return True
    owned, of, owner = term.partition(" cua ")
    # «Quyền tự quyết là quyền của hội quán …» of «quyền tự quyết của hội quán».
    return bool(of) and named == owned.split() and owner in fold(unit.text)


def compared_terms(question: Question) -> tuple[str, str] | None:
    """The two folded terms whose meanings are held side by side: «giới tính khác giới ở chỗ nào»."""
    found = next((match for pattern in _BETWEEN if (match := pattern.fullmatch(question.folded))), None)
    return (found["first"].strip(), found["second"].strip()) if found else None


_RENAMED = re.compile(
    r"(?P<old>.{4,60}?) (?:bay gio|hien nay|hien gio|gio|nay)(?: (?:duoc|da))?(?: goi| doi ten| ten)*"
    r" (?:la|thanh) (?:gi|j)"
)
"""Asks what somebody is called today; folded."""


def find_renamed(question: Question, passages: Sequence[Place]) -> FoundSentence | None:
    """What something is called today, as brackets tell: «Huyện ủy … (nay là Thị ủy …)»."""
    asked = _RENAMED.match(question.folded)
    if asked is None:
        return None
    words = r"\W+".join(SYLLABLE.findall(asked["old"]))
    told = re.compile(rf"\b{words}\s*\(\s*nay (?:la|doi thanh)\s[^)]{{3,80}}\)")
    for document, passage, _, _ in passages:
        found = told.search(fold(passage.of(document.text)))
        if found:
            span = Span(passage.start + found.start(), passage.start + found.end())
            return FoundSentence(document, span, 1.0)
    return None


def find_short_form(question: Question, passages: Sequence[Place]) -> tuple[str, FoundSentence] | None:
    """What an abbreviation stands for and the sentence that defines it in brackets: «Quy chế dân chủ (QCDC)»."""
    asked = _SHORT.fullmatch(question.folded)
    if asked is None:
        return None
    return next(
        (
            (f"{short} là viết tắt của “{full}”.", FoundSentence(document, span, 1.0))
            for document, passage, _, _ in passages
            for span in sentences(document.text, passage)
            for short, full in _defined(document.text, span)
            if fold(short) == asked["term"]
        ),
        None,
    )


def _defined(text: str, span: Span) -> Iterator[tuple[str, str]]:
    return ((short, " ".join(full.split())) for short, full in definitions(span.of(text)))
