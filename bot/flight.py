"""One message in flight at a time, so that a kill repeats at most one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

HOLD_SECONDS = 0.1
"""How long one message in flight keeps the next from starting.

A process killed between the channel's taking a message and our noting so sends it again after the restart. One
at a time, at most one message is in that state; a slow network is not waited for, lest it hold up everyone.
"""
LATE_SECONDS = 0.02
"""A loop that comes later than this to a timer was busy itself: it has not looked at the network either."""


class Flight:
    """Whoever sends asks to be alone."""

    def __init__(self) -> None:
        self._taken = asyncio.Lock()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Hold the flight until the block ends, but no longer than the network is slow for HOLD_SECONDS."""
        await self._taken.acquire()
        hold = _Hold(self._taken)
        try:
            yield
        finally:
            hold.end()


class _Hold:
    """One taking of the lock, which a timer ends unless its holder does."""

    def __init__(self, taken: asyncio.Lock) -> None:
        self._taken, self._loop = taken, asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0
        self._wait()

    def end(self) -> None:
        """Let go, once."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
            self._taken.release()

    def _wait(self) -> None:
        self._due = self._loop.time() + HOLD_SECONDS
        self._timer = self._loop.call_later(HOLD_SECONDS, self._waited)

    def _waited(self) -> None:
        if self._loop.time() > self._due + LATE_SECONDS:
            self._wait()
        else:
            self.end()
