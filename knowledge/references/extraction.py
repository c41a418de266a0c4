"""Walks a text once and puts each mention together from its parts: type, number, date, issuer, term, title."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from knowledge.documents import DocumentNumber, Reference, Span
from knowledge.references.dates import TERM, read_date
from knowledge.references.heading import read_heading
from knowledge.references.issuers import FoundIssuer, Issuer, at_home, issuer_of_mark, read_issuer
from knowledge.references.lines import join_broken_lines
from knowledge.references.locators import read_locator_before
from knowledge.references.numbers import find_numbers, read_number, serial_only
from knowledge.references.places import Place, infer_place, read_place
from knowledge.references.resolution import resolve
from knowledge.references.titles import read_title
from knowledge.references.vocabulary import DocumentType, plain, vocabulary
from knowledge.spelling import fold

_SO = re.compile(r"[\s*_:]*(?:so(?:\s+hieu)?\s*:?|n[°o]\.)?[\s*_]*")
_SERIAL = re.compile(
    r"(?:[\s*_]*(?P<so>so\s*:?\s*))?\s*(?P<serial>\d{1,5}[a-e]?)(?![\w/])(?!\s*[-–]\s*\d|[.,]\d|%)"
)
_AFTER_BARE = re.compile(
    r"\s*(?:$|[.,;:()\"”“!?\n]|(?:cua|ve|va|duoc|da|la|do|ngay|tren|tai|cho|co|trong|nay|noi|con|thi|voi|doi|theo|khoa|nam"
    r"\s+(?:19|20)\d\d|ban\s+hanh|quy\s+dinh|o|gan|den|hay|hoac|nhu|cung|se|chua|khong|phai|dang|sau|qua|tu)(?!\w))"
)
_LATER = re.compile(r"\s+(?:so\s+)?(?P<word>nay|tren|noi\s+tren|neu\s+tren|do|tren\s+day|vua\s+neu)(?!\w)")
_PLURAL = re.compile(r"(?<!\w)(?:cac|nhung|hai|ba|moi)\s+(?:\w+\s+\w+,?\s+(?:va\s+)?){0,2}$")
_DRAFT = re.compile(r"du\s+thao\s+(?:\d+\s+)?(?:lan\s+\d+\s+)?$")
_GAP = re.compile(r"[\s,*_]{0,6}")
_OF = re.compile(r"\(?(?:cua|do)\s+(?:dong\s+chi\s+)?")
_ISSUED_BY = re.compile(r"\s+(?:da\s+)?ban\s+hanh")
_NAME_STOP = re.compile(
    r"[;:.()\[\]“”\"\n|*<>]|\s(?:so\s*:?\s*\d|ngay\s+\d|nam\s+\d|cua\s|duoc|da\s|nay|co\s+hieu|quy\s+dinh|hien\s+hanh|thi\s|la\s"
    r"|va\s+cac|voi\s|tai\s|trong\s|de\s|khong\s|theo\s|bang\s|nham\s|sau\s+day|lan\s)|\s[-–]\s|/"
)
_NAME_BREAK = re.compile(r",\s|\sva\s|\shoac\s")
_MAX_NAME = 160


@dataclass(slots=True)
class _Parts:
    """What has been read of one mention so far; `end` is where reading goes on."""

    start: int
    end: int
    type: DocumentType | None = None
    number: DocumentNumber | None = None
    issuer: FoundIssuer | None = None
    fields: dict[str, object] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)


def extract(text: str, body: Sequence[Span] | None = None, place: str | None = None) -> list[Reference]:
    """All mentions of documents in an NFC text, in order of their start.

    `body` is what of the text is the article (all of it where None); mentions outside have `in_body` False.
    `place` is the report's place as metadata give it; what it leaves open is inferred from the text. Spans are
    exact: `span.of(text)` is what was read. Time is linear in the text's length.
    """
    joined = join_broken_lines(text)
    low = fold(joined)
    home = _home(joined, low, place)
    found = [_to_reference(parts, joined, home) for parts in _read_all(joined, low)]
    own = read_heading(joined, low)
    if own:
        found = [own, *(r for r in found if not _within(r, own))]
    found.sort(key=lambda reference: (reference.start, -reference.end))
    found = _share_issuers(found, joined)
    if body is not None:
        found = [replace(r, in_body=any(s.start <= r.start < s.end for s in body)) for r in found]
    return resolve(found)


def _within(reference: Reference, own: Reference) -> bool:
    heading = own.spans.get("number")
    return bool(heading) and reference.spans.get("number") == heading


def _home(text: str, low: str, place: str | None) -> Place:
    given, inferred = read_place(place), infer_place(text, low)
    if given.province and inferred.province not in (None, given.province):
        inferred = Place()
    return Place(
        given.province or inferred.province,
        given.district or inferred.district,
        given.commune or inferred.commune,
    )


def _read_all(text: str, low: str) -> list[_Parts]:
    numbers = {match.start(): match for match in find_numbers(text)}
    found: list[_Parts] = []
    used: set[int] = set()
    for match in vocabulary().type_pattern.finditer(low):
        if match.start() and (low[match.start() - 1].isalnum() or low[match.start() - 1] == "_"):
            continue
        parts = _read_from_type(text, low, match, numbers)
        if parts:
            used.add(parts.spans["number"].start if "number" in parts.spans else -1)
            found.append(parts)
    for start, match in numbers.items():
        if start not in used:
            parts = _read_from_number(text, low, match)
            if parts:
                found.append(parts)
    return found


def _read_from_type(
    text: str, low: str, match: re.Match[str], numbers: Mapping[int, re.Match[str]]
) -> _Parts | None:
    kind = vocabulary().type_words[plain(match[0])]
    parts = _Parts(match.start(), match.end(), kind)
    parts.spans["type"] = Span(match.start(), match.end())
    number = numbers.get(_SO.match(low, match.end()).end())  # type: ignore[union-attr]
    if number:
        _take_number(parts, read_number(number), number.start(), number.end())
    elif not _take_serial(parts, low, text) and not _take_unnumbered(parts, text, low):
        return None
    _read_before(parts, low)
    _read_tail(parts, text, low)
    _read_issuer_before(parts, text, low)
    return parts


def _read_from_number(text: str, low: str, match: re.Match[str]) -> _Parts | None:
    number = read_number(match)
    before = low[max(0, match.start() - 6) : match.start()]
    announced = re.search(r"so\s*:?[\s*]*$", before) is not None
    if not announced and number.type_mark is None and not _known_issuer(number):
        return None
    parts = _Parts(match.start(), match.end(), _type_of_mark(number))
    _take_number(parts, number, match.start(), match.end())
    _read_before(parts, low)
    _read_tail(parts, text, low)
    return parts


def _known_issuer(number: DocumentNumber) -> bool:
    return bool(number.year) and issuer_of_mark(number.issuer_mark) is not None


def _type_of_mark(number: DocumentNumber) -> DocumentType | None:
    words = vocabulary()
    if number.type_mark is None:
        return None
    if number.type_mark == "TT" and fold(number.issuer_mark or "")[-2:] in ("tu", "tw"):
        return words.types["Thông tri"]
    return words.type_marks.get(fold(number.type_mark))


def _take_number(parts: _Parts, number: DocumentNumber, start: int, end: int) -> None:
    parts.number = number
    parts.spans["number"] = Span(start, end)
    parts.end = end


def _take_serial(parts: _Parts, low: str, text: str) -> bool:
    """«Đề án số 17», «Chỉ thị 18»: a serial without marks, unless it counts something («Kế hoạch 5 năm»)."""
    match = _SERIAL.match(low, parts.end)
    if not match or not parts.type:
        return False
    announced = bool(match["so"])
    if not announced and not (parts.type.bare and text[parts.start].isupper()):
        return False
    if not announced and not _AFTER_BARE.match(low, match.end()):
        return False
    span = match.span("serial")
    _take_number(parts, serial_only(text[slice(*span)]), *span)
    return True


def _take_unnumbered(parts: _Parts, text: str, low: str) -> bool:
    """A document without a number: a law by name, a quoted title, a draft, or a later mention («Chỉ thị này»)."""
    later = _LATER.match(low, parts.end)
    if later:
        parts.end = later.end()
        parts.fields["later"] = True
        if _PLURAL.search(low[max(0, parts.start - 30) : parts.start]):
            return False
        return text[parts.start].isupper() or later["word"] != "do"
    if parts.type and parts.type.named:
        return _take_name(parts, text, low)
    gap = _GAP.match(low, parts.end).end()  # type: ignore[union-attr]
    if _is_draft(parts.start, low):
        return read_title(text, low, gap, verbs=False) is not None
    if not text[parts.start].isupper() or text[gap : gap + 1] not in '“"«' or gap >= len(text):
        return False
    title = read_title(text, low, gap, verbs=False)
    return title is not None and title.quoted


def _is_draft(start: int, low: str) -> bool:
    return _DRAFT.search(low[max(0, start - 20) : start]) is not None


def _take_name(parts: _Parts, text: str, low: str) -> bool:
    """The name of a law after «Luật»; it ends at a number, a date, or what cannot belong to a name."""
    start = parts.end + 1
    if not text[parts.start].isupper() or not text[start : start + 1].isalpha():
        return False
    known = known_names().match(low, start)
    end = known.end() if known else _name_end(text, low, start)
    if end - start < 3:
        return False
    parts.spans["title"] = Span(start, end)
    parts.fields["title"] = " ".join(text[start:end].split())
    parts.end = end
    return True


def _name_end(text: str, low: str, start: int) -> int:
    limit = min(len(text), start + _MAX_NAME)
    stop = _NAME_STOP.search(low, start, limit)
    if not stop:
        return start
    dated = re.match(r"\s(?:so|ngay|nam)", stop[0])
    if dated and not vocabulary().type_pattern.search(low, start, stop.start()):
        return stop.start()
    cut = _NAME_BREAK.search(low, start, stop.start())
    end = cut.start() if cut else stop.start()
    return end if text[start].isupper() else start


@cache
def known_names() -> re.Pattern[str]:
    """Names of laws that the data list, longest first."""
    from knowledge.references.vocabulary import one_of, read_data

    return re.compile(rf"(?:{one_of(entry['name'] for entry in read_data('laws'))})(?!\w)")


def _read_before(parts: _Parts, low: str) -> None:
    locator = read_locator_before(low, parts.start)
    if locator:
        parts.spans["locator"] = locator
    if _is_draft(parts.start, low):
        parts.fields["draft"] = True


def _read_tail(parts: _Parts, text: str, low: str) -> None:
    """Date, issuer, term and title after the number, in whatever order they come."""
    for _ in range(6):
        position = _GAP.match(low, parts.end).end()  # type: ignore[union-attr]
        if not (
            _read_law_number(parts, text, low, position)
            or _read_when(parts, low, position)
            or _read_who(parts, text, low, position)
            or _read_term(parts, low, position)
        ):
            _read_what(parts, text, low, position)
            return


def _read_law_number(parts: _Parts, text: str, low: str, position: int) -> bool:
    """«Luật Tiếp công dân số 42/2013/QH13»: the number follows the name."""
    if parts.number or "title" not in parts.spans:
        return False
    match = (
        next(find_numbers(text[position : position + 40]), None) if low.startswith("so", position) else None
    )
    if not match:
        return False
    _take_number(parts, read_number(match), position + match.start(), position + match.end())
    return True


def _read_when(parts: _Parts, low: str, position: int) -> bool:
    bracket = position + 1 if low[position : position + 1] == "(" else position
    found = read_date(low, bracket)
    if not found or "issued" in parts.spans or "later" in parts.fields:
        return False
    if bracket != position and low[found.end : found.end + 1] != ")":
        return False
    parts.fields["issued"], parts.fields["year"] = found.issued, found.year
    parts.spans["issued"] = Span(bracket, found.end)
    parts.end = found.end + (bracket != position)
    return True


def _read_who(parts: _Parts, text: str, low: str, position: int) -> bool:
    if parts.issuer or "later" in parts.fields:
        return False
    of = _OF.match(low, position)
    found = read_issuer(text, low, of.end()) if of else None
    if not of or not found:
        return False
    parts.issuer = found
    parts.spans["issuer"] = Span(of.end(), found.end)
    parts.end = found.end
    issued = _ISSUED_BY.match(low, found.end) if low[of.start()] != "c" else None
    parts.end = issued.end() if issued else parts.end
    return True


def _read_term(parts: _Parts, low: str, position: int) -> bool:
    match = TERM.match(low, position)
    if not match or "term" in parts.spans:
        return False
    parts.fields["term"] = match["term"].upper()
    parts.spans["term"] = Span(*match.span("term"))
    parts.end = match.end()
    return True


def _read_what(parts: _Parts, text: str, low: str, position: int) -> None:
    if "title" in parts.spans or "later" in parts.fields:
        return
    verbs = "issued" in parts.spans or "issuer" in parts.spans
    title = read_title(text, low, position, verbs)
    if title:
        end = _draft_title_end(parts, low, title.end)
        parts.spans["title"] = Span(title.start, end)
        parts.fields["title"] = " ".join(text[title.start : end].split())
        parts.end = max(title.after, end)


_REPLACING = re.compile(r"[^.\n(]{0,300}?(?=\s*\(\s*thay\s+the\s)")


def _draft_title_end(parts: _Parts, low: str, end: int) -> int:
    """A draft's title goes on over semicolons to the bracket that says what the draft is to replace."""
    match = _REPLACING.match(low, end) if "draft" in parts.fields else None
    return match.end() if match else end


