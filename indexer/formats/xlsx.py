"""Spreadsheets: each sheet as rows whose cells name their column, so that a single row tells all that it says."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any, BinaryIO

from openpyxl import load_workbook

from indexer.formats.archive import check_archive
from indexer.formats.parsed import Parsed
from knowledge.errors import UnreadableFile

MOST_ROWS, MOST_COLUMNS = 20_000, 100
"""Rows and columns of a sheet that are read."""
_SEARCHED = 15
"""Rows at the top of a sheet among which the one with the columns' names is looked for."""
_LONGEST_NAME = 60
Row = Sequence[str]


def parse(file: BinaryIO, _page: int) -> Parsed:
    """Sheets in order, a heading each; values as they were last computed, figures as Vietnamese writes them."""
    check_archive(file, ".xlsx")
    file.seek(0)
    book = load_workbook(file, data_only=True)
    lines, outside = [], []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            lines += [f"Trang tính {sheet.title}", *_sheet(sheet)]
            outside += [part.text for band in (sheet.oddHeader, sheet.oddFooter, sheet.firstHeader)
                        for part in (band.left, band.center, band.right) if part.text]  # fmt: skip
    pictured = any(sheet._images for sheet in book.worksheets)
    return Parsed("\n".join(lines), tuple(outside), pictured=pictured)


def _sheet(sheet: Any) -> Iterator[str]:
    rows = [_written(row) for row in islice(sheet.iter_rows(max_col=MOST_COLUMNS), MOST_ROWS + 1)]
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(f"bảng tính có quá nhiều hàng (tối đa {MOST_ROWS})")
    named = _names(rows)
    for number, row in enumerate(rows):
        if filled := [cell for cell in row if cell]:
            if named is None or number <= named:
                yield filled[0] if len(filled) == 1 else f"| {' | '.join(filled)} |"
            else:
                yield f"| {' | '.join(_told(rows[named], row))} |"


def _names(rows: Sequence[Row]) -> int | None:
    """The row of the columns' names: the first of at least two cells, all words, with as full a row below it."""
    for number, row in enumerate(rows[:_SEARCHED]):
        filled = [cell for cell in row if cell]
        words = len(filled) > 1 and all(
            any(map(str.isalpha, cell)) and len(cell) <= _LONGEST_NAME for cell in filled
        )
        below = [cell for cell in rows[number + 1] if cell] if number + 1 < len(rows) else []
        if words and len(below) > 1 and len(set(filled)) == len(filled):
            return number
    return None


def _told(names: Row, row: Row) -> Iterator[str]:
    for place, cell in enumerate(row):
        if cell:
            name = names[place] if place < len(names) else ""
            yield f"{name}: {cell}" if name else cell


def _written(row: Sequence[Any]) -> Row:
    return [" ".join(_value(cell).split()) for cell in row]


def _value(cell: Any) -> str:
    value, form = cell.value, str(cell.number_format)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime | date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int | float):
        return (
            f"{_figure(value * 100, ',' in form)}%" if form.endswith("%") else _figure(value, ",##0" in form)
        )
    return str(value)


def _figure(value: float, grouped: bool) -> str:
    """1967 -> «1967», or «1.967» where the cell shows groups; 96.72 -> «96,72»."""
    whole, _, part = f"{value:,.10g}".partition(".") if abs(value) < 1e15 else (str(value), "", "")
    return whole.replace(",", "." if grouped else "") + (f",{part}" if part else "")
