"""/vb: a document's card, how it bears on others, and the passages that speak of it."""

import base64
import binascii
from dataclasses import replace
from pathlib import Path

from bot import answers
from bot.answers import Said
from bot.chat import Block, Button, ChatMessage, Reply, Run
from bot.desk import Desk, Press, button, in_rows, say
from bot.layout import block, bold, italic
from bot.markdown import readable, without_opening_headings
from bot.memories import remember
from bot.phrases import (
    ASK_ON,
    GONE,
    NEAR_ENTRIES,
    NO_ENTRY,
    NO_FILE,
    NO_PASSAGES,
    NO_RELATIONS,
    SHARE,
    WHICH_ENTRY,
    WHICH_NUMBER,
)
from bot.sources import file_of
from knowledge.answers.cards import short_line
from knowledge.documents import Evidence, Memory, Passage, RegisterEntry, Validity
from knowledge.register_cards import card_facts, show_relation
from knowledge.store import Store

MOST_CHOICES = 8
PASSAGES_SHOWN = 3
RELATIONS_SHOWN = 5
PAYLOAD = "vb_"
"""What a deep link to a card begins with."""
LONGEST_PAYLOAD = 64


def show_card(desk: Desk, message: ChatMessage) -> Reply:
    """The card of the document named; a list where several fit, the nearest where none does."""
    if not message.text.strip():
        return say(WHICH_NUMBER)
    register = desk.library().register
    found = register.find(message.text)
    if not found:
        near = [one.entry for one in register.near(message.text)][:MOST_CHOICES]
        return _choices(desk, message, near, f"{NO_ENTRY} {NEAR_ENTRIES}") if near else say(NO_ENTRY)
    if len(found) > 1:
        return _choices(desk, message, found[:MOST_CHOICES], WHICH_ENTRY)
    return _card(desk, message, found[0])


def open_link(desk: Desk, message: ChatMessage) -> Reply:
    """The card that a link names."""
    return show_card(desk, replace(message, text=read_payload(message.text)))


def pick_card(desk: Desk, press: Press) -> Reply:
    """A card chosen from a list."""
    entry = _entry(desk, press)
    return _card(desk, press.message, entry) if entry else say(GONE)


def _choices(desk: Desk, message: ChatMessage, entries: list[RegisterEntry], lead: str) -> Reply:
    said = _said(desk, message, entries)
    lines = "\n".join(f"{place}. {short_line(entry)}" for place, entry in enumerate(entries, start=1))
    picks = [button(str(place + 1), "card", said.id, str(place)) for place in range(len(entries))]
    rows = tuple(in_rows(picks, 4))
    return Reply((block(lead), block(lines)), rows, lambda: answers.keep(desk.state, said))


def _card(desk: Desk, message: ChatMessage, entry: RegisterEntry) -> Reply:
    said = _said(desk, message, [entry])
    rows: list[tuple[Button, ...]] = [
        (button("Quan hệ", "relations", said.id, "0"), button("Đoạn trích", "passages", said.id, "0")),
        (button("Hỏi tiếp", "follow", said.id, "0"),),
    ]
    if desk.limits.files and _file(desk.library().store, entry):
        rows.append((button("Gửi toàn văn", "text", said.id, "0"),))

    def keep() -> None:
        answers.keep(desk.state, said)
        remember(desk.state, message.chat, said.memory, said.asked)

    payload = card_payload(entry)
    link = desk.link(payload) if payload else ""
    share = (block(italic(SHARE.format(link=link))),) if link else ()
    return Reply((*card_blocks(entry), *share), tuple(rows), keep, f"card:{said.id}")


def card_blocks(entry: RegisterEntry) -> tuple[Block, ...]:
    """What is known of a document; its validity first where there is something to heed."""
    warned = entry.validity not in (Validity.UNKNOWN, Validity.IN_FORCE)
    facts = dict(card_facts(entry))
    warning = (block(bold(f"⚠️ Hiệu lực: {facts['Hiệu lực']}")),) if warned else ()
    lines = [
        f"\n{label}: {told}" for label, told in card_facts(entry) if not (warned and label == "Hiệu lực")
    ]
    return (*warning, block(bold(entry.name()), *lines))


def show_relations(desk: Desk, press: Press) -> Reply:
    """How the document bears on others, some at a time, each with the sentence that says so and its card to open."""
    entry = desk.library().register.get(press.said.memory.entries[0])
    if entry is None or not entry.relations:
        return say(GONE if entry is None else NO_RELATIONS)
    start = press.place(len(entry.relations)) or 0
    shown = list(enumerate(entry.relations))[start : start + RELATIONS_SHOWN]
    lines = [
        block(f"• {show_relation(one)}\n", Run(f"“{readable(one.evidence.quote)}”", "quote"))
        for _, one in shown
    ]
    # Reports bear on it, too, but have no card of their own to open.
    cards = {one.other: place for place, one in reversed(shown) if desk.library().register.get(one.other)}
    numbers = entry.relations
    opens = [button(numbers[n].number, "related", press.said.id, str(n)) for n in sorted(cards.values())]
    rows = (*in_rows(opens, 2), *_more("relations", press, start + RELATIONS_SHOWN, len(entry.relations)))
    return Reply((block(bold(entry.name())), *lines), rows)


