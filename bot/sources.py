"""A source shown in its surroundings: the cited words in bold inside the passage, and the file itself where held."""

import re
from pathlib import Path
from urllib.parse import quote as percent_encoded

from bot.chat import Block, Button, ChatMessage, Reply
from bot.desk import Desk, Press, button, say
from bot.layout import block, bold, italic
from bot.markdown import readable
from bot.phrases import CHANGED, GONE, LINK_GONE, NO_FILE, SHARE_SOURCE
from knowledge.documents import Citation, Document
from knowledge.store import Store

MOST_AROUND = 1200
"""Characters shown before and after the cited words."""
LARGEST_FILE = 50 * 2**20
PAYLOAD = "ng_"
"""What a deep link to a quotation begins with: document, start and end follow."""
LONGEST_LINKED = 4000
"""Characters of a quotation that a link may name: anybody can write one."""
_ADDRESS = re.compile(r"https?://[^\s\"<>#]+")
_FRAGMENT_WORDS = 5


def show_source(desk: Desk, press: Press) -> Reply:
    """The passage around a citation, to the letter."""
    citation = _citation(press)
    if citation is None:
        return say(GONE)
    document = desk.library().store.documents.get(citation.document_id)
    if document is None or document.text[citation.start : citation.end] != citation.quote:
        return say(CHANGED, block(f"“{readable(citation.quote)}”"))
    send = (
        (button("Gửi tệp gốc", "file", press.said.id, press.argument),) if _sendable(desk, document) else ()
    )
    rows = tuple(row for row in (send, _original(document, citation)) if row)
    return Reply(_blocks(desk, document, citation), rows, mark=f"source:{press.said.id}")


def open_link(desk: Desk, message: ChatMessage) -> Reply:
    """The quotation that a link names («ng_DOCUMENT_START_END»), in its surroundings."""
    store = desk.library().store
    citation = _linked(store, message.text)
    if citation is None:
        return say(LINK_GONE)
    document = store.documents[citation.document_id]
    row = _original(document, citation)
    return Reply(_blocks(desk, document, citation), (row,) if row else ())


def send_file(desk: Desk, press: Press) -> Reply:
    """The source's own file."""
    citation = _citation(press)
    document = desk.library().store.documents.get(citation.document_id) if citation else None
    path = file_of(document) if document else None
    return Reply((block(document.title),), file=path) if document and path else say(NO_FILE)


def _citation(press: Press) -> Citation | None:
    place = press.place(len(press.said.citations))
    return None if place is None else press.said.citations[place]


def _blocks(desk: Desk, document: Document, citation: Citation) -> tuple[Block, ...]:
    link = desk.link(f"{PAYLOAD}{document.id}_{citation.start}_{citation.end}")
    shown = surroundings(desk.library().store, document, citation)
    share = (block(italic(SHARE_SOURCE.format(link=link))),) if link else ()
    return (_heading(document, citation), shown, *share)


def _linked(store: Store, payload: str) -> Citation | None:
    named = re.fullmatch(rf"{PAYLOAD}(\w{{1,32}})_(\d{{1,9}})_(\d{{1,9}})", payload)
    document = store.documents.get(named[1]) if named else None
    if not named or document is None:
        return None
    start, end = int(named[2]), int(named[3])
    within = next((one for one in store.passages_of(document.id) if one.start <= start < one.end), None)
    if within is None or not start < end <= min(len(document.text), start + LONGEST_LINKED):
        return None
    words = document.text[start:end]
    return Citation(document.id, document.source, document.title, within.locator, words, start, end)


def _heading(document: Document, citation: Citation) -> Block:
    day = document.issued or document.reported
    dated = f"ngày {day.day}/{day.month}/{day.year}" if day else "không ghi ngày"
    facts = [str(document.kind), dated, *(part for part in (document.place, citation.locator) if part)]
    return block(bold(f"{document.title}\n"), italic(", ".join(facts)))


def _original(document: Document, citation: Citation) -> tuple[Button, ...]:
    """The page that the file was saved from, opened where it says the cited words."""
    address = _ADDRESS.fullmatch((document.origin or "").strip())
    if not address:
        return ()
    words = readable(citation.quote).split()
    ends = (
        [words] if len(words) <= 2 * _FRAGMENT_WORDS else [words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]]
    )
    # In a text fragment «-», «&» and «,» have a meaning of their own.
    named = ",".join(percent_encoded(" ".join(part), safe="").replace("-", "%2D") for part in ends)
    return (Button("Mở trang gốc", "", f"{address[0]}#:~:text={named}"),)


def surroundings(store: Store, document: Document, citation: Citation) -> Block:
    """The passages that hold the citation, its own words in bold; «…» where the text goes on."""
    passages = [
        passage
        for passage in store.passages_of(document.id)
        if passage.start < citation.end and citation.start < passage.end
    ]
    start = min([citation.start, *(passage.start for passage in passages)])
    end = max([citation.end, *(passage.end for passage in passages)])
    before = readable(document.text[max(start, citation.start - MOST_AROUND) : citation.start])
    after = readable(document.text[citation.end : min(end, citation.end + MOST_AROUND)])
    opening = "… " if citation.start - MOST_AROUND > start else ""
    closing = " …" if citation.end + MOST_AROUND < end else ""
    return block(opening, before.lstrip(), bold(readable(citation.quote).strip()), after.rstrip(), closing)


def _sendable(desk: Desk, document: Document) -> bool:
    return desk.limits.files and file_of(document) is not None


def file_of(document: Document) -> Path | None:
    """The file that a document was read from, where it is still there and not too large to send."""
    path = Path(document.source)
    return path if path.is_file() and path.stat().st_size <= LARGEST_FILE else None
