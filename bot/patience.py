"""Waiting for a database that is away: what is under way stays in hand, and goes on when it is back."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.clocks import backoff
from knowledge.errors import DatabaseUnavailable

log = logging.getLogger(__name__)
T = TypeVar("T")


async def patiently(work: Callable[[], T]) -> T:
    """What `work` returns, tried again for as long as the database is away.

    It must bear being done twice: the answer to a COMMIT may be lost on its way.
    """

    async def once() -> T:
        return work()

    return await patiently_awaiting(once)


async def patiently_awaiting(work: Callable[[], Awaitable[T]]) -> T:
    """The same of work that is awaited."""
    attempt = 0
    while True:
        try:
            return await work()
        except DatabaseUnavailable as error:
            log.warning("no database", extra={"reason": str(error)})
            await asyncio.sleep(backoff(attempt))
            attempt += 1
