"""Sums that are asked for: the figures of one sentence added up, and said to be computed."""

import re
from dataclasses import replace

from knowledge.answers.cards import Statement
from knowledge.answers.counted import counted_numerals
from knowledge.question import Question

_ASKS = re.compile(r"\b(?:tong cong|cong lai|tong so|tat ca (?:la |co )?(?:bao nhieu|may))\b")
_PARTS = re.compile(r"\btrong đó\b|\bgồm\b|\btổng\b", re.IGNORECASE)
"""Says that some figures are parts of another: they are not to be added to it."""


def with_sum(question: Question, told: Statement) -> Statement:
    """The statement with the sum of its figures of the noun asked for, where it is asked for and they are no parts."""
    quote = told.citations[0].quote if told.citations else ""
    if not _ASKS.search(question.folded) or _PARTS.search(quote):
        return told
    terms = [one for one in counted_numerals(question, quote) if re.fullmatch(r"\d+(?:\.\d{3})*", one)]
    values = [int(one.replace(".", "")) for one in terms]
    if len(values) < 2 or max(values) * 2 == sum(values):
        return told
    body, _, source = told.text.rpartition("\n")
    added = f"Cộng lại: {' + '.join(terms)} = {_written(sum(values))} (trợ lý cộng từ các số trên)."
    return replace(told, text="\n".join(filter(None, (body, added, source))))


def _written(value: int) -> str:
    return f"{value:,}".replace(",", ".")
