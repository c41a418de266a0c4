"""A document's own heading: number, issuer, type, title and date in the layout of official papers, or in a table."""

import re
from dataclasses import dataclass, field

from knowledge.documents import DocumentNumber, Reference, Span
from knowledge.references.dates import DATE, FoundDate, read_date
from knowledge.references.heads import type_of_mark
from knowledge.references.issuers import Issuer, at_home, issuer_of_mark, read_issuer, read_known_issuer
from knowledge.references.numbers import read_number
from knowledge.references.places import Place
from knowledge.references.source import Source, read_source
from knowledge.references.vocabulary import DocumentType, lookup_key, plain, vocabulary

_STATE = re.compile(
    r"cong\s+hoa\s+xa\s+hoi\s+chu\s+nghia\s+viet\s+nam[\W_]{1,60}doc\s+lap|dang\s+cong\s+san\s+viet\s+nam\s"
)
_REACH = 2500
_NUMBER_LINE = re.compile(
    r"(?:^|\n)[\s*|]*(?P<type>luat|nghi\s+quyet|bo\s+luat|phap\s+lenh|nghi\s+dinh)?[\s*]*so\s*:[\s*]*(?P<blank>/)?"
)
_GROUND = re.compile(
    r"\n[\s*]*(?:can\s+cu|kinh\s+gui|chuong\s|dieu\s+1|thuc\s+hien\s|xet\s|theo\s+de\s+nghi)"
)
_LETTER = re.compile(r"\n[\s*(]*(?:v/v|ve\s+viec)\s*:?\s+")
_ABOUT = re.compile(r"(?:ve\s+viec|v/v|ve)\s*:?\s+")
_ISSUED_IN_TITLE = re.compile(r"\s+NGÀY\s+\d")
_CELL = re.compile(r"\|[\s*]*(?P<name>[^|\n]{3,40}?)[\s*]*\|[ \t*]*(?P<value>[^|\n]+?)[ \t*]*\|")
_GLUED = re.compile(r"(?m)^(?P<type>LUẬT|NGHỊ QUYẾT|NGHỊ ĐỊNH|THÔNG TƯ|QUYẾT ĐỊNH)(?=\w{2}(?P<title>.*)$)")
"""A type that a converter has lost the line break behind: «LUẬTSỬA ĐỔI, BỔ SUNG …»."""
_ORGAN_LINE = re.compile(r"ban\s+thuong\s+truc|ban\s+thuong\s+vu")
_SHORTEST = 4


@dataclass(slots=True)
class _Heading:
    """What of a heading has been read."""

    spans: dict[str, Span] = field(default_factory=dict)
    number: DocumentNumber | None = None
    type: DocumentType | None = None
    issuer: Issuer | None = None
    issued: FoundDate | None = None
    title: str | None = None


def read_heading(text: str) -> Reference | None:
    """The document's own number and what its heading says of it; None where an NFC text bears no official heading."""
    return heading_of(read_source(text), Place())


def heading_of(source: Source, home: Place) -> Reference | None:
    """As `read_heading`, for a text that has been prepared; `home` gives local issuers their place."""
    heading = _Heading()
    if _STATE.search(source.low, 0, _REACH):
        _read_layout(source, heading)
    if heading.number is None:
        _read_table(source, heading)
    if heading.number is None and "type" not in heading.spans:
        return None
    return _to_reference(heading, home)


def _to_reference(heading: _Heading, home: Place) -> Reference:
    kind = heading.type or type_of_mark(heading.number)
    marked = issuer_of_mark(heading.number.issuer_mark if heading.number else None)
    # «ỦY BAN THƯỜNG VỤ⏎QUỐC HỘI»: of a body on two lines the number's mark tells the whole.
    halved = heading.issuer and marked and plain(marked.name).endswith(f" {plain(heading.issuer.name)}")
    issuer = marked if halved else heading.issuer or marked
    if issuer is None and kind and kind.issuer:
        issuer = Issuer(kind.issuer, kind.issuer, False)
    issuer = at_home(issuer, home) if issuer else None
    year = heading.number.year if heading.number else None
    return Reference(
        start=min(span.start for name, span in heading.spans.items() if name != "issuer"),
        end=max(span.end for span in heading.spans.values()),
        number=heading.number,
        type=kind.name if kind else None,
        issuer=issuer.name if issuer else None,
        place=issuer.place if issuer else None,
        issued=heading.issued.issued if heading.issued else None,
        year=heading.issued.year if heading.issued else year,
        title=heading.title,
        spans=heading.spans,
        own=True,
    )


