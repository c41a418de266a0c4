"""Wrong choices: real ones, like the right one, and never right by anything that the register knows."""

import random
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from knowledge.claims import normal_text

T = TypeVar("T")
WRONG = 3


def likeliest(
    rng: random.Random, candidates: Iterable[T], nearness: Callable[[T], float], show: Callable[[T], str]
) -> tuple[str, ...]:
    """Up to `WRONG` different choices, the nearest first; equally near ones by lot."""
    mixed = sorted(candidates, key=show)
    rng.shuffle(mixed)
    shown: dict[str, str] = {}
    for candidate in sorted(mixed, key=nearness, reverse=True):
        shown.setdefault(normal_text(show(candidate)), show(candidate))
        if len(shown) == WRONG:
            break
    return tuple(shown.values())


def mixed_in(rng: random.Random, answer: str, wrong: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """All choices in a chance order, and the place of the right one."""
    options = [answer, *wrong]
    rng.shuffle(options)
    return tuple(options), options.index(answer)
