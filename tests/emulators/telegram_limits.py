"""Telegram's flood limits as it states them: 30 messages/s overall, 1/s in a chat, 20 a minute in a group."""

import math
from collections import defaultdict, deque
from collections.abc import Callable

OVERALL = (30, 1.0)
CHAT = (1, 1.0)
GROUP = (20, 60.0)


class FloodLimits:
    """Counts what was sent; `wait` gives the seconds of «retry after», 0 where the message may go."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.refused = 0
        self._sent: dict[int | None, deque[float]] = defaultdict(deque)

    def wait(self, chat: int) -> int:
        """Seconds until `chat` may be written to; counts the message where it may go now."""
        now = self.clock()
        rules = ((None, OVERALL), (chat, GROUP if chat < 0 else CHAT))
        longest = max(self._wait(key, *rule, now) for key, rule in rules)
        if longest > 0:
            self.refused += 1
            return math.ceil(longest)
        for key, _ in rules:
            self._sent[key].append(now)
        return 0

    def _wait(self, key: int | None, count: int, seconds: float, now: float) -> float:
        sent = self._sent[key]
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        return sent[0] + seconds - now if len(sent) >= count else 0.0
