"""The commands that Telegram offers, by scope and role, and what it tells of the bot before anybody has written."""

from collections.abc import Iterator, Sequence

from bot import phrases
from bot.access import Role
from bot.inbox import Call, Json

Commands = Sequence[tuple[str, str]]
_OF_ROLE: dict[Role, Commands] = {
    Role.BLOCKED: phrases.OUTSIDER_COMMANDS,
    Role.OUTSIDER: phrases.OUTSIDER_COMMANDS,
    Role.OFFICER: phrases.OFFICER_COMMANDS,
    Role.TRAINER: phrases.TRAINER_COMMANDS,
    Role.ADMIN: phrases.ADMIN_COMMANDS,
}


def first_calls(newcomer: Role, admins: Sequence[int]) -> Iterator[Call]:
    """What to tell Telegram at each start: what newcomers, groups, their administrators and ours may write."""
    yield Call("setMyDescription", {"description": phrases.ABOUT})
    yield Call("setMyShortDescription", {"short_description": phrases.ABOUT_SHORT})
    yield _commands({"type": "default"}, _OF_ROLE[newcomer])
    yield _commands({"type": "all_group_chats"}, phrases.GROUP_COMMANDS)
    yield _commands({"type": "all_chat_administrators"}, phrases.GROUP_ADMIN_COMMANDS)
    for admin in admins:
        yield menu_call(admin, Role.ADMIN)


def menu_call(chat: int, role: Role) -> Call:
    """The commands of one person's private chat."""
    return _commands({"type": "chat", "chat_id": chat}, _OF_ROLE[role])


def _commands(scope: Json, commands: Commands) -> Call:
    shown = [{"command": name, "description": meaning} for name, meaning in commands]
    return Call("setMyCommands", {"scope": scope, "commands": shown})
