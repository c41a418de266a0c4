"""The head of a mention: a type with its number, serial, name or quoted title; or a number by itself."""

import re

from knowledge.documents import DocumentNumber, Span
from knowledge.references.issuers import issuer_of_mark, read_known_issuer
from knowledge.references.laws import read_constitution, read_law_name
from knowledge.references.locators import read_locator_before
from knowledge.references.numbers import read_number, serial_only
from knowledge.references.parts import Parts
from knowledge.references.source import Source
from knowledge.references.titles import read_title
from knowledge.references.vocabulary import DocumentType, plain, vocabulary
from knowledge.spelling import fold

SO = re.compile(r"[\s*_:]*(?:so(?:\s+hieu)?\s*:?|n[°o]\.)?[\s*_]*")
_SERIAL = re.compile(
    r"(?:[\s*_]*(?P<so>so\s*:?\s*))?\s*(?P<serial>\d{1,5}[a-e]?)(?![\w/])(?!\s*[-–]\s*\d|[.,]\d|%)"
)
_AFTER_BARE = re.compile(
    r"\s*(?:$|[.,;:()\"”“!?\n]|(?:cua|ve|va|duoc|da|la|do|ngay|tren|tai|cho|co|trong|nay|noi|con|thi|voi|doi|theo"
    r"|khoa|nam\s+(?:19|20)\d\d|ban\s+hanh|quy\s+dinh|o|gan|den|hay|hoac|nhu|cung|se|chua|khong|phai|dang|sau|qua)(?!\w))"
)
_COUNTED = re.compile(r"\s*nam\s")
_POINTER = re.compile(r"\s+(?:so\s+)?(?P<word>nay|tren|noi\s+tren|neu\s+tren|do|tren\s+day|vua\s+neu)(?!\w)")
_POINTING = frozenset("này trên đó đây nêu".split())
"""With marks: «Luật Đo đạc» points at nothing."""
_PLURAL = re.compile(r"(?<!\w)(?:các|những|hai|ba|mọi)\s+(?:\w+\s+\w+,?\s+(?:va\s+)?){0,2}$")
_DRAFT = re.compile(r"du\s+thao\s+(?:\d+\s+)?(?:lan\s+\d+\s+)?$")
_GAP = re.compile(r"[\s,*_]{0,6}")
_NO_DOCUMENT = re.compile(
    r"(?:mau|bieu|bieu\s+mau|hop\s+dong|giay\s+phep|don|the|tai\s+khoan|phieu|lo|thua|nha)\s+(?:so\s*:?\s*)?$"
)
_ANNOUNCED = re.compile(r"so\s*:?[\s*]*$")
_OF = re.compile(r"\s+(?:cua\s+)?")


def read_head(source: Source, match: re.Match[str], taken: set[int]) -> Parts | None:
    """The mention that opens with the type word `match`; None where the word names no document."""
    kind = vocabulary().type_words[plain(match[0])]
    if kind.name == "Luật" and source.low.endswith("phap ", 0, match.start()):
        return None
    parts = Parts(match.start(), match.end(), kind)
    parts.spans["type"] = Span(match.start(), match.end())
    if (
        not _take_number(parts, source)
        and not _take_serial(parts, source)
        and not _take_name(parts, source, taken)
    ):
        return None
    if kind.generic:
        parts.type = type_of_mark(parts.number)
    _look_back(parts, source)
    return parts


def read_bare_number(source: Source, match: re.Match[str]) -> Parts | None:
    """The mention that a number without a type word makes: known by its marks, or announced by «số»."""
    number = read_number(match)
    before = source.low[max(0, match.start() - 22) : match.start()]
    if _NO_DOCUMENT.search(before):
        return None
    if not _ANNOUNCED.search(before) and number.type_mark is None and not _tells_issuer(number):
        return None
    parts = Parts(match.start(), match.end(), type_of_mark(number))
    parts.take_number(number, match.start(), match.end())
    _look_back(parts, source)
    return parts


def _tells_issuer(number: DocumentNumber) -> bool:
    return bool(number.year) and issuer_of_mark(number.issuer_mark) is not None


def type_of_mark(number: DocumentNumber | None) -> DocumentType | None:
    """The type that a number's mark stands for; letters («71/SNV-VP») bear no mark; None for laws («10/2022/QH15»)."""
    words = vocabulary()
    if number is None:
        return None
    if number.type_mark is None:
        return None if number.year or not number.issuer_mark else words.types["Công văn"]
    if number.type_mark == "TT" and fold(number.issuer_mark or "")[-2:] in ("tu", "tw"):
        return words.types["Thông tri"]
    return words.type_marks.get(fold(number.type_mark))


