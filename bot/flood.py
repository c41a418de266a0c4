"""How fast one person may go on, so that nobody else has to wait for them."""

from collections import defaultdict, deque
from collections.abc import Callable
from enum import Enum
from threading import Lock
from typing import Protocol

from bot.state import State

MOST, SECONDS = 20, 60.0
BACKLOG, REST = 3, 2.5
"""Where that many questions of one person wait, they are answered one in so many seconds; yet quicker than MOST in
SECONDS, so that whoever does not let up is told."""
_SWEEP_AT = 4096


class Verdict(Enum):
    """What to do with a message."""

    GO = "go"
    NOTICE = "notice"
    SILENT = "silent"


class Gate(Protocol):
    """Lets `MOST` messages a person through in `SECONDS`; the first beyond gets a notice, the others nothing."""

    def check(self, person: str) -> Verdict:
        """Count a message and say what to do with it."""
        ...


class FloodGate:
    """In the memory of one process."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._recent: dict[str, deque[float]] = defaultdict(deque)
        self._told: set[str] = set()
        self._lock = Lock()

    def check(self, person: str) -> Verdict:
        """See Gate."""
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


_COUNT = f"""
INSERT INTO flood AS before (person, recent, refused) VALUES (?, ARRAY[CAST(? AS double precision)], 0)
ON CONFLICT (person) DO UPDATE SET
    recent = CASE WHEN before.recent[cardinality(before.recent) - {MOST - 1}] > excluded.recent[1] - {SECONDS}
        THEN before.recent
        ELSE (before.recent || excluded.recent)[greatest(1, cardinality(before.recent) - {MOST - 2}):] END,
    refused = CASE WHEN before.recent[cardinality(before.recent) - {MOST - 1}] > excluded.recent[1] - {SECONDS}
        THEN before.refused + 1 ELSE 0 END
RETURNING refused
"""  # noqa: S608
"""The last MOST messages let through, and how many were refused since. Whoever was quiet for SECONDS is forgotten."""


class SharedFloodGate:
    """In PostgreSQL, for all processes together; `wall` gives seconds since the epoch."""

    def __init__(self, state: State, wall: Callable[[], float]) -> None:
        self._state, self._wall = state, wall

    def check(self, person: str) -> Verdict:
        """See Gate."""
        (refused,) = self._state.row(_COUNT, (person, self._wall())) or (0,)
        return (Verdict.GO, Verdict.NOTICE, Verdict.SILENT)[min(refused, 2)]
