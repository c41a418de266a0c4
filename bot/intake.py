"""What every channel does with what arrives: keeps it, has it answered, lets old things go, stops in good order."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from typing import Any

from bot import nudges
from bot.clocks import Clocks
from bot.dispatch import Dispatcher, Ways
from bot.inbox import Arrival, Inbox
from bot.state import State

log = logging.getLogger(__name__)

TIDY_SECONDS = 3600.0
KEEP_FINISHED_SECONDS = 3 * 24 * 3600.0
"""How long a finished arrival is known again: Telegram offers an update for 24 hours."""


class Intake:
    """The inbox of one channel and the tasks that work through it."""

    def __init__(self, channel: str, state: State, clocks: Clocks, ways: Ways) -> None:
        self._state, self._clocks = state, clocks
        self._inbox = Inbox(state, channel, clocks.wall)
        self._dispatcher = Dispatcher(self._inbox, ways)
        self._channel = channel
        self._tidied = 0.0

    def accept(self, arrivals: Iterable[Arrival]) -> None:
        """Keep arrivals and set to work on those that are new. After that they may be acknowledged."""
        self._dispatcher.take(self._inbox.accept(arrivals))

    def resume(self) -> None:
        """Go on with what an earlier run left."""
        self._dispatcher.take(self._inbox.unfinished())

    async def _take_nudges(self) -> None:
        """For ever: what the bot is to say unasked comes in like what arrives, and is let go of once it is kept."""
        while True:
            if found := nudges.waiting(self._state, self._channel):
                self.accept(found)
                nudges.collected(self._state, found)
            await asyncio.sleep(nudges.COLLECT_SECONDS)

    def unfinished(self) -> int:
        """How many arrivals are not through yet."""
        return len(self._inbox.unfinished())

    def tidy(self) -> None:
        """Let finished arrivals go that can no longer come again, once in a while."""
        now = self._clocks.wall()
        if now - self._tidied > TIDY_SECONDS:
            self._tidied = now
            self._inbox.forget_before(now - KEEP_FINISHED_SECONDS)

    async def tidy_for_ever(self) -> None:
        """For channels that are handed what arrives, and so have nothing else to do."""
        while True:
            self.tidy()
            await asyncio.sleep(TIDY_SECONDS)

    async def run(self, take_in: Coroutine[Any, Any, None], stop: asyncio.Event, patience: float) -> None:
        """Take in until `stop`, then finish what is under way within `patience` seconds.

        Raises what `take_in` raises, and StateUnavailable where nothing can be kept.
        """
        ends: list[asyncio.Future[Any]] = [asyncio.ensure_future(stop.wait()), self._dispatcher.failed]
        ends += [asyncio.ensure_future(take_in), asyncio.ensure_future(self._take_nudges())]
        try:
            await asyncio.wait(ends, return_when="FIRST_COMPLETED")
        finally:
            for end in ends:
                end.cancel()
            await asyncio.wait(ends)
            left = await self._dispatcher.stop(patience)
            log.info("stopped", extra={"left": left})
        for end in ends:
            if not end.cancelled():
                end.result()
