"""Two ranked lists -> one: scores brought to a common scale and weighed."""

from collections.abc import Mapping, Sequence

Ranked = Sequence[tuple[int, float]]
"""(passage id, score), best first."""


def scaled(ranked: Ranked) -> dict[int, float]:
    """Scores brought to 0 (the last of the list) to 1 (the first)."""
    if not ranked:
        return {}
    top, low = ranked[0][1], ranked[-1][1]
    spread = top - low
    return {id_: (score - low) / spread if spread > 0 else 1.0 for id_, score in ranked}


def weighted(lists: Mapping[str, Ranked], weights: Mapping[str, float]) -> list[tuple[int, float]]:
    """The sum of scaled scores by the lists' weights, best first; equal ones in order of id.

    An id that a list lacks counts 0 there.
    """
    total: dict[int, float] = {}
    for name, ranked in lists.items():
        for id_, score in scaled(ranked).items():
            total[id_] = total.get(id_, 0.0) + weights[name] * score
    return sorted(total.items(), key=lambda found: (-found[1], found[0]))
