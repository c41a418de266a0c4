"""How much of a question's topic a text covers: what decides between answering and «không có trong kho»."""

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from knowledge.spelling import SYLLABLE, fold, nfc, one_tone_place

PAIR_SHARE = 0.6
"""Weight of adjacent pairs beside syllables: Vietnamese words are mostly pairs, whose syllables alone mislead."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Weights of the folded syllables of a question, and of those adjacent pairs that some passage holds."""

    weights: dict[str, float]

    @property
    def empty(self) -> bool:
        """Whether nothing is left to look for."""
        return not self.weights


def topic(runs: Sequence[Sequence[str]], frequency: Callable[[str], int], passages: int) -> Topic:
    """Weigh the syllables of a question, given as runs of adjacent ones.

    A syllable weighs the mean of its rarity (Robertson's idf) among the `passages` indexed ones and in everyday
    Vietnamese: in a small index everyday words are rare by chance. A pair that no passage holds weighs nothing,
    for it may be no word at all. `frequency` counts passages that hold a folded syllable, or a pair joined by «_».
    """
    weights = {
        term: 0.5 * (_rarity(frequency(term), passages) + everyday_rarity(term)) for run in runs for term in run
    }
    for run in runs:
        for first, second in pairwise(run):
            count = frequency(f"{first}_{second}")
            if count:
                mean = 0.5 * (weights[first] + weights[second])
                weights[f"{first}_{second}"] = PAIR_SHARE * mean
    return Topic(weights)


def covered(topic: Topic, *texts: str) -> float:
    """Share in [0, 1] of the topic's weight that the texts hold; 0 for an empty topic.

    A pair counts only where it stands as one in some text. Known abbreviations count as what they stand for.
    """
    held: set[str] = set()
    for text in texts:
        tokens = SYLLABLE.findall(fold(spelled_out(text)))
        held.update(tokens)
        held.update(f"{first}_{second}" for first, second in pairwise(tokens))
    total = sum(topic.weights.values())
    return sum(weight for term, weight in topic.weights.items() if term in held) / total if total else 0.0


def _rarity(count: int, passages: int) -> float:
    """Robertson's idf over at least 200 passages, never below .2."""
    passages = max(passages, 200)
    return max(0.2, math.log(1 + (passages - count + 0.5) / (count + 0.5)))


def everyday_rarity(syllable: str) -> float:
    """Idf of a folded syllable in general Vietnamese, never below .2."""
    passages, frequency = _everyday()
    return max(0.2, math.log(1 + passages / (frequency.get(syllable, 10) + 0.5)))


@cache
def _everyday() -> tuple[int, dict[str, int]]:
    data = json.loads(resources.files("knowledge").joinpath("language/syllables.json").read_text("utf-8"))
    return data["passages"], data["frequency"]


@cache
def _abbreviations() -> tuple[re.Pattern[str], dict[str, str]]:
    data = json.loads(resources.files("knowledge").joinpath("register/abbreviations.json").read_text("utf-8"))
    full = {fold(entry["short"]): entry["full"] for entry in data}
    longest_first = sorted(full, key=len, reverse=True)
    return re.compile(r"(?<![\w/\-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w/\-])"), full


def spelled_out(text: str) -> str:
    """The text with abbreviations officers use in full («QCDC» -> «quy chế dân chủ»); parts of numbers stay."""
    text = one_tone_place(nfc(text))
    pattern, full = _abbreviations()
    pieces, end = [], 0
    for match in pattern.finditer(fold(text)):
        pieces += [text[end : match.start()], full[match[0]]]
        end = match.end()
    return "".join([*pieces, text[end:]])
