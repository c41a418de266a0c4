"""Titles: «về …», quoted or not, from their opening to the right end."""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.references.source import Source
from knowledge.references.vocabulary import vocabulary

_QUOTES = {"“": "”", '"': '"', "«": "»", "”": "”", "‘": "’"}
_ABOUT = re.compile(r"(?:ve\s+viec|v/v|ve)\s*:?\s+(?=\S)|(?:ve\s+viec|v/v|ve)\s*:?\s*(?=[“\"«])")
_COLON = re.compile(r":\s+(?=\S)")
_ACTS = (
    r"sua\s+doi|bo\s+sung|bai\s+bo|huy\s+bo|thay\s+the|huong\s+dan|huon\s+dan|quy\s+dinh\s+chi\s+tiet|dinh\s+chinh"
    r"|hop\s+nhat|(?:to\s+chuc\s+)?trien\s+khai|tiep\s+tuc|thuc\s+hien|dieu\s+chinh|giai\s+thich|cu\s+the\s+hoa"
)
_ACTING = re.compile(rf"(?:{_ACTS})[\s,]")
_VERB = re.compile(
    rf"(?:{_ACTS}|quy\s+dinh|ban\s+hanh|phe\s+duyet|phe\s+chuan|cong\s+bo|cong\s+nhan|thanh\s+lap|kien\s+toan|giao|tang\s+cuong"
    r"|to\s+chuc|thong\s+qua|cho\s+phep|day\s+manh|nang\s+cao|chi\s+dao|quan\s+ly|mot\s+so|keo\s+dai|phien\s+hop|phat\s+dong"
    r"|lanh\s+dao|xu\s+ly|bo\s+nhiem|thi\s+diem)[\s,]"
)
_STOP = re.compile(
    r"[“\"«(\[;\n|]|\.(?=\s|$|”|/)|(?<=[”\"»])\.|[)\]]|:\s(?=\S)|:\s*\n|\./"
    r"|,\s+(?P<link>dong\s+thoi|trong\s+do|theo\s+do|tu\s+do|qua\s+do|nham|de|da|nhung|song|cung\s+voi|thi|den\s+nay)\s"
    r"|\s(?:duoc\s+ban\s+hanh|co\s+hieu\s+luc|het\s+hieu\s+luc|cho\s+thay|cu\s+the\s+nhu\s+sau|de\s+quan\s+triet|nhu\s+sau)(?!\w)"
    r"|\s(?P<passive>(?:da\s+)?duoc\s+(?:sua\s+doi|bo\s+sung|thay\s+the)(?:\s*,?\s*bo\s+sung)?(?:\s+mot\s+so\s+(?:dieu|noi\s+dung))?"
    r"\s+(?:theo|boi|tai|bang)\s+(?:cac\s+)?(?:bo\s+luat|luat|nghi\s|thong\s+tu|quyet|phap\s+lenh))"
    r"|\s(?P<enclosed>ban\s+hanh\s+(?:kem\s+)?theo)\s"
)
_LINKS = frozenset("thời đó nhằm để đã nhưng song với thì nay".split())
"""Last words of what links a title to the rest of its sentence; with marks, since «thì» is not «thị»."""
_MORE = re.compile(r";\s+(?P<word>\w+)")
_NEW_ITEM = frozenset("so can cac thuc dong va kip tiep gan theo tai xet y to bao bien".split())
_LEAVES = re.compile(
    r"\(\s*(?:sau\s+day|goi\s+tat|thay\s+the|co\s+hieu|hieu\s+luc|ap\s+dung|ban\s+hanh|kem\s+theo|thuc\s+hien|da\s+duoc|duoc\s+sua)"
)
_NUMBERED = re.compile(r"[\s*]*(?:so\s*:?[\s*]*)?\d|\s*[“\"«]")
_LIMIT = 900
_MIN = 8
_MIN_AFTER_VERB = 14


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """A title's own characters [start, end), and where the text goes on after it."""

    start: int
    end: int
    after: int
    quoted: bool


def read_title(source: Source, position: int, openers: str) -> FoundTitle | None:
    """The title that opens at `position`.

    `openers`: «about» for «về …» and quotations only, «acting» also for what one document does to another («sửa đổi,
    bổ sung …»), «any» for every usual verb, «line» also for a colon after a document that opens its line.
    """
    about = _ABOUT.match(source.low, position) or (
        _COLON.match(source.low, position) if openers == "line" else None
    )
    start = _after_about(source, about.end()) if about else position
    quote = _skip_space(source.text, start)
    found = _quoted(source, quote) if _opens_quotation(source.text, quote) else None
    if found or source.question:
        return found
    if not about and not _opens(source.low, position, openers):
        return None
    end = _sentence_end(source, start) if about and about[0].startswith(":") else _end(source, start)
    least = _MIN if about else _MIN_AFTER_VERB
    return FoundTitle(start, end, end, False) if end - start >= least else None


def _opens_quotation(text: str, position: int) -> bool:
    """Whether a quotation opens here; a straight mark right after a word closes one instead."""
    if text[position : position + 1] not in _QUOTES:
        return False
    return (
        text[position] != '"'
        or position == 0
        or not (text[position - 1].isalnum() or text[position - 1] in ".,")
    )


def _after_about(source: Source, position: int) -> int:
    """«: Về việc …»: the colon and the words after it are both openers."""
    again = _ABOUT.match(source.low, position) if source.low[position - 2 : position - 1] == ":" else None
    return again.end() if again else position


