"""ChatMessage -> Reply, the same on every channel: may they, not too fast, what is meant; errors as one sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot import (
    answers,
    approved,
    asking,
    cards,
    drafts,
    exporting,
    feedback,
    inline,
    introduction,
    people,
    personal,
    phrases,
    reporting,
    searching,
    sources,
    unanswered,
    uploads,
)
from bot.access import Deed, Role
from bot.chat import ChatMessage, Reply, Show, unseen
from bot.desk import Desk, Handler, Press, PressHandler, always, say
from bot.flood import Gate, Verdict
from bot.inline import Offer
from bot.training import doors, editing
from knowledge.errors import DanvanError, DatabaseUnavailable


@dataclass(frozen=True, slots=True)
class Way:
    """A handler, and the deed that it takes the right to."""

    deed: Deed
    handle: Handler


COMMANDS: Mapping[str, Way] = {
    "start": Way(Deed.INTRODUCE, introduction.start),
    "help": Way(Deed.INTRODUCE, introduction.show_help),
    "vb": Way(Deed.BROWSE, cards.show_card),
    "tim": Way(Deed.BROWSE, searching.search),
    "moi": Way(Deed.FORGET, personal.forget_conversation),
    "toi": Way(Deed.SEE_OWN, personal.show_own),
    "xoa": Way(Deed.ERASE, always(personal.ask_before_erasing())),
    "tat": Way(Deed.ASK, people.turn_off),
    "bat": Way(Deed.ASK, people.turn_on),
    "mamoi": Way(Deed.INVITE, people.invite),
    "chan": Way(Deed.BLOCK, people.block_person),
    "bochan": Way(Deed.BLOCK, people.free_person),
    "chuatraloi": Way(Deed.REVIEW, unanswered.show_unanswered),
    **{name: Way(deed, handle) for name, (deed, handle) in doors.COMMANDS.items()},
    "xuat": Way(Deed.REVIEW, exporting.offer),
    "quaylai": Way(Deed.REVIEW, uploads.go_back),
    "duyet": Way(Deed.REVIEW, approved.approve),
    "boduyet": Way(Deed.REVIEW, approved.withdraw),
    "thongke": Way(Deed.REVIEW, reporting.show_usage),
    "nhatky": Way(Deed.REVIEW, reporting.show_audit),
}
PRESSES: Mapping[str, tuple[Deed, PressHandler]] = {
    "ask": (Deed.ASK, asking.ask_offer),
    "source": (Deed.BROWSE, sources.show_source),
    "file": (Deed.BROWSE, sources.send_file),
    "page": (Deed.BROWSE, searching.turn_page),
    "card": (Deed.BROWSE, cards.pick_card),
    "relations": (Deed.BROWSE, cards.show_relations),
    "related": (Deed.BROWSE, cards.open_related),
    "text": (Deed.BROWSE, cards.send_text),
    "passages": (Deed.BROWSE, cards.show_passages),
    "follow": (Deed.ASK, cards.follow),
    "judge": (Deed.JUDGE, feedback.judge),
    "why": (Deed.JUDGE, feedback.choose_reason),
}
_REVIEWS: Mapping[str, Callable[[Desk, ChatMessage, str, str], Reply]] = {
    "upload": uploads.press,
    "item": drafts.press_item,
    "draft": drafts.press,
    "export": exporting.send,
}
"""What admins press: by which id, and what of it."""
_QUESTION = Way(Deed.ASK, asking.answer_question)
_UNKNOWN = Way(Deed.INTRODUCE, always(say(phrases.UNKNOWN_COMMAND)))
_TEXT_ONLY = Way(Deed.INTRODUCE, always(say(phrases.TEXT_ONLY)))


class Conversation:
    """Answers what people write and press."""

    def __init__(self, desk: Desk, gate: Gate) -> None:
        self._desk = desk
        self._gate = gate

    def reply(self, message: ChatMessage, show: Show = unseen) -> Reply:
        """What to say to a message; nothing where the bot is not meant or was asked to be quiet.

        `show` is told what is sure of an answer that takes its time.
        """
        if message.nudge == reporting.WEEKLY:
            return reporting.weekly(self._desk)
        if message.nudge:
            return doors.nudged(self._desk, message)
        if not message.addressed or self._quiet(message):
            return Reply()
        way = self._way(message)
        if not self._desk.access.may(message.person, way.deed):
            return self._denied(message)
        hurried = message.action.partition(":")[0] not in doors.UNHURRIED
        if hurried and (verdict := self._gate.check(message.person)) is not Verdict.GO:
            return say(phrases.TOO_FAST) if verdict is Verdict.NOTICE else Reply()
        try:
            return way.handle(replace(self._desk, show=show), message)
        except DatabaseUnavailable:
            # Not for people's eyes: whoever asked us waits until it is back, and asks again.
            raise
        except DanvanError as error:
            return say(str(error))

    def offers(self, person: str, query: str) -> list[Offer]:
        """What to offer inline; an error offers nothing."""
        try:
            return inline.offers(self._desk, person, query)
        except DatabaseUnavailable:
            raise
        except DanvanError:
            return []

    def _quiet(self, message: ChatMessage) -> bool:
        return message.group and message.command != "bat" and people.is_quiet(self._desk, message.chat)

    def _way(self, message: ChatMessage) -> Way:
        if message.action:
            return self._press(message)
        if message.file is not None and editing.awaits_file(self._desk, message):
            return Way(Deed.TRAIN, editing.take_file)
        if self._desk.access.may(message.person, Deed.REVIEW):
            if message.file is not None:
                return Way(Deed.REVIEW, uploads.receive)
            if uploads.is_edit(self._desk, message):
                return Way(Deed.REVIEW, uploads.amend)
            if drafts.is_awaited(self._desk, message):
                return Way(Deed.REVIEW, drafts.take)
        if not message.readable:
            return _TEXT_ONLY
        if message.command:
            return COMMANDS.get(message.command, _UNKNOWN)
        reason = answers.behind(self._desk.state, message.chat, message.replied) if message.replied else None
        if reason and reason[0] == "reason":
            said = reason[1]
            return Way(Deed.JUDGE, lambda desk, heard: feedback.give_reason(desk, heard, said, heard.text))
        return _QUESTION

    def _press(self, message: ChatMessage) -> Way:
        """«verb:id:argument»; whoever presses an old button hears that it has expired."""
        verb, id_, argument = (*message.action.split(":"), "", "")[:3]
        if verb == "erase":
            return Way(Deed.ERASE, lambda desk, pressed: personal.erase_or_not(desk, pressed, id_))
        if verb in _REVIEWS:
            return Way(Deed.REVIEW, lambda desk, pressed: _REVIEWS[verb](desk, pressed, id_, argument))
        if verb in doors.STEPS:
            deed, step = doors.STEPS[verb]
            return Way(deed, lambda desk, pressed: step(desk, pressed, id_, argument))
        said = answers.find(self._desk.state, id_)
        if said is None or verb not in PRESSES or said.chat != message.chat:
            return Way(Deed.INTRODUCE, always(say(phrases.GONE)))
        deed, handle = PRESSES[verb]
        return Way(deed, lambda desk, pressed: handle(desk, Press(pressed, said, argument)))

    def _denied(self, message: ChatMessage) -> Reply:
        """One sentence on why not; the blocked hear it in private only."""
        role = self._desk.access.role(message.person)
        if role is Role.BLOCKED:
            return Reply() if message.group else say(phrases.YOU_ARE_BLOCKED)
        return say(phrases.INVITED_ONLY if role is Role.OUTSIDER else phrases.NOT_YOURS)
