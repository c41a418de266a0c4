"""One question that asks several things: «A chia mấy hạng, có giá trị bao nhiêu năm», each in words of its own."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.answers.following import moved
from knowledge.answers.labels import labelled, labels
from knowledge.places import folded
from knowledge.spelling import SYLLABLE, fold

MOST = 4
"""Things of one question that are answered."""
LEAST, LEAST_NEXT = 4, 2
"""Syllables of the first that is asked, and of each further one; «sở nào, ngành nào chủ trì …» asks one thing."""
_BETWEEN = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+")
_ASKS = re.compile(
    r"\b(?:gì|j|nào|ai|đâu|mấy|bao nhiêu|bao lâu|bao giờ|bao xa|bn|thế nào|ra sao)\b|\b(?:không|ko|chưa)\W*$"
)
_LEANS = re.compile(r"(?:trong (?:số )?(?:đó|ấy)|(?:thế |vậy )?c[oò]n|thế)\b")
"""Begins what leans on what was asked before it, as a message of its own would: «còn động sản», «trong đó bao nhiêu»."""
_POINTS = re.compile(r"\b(?:ấy|đó|này|nó)\b")
_OF = frozenset(
    "cua o tai tinh huyen xa phuong thi thanh pho la thi co dat bao nhieu may bn the nao ra sao".split()
)
"""Folded syllables that a part may say beside its place to ask the same of it."""
_RANKS = re.compile(r"\bnào\b.*\bhơn\b")
"""«A và B, cái nào nhiều hơn» is one question."""
_OPENS = re.compile(
    r"\b(?:có|được|đc|dc|bị|phải|là|do|gồm|bao gồm|chia|thuộc|hết|trước|sau|từ|đến|theo|qua|ở|tại|trong|cho|vào|về|trên"
    r"|tối đa|tối thiểu|ít nhất|nhiều nhất|chậm nhất|những|các)\b"
)
"""Words between what is spoken of and what is asked of it: the last before the question word ends the subject."""
_ASKED_NOUN = re.compile(r" (?:số|số hiệu|ngày|tháng|năm|khóa|việc|điều|cơ quan|cấp|của) $")
"""Belongs to the question word behind it: «số mấy», «ngày nào»."""
_STATES = re.compile(r"\b(?:có|được|đc|dc|bị|phải|là|do|gồm|bao gồm|chia|thuộc|kéo dài|quy định)\b")
"""Those of them that do not stand inside of a subject as often."""


_HEADED = re.compile(r"(?P<head>[^:]{2,40}): +(?P<words>[^:]+)")
_OF_ALL = re.compile(r"\b(?:gì|nào|ai|đâu|mỗi|từng)\b")
"""Asks one thing of all that a list names."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the things asked: as it was said, and as questions of its own, the likeliest first."""

    said: str
    readings: tuple[str, ...]
    leans: bool = False
    bare: str = ""
    """As it was said, with the first part's places: it may have a subject of its own."""
    headword: bool = False
    """Whether it asks nothing itself."""
    apart: bool = False
    """Whether it names a place or a case of its own, so that what is said of the first part's tells nothing of it."""


def clauses(text: str, marked: str, places_of: Callable[[str], Sequence[str]]) -> list[Clause]:
    """What a question asks, `MOST` at most; empty where it is one thing.

    `marked`: the text with its marks restored, of the same length. `places_of` tells the places that a text names:
    those of the first part hold for every part that names none.
    """
    spans = _asking(marked.lower())
    if len(spans) < 2 or len(marked) != len(text):
        return []
    (first, end), *others = spans[:MOST]
    begun = text[first:end]
    places = places_of(begun)
    subjects = [begun[start:stop].strip() for start, stop in _subjects(marked[first:end].lower())]
    found = [Clause(begun, (f"{begun}?",))]
    for start, stop in others:
        said, low = text[start:stop], marked[start:stop].lower()
        own = places_of(said)
        if _LEANS.match(low) or _POINTS.search(low):
            found.append(Clause(said, (f"{said}?",), leans=True))
        elif places and own:
            # Of another place the same is asked: «của Sơn La là bao nhiêu», «Sa Pa có bao nhiêu đơn».
            left = {*SYLLABLE.findall(fold(said))} - {*SYLLABLE.findall(folded(own[0]))} - _OF
            same = left <= {*SYLLABLE.findall(fold(begun))}
            asked = moved(begun, places, own[0]) if same else said
            found.append(Clause(said, (f"{asked}?",), apart=True))
        else:
            carried = (f"{_unlabelled(subject, said)} {said}" for subject in subjects)
            named = [f"{_named(one.strip(), places)}?" for one in (*carried, said)]
            apart = not labels(fold(said)) <= labels(fold(begun))
            found.append(Clause(said, tuple(dict.fromkeys(named[:-1])), bare=named[-1], apart=apart))
    return found


