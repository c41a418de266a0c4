"""What each conversation remembers between two questions, kept in the state file."""

import json
from dataclasses import fields
from typing import Any

from bot.state import State
from knowledge.documents import Citation, Memory


def remembered(state: State, chat: str) -> Memory:
    """The conversation's memory; an empty one where there is none."""
    found = state.row("SELECT memory FROM conversations WHERE chat = ?", (chat,))
    return from_json(found[0]) if found else Memory()


def remember(state: State, chat: str, memory: Memory, now: float) -> None:
    """Keep the conversation's memory; `now` in seconds since the epoch."""
    state.write(
        "INSERT INTO conversations (chat, memory, changed) VALUES (?, ?, ?)"
        " ON CONFLICT (chat) DO UPDATE SET memory = excluded.memory, changed = excluded.changed",
        (chat, to_json(memory), now),
    )


def forget(state: State, chat: str) -> None:
    """Drop the conversation's memory."""
    state.write("DELETE FROM conversations WHERE chat = ?", (chat,))


def to_json(memory: Memory) -> str:
    """One line of JSON."""
    return json.dumps(flat(memory), ensure_ascii=False)


def flat(noun: Memory | Citation) -> dict[str, Any]:
    """Its fields by name; none of them holds another noun, for which `asdict` would look and copy all of it."""
    return {field.name: getattr(noun, field.name) for field in fields(noun)}


def from_json(written: str) -> Memory:
    """The reverse of to_json; what another version wrote and this one does not know is left out."""
    names = {field.name for field in fields(Memory)}
    kept: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in json.loads(written).items()
        if name in names
    }
    return Memory(**kept)
