"""A document's own heading: number, issuer, type, title, place and date of issue, in the layout of official papers."""

import re

from knowledge.documents import DocumentNumber, Reference, Span
from knowledge.references.dates import DATE, read_date
from knowledge.references.issuers import issuer_of_mark, read_issuer
from knowledge.references.numbers import find_numbers, read_number
from knowledge.references.places import infer_place
from knowledge.references.vocabulary import plain, vocabulary
from knowledge.spelling import fold

_STATE = re.compile(r"cong\s+hoa\s+xa\s+hoi\s+chu\s+nghia\s+viet\s+nam|dang\s+cong\s+san\s+viet\s+nam")
_REACH = 2500
_OWN_NUMBER = re.compile(
    r"(?:^|\n)[\s*|]*(?:luat|nghi\s+quyet|bo\s+luat|phap\s+lenh)?[\s*]*so\s*:?[\s*]*(?=\d)"
)
_TITLE_END = re.compile(
    r"\n\s*\n|\n[\s_*—–-]*\n|\n[\s*]*(?:can\s+cu|thuc\s+hien|uy\s+ban|chinh\s+phu|quoc\s+hoi|bo\s+truong|thu\s+tuong|chu\s+tich|hoi\s+dong|chuong|phan\s+thu|dieu\s+1|theo\s+de\s+nghi|de\s|thi\s+hanh|kinh\s+gui)|[_—]{3,}"
)


def read_heading(text: str, low: str) -> Reference | None:
    """The document's own number and what its heading says of it; None where the text bears no official heading."""
    state = _STATE.search(low, 0, _REACH)
    if not state:
        return None
    number = _own_number(text, low)
    if not number:
        return None
    spans = {"number": number[1]}
    kind = _own_type(text, low, spans)
    title = _own_title(text, low, spans)
    issued = _own_date(low, number[1].end, spans)
    issuer = _own_issuer(text, low, number[0], spans)
    return Reference(
        start=number[1].start,
        end=number[1].end,
        number=number[0],
        type=kind or _type_of(number[0]),
        issuer=issuer[0] if issuer else None,
        place=issuer[1] if issuer else None,
        issued=issued,
        year=issued.year if issued else number[0].year,
        title=title,
        spans=spans,
        own=True,
    )


def _type_of(number: DocumentNumber) -> str | None:
    kind = vocabulary().type_marks.get(fold(number.type_mark or ""))
    return kind.name if kind else None


def _own_number(text: str, low: str) -> tuple[DocumentNumber, Span] | None:
    for match in _OWN_NUMBER.finditer(low, 0, _REACH):
        found = next(find_numbers(text[match.end() : match.end() + 60]), None)
        if found and found.start() == 0:
            return read_number(found), Span(match.end(), match.end() + found.end())
    return None


def _own_type(text: str, low: str, spans: dict[str, Span]) -> str | None:
    """The type as the heading sets it: in capitals, alone on its line or opening the title's line."""
    for match in vocabulary().type_pattern.finditer(low, 0, _REACH + 500):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if text[match.start() : match.end()].isupper() and not line.strip(" *#|") and match.start() > 0:
            if line.startswith("#"):
                continue
            spans["type"] = Span(match.start(), match.end())
            return vocabulary().type_words[plain(match[0])].name
    return None


def _own_title(text: str, low: str, spans: dict[str, Span]) -> str | None:
    if "type" not in spans:
        return None
    start = spans["type"].end
    while start < len(text) and (text[start].isspace() or text[start] in "*_—-"):
        start += 1
    stop = _TITLE_END.search(low, start, min(len(low), start + 900))
    end = stop.start() if stop else start
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_-—."):
        end -= 1
    if end - start < 4:
        return None
    about = re.compile(r"(?:ve\s+viec|v/v|ve)\s*:?\s+").match(low, start)
    start = about.end() if about else start
    spans["title"] = Span(start, end)
    return " ".join(text[start:end].split())


def _own_date(low: str, position: int, spans: dict[str, Span]):  # type: ignore[no-untyped-def]
    for match in DATE.finditer(low, 0, _REACH):
        if low.startswith("ngay", match.start()) and low[max(0, match.start() - 2) : match.start()] == ", ":
            found = read_date(low, match.start())
            if found:
                spans["issued"] = Span(match.start(), found.end)
                return found.issued
    return None


def _own_issuer(
    text: str, low: str, number: DocumentNumber, spans: dict[str, Span]
) -> tuple[str, str | None] | None:
    for line in re.finditer(r"[^\n]+", text[: spans["number"].start]):
        start = line.start() + len(line[0]) - len(line[0].lstrip(" *|"))
        if not text[start : start + 2].isupper() or _STATE.match(low, start):
            continue
        found = read_issuer(text, low, start)
        if (found and found.issuer.local) or (found and found.issuer.family == found.issuer.body):
            place = infer_place(text[:1500], low[:1500])
            issuer = found.issuer
            spans["issuer"] = Span(start, found.end)
            return issuer.name, issuer.place or (place.province if issuer.level == "tỉnh" else None)
    marked = issuer_of_mark(number.issuer_mark)
    return (marked.name, None) if marked else None
