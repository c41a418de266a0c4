"""Tables as rows that a person can read and a question can hit; tables that only lay out a page, as plain lines."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.spelling import fold

Cell = Sequence[str]
"""Lines of a cell."""

_LAYOUT = re.compile(
    r"cong hoa xa hoi chu nghia|dang cong san viet nam|noi nhan\s*:|^\s*(?:tm|kt|tl|tuq|q)\s*\.", re.MULTILINE
)


def render_table(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """«| Xã | Số mô hình |» a row; what merged cells leave empty stays empty.

    The heading of an official paper and its signatures stand in tables too, and a table of one row is no table:
    their cells are given one after the other, as they read.
    """
    if _is_layout(rows):
        yield from (line for row in rows for cell in row for line in cell)
        return
    for row in rows:
        cells = [" ".join(" ".join(cell).split()) for cell in row]
        if len(cells) == 1:
            yield from row[0]
        elif any(character.isalnum() for cell in cells for character in cell):
            yield f"| {' | '.join(cells)} |"


def _is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    if len(rows) > 6 or any(len(row) > 3 for row in rows):
        return False
    return len(rows) == 1 or lays_out(line for row in rows for cell in row for line in cell)


def lays_out(lines: Iterable[str]) -> bool:
    """Whether lines side by side are a paper's heading or its signatures."""
    return _LAYOUT.search(fold("\n".join(lines))) is not None