def _read_layout(source: Source, heading: _Heading) -> None:
    line = _number_line(source, heading)
    ground = _GROUND.search(source.low, 0, _REACH)
    limit = ground.start() if ground else min(len(source.low), _REACH)
    caps = None if line is None and _named_number(source, heading, limit) else _type_line(source, limit)
    if caps:
        heading.type = vocabulary().type_words[plain(caps[0])]
        heading.spans["type"] = Span(*caps.span())
        _read_title(source, heading, caps.end())
    elif line is not None and heading.number:
        _read_letter(source, heading, line)
    if heading.number or caps:
        _read_date(source, heading, limit)
        _read_issuer(source, heading, caps.start() if caps else limit)


def _number_line(source: Source, heading: _Heading) -> int | None:
    """Where the line «Số: …» ends; a blank number («Số:   /KH-UBND») is none, but the line is there."""
    for match in _NUMBER_LINE.finditer(source.low, 0, _REACH):
        number = source.numbers.get(match.end())
        if number:
            heading.number = read_number(number)
            heading.spans["number"] = Span(*number.span())
            heading.type = vocabulary().type_words[plain(match["type"])] if match["type"] else None
            return number.end()
        if match["blank"]:
            return match.end()
    return None


def _named_number(source: Source, heading: _Heading, limit: int) -> bool:
    """A line that is nothing but a document («Luật Tiếp công dân số 42/2013/QH13») names what follows."""
    for start, number in source.numbers.items():
        if start >= limit:
            return False
        line = source.line_start(start)
        kind = vocabulary().type_pattern.match(source.low, line)
        if kind and source.text[number.end() : number.end() + 1] == "\n":
            heading.number = read_number(number)
            heading.spans["number"] = Span(*number.span())
            heading.type = vocabulary().type_words[plain(kind[0])]
            return True
    return False


def _type_line(source: Source, limit: int) -> re.Match[str] | None:
    """The type as the heading sets it: in capitals on a line of its own."""
    for match in vocabulary().type_pattern.finditer(source.low, 0, limit):
        before = source.text[source.line_start(match.start()) : match.start()].strip(" *")
        after = source.text[match.end() : match.end() + 4].strip(" *")
        if source.text[match.start() : match.end()].isupper() and not before and after[:1] in ("", "\n"):
            return match
    glued = _GLUED.search(source.text, 0, limit)
    return glued if glued and glued["title"].isupper() else None


def _read_title(source: Source, heading: _Heading, position: int) -> None:
    start = position
    while start < len(source.text) and (source.text[start].isspace() or source.text[start] in "*_—-"):
        start += 1
    end = _title_end(source, start)
    about = _ABOUT.match(source.low, start)
    start = about.end() if about else start
    if end - start < _SHORTEST:
        return
    heading.spans["title"] = Span(start, end)
    heading.title = " ".join(source.text[start:end].split())


_TITLE_END = re.compile(
    r"\n\s*\n|\n[\s*]*(?:can\s+cu|thuc\s+hien|kinh\s+gui|chuong\s|phan\s+thu|dieu\s+1|theo\s+de\s+nghi|xet\s|de\s|ngay\s|luat\s+nay"
    r"|\(kem|\(ban\s+hanh|[_—–\-*]{3,})|[_—]{3,}"
)


def _title_end(source: Source, start: int) -> int:
    stop = _TITLE_END.search(source.low, start, min(len(source.low), start + 900))
    end = stop.start() if stop else start
    for line in re.finditer(r"\n", source.text[start:end]):
        found = read_known_issuer(source.text, source.low, start + line.end())
        if (
            found
            and source.text[start + line.end() : found.end].isupper()
            and source.text[found.end : found.end + 1] in "\n*"
        ):
            end = start + line.start()
            break
    dated = _ISSUED_IN_TITLE.search(source.text, start, end)
    end = dated.start() if dated else end
    while end > start and (source.text[end - 1].isspace() or source.text[end - 1] in "*_-—.,"):
        end -= 1
    return end