_ISSUES = re.compile(
    r"(?:^|\s)(?:da\s+|vua\s+|kip\s+thoi\s+|cung\s+|tiep\s+tuc\s+|,\s*)*ban\s+hanh\s+(?:cac\s+|moi\s+)?$"
)
_WINDOW = 160


def _read_issuer_before(parts: _Parts, text: str, low: str) -> None:
    """«Huyện ủy Sa Pa (nay là Thị ủy Sa Pa) đã ban hành Kế hoạch số …»: the issuer stands before."""
    if parts.issuer or not parts.number:
        return
    window = max(0, parts.start - _WINDOW)
    verb = _ISSUES.search(low, window, parts.start)
    if not verb:
        return
    for match in reversed(list(_bodies().finditer(low, window, verb.start()))):
        found = read_issuer(text, low, match.start())
        if found and found.end >= verb.start() - 1:
            parts.issuer = found
            parts.spans["issuer"] = Span(match.start(), found.end)


@cache
def _bodies() -> re.Pattern[str]:
    words = vocabulary()
    return re.compile(rf"(?<!\w)(?:{words.organ_pattern.pattern}|{words.body_pattern.pattern})")


def _to_reference(parts: _Parts, text: str, home: Place) -> Reference:
    fields = parts.fields
    issuer = _issuer(parts, home)
    now = at_home(parts.issuer.now, home) if parts.issuer and parts.issuer.now else None
    spans = parts.spans
    return Reference(
        start=min(span.start for span in spans.values()),
        end=max(span.end for span in spans.values()),
        number=parts.number,
        type=parts.type.name if parts.type else None,
        issuer=issuer.name if issuer else None,
        issuer_now=now.name if now else None,
        place=issuer.place if issuer else None,
        issued=fields.get("issued"),  # type: ignore[arg-type]
        year=fields.get("year") or (parts.number.year if parts.number else None),  # type: ignore[arg-type]
        term=fields.get("term"),  # type: ignore[arg-type]
        title=fields.get("title"),  # type: ignore[arg-type]
        locator=_locator(spans, text),
        spans=spans,
        draft="draft" in fields,
    )


