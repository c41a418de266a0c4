"""A source shown in its surroundings: the cited words in bold inside the passage, and the file itself where held."""

from pathlib import Path

from bot.chat import Block, Reply
from bot.desk import Desk, Press, button, say
from bot.layout import block, bold, italic, without_hashes
from bot.phrases import CHANGED, GONE, NO_FILE
from knowledge.documents import Citation, Document
from knowledge.store import Store

MOST_AROUND = 1200
"""Characters shown before and after the cited words."""
LARGEST_FILE = 50 * 2**20


def show_source(desk: Desk, press: Press) -> Reply:
    """The passage around a citation, to the letter."""
    citation = _citation(press)
    if citation is None:
        return say(GONE)
    store = desk.library().store
    document = store.documents.get(citation.document_id)
    if document is None or document.text[citation.start : citation.end] != citation.quote:
        return say(CHANGED, block(f"“{citation.quote}”"))
    rows = ((button("Gửi tệp gốc", "file", press.said.id, press.argument),),) if _file(document) else ()
    return Reply((_heading(document, citation), surroundings(store, document, citation)), rows)


def send_file(desk: Desk, press: Press) -> Reply:
    """The source's own file."""
    citation = _citation(press)
    document = desk.library().store.documents.get(citation.document_id) if citation else None
    path = _file(document) if document else None
    return Reply((block(document.title),), file=path) if document and path else say(NO_FILE)


def _citation(press: Press) -> Citation | None:
    place = press.place(len(press.said.citations))
    return None if place is None else press.said.citations[place]


def _heading(document: Document, citation: Citation) -> Block:
    day = document.issued or document.reported
    dated = f"ngày {day.day}/{day.month}/{day.year}" if day else "không ghi ngày"
    facts = [str(document.kind), dated, *(part for part in (document.place, citation.locator) if part)]
    return block(bold(f"{document.title}\n"), italic(", ".join(facts)))


def surroundings(store: Store, document: Document, citation: Citation) -> Block:
    """The passages that hold the citation, its own words in bold; «…» where the text goes on."""
    passages = [
        passage
        for passage in store.passages_of(document.id)
        if passage.start < citation.end and citation.start < passage.end
    ]
    start = min([citation.start, *(passage.start for passage in passages)])
    end = max([citation.end, *(passage.end for passage in passages)])
    before = without_hashes(document.text[max(start, citation.start - MOST_AROUND) : citation.start])
    after = without_hashes(document.text[citation.end : min(end, citation.end + MOST_AROUND)])
    opening = "… " if citation.start - MOST_AROUND > start else ""
    closing = " …" if citation.end + MOST_AROUND < end else ""
    return block(opening, before.lstrip(), bold(citation.quote), after.rstrip(), closing)


def _file(document: Document) -> Path | None:
    path = Path(document.source)
    return path if path.is_file() and path.stat().st_size <= LARGEST_FILE else None
