"""Walks a text once: every type word and every number opens a mention, which is then read to its end."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.documents import Reference, Span
from knowledge.references.heading import heading_of
from knowledge.references.heads import read_bare_number, read_head
from knowledge.references.issuers import Issuer, at_home, issuer_of_mark
from knowledge.references.parts import Parts
from knowledge.references.places import Place, infer_place, read_place
from knowledge.references.resolution import resolve
from knowledge.references.source import Source, read_source
from knowledge.references.tails import read_issuer_before, read_tail
from knowledge.references.vocabulary import vocabulary
from knowledge.spelling import fold


def extract(text: str, body: Sequence[Span] | None = None, place: str | None = None) -> list[Reference]:
    """All mentions of documents in an NFC text, in order of their start.

    `body` is what of the text is the article (all of it where None); mentions outside have `in_body` False.
    `place` is the report's place as metadata give it; what it leaves open is inferred from the text. Spans are
    exact: `span.of(text)` is what was read. Time is linear in the text's length.
    """
    source = read_source(text)
    home = _home(source, place)
    found = [to_reference(parts, source, home) for parts in read_mentions(source)]
    own = heading_of(source, home)
    if own:
        found = _with_heading(found, own)
    found.sort(key=lambda reference: (reference.start, -reference.end))
    found = _share_issuers(found, source)
    if body is not None:
        found = [replace(r, in_body=any(s.start <= r.start < s.end for s in body)) for r in found]
    return resolve(found)


def _home(source: Source, place: str | None) -> Place:
    given, inferred = read_place(place), infer_place(source.text, source.low)
    if given.province and inferred.province not in (None, given.province):
        inferred = Place()
    return Place(
        given.province or inferred.province,
        given.district or inferred.district,
        given.commune or inferred.commune,
    )


def read_mentions(source: Source) -> Iterator[Parts]:
    """The parts of every mention: those that a type word opens, then those that are a number alone."""
    used: set[int] = set()
    taken: set[int] = set()
    for match in vocabulary().type_pattern.finditer(source.low):
        before = source.low[match.start() - 1] if match.start() else " "
        parts = None if before.isalnum() or before == "_" else read_head(source, match, taken)
        if parts:
            if not parts.closed:
                read_tail(parts, source)
                read_issuer_before(parts, source)
            used.update(span.start for name, span in parts.spans.items() if name == "number")
            yield parts
    for start, match in source.numbers.items():
        alone = read_bare_number(source, match) if start not in used else None
        if alone:
            read_tail(alone, source)
            yield alone


def to_reference(parts: Parts, source: Source, home: Place) -> Reference:
    """The mention that the parts make up; `home` gives local issuers their place."""
    issuer = _issuer(parts, home)
    now = at_home(parts.issuer.now, home) if parts.issuer and parts.issuer.now else None
    spans = parts.spans
    return Reference(
        start=min(span.start for span in spans.values()),
        end=max(parts.end if parts.pointer else 0, *(span.end for span in spans.values())),
        number=parts.number,
        type=parts.type.name if parts.type else None,
        issuer=issuer.name if issuer else None,
        issuer_now=now.name if now else None,
        place=issuer.place if issuer else None,
        issued=parts.issued,
        year=parts.year or (parts.number.year if parts.number else None),
        term=parts.term,
        title=parts.title,
        locator=" ".join(spans["locator"].of(source.text).split()) if "locator" in spans else None,
        spans=spans,
        draft=parts.draft,
    )


def _issuer(parts: Parts, home: Place) -> Issuer | None:
    """The issuer read, or the one its mark or type implies; a place comes from the title first, then from the report."""
    if parts.issuer:
        issuer = parts.issuer.issuer
        if not issuer.local:
            return issuer
        title = parts.title or ""
        return at_home(at_home(issuer, infer_place(title, fold(title))), home)
    marked = issuer_of_mark(parts.number.issuer_mark) if parts.number else None
    implied = parts.type.issuer if parts.type and not parts.pointer else None
    return marked or (Issuer(implied, implied, False) if implied else None)


def _with_heading(found: list[Reference], own: Reference) -> list[Reference]:
    """The heading in place of the mentions that it consists of; what those know and it does not is added to it."""
    number, title = own.spans.get("number"), own.spans.get("title")
    same = next((r for r in found if number and r.spans.get("number") == number), None)
    if same and "title" in same.spans and not own.title:
        own = replace(
            own, title=same.title, spans={**same.spans, **own.spans}, start=min(own.start, same.start)
        )
    kept = [r for r in found if r is not same and not _repeats(r, own, title)]
    return [own, *kept]


def _repeats(reference: Reference, own: Reference, title: Span | None) -> bool:
    """A mention that the heading's own words («LUẬT SỬA ĐỔI … CỦA LUẬT XÂY DỰNG») seem to make."""
    kind = own.spans.get("type")
    if kind and reference.start == kind.start:
        return True
    return (
        title is not None
        and title.start <= reference.start < title.end
        and reference.number is None
        and (own.title or "").isupper()
    )


_LISTED = re.compile(r"\s*(?:,|và|,\s*và)\s*(?:số\s*)?")


def _share_issuers(found: list[Reference], source: Source) -> list[Reference]:
    """«Quyết định 2108-QĐ/TU, Kế hoạch 13-KH/TU của Ban Thường vụ tỉnh ủy»: one issuer for a whole list."""
    for index in range(len(found) - 2, -1, -1):
        first, second = found[index], found[index + 1]
        if "issuer" in first.spans or not first.number or not second.number or not second.issuer:
            continue
        marks = first.number.issuer_mark, second.number.issuer_mark
        between = source.text[first.end : second.start]
        if marks[0] == marks[1] and marks[0] and _LISTED.fullmatch(between):
            found[index] = replace(
                first, issuer=second.issuer, place=second.place, issuer_now=second.issuer_now
            )
    return found
