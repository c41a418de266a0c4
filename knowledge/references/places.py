"""Places: which province, district and commune a text speaks of, so that a bare «Tỉnh ủy» has a name."""

import re
from collections import Counter
from dataclasses import dataclass

from knowledge.references.vocabulary import lookup_key, vocabulary
from knowledge.spelling import fold, one_tone_place

LEVEL = re.compile(
    r"(?P<level>tinh|thanh\s+pho|tp\.?|huyen|thi\s+xa|quan|xa|phuong|thi\s+tran|dac\s+khu)(?![\w])"
)
"""A word for a tier of local government, in folded text."""
LEVEL_NAMES = {
    "tinh": "tỉnh",
    "thanh pho": "thành phố",
    "tp": "thành phố",
    "huyen": "huyện",
    "thi xa": "thị xã",
    "quan": "quận",
    "xa": "xã",
    "phuong": "phường",
    "thi tran": "thị trấn",
    "dac khu": "đặc khu",
}
PROVINCE_LEVELS = frozenset({"tỉnh"})
DISTRICT_LEVELS = frozenset({"thành phố", "huyện", "thị xã", "quận"})
_NAMED = re.compile(
    r"(?:(?P<party>tinh|thanh|huyen|thi|quan|dang)\s+uy(?:\s+xa|\s+phuong)?"
    r"|(?P<level>tinh|thanh\s+pho|tp\.?|huyen|thi\s+xa|quan|xa|phuong))\s+"
)
_PARTY_LEVELS = {
    "tinh": "tỉnh",
    "thanh": "thành phố",
    "huyen": "huyện",
    "thi": "thị xã",
    "quan": "quận",
    "dang": "xã",
}
_NOT_NAMES = frozenset(
    "quyết nghị chỉ kế kết thông hướng báo luật đề căn theo điều khóa khoá về nhiệm ban ủy uỷ thường hội mặt năm số "
    "ngày xã phường huyện tỉnh thành này đã và do tại".split()
)
"""Capitalised words that may follow a tier without being its name."""
_MAX_SYLLABLES = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text is at home; unknown tiers are None."""

    province: str | None = None
    district: str | None = None
    commune: str | None = None


def read_level(low: str, position: int) -> tuple[str, int] | None:
    """The tier word at `position` of folded text: («thị xã», end)."""
    match = LEVEL.match(low, position)
    if not match:
        return None
    return LEVEL_NAMES[" ".join(match["level"].rstrip(".").split())], match.end()


def read_place_name(text: str, low: str, position: int) -> tuple[str, int] | None:
    """The name at `position`: a province's, or up to four capitalised syllables («Sa Pa», «Cầu Mây»)."""
    if not text[position : position + 1].isupper():
        return None
    province = vocabulary().province_pattern.match(low, position)
    if province:
        return vocabulary().provinces[lookup_key(province[0])], province.end()
    end = _capitals_end(text, position)
    return (tidy_name(text[position:end]), end) if end > position else None


_SYLLABLE = re.compile(r"[^\W\d_]+")


def _capitals_end(text: str, position: int) -> int:
    end = at = position
    for _ in range(_MAX_SYLLABLES):
        match = _SYLLABLE.match(text, at)
        if not match or not match[0][0].isupper() or match[0].lower() in _NOT_NAMES:
            break
        end = match.end()
        if text[end : end + 1] not in (" ", "\u00a0"):
            break
        at = end + 1
    return end


def tidy_name(name: str) -> str:
    """One spelling for a place's name: tone placement, spacing, and capitals only at syllables' heads."""
    words = one_tone_place(" ".join(name.split())).split(" ")
    return " ".join(word.capitalize() if len(word) > 1 and word.isupper() else word for word in words)


def read_place(text: str | None) -> Place:
    """A place as metadata give it: «thị xã Sa Pa, tỉnh Lào Cai», «Lai Châu»."""
    found = Place()
    for part in re.split(r"[,;]|\s[-–]\s", text or ""):
        found = _add(found, " ".join(part.split()))
    return found


def _add(place: Place, part: str) -> Place:
    low = fold(part)
    level = read_level(low, 0)
    name = read_place_name(part, low, level[1] + 1 if level else 0)
    if not name:
        return place
    if _is_province(name[0], level[0] if level else None):
        return Place(name[0], place.district, place.commune)
    if level and level[0] not in DISTRICT_LEVELS:
        return Place(place.province, place.district, name[0])
    return Place(place.province, name[0], place.commune)


def _is_province(name: str, level: str | None) -> bool:
    words = vocabulary()
    known = name in words.provinces.values()
    return known and (level in (None, "tỉnh") or (level == "thành phố" and name in words.cities))


def infer_place(text: str, low: str) -> Place:
    """The place a text names most («tỉnh Lào Cai», «Thị ủy Sa Pa»), where one clearly stands out in each tier."""
    counts: dict[str, Counter[str]] = {"province": Counter(), "district": Counter(), "commune": Counter()}
    for match in _NAMED.finditer(low):
        name = read_place_name(text, low, match.end())
        if name:
            counts[_tier(match, name[0])][name[0]] += 1
    return Place(_clear(counts["province"]), _clear(counts["district"]), _clear(counts["commune"]))


def _tier(match: re.Match[str], name: str) -> str:
    word = " ".join((match["level"] or "").rstrip(".").split())
    level = LEVEL_NAMES[word] if word else _PARTY_LEVELS[match["party"]]
    if level == "tỉnh" or (level == "thành phố" and _is_province(name, level)):
        return "province"
    return "district" if level in DISTRICT_LEVELS else "commune"


def _clear(counts: Counter[str]) -> str | None:
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]
