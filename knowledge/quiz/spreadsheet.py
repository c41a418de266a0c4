"""Tables as Excel opens them: plain sheets with a frozen head, or CSV; and the first sheet of a file back as text."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float
RISKY = ("=", "+", "-", "@")
"""A cell of a CSV file that begins so is a formula to Excel."""
_HEAD_FILL = PatternFill("solid", fgColor="DDE8F0")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)), " ")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title, the head, the rows and the widths of the columns in characters."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an .xlsx file; text is always text, never a formula."""
    book = Workbook()
    for place, sheet in enumerate(sheets):
        page = book.active if place == 0 else book.create_sheet()
        assert isinstance(page, Worksheet)
        _fill(page, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_bytes(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A .csv file with a byte order mark, by which Excel knows UTF-8; what looks like a formula is quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    # Behind apostrophes of its own, too: one is taken off again when the file is read.
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip("'").startswith(RISKY) else cell


def _fill(page: Worksheet, sheet: Sheet) -> None:
    page.title = sheet.title[:31]
    for number, row in enumerate((sheet.head, *sheet.rows), start=1):
        for column, value in enumerate(row, start=1):
            cell = page.cell(number, column)
            cell.value = value.translate(_CONTROL) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
            cell.alignment = _WRAPPED
            if number == 1:
                cell.font, cell.fill = Font(bold=True), _HEAD_FILL
    for column, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "A2"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToHeight = 0


def first_sheet(data: bytes) -> list[list[str]]:
    """The cells of the first sheet as text; raises ValueError, KeyError or BadZipFile for what is no workbook."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    rows = [
        ["" if cell is None else str(cell) for cell in row]
        for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    book.close()
    return rows
