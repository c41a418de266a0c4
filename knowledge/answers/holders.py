"""Who holds a post, where only a signature tells: the name below «CHỦ TỊCH» of a document of that very body."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from knowledge.answers.cards import Statement
from knowledge.answers.citing import cite, merged, source_citations
from knowledge.answers.inside import signature
from knowledge.answers.source_line import said_by
from knowledge.documents import Document, DocumentKind, Span
from knowledge.language import Body, bodies
from knowledge.places import names_place
from knowledge.question import Question
from knowledge.spelling import fold
from knowledge.store import Store

_POST = re.compile(
    r"\b(?:(?P<pho>pho) )?(?P<post>chu tich|chu nhiem|giam doc|bi thu|(?:truong|thu) (?:ban|truong)|(?:bo|cuc) truong)\b"
)


def find_holder(store: Store, question: Question) -> Statement | None:
    """The latest signature of the post asked for, of a body and place that the question names; None without one."""
    post = _POST.search(question.folded)
    if post is None or not question.bodies or not question.places:
        return None
    asked = " ".join(filter(None, (post["pho"], post["post"])))
    found = [(document, span) for document, span in _signed(store, question) if _holds(document, span, asked)]
    if not found:
        return None
    document, span = max(found, key=lambda one: one[0].issued or date.min)
    quoted = cite(store, document, span)
    lines = [line.strip(" *_|.\t") for line in quoted.quote.split("\n") if line.strip(" *_|.\t")]
    text = f"{lines[-1]} (ký với chức danh {lines[-2].capitalize()}).\n{said_by(document)}"
    return Statement(text, merged([quoted, *source_citations(store, document)]))


def _signed(store: Store, question: Question) -> Iterator[tuple[Document, Span]]:
    for document in store.documents.values():
        if document.kind is DocumentKind.FULL_TEXT and _issued_there(
            document, question.bodies, question.places
        ):
            span = signature(document)
            if span:
                yield document, span


def _issued_there(document: Document, asked: Sequence[Body], places: Sequence[str]) -> bool:
    issuer = document.issuer or ""
    kinds = {body.kind for body in bodies() if body.pattern.search(fold(issuer))}
    of_body = all(body.kind in kinds for body in asked)
    return of_body and all(names_place(issuer, place) for place in places)


def _holds(document: Document, span: Span, asked: str) -> bool:
    """Whether the last post of a signature is the one asked for: who signs «KT. CHỦ TỊCH» is none."""
    lines = [fold(line).strip(" *_|.\t") for line in span.of(document.text).split("\n")]
    posts = [line for line in lines if line][:-1]
    return bool(posts) and posts[-1] == asked
