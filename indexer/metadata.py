"""LoadedText -> Document: what the source is, when and where it was written, by whom, and a document's own facts."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date

from indexer.cleaning import is_official
from indexer.front_matter import front_matter_end
from indexer.home_place import home_place
from indexer.loading import LoadedText
from indexer.own_heading import OwnHeading, read_own_heading, stated
from indexer.page_lines import Byline, is_tool, read_byline, read_date_line
from knowledge.documents import Document, DocumentKind, Span
from knowledge.references import normalise_number
from knowledge.sentences import sentences

_KINDS = {"digest": DocumentKind.DIGEST, "report": DocumentKind.REPORT, "full_text": DocumentKind.FULL_TEXT}
_KINDS |= {str(kind): kind for kind in DocumentKind}
_LONGEST_TITLE = 400
_DATE_LINES = 12
"""Lines from the title on among which a page's date is looked for."""
_OPENING = 3_000
"""Characters of a document in which its issuer's place is named with its unit («tỉnh Hà Tĩnh»)."""
_BYLINES = 4
"""Lines below the article among which its author is looked for."""


def document_id(source: str) -> str:
    """The id of the document read from a source: the same for every version of its content."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def describe(loaded: LoadedText, body: tuple[Span, ...]) -> Document:
    """The document of a loaded text: front matter first, then its heading or its page's lines; nothing is guessed."""
    kind = _kind(loaded)
    own = read_own_heading(loaded.text) if kind is DocumentKind.FULL_TEXT else None
    if own and states_facts(loaded.front):
        own = stated(own, loaded.front)
    byline = _byline(loaded, body)
    title = _given_title(loaded.front, own) or _own_title(own) or _first_line(loaded.text, body)
    return Document(
        id=document_id(loaded.source),
        source=loaded.source,
        text=loaded.text,
        body=body,
        title=title,
        kind=kind,
        sha256=loaded.sha256,
        number=own.number if own else None,
        type=own.type if own else None,
        issuer=own.issuer if own else None,
        issued=own.issued if own else None,
        reported=_reported(loaded, own, body),
        place=_place(loaded, body, title, own),
        author=loaded.front.get("author") or byline.author,
        origin=loaded.front.get("source") or byline.origin,
    )


def _kind(loaded: LoadedText) -> DocumentKind:
    given = _KINDS.get(loaded.front.get("kind", "").lower())
    if given:
        return given
    numbered = normalise_number(loaded.front.get("number", "")) is not None
    return DocumentKind.FULL_TEXT if numbered or is_official(loaded.text) else DocumentKind.REPORT


def states_facts(front: Mapping[str, str]) -> bool:
    """Whether a file says of itself what document it is; its date is then the day of issue."""
    return any(front.get(key) for key in ("number", "type", "issuer"))


def _given_title(front: Mapping[str, str], own: OwnHeading | None) -> str | None:
    """The title that the file gives; where it is a document's own, its type and number stand before it."""
    return None if own and states_facts(front) else front.get("title")


def _reported(loaded: LoadedText, own: OwnHeading | None, body: tuple[Span, ...]) -> date | None:
    if own:
        return None if states_facts(loaded.front) else _iso(loaded.front)
    return _iso(loaded.front) or _date_line(loaded.text, body)


def _own_title(own: OwnHeading | None) -> str | None:
    """«Kế hoạch số 982/KH-UBND: Triển khai Đợt thi đua»; a type or a number alone is no title."""
    if own is None or not own.title:
        return None
    if own.type in ("Luật", "Bộ luật", "Pháp lệnh"):
        name = f"{own.type} {own.title}"
        return f"{name} (số {own.number.normalised})" if own.number else name
    name = own.type or "Văn bản"
    named = f"{name} số {own.number.normalised}" if own.number else name
    return f"{named}: {own.title}"


def _first_line(text: str, body: tuple[Span, ...]) -> str:
    for span in body:
        first = next(iter(sentences(text, Span(span.start, min(span.end, span.start + 2_000)))), span)
        line = " ".join(first.of(text).split()).strip("#* ")
        if line:
            return line if len(line) <= _LONGEST_TITLE else line[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    return ""


def _iso(front: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(front.get("date", ""))
    except ValueError:
        return None


def _date_line(text: str, body: tuple[Span, ...]) -> date | None:
    """The day of the line that a page sets under its title, or just above it."""
    if not body:
        return None
    start = max(body[0].start - 300, front_matter_end(text))
    lines = [line.strip() for line in text[start : min(start + 5_000, body[-1].end)].split("\n")]
    return next(filter(None, map(read_date_line, [line for line in lines if line][:_DATE_LINES])), None)


def _byline(loaded: LoadedText, body: tuple[Span, ...]) -> Byline:
    """The author's line below the article; above it only one that says that it is one."""
    if not body:
        return Byline(None, None)
    below = [read_byline(line, signed=True) for line in _lines_below(loaded.text, body[-1].end)]
    last = loaded.text[max(body[-1].start, body[-1].end - 300) : body[-1].end].split("\n")
    inside = [read_byline(line.strip(), signed=False) for line in last[-2:]]
    above = [
        read_byline(line.strip(), signed=False) for line in loaded.text[: body[0].start + 1_500].split("\n")
    ]
    found = [byline for byline in (*below, *inside, *above) if byline]
    return Byline(
        next((byline.author for byline in found if byline.author), None),
        next((byline.origin for byline in found if byline.origin), None),
    )


def _lines_below(text: str, end: int) -> Iterator[str]:
    lines = (line.strip() for line in text[end : end + 3_000].split("\n"))
    for number, line in enumerate(line for line in lines if line):
        if number >= _BYLINES or is_tool(line):
            return
        yield line


def _place(loaded: LoadedText, body: tuple[Span, ...], title: str, own: OwnHeading | None) -> str | None:
    """Of a document its issuer's, of a report the one it is about; a digest says so itself, for it may cover many."""
    given = loaded.front.get("place")
    if given or "kind" in loaded.front:
        return given
    article = "\n".join(span.of(loaded.text) for span in body)
    if own is None:
        return home_place(title, article)
    told = home_place("", article[:_OPENING]) if own.place else None
    return told if told and own.place and own.place in told else own.place
