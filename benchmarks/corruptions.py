"""Spoil the example workbook in every way that people do, with a seed: what must be said of it."""

import datetime as dt
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any, Final

from vongsach.workbook.grid import MOST_ROWS, Broken, Grid, Raw, RawRow, RawSheet, address, is_blank
from vongsach.workbook.sheets import SHEETS
from vongsach.workbook.texts import fold_header


class Outcome(Enum):
    """What must become of a spoiled workbook."""

    REFUSED = auto()
    """It is not read, and an error names the cell, or the sheet where there is no cell."""
    WARNED = auto()
    """It is read, and a warning names the cell."""
    SAME = auto()
    """It is read as what was meant."""


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A spoiled workbook with the place of the harm."""

    grid: Grid
    sheet: str
    cell: str


Spoil = Callable[[Grid, random.Random], Spoiled]
Make = Callable[[random.Random, Any], Raw]
"""Makes another cell of the one that was there."""


@dataclass(frozen=True, slots=True)
class Corruption:
    """One way to spoil a workbook."""

    name: str
    spoil: Spoil
    outcome: Outcome


def _sheet(grid: Grid, key: str) -> RawSheet:
    titles = {sheet.title(language) for sheet in SHEETS if sheet.key == key for language in _LANGS}
    return next(raw for raw in grid.sheets if raw.name in titles)


_LANGS: Final = ("vi", "en")


def _column(raw: RawSheet, key: str, column: str) -> int:
    sheet = next(sheet for sheet in SHEETS if sheet.key == key)
    wanted = next(one for one in sheet.columns if one.key == column)
    names = {fold_header(sheet.header(wanted, language)) for language in _LANGS}
    headers = (fold_header(str(cell)) for cell in raw.rows[0].cells)
    return next(place for place, name in enumerate(headers) if name in names)


def _with(grid: Grid, raw: RawSheet, *rows: RawRow, merged: tuple[str, ...] = ()) -> Grid:
    """Return a grid with rows of a sheet replaced by those of the same number, or added."""
    new = {row.number: row for row in (*raw.rows, *rows)}
    changed = replace(raw, rows=tuple(new[number] for number in sorted(new)), merged=merged)
    return replace(grid, sheets=tuple(changed if one is raw else one for one in grid.sheets))


def _put(row: RawRow, place: int, value: Raw) -> RawRow:
    cells: list[Raw] = list(row.cells) + [None] * (place + 1 - len(row.cells))
    cells[place] = value
    return RawRow(row.number, tuple(cells))


def cell(sheet: str, column: str, make: Make) -> Spoil:
    """Return what replaces a filled cell of a column by what `make` makes of it."""

    def spoil(grid: Grid, dice: random.Random) -> Spoiled:
        raw = _sheet(grid, sheet)
        place = _column(raw, sheet, column)
        filled = [row for row in raw.rows[1:] if not is_blank(row.cell(place))]
        row = dice.choice(filled or list(raw.rows[1:]))
        value = make(dice, row.cell(place))
        changed = _with(grid, raw, _put(row, place, value))
        return Spoiled(changed, raw.name, address(place, row.number))

    return spoil


def one_of(*values: Raw) -> Make:
    """Return what chooses one of the values."""
    return lambda dice, _: dice.choice(values)


def other_cell(sheet: str, column: str, named: str, make: Callable[[Any], Raw]) -> Spoil:
    """Return what sets a column of a row by another cell of the row, which is filled."""

    def spoil(grid: Grid, dice: random.Random) -> Spoiled:
        raw = _sheet(grid, sheet)
        place, other = (_column(raw, sheet, key) for key in (column, named))
        row = dice.choice([row for row in raw.rows[1:] if not is_blank(row.cell(other))])
        changed = _with(grid, raw, _put(row, place, make(row.cell(other))))
        return Spoiled(changed, raw.name, address(place, row.number))

    return spoil


def setting(row_number: int, value: Raw) -> Spoil:
    """Return what sets the value of a row of the configuration."""

    def spoil(grid: Grid, _: random.Random) -> Spoiled:
        raw = _sheet(grid, "configuration")
        row = next(row for row in raw.rows if row.number == row_number)
        return Spoiled(_with(grid, raw, _put(row, 1, value)), raw.name, address(1, row_number))

    return spoil


def repeated(sheet: str, column: str) -> Spoil:
    """Return what gives a row the code of another one."""

    def spoil(grid: Grid, dice: random.Random) -> Spoiled:
        raw = _sheet(grid, sheet)
        place = _column(raw, sheet, column)
        first, second = sorted(dice.sample(raw.rows[1:], 2), key=lambda row: row.number)
        changed = _with(grid, raw, _put(second, place, first.cell(place)))
        return Spoiled(changed, raw.name, address(place, second.number))

    return spoil


def box_elsewhere(grid: Grid, dice: random.Random) -> Spoiled:
    """List a box once more, at another place."""
    raw = _sheet(grid, "boxes")
    place = _column(raw, "boxes", "stands_at")
    row = dice.choice(raw.rows[1:])
    others = [one.cell(place) for one in raw.rows[1:] if one.cell(place) != row.cell(place)]
    number = raw.rows[-1].number + dice.randint(1, 3)
    again = _put(RawRow(number, row.cells), place, dice.choice(others))
    return Spoiled(_with(grid, raw, again), raw.name, address(0, number))


def swapped(grid: Grid, dice: random.Random) -> Spoiled:
    """Exchange latitude and longitude of a place."""
    raw = _sheet(grid, "places")
    lat, lon = (_column(raw, "places", key) for key in ("lat", "lon"))
    row = dice.choice(raw.rows[1:])
    turned = _put(_put(row, lat, row.cell(lon)), lon, row.cell(lat))
    return Spoiled(_with(grid, raw, turned), raw.name, address(lat, row.number))


def same_spot(grid: Grid, dice: random.Random) -> Spoiled:
    """Put a place where another one is, to a few metres."""
    raw = _sheet(grid, "places")
    lat, lon = (_column(raw, "places", key) for key in ("lat", "lon"))
    first, second = sorted(dice.sample(raw.rows[1:], 2), key=lambda row: row.number)
    near = float(first.cell(lat)) + dice.uniform(-0.0002, 0.0002)  # type: ignore[arg-type]
    moved = _put(_put(second, lat, near), lon, first.cell(lon))
    return Spoiled(_with(grid, raw, moved), raw.name, address(lat, second.number))


def both_ways(grid: Grid, dice: random.Random) -> Spoiled:
    """Ask for visits and for a rhythm at once."""
    raw = _sheet(grid, "services")
    visits, weeks = (_column(raw, "services", key) for key in ("visits", "every_weeks"))
    row = dice.choice(raw.rows[1:])
    both = _put(_put(row, visits, dice.randint(1, 3)), weeks, dice.randint(1, 4))
    return Spoiled(_with(grid, raw, both), raw.name, address(weeks, row.number))


def without_sheet(grid: Grid, dice: random.Random) -> Spoiled:
    """Leave a compulsory sheet out."""
    key = dice.choice([sheet.key for sheet in SHEETS if sheet.compulsory])
    raw = _sheet(grid, key)
    left = tuple(one for one in grid.sheets if one is not raw)
    return Spoiled(replace(grid, sheets=left), raw.name, "")


def without_column(grid: Grid, dice: random.Random) -> Spoiled:
    """Leave a compulsory column out."""
    sheet = dice.choice([sheet for sheet in SHEETS if sheet.compulsory])
    column = dice.choice([column for column in sheet.columns if column.required])
    raw = _sheet(grid, sheet.key)
    place = _column(raw, sheet.key, column.key)
    rows = [RawRow(row.number, row.cells[:place] + row.cells[place + 1 :]) for row in raw.rows]
    return Spoiled(_with(grid, raw, *rows), raw.name, "")


def column_twice(grid: Grid, dice: random.Random) -> Spoiled:
    """Write a header again further right."""
    raw = _sheet(grid, dice.choice(["places", "services", "boxes", "vans"]))
    header = raw.rows[0]
    name = dice.choice([name for name in header.cells if name])
    place = len(header.cells)
    return Spoiled(_with(grid, raw, _put(header, place, name)), raw.name, address(place, 1))


def sheet_twice(grid: Grid, dice: random.Random) -> Spoiled:
    """Add a sheet of a name that is there in capitals."""
    raw = dice.choice([one for one in grid.sheets if one.rows])
    again = replace(raw, name=raw.name.upper() + " ")
    return Spoiled(replace(grid, sheets=(*grid.sheets, again)), again.name, "")


def merged(grid: Grid, dice: random.Random) -> Spoiled:
    """Merge cells of a table."""
    raw = _sheet(grid, dice.choice(["places", "services", "boxes"]))
    row = dice.randint(2, raw.rows[-1].number - 1)
    span = f"A{row}:B{row + 1}"
    return Spoiled(_with(grid, raw, merged=(span,)), raw.name, span)


def too_many_rows(grid: Grid, dice: random.Random) -> Spoiled:
    """Fill a sheet to the last row that a file of Excel has."""
    raw = _sheet(grid, dice.choice(["places", "boxes", "history"]))
    row = raw.rows[1].cells
    rows = (raw.rows[0], *(RawRow(number, row) for number in range(2, MOST_ROWS + 3)))
    changed = replace(raw, rows=rows)
    left = tuple(changed if one is raw else one for one in grid.sheets)
    return Spoiled(replace(grid, sheets=left), raw.name, "")


def empty_rows_between(grid: Grid, dice: random.Random) -> Spoiled:
    """Spoil a cell below blank and hidden rows, which Excel counts."""
    raw = _sheet(grid, "places")
    place = _column(raw, "places", "readers")
    skip = dice.randint(1, 500)
    rows = [raw.rows[0], *(RawRow(row.number + skip, row.cells) for row in raw.rows[1:])]
    row = dice.choice(rows[1:])
    rows[rows.index(row)] = _put(row, place, "đông")
    moved = replace(raw, rows=tuple(rows))
    left = tuple(moved if one is raw else one for one in grid.sheets)
    return Spoiled(replace(grid, sheets=left), raw.name, address(place, row.number))


def headers_plain(grid: Grid, _: random.Random) -> Spoiled:
    """Write all headers in capitals without accents."""
    sheets = []
    for raw in grid.sheets:
        first = raw.rows[0] if raw.rows else None
        if first is None:
            sheets.append(raw)
            continue
        cells = tuple(fold_header(str(name)).upper() for name in first.cells)
        sheets.append(replace(raw, rows=(RawRow(first.number, cells), *raw.rows[1:])))
    return Spoiled(replace(grid, sheets=tuple(sheets)), "", "")


def decomposed(dice: random.Random, old: object) -> str:
    """Return a text in pieces (NFD), with stray blanks of several kinds."""
    blank = dice.choice([" ", "\u00a0", "\u200b", "\t"])
    return blank + unicodedata.normalize("NFD", str(old)) + blank * 2


_TICK: Final = True
_YES_NO: Final = one_of("có lẽ", "chưa biết", 7)
_UNKNOWN: Final = one_of("P-9999", "KHÔNG CÓ", "../../etc/passwd", "=A1")
_BAD_DAY: Final = one_of("hôm kia", "31/02/2026", "13/13/2026", "07:30", "00/01/2026", "2026")
_BAD_NUMBER: Final = one_of("nhiều", "hai", "12 con", "1..2", "NaN", "inf", "--5", _TICK)
_BROKEN: Final = one_of(
    Broken("#N/A"), Broken("#REF!"), Broken("=1+1"), Broken("=VLOOKUP(A1;B:C;2)")
)
_LONG: Final = one_of("dài " * 200, "x" * 32_767, "ạ" * 301)
_REFUSED, _WARNED, _SAME = Outcome.REFUSED, Outcome.WARNED, Outcome.SAME

CORRUPTIONS: Final = tuple(
    Corruption(name, spoil, outcome)
    for name, spoil, outcome in (
        ("words for visits", cell("services", "boxes", _BAD_NUMBER), _REFUSED),
        ("words for shelf", cell("places", "shelf", _BAD_NUMBER), _REFUSED),
        ("words for weight", cell("boxes", "weight", _BAD_NUMBER), _REFUSED),
        ("negative shelf", cell("places", "shelf", lambda d, _: -d.randint(1, 99)), _REFUSED),
        ("fraction of readers", cell("places", "readers", one_of(0.5, "12,5", 99.9)), _REFUSED),
        ("thousands or fraction", cell("places", "readers", one_of("1.200", "2,500")), _REFUSED),
        ("number too large", cell("places", "readers", one_of(10**18, 1e300, "9" * 40)), _REFUSED),
        ("priority over 100", cell("places", "priority", one_of(101, 1000, "150")), _REFUSED),
        ("day for a number", cell("boxes", "weight", one_of(dt.time(7, 30))), _REFUSED),
        ("no day of arrival", cell("boxes", "since", _BAD_DAY), _REFUSED),
        ("no first day of history", cell("history", "first_day", _BAD_DAY), _REFUSED),
        (
            "day with clock",
            cell(
                "boxes", "since", one_of(dt.datetime.combine(dt.date(2026, 9, 9), dt.time(7, 30)))
            ),
            _REFUSED,
        ),
        ("short year", cell("boxes", "since", one_of("05/11/26", "5-10-26")), _WARNED),
        (
            "day as a number",
            cell("boxes", "since", lambda d, _: d.randint(46_100, 46_300)),
            _WARNED,
        ),
        (
            "history runs backwards",
            other_cell("history", "last_day", "first_day", lambda day: day - dt.timedelta(days=3)),
            _REFUSED,
        ),
        (
            "opening backwards",
            cell("services", "openings", one_of("T2 11:30-07:30", "CN 10h-10h")),
            _REFUSED,
        ),
        (
            "opening of words",
            cell("services", "openings", one_of("buổi sáng", "T2-T9 07:00-08:00", "T2 7-8-9")),
            _REFUSED,
        ),
        (
            "25 o'clock",
            cell("services", "openings", one_of("T2 07:00-25:00", "T3 07:61-09:00")),
            _REFUSED,
        ),
        ("clock of two readings", cell("vans", "shift_starts", one_of("7,5", "6.3")), _REFUSED),
        ("shift ends early", cell("vans", "shift_ends", one_of("00:30", dt.time(1, 0))), _REFUSED),
        ("blank code", cell("places", "id", one_of(None, "  ", "\u200b")), _REFUSED),
        ("blank name", cell("places", "name", one_of(None, "\u00a0")), _REFUSED),
        ("code of another place", repeated("places", "id"), _REFUSED),
        ("code of another van", repeated("vans", "id"), _REFUSED),
        ("box in two places", box_elsewhere, _REFUSED),
        ("service of no place", cell("services", "place", _UNKNOWN), _REFUSED),
        ("box at no place", cell("boxes", "stands_at", _UNKNOWN), _REFUSED),
        ("history of no box", cell("history", "box", _UNKNOWN), _REFUSED),
        ("van of no depot", cell("vans", "depot", _UNKNOWN), _REFUSED),
        ("road from nowhere", cell("roads", "from_place", _UNKNOWN), _REFUSED),
        ("letter O for zero", cell("services", "place", lambda _, old: str(old) + "O"), _REFUSED),
        ("no such kind of place", cell("places", "kind", one_of("quán cà phê", 5, "?")), _REFUSED),
        ("no such kind of service", cell("services", "kind", one_of("bay", 0)), _REFUSED),
        ("perhaps remote", cell("places", "remote", _YES_NO), _REFUSED),
        (
            "shares of 90",
            cell(
                "places",
                "audiences",
                one_of(
                    "Người lớn tiếng Việt 90%", "Thiếu nhi tiếng Việt 60%; Người lớn tiếng Việt 50%"
                ),
            ),
            _REFUSED,
        ),
        (
            "copies of words",
            cell("boxes", "copies", one_of("rất nhiều", "30", "sách: hay")),
            _REFUSED,
        ),
        (
            "latitude of words",
            cell("places", "lat", one_of("trên núi", "22°99'", "22.3.6")),
            _REFUSED,
        ),
        ("latitude off the globe", cell("places", "lat", one_of(95, -91.5, 1e9)), _REFUSED),
        ("coordinates exchanged", swapped, _WARNED),
        ("in the other hemisphere", cell("places", "lat", lambda _, old: -float(old)), _WARNED),
        ("on another place", same_spot, _WARNED),
        (
            "gaps crossed",
            other_cell("services", "max_gap_days", "min_gap_days", lambda least: least - 1),
            _REFUSED,
        ),
        ("visits and rhythm", both_ways, _REFUSED),
        (
            "closure of nothing",
            other_cell("closures", "target", "target", lambda _: None),
            _REFUSED,
        ),
        ("pin of no box", cell("pins", "box", _UNKNOWN), _REFUSED),
        ("period backwards", setting(6, "01/01/2020"), _REFUSED),
        ("no period", setting(5, "đầu năm"), _REFUSED),
        ("no library", setting(2, None), _REFUSED),
        ("negative rule", cell("rules", "value", lambda d, _: -d.randint(1, 99)), _REFUSED),
        ("sheet missing", without_sheet, _REFUSED),
        ("column missing", without_column, _REFUSED),
        ("column twice", column_twice, _REFUSED),
        ("sheet twice", sheet_twice, _REFUSED),
        ("cells merged", merged, _REFUSED),
        ("huge name", cell("places", "name", _LONG), _REFUSED),
        ("error of Excel", cell("places", "lat", _BROKEN), _REFUSED),
        ("formula for a code", cell("boxes", "stands_at", _BROKEN), _REFUSED),
        ("error in a name", cell("places", "name", _BROKEN), _REFUSED),
        ("a million rows", too_many_rows, _REFUSED),
        ("below blank rows", empty_rows_between, _REFUSED),
        ("code without zero", cell("places", "commune_code", lambda _, old: int(old)), _WARNED),
        ("unit in the cell", cell("boxes", "weight", lambda _, old: f"{old} kg"), _WARNED),
        ("headers without accents", headers_plain, _SAME),
        ("decomposed name", cell("places", "name", decomposed), _SAME),
        ("decomposed code", cell("services", "place", decomposed), _SAME),
        ("decimal comma", cell("places", "lat", lambda _, old: str(old).replace(".", ",")), _SAME),
        ("day as text", cell("boxes", "since", lambda _, old: f"{old:%d/%m/%Y}"), _SAME),
        ("day as ISO text", cell("history", "first_day", lambda _, old: f"{old:%Y-%m-%d}"), _SAME),
        ("number as text", cell("places", "readers", lambda _, old: f" {old} "), _SAME),
    )
)
