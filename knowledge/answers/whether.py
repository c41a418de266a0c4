"""A question for yes or no that no sentence answers as it stands, as the question that decides it.

«Đã giải quyết hết 61 vụ rồi đúng không?» is decided by how many were.
"""

import re

from knowledge.question import Question
from knowledge.spelling import fold

_ENDS = re.compile(
    r"[\s,]+(?:(?:roi|that|day|co) )*(?:(?:dung|phai|duoc) )?(?:khong|ko|hong|chua|a|ha|nhi)(?: (?:a|nhi|vay))?\W*$"
)
"""What makes a yes-or-no of a statement, at its end; folded."""
_COPULA = re.compile(r"\bco (?:duoc )?(?:tinh|coi|xem|goi) la\b")
_NUMBER = re.compile(
    r"\b(?:(?:mang|giữ|sở hữu) )?(?:(?:hết|đủ|cả|tới|đến|hơn|khoảng|chỉ) )*(?<![\d/.,\-])"
    r"(?P<count>\d+(?:[.,]\d+)*|hai|ba|bốn|sáu|bảy|tám|chín|mười)(?= ?%| [^\W\d_])"
)
"""A number of something, with what says that it is all or more; lower case."""
_NUMBERS_THING = re.compile(
    r"\b(?:thứ|lần|ngày|tháng|năm|quý|khóa|khoá|điều|khoản|điểm|số|cấp|hạng|loại|nhóm|vòng|bước|đợt)\s+$"
)


def decided_by(question: Question) -> str | None:
    """The question whose answer decides a yes or no; None where it asks for none, or nothing else would."""
    ends = _ENDS.search(fold(question.text))
    if ends is None or any(one.number for one in question.references):
        return None
    said = question.text[: ends.start()]
    return _of_copula(said) or _of_number(said)


def _of_copula(said: str) -> str | None:
    """«X có được coi là Y»: whether it is."""
    found = _COPULA.search(fold(said))
    return f"{said[: found.start()]}có là{said[found.end() :]} không?" if found else None


def _of_number(said: str) -> str | None:
    """«X có 50 Y»: how many Y there are."""
    low = said.lower()
    numbers = [one for one in _NUMBER.finditer(low) if not _NUMBERS_THING.search(low[: one.start("count")])]
    if len(numbers) != 1:
        return None
    return f"{said[: numbers[0].start()]}bao nhiêu{said[numbers[0].end() :]}?"
