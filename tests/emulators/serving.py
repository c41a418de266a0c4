"""A bot that serves the emulated Bot API inside the test's own event loop."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from bot.chat import ChatMessage, Reply, Show, unseen
from bot.clocks import Clocks
from bot.inline import Offer
from bot.layout import block
from bot.state import State
from bot.telegram import TelegramChannel

SPEED = 50
"""Seconds of the tests' steady clock in one real second: waits are kept, but pass sooner."""
FAST = Clocks(time.time, lambda: time.monotonic() * SPEED, lambda seconds: asyncio.sleep(seconds / SPEED))
Index = Callable[[str, Sequence[Path]], Path]
Serve = Callable[..., AbstractAsyncContextManager["Running"]]


@dataclass
class Running:
    """A bot that serves, and its state."""

    channel: TelegramChannel
    state: State
    stop: asyncio.Event
    task: "asyncio.Task[None]"

    async def stopped(self) -> None:
        """Ask it to stop and wait until it has."""
        self.stop.set()
        await self.task


class Echo:
    """A converser that shows what was asked, and what it was asked before in the same chat."""

    def __init__(self, think: Callable[[str], str] = str) -> None:
        self.think = think
        self.last: dict[str, str] = {}

    def reply(self, message: ChatMessage, show: Show = unseen) -> Reply:
        """«Hỏi: …; trước đó: «…»»."""
        before = self.last.get(message.chat, "")

        def keep() -> None:
            self.last[message.chat] = message.text

        text = f"Hỏi: {self.think(message.text)}; trước đó: «{before}»"
        return Reply((block(text),), keep=keep)

    def offers(self, person: str, query: str) -> list[Offer]:
        """One offer that repeats the query."""
        return [Offer(query, "", (block(query),))] if query else []
