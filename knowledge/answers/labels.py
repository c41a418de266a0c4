"""Numbered and graded things: what is said of «lần thứ hai» or «cấp tỉnh» never answers for «lần thứ ba» or «cấp xã»."""

import re

VALUES = {
    **dict.fromkeys(("dau", "nhat", "dau tien", "mot", "i"), "1"),
    **dict.fromkeys(("hai", "ii"), "2"),
    **dict.fromkeys(("ba", "iii"), "3"),
    **dict.fromkeys(("bon", "tu", "iv"), "4"),
    **dict.fromkeys(("nam", "v"), "5"),
}
"""Folded ordinals and Roman numerals, in figures."""
_VALUE = r"(?:dau tien|dau|nhat|mot|hai|ba|bon|tu|nam|iv|v|i{1,3}|\d{1,2})"
_ORDINAL = re.compile(
    rf"\b(?P<noun>lan|vong|ky hop|dot|quy|hang|loai|nhom|vanh dai)(?:(?: [a-z]+){{0,2}}? thu)? (?P<value>{_VALUE})\b"
    r"(?![.,]\d)"
    r"(?! (?:nam(?! (?:19|20)\d\d)|thang|tuan|ngay|quy)\b)"
)
"""«Mấy lần một tháng» numbers no time; «quý II năm 2031» does."""
_STEP = re.compile(r"\bbuoc (?P<value>mot|hai|ba|bon|nam|iv|v|i{1,3}|\d{1,2})\b(?![.,]\d)")
"""«Bước đầu» numbers no step."""
_LEVEL = re.compile(r"\bcap (?P<value>tinh|huyen|xa|trung uong)\b")
_OF_LEVEL = re.compile(r"\bcac (?P<value>huyen|xa)(?=,| va\b| hoac\b)")
"""«Các xã, phường, thị trấn» are the level of the communes."""
_ALL_LEVELS = re.compile(r"\b(?:cac|moi) cap\b")
_BODY_LEVEL = re.compile(
    r"\b(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|ban chi dao|chu tich|bi thu|can bo|cong chuc|cong an|mat tran)"
    r"(?: cap)? (?P<value>trung uong|tinh|huyen|xa)\b"
)
_LEVEL_OF = re.compile(
    r"(?=\b(?P<noun>[a-z]+ [a-z]+) (?:cap (?P<value>tinh|huyen|xa)|(?:cap )?(?P<centre>trung uong)|cac cap)\b)"
)
"""«Ban tiếp công dân trung ương» is none «cấp tỉnh»: what bears the level is the kind."""
_LAW_FIELD = re.compile(r"(?<!luat )(?<!to tung )\b(?P<value>dan su|hinh su)\b")
"""«Ủy thác tư pháp về hình sự» is none «về dân sự»; a code's name says nothing of the matter."""
_IN_ORDER = ("lan", "vong", "dot", "buoc", "quy")
_ANY = "*"
"""«Các cấp»: all values of a kind."""
Labels = frozenset[tuple[str, str]]
"""(kind, value) of what a text numbers or grades: («lan», «2») of «lần thứ hai», («cap», «xa»)."""


def agree(asked: Labels, *said: Labels) -> bool:
    """Whether a sentence's labels, or else those of what leads to it, the nearest first, are the ones asked for.

    The nearest words that number a thing of the kind decide; where none does, nothing contradicts.
    """
    for kind, value in asked:
        nearest = next((found for one in said if (found := {v for k, v in one if k == kind})), {value})
        if nearest.isdisjoint((value, _ANY)):
            return False
    return True


def told(asked: Labels, *said: Labels) -> bool:
    """Whether what is asked of in its order («lần thứ tư», «bước 2») is so numbered anywhere around a sentence."""
    return {one for one in asked if one[0] in _IN_ORDER} <= frozenset().union(*said)


def names_time(*said: Labels) -> bool:
    """Whether any labels are of a certain time: «lần hai»."""
    return any(kind == "lan" for one in said for kind, _ in one)


def names_centre(*said: Labels) -> bool:
    """Whether any labels are of the centre: «Trụ sở tiếp công dân Trung ương», no city «trực thuộc Trung ương»."""
    return any(value == "trung uong" and not kind.endswith("thuoc") for one in said for kind, value in one)


def labels(folded: str) -> Labels:
    """What a folded text numbers or grades."""
    found = {(m["noun"], VALUES.get(m["value"], m["value"])) for m in _ORDINAL.finditer(folded)}
    found |= {("buoc", VALUES.get(m["value"], m["value"])) for m in _STEP.finditer(folded)}
    found |= {("linh vuc", m["value"]) for m in _LAW_FIELD.finditer(folded)}
    found |= {("cap", _ANY) for _ in _ALL_LEVELS.finditer(folded)}
    found |= {("cap", m["value"]) for m in _LEVEL.finditer(folded)}
    found |= {("cap", m["value"]) for m in _BODY_LEVEL.finditer(folded)}
    found |= {("cap", m["value"]) for m in _OF_LEVEL.finditer(folded)}
    found |= {(m["noun"], m["value"] or m["centre"] or _ANY) for m in _LEVEL_OF.finditer(folded)}
    return frozenset(found)


def labelled(folded: str) -> dict[str, tuple[str, int, int]]:
    """The first label of each kind with where it stands: «lan» -> («2», 10, 17)."""
    found: dict[str, tuple[str, int, int]] = {}
    for match in _ORDINAL.finditer(folded):
        found.setdefault(match["noun"], (VALUES.get(match["value"], match["value"]), *match.span()))
    for match in _LEVEL.finditer(folded):
        found.setdefault("cap", (match["value"], *match.span()))
    return found
