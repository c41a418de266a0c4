"""What a person may do about themselves: forget the conversation, see what is kept, erase all of it."""

from functools import partial

from bot import audit, drafts
from bot.access import Role
from bot.chat import ChatMessage, Reply
from bot.desk import Desk, button, say
from bot.memories import forget
from bot.phrases import ERASE_SURE, ERASED, FORGOTTEN, KEPT_OF_YOU, NOT_ERASED, ROLE_NAMES
from bot.state import State
from bot.training import doors


def forget_conversation(desk: Desk, message: ChatMessage) -> Reply:
    """The next question follows from nothing."""
    reply = say(FORGOTTEN)
    return Reply(reply.blocks, keep=lambda: forget(desk.state, message.chat))


def show_own(desk: Desk, message: ChatMessage) -> Reply:
    """Who the person is to the bot, and how much is kept about them."""
    count = desk.state.row("SELECT count(*) FROM answers WHERE person = ?", (message.person,)) or (0,)
    role = ROLE_NAMES[desk.access.role(message.person)]
    return say(KEPT_OF_YOU.format(person=message.person, role=role, count=count[0], days=desk.retention_days))


def ask_before_erasing() -> Reply:
    """The question that «Xóa hết» and «Thôi» answer."""
    rows = ((button("Xóa hết", "erase", "yes"), button("Thôi", "erase", "no")),)
    return Reply(say(ERASE_SURE).blocks, rows)


def erase_or_not(desk: Desk, message: ChatMessage, choice: str) -> Reply:
    """The answer to `ask_before_erasing`."""
    if choice != "yes":
        return Reply(say(NOT_ERASED).blocks, settled=())
    access, person = desk.access, message.person
    after = Role.BLOCKED if access.role(person) is Role.BLOCKED else access.by_default(person)
    keep = partial(erase, desk.state, person)
    return Reply(say(ERASED).blocks, keep=keep, settled=(), menus=((person, after),))


def erase(state: State, person: str) -> None:
    """Everything kept about a person, except that they are blocked; the bytes go once the update is finished."""
    state.write(
        "DELETE FROM conversations WHERE chat = ? OR chat IN (SELECT chat FROM answers WHERE person = ?)",
        (person, person),
    )
    state.write("DELETE FROM answers WHERE person = ?", (person,))
    state.write("DELETE FROM feedback WHERE person = ?", (person,))
    state.write("DELETE FROM choices WHERE person = ? OR chat = ?", (person, person))
    drafts.erase(state, person)
    audit.erase(state, person)
    doors.erase_person(state, person)
    state.write("DELETE FROM people WHERE person = ? AND role != 'blocked'", (person,))
    state.write("UPDATE invitations SET used_by = '' WHERE used_by = ?", (person,))
    state.scrub_soon()