def _opens(low: str, position: int, openers: str) -> bool:
    if openers == "about":
        return False
    return (_ACTING if openers == "acting" else _VERB).match(low, position) is not None


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _quoted(source: Source, opening: int) -> FoundTitle | None:
    close = closing_quote(source.text, opening)
    if close is None:
        return None
    start, end = _inner(source.text, opening + 1, close)
    about = _ABOUT.match(source.low, start, end)
    start = about.end() if about else start
    return FoundTitle(start, end, close + 1, True) if end - start >= _MIN else None


def _inner(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ";,"):
        end -= 1
    return start, end


def closing_quote(text: str, opening: int) -> int | None:
    """Where the quotation that opens at `opening` closes, inner ones skipped; None if not within 900 characters."""
    mark = text[opening]
    close = _QUOTES[mark]
    depth = 1
    for match in _quote_marks(mark, close).finditer(text, opening + 1, min(len(text), opening + _LIMIT)):
        char = match[0]
        if char == close:
            depth -= 1
            if depth == 0:
                return match.start()
        elif char == mark:
            depth += 1
        else:
            return None
    return None


@cache
def _quote_marks(mark: str, close: str) -> re.Pattern[str]:
    return re.compile(rf"[{mark}{close}]|\n\s*\n")


def _end(source: Source, start: int) -> int:
    """The end of an unquoted title: the sentence's, or the next document of a list."""
    limit = min(len(source.text), start + _LIMIT)
    acting = _ACTING.match(source.low, start) is not None
    at = start
    while True:
        stop = _stops().search(source.low, at, limit)
        if not stop:
            return _trim(source.text, start, limit)
        onward = _goes_on(source, start, stop, limit, acting)
        if onward is None:
            return _trim(source.text, start, stop.start())
        at = onward


_SENTENCE = re.compile(r"\.+(?=\s|$)|\n")


def _sentence_end(source: Source, start: int) -> int:
    """After «Quyết định số … ngày …:» the whole sentence is the title."""
    stop = _SENTENCE.search(source.low, start, min(len(source.text), start + _LIMIT))
    return _trim(source.text, start, stop.start() if stop else min(len(source.text), start + _LIMIT))


def _goes_on(source: Source, start: int, stop: re.Match[str], limit: int, acting: bool) -> int | None:
    """Where reading resumes if the title runs past this stop; None where it ends here."""
    char = source.text[stop.start()]
    if char in '“"«(':
        close = (
            _bracket(source.low, stop.start(), limit)
            if char == "("
            else closing_quote(source.text, stop.start())
        )
        return close + 1 if close is not None and close < limit else None
    if stop["link"]:
        linked = source.text[slice(*stop.span("link"))].split()[-1] in _LINKS
        return None if linked else stop.end("link")
    return stop.end() if _runs_past(source, start, stop, acting) else None


def _runs_past(source: Source, start: int, stop: re.Match[str], acting: bool) -> bool:
    """Whether a stop that is neither bracket nor joint stands inside the title."""
    char = source.text[stop.start()]
    if char == ";":
        return _continues(source, start, stop.start())
    if char == ":":
        return source.text[stop.end() : stop.end() + 1].islower()
    if stop["next"]:
        return _belongs(source, start, stop, acting)
    if stop["body"]:
        return not source.text[stop.start("body")].isupper()
    past_others = source.has_number_between(start, stop.start())
    return acting and (stop["enclosed"] is not None or (stop["passive"] is not None and past_others))


def _continues(source: Source, start: int, semicolon: int) -> bool:
    """In official papers a title may list several things: «…; việc giới thiệu người ứng cử»."""
    more = _MORE.match(source.low, semicolon)
    if not more or not source.text[more.start("word")].islower() or more["word"] in _NEW_ITEM:
        return False
    return source.is_formal(start) and not vocabulary().type_pattern.match(source.low, more.start("word"))


def _belongs(source: Source, start: int, stop: re.Match[str], acting: bool) -> bool:
    """Whether the next document named is still part of the title: «sửa đổi … Nghị định A và Nghị định B»."""
    if not source.text[stop.start("next")].isupper():
        return True
    if source.is_formal(start) and not _NUMBERED.match(source.low, stop.end("next")):
        return True
    named = stop["next"].startswith(("luat", "bo luat", "phap lenh"))
    inside = source.has_number_between(start, stop.start()) or named
    return acting and inside and _same_kind(source, start, stop)


def _same_kind(source: Source, start: int, stop: re.Match[str]) -> bool:
    kind = stop["next"].split()[0]
    return re.search(rf"(?<!\w){re.escape(kind)}\s", source.low[start : stop.start()]) is not None


def _bracket(low: str, opening: int, limit: int) -> int | None:
    """Where a bracket inside a title closes; None for one that is no part of it («(sau đây gọi …)»)."""
    if _LEAVES.match(low, opening):
        return None
    close = low.find(")", opening, limit)
    return close if close >= 0 else None


def _trim(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:-–*"):
        end -= 1
    return end


@cache
def _stops() -> re.Pattern[str]:
    words = vocabulary()
    another = r"(?:,|\s+va|,\s+va)\s+(?:cac\s+|so\s+)?"
    document = rf"{another}(?P<next>{words.type_pattern.pattern})|{another}\d{{1,5}}(?:/\d{{4}})?\s?[-/]"
    verb = (
        r"(?:ban\s+hanh|xay\s+dung|huong\s+dan|trien\s+khai|to\s+chuc|da|de\s+nghi|yeu\s+cau|bao\s+cao|thong\s+bao"
        r"|chi\s+dao)"
    )
    body = rf",\s+(?P<body>(?:{words.organ_pattern.pattern}|{words.body_pattern.pattern})[^,.;\n]{{0,60}}?\s{verb}\s)"
    return re.compile(f"{_STOP.pattern}|{document}|{body}")
