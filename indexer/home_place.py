"""Where a report is at home: the province, and the district or commune, that it names as its own."""

import re
from collections import Counter
from collections.abc import Mapping

from knowledge.marks import UPPER
from knowledge.places import provinces
from knowledge.spelling import fold, one_tone_place

_IN_TITLE = 3
"""Mentions in running text that one in the title is worth."""
_CLEAR = 2
"""Times that the first place must be named more often than the second of its tier."""
_COMMUNE = 3
"""Mentions from which a commune can be a report's own; a report about a district names single communes too."""

_UNITS: Mapping[str, tuple[str, str]] = {
    "tỉnh": ("province", "tỉnh"), "tỉnh ủy": ("province", "tỉnh"),
    "thành phố": ("district", "thành phố"), "tp": ("district", "thành phố"), "tp.": ("district", "thành phố"),
    "thành ủy": ("district", "thành phố"),
    "huyện": ("district", "huyện"), "huyện ủy": ("district", "huyện"),
    "thị xã": ("district", "thị xã"), "thị ủy": ("district", "thị xã"),
    "quận": ("district", "quận"), "quận ủy": ("district", "quận"),
    "xã": ("commune", "xã"), "phường": ("commune", "phường"), "thị trấn": ("commune", "thị trấn"),
    "đặc khu": ("commune", "đặc khu"),
}  # fmt: skip
_NAME = rf"[{UPPER}][^\W\d_]*"
_NAMED = re.compile(
    rf"(?<!\w)(?P<unit>(?i:{'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))}))\s+"
    rf"(?P<name>{_NAME}(?:\s(?:-\s)?{_NAME}){{0,3}})"
)
Found = tuple[str, str]
"""A unit's word and a name: («thị xã», «Sa Pa»)."""


def home_place(title: str, article: str) -> str | None:
    """«thị xã Sa Pa, tỉnh Lào Cai»: in each tier the place named clearly most often; None where none stands out.

    Nothing is added from general knowledge: a town's province is told only where the text names it.
    """
    known = provinces()
    counts = _counted(one_tone_place(title), known)
    for tier in counts:
        for found in counts[tier]:
            counts[tier][found] *= _IN_TITLE
    for tier, counter in _counted(one_tone_place(article), known).items():
        counts[tier].update(counter)
    told = [_clearest(counts["district"], 1), _clearest(counts["province"], 1)]
    commune = _clearest(counts["commune"], _COMMUNE)
    return ", ".join(f"{unit} {name}" for unit, name in filter(None, [commune, *told])) or None


def _counted(text: str, known: Mapping[str, str]) -> dict[str, Counter[Found]]:
    counts: dict[str, Counter[Found]] = {"province": Counter(), "district": Counter(), "commune": Counter()}
    for match in _NAMED.finditer(text):
        tier, unit = _UNITS[" ".join(match["unit"].lower().split())]
        province = _province(match["name"], known)
        if province and tier != "commune":
            counts["province"]["thành phố" if unit == "thành phố" else "tỉnh", province] += 1
        elif tier != "province":
            counts[tier][unit, " ".join(match["name"].split())] += 1
    return counts


def _province(name: str, known: Mapping[str, str]) -> str | None:
    """The province that a run of capitalised syllables begins with («Sơn La», also of «Sơn La Ngày»)."""
    syllables = fold(name).split()
    for length in range(len(syllables), 0, -1):
        if found := known.get(" ".join(syllables[:length])):
            return found
    return None


def _clearest(counter: Counter[Found], fewest: int) -> Found | None:
    ranked = counter.most_common(2)
    if not ranked or ranked[0][1] < fewest:
        return None
    if len(ranked) == 2 and ranked[0][1] < _CLEAR * ranked[1][1]:
        return None
    return ranked[0][0]
