"""Inline mode: what «@bot words» offers to insert into any chat, cards first, then passages."""

from dataclasses import dataclass

from bot.access import Deed
from bot.cards import card_blocks, passage_block
from bot.chat import Block
from bot.desk import Desk
from bot.layout import head_of
from knowledge.spelling import SYLLABLE

MOST_CARDS = 10
MOST_PASSAGES = 10
LONGEST_QUERY = 256


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to insert."""

    title: str
    description: str
    blocks: tuple[Block, ...]


def offers(desk: Desk, person: str, query: str) -> list[Offer]:
    """Cards and passages for the words; nothing for nobody's or for those who may not browse."""
    words = query.strip()[:LONGEST_QUERY]
    if not SYLLABLE.search(words) or not desk.access.may(person, Deed.BROWSE):
        return []
    library = desk.library()
    entries = library.register.find(words)[:MOST_CARDS]
    hits = library.retriever.search(words, MOST_PASSAGES)
    cards = [Offer(entry.name(), entry.title or entry.issuer or "", card_blocks(entry)) for entry in entries]
    passages = [
        Offer(
            library.store.documents[hit.passage.document_id].title,
            head_of(" ".join(hit.passage.text.split()), 120, len),
            (passage_block(library.store, hit.passage),),
        )
        for hit in hits
    ]
    return cards + passages
