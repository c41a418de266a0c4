"""Telegram's updates -> ChatMessage, and where the reply goes. Reads only; sends nothing."""

from dataclasses import dataclass, replace
from typing import Any

from telegram import CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatType

from bot import nudges
from bot.chat import Attachment, ChatMessage
from bot.inbox import Arrival

CHANNEL = "telegram"
UNREADABLE = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, OSError)
"""What the library and our reading of its objects raise for updates that are not as Telegram documents them."""
KINDS = ("message", "edited_message", "callback_query", "inline_query", "poll_answer")
"""Kinds of update that we ask Telegram for."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an update came from, so that the reply finds its way: chat, topic, message, button press."""

    chat: int
    message: int | None = None
    thread: int | None = None
    group: bool = False
    callback: str | None = None


@dataclass(frozen=True, slots=True)
class InlineAsked:
    """Words typed behind the bot's name in some chat, and the query that they belong to."""

    query: str
    person: str
    words: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A ChatMessage and its origin."""

    message: ChatMessage
    origin: Origin


def arrival(update: dict[str, Any]) -> Arrival:
    """A raw update for the inbox: the lane is its chat, or its person where there is no chat.

    Reads with care: whatever raised here would keep everything behind it from being accepted.
    """
    body: dict[str, Any] = next((found for kind in KINDS if (found := _inner(update, kind))), {})
    message = _inner(body, "message") if "callback_query" in update else body
    place = _inner(message, "chat") or _inner(body, "from") or _inner(body, "user")
    return Arrival(str(update["update_id"]), str(place.get("id", "")), update)


def _inner(holder: dict[str, Any], key: str) -> dict[str, Any]:
    found = holder.get(key)
    return found if isinstance(found, dict) else {}


def read_update(update: Update, me: User) -> Incoming | InlineAsked | None:
    """What a person said, pressed or typed inline; None where nothing is to be answered.

    Raises one of UNREADABLE for what is not as Telegram documents it.
    """
    if update.inline_query:
        query = update.inline_query
        person = f"{CHANNEL}:{_number(query.from_user.id)}"
        return InlineAsked(_words(query.id), person, _words(query.query))
    if update.callback_query:
        return _read_press(update.callback_query)
    message = update.message or update.edited_message
    if not message or not message.from_user or _is_service(message):
        return None
    if message.from_user.is_bot and not _is_anonymous_admin(message):
        return None
    return _read_message(message, me, edited=update.edited_message is not None)


def _read_press(query: CallbackQuery) -> Incoming | None:
    """A pressed button; messages that Telegram no longer shows the bot still name their chat."""
    message = query.message
    if message is None or query.data is None:
        return None
    group = message.chat.type != ChatType.PRIVATE
    thread = _thread(message) if isinstance(message, Message) else None
    chat, number = _chat(message.chat.id), _number(message.message_id)
    said = ChatMessage(
        channel=CHANNEL,
        chat=f"{CHANNEL}:{chat}",
        person=f"{CHANNEL}:{_number(query.from_user.id)}",
        text="",
        action=_words(query.data),
        id=str(number),
        group=group,
    )
    return Incoming(said, Origin(chat, number, thread, group, _words(query.id)))


def read_vote(update: dict[str, Any]) -> Incoming | None:
    """An answer to one of our polls, as if a button had been pressed in the person's private chat.

    Read from the raw update: the library insists on fields that older Bot API servers do not send.
    """
    vote = _inner(update, "poll_answer")
    chosen, user = vote.get("option_ids"), _inner(vote, "user")
    if not isinstance(chosen, list) or not chosen or "id" not in user:
        return None
    person = _number(user["id"])
    names = (user.get(part) for part in ("first_name", "last_name"))
    said = ChatMessage(
        channel=CHANNEL,
        chat=f"{CHANNEL}:{person}",
        person=f"{CHANNEL}:{person}",
        text="",
        action=f"poll:{_words(vote['poll_id'])}:{_number(chosen[0])}",
        name=" ".join(_words(name) for name in names if name),
    )
    return Incoming(said, Origin(person))


def read_nudge(payload: dict[str, Any]) -> Incoming | None:
    """What the bot is to say unasked, and where; None for an update."""
    nudge = nudges.read(payload)
    if nudge is None:
        return None
    chat = int(nudge.chat.partition(":")[2])
    return Incoming(replace(nudge, group=chat < 0), Origin(chat, group=chat < 0))


def _read_message(message: Message, me: User, *, edited: bool) -> Incoming:
    group = message.chat.type != ChatType.PRIVATE
    command, text = _command(_words(message.text or ""), message, me)
    chat, number = _chat(message.chat.id), _number(message.message_id)
    replied = message.reply_to_message
    to_us = replied is not None and replied.from_user is not None and replied.from_user.id == me.id
    mention = f"@{me.username}"
    anonymous = _is_anonymous_admin(message)
    sender = message.from_user.id if message.from_user and not anonymous else chat
    said = ChatMessage(
        channel=CHANNEL,
        chat=f"{CHANNEL}:{chat}",
        person=f"{CHANNEL}:{_number(sender)}",
        text=_without(text, mention) if group else text,
        command=command,
        id=str(number),
        replied=str(replied.message_id) if replied and to_us else "",
        edited=edited,
        group=group,
        group_admin=anonymous,
        addressed=not group or bool(command) or to_us or _mentions(message, mention),
        readable=message.text is not None,
        name=_words(message.from_user.full_name) if message.from_user and not anonymous else "",
        file=_attachment(message),
    )
    return Incoming(said, Origin(chat, number, _thread(message), group))


def _attachment(message: Message) -> Attachment | None:
    """A document, or the largest form of a photograph."""
    if message.document:
        sent = message.document
        return Attachment(_words(sent.file_name or "tep"), _number(sent.file_size or 0), _words(sent.file_id))
    if message.photo:
        largest = message.photo[-1]
        return Attachment("anh-chup.jpg", _number(largest.file_size or 0), _words(largest.file_id))
    return None


def _thread(message: Message) -> int | None:
    return (_number(message.message_thread_id) or None) if message.is_topic_message else None


def _is_service(message: Message) -> bool:
    """Joins, titles, pins: Telegram's own messages hold nothing that a person wrote or attached."""
    return message.text is None and message.effective_attachment is None


