"""What Zalo delivers -> Arrival and ChatMessage. Reads only, sends nothing; whatever it reads may be missing."""

from collections.abc import Sequence
from typing import Any

from bot.chat import ChatMessage
from bot.inbox import Arrival, Json

CHANNEL = "zalo"
LONGEST_ID = 128
"""Characters of an identifier; those seen have 20."""
GROUP = "GROUP"
MESSAGE = "message"
"""Where an arrival's payload holds what came from outside: nothing in it can pass for anything of our own."""


def arrival(body: Json, oldest: float) -> Arrival | None:
    """A delivery for the inbox; None where it holds no message of a person, or one older than `oldest`.

    `body` is the event, or an envelope around it: `{ok, result}`. `oldest` is in seconds since the epoch: what is
    older could have been answered and forgotten. There is no update number, so the message's own names it.
    """
    event = _inner(body, "result") or body
    message = _inner(event, MESSAGE)
    chat, number = _id(_inner(message, "chat")), _identifier(message.get("message_id"))
    sender = _inner(message, "from")
    if not chat or not number or not _id(sender) or sender.get("is_bot") is True:
        return None
    if (sent := _seconds(message.get("date"))) and sent < oldest:
        return None
    return Arrival(f"{chat}/{number}", chat, {MESSAGE: message})


def read_message(payload: Json, names: Sequence[str]) -> ChatMessage:
    """What a person wrote; `names` are the bot's own, by which groups mention it. How is not written anywhere."""
    message = _inner(payload, MESSAGE)
    place = _inner(message, "chat")
    chat, text = _id(place), message.get("text")
    readable = isinstance(text, str) and bool(text.strip())
    words = text.encode("utf-8", "replace").decode().strip() if isinstance(text, str) else ""
    group = place.get("chat_type") == GROUP
    spoken = _without(words, [f"@{name}" for name in names]) if group else words
    return ChatMessage(
        channel=CHANNEL,
        chat=f"{CHANNEL}:{chat}",
        person=f"{CHANNEL}:{_id(_inner(message, 'from'))}",
        text=spoken,
        id=_identifier(message.get("message_id")),
        group=group,
        addressed=not group or spoken != words or words.startswith("/"),
        readable=readable,
        name=_identifier(_inner(message, "from").get("display_name")),
    )


def _inner(holder: Json, key: str) -> Json:
    found = holder.get(key)
    return found if isinstance(found, dict) else {}


def _id(holder: Json) -> str:
    return _identifier(holder.get("id"))


def _identifier(value: Any) -> str:
    """An identifier that can be kept and sent back; empty for what is none."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**LONGEST_ID:
        value = str(value)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID or not value.isprintable():
        return ""
    return value


def _seconds(value: Any) -> float:
    """Zalo's milliseconds as seconds since the epoch; 0 for what is none."""
    return value / 1000 if isinstance(value, int) and 0 < value < 10**15 else 0.0


def _without(text: str, mentions: Sequence[str]) -> str:
    """The text without the bot's name, whichever it is and in whichever case it was typed."""
    for mention in mentions:
        if (place := text.lower().find(mention.lower())) >= 0:
            return f"{text[:place].rstrip()} {text[place + len(mention) :].lstrip()}".strip()
    return text
