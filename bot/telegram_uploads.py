"""Files that come through Telegram: fetched when they are wanted, their progress shown in one edited message."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.chat import ChatMessage, Reply, Show
from bot.clocks import Clocks
from bot.inbox import Call
from bot.newest import Newest
from bot.telegram_calls import passing_call
from bot.telegram_reading import Incoming, Origin
from knowledge.errors import ChannelFailed

EDIT_EVERY = 3.0
"""Seconds between two states of the message."""
FETCH_SECONDS = 120.0
Deliver = Callable[[Call], Awaitable[Any]]
Think = Callable[[ChatMessage, Show], Reply]


def is_upload(message: ChatMessage) -> bool:
    """Whether a message brings a file, or decides on one that came."""
    return message.file is not None or message.action.startswith("upload:")


class Uploading:
    """Hands files to the conversation, in threads, and shows how far it is."""

    def __init__(self, bot: Bot, deliver: Deliver, clocks: Clocks, pool: Executor, think: Think) -> None:
        self._bot, self._deliver, self._clocks = bot, deliver, clocks
        self._pool, self._think = pool, think

    async def reply(self, incoming: Incoming) -> Reply:
        """The reply; it takes the place of the message that showed the progress."""
        loop = asyncio.get_running_loop()
        told = EditedMessage(self._deliver, self._clocks, incoming.origin)
        message = self._with_content(incoming.message, loop)
        telling = asyncio.create_task(told.run())
        try:
            reply = await loop.run_in_executor(self._pool, self._think, message, told.show)
        finally:
            await told.close(telling)
        return replace(reply, replaces=(told.ours,), settled=None) if told.shown else reply

    def _with_content(self, message: ChatMessage, loop: asyncio.AbstractEventLoop) -> ChatMessage:
        if message.file is None:
            return message
        handle = message.file.handle

        def fetch() -> bytes:
            return asyncio.run_coroutine_threadsafe(self._fetch(handle), loop).result(FETCH_SECONDS)

        return replace(message, file=replace(message.file, fetch=fetch))

    async def _fetch(self, handle: str) -> bytes:
        try:
            file = await self._bot.get_file(handle)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise ChannelFailed("Telegram không chuyển được tệp này. Đồng chí gửi lại giúp nhé.") from error


class EditedMessage:
    """One message that says how far something is; of a pressed button, the message that bears it."""

    def __init__(self, deliver: Deliver, clocks: Clocks, origin: Origin) -> None:
        self._deliver, self._origin = deliver, origin
        self._newest = Newest(clocks)
        self.show = self._newest.show
        self.ours = str(origin.message) if origin.callback is not None and origin.message else ""
        self.shown = False

    async def run(self) -> None:
        """Show what comes, the newest only, until `close`."""
        while await self._newest.comes():
            result = await self._deliver(passing_call(self._newest.taken(), self._origin, self.ours))
            self.ours = str(result["message_id"]) if isinstance(result, dict) else self.ours
            self.shown = bool(self.ours)
            await self._newest.rest(EDIT_EVERY)

    async def close(self, task: "asyncio.Task[None]") -> None:
        """The result is there; what is on its way is waited for."""
        self._newest.end()
        await task
