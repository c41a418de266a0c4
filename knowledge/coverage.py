"""How much of a question's topic a text covers: what decides between answering and «không có trong kho»."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.spelling import SYLLABLE, fold

PAIR_SHARE = 0.5
"""Weight of adjacent pairs beside syllables: Vietnamese words are mostly pairs, whose syllables alone mislead."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Folded syllables of a question in order, with the weight of each syllable and of each adjacent pair."""

    syllables: tuple[str, ...]
    weights: dict[str, float]

    @property
    def empty(self) -> bool:
        """Whether nothing is left to look for."""
        return not self.syllables


def topic(terms: Sequence[str], frequency: Callable[[str], int], passages: int) -> Topic:
    """Weigh terms by rarity (Robertson's idf, never below .1) among `passages` passages.

    `frequency` gives the number of passages that hold a folded syllable, or a pair joined by «_».
    """

    def weight(term: str) -> float:
        count = frequency(term)
        return max(0.1, math.log(1 + (passages - count + 0.5) / (count + 0.5)))

    weights = {term: weight(term) for term in dict.fromkeys(terms)}
    for first, second in pairwise(terms):
        weights[f"{first}_{second}"] = PAIR_SHARE * weight(f"{first}_{second}")
    return Topic(tuple(terms), weights)


def covered(topic: Topic, *texts: str) -> float:
    """Share in [0, 1] of the topic's weight that the texts hold; 0 for an empty topic.

    A pair counts only where it stands as one in some text.
    """
    held: set[str] = set()
    for text in texts:
        tokens = SYLLABLE.findall(fold(text))
        held.update(tokens)
        held.update(f"{first}_{second}" for first, second in pairwise(tokens))
    total = sum(topic.weights.values())
    return sum(weight for term, weight in topic.weights.items() if term in held) / total if total else 0.0
