"""A text made ready for reading: broken lines joined, folded once, its numbers found once."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.references.lines import join_broken_lines
from knowledge.references.numbers import find_numbers
from knowledge.references.vocabulary import vocabulary
from knowledge.spelling import fold

_FORMAL = re.compile(r"[\s\-–+*#|.\d)]*(?:can\s+cu|xet|thuc\s+hien)\s")
_LEAD = re.compile(r"[\s\-–+*#|.\d)]*")
_REACH = 1500


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one document; `low` is its folded form, of the same length."""

    text: str
    low: str
    numbers: Mapping[int, re.Match[str]]
    number_starts: Sequence[int]
    official: bool
    """Whether the text bears the heading of an official paper, so that its lines follow that style."""
    one_line: bool = False
    """Whether the text is a single line, as an entry of a gazette is."""
    question: bool = False
    """Whether this is a question: its words are no titles unless quoted, and capitals tell nothing."""

    def has_number_between(self, start: int, end: int) -> bool:
        """Whether a document's number begins within [start, end)."""
        at = bisect_left(self.number_starts, start)
        return at < len(self.number_starts) and self.number_starts[at] < end

    def line_start(self, position: int) -> int:
        """Where the line of `position` begins; looks back 1,500 characters at most."""
        start = self.text.rfind("\n", max(0, position - _REACH), position)
        return start + 1 if start >= 0 else max(0, position - _REACH)

    def opens_line(self, position: int) -> bool:
        """Whether nothing but marks of a list or heading stands before `position` on its line."""
        return not self.text[self.line_start(position) : position].strip(" \t-–+*#|.)0123456789")

    def is_formal(self, position: int) -> bool:
        """Whether the line is a ground («Căn cứ …») or nothing but a document: there «;» does not end a title."""
        start = self.line_start(position)
        formal = _FORMAL.match(self.low, start)
        if formal:
            return self.official or "can" in formal[0]
        if not (self.official or self.one_line):
            return False
        lead = _LEAD.match(self.low, start)
        return lead is not None and vocabulary().type_pattern.match(self.low, lead.end()) is not None


_HEADING = re.compile(
    r"cong\s+hoa\s+xa\s+hoi\s+chu\s+nghia\s+viet\s+nam[\W_]{1,60}doc\s+lap|dang\s+cong\s+san\s+viet\s+nam\s"
)


def read_source(text: str) -> Source:
    """Prepare an NFC text."""
    joined = join_broken_lines(text)
    low = fold(joined)
    numbers = {match.start(): match for match in find_numbers(joined)}
    official = _HEADING.search(low, 0, 2500) is not None
    one_line = "\n" not in joined.strip()
    return Source(joined, low, numbers, list(numbers), official, one_line)
