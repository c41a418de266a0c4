"""Locators: the part of a document that a mention points at («khoản 2 Điều 5 Nghị định …»)."""

import re

from knowledge.documents import Span

_PART = r"(?:diem|khoan|dieu|chuong|muc|phan|phu\s+luc|tiet)\s+(?:so\s+)?[\divxlc]{1,5}[a-z]?(?:\.\d+)*"
_LETTER = r"(?:diem|tiet)\s+[a-z]{1,2}"
_MORE = r"(?:\d{1,3}[a-z]?|[a-z])"
_ONE = rf"(?:{_PART}|{_LETTER})(?:\s*,\s*{_MORE}(?=[\s,]))*(?:\s+va\s+{_MORE}(?=\s))?"
_BEFORE = re.compile(
    rf"(?<!\w)(?P<locator>{_ONE}(?:\s*,?\s*(?:va\s+|hoac\s+|den\s+|cua\s+)?{_ONE})*)\s*(?:cua\s+)?$"
)
_WINDOW = 90


def read_locator_before(low: str, position: int) -> Span | None:
    """The locator that ends right before `position` in folded text."""
    start = max(0, position - _WINDOW)
    window = low[start:position]
    if (
        "dieu " not in window
        and "phu luc" not in window
        and "khoan " not in window
        and "chuong " not in window
    ):
        return None
    match = _BEFORE.search(window)
    return Span(start + match.start("locator"), start + match.end("locator")) if match else None
