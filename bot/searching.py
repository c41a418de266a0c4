"""/tim: ranked passages, a page at a time, each to be opened in its surroundings."""

from collections.abc import Iterator
from dataclasses import replace

from bot import answers
from bot.answers import Said
from bot.chat import Block, ChatMessage, Reply, Run
from bot.desk import Desk, Press, button, say
from bot.layout import block, bold, head_of
from bot.library import Library
from bot.markdown import readable, without_opening_headings
from bot.phrases import NOTHING_FOUND, WHICH_WORDS
from knowledge.documents import Citation, Hit, Memory, Span
from knowledge.question import checked
from knowledge.sentences import sentences
from knowledge.spelling import SYLLABLE, fold
from knowledge.store import Store

MOST_FOUND = 25
PAGE = 5
SNIPPET = 240


def search(desk: Desk, message: ChatMessage) -> Reply:
    """The first page of what was found."""
    if not message.text.strip():
        return say(WHICH_WORDS)
    asked = checked(message.text)
    library = desk.library()
    words, only = _within(library, asked)
    hits = library.retriever.search(words, MOST_FOUND, only)
    if not hits:
        return say(NOTHING_FOUND)
    said = Said(
        id=desk.token(),
        chat=message.chat,
        person=message.person,
        message="",
        question=asked,
        status="search",
        before=Memory(),
        memory=Memory(),
        citations=tuple(_citation(library.store, hit) for hit in hits),
        offers=(),
        asked=desk.now(),
    )
    return replace(_page(said, 0), keep=lambda: answers.keep(desk.state, said))


def _within(library: Library, asked: str) -> tuple[str, frozenset[str] | None]:
    """«DOCUMENT: words» are the words, sought in that document alone where its text is held; else all of it, anywhere."""
    named, colon, words = asked.partition(":")
    entries = library.register.find(named) if colon and SYLLABLE.search(words) else []
    if len(entries) != 1 or not entries[0].held:
        return asked, None
    documents = (library.store.documents[id_] for id_ in entries[0].documents)
    own = (one.id for one in documents if one.number and one.number.normalised == entries[0].number)
    return words.strip(), frozenset(own) or None


def turn_page(_: Desk, press: Press) -> Reply:
    """Another page in the place of the one shown; the button names its first passage."""
    place = press.place(len(press.said.citations)) or 0
    return replace(_page(press.said, place), replaces=(press.message.id,))


def _page(said: Said, start: int) -> Reply:
    shown = list(enumerate(said.citations[start : start + PAGE], start=start))
    pages = -(-len(said.citations) // PAGE)
    lead = block(
        bold(f"“{said.question}”"), f": {len(said.citations)} đoạn, trang {start // PAGE + 1}/{pages}"
    )
    openers = tuple(button(str(place + 1), "source", said.id, str(place)) for place, _ in shown)
    turns = []
    if start:
        turns.append(button("Trang trước", "page", said.id, str(start - PAGE)))
    if start + PAGE < len(said.citations):
        turns.append(button("Trang sau", "page", said.id, str(start + PAGE)))
    rows = (openers, tuple(turns)) if turns else (openers,)
    wanted = frozenset(SYLLABLE.findall(fold(said.question)))
    return Reply((lead, *(_snippet(place, citation, wanted) for place, citation in shown)), rows)


def _snippet(place: int, citation: Citation, wanted: frozenset[str]) -> Block:
    """The passage from the sentence on that holds most of the words sought, these in bold."""
    # The locator names the heading that a passage begins with.
    text = " ".join(readable(without_opening_headings(citation.quote)).split())
    start = _densest(text, wanted)
    cut = head_of(text[start:], SNIPPET, len)
    where = f", {citation.locator}" if citation.locator else ""
    opening, closing = "… " if start else "", " …" if start + len(cut) < len(text) else ""
    title = bold(f"{place + 1}. {readable(citation.title)}")
    return block(title, f"{where}\n{opening}", *_marked(cut, wanted), closing)


def _densest(text: str, wanted: frozenset[str]) -> int:
    """Where the sentence begins that holds most of the words, the first of equals."""
    spans = sentences(text, Span(0, len(text)))
    held = [len(wanted.intersection(SYLLABLE.findall(fold(span.of(text))))) for span in spans]
    return spans[held.index(max(held))].start if held else 0


def _marked(text: str, wanted: frozenset[str]) -> Iterator[Run]:
    """The words sought in bold where at least two of several stand side by side: alone, «dân» is everywhere."""
    position = 0
    for run in _side_by_side(text, wanted):
        if len(SYLLABLE.findall(run.of(text))) >= min(2, len(wanted)):
            yield Run(text[position : run.start])
            yield bold(run.of(text))
            position = run.end
    yield Run(text[position:])


def _side_by_side(text: str, wanted: frozenset[str]) -> list[Span]:
    runs: list[Span] = []
    last = -1
    for place, match in enumerate(SYLLABLE.finditer(text)):
        if fold(match[0]) in wanted:
            start = runs.pop().start if runs and last == place - 1 else match.start()
            runs.append(Span(start, match.end()))
            last = place
    return runs


def _citation(store: Store, hit: Hit) -> Citation:
    """The passage as something that can be opened later."""
    passage = hit.passage
    document = store.documents[passage.document_id]
    quote = document.text[passage.start : passage.end]
    return Citation(
        document.id, document.source, document.title, passage.locator, quote, passage.start, passage.end
    )
