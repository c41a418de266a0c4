"""Document numbers: every written form («18 -CT/TU», «16/CT-TTg», «10/2022/QH15») found and made one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from knowledge.documents import DocumentNumber
from knowledge.references.vocabulary import read_data, vocabulary
from knowledge.spelling import fold, nfc

_MARK = r"(?:QĐi|QyĐ|TTg|CTr[A-ZĐ]*|TTr|QTr|TTri|TT\sHĐND|[A-ZĐƯ][A-ZĐƯ&]*\d{0,2})(?!\w)"
NUMBER = re.compile(
    rf"(?P<serial>\d{{1,5}}(?:\.\d{{1,3}}(?=/(?:19|20)\d\d/)|[A-Ea-e]?))(?:\s?/\s?(?P<year>(?:19|20)\d\d))?"
    rf"\s{{0,2}}(?P<separator>[-–/])\s{{0,2}}(?P<marks>{_MARK}(?:[-–/]\s?{_MARK})*)"
)
"""A serial with its marks, in any of the written styles; white space as careless typing leaves it."""


@dataclass(frozen=True, slots=True)
class NumberForm:
    """One way of writing numbers: a pattern for folded text without spaces, and the form that is shown for it."""

    name: str
    pattern: re.Pattern[str]
    normal: str


def find_numbers(text: str) -> Iterator[re.Match[str]]:
    """All number forms in NFC text, left to right; digits that continue a word or a figure are no start."""
    for match in NUMBER.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        if not (before.isalnum() or before in "./,-_"):
            yield match


def read_number(match: re.Match[str]) -> DocumentNumber:
    """The number that `NUMBER` matched, taken apart and in its one written form."""
    return replace(_read(match[0]), written=match[0])


def from_marks(
    written: str, serial: str, year: int | None, type_mark: str | None, issuer: str | None
) -> DocumentNumber:
    """A number put together from parts that were typed apart («18 ct tu» -> 18-CT/TU)."""
    parts = [serial, str(year) if year else None, type_mark, issuer]
    return replace(_read("/".join(part for part in parts if part)), written=written)


def serial_only(written: str) -> DocumentNumber:
    """A number of which only the serial is known («Đề án số 17»)."""
    return DocumentNumber(written, written, _bare(written))


def _bare(serial: str) -> str:
    return serial.lstrip("0").upper() or "0"


def _read(written: str) -> DocumentNumber:
    """A number in any of the listed forms; what has none of them is kept as it is written."""
    compact = "".join(written.split()).replace("–", "-")
    for form in number_forms():
        match = form.pattern.fullmatch(fold(compact))
        if match:
            return _of_form(form, match, compact)
    return serial_only(compact)


def _of_form(form: NumberForm, match: re.Match[str], compact: str) -> DocumentNumber:
    """The parts in their own letters: the folded match only tells where they stand."""
    parts = {name: compact[slice(*match.span(name))] for name, part in match.groupdict().items() if part}
    type_mark = _type_in_own_letters(parts["type"]) if "type" in parts else None
    issuer = issuer_in_own_letters(parts.get("issuer"))
    shown = form.normal.format(serial=parts["serial"], year=parts.get("year"), type=type_mark, issuer=issuer)
    year = int(parts["year"]) if "year" in parts else None
    return DocumentNumber(compact, shown, _bare(parts["serial"]), year, type_mark, issuer)


def _type_in_own_letters(typed: str) -> str:
    kind = vocabulary().type_marks[fold(typed)]
    return next(mark for mark in kind.marks if fold(mark) == fold(typed))


def issuer_in_own_letters(typed: str | None) -> str | None:
    """An issuer's mark as its body writes it, whatever case was typed: «ttg» -> TTg, «qh15» -> QH15."""
    if not typed:
        return None
    return "-".join(_own_letters(part) for part in re.split(r"[-/\s]+", typed))


def _own_letters(part: str) -> str:
    stem = part.rstrip("0123456789")
    body = vocabulary().issuer_marks.get(fold(stem))
    spelled = next((mark for mark in body.marks if fold(mark) == fold(stem)), None) if body else None
    return (spelled or stem.upper()) + part[len(stem) :]


@cache
def number_forms() -> tuple[NumberForm, ...]:
    """The forms that the data list; no number has two of them."""
    parts = _parts()
    return tuple(
        NumberForm(entry["name"], re.compile(entry["pattern"].format(**parts)), entry["normal"])
        for entry in read_data("number_forms")
    )


def _parts() -> dict[str, str]:
    """What stands for {serial}, {type} and so on in the patterns of the data."""
    words = vocabulary()
    kinds = "|".join(sorted(map(re.escape, words.type_marks), key=len, reverse=True))
    known = "|".join(sorted(map(re.escape, words.issuer_marks), key=len, reverse=True))
    party = r"(?:bdv|btg|btgdv|btc|bnc|vp|ubkt)?(?:tu|tw|hu|du|qu)"
    assembly = r"(?:ubtv)?qh\d{1,2}"
    mark = r"[a-z][a-z&]*\d{0,2}"
    marks = rf"{mark}(?:[-/]{mark})*"
    return {
        "serial": r"(?P<serial>\d{1,5}(?:\.\d{1,3}|[a-e])?)",
        "year": r"(?P<year>(?:19|20)\d\d)",
        "type": rf"(?P<type>{kinds})",
        "issuer": rf"(?P<issuer>{marks})",
        "party": rf"(?P<issuer>{party})",
        "state": rf"(?!{party}$)(?P<issuer>{marks})",
        "assembly": rf"(?P<issuer>{assembly})",
        "known": rf"(?P<issuer>{known})",
        "letter": rf"(?!(?:{kinds})(?:[-/]|$|(?:{known})$)|{assembly}$)(?P<issuer>{marks})",
    }


@lru_cache(maxsize=65536)
def normalise_number(text: str) -> DocumentNumber | None:
    """The first document number in a text as officers write it, or None («18 -CT/TU» -> 18-CT/TU)."""
    match = next(find_numbers(nfc(text)), None)
    return read_number(match) if match else None


def number_key(number: DocumentNumber | None) -> str:
    """What two spellings of one number share: leading zeros, separators and case do not count."""
    if number is None:
        return ""
    parts = (number.serial, str(number.year or ""), number.type_mark or "", number.issuer_mark or "")
    return "|".join(fold(part) for part in parts)
