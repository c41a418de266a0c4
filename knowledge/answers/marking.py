"""How fine the mark of a line is: «Điều 5» before «II.» before «2.» before «2.1.» before «a)» before «-»."""

import re

from knowledge.spelling import SYLLABLE, fold

_MARKS = (
    re.compile(r"\W*Điều \d"),
    re.compile(r"[#\s*]*[IVX]{1,5}[.)/]\s"),
    re.compile(r"[#\s*]*\(?\d{1,2}[.)/](?!\d)"),
    re.compile(r"[#\s*]*\(?\d{1,2}(?:\.\d{1,2}){1,3}[.)/]"),
    re.compile(r"[#\s*]*\(?[a-zđ][.)]\s"),
    re.compile(r"\s*[-–•*+]\s"),
)
"""Marks of a line, the coarser first."""
_ANY_MARK = re.compile(r"^\W*(?:(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]+)[.)/]\s*)?\W*")
UNMARKED = len(_MARKS)
"""The rank of a line without a mark."""
FINEST = UNMARKED - 1
"""That of a dash, which may stand under a dash."""


def rank(line: str) -> int:
    """How fine a line's mark is, from 0; that of an unmarked line is beyond all."""
    return next((place for place, mark in enumerate(_MARKS) if mark.match(line)), UNMARKED)


def opening(text: str) -> list[str]:
    """The first two folded syllables of a text behind its mark: what it begins with."""
    return SYLLABLE.findall(_ANY_MARK.sub("", fold(text)))[:2]
