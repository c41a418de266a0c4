"""Titles: «về …», quoted or not, from their opening to the right end."""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.references.vocabulary import vocabulary

_QUOTES = {"“": "”", '"': '"', "«": "»", "”": "”", "‘": "’"}
_ABOUT = re.compile(r"(?:ve\s+viec|v/v|ve)\s*:?\s+(?=\S)|(?:ve\s+viec|v/v|ve)\s*:?\s*(?=[“\"«])")
_VERB = re.compile(
    r"(?=(?:quy\s+dinh|huong\s+dan|ban\s+hanh|phe\s+duyet|sua\s+doi|bo\s+sung|bai\s+bo|thay\s+the|cong\s+bo|dieu\s+chinh"
    r"|thanh\s+lap|kien\s+toan|giao|trien\s+khai|thuc\s+hien|tang\s+cuong|to\s+chuc|thong\s+qua|giai\s+thich|cho\s+phep"
    r"|day\s+manh|nang\s+cao|tiep\s+tuc|ve|chi\s+dao|hop\s+nhat|quan\s+ly|dinh\s+chinh|mot\s+so|keo\s+dai)\s)"
)
_STOP = re.compile(
    r"[“\"«(\[;\n]|\.(?=\s|$|”)|(?<=[”\"»])\.|[)\]|]|:\s"
    r"|,\s+(?:dong\s+thoi|trong\s+do|theo\s+do|tu\s+do|qua\s+do|nham|de|da|nhung|song|cung\s+voi|thi|den\s+nay|voi\s+muc)\s"
    r"|\s(?:duoc\s+ban\s+hanh|da\s+duoc|co\s+hieu\s+luc|het\s+hieu\s+luc|cho\s+thay|cu\s+the\s+nhu\s+sau|de\s+quan\s+triet|nhu\s+sau)(?!\w)"
)
_ANOTHER = r"(?:,|\s+va|,\s+va)\s+(?:cac\s+|so\s+)?"
_LIMIT = 900
_MIN_QUOTED = 8


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """A title's own characters [start, end), and where the text goes on after it."""

    start: int
    end: int
    after: int
    quoted: bool


def read_title(text: str, low: str, position: int, verbs: bool) -> FoundTitle | None:
    """The title that opens at `position`: with «về», a quotation mark, or (where `verbs`) a verb such as «quy định»."""
    about = _ABOUT.match(low, position)
    start = about.end() if about else position
    quote = re.compile(r"\s*").match(text, start).end()  # type: ignore[union-attr]
    if text[quote : quote + 1] in _QUOTES:
        found = _quoted(text, low, quote)
        if found:
            return found
    if not about and not (verbs and _VERB.match(low, position)):
        return None
    end = _end(text, low, start)
    return FoundTitle(start, end, end, False) if end - start >= _MIN_QUOTED else None


def _quoted(text: str, low: str, opening: int) -> FoundTitle | None:
    close = closing_quote(text, opening)
    if close is None:
        return None
    start, end = _inner(text, opening + 1, close)
    about = _ABOUT.match(low, start, end)
    start = about.end() if about else start
    return FoundTitle(start, end, close + 1, True) if end - start >= _MIN_QUOTED else None


def _inner(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ";,"):
        end -= 1
    return start, end


def closing_quote(text: str, opening: int) -> int | None:
    """Where the quotation that opens at `opening` closes, inner quotations skipped; None if not within reach."""
    mark = text[opening]
    close = _QUOTES[mark]
    depth = 1
    for at in range(opening + 1, min(len(text), opening + _LIMIT)):
        char = text[at]
        if char == close:
            depth -= 1
            if depth == 0:
                return at
        elif char == mark:
            depth += 1
        elif char == "\n" and text[at + 1 : at + 2] == "\n":
            return None
    return None


def _end(text: str, low: str, start: int) -> int:
    """The end of an unquoted title: the sentence's, or the next document of a list."""
    limit = min(len(text), start + _LIMIT)
    stops = _stops()
    at = start
    while True:
        stop = stops.search(low, at, limit)
        if not stop:
            return _trim(text, start, limit)
        char = text[stop.start()]
        if stop["next"] and not text[stop.start("next")].isupper():
            at = stop.end()
            continue
        if char in '“"«(':
            close = closing_quote(text, stop.start()) if char != "(" else _bracket(low, stop.start(), limit)
            if close is None or close >= limit:
                return _trim(text, start, stop.start())
            at = close + 1
            continue
        return _trim(text, start, stop.start())


_LEAVES = re.compile(
    r"\(\s*(?:sau\s+day|goi\s+tat|thay\s+the|co\s+hieu|ban\s+hanh|kem\s+theo|thuc\s+hien|da\s+duoc)"
)


def _bracket(low: str, opening: int, limit: int) -> int | None:
    """Where a bracket inside a title closes; None for one that is no part of it («(sau đây gọi …)»)."""
    if _LEAVES.match(low, opening):
        return None
    close = low.find(")", opening, limit)
    return close if close >= 0 else None


def _trim(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:-–"):
        end -= 1
    return end


@cache
def _stops() -> re.Pattern[str]:
    types = vocabulary().type_pattern.pattern
    next_document = rf"{_ANOTHER}(?P<next>{types})|{_ANOTHER}\d{{1,5}}(?:/\d{{4}})?\s?[-/]"
    return re.compile(f"{_STOP.pattern}|{next_document}")
