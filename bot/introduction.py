"""/start and /help: who the bot is, with questions to tap; links that open a card or bring an invitation."""

from collections.abc import Sequence
from dataclasses import replace

from bot import answers, cards, people
from bot.access import Deed
from bot.answers import Said
from bot.chat import ChatMessage, Reply
from bot.desk import Desk, button, say
from bot.phrases import ADMIN_HELP, BAD_CODE, EXAMPLES_LEAD, HELP, ROLE_NAMES, START, WELCOME
from knowledge.documents import Memory, RegisterEntry, Relation, RelationKind

_EXAMPLES = 3


def start(desk: Desk, message: ChatMessage) -> Reply:
    """A welcome; or what the link asked for that brought the person here."""
    payload = message.text.strip()
    if payload.startswith(cards.PAYLOAD) and desk.access.may(message.person, Deed.BROWSE):
        return cards.show_card(desk, replace(message, text=cards.read_payload(payload)))
    if payload:
        return _redeem(desk, message, payload.removeprefix(people.PAYLOAD))
    return _welcome(desk, message) if desk.access.may(message.person, Deed.ASK) else say(*START)


def _redeem(desk: Desk, message: ChatMessage, code: str) -> Reply:
    role = desk.access.redeem(code, message.person, desk.now())
    return say(WELCOME.format(role=ROLE_NAMES[role]), *START) if role else say(BAD_CODE)


def _welcome(desk: Desk, message: ChatMessage) -> Reply:
    offers = examples(desk.library().register.entries)
    if not offers:
        return say(*START)
    empty = Memory()
    said = Said(
        desk.token(), message.chat, message.person, "", "", "start", empty, empty, (), offers, desk.now()
    )
    rows = tuple((button(offer, "ask", said.id, str(place)),) for place, offer in enumerate(offers))
    return Reply(say(*START, EXAMPLES_LEAD).blocks, rows, lambda: answers.keep(desk.state, said))


def examples(entries: Sequence[RegisterEntry]) -> tuple[str, ...]:
    """Three questions that what is indexed can answer: about the documents that it tells most of."""
    ranked = sorted(entries, key=_told, reverse=True)
    named = [entry for entry in ranked if entry.number and entry.title and entry.issued]
    questions = [f"{entry.name()} nói về gì?" for entry in named[:1]]
    implemented = [entry for entry in named if any(map(_implements_it, entry.relations))]
    questions += [f"Văn bản nào triển khai {entry.name()}?" for entry in implemented[:1]]
    questions += [f"{entry.name()} còn hiệu lực không?" for entry in named[1:_EXAMPLES]]
    return tuple(questions[:_EXAMPLES])


def _implements_it(relation: Relation) -> bool:
    return relation.kind is RelationKind.IMPLEMENTS and not relation.outward


def _told(entry: RegisterEntry) -> int:
    return len(entry.relations) + len(entry.evidence)


def show_help(desk: Desk, message: ChatMessage) -> Reply:
    """How to use it, by what the person may do."""
    more = (ADMIN_HELP,) if desk.access.may(message.person, Deed.INVITE) else ()
    return say(*HELP, *more)
