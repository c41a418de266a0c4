"""How the documents of a text bear on each other, each relation with the sentence that says so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents import Reference, RelationKind, Span
from knowledge.references.lines import join_broken_lines
from knowledge.spelling import fold


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """`source` acts on `target`, both indices of references; a source of None is the text itself."""

    kind: RelationKind
    source: int | None
    target: int
    sentence: Span


_BETWEEN = (
    r"(?:\s+(?:mot\s+so\s+(?:dieu|noi\s+dung)|toan\s+bo|noi\s+dung|cac|thi\s+hanh|thuc\s+hien|cua|tai|viec|theo|tinh\s+than"
    r"|cho|doi\s+voi|muc\s+tieu|nhiem\s+vu))*\s*$"
)
_CUES = (
    (RelationKind.CONTINUES, r"tiep\s+tuc\s+(?:trien\s+khai\s+)?(?:thuc\s+hien|day\s+manh)"),
    (
        RelationKind.REVIEWS,
        r"(?:so\s+ket|tong\s+ket|danh\s+gia|ket\s+qua|sau)\s+(?:\w+\s+){0,3}?(?:\d+\s+nam|thuc\s+hien|trien\s+khai)"
        r"(?:\s+trien\s+khai)?(?:\s+thuc\s+hien)?",
    ),
    (RelationKind.AMENDS, r"(?:sua\s+doi\s*,?\s*bo\s+sung|sua\s+doi|bo\s+sung|dinh\s+chinh)"),
    (RelationKind.REPLACES, r"thay\s+the(?:\s+cho)?"),
    (RelationKind.REPEALS, r"(?:bai\s+bo|huy\s+bo)"),
    (
        RelationKind.IMPLEMENTS,
        r"(?:cu\s+the\s+hoa|(?:to\s+chuc\s+)?trien\s+khai(?:\s+thuc\s+hien)?|quan\s+triet|thuc\s+hien|huong\s+dan"
        r"|quy\s+dinh\s+chi\s+tiet|thi\s+hanh)",
    ),
    (RelationKind.BASED_ON, r"can\s+cu(?:\s+vao)?"),
)
_PATTERNS = tuple((kind, re.compile(rf"(?<!\w)(?P<cue>{cue}){_BETWEEN}")) for kind, cue in _CUES)
_WINDOW = 90
_REACH = 700
_BOUNDARY = re.compile(r"[.;!?](?=\s|$)|\n")
_PASSIVE = re.compile(
    r"^[\s,(]*(?:da\s+)?(?:duoc|bi)\s+(?P<verb>sua\s+doi|bo\s+sung|thay\s+the|bai\s+bo)[^.;\n]{0,60}?\s(?:theo|tai|boi|bang)\s+(?:cac\s+)?$"
)
_PASSIVE_KINDS = {
    "sua doi": RelationKind.AMENDS,
    "bo sung": RelationKind.AMENDS,
    "thay the": RelationKind.REPLACES,
    "bai bo": RelationKind.REPEALS,
}
_ENDS = re.compile(r"^[^.;\n]{0,80}?het\s+hieu\s+luc")
_LINKS = re.compile(r"^[^;]{0,220}$")


def find_relations(text: str, references: Sequence[Reference]) -> list[FoundRelation]:
    """All relations among the references of an NFC text, in order of their targets."""
    low = fold(join_broken_lines(text))
    own = next((index for index, reference in enumerate(references) if reference.own), None)
    found = (_relation(low, references, index, own) for index in range(len(references)))
    passive = _passives(low, references)
    return [relation for relation in found if relation] + list(passive)


def _relation(
    low: str, references: Sequence[Reference], target: int, own: int | None
) -> FoundRelation | None:
    reference = references[target]
    if reference.own or reference.draft:
        return None
    start = max(0, reference.start - _WINDOW)
    cue = _cue(low, start, reference.start)
    if not cue:
        return None
    kind, at = cue
    source = _holder(references, target, at)
    if source is None:
        source = _subject(low, references, target, at)
    if source is None and (own is not None or kind in (RelationKind.REVIEWS, RelationKind.DRAFT_REPLACES)):
        source = own
    elif source is None:
        return None
    if source is not None and references[source].draft:
        kind = RelationKind.DRAFT_REPLACES if kind is RelationKind.REPLACES else kind
    if kind in (RelationKind.REPLACES, RelationKind.REPEALS) and reference.locator:
        kind = RelationKind.AMENDS
    return FoundRelation(kind, source, target, sentence_around(low, reference.start, reference.end))


def _cue(low: str, start: int, end: int) -> tuple[RelationKind, int] | None:
    window = low[start:end]
    for kind, pattern in _PATTERNS:
        match = pattern.search(window)
        if match:
            return kind, start + match.start("cue")
    return None


def _holder(references: Sequence[Reference], target: int, cue: int) -> int | None:
    """The document whose title holds the target: «Kết luận … về tiếp tục thực hiện Quyết định …»."""
    for index in range(target - 1, max(-1, target - 12), -1):
        holder = references[index]
        title = holder.spans.get("title")
        if title and title.start <= cue and references[target].start < title.end:
            return index
    return None


def _subject(low: str, references: Sequence[Reference], target: int, cue: int) -> int | None:
    """The document that the sentence speaks of before the cue: «ban hành Kế hoạch … để triển khai Chỉ thị …»."""
    boundary = _sentence_start(low, cue, bracketed=low[cue - 1 : cue] == "(")
    for index in range(target - 1, max(-1, target - 8), -1):
        reference = references[index]
        if reference.start < boundary:
            return None
        if reference.end <= cue and _LINKS.match(low[reference.end : cue]):
            return index
    return None


def _passives(low: str, references: Sequence[Reference]) -> Iterator[FoundRelation]:
    """«Luật A được sửa đổi, bổ sung một số điều theo Luật B»: B acts on A."""
    for index in range(len(references) - 1):
        target, source = references[index], references[index + 1]
        if not 0 < source.start - target.end < 120:
            continue
        match = _PASSIVE.match(low[target.end : source.start])
        if match:
            kind = _PASSIVE_KINDS[" ".join(match["verb"].split())]
            yield FoundRelation(kind, index + 1, index, sentence_around(low, target.start, source.end))


def _sentence_start(low: str, position: int, bracketed: bool = False) -> int:
    """A semicolon ends a sentence here, except before a bracket, which speaks of the whole."""
    start = max(0, position - _REACH)
    last = start
    for match in _BOUNDARY.finditer(low, start, position):
        last = last if bracketed and match[0] == ";" else match.end()
    return last


def _bracketed(low: str, position: int) -> bool:
    opening = low.rfind("(", max(0, position - 40), position)
    return opening >= 0 and ")" not in low[opening:position]


def sentence_around(low: str, start: int, end: int) -> Span:
    """The sentence (to full stop, semicolon or line end) that holds [start, end); 700 characters each way at most."""
    first = _sentence_start(low, start, bracketed=_bracketed(low, start))
    while first < start and low[first].isspace():
        first += 1
    stop = _BOUNDARY.search(low, end, min(len(low), end + _REACH))
    last = stop.start() if stop else min(len(low), end + _REACH)
    return Span(first, last)
