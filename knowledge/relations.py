"""How the documents of a text bear on each other, each relation with the sentence that says so."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.documents import Reference, RelationKind, Span
from knowledge.references.lines import join_broken_lines
from knowledge.references.resolution import is_pointer
from knowledge.spelling import fold


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """`source` acts on `target`, both indices of references; a source of None is the text itself."""

    kind: RelationKind
    source: int | None
    target: int
    sentence: Span


_PART = r"(?:dieu|khoan|diem|noi\s+dung|quy\s+dinh|chuong|muc|phu\s+luc|cum\s+tu)"
_BETWEEN = (
    rf"(?:\s*,?\s+(?:mot\s+so|toan\s+bo|cac|thi\s+hanh|thuc\s+hien|nghiem\s+tuc|nghiem|co\s+hieu\s+qua|tot|cua|tai|viec|tinh\s+than"
    rf"|vao|sau|truoc|{_PART}(?:\s+\d+[a-z]?|\s+[a-z])?)(?!\w))*[\s|*]*$"
)
_VERBS = r"(?:sua\s+doi|bo\s+sung|thay\s+the|bai\s+bo|huy\s+bo|dinh\s+chinh|dieu\s+chinh)"
_CUES = (
    (RelationKind.CONTINUES, r"tiep\s+tuc\s+(?:trien\s+khai\s+)?(?:thuc\s+hien|day\s+manh)"),
    (
        RelationKind.REVIEWS,
        r"(?:so\s+ket|tong\s+ket|danh\s+gia|ket\s+qua|sau)\s+(?:\w+\s+){0,4}?(?:thuc\s+hien|trien\s+khai)"
        r"(?:\s+thuc\s+hien)?",
    ),
    (
        RelationKind.AMENDS,
        rf"{_VERBS}(?:\s*,\s*{_VERBS}|\s+va\s+{_VERBS})+|sua\s+doi|bo\s+sung|dinh\s+chinh|dieu\s+chinh",
    ),
    (RelationKind.REPLACES, r"thay\s+the(?:\s+cho)?"),
    (RelationKind.REPEALS, r"(?:bai\s+bo|huy\s+bo)"),
    (
        RelationKind.IMPLEMENTS,
        r"(?:cu\s+the\s+hoa|(?:to\s+chuc\s+)?trien\s+khai(?:\s+thuc\s+hien)?|quan\s+triet|thuc\s+hien|huong\s+dan(?:\s+thi\s+hanh)?"
        r"|quy\s+dinh\s+chi\s+tiet(?:\s+va\s+huong\s+dan)?|thi\s+hanh|bien\s+phap\s+thi\s+hanh)",
    ),
    (RelationKind.BASED_ON, r"can\s+cu(?:\s+vao)?"),
)
_PATTERNS = tuple((kind, re.compile(rf"(?<!\w)(?P<cue>{cue}){_BETWEEN}")) for kind, cue in _CUES)
_SUFFERED = re.compile(r"(?<!\w)(?:bị|được)\s+(?:[\w,]+\s+){0,6}$")
"""With marks: «bị bãi bỏ» is suffered, «Ban Bí thư» is not."""
_WINDOW = 110
_REACH = 700
_BOUNDARY = re.compile(r"[.;!?](?=\s|$)|\n|(?<=[”\"])\.")
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n|(?<=[”\"])\.")
_PASSIVE = re.compile(
    r"[\s,(*]*(?:va\s+)?(?:da\s+)?(?:(?:duoc|bi)\s+|(?<=\())(?P<verb>sua\s+doi|bo\s+sung|thay\s+the|bai\s+bo)"
    r"[^.;\n]{0,60}?\s(?:theo|tai|boi|bang|thao)\s+(?:cac\s+)?(?:[^.;,\n]{0,40}?cua\s+)?[*]*$"
)
_PASSIVE_KINDS = {
    "sua doi": RelationKind.AMENDS,
    "bo sung": RelationKind.AMENDS,
    "thay the": RelationKind.REPLACES,
    "bai bo": RelationKind.REPEALS,
}
_LISTED = re.compile(r"[\s*]*(?P<by>,|;|va|,\s*va|hoac)[\s*]*(?:cac\s+|so\s*:?\s*)?[*]*$")
_ENDING = re.compile(r"(?<!\w)het\s+hieu\s+luc(?:\s+thi\s+hanh)?\s+(?:ke\s+)?tu\s+ngay\s+")
_ITEM = re.compile(r"[ \t]*(?:[-–+*•]|[a-zđ]\)|\d+[.)])\s")
_NUMBERING = re.compile(r"[\s\-–+*•#“\"]*(?:dieu\s+\d+[a-z]?\.\s*|(?:\d+|[a-zđ]{1,2})[.)]\s*)*\**")
_LINE_AMENDS = re.compile(rf"{_VERBS}(?!\w)|bo\s+(?:cum\s+)?tu(?!\w)")
_INTO = re.compile(r"(?:(?:ban\s+hanh\s+)?kem\s+theo|cua|tai|theo)\s+$")
_ENDED_AT_ONCE = re.compile(r"[^.;\n]{0,160}?[—–-]\s*\**\s*(?P<verb>het\s+hieu\s+luc|bai\s+bo)")
_PARTLY = re.compile(r"nhung\s+quy\s+dinh|cac\s+quy\s+dinh|mot\s+so\s+quy\s+dinh|mot\s+phan")
_GROUND = re.compile(r"[\s\-–+*•]*(?P<word>can\s+cu|thuc\s+hien|trien\s+khai)\s")
_ISSUED = re.compile(r"(?:ban\s+hanh|xay\s+dung|tham\s+muu|ra|ky)\s+(?:\w+\s+){0,2}$")
_LINK = re.compile(
    r"\s*[,(]?\s*(?:de|nham|ve|va|da|se|nay|tiep\s+tuc|trien\s+khai|thuc\s+hien|cu\s+the|huong\s+dan|quy\s+dinh)(?!\w)"
)
_DRAFTED = re.compile(r"(?:du\s+thao|de\s+nghi\s+(?:ban\s+hanh|xay\s+dung))\s+\w+\s+\w+\s+$")
_REVIEWERS = frozenset({"Báo cáo", "Kế hoạch", "Hướng dẫn", "Công văn", "Thông báo"})
_PARTIAL = {RelationKind.REPLACES, RelationKind.REPEALS}
_LISTS_BY_SEMICOLON = {RelationKind.REVIEWS, RelationKind.IMPLEMENTS, RelationKind.BASED_ON}
_OBEYED = {RelationKind.IMPLEMENTS, RelationKind.CONTINUES}
"""Carrying out an article («thực hiện theo Chương III của Luật …») is obeying the law, not implementing it."""
_NEAR = 8
"""How many references back a sentence's subject or the holder of a title is looked for."""