def open_related(desk: Desk, press: Press) -> Reply:
    """The card of a document that this one bears on."""
    register = desk.library().register
    entry = register.get(press.said.memory.entries[0])
    place = press.place(len(entry.relations)) if entry else None
    other = register.get(entry.relations[place].other) if entry and place is not None else None
    return _card(desk, press.message, other) if other else say(GONE)


def _more(verb: str, press: Press, following: int, count: int) -> tuple[tuple[Button, ...], ...]:
    """The button that shows what follows, where anything does."""
    if following >= count:
        return ()
    return ((button(f"Xem thêm ({count - following})", verb, press.said.id, str(following)),),)


def show_passages(desk: Desk, press: Press) -> Reply:
    """Passages that speak of the document, from the place that the button names, some at a time."""
    store = desk.library().store
    entry = desk.library().register.get(press.said.memory.entries[0])
    passages = _passages(store, entry) if entry else []
    start = press.place(len(passages)) or 0
    shown = passages[start : start + PASSAGES_SHOWN]
    if not shown:
        return say(NO_PASSAGES)
    blocks = tuple(passage_block(store, passage) for passage in shown)
    return Reply(blocks, _more("passages", press, start + PASSAGES_SHOWN, len(passages)))


def passage_block(store: Store, passage: Passage) -> Block:
    """A passage under the name of its document."""
    title = store.documents[passage.document_id].title
    text = readable(without_opening_headings(passage.text))
    return block(bold(title), f", {passage.locator}\n{text}")


def send_text(desk: Desk, press: Press) -> Reply:
    """The file of a document whose text is held."""
    entry = _entry(desk, press)
    path = _file(desk.library().store, entry) if entry else None
    return Reply((block(entry.name()),), file=path) if entry and path else say(NO_FILE)


def _file(store: Store, entry: RegisterEntry) -> Path | None:
    held = (store.documents.get(id_) for id_ in entry.documents if entry.held)
    own = (one for one in held if one and one.number and one.number.normalised == entry.number)
    return next((path for path in map(file_of, own) if path), None)


def follow(desk: Desk, press: Press) -> Reply:
    """Turn the conversation to the document, and offer questions about it."""
    entry, said, chat = _entry(desk, press), press.said, press.message.chat
    if entry is None:
        return say(GONE)
    rows = tuple((button(offer, "ask", said.id, str(i)),) for i, offer in enumerate(said.offers))

    def keep() -> None:
        remember(desk.state, chat, said.memory, desk.now())

    return Reply((block(ASK_ON.format(name=entry.name())),), rows, keep)


def _entry(desk: Desk, press: Press) -> RegisterEntry | None:
    keys = press.said.memory.entries
    place = press.place(len(keys))
    return None if place is None else desk.library().register.get(keys[place])


def _passages(store: Store, entry: RegisterEntry) -> list[Passage]:
    """Passages that prove what the register says of the entry, each once."""
    proofs = [*entry.evidence, *(relation.evidence for relation in entry.relations)]
    found = [
        passage
        for proof in proofs
        for passage in store.passages_of(proof.document_id)
        if _holds(passage, proof)
    ]
    return list({passage.id: passage for passage in found}.values())


def _holds(passage: Passage, proof: Evidence) -> bool:
    return passage.start <= proof.start < passage.end


def _said(desk: Desk, message: ChatMessage, entries: list[RegisterEntry]) -> Said:
    name = entries[0].name()
    about = Memory(question=name, entries=tuple(entry.key for entry in entries))
    offers = (f"{name} nói về gì?", f"Văn bản nào triển khai {name}?", f"{name} còn hiệu lực không?")
    return Said(
        id=desk.token(),
        chat=message.chat,
        person=message.person,
        message="",
        question=message.text,
        status="card",
        before=about,
        memory=about,
        citations=(),
        offers=offers,
        asked=desk.now(),
    )


def card_payload(entry: RegisterEntry) -> str:
    """What a link carries to open this card; empty where it does not fit."""
    packed = base64.urlsafe_b64encode(entry.name().encode()).decode().rstrip("=")
    return f"{PAYLOAD}{packed}" if len(PAYLOAD) + len(packed) <= LONGEST_PAYLOAD else ""


def read_payload(payload: str) -> str:
    """The document named by a link's payload; empty where it names none."""
    packed = payload.removeprefix(PAYLOAD)
    try:
        return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
