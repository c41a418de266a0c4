"""A bot that serves the emulated Bot API inside the test's own event loop."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from bot.clocks import Clocks
from bot.state import State
from bot.telegram import TelegramChannel
from knowledge.documents import Answer, Memory

SPEED = 50
"""Seconds of the tests' steady clock in one real second: waits are kept, but pass sooner."""
FAST = Clocks(time.time, lambda: time.monotonic() * SPEED, lambda seconds: asyncio.sleep(seconds / SPEED))
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


def echo(text: str, memory: Memory) -> Answer:
    """An answer that shows what was asked and what was remembered."""
    return Answer("answered", f"Hỏi: {text}; trước đó: «{memory.question}»", memory=Memory(question=text))
