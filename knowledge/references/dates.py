"""Dates, years and terms as documents write them."""

import re
from dataclasses import dataclass
from datetime import date

DATE = re.compile(
    r"(?:(?:ky\s+|ban\s+hanh\s+)?ngay\s+)?(?:"
    r"(?P<iso_year>(?:19|20)\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)"
    r"|(?P<day>\d{1,2})\s?[/.\-–]\s?(?P<month>\d{1,2})\s?[/.\-–]\s?(?P<year>(?:19|20)\d\d)"
    r"|(?P<day2>\d{1,2})\s+thang\s+(?P<month2>\d{1,2})\s*(?:,\s*|/\s*)?(?:nam\s+)?(?P<year2>(?:19|20)\d\d)"
    r")(?!\d)"
)
"""A whole date in folded text, with or without «ngày»."""
YEAR = re.compile(
    r"(?:thang\s+\d{1,2}\s*(?:/|nam\s+)\s*|nam\s+)(?P<year>(?:19|20)\d\d)(?![\d\-–]|\s*[-–]\s*(?:20)?\d\d)"
)
TERM = re.compile(r"\(?\s*khoa\s+(?P<term>[ivxl]{1,6}|\d{1,2})(?!\w)(?:\s*,?\s*ky\s+hop\s+thu\s+\S+)?\s*\)?")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date or year read at some position; `end` is where the text goes on."""

    issued: date | None
    year: int
    end: int


def read_date(low: str, position: int) -> FoundDate | None:
    """The date or year that starts at `position` of folded text; impossible calendar dates are none."""
    match = DATE.match(low, position)
    if match:
        day = _date(match)
        return FoundDate(day, day.year, match.end()) if day else None
    match = YEAR.match(low, position)
    return FoundDate(None, int(match["year"]), match.end()) if match else None


def _date(match: re.Match[str]) -> date | None:
    if match["iso_year"]:
        parts = match["iso_year"], match["iso_month"], match["iso_day"]
    elif match["year"]:
        parts = match["year"], match["month"], match["day"]
    else:
        parts = match["year2"], match["month2"], match["day2"]
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None