def spoken_of(text: str) -> str:
    """What a question speaks of: the «Doanh nghiệp đổi tên thì gửi giấy đề nghị» of «… cho cơ quan nào?»."""
    return next((text[start:stop].strip() for start, stop in _subjects(text.lower())), "")


def _unlabelled(subject: str, said: str) -> str:
    """A subject without what the next part numbers anew: «thời hạn lần đầu», «lần hai là bao lâu»."""
    anew = labelled(fold(said))
    spans = [(start, end) for kind, (_, start, end) in labelled(fold(subject)).items() if kind in anew]
    for start, end in sorted(spans, reverse=True):
        subject = f"{subject[:start].rstrip()}{subject[end:]}"
    return subject


def headed(text: str, marked: str) -> list[Clause]:
    """The headwords of «Lai Châu: thu ngân sách, hộ nghèo», each under what stands before the colon; empty for none."""
    found = None if _OF_ALL.search(marked.lower()) else _HEADED.fullmatch(text.rstrip(" ?.!"))
    words = [one.strip() for one in re.split(r"[,;]", found["words"])] if found else []
    if len(words) < LEAST_NEXT or any(len(SYLLABLE.findall(one)) < LEAST_NEXT for one in words):
        return []
    return [
        Clause(one, (f"{found['head'] if found else ''}: {one}?",), headword=True) for one in words[:MOST]
    ]


def _asking(low: str) -> list[tuple[int, int]]:
    """Where each part that asks something stands; what asks nothing belongs to the part before it."""
    low = low.rstrip(" ?.!")
    ends = [(match.start(), match.end()) for match in _BETWEEN.finditer(low)]
    starts, stops = [0, *(end for _, end in ends)], [*(start for start, _ in ends), len(low)]
    spans: list[tuple[int, int]] = []
    begun = 0
    for start, stop in zip(starts, stops, strict=True):
        if not (_ASKS.search(low, start, stop) or (spans and _LEANS.match(low[start:stop]))):
            if spans:
                spans[-1] = (spans[-1][0], stop)
            continue
        if _RANKS.search(low, start, stop):
            return []
        begun = start if spans else 0
        least = LEAST_NEXT if spans else LEAST
        if len(SYLLABLE.findall(low[begun:stop])) < least:
            return []
        spans.append((begun, stop))
    return spans


def _subjects(first: str) -> Iterator[tuple[int, int]]:
    """Where what the first part speaks of may stand, the likeliest first."""
    asks = _ASKS.search(first)
    if asks is None:
        return
    before = first[: asks.start()]
    if len(SYLLABLE.findall(before)) < LEAST_NEXT:
        # «Ai chủ trì hội nghị, ở đâu?»
        yield asks.end(), len(first)
        return
    opens = [match.start() for match in _OPENS.finditer(before) if match.start()]
    if opens:
        yield 0, opens[-1]
    states = next((match.start() for match in _STATES.finditer(before) if match.start()), None)
    if states:
        yield 0, states
    yield 0, len(_ASKED_NOUN.sub("", before))


def _named(text: str, names: Sequence[str]) -> str:
    missing = [name for name in names if folded(name) not in folded(text)]
    return f"{text}, {', '.join(missing)}" if missing else text
