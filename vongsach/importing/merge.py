"""Merge rows into a copy of the workbook; everything else in it stays."""

import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook as ExcelWorkbook
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from vongsach.errors import FileError, Level, Problem
from vongsach.importing.apply import Item, Key
from vongsach.importing.mapping import TARGETS, column_of, key_of
from vongsach.words import Language
from vongsach.workbook.cells.kind import UnwritableError
from vongsach.workbook.codes import Code
from vongsach.workbook.columns import Sheet
from vongsach.workbook.grid import as_typed
from vongsach.workbook.guard import checked_bytes
from vongsach.workbook.match import find_sheets
from vongsach.workbook.read_rows import read_rows
from vongsach.workbook.records import LONGEST_SHOWN, Findings, Found, Record
from vongsach.workbook.rows import Filled
from vongsach.workbook.write import fill, write_header
from vongsach.workbook.xlsx import read_xlsx
from vongsach.workspace import write_whole


@dataclass(slots=True)
class Tally:
    """What became of the rows for one sheet."""

    title: str
    added: int = 0
    updated: int = 0
    there: int = 0
    """Rows that stood there already and were left as they are."""


@dataclass(slots=True)
class Standing:
    """The workbook that rows are merged into."""

    path: Path
    found: Mapping[str, Found]
    language: Language
    problems: tuple[Problem, ...]
    """What hinders a merge: sheets without the columns that name their rows."""

    records: dict[str, dict[Key, Record]] = field(default_factory=dict)
    """Rows of each target sheet by their keys; the first where there are two."""

    def codes(self, key: str) -> set[str]:
        """Return the codes that stand on a sheet."""
        return {name[0] for name in self.records.get(key, {})}

    def title(self, sheet: Sheet) -> str:
        """Return the name of a sheet, as it stands or would stand."""
        if sheet.key in self.found:
            return self.found[sheet.key].raw.name
        return sheet.title(self.language)


def standing(path: Path) -> Standing:
    """Return what stands in a workbook of Excel.

    Raises
    ------
    FileError
        It is none, or damaged.
    """
    checked_bytes(path)
    grid = read_xlsx(path)
    findings = Findings.of(grid)
    found = {key: one for key, one in find_sheets(grid, findings).items() if key in TARGETS}
    names = {one.raw.name for one in found.values()}
    wrong = [
        problem
        for problem in findings.problems
        if problem.sheet in names and problem.level is Level.ERROR
    ]
    language: Language = next((one.language for one in found.values()), "vi")
    stands = Standing(path, found, language, tuple(wrong))
    for key, one in found.items():
        unheard = Findings.of(grid)
        rows = stands.records.setdefault(key, {})
        for record in read_rows(one, unheard):
            name = tuple(str(record.values.get(part, "")) for part in key_of(one.sheet))
            if all(name):
                rows.setdefault(name, record)
    return stands


class Copy:
    """A copy of a workbook that rows are put into."""

    def __init__(self, stands: Standing, findings: Findings, *, update: bool) -> None:
        """Open the workbook; ``findings`` takes note of rows that stand there already."""
        content = checked_bytes(stands.path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                self._book: ExcelWorkbook = load_workbook(io.BytesIO(content), keep_links=False)
            except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
                raise FileError(Code.DAMAGED, path=str(stands.path)) from error
        self._stands, self._findings, self._update = stands, findings, update

    def merge(self, sheet: Sheet, items: Mapping[Key, Item]) -> Tally:
        """Put rows into a sheet by their keys."""
        stands = self._stands
        tally = Tally(stands.title(sheet))
        columns = dict.fromkeys(name for item in items.values() for name in item.values)
        page, places = self._page(sheet, tuple(columns))
        there = stands.records.get(sheet.key, {})
        rows = stands.found[sheet.key].raw.rows if sheet.key in stands.found else ()
        free = rows[-1].number + 1 if rows else 2
        for key, item in items.items():
            if key not in there:
                self._put(page, free, places, item)
                free += 1
                tally.added += 1
            elif changed := list(_changed(item, there[key])):
                self._meet(page, places, (item, there[key]), changed)
                tally.updated += self._update
                tally.there += not self._update
            else:
                tally.there += 1
        return tally

    def write(self, path: Path) -> Path:
        """Write the copy, whole or not at all.

        Raises
        ------
        FileError
            It cannot be written.
        """
        return write_whole(path, self._book.save)

    def _meet(
        self,
        page: Worksheet,
        places: Mapping[str, int],
        pair: tuple[Item, Record],
        changed: list[str],
    ) -> None:
        item, old = pair
        if self._update:
            self._put(page, old.row, places, item, only=changed)
            return
        for key in changed:
            old_cell = as_typed(old.raw.get(key))
            at = f"{old.found.raw.name}, {old.address(key) or old.row}"
            self._findings.in_cell(Code.ALREADY_THERE, item.record, key, there=old_cell, at=at)

    def _page(self, sheet: Sheet, columns: tuple[str, ...]) -> tuple[Worksheet, dict[str, int]]:
        """Return the page of a sheet and the places of its columns, from 0; add what is missing."""
        found = self._stands.found.get(sheet.key)
        if found is None:
            title = sheet.title(self._stands.language)
            page = self._book[title] if title in self._book else self._book.create_sheet(title)
            write_header(page, sheet, self._stands.language)
            return page, {column.key: at for at, column in enumerate(sheet.columns)}
        page = self._book[found.raw.name]
        places = dict(found.places)
        width = max(len(row.cells) for row in found.raw.rows)
        for key in (key for key in columns if key not in places):
            header = sheet.header(column_of(sheet, key), found.language)
            fill(page, found.header_row, width + 1, Filled(header))
            places[key] = width
            width += 1
        return page, places

    def _put(
        self,
        page: Worksheet,
        row: int,
        places: Mapping[str, int],
        item: Item,
        *,
        only: list[str] | None = None,
    ) -> None:
        for key in item.values if only is None else only:
            kind = column_of(item.record.found.sheet, key).kind
            try:
                cell = Filled(
                    kind.write(item.values[key], self._stands.language), kind.number_format
                )
            except UnwritableError as error:
                path, value = self._findings.file, str(error)[:LONGEST_SHOWN]
                self._findings.in_cell(Code.UNWRITABLE, item.record, key, path=path, value=value)
                continue
            fill(page, row, places[key] + 1, cell)


def _changed(item: Item, old: Record) -> Iterator[str]:
    """Yield the columns that the list says otherwise than the workbook."""
    for key, value in item.values.items():
        if old.values.get(key) != value:
            yield key
