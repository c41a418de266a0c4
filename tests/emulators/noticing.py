"""Waiting for what a server in the same event loop has seen, without asking again and again."""

import asyncio
from collections.abc import Callable
from typing import Any


class Noticing:
    """Something whose changes can be waited for."""

    def __init__(self) -> None:
        self.changed = asyncio.Condition()

    async def notify(self) -> None:
        """Wake whoever waits."""
        async with self.changed:
            self.changed.notify_all()

    async def until(self, condition: Callable[[], Any], seconds: float = 20.0) -> Any:
        """Wait until `condition()` is true and return it."""
        async with self.changed:
            async with asyncio.timeout(seconds):
                await self.changed.wait_for(condition)
        return condition()
