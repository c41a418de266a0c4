"""Document numbers: every written form («18 -CT/TU», «16/CT-TTg», «10/2022/QH15») found and made one."""

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.documents import DocumentNumber
from knowledge.references.vocabulary import Vocabulary, vocabulary
from knowledge.spelling import fold, nfc

_MARK = r"(?:QĐi|QyĐ|TTg|CTr[A-ZĐ]*|TTr|QTr|TTri|TT\sHĐND|[A-ZĐƯ][A-ZĐƯ&]*\d{0,2})(?!\w)"
NUMBER = re.compile(
    rf"(?P<serial>\d{{1,5}}(?:\.\d{{1,3}}(?=/(?:19|20)\d\d/)|[A-Ea-e]?))(?:\s?/\s?(?P<year>(?:19|20)\d\d))?"
    rf"\s{{0,2}}(?P<separator>[-–/])\s{{0,2}}(?P<marks>{_MARK}(?:[-–/]\s?{_MARK})*)"
)
"""A serial with its marks, in any of the written styles; white space as careless typing leaves it."""

_SERIAL = re.compile(r"\s*(?:số|Số|SỐ)?\s*:?\s*(?P<serial>\d{1,5}[A-Ea-e]?)\s*", re.ASCII)
_PARTY_ISSUER = re.compile(r"^(?:bdv|btg|btgdv|btc|bnc|vp|ubkt)?(?:tu|tw|hu|du|qu)$")
"""Folded marks of Party bodies, which number «18-CT/TU»; the State numbers «18/CT-UBND»."""


def find_numbers(text: str) -> Iterator[re.Match[str]]:
    """All number forms in NFC text, left to right; digits that continue a word or a figure are no start."""
    for match in NUMBER.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        if not (before.isalnum() or before in "./,-_"):
            yield match


def read_number(match: re.Match[str]) -> DocumentNumber:
    """The number that `NUMBER` matched, taken apart and in its one written form."""
    words = vocabulary()
    marks = ["".join(mark.split()) for mark in re.split(r"[-–/]", match["marks"])]
    type_mark, issuer = _split_marks(marks, words)
    year = int(match["year"]) if match["year"] else None
    return DocumentNumber(
        written=match[0],
        normalised=_normalise(match["serial"], year, type_mark, issuer, match),
        serial=match["serial"].lstrip("0").upper() or "0",
        year=year,
        type_mark=type_mark,
        issuer_mark=issuer,
    )


def from_marks(
    written: str, serial: str, year: int | None, type_mark: str | None, issuer: str | None
) -> DocumentNumber:
    """A number put together from parts that were typed apart («18 ct tu» -> 18-CT/TU)."""
    head = f"{serial}/{year}" if year else serial
    if type_mark is None and issuer is None:
        normalised = head
    elif type_mark is None or issuer is None:
        normalised = f"{head}/{type_mark or issuer}"
    elif _PARTY_ISSUER.search(fold(issuer)) and not year:
        normalised = f"{head}-{type_mark}/{issuer}"
    else:
        normalised = f"{head}/{type_mark}-{issuer}"
    return DocumentNumber(written, normalised, serial.lstrip("0").upper() or "0", year, type_mark, issuer)


def serial_only(written: str) -> DocumentNumber:
    """A number of which only the serial is known («Đề án số 17»)."""
    return DocumentNumber(written, written, written.lstrip("0").upper() or "0")


def _split_marks(marks: list[str], words: Vocabulary) -> tuple[str | None, str | None]:
    """Type mark and issuer mark; «BNV-TCBC» (a letter's number) has no type mark."""
    known = words.type_marks.get(fold(marks[0]))
    if known is None and len(marks) == 1:
        marks = _run_together(marks[0], words)
        known = words.type_marks.get(fold(marks[0]))
    if known is None:
        return None, issuer_in_own_letters("-".join(marks))
    canonical = next(mark for mark in known.marks if fold(mark) == fold(marks[0]))
    return canonical, issuer_in_own_letters("-".join(marks[1:]))


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


def _run_together(mark: str, words: Vocabulary) -> list[str]:
    """«NQCP», where the hyphen was forgotten, is NQ and CP."""
    for at in range(2, len(mark) - 1):
        if fold(mark[:at]) in words.type_marks and fold(mark[at:]) in words.issuer_marks:
            return [mark[:at], mark[at:]]
    return [mark]


def _normalise(
    serial: str, year: int | None, type_mark: str | None, issuer: str | None, match: re.Match[str]
) -> str:
    """Party style «18-CT/TU», State style «16/CT-TTg»: which of the two follows from the issuer's mark."""
    head = f"{serial}/{year}" if year else serial
    if type_mark is None:
        return f"{head}/{issuer}" if year or match["separator"] == "/" else f"{head}-{issuer}"
    if issuer is None:
        return f"{head}/{type_mark}" if match["separator"] == "/" else f"{head}-{type_mark}"
    party = _is_party(issuer, match)
    return f"{head}-{type_mark}/{issuer}" if party and not year else f"{head}/{type_mark}-{issuer}"


def _is_party(issuer: str, match: re.Match[str]) -> bool:
    if _PARTY_ISSUER.search(fold(issuer)):
        return True
    return match["separator"] != "/"


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
