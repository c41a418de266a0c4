"""What an official document says of itself: number, type, issuer, date and title, wherever its copy shows them.

The heading proper is read by `knowledge.references`; copies from portals put the same facts into a title line, a
table or the closing sentence of a law, and drafts of communes have a heading without a number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.casing import sentence_case
from knowledge.documents import DocumentNumber
from knowledge.references import extract, normalise_number
from knowledge.references.heads import type_of_mark
from knowledge.references.issuers import issuer_of_mark
from knowledge.references.vocabulary import plain, vocabulary
from knowledge.spelling import fold

_HEAD = 4_000
_LONGEST_HEAD = 20_000
_HEAD_LINES = 60
_TITLED = re.compile(
    r"(?P<type>luật|bộ luật|pháp lệnh)\s+(?P<title>.{3,300}?)\.?\s+số\s*:?\s*(?P<number>\d+/\d{4}/\S+)",
    re.IGNORECASE,
)
_DAY = r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})"
_DATED = re.compile(rf".{{2,80}},\s*ngày\s+{_DAY}[\s.*_]*", re.IGNORECASE)
_NUMBERED = re.compile(r"[*_\s]*(?:[^\W\d_]+\s){0,3}số\s*:\s*(?P<number>\d.{3,60})", re.IGNORECASE)
_PASSED = re.compile(rf"thông\s+qua\s+ngày\s+{_DAY}", re.IGNORECASE)
_SHORT_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|" + _DAY)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TITLE_STOPS = re.compile(
    r"(?i:căn cứ|thực hiện|theo đề nghị|chương|điều \d|kính gửi|phần)\b|[_\-–—(*=]{2,}|\("
)
_ROW = re.compile(r"\|\s*\**(?P<key>[^|*]{3,40}?)\**\s*\|\s*(?P<value>[^|]{1,400}?)\s*\|?")
_KEYS = {
    "so hieu": "number", "so ky hieu": "number", "so, ky hieu": "number", "so/ky hieu": "number",
    "ngay ban hanh": "issued", "co quan ban hanh": "issuer", "loai van ban": "type", "trich yeu": "title",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnHeading:
    """A document's own facts; None where its copy does not give them."""

    number: DocumentNumber | None
    type: str | None
    issuer: str | None
    issued: date | None
    title: str | None
    place: str | None


def read_own_heading(text: str) -> OwnHeading:
    """The facts of an official document's NFC text, each from the first place that gives it."""
    proper = _proper(text)
    head = [line.strip() for line in text[:_LONGEST_HEAD].split("\n") if line.strip()][:_HEAD_LINES]
    table, titled = _table(head), _titled_line(head)
    number = proper.number or _number(head, table, titled)
    title = proper.title or table.get("title") or titled.get("title") or _title_below(head)
    return OwnHeading(
        number=number,
        type=proper.type or _type(table.get("type") or titled.get("type") or _type_line(head)),
        issuer=proper.issuer or table.get("issuer") or _issuer(number),
        issued=proper.issued or _day(table.get("issued", "")) or _dated(head, text),
        title=_told(title, text) if title else None,
        place=proper.place,
    )


def stated(own: OwnHeading, front: Mapping[str, str]) -> OwnHeading:
    """The same with what a front matter says in its place: number, type, issuer, date of issue, title, place."""
    number = normalise_number(front.get("number", "")) or own.number
    return OwnHeading(
        number=number,
        type=_type(front.get("type")) or own.type or _type_by_mark(number),
        issuer=front.get("issuer") or own.issuer or _issuer(number),
        issued=_day(front.get("date", "")) or own.issued,
        title=front.get("title") or own.title,
        place=front.get("place") or own.place,
    )


def _proper(text: str) -> OwnHeading:
    own = next((reference for reference in extract(text[:_HEAD]) if reference.own), None)
    if own is None:
        return OwnHeading(None, None, None, None, None, None)
    return OwnHeading(own.number, own.type, own.issuer, own.issued, own.title, own.place)


def _told(title: str, text: str) -> str:
    """A title on one line, as a sentence, without the note in brackets behind it."""
    plain_title = " ".join(title.split())
    return sentence_case(plain_title.split(" (")[0], text) or plain_title


def _number(head: list[str], table: Mapping[str, str], titled: Mapping[str, str]) -> DocumentNumber | None:
    numbered = next(filter(None, map(_NUMBERED.match, head[:20])), None)
    written = table.get("number") or titled.get("number") or (numbered["number"] if numbered else "")
    return normalise_number(written)


def _table(head: list[str]) -> Mapping[str, str]:
    """Facts that a portal lists beside the text («| Số hiệu | 185/2026/NĐ-CP |»)."""
    found: dict[str, str] = {}
    for row in filter(None, map(_ROW.fullmatch, head)):
        key = _KEYS.get(fold(row["key"]).strip())
        if key:
            found.setdefault(key, row["value"].strip(" *"))
    return found


def _titled_line(head: list[str]) -> Mapping[str, str]:
    """«Luật Tiếp công dân số 42/2013/QH13» on a line of its own."""
    match = next(filter(None, map(_TITLED.fullmatch, head[:20])), None)
    return match.groupdict() if match else {}


def _type_line(head: list[str]) -> str | None:
    return head[_type_place(head)] if _type_place(head) >= 0 else None


def _type_place(head: list[str]) -> int:
    """Where a type stands alone in capitals («KẾ HOẠCH»), behind the heading's first lines; -1 where nowhere."""
    for place, line in enumerate(head):
        bare = line.strip(" *:")
        if bare.isupper() and plain(bare) in vocabulary().type_words and not line.endswith(":"):
            return place
    return -1


def _title_below(head: list[str]) -> str | None:
    place = _type_place(head)
    lines: list[str] = []
    for line in head[place + 1 : place + 9] if place >= 0 else ():
        if _TITLE_STOPS.match(line) or (lines and _begins_anew(lines[-1], line)):
            break
        lines.append(line.strip("* "))
    return " ".join(lines).rstrip(" .") or None


def _begins_anew(above: str, line: str) -> bool:
    """A title goes on in the same case; a name in capitals below a title in small letters is the issuer's."""
    return above.isupper() != line.isupper() or above.endswith((".", ";")) or len(line) > 250


def _type(written: str | None) -> str | None:
    known = vocabulary().type_words.get(plain((written or "").strip(" *:")))
    return known.name if known else None


def _type_by_mark(number: DocumentNumber | None) -> str | None:
    known = type_of_mark(number)
    return known.name if known else None


def _issuer(number: DocumentNumber | None) -> str | None:
    body = issuer_of_mark(number.issuer_mark) if number and number.issuer_mark else None
    return body.name if body and not body.local else None


def _dated(head: list[str], text: str) -> date | None:
    for line in head[:30]:
        if found := _DATED.fullmatch(line):
            return _date(*found.groups())
    passed = _PASSED.search(text, max(0, len(text) - 4_000))
    return _date(*passed.groups()) if passed else None


def _day(written: str) -> date | None:
    if found := _ISO_DAY.fullmatch(written):
        return _date(*reversed(found.groups()))
    found = _SHORT_DAY.search(written)
    return _date(*(part for part in found.groups() if part)) if found else None


def _date(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
