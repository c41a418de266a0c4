"""Issuing bodies: «Ban Thường vụ Tỉnh uỷ», «UBND tỉnh Lai Châu», «Bộ trưởng Bộ Nội vụ», read and named one way."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge.references.places import DISTRICT_LEVELS, Place, read_level, read_place_name
from knowledge.references.vocabulary import Body, Organ, lookup_key, plain, vocabulary
from knowledge.spelling import fold, nfc, one_tone_place

_OTHER = re.compile(
    r"(?:hoi\s+dong|uy\s+ban|ban|so|cuc|tong\s+cuc|chi\s+cuc|hoi|lien\s+doan|doan|vien|van\s+phong|truong|toa\s+an"
    r"|tieu\s+ban|cong\s+an|bo\s+chi\s+huy|tap\s+doan|tong\s+cong\s+ty|dang\s+uy|dang\s+bo|dai\s+hoi|bo|phong)\s"
)
_OTHER_END = re.compile(
    r"[;:.()\[\]“”\"\n|]|,|\s(?:ve|quy\s+dinh|ban\s+hanh|huong\s+dan|phe\s+duyet|ngay|nam\s+\d|khoa|da|va\s|de|duoc|trong"
    r"|tai|cong\s+bo|nham|sua\s+doi|thanh\s+lap|giao|trien\s+khai|thuc\s+hien|dieu\s+chinh|thong\s+qua|cho)(?!\w)"
)
_NOW = re.compile(r"\s*\(?\s*(?:nay|hien\s+nay)\s+la\s+")
_MAX_OTHER = 90


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues documents. `level` and `place` belong to local bodies; unknown parts are None."""

    body: str
    family: str
    local: bool
    organ: str | None = None
    same: bool = True
    """Whether the organ acts for the body itself (Ban Thường vụ) or issues in its own name (Ban Dân vận)."""
    level: str | None = None
    place: str | None = None
    level_in_name: bool = False

    @property
    def name(self) -> str:
        """As shown to an officer: «Ban Thường vụ Tỉnh ủy Lào Cai», «UBND tỉnh Lai Châu»."""
        level = None if self.level_in_name else self.level
        organ = "Tổng" if self.organ == "Tổng" else self.organ
        return " ".join(part for part in (organ, self.body, level, self.place) if part)


@dataclass(frozen=True, slots=True)
class FoundIssuer:
    """An issuer read in a text, up to `end`; `now` is its later name where «nay là» gives one."""

    issuer: Issuer
    end: int
    now: Issuer | None = None


def read_issuer(text: str, low: str, position: int) -> FoundIssuer | None:
    """The issuer whose name begins at `position` (after «của»); None where no known kind of body stands there."""
    found = read_known_issuer(text, low, position) or _read_other(text, low, position)
    if not found:
        return None
    found = _joined(text, low, found)
    now = _NOW.match(low, found.end)
    later = read_known_issuer(text, low, now.end()) if now else None
    if not now or not later:
        return found
    end = later.end + 1 if low[later.end : later.end + 1] == ")" else later.end
    return FoundIssuer(found.issuer, end, later.issuer)


def read_known_issuer(text: str, low: str, position: int) -> FoundIssuer | None:
    """The issuer at `position`, if the data list its kind."""
    words = vocabulary()
    body = words.body_pattern.match(low, position)
    organ = None
    if not body:
        organ = words.organ_pattern.match(low, position)
        after = re.compile(r"\s+(?:cua\s+)?").match(low, organ.end()) if organ else None
        body = words.body_pattern.match(low, after.end()) if after else None
    if not body:
        return None
    known = words.organs[lookup_key(organ[0])] if organ else None
    return _with_place(text, low, body.end(), words.bodies[lookup_key(body[0])], known)


def _with_place(text: str, low: str, end: int, body: Body, organ: Organ | None) -> FoundIssuer:
    issuer = Issuer(
        body.name,
        body.family,
        body.local,
        organ.name if organ else None,
        organ.same if organ else True,
        body.level,
        None,
        body.level is not None,
    )
    if not body.local:
        return FoundIssuer(issuer, end)
    level = read_level(low, _next_word(low, end))
    if level:
        end = level[1]
        issuer = replace(issuer, level=body.level or level[0])
    name = (
        read_place_name(text, low, _next_word(low, end)) if issuer.level or body.name == "Đảng ủy" else None
    )
    return FoundIssuer(replace(issuer, place=name[0]), name[1]) if name else FoundIssuer(issuer, end)


