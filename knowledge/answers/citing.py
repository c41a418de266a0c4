"""Citations: exact quotations with their locators, and how a source is named in a sentence."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from knowledge.answers.quoting import quotation_around
from knowledge.claims import claims
from knowledge.documents import Citation, Document, DocumentKind, Passage, Span
from knowledge.places import names_place, without_unit
from knowledge.spelling import nfc
from knowledge.store import Store


def vietnamese_date(day: date) -> str:
    """«20/5/2015», as officers write it."""
    return f"{day.day}/{day.month}/{day.year}"


def body_part(document: Document, span: Span) -> Span:
    """The part of the article that holds a span; the whole text where the span is outside of it."""
    for part in document.body:
        if part.start <= span.start and span.end <= part.end:
            return part
    return Span(0, len(document.text))


def cite(store: Store, document: Document, span: Span) -> Citation:
    """A citation of exactly this span."""
    return Citation(
        document_id=document.id,
        source=document.source,
        title=document.title,
        locator=locator(store, document, span),
        quote=span.of(document.text),
        start=span.start,
        end=span.end,
    )


def cite_around(store: Store, document: Document, span: Span) -> Citation:
    """A citation of the sentence, or the clauses of a long one, that hold this span."""
    return cite(store, document, quotation_around(document.text, span, body_part(document, span)))


def locator(store: Store, document: Document, span: Span) -> str:
    """Where a span stands, in the document's own terms; «phần đầu» outside of every passage."""
    passage = passage_at(store.passages_of(document.id), span.start)
    return passage.locator if passage else "phần đầu"


def passage_at(passages: list[Passage], offset: int) -> Passage | None:
    """The passage that holds an offset."""
    place = bisect_right([passage.start for passage in passages], offset) - 1
    return passages[place] if place >= 0 and offset < passages[place].end else None


def merged(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Citations in order, each once, those that lie inside another left out."""
    unique = list(dict.fromkeys(citations))
    return tuple(c for c in unique if not any(o is not c and _inside(c, o) for o in unique))


def _inside(inner: Citation, outer: Citation) -> bool:
    return (
        inner.document_id == outer.document_id
        and outer.start <= inner.start
        and inner.end <= outer.end
        and (inner.start, inner.end) != (outer.start, outer.end)
    )


def source_name(document: Document) -> str:
    """How a sentence names a source: «theo bài “…”, ngày 5/12/2018», «theo Quyết định số …»."""
    if document.kind is DocumentKind.FULL_TEXT:
        own = (
            f"{document.type or 'Văn bản'} số {document.number.normalised}"
            if document.number
            else document.title
        )
        return f"theo toàn văn {own}"
    if document.kind is DocumentKind.DIGEST:
        one_source = document.origin and (document.reported or document.author)
        return (
            f"theo {_lower_first(document.origin or '')}"
            if one_source
            else f"theo bản tổng hợp “{plain_title(document)}”"
        )
    when = f"ngày {vietnamese_date(document.reported)}" if document.reported else "không ghi ngày"
    return f"theo bài “{plain_title(document)}”{_where(document)}, {when}"


def _where(document: Document) -> str:
    """« (Sơn La)» behind a title that does not say where its report is from."""
    place = (document.place or "").split(",")[0]
    return f" ({place})" if place and not names_place(document.title, without_unit(place)) else ""


def plain_title(document: Document) -> str:
    """A title on one line without quotation marks of its own, so that it can stand inside some."""
    return re.sub(r"\s+", " ", re.sub(r"[“”\"«»]", "", document.title)).strip()


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def source_citations(store: Store, document: Document) -> tuple[Citation, ...]:
    """What proves the words of `source_name`: the origin line of a digest, the title and the date line of a report."""
    if document.kind is DocumentKind.FULL_TEXT and document.number:
        start = document.text.find(document.number.written)
        return (cite(store, document, _line_around(document.text, start)),) if start >= 0 else ()
    if document.kind is DocumentKind.DIGEST and document.origin:
        return _found(store, document, document.origin)
    spans = [span for span in (_date_span(document),) if span]
    return tuple(cite(store, document, span) for span in spans)


def author_citations(store: Store, document: Document) -> tuple[Citation, ...]:
    """Where a report names its author; nothing where it names none."""
    return _found(store, document, author_line(document)) if document.author else ()


def author_line(document: Document) -> str:
    """The author with where he works, as far as a report says so behind his name: «Lò Thị Ên (Văn phòng Huyện ủy)»."""
    author = document.author or ""
    named = re.search(rf"{re.escape(author)} ?\([^()\n]{{3,80}}\)", document.text) if author else None
    return named[0] if named else author


def _found(store: Store, document: Document, words: str) -> tuple[Citation, ...]:
    start = document.text.find(nfc(words))
    return (cite(store, document, Span(start, start + len(words))),) if start >= 0 else ()


def _date_span(document: Document) -> Span | None:
    if document.reported is None:
        return None
    normal = f"{document.reported:%d/%m/%Y}"
    found = [claim for claim in claims(document.text) if claim.kind == "date" and claim.normal == normal]
    return _line_around(document.text, found[0].start) if found else None


def _line_around(text: str, offset: int, longest: int = 120) -> Span:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    if end - start <= longest:
        return Span(start, end)
    match = re.compile(r"[^\n.;]*").match(text, offset)
    return Span(offset, match.end() if match else offset)
