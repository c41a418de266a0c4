"""Laws known by name («Luật Tiếp công dân», «Luật sửa đổi, bổ sung một số điều của Luật …»): where the name ends."""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.references.source import Source
from knowledge.references.vocabulary import one_of, read_data, vocabulary

_STOP = re.compile(
    r"[;:.()\[\]“”\"\n|*<>]|\s(?:so\s*:?\s*\d|ngay\s+\d|nam\s+\d|(?:19|20)\d\d\s|cua\s|duoc|da\s|nay|co\s+hieu|het\s+hieu|quy\s+dinh"
    r"|hien\s+hanh|thi\s|la\s|va\s+cac|voi\s|tai\s|trong\s|de\s|khong\s|theo\s|bang\s|nham\s|sau\s+day|lan\s|neu\s|phai\s"
    r"|ma\s|cho\s|nhu\s|khi\s|vao\s|chua\s|se\s|moi\s)|\s[-–]\s|/"
)
_EXACT = re.compile(r"\s(?:so\s*:?\s*\d|ngay\s+\d|nam\s+\d|(?:19|20)\d\d\s)")
_BREAK = re.compile(r",\s|\sva\s|\shoac\s")
_AMENDING = re.compile(
    r"(?:sua\s+doi\s*,?\s*(?:va\s+)?bo\s+sung|sua\s+doi|bo\s+sung)\s[^.;:\n]{0,60}?cua\s+(?:cac\s+)?(?=(?:bo\s+)?luat\s|phap\s+lenh\s)"
)
_LAW = re.compile(r"(?:bo\s+luat|luat|phap\s+lenh)\s+")
_ALSO = re.compile(r"(?:\s+so\s+\S+?)?(?:\s*,\s*|\s+va\s+|\s*,\s*va\s+)(?=(?:bo\s+)?luat\s|phap\s+lenh\s)")
_NATION = re.compile(r"\s+nuoc\s+cong\s+hoa\s+(?:xa\s+hoi\s+chu\s+nghia|dan\s+chu\s+cong\s+hoa)\s+viet\s+nam")
_NO_NAME = frozenset("về của có do theo được đã và hoặc trong tại".split())
"""What begins no name: «các Luật về thuế»."""
_MAX = 160


@dataclass(frozen=True, slots=True)
class LawName:
    """A name at [start, end); `amending` where it is made of the names of the laws it amends."""

    start: int
    end: int
    amending: bool = False


@cache
def known_names() -> re.Pattern[str]:
    """The names that the data list, longest first, for folded text."""
    return re.compile(rf"(?:{one_of(entry['name'] for entry in read_data('laws'))})(?!\w)")


def read_law_name(source: Source, start: int) -> LawName | None:
    """The name that begins at `start`, right after «Luật»; None where no name stands there."""
    amending = _AMENDING.match(source.low, start)
    if amending:
        return LawName(start, _amended_end(source, amending.end()), amending=True)
    if source.text[start : start + 12].split(" ", 1)[0] in _NO_NAME:
        return None
    end = _plain_end(source, start)
    return LawName(start, end) if end - start >= 3 else None


def _amended_end(source: Source, position: int) -> int:
    """The end of «Luật A, Luật B và Luật C», each possibly with its own number."""
    end = position
    while True:
        law = _LAW.match(source.low, position)
        if not law:
            return end
        end = max(_plain_end(source, law.end()), law.end() - 1)
        also = _ALSO.match(source.low, end)
        if not also:
            return end
        position = also.end()


def _plain_end(source: Source, start: int) -> int:
    known = known_names().match(source.low, start)
    if known:
        return known.end()
    if source.question or not source.text[start : start + 1].isalpha():
        return start
    return _guessed_end(source, start)


def _guessed_end(source: Source, start: int) -> int:
    """An unlisted name: up to its number or date; else, if capitalised, to the first comma or «và»."""
    limit = min(len(source.text), start + _MAX)
    stop = _STOP.search(source.low, start, limit)
    if not stop:
        return start
    exact = _EXACT.match(source.low, stop.start())
    if exact and not vocabulary().type_pattern.search(source.low, start, stop.start()):
        return stop.start()
    if not source.text[start].isupper():
        return start
    cut = _BREAK.search(source.low, start, stop.start())
    return cut.start() if cut else stop.start()


def read_constitution(source: Source, end: int) -> int | None:
    """«Hiến pháp nước Cộng hòa …», «Hiến pháp năm 2013»: where it ends; None for «Hiến pháp và pháp luật»."""
    nation = _NATION.match(source.low, end)
    if nation:
        return nation.end()
    return end if re.compile(r"\s+(?:nam\s+)?(?:19|20)\d\d(?!\d)").match(source.low, end) else None
