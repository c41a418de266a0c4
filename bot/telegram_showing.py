"""What is seen of an answer while it is being written: «typing …», drafts in private, one edited message in groups."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot import answers
from bot.chat import Block, Reply
from bot.clocks import Clocks
from bot.inbox import Call
from bot.layout import block, italic
from bot.newest import Newest
from bot.phrases import WRITING
from bot.state import State
from bot.telegram_calls import draft_call, passing_call
from bot.telegram_reading import Origin

TYPING_AFTER = 0.4
"""Seconds after which somebody who waits is shown that an answer is on its way."""
DRAFT_EVERY = 1.0
EDIT_EVERY = 5.0
"""Seconds between two states of a message: a group may be written to 20 times a minute, corrections included."""

Deliver = Callable[[Call], Awaitable[Any]]


class Begun:
    """Our message in a group that an answer is to take the place of, also where we are killed before it does."""

    def __init__(self, state: State, chat: str, message: str) -> None:
        self._state, self._chat, self._message = state, chat, message
        self.ours = answers.begun(state, chat, message)
        """Its number; empty where there is none."""

    def note(self, ours: str) -> None:
        """It has been sent, or corrected."""
        if ours != self.ours:
            self.ours = ours
            answers.note_begun(self._state, self._chat, self._message, ours)

    def ended_by(self, reply: Reply) -> Reply:
        """The reply in its place."""
        if not self.ours:
            return reply

        def keep() -> None:
            reply.keep()
            answers.end_begun(self._state, self._chat, self._message)

        return replace(reply, replaces=(self.ours, *reply.replaces), keep=keep)


class Showing:
    """One question on its way. Courtesies are tried once; what goes into a group keeps the limits like any message."""

    def __init__(self, bot: Bot, deliver: Deliver, clocks: Clocks, origin: Origin, begun: Begun) -> None:
        self._bot, self._deliver, self._origin, self._begun = bot, deliver, origin, begun
        self._newest = Newest(clocks)
        self.show = self._newest.show

    async def run(self) -> None:
        """Show what comes, the newest only, until `close`."""
        if not await self._newest.comes(TYPING_AFTER) and not self._newest.over:
            await self._typing()
        while await self._newest.comes():
            await self._put((*self._newest.taken(), block(italic(WRITING))))
            await self._newest.rest(EDIT_EVERY if self._origin.group else DRAFT_EVERY)

    async def close(self, task: "asyncio.Task[None]") -> None:
        """The answer is there: nothing may come after it, so what is on its way is waited for."""
        self._newest.end()
        await task

    async def _put(self, blocks: Sequence[Block]) -> None:
        if self._origin.group:
            result = await self._deliver(passing_call(blocks, self._origin, self._begun.ours))
            if isinstance(result, dict):
                self._begun.note(str(result["message_id"]))
            return
        call = draft_call(blocks, self._origin)
        with suppress(TelegramError):
            await self._bot.do_api_request(call.method, api_kwargs=call.params, read_timeout=1)

    async def _typing(self) -> None:
        with suppress(TelegramError):
            await self._bot.send_chat_action(
                self._origin.chat,
                "typing",
                message_thread_id=self._origin.thread,
                read_timeout=1,
                connect_timeout=1,
            )
