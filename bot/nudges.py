"""What the bot says unasked: noted with the change that calls for it, then answered like an arrival, each once.

A nudge names what is to be said, not the words: these are found when its turn in the chat comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat import ChatMessage
from bot.inbox import Arrival, Json
from bot.state import State, later

COLLECT_SECONDS = 0.2
"""How often a channel looks for nudges."""
KEY = "nudge"
"""What the payload of such an arrival holds."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """Something to say in a chat («telegram:42»); the same key for ever means the same thing."""

    key: str
    chat: str
    what: str


def note(state: State, nudges: Sequence[Nudge]) -> None:
    """Keep nudges until their channels collect them; those known already are left out."""
    with state.transaction():
        for nudge in nudges:
            state.write(
                f"INSERT INTO nudges (key, channel, chat, what, seq) VALUES (?, ?, ?, ?, {later('nudges')})"  # noqa: S608
                " ON CONFLICT DO NOTHING",
                (nudge.key, nudge.chat.partition(":")[0], nudge.chat, nudge.what),
            )


def waiting(state: State, channel: str) -> list[Arrival]:
    """The channel's nudges as arrivals, in the order in which they were noted."""
    sql = "SELECT key, chat, what FROM nudges WHERE channel = ? ORDER BY seq, key"
    return [
        Arrival(f"{KEY}/{key}", chat.partition(":")[2], {KEY: {"chat": chat, "what": what}})
        for key, chat, what in state.rows(sql, (channel,))
    ]


def collected(state: State, arrivals: Sequence[Arrival]) -> None:
    """Let go of nudges that the inbox has accepted."""
    for arrival in arrivals:
        state.write("DELETE FROM nudges WHERE key = ?", (arrival.key.removeprefix(f"{KEY}/"),))


def read(payload: Json) -> ChatMessage | None:
    """The message that a nudge amounts to; None for what came from outside."""
    found = payload.get(KEY)
    if not isinstance(found, dict) or "update_id" in payload:
        return None
    chat = str(found["chat"])
    return ChatMessage(chat.partition(":")[0], chat, "", "", nudge=str(found["what"]))