def find_relations(text: str, references: Sequence[Reference]) -> list[FoundRelation]:
    """All relations among the references of an NFC text, in order of their targets."""
    joined = join_broken_lines(text)
    reader = _Reader(joined, fold(joined), references)
    found = {(r.kind, r.source, r.target): r for r in reader.read()}
    return sorted(found.values(), key=lambda relation: relation.target)


class _Reader:
    """One text with its references, and what several rules need to know of both."""

    def __init__(self, text: str, low: str, references: Sequence[Reference]) -> None:
        self.text = text
        self.low = low
        self.references = references
        self.own = next((index for index, reference in enumerate(references) if reference.own), None)

    def read(self) -> Iterator[FoundRelation]:
        """Passive sentences first: what acts in them is acted on by no cue before it."""
        passives = list(self._passives())
        actors = {relation.source for relation in passives}
        yield from passives
        yield from self._endings(actors)
        yield from self._grounds(actors)
        for target in range(len(self.references)):
            if target not in actors:
                yield from self._active(target)

    @cached_property
    def _holders(self) -> list[int | None]:
        """For each reference the nearest one whose title it stands in."""
        holders: list[int | None] = []
        open_titles: list[tuple[int, int]] = []
        for index, reference in enumerate(self.references):
            while open_titles and open_titles[-1][1] <= reference.start:
                open_titles.pop()
            holders.append(open_titles[-1][0] if open_titles else None)
            title = reference.spans.get("title")
            if title and title.end > reference.start:
                open_titles.append((index, title.end))
        return holders

    def _next_listed(self, index: int) -> tuple[int, str] | None:
        """The reference that follows in a list («A, B và C»), and by what it is joined."""
        reference = self.references[index]
        for following in range(index + 1, min(len(self.references), index + 1 + _NEAR)):
            start = head_start(self.references[following])
            if start < reference.end:
                continue
            joined = _LISTED.match(self.low[reference.end : start])
            return (following, joined["by"]) if joined else None
        return None

    def _relation(self, kind: RelationKind, source: int | None, target: int) -> FoundRelation:
        reference = self.references[target]
        return FoundRelation(kind, source, target, sentence_around(self.low, reference.start, reference.end))

    # -- «Luật A đã được sửa đổi, bổ sung một số điều theo Luật B, Luật C»

    def _passives(self) -> Iterator[FoundRelation]:
        suffered: dict[int, int] = {}
        for source in range(1, len(self.references)):
            found = self._sufferer(source)
            if found is None:
                continue
            target, kind = found
            target = suffered.get(target, target)
            listed: int | None = source
            while listed is not None:
                suffered[listed] = target
                yield self._relation(kind, listed, target)
                following = self._next_listed(listed)
                listed = following[0] if following and self._acts_too(following, source) else None

    def _acts_too(self, following: tuple[int, str], source: int) -> bool:
        index, joint = following
        return joint != ";" and self._same_type(index, source) and self.references[index].locator is None

    def _sufferer(self, source: int) -> tuple[int, RelationKind] | None:
        start = self.references[source].start
        before = [
            i for i in range(max(0, source - _NEAR), source) if 0 < start - self.references[i].end < 130
        ]
        for target in sorted(
            before, key=lambda i: (-self.references[i].end, not self._same_type(i, source), -i)
        ):
            match = _PASSIVE.fullmatch(self.low, self.references[target].end, start)
            if match and not is_pointer(self.references[target]):
                return target, _PASSIVE_KINDS[" ".join(match["verb"].split())]
        return None

    def _same_type(self, first: int, second: int) -> bool:
        return self.references[first].type == self.references[second].type

    # -- «Luật A hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành»

    def _endings(self, actors: set[int | None]) -> Iterator[FoundRelation]:
        for target, reference in enumerate(self.references):
            if (
                reference.own
                or is_pointer(reference)
                or target in actors
                or self._holders[target] is not None
            ):
                continue
            at_once = _ENDED_AT_ONCE.match(self.low, reference.end)
            if at_once and self.own is not None and self._ends_first(target, at_once.end(), actors):
                kind = RelationKind.REPEALS if at_once["verb"].startswith("bai") else RelationKind.REPLACES
                yield self._relation(self._whole_or_part(kind, target), self.own, target)
                continue
            source = self._ended_by(target)
            if source is not None:
                yield self._relation(self._whole_or_part(RelationKind.REPLACES, target), source, target)

    def _ends_first(self, target: int, end: int, actors: set[int | None]) -> bool:
        """Whether no other document stands between the target and what ends it."""
        return not any(
            reference.start < end
            and index not in actors
            and self._holders[index] is None
            and reference.start >= self.references[target].end
            for index, reference in enumerate(self.references[target + 1 : target + 3], target + 1)
        )

    def _ended_by(self, target: int) -> int | None:
        """The document from whose force on the target has none, over the documents listed or amending in between."""
        stop = _BOUNDARY.search(self.low, self.references[target].end, self.references[target].end + _REACH)
        limit = stop.start() if stop else self.references[target].end + _REACH
        clause = self.low[self.references[target].end : limit]
        ending = _ENDING.search(clause)
        if not ending:
            return self._ended_by_heading(target)
        at = self.references[target].end + ending.end()
        between = self.low[self.references[target].end : at - len(ending[0])]
        if re.search(r"(?<!\w)(?:co\s+hieu\s+luc|theo\s+quy\s+dinh)(?!\w)", between):
            return None
        return self._document_at(at)

    def _document_at(self, position: int) -> int | None:
        """The reference that begins at `position`; for «Luật này» what it stands for."""
        index = bisect_left(self._starts, position)
        if index == len(self._starts) or self._starts[index] != position:
            return None
        return self.references[index].antecedent if is_pointer(self.references[index]) else index

    @cached_property
    def _starts(self) -> list[int]:
        return [reference.start for reference in self.references]

    def _ended_by_heading(self, target: int) -> int | None:
        """«Các văn bản hết hiệu lực kể từ ngày Nghị định này có hiệu lực:», and the target in the list below."""
        line = bisect_right(self._lines, self.references[target].start) - 1
        if not _ITEM.match(self.low, self._lines[line]):
            return None
        for above in range(line - 1, max(-1, line - 1 - _NEAR), -1):
            text = self.low[self._lines[above] : self._lines[above + 1]].rstrip()
            if text.endswith(":"):
                ending = _ENDING.search(text)
                at = self._lines[above] + ending.end() if ending else -1
                named = bisect_left(self._starts, at) - bisect_left(self._starts, self._lines[above])
                return self._document_at(at) if ending and not named else None
        return None

    def _whole_or_part(self, kind: RelationKind, target: int) -> RelationKind:
        """Ending an article of a document amends it; only ending the whole ends it."""
        reference = self.references[target]
        start = _sentence_start(self.low, reference.start, _SENTENCE)
        partly = reference.locator is not None or _PARTLY.search(self.low, start, reference.start) is not None
        return RelationKind.AMENDS if partly and kind in _PARTIAL else kind

    # -- «Căn cứ A; B; C» and «Thực hiện A, B» at the head of an official paper

    def _grounds(self, actors: set[int | None]) -> Iterator[FoundRelation]:
        if self.own is None:
            return
        for target, reference in enumerate(self.references):
            outermost = self._holders[target] is None and target not in actors
            if not outermost or is_pointer(reference) or reference.own or reference.antecedent == self.own:
                continue
            line = _GROUND.match(self.low, self._line_start(reference.start))
            if line and line.end() <= reference.start:
                based = line["word"].startswith("can")
                kind = RelationKind.BASED_ON if based else RelationKind.IMPLEMENTS
                if based or self._opens_sentence(line.start("word"), reference.start):
                    yield self._relation(kind, self.own, target)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.low))]

    def _line_start(self, position: int) -> int:
        return self._lines[bisect_right(self._lines, position) - 1]

    def _opens_sentence(self, start: int, end: int) -> bool:
        """Whether nothing but documents and their joints stands between the line's first word and the reference."""
        return _SENTENCE.search(self.low, start, end) is None and "ban hanh" not in self.low[start:end]

    # -- «Kế hoạch … về triển khai Chỉ thị …», «tổng kết 10 năm thực hiện Chỉ thị …»

    def _active(self, target: int) -> Iterator[FoundRelation]:
        reference = self.references[target]
        if reference.own or reference.draft or is_pointer(reference):
            return
        cue = self._cue(head_start(reference)) or self._title_cue(target) or self._line_cue(target)
        if cue is None:
            return
        source, kind = self._source(target, *cue)
        if kind is None:
            return
        listed: int | None = target
        while listed is not None:
            yield self._relation(self._whole_or_part(kind, listed), source, listed)
            listed = self._also(listed, kind, source)

    def _also(self, target: int, kind: RelationKind, source: int | None) -> int | None:
        """The next document of a list that the same cue governs."""
        following = self._next_listed(target)
        if following is None or self._cue(head_start(self.references[following[0]])):
            return None
        index, joint = following
        inside = self._holders[index] == self._holders[target]
        wide = joint != ";" or (kind in _LISTS_BY_SEMICOLON and source in (None, self.own))
        return index if inside and wide and not is_pointer(self.references[index]) else None

    def _cue(self, end: int) -> tuple[RelationKind, int] | None:
        start = max(0, end - _WINDOW)
        window = self.low[start:end]
        for kind, pattern in _PATTERNS:
            match = pattern.search(window)
            if match and not _SUFFERED.search(self.text[start : start + match.start("cue")]):
                return kind, start + match.start("cue")
        return None

    def _title_cue(self, target: int) -> tuple[RelationKind, int] | None:
        """«sửa đổi, bổ sung … Quy chế … ban hành kèm theo Quyết định A»: the verb that opens the title reaches A."""
        holder = self._holders[target]
        if holder is None:
            return None
        title = self.references[holder].spans["title"]
        start = self.references[target].start
        enclosed = re.search(
            r"(?:ban\s+hanh\s+(?:kem\s+)?theo|(?<!\w)tai)\s+$", self.low[max(0, start - 25) : start]
        )
        by_rule = re.search(r"theo\s+quy\s+dinh\s+tai\s+$", self.low[max(0, start - 25) : start])
        if not enclosed or by_rule:
            return None
        opening = re.match(
            r"(?:huong\s+dan\s+)?(?P<amend>sua\s+doi|bo\s+sung|dieu\s+chinh|dinh\s+chinh)|quy\s+dinh\s+chi\s+tiet",
            self.low[title.start : title.end],
        )
        if not opening:
            return None
        return (RelationKind.AMENDS if opening["amend"] else RelationKind.IMPLEMENTS), title.start

    def _line_cue(self, target: int) -> tuple[RelationKind, int] | None:
        """«2. Bổ sung Mẫu số 14a vào Phụ lục ban hành kèm theo Nghị định A»: an official paper's line that amends A."""
        start = self.references[target].start
        before = self.low[max(0, start - 22) : start]
        if self.own is None or self._holders[target] is not None or not _INTO.search(before):
            return None
        line = self._line_start(start)
        numbering = _NUMBERING.match(self.low, line, start)
        verb = _LINE_AMENDS.match(self.low, numbering.end(), start) if numbering else None
        if (
            not verb
            or bisect_left(self._starts, line) != target
            or _SENTENCE.search(self.low, verb.end(), start)
        ):
            return None
        return RelationKind.AMENDS, verb.start()

    def _source(self, target: int, kind: RelationKind, cue: int) -> tuple[int | None, RelationKind | None]:
        """Who acts: the holder of the title, the sentence's subject, or the text itself; and the kind, seen from it."""
        if _DRAFTED.search(self.low[max(0, cue - 60) : cue]) and kind is RelationKind.REPLACES:
            return None, RelationKind.DRAFT_REPLACES
        holder = self._holders[target]
        if holder is not None and self.references[holder].spans["title"].start <= cue:
            merged = self.references[holder].type == "Văn bản hợp nhất"
            return holder, None if merged else self._from_draft(holder, kind)
        subject = self._subject(target, cue, kind)
        if subject is not None:
            return subject, self._from_draft(subject, kind)
        if self.own is not None and self.references[target].locator and kind in _OBEYED:
            return None, None
        if self.own is not None or kind is RelationKind.REVIEWS:
            return self.own, kind
        return self._issued_after(target, kind)

    def _from_draft(self, source: int, kind: RelationKind) -> RelationKind | None:
        if not self.references[source].draft:
            return kind
        return RelationKind.DRAFT_REPLACES if kind is RelationKind.REPLACES else None

    def _subject(self, target: int, cue: int, kind: RelationKind) -> int | None:
        """The document that the sentence speaks of before the cue: «ban hành Kế hoạch … để triển khai Chỉ thị …»."""
        bracketed = self.low[cue - 1 : cue] == "("
        boundary = _sentence_start(self.low, cue, _SENTENCE if bracketed else _BOUNDARY)
        for index in range(target - 1, max(-1, target - 1 - _NEAR), -1):
            reference = self.references[index]
            if reference.start < boundary:
                return None
            if reference.end <= cue and self._acts(index, cue, kind, bracketed):
                return reference.antecedent if is_pointer(reference) else index
        return None

    def _acts(self, index: int, cue: int, kind: RelationKind, bracketed: bool) -> bool:
        reference = self.references[index]
        if kind is RelationKind.REVIEWS and reference.type not in _REVIEWERS:
            return False
        if bracketed or cue - reference.end <= 2:
            return True
        head = head_start(reference)
        issued = _ISSUED.search(self.low[max(0, head - 40) : head]) is not None
        return issued or _LINK.match(self.low, reference.end, cue + 1) is not None

    def _issued_after(self, target: int, kind: RelationKind) -> tuple[int | None, RelationKind | None]:
        """«Thực hiện Chỉ thị A, Huyện ủy đã ban hành Kế hoạch B»: B implements A."""
        if kind not in (RelationKind.IMPLEMENTS, RelationKind.BASED_ON, RelationKind.CONTINUES):
            return None, None
        stop = _SENTENCE.search(self.low, self.references[target].end, self.references[target].end + _REACH)
        limit = stop.start() if stop else self.references[target].end + _REACH
        for index in range(target + 1, min(len(self.references), target + 1 + _NEAR)):
            reference = self.references[index]
            if reference.start >= limit:
                break
            head = head_start(reference)
            before = self.low[max(0, head - 40) : head]
            if reference.start >= self.references[target].end and _ISSUED.search(before):
                return index, kind
        return None, None


def head_start(reference: Reference) -> int:
    """Where a mention itself begins, after an issuer that stands before it («Huyện ủy đã ban hành Kế hoạch …»)."""
    return min(
        span.start for name, span in reference.spans.items() if name != "issuer" or len(reference.spans) == 1
    )


def _sentence_start(low: str, position: int, boundary: re.Pattern[str]) -> int:
    start = max(0, position - _REACH)
    last = start
    for match in boundary.finditer(low, start, position):
        last = match.end()
    return last


def sentence_around(low: str, start: int, end: int) -> Span:
    """The sentence (to full stop, semicolon or line end) that holds [start, end); 700 characters each way at most.

    A bracket speaks of all that its sentence says, so there a semicolon before it is no end.
    """
    opening = low.rfind("(", max(0, start - 40), start)
    bracketed = opening >= 0 and ")" not in low[opening:start]
    first = _sentence_start(low, start, _SENTENCE if bracketed else _BOUNDARY)
    while first < start and low[first].isspace():
        first += 1
    stop = _BOUNDARY.search(low, end, min(len(low), end + _REACH))
    return Span(first, stop.start() if stop else min(len(low), end + _REACH))
