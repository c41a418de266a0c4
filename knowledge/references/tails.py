"""The tail of a mention: date, issuer, term and title after its number, in whatever order they come."""

import re
from functools import cache

from knowledge.documents import Span
from knowledge.references.dates import TERM, read_date
from knowledge.references.heads import SO
from knowledge.references.issuers import FoundIssuer, read_issuer, read_known_issuer
from knowledge.references.numbers import read_number
from knowledge.references.parts import Parts
from knowledge.references.source import Source
from knowledge.references.titles import read_title
from knowledge.references.vocabulary import vocabulary

_GAP = re.compile(r"[\s,*_]{0,6}")
_OF = re.compile(r"\(?(?:cua|do)\s+(?:dong\s+chi\s+)?")
_ISSUED_BY = re.compile(r"\s+(?:da\s+)?ban\s+hanh")
_TERM_OR_TITLE = re.compile(r"\s+\(?khoa\s+(?:[ivx]+|\d+)(?!\w)|,?\s+(?:ve|v/v)\s|\s*[“\"]")
_REPLACING = re.compile(r"[^.\n(]{0,300}?(?=\s*\(\s*thay\s+the\s)")
_AT = re.compile(r"(?<!\w)tai\s+$")
_ROUNDS = 6


def read_tail(parts: Parts, source: Source) -> None:
    """Read on from `parts.end` as long as what follows belongs to the mention."""
    for _ in range(_ROUNDS):
        gap = _GAP.match(source.low, parts.end)
        position = gap.end() if gap else parts.end
        if not (
            _read_law_number(parts, source)
            or _read_when(parts, source, position)
            or _read_who(parts, source, position)
            or _read_term(parts, source, position)
        ):
            _read_what(parts, source, position)
            return


def _read_law_number(parts: Parts, source: Source) -> bool:
    """«Luật Tiếp công dân số 42/2013/QH13»: the number follows the name."""
    if parts.number or "title" not in parts.spans or not parts.type or not parts.type.named:
        return False
    gap = SO.match(source.low, _after_year(source, parts.end))
    match = source.numbers.get(gap.end()) if gap else None
    if match is None:
        return False
    parts.take_number(read_number(match), match.start(), match.end())
    return True


_YEAR_IN_NAME = re.compile(r"\s(?:19|20)\d\d(?=\s+so\s)")


def _after_year(source: Source, position: int) -> int:
    """«Luật Khám bệnh, chữa bệnh 2023 số …»: the year is neither name nor date."""
    year = _YEAR_IN_NAME.match(source.low, position)
    return year.end() if year else position


def _read_when(parts: Parts, source: Source, position: int) -> bool:
    bracket = source.low.startswith("(", position)
    start = position + bracket
    found = read_date(source.low, start)
    if not found or "issued" in parts.spans:
        return False
    if bracket and not source.low.startswith(")", found.end):
        return False
    parts.issued, parts.year = found.issued, found.year
    parts.spans["issued"] = Span(start, found.end)
    parts.end = found.end + bracket
    return True


def _read_who(parts: Parts, source: Source, position: int) -> bool:
    of = _OF.match(source.low, position)
    if of is None:
        return _read_bare_who(parts, source, position)
    found = read_issuer(source.text, source.low, of.end())
    if found is None:
        return False
    if parts.issuer is not None and not _tells_more(parts.issuer, found):
        if parts.issuer.issuer.family != found.issuer.family:
            return False
        parts.end = found.end
        return True
    parts.issuer = found
    parts.spans["issuer"] = Span(of.end(), found.end)
    issued = _ISSUED_BY.match(source.low, found.end) if of[0].lstrip("(").startswith("do") else None
    parts.end = issued.end() if issued else found.end
    return True


def _read_bare_who(parts: Parts, source: Source, position: int) -> bool:
    """«… ngày 24/11/2023, BCH Trung ương khóa XIII về …»: without «của» only between a date and a term or a title."""
    if parts.issuer or "issued" not in parts.spans:
        return False
    found = read_known_issuer(source.text, source.low, position)
    if found is None or not _TERM_OR_TITLE.match(source.low, found.end):
        return False
    parts.issuer = found
    parts.spans["issuer"] = Span(position, found.end)
    parts.end = found.end
    return True


def _tells_more(known: FoundIssuer, found: FoundIssuer) -> bool:
    """«HĐND xã số …, của HĐND xã Tạ Khoa»: the second naming of one body adds its place."""
    first, second = known.issuer, found.issuer
    return first.family == second.family and first.place is None and second.place is not None


def _read_term(parts: Parts, source: Source, position: int) -> bool:
    match = TERM.match(source.low, position)
    if not match or "term" in parts.spans:
        return False
    parts.term = match["term"].upper()
    parts.spans["term"] = Span(*match.span("term"))
    parts.end = match.end()
    return True


def _read_what(parts: Parts, source: Source, position: int) -> None:
    if "title" in parts.spans:
        return
    comma = "," in source.text[parts.end : position] and not source.text[position : position + 1].isupper()
    title = read_title(source, position, "about" if comma else _openers(parts, source))
    if title is None:
        return
    draft = _REPLACING.match(source.low, title.end) if parts.draft else None
    end = draft.end() if draft else title.end
    parts.take_title(source.text, title.start, end, max(title.after, end))


def _openers(parts: Parts, source: Source) -> str:
    """Which words may open the title: after date or issuer more than after a bare number in running text."""
    start = parts.spans["locator"].start if "locator" in parts.spans else parts.start
    if "locator" in parts.spans and _AT.search(source.low[max(0, start - 6) : start]):
        return "acting"
    if "issued" in parts.spans or "issuer" in parts.spans:
        return "line" if source.opens_line(parts.start) else "any"
    if "locator" in parts.spans:
        return "about"
    return "line" if source.is_formal(parts.start) else "acting"


_ISSUES = re.compile(
    r"(?:^|[\s)])(?:(?:da|vua|kip\s+thoi|cung|tiep\s+tuc|se)\s+|,\s*)*(?:ban\s+hanh|ky\s+ban\s+hanh|(?P<at>tai))\s+(?:cac\s+|moi\s+)?$"
)
_WINDOW = 160
_PROPOSALS = frozenset({"Tờ trình", "Công văn", "Báo cáo", "Thông báo"})
"""Papers that a body is said to speak in: «theo đề nghị của Sở Nội vụ tại Tờ trình số …»."""


def read_issuer_before(parts: Parts, source: Source) -> None:
    """«Huyện ủy Sa Pa (nay là Thị ủy Sa Pa) đã ban hành Kế hoạch số …»: the issuer stands before."""
    if parts.issuer or not parts.number or "type" not in parts.spans:
        return
    window = max(0, parts.start - _WINDOW)
    verb = _ISSUES.search(source.low, window, parts.start)
    if not verb or (verb["at"] and parts.type and parts.type.name not in _PROPOSALS):
        return
    for match in reversed(list(_bodies().finditer(source.low, window, verb.start() + 1))):
        found = read_issuer(source.text, source.low, match.start())
        if found and verb.start() - 1 <= found.end <= verb.start() + 1:
            parts.issuer = found
            parts.spans["issuer"] = Span(match.start(), found.end)


@cache
def _bodies() -> re.Pattern[str]:
    words = vocabulary()
    return re.compile(
        rf"(?<!\w)(?:{words.organ_pattern.pattern}|{words.body_pattern.pattern}|so\s+\w+\s+\w+)"
    )
