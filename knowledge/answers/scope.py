"""To what and to whom a held document applies: the article that is headed so."""

import re

from knowledge.answers.cards import Statement
from knowledge.answers.inside import article_statement
from knowledge.documents import Document
from knowledge.question import Question
from knowledge.spelling import fold
from knowledge.store import Store

SCOPE_WORDS = ("ap dung", "doi tuong", "pham vi", "dieu chinh", "co quan", "to chuc", "nguoi", "noi dung")
"""Words that ask for a scope and are no topic."""
_ASKS_WHOM = re.compile(
    r"\bap dung (?:cho|voi|doi voi) (?:nhung |cac )?(?:ai|doi tuong|co quan nao|nguoi nao|to chuc nao|don vi nao)\b"
    r"|\bdoi tuong ap dung\b"
)
_ASKS_WHAT = re.compile(r"\bpham vi (?:dieu chinh|ap dung)\b")
_HEADING = r"(?m)^[\W_]*(?P<article>dieu \d{1,3}[a-z]?)\b[^\n]*\b"
_WHOM = re.compile(rf"{_HEADING}doi tuong (?:va pham vi )?ap dung\b")
_WHAT = re.compile(rf"{_HEADING}pham vi (?:va doi tuong )?(?:dieu chinh|ap dung)\b")


def asks_scope(question: Question) -> bool:
    """Whether it is asked what a document regulates or whom it applies to."""
    return any(asked.search(question.folded) for asked in (_ASKS_WHOM, _ASKS_WHAT))


def scope_statement(store: Store, document: Document, question: Question) -> Statement | None:
    """The article on whom, or on what, a document applies to; None where it has none of either heading."""
    low, whom = fold(document.text), _ASKS_WHOM.search(question.folded)
    headings = (_WHOM, _WHAT) if whom else (_WHAT,)
    found = next((one for heading in headings if (one := heading.search(low))), None)
    return article_statement(store, document, found["article"].replace("dieu", "Điều")) if found else None
