"""Numbers that are not written in figures: Vietnamese words («hai mươi lăm», «ba phần tư») and Roman numerals."""

import re
from collections.abc import Iterator

Numeral = tuple[int, int, str]
"""Start, end and normal form: a plain decimal as figures have it, a fraction «3/4», or a Roman numeral itself."""

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_TENS = {"mươi": 10, "mười": 10, "trăm": 100}
_SCALES = {
    "nghìn": 1_000,
    "ngàn": 1_000,
    "vạn": 10_000,
    "triệu": 1_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
}
_FILLERS = frozenset(("linh", "lẻ"))
_ALONE = frozenset(("hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười"))
"""Digits that are a number by themselves; «một số», «năm 2015», «đầu tư», «không có» mostly are none."""
_WORD = "|".join(sorted({*_DIGITS, *_TENS, *_SCALES, *_FILLERS}, key=len, reverse=True))
_WORDS = re.compile(rf"(?<!\w)(?:{_WORD})(?:\s+(?:{_WORD}))*(?!\w)", re.IGNORECASE)
_FRACTION = re.compile(rf"(?<!\w)(?P<top>{_WORD})\s+phần\s+(?P<bottom>{_WORD})(?!\w)", re.IGNORECASE)
_ROMAN = re.compile(
    r"(?<![\w/\-–.])(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w/]|[-–][^\W\d_]|\.\w)"
)
_BEFORE_ONE_LETTER = re.compile(
    r"(?:khóa|khoá|kỳ|chương|phần|mục|quý|thứ|hội|bậc|hạng|loại|vùng|vực|cấp|đoạn|nhóm|lục|tập|và|,|[IVX]\s?[-–])\s*$",
    re.IGNORECASE,
)


def word_numerals(text: str) -> Iterator[Numeral]:
    """Numbers in words. A lone «một», «năm», «tư» or «không» is too often none and is left out."""
    taken = 0
    for match in sorted(
        [*_FRACTION.finditer(text), *_WORDS.finditer(text)], key=lambda m: (m.start(), -m.end())
    ):
        normal = _fraction(match) if match.re is _FRACTION else _whole(match[0].lower().split())
        if normal and match.start() >= taken:
            taken = match.end()
            yield match.start(), match.end(), normal


def _fraction(match: re.Match[str]) -> str:
    top, bottom = match["top"].lower(), match["bottom"].lower()
    if bottom == "trăm":
        return ""
    known = _DIGITS | _TENS
    return f"{known.get(top, top)}/{known.get(bottom, bottom)}"


def _whole(words: list[str]) -> str:
    if len(words) == 1:
        return str(value_of(words)) if words[0] in _ALONE else ""
    if not any(word in _DIGITS or word == "mười" for word in words):
        return ""
    if all(word in _DIGITS for word in words):
        # «hai năm» are two years; what stands side by side otherwise says nothing sure.
        return str(_DIGITS[words[0]]) if words[0] in _ALONE else ""
    return str(value_of(words))


def value_of(words: list[str]) -> int:
    """The value of a number in words, lower case: «hai nghìn không trăm mười lăm» -> 2015."""
    total = part = 0
    digit: int | None = None
    for word in words:
        if word in _DIGITS:
            digit = _DIGITS[word]
        elif word in _TENS:
            part, digit = part + (1 if digit is None else digit) * _TENS[word], None
        elif word in _SCALES:
            total, part, digit = total + (part + (digit or 0) or 1) * _SCALES[word], 0, None
    return total + part + (digit or 0)


def roman_numerals(text: str) -> Iterator[Numeral]:
    """Roman numerals of two letters and more, and single ones behind «quý», «khóa», «chương» and the like."""
    for match in _ROMAN.finditer(text):
        if len(match[0]) > 1 or (
            match[0] and _BEFORE_ONE_LETTER.search(text[max(0, match.start() - 8) : match.start()])
        ):
            yield match.start(), match.end(), match[0]


def roman(number: int) -> str:
    """A number from 1 to 39 in Roman numerals."""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + ones[number % 10]
