"""One message in flight: the next waits for its end, and while we are busy ourselves, but not for a slow network."""

import asyncio
import time

from bot.flight import HOLD_SECONDS, Flight


async def _send(flight: Flight, name: str, through: asyncio.Event, told: list[str]) -> None:
    async with flight.alone():
        told.append(f"{name} goes")
        await through.wait()
        told.append(f"{name} is through")


async def _two(during: float, *, busy: bool) -> list[str]:
    """What two messages tell where the answer to the first takes `during` seconds, in which the loop waits or works."""
    flight, told = Flight(), list[str]()
    answered, at_once = asyncio.Event(), asyncio.Event()
    at_once.set()
    first = asyncio.create_task(_send(flight, "first", answered, told))
    second = asyncio.create_task(_send(flight, "second", at_once, told))
    await asyncio.sleep(0)
    if busy:
        time.sleep(during)
    else:
        await asyncio.sleep(during)
    asyncio.get_running_loop().call_later(HOLD_SECONDS / 10, answered.set)
    await asyncio.gather(first, second)
    return told


IN_TURN = ["first goes", "first is through", "second goes", "second is through"]


async def test_the_next_waits_for_the_end() -> None:
    assert await _two(0, busy=False) == IN_TURN


async def test_a_slow_network_is_not_waited_for() -> None:
    told = await _two(3 * HOLD_SECONDS, busy=False)
    assert told.index("second goes") < told.index("first is through")


async def test_a_loop_that_was_busy_has_not_looked_at_the_network() -> None:
    assert await _two(3 * HOLD_SECONDS, busy=True) == IN_TURN