def _locator(spans: Mapping[str, Span], text: str) -> str | None:
    return " ".join(spans["locator"].of(text).split()) if "locator" in spans else None


def _issuer(parts: _Parts, home: Place) -> Issuer | None:
    """The issuer read, or the one its mark names; a place comes from the title first, then from the report."""
    issuer = parts.issuer.issuer if parts.issuer else None
    if issuer is None:
        return issuer_of_mark(parts.number.issuer_mark) if parts.number else None
    title = str(parts.fields.get("title") or "")
    return at_home(at_home(issuer, infer_place(title, fold(title))), home) if issuer.local else issuer


def _share_issuers(found: list[Reference], text: str) -> list[Reference]:
    """«Quyết định 2108-QĐ/TU, Kế hoạch 13-KH/TU của Ban Thường vụ tỉnh ủy»: one issuer for a whole list."""
    for index in range(len(found) - 2, -1, -1):
        first, second = found[index], found[index + 1]
        if first.issuer or not first.number or not second.number or "issuer" not in second.spans:
            continue
        joined = re.fullmatch(r"\s*(?:,|và|,\s*và)\s*(?:số\s*)?", text[first.end : second.start])
        if joined and first.number.issuer_mark == second.number.issuer_mark and second.number.issuer_mark:
            found[index] = replace(
                first, issuer=second.issuer, place=second.place, issuer_now=second.issuer_now
            )
    return found
