"""Telegram's flood limits kept on our side: 30 messages a second overall, 1 a chat, 20 a minute a group."""

from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.clocks import Clocks
from bot.crew import ALONE, Crew

SLACK = 1.05
"""Windows are kept a little longer than Telegram counts them: requests travel unevenly."""
OVERALL = (30, 1.0 * SLACK)
PRIVATE = (1, 1.0 * SLACK)
GROUP = (20, 60.0 * SLACK)
_SWEEP_AT = 4096


def rest_of(lane: str) -> float:
    """Seconds for which a chat («42», a group «-42») stays with the process that wrote to it last, and knows when."""
    return GROUP[1] if lane.startswith("-") else PRIVATE[1]


class Pace:
    """Says when the next message may go. One caller a chat at a time; callers of all chats queue in order."""

    def __init__(self, clocks: Clocks, crew: Crew = ALONE) -> None:
        """Where several processes share the account, each takes an equal part of what it may send overall."""
        self._clocks, self._crew = clocks, crew
        self._overall: deque[float] = deque(maxlen=OVERALL[0])
        self._chats: dict[int, deque[float]] = defaultdict(lambda: deque(maxlen=GROUP[0]))
        self._paused: dict[int, float] = {}

    @asynccontextmanager
    async def turn(self, chat: int) -> AsyncIterator[None]:
        """Wait until `chat` may be written to. The message counts from when it is through, as Telegram counts it from
        when it has come: whatever it waits for on its way must not bring the chat's next one too near."""
        count, seconds = GROUP if chat < 0 else PRIVATE
        sent = self._chats[chat]
        begin = sent[-count] + seconds if len(sent) >= count else 0.0
        if chat < 0 and sent:
            begin = max(begin, sent[-1] + PRIVATE[1])
        await self._sleep_until(max(begin, self._paused.pop(chat, 0.0)))
        sent.append(self._clocks.steady())
        self._sweep()
        try:
            yield
        finally:
            sent[-1] = self._clocks.steady()

    async def leave(self) -> None:
        """Wait until any message may go, and count it: called right before it does, not before it queues."""
        while (begin := self._part_free()) > self._clocks.steady():
            await self._sleep_until(begin)
        self._overall.append(self._clocks.steady())

    def _part_free(self) -> float:
        """When fewer messages than our part have gone in the last second."""
        part = max(1, OVERALL[0] // self._crew.size)
        return self._overall[-part] + OVERALL[1] if len(self._overall) >= part else 0.0

    def pause(self, chat: int, seconds: float) -> None:
        """Telegram said «retry after»: leave this chat alone, and only this one."""
        self._paused[chat] = self._clocks.steady() + seconds

    async def _sleep_until(self, moment: float) -> None:
        while (left := moment - self._clocks.steady()) > 0:
            await self._clocks.sleep(left)

    def _sweep(self) -> None:
        """Forget chats whose windows have passed, once there are many."""
        if len(self._chats) > _SWEEP_AT:
            old = self._clocks.steady() - GROUP[1]
            for chat in [chat for chat, sent in self._chats.items() if not sent or sent[-1] < old]:
                del self._chats[chat]
