"""When a law was passed, as its last sentence tells: «Luật này được Quốc hội … thông qua ngày 20 tháng 6 năm 2017»."""

import re
from datetime import date

from knowledge.answers.citing import body_part
from knowledge.answers.quoting import sentence_around
from knowledge.answers.surroundings import below_headings
from knowledge.documents import Document, Span

_PASSED = re.compile(
    r"thông[\s*]+qua[\s*]+ngày[\s*]+(?P<day>\d{1,2})(?:[\s*]+tháng[\s*]+|[/.-])(?P<month>\d{1,2})"
    r"(?:[\s*]+năm[\s*]+|[/.-])(?P<year>\d{4})"
)


def passing_sentence(document: Document) -> Span | None:
    """The last sentence of the body that says when it was passed, without its heading; None where there is none."""
    text = document.text
    found = [match for part in document.body for match in _PASSED.finditer(text, part.start, part.end)]
    if not found:
        return None
    inner = Span(*found[-1].span())
    return below_headings(text, sentence_around(text, inner, body_part(document, inner)))


def passed_on(sentence: str) -> date | None:
    """The day that such a sentence tells; None where it tells none, or one that no calendar has."""
    told = _PASSED.search(sentence)
    try:
        return date(int(told["year"]), int(told["month"]), int(told["day"])) if told else None
    except ValueError:
        return None
