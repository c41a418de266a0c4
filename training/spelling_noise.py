"""How officers really type: without marks, with some of them, in lower case, abbreviated."""

import random
import re

from knowledge.spelling import SYLLABLE, fold

SHORT = {
    "ủy ban nhân dân": "UBND",
    "hội đồng nhân dân": "HĐND",
    "mặt trận tổ quốc": "MTTQ",
    "quy chế dân chủ": "QCDC",
    "dân chủ cơ sở": "DCCS",
    "ban thường vụ": "BTV",
    "ban chấp hành": "BCH",
    "ban chỉ đạo": "BCĐ",
    "giải phóng mặt bằng": "GPMB",
    "nông thôn mới": "NTM",
    "hệ thống chính trị": "HTCT",
    "dân tộc thiểu số": "DTTS",
    "an ninh trật tự": "ANTT",
    "cải cách hành chính": "CCHC",
    "thủ tục hành chính": "TTHC",
    "hợp tác xã": "HTX",
    "bảo hiểm xã hội": "BHXH",
    "bảo hiểm y tế": "BHYT",
    "nghị định": "NĐ",
    "nghị quyết": "NQ",
    "quyết định": "QĐ",
    "doanh nghiệp": "DN",
}

_LONG = re.compile("|".join(map(re.escape, SHORT)), re.IGNORECASE)


def abbreviate(text: str) -> str:
    """Every long form of SHORT as its abbreviation."""
    return _LONG.sub(lambda match: SHORT[match[0].lower()], text)


def half_marks(text: str, chance: random.Random) -> str:
    """About half of the syllables without their marks."""
    return SYLLABLE.sub(lambda match: fold(match[0]) if chance.random() < 0.5 else match[0], text)


def as_typed(text: str, chance: random.Random) -> str:
    """The text as somebody may type it: 10% without marks, 5% with half of them, 15% in lower case, 15% abbreviated.

    No more of those without marks: they are restored before anything is embedded, and 30% of them cost the rest.
    """
    if chance.random() < 0.15:
        text = abbreviate(text)
    draw = chance.random()
    if draw < 0.10:
        return fold(text)
    if draw < 0.15:
        return half_marks(text, chance)
    return text.lower() if draw < 0.30 else text
