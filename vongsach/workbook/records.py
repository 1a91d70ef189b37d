"""Hold what was found in a workbook: rows of exact values, and findings with their cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vongsach.errors import Level, Problem
from vongsach.words import Language
from vongsach.workbook.codes import Code
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.grid import Grid, Raw, RawSheet, address, as_typed, is_blank

LONGEST_SHOWN = 200
"""Characters of a value that a message repeats."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet of the file that was recognised, with the place of every column."""

    sheet: Sheet
    raw: RawSheet
    language: Language
    """Language of the names in this file, for words that a message offers."""

    header_row: int
    """Row of the headers, as Excel counts."""

    places: Mapping[str, int]
    """Column of each key, counted from 0."""

    headers: Mapping[str, str]
    """Header of each key, as typed."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a recognised sheet."""

    found: Found
    row: int
    """Row as Excel counts."""

    values: Mapping[str, object]
    """Exact value of each column that is not blank and could be read."""

    raw: Mapping[str, Raw]
    """Cell of each column, as it came."""

    @property
    def name(self) -> str:
        """Return what the row is about: its first compulsory cell, as typed."""
        first = next((column for column in self.found.sheet.columns if column.required), None)
        if first is None:
            first = self.found.sheet.columns[0]
        return as_typed(self.raw.get(first.key))[:LONGEST_SHOWN]

    def given(self, key: str) -> bool:
        """Say whether a cell holds something, whether it could be read or not."""
        return not is_blank(self.raw.get(key))

    def text(self, key: str) -> str:
        """Return a value that is text; empty where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def address(self, key: str) -> str:
        """Return the address of a cell; empty where the column is missing."""
        place = self.found.places.get(key)
        return "" if place is None else address(place, self.row)


@dataclass(slots=True)
class Findings:
    """Collects every problem of one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, grid: Grid) -> "Findings":
        """Return an empty collection for a file."""
        return cls(grid.file)

    @property
    def hopeless(self) -> bool:
        """Say whether something was found that must be repaired first."""
        return any(problem.level is Level.ERROR for problem in self.problems)

    def in_file(self, code: Code, *, sheet: str = "", cell: str = "", **facts: str) -> None:
        """Note something about the file or a sheet as a whole."""
        self.problems.append(
            Problem(
                code=code,
                level=level_of(code),
                file=self.file,
                sheet=sheet,
                cell=cell,
                facts=facts,
            )
        )

    def in_column(self, code: Code, found: Found, column: Column, **facts: str) -> None:
        """Note something about a column as a whole."""
        self.problems.append(
            Problem(
                code=code,
                level=level_of(code),
                file=self.file,
                sheet=found.raw.name,
                column=found.headers.get(column.key) or found.sheet.header(column, found.language),
                facts=facts,
            )
        )

    def in_cell(self, code: Code, record: Record, key: str, **facts: str) -> None:
        """Note something about one cell."""
        found = record.found
        column = next(column for column in found.sheet.columns if column.key == key)
        self.problems.append(
            Problem(
                code=code,
                level=level_of(code),
                file=self.file,
                sheet=found.raw.name,
                cell=record.address(key),
                column=found.headers.get(key) or found.sheet.header(column, found.language),
                row_key=record.name,
                value=as_typed(record.raw.get(key))[:LONGEST_SHOWN],
                facts={name: fact[:LONGEST_SHOWN] for name, fact in facts.items()},
            )
        )


def level_of(code: Code) -> Level:
    """Return how bad a code is."""
    if code.is_warning:
        return Level.WARNING
    return Level.ASSUMPTION if code.is_assumption else Level.ERROR