def _next_word(low: str, end: int) -> int:
    return end + 1 if low[end : end + 1] in (" ", "\n") else end


_AND = re.compile(r"\s*,\s*|\s+va\s+|\s+[-–]\s+")


def _joined(text: str, low: str, found: FoundIssuer) -> FoundIssuer:
    """Several central bodies that issue together («Ủy ban Thường vụ Quốc hội, Chính phủ và Đoàn Chủ tịch …»).

    Local ones do not: «của Ban Thường vụ Tỉnh ủy, Ban Dân vận đã tham mưu …» goes on with its next subject.
    """
    name, end = found.issuer.name, found.end
    if found.issuer.local:
        return found
    while (link := _AND.match(low, end)) and (more := read_known_issuer(text, low, link.end())):
        if more.issuer.local:
            break
        name += f"{', ' if ',' in link[0] else ' và ' if 'va' in link[0] else ' - '}{more.issuer.name}"
        end = more.end
    return found if end == found.end else FoundIssuer(Issuer(name, plain(name), False), end)


def _read_other(text: str, low: str, position: int) -> FoundIssuer | None:
    """A body that the data do not list: its name runs to the next word that cannot belong to it."""
    if not text[position : position + 1].isupper() or not _OTHER.match(low, position):
        return None
    limit = min(len(text), position + _MAX_OTHER)
    stop = _OTHER_END.search(low, position + 3, limit)
    if not stop:
        return None
    name = one_tone_place(" ".join(text[position : stop.start()].split()))
    return FoundIssuer(
        Issuer(name, plain(name), False), position + len(text[position : stop.start()].rstrip())
    )


@lru_cache(maxsize=4096)
def parse_issuer(name: str) -> Issuer:
    """The issuer that a shown name stands for (the inverse of `Issuer.name`)."""
    text = nfc(name)
    found = read_issuer(text + ".", fold(text) + ".", 0)
    return found.issuer if found and found.end >= len(text.rstrip()) else Issuer(name, plain(name), False)


def at_home(issuer: Issuer, place: Place) -> Issuer:
    """A local body without a place, given that of the report («Tỉnh ủy» in a report from Lào Cai)."""
    if not issuer.local or issuer.place:
        return issuer
    if issuer.level == "thành phố" and place.province in vocabulary().cities:
        return replace(issuer, place=place.province)
    if issuer.level == "tỉnh":
        return replace(issuer, place=place.province)
    if issuer.level in DISTRICT_LEVELS:
        return replace(issuer, place=place.district)
    return replace(issuer, place=place.commune) if issuer.level else issuer


def issuer_of_mark(mark: str | None) -> Issuer | None:
    """The one body that a number's issuer mark names by itself (TTg, CP, BTC); None for TU, TW, UBND."""
    if not mark:
        return None
    body = vocabulary().issuer_marks.get(re.sub(r"\d+$", "", fold(mark)))
    return Issuer(body.name, body.family, False) if body and not body.local else None


def may_be_one(first: Issuer | None, second: Issuer | None) -> bool:
    """Whether two issuers can be one body: same family, organ and place as far as both are known."""
    if first is None or second is None:
        return True
    if first.family != second.family or not _agree(first.place, second.place):
        return False
    if not (first.same and second.same):
        return first.organ == second.organ and _agree(first.level, second.level)
    if not _agree(first.organ, second.organ):
        return False
    return _same_tier(first.level, second.level)


def _agree(first: str | None, second: str | None) -> bool:
    return first is None or second is None or fold(first) == fold(second)


def _same_tier(first: str | None, second: str | None) -> bool:
    """Huyện, thị xã and quận are one tier: a district that was renamed is still the same body."""
    if first is None or second is None or first == second:
        return True
    return first in DISTRICT_LEVELS and second in DISTRICT_LEVELS
