"""A report that speaks of several places: what it says of another one does not answer for the one asked of."""

from collections.abc import Iterator, Sequence

from knowledge.answers.units import Place
from knowledge.documents import Document, DocumentKind, Span
from knowledge.places import Gazetteer, names_place
from knowledge.sentences import sentences


def told_there(gazetteer: Gazetteer, asked: Sequence[str], places: Sequence[Place]) -> list[Place]:
    """The passages; those of a report titled with none of the places asked of without what it says of others."""
    return [kept for place in places for kept in _kept(gazetteer, asked, place)]


def _kept(gazetteer: Gazetteer, asked: Sequence[str], place: Place) -> Iterator[Place]:
    if not asked or place.document.kind is DocumentKind.FULL_TEXT or _of_one(place.document, asked):
        yield place
        return
    heading = place.heading.rsplit(" > ", maxsplit=1)[-1]
    run: Span | None = None
    for span in sentences(place.document.text, place.span):
        if _elsewhere(gazetteer, asked, span.of(place.document.text), heading):
            if run:
                yield place._replace(span=run)
            run = None
        else:
            run = Span(run.start if run else span.start, span.end)
    if run:
        yield place._replace(span=run)


def _of_one(document: Document, asked: Sequence[str]) -> bool:
    return any(names_place(f"{document.place or ''} . {document.title}", place) for place in asked)


def _elsewhere(gazetteer: Gazetteer, asked: Sequence[str], sentence: str, heading: str) -> bool:
    """Whether a sentence, or else the heading that it stands under, names other places only."""
    said = next((text for text in (sentence, heading) if gazetteer.find(text)), "")
    return bool(said) and not any(names_place(said, place) for place in asked)
