"""Read the cells of a workbook of LibreOffice (OpenDocument 1.3, part 3, chapter 9)."""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from vongsach.errors import FileError
from vongsach.workbook.codes import Code
from vongsach.workbook.grid import MOST_ROWS, Broken, Grid, Raw, RawRow, RawSheet, address, is_blank
from vongsach.workbook.guard import checked_bytes
from vongsach.workbook.xlsx import MOST_COLUMNS

CONTENT: Final = "content.xml"
_SPACE: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT = (_SPACE % name for name in ("table", "office", "text"))
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_CLOCK: Final = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_HOURS_A_DAY: Final = 24
_ERROR: Final = re.compile(r"Err:\d+|#[A-Z/0!?]+")
_DAMAGED: Final = (
    ParseError,
    DefusedXmlException,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    OverflowError,
)


def read_ods(path: Path) -> Grid:
    """Return the cells of a workbook of LibreOffice, formulas as their saved values.

    Raises
    ------
    FileError
        The file cannot be read as a workbook.
    """
    content = checked_bytes(path, part=CONTENT)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise FileError(Code.LOCKED, path=str(path))
            with archive.open(CONTENT) as stream:
                sheets = tuple(
                    _sheet(element)
                    for _, element in iterparse(stream)
                    if element.tag == f"{_TABLE}table"
                )
        return Grid(path.name, sheets)
    except _DAMAGED as error:
        raise FileError(Code.DAMAGED, path=str(path)) from error


def _sheet(table: Element) -> RawSheet:
    rows: list[RawRow] = []
    merged: list[str] = []
    number = 1
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        cells = _cells(row, number, merged)
        if not all(map(is_blank, cells)):
            left = max(0, min(repeated, MOST_ROWS + 1 - len(rows)))
            rows += [RawRow(number + more, cells) for more in range(left)]
        number += repeated
    name = table.get(f"{_TABLE}name", "")
    table.clear()
    return RawSheet(name, tuple(rows), tuple(merged))


def _cells(row: Element, number: int, merged: list[str]) -> tuple[Raw, ...]:
    cells: list[Raw] = []
    for cell in row:
        if cell.tag not in _CELLS or len(cells) >= MOST_COLUMNS:
            continue
        wide, high = (int(cell.get(f"{_TABLE}number-{way}-spanned", "1")) for way in _WAYS)
        if wide * high > 1:
            last = address(len(cells) + wide - 1, number + high - 1)
            merged.append(f"{address(len(cells), number)}:{last}")
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        value = _value(cell)
        cells += [value] * min(repeated, MOST_COLUMNS - len(cells))
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


_WAYS: Final = ("columns", "rows")


def _value(cell: Element) -> Raw:
    kind = cell.get(f"{_OFFICE}value-type", "")
    text = "\n".join(_shown(line) for line in cell.findall(f"{_TEXT}p"))
    if cell.get(f"{_CALC}value-type") == "error" or _is_error(cell, text):
        return Broken(text)
    match kind:
        case "float" | "percentage" | "currency":
            number = float(cell.get(f"{_OFFICE}value", ""))
            return int(number) if number.is_integer() else number
        case "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true"
        case "date":
            return dt.datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
        case "time":
            return _clock(cell.get(f"{_OFFICE}time-value", ""))
        case _:
            return text or None


def _is_error(cell: Element, text: str) -> bool:
    return cell.get(f"{_TABLE}formula") is not None and _ERROR.fullmatch(text) is not None


def _clock(text: str) -> Raw:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return text
    hours, minutes, seconds = map(int, found.groups())
    if hours < _HOURS_A_DAY:
        return dt.time(hours, minutes, seconds)
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _shown(line: Element) -> str:
    return "".join(_pieces(line))


def _pieces(line: Element) -> Iterator[str]:
    """Yield the text of a paragraph; blanks, tabs and line ends are elements of their own."""
    yield line.text or ""
    for piece in line:
        match piece.tag.removeprefix(_TEXT):
            case "s":
                yield " " * min(int(piece.get(f"{_TEXT}c", "1")), 1000)
            case "tab":
                yield "\t"
            case "line-break":
                yield "\n"
            case _:
                yield from _pieces(piece)
        yield piece.tail or ""
