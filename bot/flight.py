"""One message in flight at a time, so that a kill repeats at most one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

HOLD_SECONDS = 0.1
"""How long one message in flight keeps the next from starting.

A process killed between the channel's taking a message and our noting so sends it again after the restart. One
at a time, at most one message is in that state; a slow network is not waited for, lest it hold up everyone.
"""


class Flight:
    """Whoever sends asks to be alone."""

    def __init__(self) -> None:
        self._taken = asyncio.Lock()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Hold the flight until the block ends, but no longer than HOLD_SECONDS."""
        await self._taken.acquire()
        held = True

        def let_go() -> None:
            nonlocal held
            if held:
                held = False
                self._taken.release()

        timer = asyncio.get_running_loop().call_later(HOLD_SECONDS, let_go)
        try:
            yield
        finally:
            timer.cancel()
            let_go()
