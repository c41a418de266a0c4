"""What a text claims that can be checked by code: document numbers, dates, figures and quotations.

Each claim is reduced to a normal form, so that «ngày 20 tháng 5 năm 2015» and «20/05/2015» are one date, «1.967» and
«1967» one figure, «mười hai» and «12» one, too. A figure's scale belongs to it («96.72 %», «178 triệu»), and Roman
numerals («khóa XVI») and what is written in one with letters («14h30», «A4») are figures as they stand.
"""

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.numerals import roman_numerals, word_numerals
from knowledge.spelling import fold, nfc, one_tone_place

ClaimKind = Literal["number", "date", "figure", "quotation", "issuer"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement: where it stands in the text and its normal form."""

    kind: ClaimKind
    start: int
    end: int
    normal: str


# Kept apart from references.extract on purpose: verification must not share a mistake with what it verifies.
_NUMBER = re.compile(
    r"(?<![\w/.,-])(?P<serial>\d{1,5}[A-Za-z]?) ?(?:/ ?(?P<year>(?:19|20)\d\d))? ?[-–/] ?"
    r"(?P<marks>(?:(?!\d)\w)[\wĐđ]{0,9}(?:[-–/&](?: (?=[A-ZĐ]{2}))?(?!\d)\w[\wĐđ]{0,14}){0,4})"
)
_DATES = (
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\s?[/.\-]\s?(?P<m>\d{1,2})\s?[/.\-]\s?(?P<y>\d{4})(?!\d)"),
    re.compile(
        r"(?<!\d)(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s*(?:,\s*)?năm\s+(?P<y>\d{4})(?!\d)", re.IGNORECASE
    ),
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(r"(?<![\d/])(?P<d>\d{1,2})\s?/\s?(?P<m>\d{1,2})(?![\d/])(?P<y>)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})(?!\d)(?P<y>)", re.IGNORECASE),
)
_MONTH = re.compile(
    r"tháng\s+(?P<m>\d{1,2})\s*(?:[/.\-]|,?\s*năm\s+)\s?(?P<y>\d{4})(?!\d)"
    r"|(?<![\d/])(?P<m2>\d{1,2})/(?P<y2>\d{4})(?!\d)",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?<![\w.,])(?P<value>\d+(?:[.,]\d+)*)(?:\s?(?P<percent>%|phần trăm\b)|\s(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ|vạn)\b)?",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<!\w)(?=\w*\d)(?=\d*[^\W\d_])\w+")
_SCALES = {"ngàn": "nghìn", "tỉ": "tỷ"}
_QUOTATION = re.compile(r"“([^“”]{2,})”|«([^«»]{2,})»|\"([^\"\n]{2,})\"")
_SPACE = re.compile(r"\s+")


def claims(text: str) -> list[Claim]:
    """Claims of an NFC text in order; a figure that is part of a number or a date is not listed again.

    Quotations are listed besides what stands inside them. Linear in the text's length.
    """
    found = [*_numbers(text)]
    taken = _Taken(found)
    for pattern in _DATES:
        found += taken.add([_date_claim(m) for m in pattern.finditer(text) if _is_date(m)])
    found += taken.add([_month_claim(m) for m in _MONTH.finditer(text)])
    glued = (m for m in _GLUED.finditer(text) if not m[0].isdigit())
    found += taken.add([Claim("figure", m.start(), m.end(), fold(m[0])) for m in glued])
    found += taken.add([_figure_claim(m) for m in _FIGURE.finditer(text)])
    named = [*word_numerals(text), *roman_numerals(text)]
    found += taken.add([Claim("figure", start, end, normal) for start, end, normal in named])
    found += [_quotation_claim(m) for m in _QUOTATION.finditer(text)]
    return sorted(found, key=lambda claim: (claim.start, claim.end))


class _Taken:
    """Spans already claimed, so that the parts of a date are not read as figures."""

    def __init__(self, claimed: list[Claim]) -> None:
        self._characters = {i for claim in claimed for i in range(claim.start, claim.end)}

    def add(self, candidates: list[Claim]) -> list[Claim]:
        free = [
            c for c in candidates if c.start not in self._characters and c.end - 1 not in self._characters
        ]
        self._characters.update(i for claim in free for i in range(claim.start, claim.end))
        return free


def _numbers(text: str) -> list[Claim]:
    return [
        Claim("number", m.start(), m.end(), normal_number(m[0]))
        for m in _NUMBER.finditer(text)
        if _is_number(m["marks"])
    ]


def _is_number(marks: str) -> bool:
    # A number's marks begin with a capital («CT/TU», «QĐ-UBND», «QH15»); «2016-nay» or «5/tháng» do not.
    head = re.split(r"[\-–/&]", marks)[0]
    return head[:1].isupper() and (len(head) > 1 or "/" in marks)


def normal_number(written: str) -> str:
    """«18 -CT/TU» and «18-ct/tu» as one: folded, no spaces, one kind of dash; leading zeros of the serial dropped."""
    plain = re.sub(r"\s+", "", fold(nfc(written))).replace("–", "-").rstrip(".-/&")
    return re.sub(r"^0+(?=\d)", "", plain)


def _is_date(match: re.Match[str]) -> bool:
    return 1 <= int(match["d"]) <= 31 and 1 <= int(match["m"]) <= 12


def _date_claim(match: re.Match[str]) -> Claim:
    year = match["y"]
    normal = f"{int(match['d']):02}/{int(match['m']):02}" + (f"/{year}" if year else "")
    return Claim("date", match.start(), match.end(), normal)


def _month_claim(match: re.Match[str]) -> Claim:
    month, year = match["m"] or match["m2"], match["y"] or match["y2"]
    return Claim("date", match.start(), match.end(), f"{int(month):02}/{year}")


def _quotation_claim(match: re.Match[str]) -> Claim:
    inner = next(group for group in match.groups() if group is not None)
    return Claim("quotation", match.start(), match.end(), normal_text(inner))


def _figure_claim(match: re.Match[str]) -> Claim:
    value = figure_value(match["value"])
    scale = (match["scale"] or "").lower()
    scale = "%" if match["percent"] else _SCALES.get(scale, scale)
    return Claim("figure", match.start(), match.end(), f"{value} {scale}".strip())


def figure_value(written: str) -> str:
    """A Vietnamese numeral as a plain decimal: «1.967» -> «1967», «96,72» -> «96.72», «1.217.000» -> «1217000»."""
    whole, _, fraction = written.rpartition(",") if _has_decimal_comma(written) else (written, "", "")
    digits = re.sub(r"[.,]", "", whole).lstrip("0") or "0"
    fraction = fraction.rstrip("0")
    return f"{digits}.{fraction}" if fraction else digits


def _has_decimal_comma(written: str) -> bool:
    # «302,436» on a page's counter is thousands in the English way; it is then read as 302.436, which equals
    # itself on both sides of a comparison, so nothing is lost.
    return written.count(",") == 1


def normal_text(text: str) -> str:
    """Words compared without regard to case, Unicode form, tone placement, spacing or quotation marks."""
    plain = one_tone_place(nfc(text)).lower()
    return _SPACE.sub(" ", re.sub(r"[“”\"«»'‘’]", "", plain)).strip(" .,;:…")