def _is_anonymous_admin(message: Message) -> bool:
    """Administrators may write in the group's own name; Telegram then names a bot as the sender."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


def _words(value: str) -> str:
    """The text without lone surrogates, which nothing downstream can store or send; TypeError for what is none."""
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value.encode("utf-8", "replace").decode()


def _number(value: int | None) -> int:
    """The number; TypeError for what is none, or larger than Telegram's 52 bits."""
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**52:
        raise TypeError(type(value).__name__)
    return value


def _chat(value: int | None) -> int:
    """The number of a chat; ValueError for 0, which is none."""
    number = _number(value)
    if not number:
        raise ValueError(number)
    return number


def _command(text: str, message: Message, me: User) -> tuple[str, str]:
    """«/vb@danvan_bot 18-CT/TU» -> ("vb", "18-CT/TU"); a command for another bot is none."""
    first = message.entities[0] if message.entities else None
    if not first or first.type != MessageEntity.BOT_COMMAND or first.offset:
        return "", text
    name, _, bot = text[1 : first.length].partition("@")
    if bot and bot.lower() != (me.username or "").lower():
        return "", text
    return name.lower(), text[first.length :].strip()


def _mentions(message: Message, mention: str) -> bool:
    found = message.parse_entities([MessageEntity.MENTION]).values()
    return any(name.lower() == mention.lower() for name in found)


def _without(text: str, mention: str) -> str:
    """The text without the bot's name, whichever case it was typed in."""
    position = text.lower().find(mention.lower())
    if position < 0:
        return text
    return " ".join(f"{text[:position]} {text[position + len(mention) :]}".split(" ")).strip()
