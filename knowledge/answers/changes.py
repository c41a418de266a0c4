"""What a held text changes in others, by its own lines: «Sửa đổi, bổ sung Điều 4 Thông tư số …»."""

import re

from knowledge.answers.cards import Statement
from knowledge.answers.citing import cite, merged, source_citations
from knowledge.answers.composing import said_by
from knowledge.documents import Document, Span
from knowledge.question import Question
from knowledge.store import Store

MOST = 20
"""Lines shown at once."""
_ASKS = re.compile(
    r"\b(?:sua doi|bo sung|sua|thay the|bai bo)\b.* (?:dieu|khoan|diem|chuong|noi dung) (?:nao|gi)\b"
    r"|\b(?:sua doi|bo sung|sua)(?: [a-z]+){0,3} (?:nhung )?gi\W*$"
)
_LINE = re.compile(
    r"(?m)^[#*_ \t]*(?P<line>(?:Điều \d+\.|\d{1,2}\.|[a-zđ]\))[*_ ]*(?:(?:Sửa đổi|Bổ sung|Bãi bỏ|Thay thế)[^\n]*?"
    r"|Điều \d+[^\n]{0,90}? (?:được|bị) (?:sửa đổi|bổ sung|bãi bỏ|thay thế)[^\n]*?))"
    r"(?: như sau)?[:;.*_ ]*$"
)
CHANGE_WORDS = ("sua doi", "bo sung", "sua", "thay the", "bai bo", "dieu", "khoan", "noi dung")
"""Words that ask for changes and are no topic."""


def asks_changes(question: Question) -> bool:
    """Whether what a document changes inside another one is asked for; which one it changes is a relation."""
    return _ASKS.search(question.folded) is not None


def changes_statement(store: Store, document: Document) -> Statement | None:
    """The lines that say what is changed, in their order; None where the text has none."""
    spans = [Span(*match.span("line")) for match in _LINE.finditer(document.text)]
    if not spans:
        return None
    lines = [f"• {' '.join(re.sub(r'[*_]', '', span.of(document.text)).split())}" for span in spans[:MOST]]
    more = ["• … (còn các nội dung sau)"] if spans[MOST:] else []
    told = ["Các nội dung được sửa đổi, bổ sung, thay thế hoặc bãi bỏ:", *lines, *more, said_by(document)]
    quotes = [cite(store, document, span) for span in spans[:MOST]]
    return Statement("\n".join(told), merged([*quotes, *source_citations(store, document)]))
