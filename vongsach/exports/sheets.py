"""Write the tables of a plan as an Excel workbook and as CSV."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from vongsach.exports.source import Source
from vongsach.exports.tables import Cell, Table, tables_of, trip_table
from vongsach.exports.texts import export_word
from vongsach.output.formulas import cell_text
from vongsach.output.writing import write_whole
from vongsach.travel import Travel

DAY_FORMAT, CLOCK_FORMAT = "yyyy-mm-dd", "hh:mm"
WIDEST = 40
A4 = 9


def write_xlsx(source: Source, travel: Travel, folder: Path) -> tuple[Path, ...]:
    """Write ``plan.xlsx``: a sheet for trips, places, boxes, changes and figures."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = source.made.astimezone(dt.UTC).replace(tzinfo=None)
    for table in tables_of(source, travel):
        page = book.create_sheet(export_word(source.language, f"sheet.{table.name}"))
        _fill(page, source, table)
    content = io.BytesIO()
    book.save(content)
    return (write_whole(folder / "plan.xlsx", content.getvalue()),)


def _fill(page: Worksheet, source: Source, table: Table) -> None:
    heads = [export_word(source.language, f"column.{key}") for key in table.columns]
    fill_page(page, heads, table.rows)


def fill_page(page: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Fill an empty sheet with a table, laid out to be read and printed; names stay names."""
    for column, name in enumerate(heads, start=1):
        page.cell(1, column, name).font = Font(bold=True)
    widths = [len(name) for name in heads]
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            _put(page.cell(number, column), value)
            widths[column - 1] = max(widths[column - 1], len(str(value or "")))
    for column, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = min(width + 2, WIDEST)
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"


def _put(cell: SheetCell | MergedCell, value: Cell) -> None:
    cell.value = value
    if isinstance(value, str):  # a name that begins like a formula is a name
        cell.data_type = "s"
        cell.quotePrefix = cell_text(value) != value
    elif isinstance(value, dt.date):
        cell.number_format = DAY_FORMAT
    elif isinstance(value, dt.time):
        cell.number_format = CLOCK_FORMAT


def write_csv(source: Source, folder: Path) -> tuple[Path, ...]:
    """Write ``luot.csv``: every stop of every trip, with a mark that makes Excel read UTF-8."""
    table = trip_table(source)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(export_word(source.language, f"column.{key}") for key in table.columns)
    writer.writerows([_written(value) for value in row] for row in table.rows)
    return (write_whole(folder / "luot.csv", text.getvalue().encode("utf-8-sig")),)


def _written(value: Cell) -> str:
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return cell_text(value) if isinstance(value, str) else "" if value is None else str(value)
