"""Time as an argument: what asks for it or waits is given these, so that tests can let it run faster."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

LONGEST_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Clocks:
    """`wall` gives seconds since the epoch, `steady` seconds that only grow, `sleep` waits for steady seconds."""

    wall: Callable[[], float]
    steady: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]


def backoff(attempt: int) -> float:
    """Seconds before the next attempt: half a second, doubled each time."""
    return min(0.5 * 2.0**attempt, LONGEST_WAIT)
