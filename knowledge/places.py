"""Places that a question or a text names, and whether two places can be meant as one."""

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import takewhile

from knowledge.spelling import fold, nfc, one_tone_place

_UNIT = r"(?:tỉnh|huyện|thị xã|thành phố|thị trấn|phường|xã|quận|bản|thôn)"
_LEADING_UNIT = re.compile(rf"^{_UNIT}\s+", re.IGNORECASE)
_NAMED_UNIT = re.compile(
    rf"\b(?i:(?<!biên )(?<!văn )(?<!phiên )(?<!kịch )(?<!ấn ){_UNIT})((?:\s+\w+){{1,4}})"
)
"""A «bản» with a name; «Biên bản Hội nghị …» is none."""


@cache
def provinces() -> dict[str, str]:
    """Every written form of a province's name, folded, with its name; before and after the mergers of 2025."""
    text = resources.files("knowledge").joinpath("register/provinces.json").read_text("utf-8")
    return {folded(form): province["name"] for province in json.loads(text) for form in province["forms"]}


class Gazetteer:
    """Known place names, found in marked or unmarked text."""

    def __init__(self, names: Iterable[str]) -> None:
        """`names`: those of the indexed documents; the provinces are always known."""
        whole = [without_unit(part) for name in names for part in name.split(",")]
        self._names = {folded(name): name for name in whole if len(name) > 2} | provinces()
        longest_first = sorted(self._names, key=len, reverse=True)
        self._pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")

    def find(self, text: str) -> tuple[str, ...]:
        """Place names of a text in order, each once: known ones, and capitalised names behind a unit's word."""
        text = one_tone_place(nfc(text))
        # A number's capitals («18-CT/TU») do not tell that its writer gives names their capitals.
        spelt = any(word.istitle() for word in text.split()[1:])
        found = {
            self._names[m[0]]: m.start()
            for m in self._pattern.finditer(folded(text))
            # «gìn giữ hòa bình» is no place; who types small letters only means places all the same.
            if not spelt or all(word[:1].isupper() for word in text[m.start() : m.end()].split())
        }
        for match in _NAMED_UNIT.finditer(text):
            name = " ".join(takewhile(str.istitle, match[1].split()))
            if name and not any(folded(known) in folded(name) for known in found):
                found.setdefault(name, match.start())
        return tuple(sorted(found, key=lambda name: found[name]))


def without_unit(name: str) -> str:
    """«Sơn La» of «tỉnh Sơn La»."""
    return _LEADING_UNIT.sub("", name.strip())


def folded(name: str) -> str:
    """A place name for comparison: «Sa Pa», «Sapa» stay two, marks and case are one."""
    return fold(one_tone_place(nfc(name)))


def names_place(text: str, place: str) -> bool:
    """Whether a text names the place (or any other proper name), with or without marks."""
    return re.search(rf"\b{re.escape(folded(place))}\b", folded(text)) is not None
