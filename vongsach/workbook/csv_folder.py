"""Read the cells of a folder of CSV files, one for each sheet."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vongsach.errors import FileError
from vongsach.workbook.codes import Code
from vongsach.workbook.grid import MOST_ROWS, Grid, RawRow, RawSheet, is_blank
from vongsach.workbook.guard import MOST_PACKED, bytes_of

_MARKS: Final = ",;\t"
_HARMLESS: Final = tuple(f"'{sign}" for sign in "=+-@\t\r")
"""How a text that looks like a formula is written so that Excel leaves it alone."""


def read_csv_folder(path: Path) -> Grid:
    """Return the cells of every CSV file of a folder; a file is called like its sheet.

    Text is UTF-8 or, with its mark, UTF-16; values are parted by commas, semicolons or tabs.

    Raises
    ------
    FileError
        The folder holds no CSV file, or one cannot be read.
    """
    files = sorted(one for one in path.iterdir() if one.suffix.lower() == ".csv")
    if not files:
        raise FileError(Code.IS_FOLDER, path=str(path))
    if sum(one.stat().st_size for one in files) > MOST_PACKED:
        raise FileError(Code.TOO_BIG, path=str(path))
    return Grid(path.name, tuple(RawSheet(one.stem, rows_of_csv(one)) for one in files))


def rows_of_csv(path: Path) -> tuple[RawRow, ...]:
    """Return the rows of a CSV file that hold something.

    Raises
    ------
    FileError
        It cannot be read as text in Unicode, or its quotes do not fit together.
    """
    text = _text_of(path)
    head = text.partition("\n")[0]
    mark = max(_MARKS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        return tuple(_rows(reader))
    except csv.Error as error:
        raise FileError(Code.DAMAGED, path=str(path)) from error


def _rows(reader: Iterator[list[str]]) -> Iterator[RawRow]:
    held = 0
    for number, row in enumerate(reader, start=1):
        cells = tuple(_cell(text) for text in row)
        if not all(map(is_blank, cells)):
            held += 1
            yield RawRow(number, cells)
        if held > MOST_ROWS:
            return


def _cell(text: str) -> str | None:
    return text[text.startswith(_HARMLESS) :] or None


def _text_of(path: Path) -> str:
    content = bytes_of(path)
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(Code.NOT_UNICODE, path=str(path)) from error
