"""/tim: ranked passages, a page at a time, each to be opened in its surroundings."""

import re
from dataclasses import replace

from bot import answers
from bot.answers import Said
from bot.chat import Block, ChatMessage, Reply
from bot.desk import Desk, Press, button, say
from bot.layout import block, bold, head_of
from bot.phrases import NOTHING_FOUND, WHICH_WORDS
from knowledge.documents import Citation, Hit, Memory
from knowledge.question import checked
from knowledge.store import Store

MOST_FOUND = 25
PAGE = 5
SNIPPET = 240


def search(desk: Desk, message: ChatMessage) -> Reply:
    """The first page of what was found."""
    if not message.text.strip():
        return say(WHICH_WORDS)
    words = checked(message.text)
    library = desk.library()
    hits = library.retriever.search(words, MOST_FOUND)
    if not hits:
        return say(NOTHING_FOUND)
    said = Said(
        id=desk.token(),
        chat=message.chat,
        person=message.person,
        message="",
        question=words,
        status="search",
        before=Memory(),
        memory=Memory(),
        citations=tuple(_citation(library.store, hit) for hit in hits),
        offers=(),
        asked=desk.now(),
    )
    return replace(_page(said, 0), keep=lambda: answers.keep(desk.state, said))


def turn_page(_: Desk, press: Press) -> Reply:
    """Another page in the place of the one shown; the button names its first passage."""
    place = press.place(len(press.said.citations)) or 0
    return replace(_page(press.said, place), replaces=(press.message.id,))


def _page(said: Said, start: int) -> Reply:
    shown = list(enumerate(said.citations[start : start + PAGE], start=start))
    lead = block(bold(f"“{said.question}”"), f": {len(said.citations)} đoạn, trang {start // PAGE + 1}")
    openers = tuple(button(str(place + 1), "source", said.id, str(place)) for place, _ in shown)
    turns = []
    if start:
        turns.append(button("Trang trước", "page", said.id, str(start - PAGE)))
    if start + PAGE < len(said.citations):
        turns.append(button("Trang sau", "page", said.id, str(start + PAGE)))
    rows = (openers, tuple(turns)) if turns else (openers,)
    return Reply((lead, *(_snippet(place, citation) for place, citation in shown)), rows)


def _snippet(place: int, citation: Citation) -> Block:
    # The locator names the heading that a passage begins with.
    text = " ".join(re.sub(r"\A#{1,6} .*\n", "", citation.quote).split())
    cut = head_of(text, SNIPPET, len)
    where = f", {citation.locator}" if citation.locator else ""
    return block(bold(f"{place + 1}. {citation.title}"), f"{where}\n{cut}{' …' if cut != text else ''}")


def _citation(store: Store, hit: Hit) -> Citation:
    """The passage as something that can be opened later."""
    passage = hit.passage
    document = store.documents[passage.document_id]
    quote = document.text[passage.start : passage.end]
    return Citation(
        document.id, document.source, document.title, passage.locator, quote, passage.start, passage.end
    )
