"""Write one plain table as an Excel file: text stays text, never a formula."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

WIDEST = 60


def write_table(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write rows, the first of which is the head."""
    book = Workbook()
    page = book.worksheets[0]
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = page.cell(number, column, text)
            cell.data_type = "s"
            cell.quotePrefix = text[:1] in {"=", "+", "-", "@"}
            if number == 1:
                cell.font = Font(bold=True)
    for column in range(1, len(rows[0]) + 1):
        width = max(len(row[column - 1]) for row in rows)
        page.column_dimensions[get_column_letter(column)].width = min(WIDEST, width + 2)
    page.freeze_panes = "B2"
    book.save(path)
