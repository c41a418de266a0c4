"""What stands beside a document's number in a text: its date and its issuer; a right number with another's is wrong."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from knowledge.claims import Claim, claims
from knowledge.spelling import fold, one_tone_place

REACH = 160
"""Characters behind a number within which its date and issuer stand."""
_TO_DATE = re.compile(r"[\s,;(]*(?:(?:ra|ban hành|ký|vào|do|được)\s+)*(?:ngày|năm)?\s*", re.IGNORECASE)
_HEADS = (
    r"Ban Thường vụ|Ban Chấp hành|Ban cán sự|BTV|BCH|Bộ Chính trị|Ban Bí thư|Trung ương|Tỉnh ủy|Thành ủy|Thị ủy|Huyện ủy|"
    r"Đảng ủy|Đảng bộ|Thủ tướng|Chính phủ|Quốc hội|Ủy ban|UBND|Hội đồng|HĐND|Chủ tịch|Bộ trưởng|Bộ|Sở|Mặt trận|MTTQ|"
    r"Ban (?:Dân vận|Tuyên giáo|Tổ chức|Nội chính)|Văn phòng|Liên đoàn|Hội|Đoàn|Công an|Tòa án|Viện|Tổng cục|Cục"
)
_OF = re.compile(
    rf"\b(?:của|do)\s+(?P<body>(?:{_HEADS})(?!\w)(?:\s+(?!(?:về|ban|do|số|ngày|năm|quy|để|và|là|có|thì|cho|đã|theo|trong|tại|khóa)\b)[^\s.;,:()“”«»\"]+)*)",
    re.IGNORECASE,
)
_ISSUED_BY = re.compile(
    rf"(?P<body>(?:{_HEADS})(?!\w)[^.;,:()“”«»\"]{{0,60}}?)\s+(?:đã\s+|mới\s+|vừa\s+)?ban hành\b[^.;:\d]{{0,60}}$",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"\n(?=[^\W\d_]*[a-zđà-ỹ])")
"""A line's end in mid-sentence."""
_TITLED = re.compile(r"[:“\"«]|\bvề\b|\bquy định\b", re.IGNORECASE)
"""Opens a title: a body named in it has issued nothing."""
_SHORT_FORMS = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "mttq": "mat tran to quoc"}
_MORE = re.compile(r"\s+(?:và|cùng)\s+", re.IGNORECASE)

Disagreement = tuple[Literal["date", "issuer"], int, int]
"""What is another document's, and its start and end."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Dates (normal forms of claims) and issuers (folded syllables) beside one number, each with its span."""

    dates: dict[str, tuple[int, int]] = field(default_factory=dict)
    issuers: dict[frozenset[str], tuple[int, int]] = field(default_factory=dict)


def beside_numbers(text: str) -> dict[str, Beside]:
    """For each document number of an NFC text, by normal form, what stands beside it."""
    text = _WRAPPED.sub(" ", one_tone_place(text))
    found: dict[str, Beside] = defaultdict(Beside)
    known = claims(text)
    numbers = [claim for claim in known if claim.kind == "number"]
    for place, number in enumerate(numbers):
        following = numbers[place + 1].start if place + 1 < len(numbers) else len(text)
        stop = _sentence_end(text, number.end, min(following, number.end + REACH))
        here = found[number.normal]
        _add_date(here, text, number, known, stop)
        _add_issuers(here, text, number, stop, numbers[place - 1].end if place else 0)
    return found


def _sentence_end(text: str, start: int, stop: int) -> int:
    found = re.compile(r"[.;](?=\s|$)|\n").search(text, start, stop)
    return found.start() if found else stop


def _add_date(here: Beside, text: str, number: Claim, known: Sequence[Claim], stop: int) -> None:
    gap = _TO_DATE.match(text, number.end)
    start = gap.end() if gap else number.end
    for claim in known:
        if claim.kind == "date" and claim.start in (start, number.end) and claim.end <= stop:
            here.dates[claim.normal] = (claim.start, claim.end)


def _add_issuers(here: Beside, text: str, number: Claim, stop: int, before: int) -> None:
    behind = _OF.search(text, number.end, stop)
    ahead = _ISSUED_BY.search(text[max(before, number.start - REACH) : number.start])
    if behind and not _TITLED.search(text, number.end, behind.start()):
        here.issuers[_words(behind["body"])] = behind.span("body")
    elif ahead and not _TITLED.search(ahead[0]):
        offset = max(before, number.start - REACH)
        here.issuers[_words(ahead["body"])] = (offset + ahead.start("body"), offset + ahead.end("body"))


def _words(body: str) -> frozenset[str]:
    syllables = re.findall(r"\w+", fold(body))
    return frozenset(" ".join(_SHORT_FORMS.get(one, one) for one in syllables).split())


def disagreements(
    text: str, evidence: Iterable[Mapping[str, Beside]], given: Iterable[Mapping[str, Beside]] = ()
) -> list[Disagreement]:
    """Dates and issuers of `text` that every piece of the evidence gives its number differently.

    `given` may be repeated, and contradicts nothing: a user's question is no evidence.
    """
    told, also = list(evidence), list(given)
    wrong: list[Disagreement] = []
    for number, here in beside_numbers(text).items():
        dates = {date for one in told for date in one.get(number, Beside()).dates}
        issuers = {body for one in told for body in one.get(number, Beside()).issuers}
        if dates:
            dates |= {date for one in also for date in one.get(number, Beside()).dates}
            wrong += [("date", *span) for date, span in here.dates.items() if not _dated(date, dates)]
        if issuers:
            issuers |= {body for one in also for body in one.get(number, Beside()).issuers}
            wrong += [("issuer", *span) for body, span in here.issuers.items() if not _named(body, issuers)]
    return wrong


def _dated(date: str, told: set[str]) -> bool:
    """A day without its year agrees with the same day of any year, and the other way round."""
    return any(
        date == one or one.startswith(f"{date}/") or date.startswith(f"{one}/") or one.endswith(f"/{date}")
        for one in told
    )


def _named(body: frozenset[str], told: set[frozenset[str]]) -> bool:
    """A body agrees with its longer or shorter name."""
    return any(body <= one or one <= body for one in told)
