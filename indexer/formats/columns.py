"""Words with their places on a page -> lines: what stands side by side is not run together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from indexer.formats.tables import lays_out

_APART = 1.4
"""Heights of a letter from which a gap parts two columns; justified lines stretch their spaces to less than one."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word between two places across the page; `height` is its letters'."""

    text: str
    left: float
    right: float
    height: float


def read_lines(lines: Sequence[Sequence[Word]]) -> Iterator[str]:
    """Lines of words in order; of a paper's heading or signature first one column, then the other, else table rows.

    Rows stand by themselves: a single line with a gap is a line.
    """
    heights = [word.height for line in lines for word in line]
    gap = _APART * median(heights) if heights else 0.0
    rows: list[list[str]] = []
    for line in lines:
        cells = _cells(line, gap)
        if len(cells) > 1:
            rows.append(cells)
            continue
        yield from _told(rows)
        rows = []
        yield from cells
    yield from _told(rows)


def _cells(line: Sequence[Word], gap: float) -> list[str]:
    cells: list[list[str]] = []
    right = 0.0
    for word in sorted(line, key=lambda one: one.left):
        if not cells or word.left - right > gap:
            cells.append([])
        cells[-1].append(word.text)
        right = word.right
    return [" ".join(cell) for cell in cells]


def _told(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if lays_out(cell for row in rows for cell in row):
        yield from (row[0] for row in rows)
        yield from (cell for row in rows for cell in row[1:])
    elif len(rows) == 1:
        yield " ".join(rows[0])
    else:
        yield from (f"| {' | '.join(row)} |" for row in rows)
