"""Write one plain table as an Excel file: text stays text, numbers are numbers to reckon with."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

WIDEST = 60
WHOLE, DECIMAL = "#,##0", "#,##0.0"
"""Excel writes the marks for thousands and decimals as its own language has them."""


def write_table(path: Path, rows: Sequence[Sequence[str | float | None]]) -> None:
    """Write rows, the first of which is the head; ``None`` leaves a cell empty."""
    book = Workbook()
    page = book.worksheets[0]
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = page.cell(number, column)
            _fill(cell, value)
            if number == 1:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(horizontal="left" if column == 1 else "right")
    for column in range(1, len(rows[0]) + 1):
        width = max(_width(row[column - 1]) for row in rows)
        page.column_dimensions[get_column_letter(column)].width = min(WIDEST, width + 2)
    page.freeze_panes = "B2"
    book.save(path)


def _fill(cell: Cell | MergedCell, value: str | float | None) -> None:
    """Fill a cell with a number, or with text that is never taken for a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}
    elif value is not None:
        cell.number_format = WHOLE if isinstance(value, int) else DECIMAL


def _width(value: str | float | None) -> int:
    if value is None:
        return 0
    if isinstance(value, str):
        return len(value)
    return len(f"{value:,}" if isinstance(value, int) else f"{value:,.1f}")
