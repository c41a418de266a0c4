"""Tables written as lines of cells («| a | b |»): a row means something only with the heads of its columns."""

from collections.abc import Sequence

from knowledge.documents import Span


def cells(row: str) -> list[str]:
    """The cells of a row, empty ones too."""
    return [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]


def is_rule(line: str) -> bool:
    """Whether a line only divides others: «|---|---:|»."""
    return set(line) <= set("-_|: ")


def header_of(text: str, row: Span) -> Span | None:
    """The first row of the table that a row stands in; None where it is that row, or no row."""
    start = text.rfind("\n", 0, row.start) + 1
    first = None
    while start and text.startswith("|", start):
        above = text.rfind("\n", 0, start - 1) + 1
        if not text.startswith("|", above):
            break
        first, start = Span(above, start - 1), above
    return first


def read_row(row: Sequence[str], heads: Sequence[str]) -> str:
    """A row as it is said: «Thợ chính — Loại I: 250; Loại II: 130», its columns' heads before what they hold."""
    if len(row) != len(heads) or len(row) < 3:
        return ": ".join(cell for cell in row if cell)
    said = "; ".join(
        f"{head}: {cell}" if head else cell for head, cell in zip(heads[1:], row[1:], strict=True) if cell
    )
    return " — ".join(part for part in (row[0], said) if part)
