"""The line below a quotation that says whose it is: «Theo Điều 28 (Thời hạn …) Luật Khiếu nại (số 02/2011/QH13).»"""

import re

from knowledge.answers.cards import Statement
from knowledge.answers.citing import cite, plain_title, source_citations, source_name
from knowledge.documents import Document, DocumentKind, Span
from knowledge.store import Store

FAR = 12000
"""Characters before a quotation in which its article's line is looked for."""
_ARTICLE_LINE = re.compile(r"(?m)^[#*_ \t]*(?P<line>Điều \d{1,3}[a-zđ]?\b[^\n]*)")
_ARTICLE_NUMBER = re.compile(r"Điều \d{1,3}[a-zđ]?")
_ARTICLE_TITLE = re.compile(r"^Điều \d{1,3}[a-zđ]?[.:]\s*(?P<title>[^.;:]{4,110})$")
_WRAPPED = 2
"""Lines over which an article's title may run on."""
_BY_TITLE = ("Luật", "Bộ luật", "Pháp lệnh")


def said_by(document: Document) -> str:
    """«Theo bài “…”, ngày 5/12/2018.» as a line of its own."""
    said = source_name(document)
    return f"{said[:1].upper()}{said[1:]}."


def told_by(store: Store, document: Document, span: Span, titled: bool = True) -> Statement:
    """«Theo Điều 28 (Thời hạn giải quyết khiếu nại lần đầu) Luật Khiếu nại (số 02/2011/QH13).», with its proofs.

    `titled`: with the article's own title, which often says who or what is spoken of.
    """
    proofs = source_citations(store, document)
    if document.kind is not DocumentKind.FULL_TEXT:
        return Statement(said_by(document), proofs)
    article = article_line(document, span)
    name = (
        plain_title(document)
        if document.type in _BY_TITLE
        else source_name(document)[len("theo toàn văn ") :]
    )
    if article is None:
        return Statement(f"Theo {name}.", proofs)
    line = " ".join(article.of(document.text).split())
    number, title = _ARTICLE_NUMBER.search(line), _ARTICLE_TITLE.search(line)
    place = f"{number[0]} " if number else ""
    place += f"({title['title']}) " if title and titled else ""
    return Statement(f"Theo {place}{name}.", (cite(store, document, article), *proofs))


def article_line(document: Document, span: Span) -> Span | None:
    """The line of the article that a span stands in; one that an amending law quotes is none."""
    if span.start == 0:
        return None
    found = None
    for match in _ARTICLE_LINE.finditer(document.text, max(0, span.start - FAR), span.end):
        if match.start("line") <= span.start:
            found = Span(match.start("line"), _title_end(document.text, match.end("line")))
    return found


def _title_end(text: str, end: int) -> int:
    """The end of a title that was wrapped: «Điều 1. Vị⏎trí và chức năng»."""
    for _ in range(_WRAPPED):
        following = text.find("\n", end + 1)
        if not text[end + 1 : end + 2].islower() or following < 0 or text[end - 1] in ".;:":
            break
        end = following
    return end
