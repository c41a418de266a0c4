"""Telegram's flood limits kept on our side: 30 messages a second overall, 1 a chat, 20 a minute a group."""

from collections import defaultdict, deque

from bot.clocks import Clocks

SLACK = 1.05
"""Windows are kept a little longer than Telegram counts them: requests travel unevenly."""
OVERALL = (30, 1.0 * SLACK)
PRIVATE = (1, 1.0 * SLACK)
GROUP = (20, 60.0 * SLACK)
_SWEEP_AT = 4096


class Pace:
    """Says when the next message may go. One caller a chat at a time; callers of all chats queue in order."""

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self._overall: deque[float] = deque(maxlen=OVERALL[0])
        self._chats: dict[int, deque[float]] = defaultdict(lambda: deque(maxlen=GROUP[0]))
        self._paused: dict[int, float] = {}

    async def turn(self, chat: int) -> None:
        """Wait until `chat` may be written to, and count the message."""
        count, seconds = GROUP if chat < 0 else PRIVATE
        sent = self._chats[chat]
        begin = sent[-count] + seconds if len(sent) >= count else 0.0
        if chat < 0 and sent:
            begin = max(begin, sent[-1] + PRIVATE[1])
        await self._sleep_until(max(begin, self._paused.pop(chat, 0.0)))
        slot = self._clocks.steady()
        if len(self._overall) == OVERALL[0]:
            slot = max(slot, self._overall[0] + OVERALL[1])
        self._overall.append(slot)
        sent.append(slot)
        self._sweep()
        await self._sleep_until(slot)

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
