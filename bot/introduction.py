"""/start and /help: who the bot is, with questions to tap; links that open a card or bring an invitation."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot import answers, audit, cards, people, sources
from bot.access import Deed, Role
from bot.answers import Said
from bot.chat import ChatMessage, Reply
from bot.desk import Desk, Handler, button, say
from bot.layout import block
from bot.phrases import (
    ADMIN_HELP,
    BAD_CODE,
    EXAMPLES_LEAD,
    HELP,
    INVITED_ONLY,
    KNOWN,
    ROLE_NAMES,
    START,
    TYPED_HELP,
    UNKNOWN,
    WELCOME,
)
from bot.training import attending, words
from knowledge.documents import Memory, RegisterEntry, Relation, RelationKind, Validity

_EXAMPLES = 3


LINKS: Mapping[str, tuple[Deed, Handler]] = {
    cards.PAYLOAD: (Deed.BROWSE, cards.open_link),
    sources.PAYLOAD: (Deed.BROWSE, sources.open_link),
    attending.PAYLOAD: (Deed.INTRODUCE, attending.join),
}
"""What a link opens, by how its payload begins; whoever may not is told as if it were an invitation gone stale."""


def start(desk: Desk, message: ChatMessage) -> Reply:
    """A welcome; or what the link asked for that brought the person here."""
    payload = message.text.strip()
    for prefix, (deed, handle) in LINKS.items():
        if payload.startswith(prefix) and desk.access.may(message.person, deed):
            return handle(desk, replace(message, text=payload))
    if payload:
        return _redeem(desk, message, payload.removeprefix(people.PAYLOAD))
    if desk.access.may(message.person, Deed.ASK):
        return _welcome(desk, message)
    return say(*START, INVITED_ONLY)


def _redeem(desk: Desk, message: ChatMessage, code: str) -> Reply:
    role = desk.access.redeem(code, message.person, desk.now())
    if role is None:
        return say(BAD_CODE)
    welcome = _welcome(desk, message)
    blocks = (block(WELCOME.format(role=ROLE_NAMES[role])), *welcome.blocks)

    def keep() -> None:
        welcome.keep()
        if role is Role.ADMIN:
            audit.note(desk.state, desk.now(), message.person, "vào bằng mã mời", ROLE_NAMES[role])

    return replace(welcome, blocks=blocks, menus=((message.person, role),), keep=keep)


def _welcome(desk: Desk, message: ChatMessage) -> Reply:
    library = desk.library()
    known = KNOWN.format(documents=len(library.store.documents), entries=len(library.register.entries))
    lead = (*START, known, UNKNOWN)
    offers = examples(library.register.entries)
    if not offers:
        return say(*lead)
    empty = Memory()
    said = Said(
        desk.token(), message.chat, message.person, "", "", "start", empty, empty, (), offers, desk.now()
    )
    rows = tuple((button(offer, "ask", said.id, str(place)),) for place, offer in enumerate(offers))
    return Reply(say(*lead, EXAMPLES_LEAD).blocks, rows, lambda: answers.keep(desk.state, said))


def examples(entries: Sequence[RegisterEntry]) -> tuple[str, ...]:
    """Three questions that what is indexed can answer: about the documents that it tells most of."""
    ranked = sorted(entries, key=_told, reverse=True)
    named = [entry for entry in ranked if entry.number and entry.title and entry.issued]
    implemented = [entry for entry in named if any(map(_implements_it, entry.relations))]
    heeded = [entry for entry in named if entry.validity is not Validity.UNKNOWN]
    issued = [entry for entry in named if entry.issuer]
    questions = [f"{entry.name()} nói về gì?" for entry in named[:1]]
    questions += [f"Văn bản nào triển khai {entry.name()}?" for entry in implemented[:1]]
    questions += [f"{entry.name()} còn hiệu lực không?" for entry in heeded[:1]]
    questions += [f"{entry.name()} do cơ quan nào ban hành?" for entry in issued[1:_EXAMPLES]]
    return tuple(questions[:_EXAMPLES])


def _implements_it(relation: Relation) -> bool:
    return relation.kind is RelationKind.IMPLEMENTS and not relation.outward


def _told(entry: RegisterEntry) -> int:
    return len(entry.relations) + len(entry.evidence)


def show_help(desk: Desk, message: ChatMessage) -> Reply:
    """How to use it, by what the person may do."""
    told = ((Deed.ASK, words.OFFICER_HELP), (Deed.TRAIN, words.TRAINER_HELP), (Deed.INVITE, ADMIN_HELP))
    more = [text for deed, text in told if desk.access.may(message.person, deed)]
    return say(*(HELP if desk.limits.buttons else TYPED_HELP), *more)
