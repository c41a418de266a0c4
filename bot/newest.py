"""The newest of what a thread has to show, handed to the loop that shows it until it is over."""

import asyncio
from collections.abc import Awaitable, Sequence

from bot.chat import Block
from bot.clocks import Clocks


class Newest:
    """Whoever shows it awaits `comes`, and rests between two states; what was overtaken is never shown."""

    def __init__(self, clocks: Clocks) -> None:
        """Made in the loop that shows."""
        self._clocks = clocks
        self._loop = asyncio.get_running_loop()
        self._changed, self._over = asyncio.Event(), asyncio.Event()
        self.blocks: Sequence[Block] = ()

    @property
    def over(self) -> bool:
        """Whether the end has come."""
        return self._over.is_set()

    def show(self, blocks: Sequence[Block]) -> None:
        """What may be seen by now; called from the thread that works."""
        self._loop.call_soon_threadsafe(self._take, blocks)

    def _take(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self._changed.set()

    def end(self) -> None:
        """Nothing more is to be shown."""
        self._over.set()

    async def comes(self, within: float | None = None) -> bool:
        """Wait for something new, the end, or `within` seconds; whether there is something new to be shown."""
        await self._first(self._changed, within)
        return self._changed.is_set() and not self.over

    async def rest(self, seconds: float) -> None:
        """Wait so long, or until the end."""
        await self._first(self._over, seconds)

    def taken(self) -> Sequence[Block]:
        """What is newest; it is not new any more."""
        self._changed.clear()
        return self.blocks

    async def _first(self, event: asyncio.Event, seconds: float | None) -> None:
        awaited: list[Awaitable[object]] = [event.wait(), self._over.wait()]
        if seconds is not None:
            awaited.append(self._clocks.sleep(seconds))
        waits = [asyncio.ensure_future(one) for one in awaited]
        await asyncio.wait(waits, return_when="FIRST_COMPLETED")
        for one in waits:
            one.cancel()
