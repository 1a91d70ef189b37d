"""Read any list into one table of raw cells: CSV, Excel, LibreOffice or MARC."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vongsach.errors import FileError
from vongsach.importing.marc import looks_like_marc, read_marc
from vongsach.workbook.codes import Code
from vongsach.workbook.csv_folder import rows_of_csv
from vongsach.workbook.grid import RawRow, RawSheet
from vongsach.workbook.guard import bytes_of
from vongsach.workbook.match import HEADER_WITHIN
from vongsach.workbook.read import grid_of_file
from vongsach.workbook.records import Findings
from vongsach.workbook.texts import fold, tidy

NO_TABLE: Final = "import_no_table"


@dataclass(frozen=True, slots=True)
class Table:
    """A list: its rows below the header, and the place of every column."""

    raw: RawSheet
    header: RawRow
    places: dict[str, int]
    """Place of each header, as typed."""

    records: bool = False
    """Rows are numbered by the records of a MARC file, and columns have no letters."""

    def place(self, name: str) -> int | None:
        """Return the place of a column, by its header with or without accents."""
        if name in self.places:
            return self.places[name]
        wanted = fold(name)
        return next((at for header, at in self.places.items() if fold(header) == wanted), None)

    @property
    def rows(self) -> Sequence[RawRow]:
        """Return the rows below the header."""
        return [row for row in self.raw.rows if row.number > self.header.number]


def is_marc(path: Path) -> bool:
    """Say whether a file holds MARC records.

    Raises
    ------
    FileError
        It cannot be read.
    """
    return looks_like_marc(bytes_of(path)[:4096])


def read_table(
    path: Path, name: str, columns: Sequence[str], *, each: str, findings: Findings
) -> Table:
    """Return the table of a list.

    Parameters
    ----------
    path
        The file.
    name
        Name of its sheet; the first that holds something where empty.
    columns
        Headers that are asked for; they tell where the header row is, or what to take out of
        MARC records. None are known yet where empty.
    each
        MARC field of which each is a row.
    findings
        Takes note of records that cannot be read.

    Raises
    ------
    FileError
        It cannot be read, or holds no rows.
    """
    if is_marc(path):
        rows = read_marc(path, columns, each, findings)
        header = RawRow(0, tuple(columns))
        return Table(RawSheet(path.name, rows), header, _places(header), records=True)
    raw = _sheet(path, name)
    header = max(raw.rows[:HEADER_WITHIN], key=lambda row: _known(row, columns))
    return Table(raw, header, _places(header))


def _sheet(path: Path, name: str) -> RawSheet:
    if path.suffix.lower() in {".csv", ".txt", ".tsv"}:
        sheets: tuple[RawSheet, ...] = (RawSheet(path.name, rows_of_csv(path)),)
        name = ""
    elif path.is_dir():
        raise FileError(Code.IS_FOLDER, path=str(path))
    else:
        bytes_of(path)
        sheets = grid_of_file(path).sheets
    filled = [one for one in sheets if one.rows and fold(one.name) == fold(name or one.name)]
    if not filled:
        raise FileError(NO_TABLE, path=str(path), name=name or "–")
    return filled[0]


def _known(row: RawRow, columns: Sequence[str]) -> int:
    names = {fold(cell) for cell in row.cells if isinstance(cell, str) and fold(cell)}
    return len(names & set(map(fold, columns))) if columns else len(names)


def _places(header: RawRow) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(header.cells):
        if isinstance(cell, str) and tidy(cell):
            places.setdefault(tidy(cell), place)
    return places
