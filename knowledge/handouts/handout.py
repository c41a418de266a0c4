"""The nouns: a hand-out is a titled table whose every row names its sources, which are quoted at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.documents import Citation


@dataclass(frozen=True, slots=True)
class Row:
    """Cells under the hand-out's columns, and what proves them."""

    cells: tuple[str, ...]
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A head, and the column's share of the page's width."""

    head: str
    share: int


@dataclass(frozen=True, slots=True)
class Handout:
    """`name` is what a file is called, without its ending; `after` are paragraphs behind the table (an answer key)."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    landscape: bool = False
    after_title: str = ""
    after: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Citation, ...]:
        """All sources in the order of their first row, each once: their places are the numbers in the rows."""
        return tuple(dict.fromkeys(source for row in self.rows for source in row.sources))


def numbered(handout: Handout) -> list[tuple[str, ...]]:
    """The rows as printed: the last cell tells the numbers of their sources."""
    places = {source: number for number, source in enumerate(handout.sources, start=1)}
    return [(*row.cells, ", ".join(f"[{places[source]}]" for source in row.sources)) for row in handout.rows]


def source_lines(handout: Handout) -> Sequence[str]:
    """«[1] Báo cáo …, đoạn 3: “…”», a line for each source."""
    return [
        f"[{number}] {source.title}, {source.locator}: “{' '.join(source.quote.split())}”"
        for number, source in enumerate(handout.sources, start=1)
    ]
