"""The same deeds on either channel: people write, choose, correct and explain, and read what the bot says."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from bot.state import State
from emulators.botapi import BotApi, Json
from emulators.telegram_people import Person
from emulators.zalo_people import ZaloPerson
from emulators.zalo_server import ZaloServer

CAST = ("admin", "officer", "trainer", "outsider")
GROUP = "group"


@dataclass(frozen=True)
class Heard:
    """What the bot said to one deed."""

    messages: Sequence[Json]

    @property
    def words(self) -> str:
        """All its texts."""
        return "\n\n".join(message.get("text", "") for message in self.messages)

    @property
    def file(self) -> str:
        """The name of the file that came, empty where none did."""
        return str(self.messages[-1].get("document", {}).get("file_name", ""))


class Served(Protocol):
    """A bot that serves one channel, as a stage needs it."""

    state: State

    @property
    def channel(self) -> Any:
        """The channel, which says how much is unfinished."""


@dataclass
class Stage:
    """What both channels have in common; `place` is a chat as the channel names it."""

    api: Any
    running: Served

    async def quiet(self) -> None:
        """Wait until nothing is on its way."""
        while self.running.channel.unfinished():
            await asyncio.sleep(0.01)

    async def _heard(self, sent: Callable[[], Sequence[Json]], before: int) -> Heard:
        await self.api.until(lambda: len(sent()) > before, 60)
        await self.quiet()
        return Heard(sent()[before:])


@dataclass
class TelegramStage(Stage):
    """People with Telegram; they are numbers, and the group is a negative one."""

    api: BotApi
    channel: ClassVar[str] = "telegram"
    mention: ClassVar[str] = "@danvan_bot"
    presses: ClassVar[bool] = True
    """Whether there are buttons, files, corrections and group administrators."""

    @staticmethod
    def id(who: str) -> int:
        """The number of somebody, or of the group."""
        return -100500 if who == GROUP else CAST.index(who) + 1 if who in CAST else 1000 + int(who)

    async def write(self, who: str, text: str, place: str = "") -> None:
        """Write without waiting."""
        await Person(self.api, self.id(who)).write(text, self.id(place or who))

    def texts(self, who: str) -> list[str]:
        """What the bot has said in somebody's chat."""
        return self.api.texts(self.id(who))

    async def say(self, who: str, text: str, place: str = "", **more: object) -> Heard:
        """Write, and hear what the bot says to it."""
        chat = self.id(place or who)
        before = len(self.api.sent(chat))
        await Person(self.api, self.id(who)).write(text, chat, **more)
        return await self._heard(lambda: self.api.sent(chat), before)

    async def choose(self, who: str, heard: Heard, label: str) -> Heard:
        """Press a button; what it changed counts as said where nothing new was."""
        chat, pressed = self.id(who), len(self.api.called("answerCallbackQuery"))
        before = len(self.api.sent(chat))
        await Person(self.api, chat).press(heard.messages[-1], label)
        await self.api.until(lambda: len(self.api.called("answerCallbackQuery")) > pressed, 60)
        await self.quiet()
        return Heard(self.api.sent(chat)[before:] or heard.messages)

    async def correct(self, who: str, text: str, corrected: str) -> Heard:
        """Write something, then change it; returns the answer as it stands in the end."""
        chat = self.id(who)
        asked = await Person(self.api, chat).write(text)
        before = len(self.api.sent(chat))
        answer = await self._heard(lambda: self.api.sent(chat), before)
        first = answer.words
        await Person(self.api, chat).edit(asked, corrected)
        await self.api.until(lambda: answer.words != first, 60)
        await self.quiet()
        return Heard(self.api.sent(chat)[before:])

    async def explain(self, who: str, asked: Heard, reason: str) -> Heard:
        """Say in one's own words what was wrong."""
        return await self.say(who, reason, reply_to_message=asked.messages[-1])


@dataclass
class ZaloStage(Stage):
    """People with Zalo; all they can do is type what the bot's messages say may be typed."""

    api: ZaloServer
    channel: ClassVar[str] = "zalo"
    mention: ClassVar[str] = "@Bot Dân vận"
    presses: ClassVar[bool] = False
    words: ClassVar[dict[str, str]] = {"Chưa đúng": "sai", "Trang sau": "tiếp"}

    @staticmethod
    def id(who: str) -> str:
        """Twenty digits for somebody, or for the group."""
        return who.encode().hex().rjust(20, "0")[-20:]

    async def write(self, who: str, text: str, place: str = "") -> None:
        """Write without waiting."""
        await ZaloPerson(self.api, self.id(who)).write(text, self.id(place) if place else None)

    def texts(self, who: str) -> list[str]:
        """What the bot has said in somebody's chat."""
        return self.api.texts(self.id(who))

    async def say(self, who: str, text: str, place: str = "") -> Heard:
        """Write, and hear what the bot says to it."""
        chat = self.id(place or who)
        before = len(self.api.chats[chat])
        await ZaloPerson(self.api, self.id(who)).write(text, chat if place else None)
        return await self._heard(lambda: self.api.chats[chat], before)

    async def choose(self, who: str, heard: Heard, label: str) -> Heard:
        """Type what the last lines say for it: its number, or its word."""
        numbered = re.search(rf"^– Gõ (\d+): {re.escape(label)}", heard.words, re.MULTILINE)
        typed = numbered[1] if numbered else self.words.get(label, label.lower())
        assert numbered or f"«{typed}»" in heard.words, heard.words
        return await self.say(who, typed)

    async def explain(self, who: str, asked: Heard, reason: str) -> Heard:
        """Say in one's own words what was wrong."""
        assert "«lý do:»" in asked.words
        return await self.say(who, f"lý do: {reason}")
