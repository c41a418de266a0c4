"""Lines of a saved web page that are no prose: site chrome, the date line, the author's line."""

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from knowledge.marks import UPPER
from knowledge.spelling import fold

LONGEST = 200
"""Characters beyond which no line is taken for chrome, a date or an author."""

_EDGES = re.compile(r"^[\s•·▪■►»*+–—-]+|[\s:.…»*]+$")
_WEEKDAY = r"(?:(?:thu|ngay thu) (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7])"
_DAY = r"(?P<d>\d{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(?P<m>\d{1,2})(?:\s*[/.-]\s*|,?\s+nam\s+)(?P<y>\d{4})"
_CLOCK = r"\d{1,2}\s*(?:[:h]|gio)\s*\d{0,2}(?::\d{2})?\s*(?:am|pm|phut)?(?:\s*\(?gmt\s*\+?\d{0,2}\)?)?"
_POSTED = (
    r"(?:ngay dang|dang ngay|ngay viet|ngay cap nhat|cap nhat(?: luc| ngay)?|thoi gian|xuat ban|dang luc)"
)
_COUNTS = r"(?:[\s,|]*(?:luot xem|da xem)?\s*:?\s*[\d.,]+){0,2}"
_DATE_LINE = re.compile(
    rf"(?:{_POSTED}\s*:?\s*)?(?:{_CLOCK}[\s,|-]*)?(?:{_WEEKDAY}[\s,|-]*)?(?:ngay\s+)?{_DAY}(?:[\s,|–-]*{_CLOCK})?{_COUNTS}"
)
_BYLINE = re.compile(
    r"(?i:(?P<role>tác giả|người đăng|người viết|đăng bởi|bài viết|bài|bài và ảnh|tin, ảnh|tin, bài|tin và ảnh|ảnh"
    r"|biên tập|thực hiện|nguồn tin|nguồn|theo))\s*:\s*(?P<named>\S.{1,80})"
)
_NAME = rf"[{UPPER}]\w*(?:\s+[{UPPER}]\w*){{1,4}}"
_SIGNED = re.compile(rf"(?P<named>{_NAME}(?:\s*[-–,]\s*{_NAME}){{0,2}})(?:\s*\((?P<office>[^()]{{2,60}})\))?")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote an article, or where it was taken from."""

    author: str | None
    origin: str | None


def ends_article(line: str) -> bool:
    """Whether a stripped line heads what is no part of an article («Tin khác», «Đăng nhập»)."""
    return len(line) <= LONGEST and _patterns()[0].fullmatch(plain(line)) is not None


def is_tool(line: str) -> bool:
    """Whether a stripped line is a counter, a button or the like («Lượt xem: 47», «In bài viết»)."""
    return len(line) <= LONGEST and _patterns()[1].fullmatch(plain(line)) is not None


def plain(line: str) -> str:
    """A line for comparison: lower case, no marks, no bullet, no colon at its end."""
    return fold(_EDGES.sub("", line))


def read_date_line(line: str) -> date | None:
    """The day of a line that says nothing else («Chủ nhật - 15/05/2022 23:36»); None for any other line."""
    match = _DATE_LINE.fullmatch(plain(line)) if len(line) <= LONGEST else None
    if match is None:
        return None
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def read_byline(line: str, *, signed: bool) -> Byline | None:
    """The author or origin that a stripped line names; None for any other line.

    `signed`: the line stands below the article, so that a bare name is its author.
    """
    if len(line) > LONGEST:
        return None
    if match := _BYLINE.fullmatch(line):
        named = match["named"].strip(" .")
        is_origin = fold(match["role"]) in ("nguon", "nguon tin", "theo")
        return Byline(None, named) if is_origin else Byline(named, None)
    if signed and (match := _SIGNED.fullmatch(line.strip("*_ "))):
        return Byline(match["named"], match["office"])
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    read = json.loads(Path(__file__).with_name("chrome.json").read_text("utf-8"))
    ends, tools = ("|".join(f"(?:{entry['pattern']})" for entry in read[kind]) for kind in ("ends", "tools"))
    return re.compile(ends), re.compile(tools)
