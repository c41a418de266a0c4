"""What a held text changes in others, by its own lines: «Sửa đổi, bổ sung Điều 4 Thông tư số …»."""

import re

from knowledge.answers.cards import Statement
from knowledge.answers.citing import cite, merged, source_citations
from knowledge.answers.extracts import FoundSentence
from knowledge.answers.from_texts import sentences_statement
from knowledge.answers.source_line import said_by
from knowledge.documents import Document, RegisterEntry, Span
from knowledge.question import Question
from knowledge.sentences import sentences
from knowledge.spelling import fold
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


_ARTICLES = re.compile(r"\b(?:dieu|khoan|diem) nao\b.*\b(?P<verb>bai bo|sua doi|thay the)\b")
_ARTICLE = re.compile(r"\b(?:dieu|khoan|diem) (?:\d|[a-z]\b)|\bcac (?:dieu|khoan|diem)\b")


def changed_statement(store: Store, question: Question, entry: RegisterEntry) -> Statement | None:
    """Which articles of a document another one repeals or amends, by the sentence that names both; None without one."""
    asked = _ARTICLES.search(question.folded)
    if asked is None or not entry.number:
        return None
    for document in (store.documents[id_] for id_ in entry.documents):
        for part in document.body:
            for sentence in sentences(document.text, part):
                said = fold(sentence.of(document.text))
                named = fold(entry.number) in said and _ARTICLE.search(said) is not None
                if named and re.match(rf"\W*(?:\d+\.\s*)?{asked['verb']}\b", said):
                    return sentences_statement(store, [FoundSentence(document, sentence, 1.0)])
    return None
