"""What the beginning of a line says about its place: «Chương II», «Điều 5.», «2.», «a)», «## Số liệu»."""

import re
from dataclasses import dataclass
from enum import IntEnum


class Rank(IntEnum):
    """Which marks stand above which; Markdown headings take 1 to 6."""

    APPENDIX = 10
    FORM = 15
    PART = 20
    CHAPTER = 30
    LETTER = 32
    ROMAN = 35
    NAMED = 36
    SECTION = 40
    SUBSECTION = 50
    ARTICLE = 60
    NUMBER = 70
    POINT = 80
    BULLET = 90


@dataclass(frozen=True, slots=True)
class Mark:
    """What the beginning of a line says about its place.

    `level` is the number of # before it, 0 where there is none. `only` is True for marks that name what
    follows («Chương II»), whose title may stand on the next line.
    """

    rank: int
    word: str
    value: str
    level: int = 0
    only: bool = False


UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆĐÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""Capital letters, for a character class; a range such as À-Ỹ holds small ones too."""
_DECORATION = re.compile(r"(?P<hashes>#{1,6})?[ \t]*(?P<quote>>[ \t]*)?(?P<bold>\*{1,3}|_{2,3})?[ \t]*")
_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"
_MARKS: tuple[tuple[int, str, re.Pattern[str]], ...] = (
    (Rank.PART, "Phần", re.compile(r"(?i:phần)\s+(?:thứ\s+)?(\w{1,8})\b(?=\s*(?:[.:\-–—]|$))")),
    (Rank.CHAPTER, "Chương", re.compile(rf"(?i:chương)\s+({_ROMAN}|\d{{1,2}})\b")),
    (Rank.SUBSECTION, "Tiểu mục", re.compile(rf"(?i:tiểu mục)\s+(\d{{1,2}}|{_ROMAN})\b")),
    (
        Rank.SECTION,
        "Mục",
        re.compile(rf"(?:Mục|MỤC)\s+(\d{{1,2}}|{_ROMAN})\b(?=\s*(?:[.:\-–—*]|$|[{UPPER}]))"),
    ),
    (Rank.ARTICLE, "Điều", re.compile(r"(?:Điều|ĐIỀU)\s+(\d{1,3}[a-zđ]?)(?=\s*(?:[.:\-–—*]|$))")),
    (
        Rank.APPENDIX,
        "Phụ lục",
        re.compile(
            rf"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+)?({_ROMAN}|\d{{1,2}}|[A-H]))?(?=\s*(?:[.:\-–—*(]|$))"
        ),
    ),
    (
        Rank.FORM,
        "Mẫu số",
        re.compile(r"(?:Mẫu|MẪU)(?:\s+(?:số|SỐ))?:?\s+(\d[\w/.-]{0,30})(?=\s*(?:[:*(]|$))"),
    ),
    (Rank.ROMAN, "mục", re.compile(rf"({_ROMAN})\s?[.\-–/)](?=\s)")),
    (Rank.LETTER, "mục", re.compile(rf"([A-EGH]|Đ)[.)](?=\s+[{UPPER}])")),
    (
        Rank.NUMBER,
        "mục",
        re.compile(
            rf"\(?(\d{{1,3}}(?:\.\d{{1,3}}){{0,4}})[.)/](?=\s)|(\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?=\s+[{UPPER}])"
        ),
    ),
    (
        Rank.POINT,
        "điểm",
        re.compile(rf"\(?([a-zđ]{{1,2}}(?:\.\d{{1,2}})?)\)(?=\s)|([a-zđ])\.(?=\s+[{UPPER}])"),
    ),
    (Rank.BULLET, "", re.compile(r"([-–—•*+])(?=\s)|(\|)")),
)
_END_PART = re.compile(r"(?:\*{0,2})(?i:nơi nhận)\s*:?(?:\*{0,2})$")

TITLE_LENGTH = 150
"""Longest heading kept in a passage's path."""
NAME_LENGTH = 60
"""Longest name of an unnumbered heading in a locator."""


def read_mark(line: str) -> Mark | None:
    """The mark that a stripped line begins with, or None."""
    decoration = _DECORATION.match(line)
    level = len(decoration["hashes"] or "") if decoration else 0
    rest = line[decoration.end() if decoration else 0 :][:200]
    if _END_PART.match(rest):
        return Mark(Rank.APPENDIX, "phần ký, nơi nhận", "", level)
    for rank, word, pattern in _MARKS:
        if found := pattern.match(rest):
            value = next((group for group in found.groups() if group), "")
            only = rank < Rank.ARTICLE and rank not in (Rank.ROMAN, Rank.LETTER, Rank.FORM)
            return Mark(rank, word, value, level, only)
    if level:
        return Mark(level, "mục", f"“{heading_text(rest, NAME_LENGTH)}”", level)
    return None


def heading_text(written: str, length: int = TITLE_LENGTH) -> str:
    """A heading on one line, without decoration, cut at a word."""
    plain = re.sub(r"\s+", " ", re.sub(r"\{#[^}]*\}|\]\([^)]*\)|[*_#\[]{1,3}", "", written[:400])).strip(
        " .:;"
    )
    if len(plain) <= length:
        return plain
    return plain[:length].rsplit(" ", 1)[0] + "…"