def _read_letter(source: Source, heading: _Heading, line: int) -> None:
    """A letter (công văn) has no type line; «V/v …» below its number tells what it is about."""
    about = _LETTER.match(source.low, line)
    if not about:
        return
    heading.type = vocabulary().types["Công văn"]
    end = source.low.find("\n", about.end())
    end = len(source.low) if end < 0 else end
    heading.spans["title"] = Span(about.end(), len(source.text[:end].rstrip(" .*")))
    heading.title = " ".join(source.text[about.end() : end].split()).rstrip(" .*")


def _read_date(source: Source, heading: _Heading, limit: int) -> None:
    """«Lương Minh, ngày 18 tháng 11 năm 2025», or a date set into the title («… NGÀY 10/07/1993»)."""
    title = heading.spans.get("title")
    for match in DATE.finditer(source.low, 0, limit):
        before = source.low[max(0, match.start() - 2) : match.start()]
        in_title = title is not None and match.start() == title.end + 1
        if not source.low.startswith("ngay", match.start()) or not (before == ", " or in_title):
            continue
        found = read_date(source.low, match.start())
        if found:
            heading.issued = found
            heading.spans["issued"] = Span(match.start(), found.end)
            return


def _read_issuer(source: Source, heading: _Heading, limit: int) -> None:
    """The last body in capitals above the heading's middle; «BAN THƯỜNG TRỰC» below a body is its organ."""
    last: tuple[int, int, Issuer] | None = None
    first = heading.spans["number"].start if "number" in heading.spans else limit
    for line in re.finditer(r"[^\n]+", source.text[: max(first, 1)]):
        start = line.start() + len(line[0]) - len(line[0].lstrip(" *|/"))
        if not source.text[start : start + 2].isupper() or _STATE.match(source.low, start):
            continue
        organ = _ORGAN_LINE.match(source.low, start)
        if organ and last:
            last = (last[0], organ.end(), _with_organ(last[2], organ[0]))
            continue
        found = read_issuer(source.text, source.low, start)
        if found and source.text[start : found.end].isupper():
            last = (start, found.end, _in_mixed_case(source, found.issuer, found.end))
    if last:
        heading.issuer = last[2]
        heading.spans["issuer"] = Span(last[0], last[1])


def _with_organ(issuer: Issuer, organ: str) -> Issuer:
    known = vocabulary().organs[lookup_key(organ)]
    return Issuer(
        issuer.body,
        issuer.family,
        issuer.local,
        known.name,
        known.same,
        issuer.level,
        issuer.place,
        issuer.level_in_name,
    )


def _in_mixed_case(source: Source, issuer: Issuer, end: int) -> Issuer:
    """«CỤC THUẾ» as the text below writes it: «Cục Thuế»."""
    if issuer.local or not issuer.body.isupper():
        return issuer
    for match in re.finditer(re.escape(plain(issuer.body)), source.low[end : end + _REACH * 4]):
        shown = source.text[end + match.start() : end + match.end()]
        if not shown.isupper() and shown[0].isupper():
            return Issuer(shown, issuer.family, False)
    return Issuer(issuer.body.capitalize(), issuer.family, False)


def _read_table(source: Source, heading: _Heading) -> None:
    """A table «Số hiệu | Loại văn bản | Cơ quan ban hành …», as collections put before the text."""
    for cell in _CELL.finditer(source.text, 0, _REACH):
        name, start = plain(cell["name"]), cell.start("value")
        if name == "so hieu" and start in source.numbers:
            number = source.numbers[start]
            heading.number = read_number(number)
            heading.spans["number"] = Span(*number.span())
        elif name == "loai van ban":
            heading.type = vocabulary().type_words.get(plain(cell["value"]))
        elif name == "co quan ban hanh":
            _take_issuer(source, heading, start)
        elif name == "ngay ban hanh":
            _take_date(source, heading, start)
        elif name == "trich yeu":
            heading.spans["title"] = Span(*cell.span("value"))
            heading.title = " ".join(cell["value"].split())


def _take_issuer(source: Source, heading: _Heading, start: int) -> None:
    found = read_issuer(source.text, source.low, start)
    if found:
        heading.issuer = found.issuer
        heading.spans["issuer"] = Span(start, found.end)


def _take_date(source: Source, heading: _Heading, start: int) -> None:
    found = read_date(source.low, start)
    if found:
        heading.issued = found
        heading.spans["issued"] = Span(start, found.end)
