"""Makes lines broken inside a sentence whole again, without moving a single character."""

import re

_NEWLINE = re.compile(r"\n")
_ITEM = re.compile(r"[a-zđ]{1,2}\)|[-–+*•|#>]|\d+[.)]\s")
_UNFINISHED = re.compile(r"(?:số|Số|SỐ|ngày|tháng|năm|Điều|khoản|Khoản|và|hoặc|của|về|,)\s*:?\s*$")
_OPENS = re.compile(r"(?:Căn cứ|Theo đề nghị|Xét|Điều \d|Chương|Mục|Phần|Nơi nhận|Kính gửi|[\"“])")
_FULL_LINE = 45
"""A line shorter than this many characters was ended on purpose when a capital follows."""


def join_broken_lines(text: str) -> str:
    """The text with every newline that only wraps a line replaced by a space; same length.

    A newline wraps when a small letter follows, when the line before is unfinished («số», «ngày»), or when the
    file is wrapped throughout and a long line without closing punctuation goes on with a capital.
    """
    wrapped = _is_wrapped(text)
    pieces: list[str] = []
    previous = 0
    for match in _NEWLINE.finditer(text):
        at = match.start()
        if _wraps(text, previous_line_start(text, at), at, wrapped):
            pieces += text[previous:at], " "
            previous = at + 1
    return "".join(pieces) + text[previous:]


def previous_line_start(text: str, newline: int) -> int:
    """Where the line that ends at `newline` begins; looks back 200 characters at most."""
    return max(text.rfind("\n", max(0, newline - 200), newline) + 1, newline - 200, 0)


def _wraps(text: str, start: int, at: int, wrapped: bool) -> bool:
    following = text[at + 1 : at + 2]
    if not following.strip() or _ITEM.match(text, at + 1) or _OPENS.match(text, at + 1):
        return False
    tail = text[start:at].rstrip()
    if not tail or (tail[-1] in '.;:!?”"|' and not _UNFINISHED.search(tail[-12:])):
        return False
    if (
        following.islower()
        or (following == "(" and wrapped)
        or (following.isalnum() and _UNFINISHED.search(tail[-12:]))
    ):
        return True
    return wrapped and following.isupper() and at - start >= _FULL_LINE


def _is_wrapped(text: str) -> bool:
    lines = text.count("\n")
    return lines > 10 and len(re.findall(r"\n[a-zà-ỹđ]\w*\s", text)) > 0.25 * lines
