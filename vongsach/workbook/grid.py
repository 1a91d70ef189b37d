"""State what any workbook is before it means anything: sheets of rows of raw cells."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from vongsach.workbook.texts import tidy

MOST_ROWS: Final = 200_000
"""Rows of one sheet that hold something; a sheet with more is not planned with."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that shows no value: an error of Excel, or a formula that was never calculated."""

    text: str
    """What the cell says, for example ``#N/A`` or ``=A1+1``."""


Raw = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | Broken | None
"""A cell as it comes: ``None`` is blank, a formula is its saved value."""


_SHOWN: Final = {dt.datetime: "%d/%m/%Y %H:%M", dt.date: "%d/%m/%Y", dt.time: "%H:%M"}


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row that holds something."""

    number: int
    """Row as Excel counts, from 1; blank and hidden rows are counted."""

    cells: tuple[Raw, ...]
    """Cells from column A on; what lies beyond the last is blank."""

    def cell(self, column: int) -> Raw:
        """Return the cell in a column, counted from 0."""
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: its rows that hold something, in order."""

    name: str
    rows: tuple[RawRow, ...]
    merged: tuple[str, ...] = ()
    """Ranges of merged cells, as Excel writes them."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One file of tables, whatever its format."""

    file: str
    """Name of the file, without its folder."""

    sheets: tuple[RawSheet, ...]


def is_blank(raw: Raw) -> bool:
    """Say whether a cell holds nothing but blanks."""
    return raw is None or (isinstance(raw, str) and not tidy(raw))


def address(column: int, row: int) -> str:
    """Return the address of a cell as Excel shows it; the column counts from 0, the row from 1."""
    letters = ""
    left = column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def as_typed(raw: Raw) -> str:
    """Return a cell as the planner sees it, for a message."""
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        raw = raw.date()
    match raw:
        case None:
            return ""
        case Broken():
            return raw.text
        case bool():
            return str(raw).upper()
        case dt.date() | dt.time():
            return raw.strftime(_SHOWN[type(raw)])
        case _:
            return str(raw)
