"""How fast one person may go on, so that nobody else has to wait for them."""

from collections import defaultdict, deque
from collections.abc import Callable
from enum import Enum
from threading import Lock

MOST, SECONDS = 20, 60.0
_SWEEP_AT = 4096


class Verdict(Enum):
    """What to do with a message."""

    GO = "go"
    NOTICE = "notice"
    SILENT = "silent"


class FloodGate:
    """Lets `MOST` messages a person through in `SECONDS`; the first beyond gets a notice, the others nothing."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._recent: dict[str, deque[float]] = defaultdict(deque)
        self._told: set[str] = set()
        self._lock = Lock()

    def check(self, person: str) -> Verdict:
        """Count a message and say what to do with it."""
        with self._lock:
            self._sweep()
            recent, now = self._recent[person], self._steady()
            while recent and recent[0] <= now - SECONDS:
                recent.popleft()
            if len(recent) < MOST:
                recent.append(now)
                self._told.discard(person)
                return Verdict.GO
            if person in self._told:
                return Verdict.SILENT
            self._told.add(person)
            return Verdict.NOTICE

    def _sweep(self) -> None:
        """Forget those who have been quiet, once there are many."""
        if len(self._recent) > _SWEEP_AT:
            old = self._steady() - SECONDS
            quiet = [person for person, recent in self._recent.items() if recent and recent[-1] <= old]
            for person in quiet:
                del self._recent[person]
            self._told.difference_update(quiet)
