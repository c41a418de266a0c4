"""What every channel does with what arrives: keeps it, has it answered, lets old things go, stops in good order."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from bot import nudges
from bot.clocks import Clocks
from bot.crew import ALONE, Crew, Lanes
from bot.dispatch import Dispatcher, Ways
from bot.inbox import Arrival, Inbox
from bot.patience import patiently
from bot.state import State

log = logging.getLogger(__name__)

TIDY_SECONDS = 3600.0
KEEP_FINISHED_SECONDS = 3 * 24 * 3600.0
"""How long a finished arrival is known again: Telegram offers an update for 24 hours."""


class Intake:
    """The inbox of one channel and the tasks that work through it; `rest` is that of the crew's lanes."""

    def __init__(
        self,
        channel: str,
        state: State,
        clocks: Clocks,
        ways: Ways,
        crew: Crew = ALONE,
        rest: Callable[[str], float] = lambda _: 0.0,
    ) -> None:
        self._state, self._clocks, self._crew = state, clocks, crew
        self._lanes = crew.lanes(channel, rest)
        self._connected = asyncio.Event()
        self._inbox = Inbox(state, channel, clocks.wall)
        self._dispatcher = Dispatcher(self._inbox, ways, clocks)
        self._channel = channel
        self._tidied = 0.0

    def accept(self, arrivals: Iterable[Arrival]) -> None:
        """Keep arrivals and set to work on those that are new. After that they may be acknowledged."""
        new = self._inbox.accept(arrivals)
        if self._lanes is None:
            self._dispatcher.take(new)
        else:
            self._lanes.look()

    def resume(self) -> None:
        """Go on with what an earlier run left."""
        self._connected.set()
        if self._lanes is None:
            self._dispatcher.take(self._inbox.unfinished())

    async def _feed(self, lanes: Lanes) -> None:
        """Work on what lies in the lanes, but not before the channel can be spoken to."""
        await self._connected.wait()
        await lanes.feed(self._dispatcher)

    async def lead(self) -> None:
        """Wait until it is ours to fetch what the channel has; another process may be at it."""
        await self._crew.lead(self._channel)

    async def _take_nudges(self) -> None:
        """For ever: what the bot is to say unasked comes in like what arrives, and is let go of once it is kept."""
        while True:
            await self.lead()
            await patiently(self._collect_nudges)
            await asyncio.sleep(nudges.COLLECT_SECONDS)

    def _collect_nudges(self) -> None:
        if found := nudges.waiting(self._state, self._channel):
            self.accept(found)
            nudges.collected(self._state, found)

    def unfinished(self) -> int:
        """How many arrivals are not through yet."""
        return len(self._inbox.unfinished())

    def tidy(self) -> None:
        """Let finished arrivals go that can no longer come again, once in a while."""
        now = self._clocks.wall()
        if now - self._tidied > TIDY_SECONDS and self._crew.leads(self._channel):
            self._tidied = now
            self._inbox.forget_before(now - KEEP_FINISHED_SECONDS)

    async def tidy_for_ever(self) -> None:
        """For channels that are handed what arrives, and so have nothing else to do."""
        while True:
            await patiently(self.tidy)
            await asyncio.sleep(TIDY_SECONDS)

    async def run(self, take_in: Coroutine[Any, Any, None], stop: asyncio.Event, patience: float) -> None:
        """Take in until `stop`, then finish what is under way within `patience` seconds.

        Raises what `take_in` raises, and StateUnavailable where nothing can be kept.
        """
        ends: list[asyncio.Future[Any]] = [asyncio.ensure_future(stop.wait()), self._dispatcher.failed]
        ends += [asyncio.ensure_future(take_in), asyncio.ensure_future(self._take_nudges())]
        if self._lanes is not None:
            ends.append(asyncio.ensure_future(self._feed(self._lanes)))
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
