"""Signals of different kinds -> one ranked list: each brought to a scale of 0 to 1, weighed and added."""

from collections import Counter
from collections.abc import Mapping, Sequence

Ranked = Sequence[tuple[int, float]]
"""(passage id, score), best first."""
Signal = Mapping[int, float]
"""By passage id, 0 to 1; a passage that is missing counts 0."""


def from_zero(ranked: Ranked) -> Signal:
    """Scores as shares of the best one: BM25, of which 0 means that nothing agrees."""
    top = ranked[0][1] if ranked else 0.0
    return {id_: score / top for id_, score in ranked} if top > 0 else {}


def from_last(ranked: Ranked) -> Signal:
    """Scores brought to 0 (the last of the list) to 1 (the first): cosines, which crowd in a narrow band."""
    if not ranked:
        return {}
    top, low = ranked[0][1], ranked[-1][1]
    return {id_: (score - low) / (top - low) if top > low else 1.0 for id_, score in ranked}


def shared_out(signal: Signal, names: Mapping[int, str]) -> Signal:
    """The signal divided by how many of the passages bear the same name: it tells less of each of them."""
    bearing = Counter(names.values())
    return {id_: value / bearing[names[id_]] for id_, value in signal.items()}


def weighted(signals: Mapping[str, Signal], weights: Mapping[str, float]) -> list[tuple[int, float]]:
    """The mean of the signals by their weights, 0 to 1, best first; equal ones in order of id."""
    whole = sum(weights.values())
    total: dict[int, float] = {}
    for name, signal in signals.items():
        for id_, value in signal.items():
            total[id_] = total.get(id_, 0.0) + weights[name] / whole * value
    return sorted(total.items(), key=lambda found: (-found[1], found[0]))
