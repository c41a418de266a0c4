"""What admins do about people: invite them, block them, let them back in; and groups that want quiet."""

from bot import audit
from bot.access import Role
from bot.chat import ChatMessage, Reply
from bot.desk import Desk, say
from bot.phrases import (
    GROUP_ADMINS_ONLY,
    GROUP_OFF,
    GROUP_ON,
    INVITATION,
    ONLY_IN_GROUPS,
    ONLY_IN_PRIVATE,
    PERSON_BLOCKED,
    PERSON_FREE,
    ROLE_NAMES,
    TYPED_INVITATION,
    WHICH_PERSON,
    WHICH_ROLE,
)

_ROLES = {"": Role.OFFICER, "can_bo": Role.OFFICER, "bao_cao_vien": Role.TRAINER, "quan_tri": Role.ADMIN}
PAYLOAD = "moi_"
"""What a deep link with an invitation begins with."""


def invite(desk: Desk, message: ChatMessage) -> Reply:
    """A code and a link that make one person what is written after the command."""
    if message.group:
        return say(ONLY_IN_PRIVATE)
    role = _ROLES.get(message.text.strip())
    if role is None:
        return say(WHICH_ROLE)
    code = desk.token()
    link = desk.link(f"{PAYLOAD}{code}")
    text = (INVITATION if link else TYPED_INVITATION).format(role=ROLE_NAMES[role], code=code, link=link)

    def keep() -> None:
        desk.access.invite(code, role, desk.now())
        audit.note(desk.state, desk.now(), message.person, "tạo mã mời", ROLE_NAMES[role])

    return Reply(say(text).blocks, keep=keep)


def block_person(desk: Desk, message: ChatMessage) -> Reply:
    """Somebody is not answered any more."""
    return _decide(desk, message, Role.BLOCKED, (PERSON_BLOCKED, "chặn"))


def free_person(desk: Desk, message: ChatMessage) -> Reply:
    """Earlier decisions about somebody are taken back."""
    return _decide(desk, message, Role.OUTSIDER, (PERSON_FREE, "bỏ chặn"))


def _decide(desk: Desk, message: ChatMessage, role: Role, told: tuple[str, str]) -> Reply:
    """`told`: what the admin hears, and what the log of deeds says."""
    sentence, deed = told
    named = message.text.strip()
    person = f"{message.channel}:{named}" if ":" not in named else named
    if not named or " " in named or person in desk.access.admins:
        return say(WHICH_PERSON)

    def keep() -> None:
        desk.access.set_role(person, role, desk.now())
        audit.note(desk.state, desk.now(), message.person, deed, person)

    shown = desk.access.by_default(person) if role is Role.OUTSIDER else role
    return Reply(say(sentence.format(person=person)).blocks, keep=keep, menus=((person, shown),))


def is_quiet(desk: Desk, chat: str) -> bool:
    """Whether a group's administrators have turned the bot off."""
    return desk.state.row("SELECT 1 FROM quiet_groups WHERE chat = ?", (chat,)) is not None


def turn_off(desk: Desk, message: ChatMessage) -> Reply:
    """Say nothing in this group until turned on again."""
    sql = "INSERT INTO quiet_groups (chat) VALUES (?) ON CONFLICT DO NOTHING"
    return _switch(desk, message, sql, GROUP_OFF)


def turn_on(desk: Desk, message: ChatMessage) -> Reply:
    """Answer in this group again."""
    return _switch(desk, message, "DELETE FROM quiet_groups WHERE chat = ?", GROUP_ON)


def _switch(desk: Desk, message: ChatMessage, sql: str, sentence: str) -> Reply:
    if not message.group:
        return say(ONLY_IN_GROUPS)
    if not message.group_admin:
        return say(GROUP_ADMINS_ONLY)

    def keep() -> None:
        desk.state.write(sql, (message.chat,))

    return Reply(say(sentence).blocks, keep=keep)
