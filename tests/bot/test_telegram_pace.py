"""Telegram's flood limits, kept on a clock that the test turns."""

import asyncio
import heapq
from collections import Counter

import pytest

from bot.clocks import Clocks
from bot.telegram_pace import Pace
from emulators.telegram_limits import FloodLimits


class Time:
    """A clock that jumps to the next sleeper's moment once everybody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self.clocks = Clocks(lambda: self.now, lambda: self.now, self.sleep)

    async def sleep(self, seconds: float) -> None:
        """Sleep until the clock has been turned far enough."""
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self.sleepers, (self.now + seconds, id(woken), woken))
        await woken

    async def run(self, *tasks: "asyncio.Task[None]") -> None:
        """Turn the clock until all tasks are done."""
        while not all(task.done() for task in tasks):
            for _ in range(5):
                await asyncio.sleep(0)
            if self.sleepers and not all(task.done() for task in tasks):
                self.now, _, woken = heapq.heappop(self.sleepers)
                woken.set_result(None)


async def send(pace: Pace, limits: FloodLimits, chat: int, count: int, order: list[int]) -> None:
    for _ in range(count):
        async with pace.turn(chat):
            await pace.leave()
            assert limits.wait(chat) == 0
            order.append(chat)


@pytest.mark.parametrize(
    ("chats", "each"), [([1], 5), ([-1], 45), (list(range(1, 101)), 2), ([-1, -2, 3, 4], 22)]
)
async def test_limits_are_never_reached(chats: list[int], each: int) -> None:
    time, order = Time(), []
    pace, limits = Pace(time.clocks), FloodLimits(lambda: time.now)
    await time.run(*(asyncio.create_task(send(pace, limits, chat, each, order)) for chat in chats))
    assert limits.refused == 0
    assert Counter(order) == dict.fromkeys(chats, each)


async def test_a_paused_chat_waits_alone() -> None:
    time, order = Time(), []
    pace, limits = Pace(time.clocks), FloodLimits(lambda: time.now)
    pace.pause(1, 30.0)
    await time.run(*(asyncio.create_task(send(pace, limits, chat, 1, order)) for chat in (1, 2, 3)))
    assert order == [2, 3, 1]
    assert time.now >= 30.0
