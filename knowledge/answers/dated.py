"""A document named by its day («kế hoạch ngày 25/11/2025») or its term: one of another does not speak for it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from knowledge.document_types import NAMED
from knowledge.documents import Document, Span
from knowledge.question import Question

BY_DAY = re.compile(
    rf"\b(?:theo )?(?:{NAMED}) (?:ngay |thang )(?P<day>\d[\d/.\-]*)"
    rf"(?: thang (?P<month>\d+))?(?: nam (?P<year>\d+))?|\btheo (?:{NAMED})(?= cua\b|$)"
)
"""Folded: «theo kế hoạch ngày 25/11/2025», «theo kế hoạch của …» say where to look, not what for."""
_TERM = re.compile(r"(?<!\d)((?:19|20)\d\d) ?[-\u2013] ?((?:19|20)\d\d)(?!\d)")
_NUMBER = re.compile(r"\d+")


def of_that_day(question: Question, document: Document) -> bool:
    """Whether a document may be the one that a question names by its day; a day that is not known may be any."""
    asked = _asked(question.folded)
    if not asked or document.issued is None:
        return True
    issued = (document.issued.year, document.issued.month, document.issued.day)
    return all(one == known for one, known in zip(asked, issued, strict=False))


@lru_cache(maxsize=64)
def _asked(folded: str) -> tuple[int, ...]:
    """Year, month and day, as far as they are given; empty where no document is named so, or without its year."""
    named = BY_DAY.search(folded)
    if named is None:
        return ()
    numbers = [int(one) for part in named.groups() if part for one in _NUMBER.findall(part)]
    given = numbers[::-1]
    return tuple(given) if len(given) > 1 and given[0] > 1900 else ()


def of_that_term(question: Question, title: str, text: str = "") -> bool:
    """Whether a document may speak for the term that a question names: «nhiệm kỳ 2021-2026» is not 2026 - 2031.

    One that is titled with another term may where its text names the one asked for.
    """
    asked = _terms(question.asked)
    titled = _terms(title) if asked else asked
    # A long text is read for its terms only where its title names others.
    return not titled or not asked.isdisjoint(titled) or not asked.isdisjoint(_TERM.findall(text))


@lru_cache(maxsize=1024)
def _terms(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_TERM.findall(text))


def of_that_year(question: Question, document: Document, sentence: Span) -> bool:
    """A year that the question names is the sentence's, else its paragraph's, inside their period, else the report's."""
    if not question.years:
        return True
    years = _years_of(document.text, sentence)
    if not years:
        reported = document.reported.year if document.reported else None
        return any(str(year) in document.title or year == reported for year in question.years)
    return _among(question.years, years)


def not_of_another_year(question: Question, document: Document, sentence: Span) -> bool:
    """Whether neither a sentence nor, where it gives no year, its paragraph is of other years than those asked of."""
    years = _years_of(document.text, sentence) if question.years else []
    return not years or _among(question.years, years)


def _among(asked: Sequence[int], years: Sequence[int]) -> bool:
    return all(year in years or min(years) < year < max(years) for year in asked)


def _years_of(text: str, sentence: Span) -> list[int]:
    start, end = text.rfind("\n", 0, sentence.start) + 1, text.find("\n", sentence.end)
    return _years(sentence.of(text)) or _years(text[start : end if end >= 0 else len(text)])


def _years(text: str) -> list[int]:
    return [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)]
