"""People on the other side of the emulated Bot API: they write, edit, press and ask inline."""

import re
from dataclasses import dataclass
from typing import Any

import httpx

from emulators.botapi import BotApi, Json
from emulators.telegram_text import units


async def deliver(api: BotApi, **content: Any) -> Json:
    """Make an update; it waits to be polled, or is posted where a webhook is set."""
    update = {"update_id": next(api.update_ids), **content}
    await redeliver(api, update)
    return update


async def redeliver(api: BotApi, update: Json) -> int:
    """Deliver an update (again); returns the webhook's status, 0 where it is polled."""
    if api.webhook["url"]:
        headers = {"X-Telegram-Bot-Api-Secret-Token": api.webhook["secret"]} if api.webhook["secret"] else {}
        async with httpx.AsyncClient() as client:
            return (await client.post(api.webhook["url"], json=update, headers=headers)).status_code
    api.updates.append(update)
    await api.notify()
    return 0


def entities(text: str) -> list[Json]:
    """Commands and mentions, as Telegram marks them."""
    kinds = ((r"(?<!\S)/\w+(@\w+)?", "bot_command"), (r"(?<!\w)@\w+", "mention"))
    return [
        {"type": kind, "offset": units(text[: match.start()]), "length": units(match[0])}
        for pattern, kind in kinds
        for match in re.finditer(pattern, text)
    ]


@dataclass
class Person:
    """Somebody with a Telegram account. `chat` is a group's number, or None for the private chat."""

    api: BotApi
    id: int
    name: str = "An"

    def account(self) -> Json:
        """What updates say of them."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "vi"}

    async def write(self, text: str, chat: int | None = None, **more: Any) -> Json:
        """Send a text; returns the message."""
        content = {"text": text, "entities": entities(text), **more}
        return await self.send(chat, **content)

    async def send(self, chat: int | None = None, **content: Any) -> Json:
        """Send any message."""
        message = self.api.new_message(self.id if chat is None else chat, self.account(), **content)
        await deliver(self.api, message=message)
        return message

    async def edit(self, message: Json, text: str) -> None:
        """Change a message they wrote."""
        message.update(text=text, entities=entities(text), edit_date=message["date"] + 5)
        await deliver(self.api, edited_message=message)

    async def press(self, message: Json, label: str) -> Json:
        """Press the button whose label begins so."""
        buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
        button = next(button for button in buttons if button["text"].startswith(label))
        query = {
            "id": str(next(self.api.update_ids)),
            "from": self.account(),
            "chat_instance": "1",
            "message": message,
            "data": button["callback_data"],
        }
        return await deliver(self.api, callback_query=query)

    async def vote(self, message: Json, option: int) -> bool:
        """Answer a quiz; Telegram takes one answer of a person. Whether it was taken."""
        poll = message["poll"]
        if (poll["id"], self.id) in self.api.votes or poll["is_closed"]:
            return False
        self.api.votes.add((poll["id"], self.id))
        await deliver(self.api, poll_answer=self.answer(poll["id"], option))
        return True

    def answer(self, poll: str, option: int) -> Json:
        """What an update says of an answer."""
        chosen = {"option_ids": [option], "option_persistent_ids": [f"o{option}"]}
        return {"poll_id": poll, "user": self.account(), **chosen}

    async def inline(self, query: str) -> str:
        """Type «@bot query» in some chat; returns the query's id."""
        number = str(next(self.api.update_ids))
        content = {"id": number, "from": self.account(), "query": query, "offset": ""}
        await deliver(self.api, inline_query=content)
        return number
