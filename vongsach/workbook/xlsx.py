"""Read the cells of an Excel workbook; the only reader that knows openpyxl."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.exceptions import InvalidFileException

from vongsach.errors import FileError
from vongsach.workbook.codes import Code
from vongsach.workbook.grid import MOST_ROWS, Broken, Grid, RawRow, RawSheet, is_blank
from vongsach.workbook.guard import checked_bytes

MOST_COLUMNS: Final = 200

_WORSE_THAN_ZIP: Final = (
    InvalidFileException,
    SyntaxError,  # what ElementTree and lxml both raise for broken XML
    DefusedXmlException,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
)
"""What openpyxl raises on a damaged file: it trusts the parts to fit together."""

_FORMULA: Final = re.compile(rb"<f[ >/]")
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]{1,24})"')


def read_xlsx(path: Path) -> Grid:
    """Return the cells of an Excel workbook, formulas as their saved values.

    External links are not followed, macros are not read, entities in XML are refused.

    Raises
    ------
    FileError
        The file cannot be read as a workbook.
    """
    content = checked_bytes(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return Grid(path.name, tuple(_sheets(content)))
        except _WORSE_THAN_ZIP as error:
            raise FileError(Code.DAMAGED, path=str(path)) from error


def _sheets(content: bytes) -> Iterator[RawSheet]:
    values = _opened(content, data_only=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {page.title: _text_of(archive, page) for page in values.worksheets}
    formulas = None
    if any(_FORMULA.search(text) for text in texts.values()):
        formulas = _opened(content, data_only=False)
    for page in values.worksheets:
        text = texts[page.title]
        uncalculated = {}
        if formulas is not None and _FORMULA.search(text):
            uncalculated = _formulas(formulas[page.title])
        merged = tuple(found.decode() for found in _MERGED.findall(text))
        yield RawSheet(page.title, tuple(_rows(page, uncalculated)), merged)


def _opened(content: bytes, *, data_only: bool) -> Any:  # noqa: ANN401 -- read-only sheets are not typed
    return load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)


def _text_of(archive: zipfile.ZipFile, page: Any) -> bytes:  # noqa: ANN401 -- read-only sheets are not typed
    return archive.read(page._worksheet_path)  # noqa: SLF001 -- openpyxl has no public way


def _formulas(page: Any) -> dict[tuple[int, int], str]:  # noqa: ANN401 -- read-only sheets are not typed
    page.reset_dimensions()
    return {
        (cell.row, cell.column): str(cell.value)
        for row in page.iter_rows(max_col=MOST_COLUMNS)
        for cell in row
        if cell.data_type == "f"
    }


def _rows(page: Any, formulas: dict[tuple[int, int], str]) -> Iterator[RawRow]:  # noqa: ANN401 -- read-only sheets are not typed
    page.reset_dimensions()
    held = 0
    for number, row in enumerate(page.iter_rows(max_col=MOST_COLUMNS), start=1):
        filled = len(row)
        while filled and row[filled - 1] is EMPTY_CELL:
            filled -= 1
        cells = tuple(
            _raw(cell, number, place, formulas) for place, cell in enumerate(row[:filled], start=1)
        )
        if not all(map(is_blank, cells)):
            held += 1
            yield RawRow(number, cells)
        if held > MOST_ROWS:
            return


def _raw(cell: Any, row: int, column: int, formulas: dict[tuple[int, int], str]) -> Any:  # noqa: ANN401 -- read-only cells are not typed
    if cell.value is None:
        formula = formulas.get((row, column))
        return None if formula is None else Broken(formula)
    if cell.data_type == "e":
        return Broken(str(cell.value))
    return cell.value
