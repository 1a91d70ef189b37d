"""Write a network as an Excel workbook: the same network always gives the same bytes."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook as ExcelWorkbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from vongsach.errors import FileError
from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.units import Given
from vongsach.words import Language, say
from vongsach.workbook.cells.choices import Choice
from vongsach.workbook.cells.kind import UnwritableError
from vongsach.workbook.codes import Code
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.grid import Broken
from vongsach.workbook.lists import LISTS, RECORD_LISTS
from vongsach.workbook.rows import Filled, item_rows, rows_of
from vongsach.workbook.sheets import SHEETS

_SETTLED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- a fixed stamp: no clock may get into the bytes
_ZIP_STAMP = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_HEADER_FONT = Font(bold=True, color="FFFFFFFF")
_HEADER_FILL = PatternFill("solid", fgColor="FF1F4E78")
_REQUIRED_FILL = PatternFill("solid", fgColor="FF9C2A00")
_SPARE_ROWS = 1000
"""Rows below the last one in which drop-down lists work too."""


def write_workbook(
    network: Network, quarter: Quarter, path: Path, language: Language = "vi"
) -> None:
    """Write a network and a quarter as a workbook with headers in the language.

    `read_workbook` gives the same network and quarter back. Text is written as text: what looks
    like a formula stays what it is. The file appears whole or not at all.

    Raises
    ------
    FileError
        The file cannot be written, or a value that no cell can hold.
    """
    try:
        content = _settled(_built(network, quarter, language))
    except UnwritableError as error:
        raise FileError(Code.UNWRITABLE, path=path.name, value=str(error)) from error
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_bytes(content)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise FileError(Code.CANNOT_WRITE, path=str(path), reason=error.strerror or "") from error


def _built(network: Network, quarter: Quarter, language: Language) -> ExcelWorkbook:
    book = ExcelWorkbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Vòng Sách"
    book.properties.created = _SETTLED
    book.properties.title = say(language, "workbook.title")
    for sheet in SHEETS:
        page = book.create_sheet(sheet.title(language))
        write_header(page, sheet, language)
        _rows(page, rows_of(sheet, network, quarter, language))
        _drop_downs(page, sheet, language)
    _lists(book.create_sheet(say(language, "workbook.sheet.lists")), language)
    return book


def table_workbook(
    tables: Iterable[tuple[Sheet, Iterable[Given]]], title: str, language: Language
) -> bytes:
    """Return a workbook of a sheet for each table: the same items always give the same bytes.

    Raises
    ------
    UnwritableError
        A value that no cell can hold.
    """
    book = ExcelWorkbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Vòng Sách"
    book.properties.created = _SETTLED
    book.properties.title = title
    for sheet, items in tables:
        page = book.create_sheet(sheet.title(language))
        write_header(page, sheet, language)
        _rows(page, item_rows(sheet, items, language))
        _drop_downs(page, sheet, language)
    _lists(book.create_sheet(say(language, "workbook.sheet.lists")), language)
    return _settled(book)


def write_header(page: Worksheet, sheet: Sheet, language: Language) -> None:
    """Write the header row of a new sheet."""
    for number, column in enumerate(sheet.columns, start=1):
        cell = fill(page, 1, number, Filled(sheet.header(column, language)))
        _dress(cell, _REQUIRED_FILL if column.required else _HEADER_FILL)
        note = Comment(sheet.note(column, language), "Vòng Sách")
        note.width, note.height = 320, 120
        cell.comment = note
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.freeze_panes = "B2"


def _dress(cell: Cell, fill: PatternFill) -> None:
    cell.font = _HEADER_FONT
    cell.fill = fill
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def _rows(page: Worksheet, rows: Iterable[tuple[Filled, ...]]) -> None:
    for number, row in enumerate(rows, start=2):
        for place, filled in enumerate(row, start=1):
            if filled.value is not None:
                fill(page, number, place, filled)


def fill(page: Worksheet, row: int, column: int, filled: Filled) -> Cell:
    """Fill one cell; text stays text, whatever sign it begins with."""
    cell = page.cell(row=row, column=column)
    if not isinstance(cell, Cell) or isinstance(filled.value, Broken):
        raise TypeError(filled)
    cell.value = filled.value
    if isinstance(filled.value, str):
        cell.data_type = "s"
        cell.quotePrefix = True
    cell.number_format = filled.number_format
    return cell


def _drop_downs(page: Worksheet, sheet: Sheet, language: Language) -> None:
    last = page.max_row + _SPARE_ROWS
    for number, column in enumerate(sheet.columns, start=1):
        source = _source(column, language)
        if source:
            rule = DataValidation("list", formula1=source, allow_blank=True, errorStyle="warning")
            letter = get_column_letter(number)
            rule.add(f"{letter}2:{letter}{last}")
            page.add_data_validation(rule)


def _source(column: Column, language: Language) -> str:
    """Return the range of the sheet of lists that a column chooses from, or its own few words."""
    if not isinstance(column.kind, Choice):
        return ""
    words = column.kind.words
    if words not in LISTS:
        return f'"{",".join(words.all_words(language))}"' if words in RECORD_LISTS else ""
    letter = get_column_letter(LISTS.index(words) + 1)
    page = quote_sheetname(say(language, "workbook.sheet.lists"))
    return f"{page}!${letter}$2:${letter}${len(words.members) + 1}"


def _lists(page: Worksheet, language: Language) -> None:
    for number, words in enumerate(LISTS, start=1):
        head = Filled(say(language, f"workbook.list.{words.name}"))
        _dress(fill(page, 1, number, head), _HEADER_FILL)
        for row, word in enumerate(words.all_words(language), start=2):
            fill(page, row, number, Filled(word, "@"))
        page.column_dimensions[get_column_letter(number)].width = 24
    page.freeze_panes = "A2"


def _settled(book: ExcelWorkbook) -> bytes:
    """Return the bytes of a workbook without the hour at which they were made."""
    made, settled = io.BytesIO(), io.BytesIO()
    book.save(made)
    with (
        zipfile.ZipFile(made) as source,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == _CORE:
                stamp = _SETTLED.isoformat().encode() + b"Z"
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            entry = zipfile.ZipInfo(name, _ZIP_STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return settled.getvalue()