def _take_number(parts: Parts, source: Source) -> bool:
    """«Chỉ thị số 18-CT/TU», «Quyết định của Thủ tướng Chính phủ số 12/2020/QĐ-TTg»."""
    if _number_at(parts, source, parts.end):
        return True
    of = _OF.match(source.low, parts.end)
    if of and parts.type and parts.type.named and "cua" not in of[0]:
        return False
    issuer = read_known_issuer(source.text, source.low, of.end()) if of else None
    if of is None or issuer is None or not source.low.startswith("so", issuer.end + 1):
        return False
    if not _number_at(parts, source, issuer.end):
        return False
    parts.issuer = issuer
    parts.spans["issuer"] = Span(of.end(), issuer.end)
    return True


def _number_at(parts: Parts, source: Source, position: int) -> bool:
    gap = SO.match(source.low, position)
    match = source.numbers.get(gap.end()) if gap else None
    if match is None:
        return False
    parts.take_number(read_number(match), match.start(), match.end())
    return True


def _take_serial(parts: Parts, source: Source) -> bool:
    """«Đề án số 17», «Chỉ thị 18»: a serial without marks, unless it counts something («Kế hoạch 5 năm»)."""
    match = _SERIAL.match(source.low, parts.end)
    if not match or not parts.type or parts.type.named:
        return False
    if not match["so"]:
        loose = parts.type.bare and source.text[parts.start].isupper()
        if (
            not loose
            or not _AFTER_BARE.match(source.low, match.end())
            or _COUNTED.match(source.low, match.end())
        ):
            return False
    span = match.span("serial")
    parts.take_number(serial_only(source.text[slice(*span)]), *span)
    return True


def _take_name(parts: Parts, source: Source, taken: set[int]) -> bool:
    """A document without a number: a law by name, a quoted title, a draft, or a later mention («Chỉ thị này»)."""
    pointer = _POINTER.match(source.low, parts.end)
    if pointer and not source.question and _points(source, pointer):
        return _take_pointer(parts, source, pointer)
    if parts.type and parts.type.named:
        return _take_law(parts, source, taken)
    gap = _GAP.match(source.low, parts.end)
    position = gap.end() if gap else parts.end
    if is_draft(source, parts.start):
        return read_title(source, position, "about") is not None
    if not source.text[parts.start].isupper() or source.text[position : position + 1] not in ("“", '"', "«"):
        return False
    title = read_title(source, position, "about")
    return title is not None and title.quoted


def _points(source: Source, pointer: re.Match[str]) -> bool:
    return source.text[slice(*pointer.span("word"))].lower().split()[-1] in _POINTING


def _take_pointer(parts: Parts, source: Source, pointer: re.Match[str]) -> bool:
    generic = parts.type is not None and parts.type.generic
    plural = _PLURAL.search(source.text[max(0, parts.start - 30) : parts.start].lower())
    if generic or plural or (pointer["word"] == "do" and not source.text[parts.start].isupper()):
        return False
    parts.pointer = parts.closed = True
    parts.end = pointer.end()
    return True


def _take_law(parts: Parts, source: Source, taken: set[int]) -> bool:
    shown = source.text[parts.start : parts.end]
    if shown.isupper() and not source.question:
        return False
    if shown == "Hiến pháp":
        end = read_constitution(source, parts.end)
        if end is None:
            return False
        parts.spans["type"] = Span(parts.start, end)
        parts.end = end
        return True
    name = read_law_name(source, parts.end + 1)
    if name is None or not (shown[0].isupper() or source.question or _is_inside_name(source, parts.start)):
        return False
    parts.take_title(source.text, name.start, name.end, name.end)
    if name.amending and _keeps_tail(source, parts.start, name.end):
        taken.add(name.end)
    elif name.amending or name.end in taken:
        parts.closed = True
    return True


def _is_inside_name(source: Source, start: int) -> bool:
    """«… một số điều của luật ban hành văn bản …»: in small letters only inside another law's name."""
    return source.low.endswith("cua ", max(0, start - 4), start)


_TAKEN_OVER = re.compile(r"[\s*]*so[\s*:]*\S+[\s*]*,?\s+(?:ngay\s+\S+\s+)?(?:da\s+)?duoc\s+sua\s+doi")


def _keeps_tail(source: Source, start: int, end: int) -> bool:
    """Whether number and date after «Luật sửa đổi … của Luật A» are the amending law's, not Luật A's.

    They are A's where the amending law is only being adopted, where other laws of the list bear numbers of their
    own, and where the text goes on to say that the numbered law has been amended.
    """
    adopted = source.low.endswith("ban hanh ", max(0, start - 9), start)
    return not (adopted or source.has_number_between(start, end) or _TAKEN_OVER.match(source.low, end))


def is_draft(source: Source, start: int) -> bool:
    """Whether «dự thảo» stands right before `start`."""
    return _DRAFT.search(source.low[max(0, start - 20) : start]) is not None


def _look_back(parts: Parts, source: Source) -> None:
    locator = read_locator_before(source.low, parts.start)
    if locator:
        parts.spans["locator"] = locator
    parts.draft = is_draft(source, parts.start)
