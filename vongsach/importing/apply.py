"""Read the rows of a list through a mapping into exact rows of the workbook's sheets."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from vongsach.importing.mapping import Map, Source, column_of, key_of
from vongsach.importing.tables import Table
from vongsach.words import Language
from vongsach.workbook.codes import Code
from vongsach.workbook.columns import Sheet
from vongsach.workbook.grid import MOST_ROWS, Raw, RawRow, as_typed, is_blank
from vongsach.workbook.read_rows import read_cell
from vongsach.workbook.records import Findings, Found, Record
from vongsach.workbook.texts import tidy

Key = tuple[str, ...]
NO: Final = {"", "0"}


@dataclass(slots=True)
class Item:
    """One row that is to stand on a sheet."""

    record: Record
    """The first row of the list that says it."""

    values: dict[str, object]
    """Exact values by the keys of columns."""

    count: int = 1
    """Rows of the list that say it."""


@dataclass(slots=True)
class Reader:
    """Reads one list for one sheet after the other."""

    table: Table
    mapping: Map
    language: Language
    """Of the workbook, for the words that a message offers."""

    findings: Findings
    _counted: list[RawRow] = field(default_factory=list)
    _found_places: dict[str, int] = field(default_factory=dict)

    def check_columns(self) -> bool:
        """Note every column of the mapping that the list has not; say whether all are there."""
        missing = [name for name in self.mapping.columns if self.table.place(name) is None]
        there = ", ".join(self.table.places) or "–"
        for name in missing:
            self.findings.in_file(
                Code.NOT_IN_SOURCE, sheet=self.table.raw.name, header=name, there=there
            )
        return not missing

    def choose_rows(self) -> None:
        """Keep the rows that are to be read; note what is counted once."""
        name = self.table.raw.name
        if len(self.table.raw.rows) > MOST_ROWS:
            self.findings.in_file(Code.TOO_MANY_ROWS, sheet=name, most=str(MOST_ROWS))
            return
        gone = [self._place(column) for column in self.mapping.leave_out]
        once = self._place(self.mapping.unique) if self.mapping.unique else None
        seen: set[str] = set()
        for row in self.table.rows:
            if any(_text(row.cell(place)) not in NO for place in gone):
                continue
            said = "" if once is None else _text(row.cell(once))
            if said and said in seen:
                place = str(row.number)
                self.findings.in_file(Code.COUNTED_ONCE, sheet=name, cell=place, said=said)
                continue
            seen.add(said)
            self._counted.append(row)

    def items(self, sheet: Sheet, known: Mapping[str, set[str]]) -> dict[Key, Item]:
        """Return the rows for a sheet by their keys.

        Parameters
        ----------
        sheet
            Where they go.
        known
            Codes of other sheets, the imported ones included, for sources that ask for them.
        """
        items: dict[Key, Item] = {}
        for record in self._records(sheet, known):
            values = self._values(record)
            key = tuple(str(values.get(name, "")) for name in key_of(sheet))
            if not all(key):
                continue
            if key in items:
                items[key].count += 1
                self._compare(items[key], record, values)
            else:
                items[key] = Item(record, values)
        for column, source in self.mapping.sheets[sheet.key].items():
            for item in items.values() if source.count else ():
                item.values[column] = item.count
        return items

    def _records(self, sheet: Sheet, known: Mapping[str, set[str]]) -> Iterator[Record]:
        sources = self.mapping.sheets[sheet.key]
        founds: dict[tuple[int, ...], Found] = {}
        unknown: set[str] = set()
        for row in self._counted:
            places = {key: self._chosen(row, one, known) for key, one in sources.items()}
            strange = [key for key, one in sources.items() if one.among and places[key] < 0]
            if strange:
                first = self._place(sources[strange[0]].columns[0])
                said = _text(row.cell(first))
                if said in unknown:
                    continue
                unknown.add(said)
                self.findings.in_file(
                    Code.NOT_AMONG, sheet=self.table.raw.name, cell=str(row.number), said=said
                )
                continue
            chosen = tuple(places.values())
            if chosen not in founds:
                founds[chosen] = self._found(sheet, places)
            raw = {key: _raw(row, places[key], one) for key, one in sources.items()}
            yield Record(founds[chosen], row.number, {}, raw)

    def _chosen(self, row: RawRow, source: Source, known: Mapping[str, set[str]]) -> int:
        """Return the place of the first column that will do; below 0 where none does."""
        places = [self._place(name) for name in source.columns]
        if source.among:
            codes = known[source.among]
            return next((place for place in places if _text(row.cell(place)) in codes), -1)
        filled = (place for place in places if not is_blank(row.cell(place)))
        return next(filled, places[0] if places else -1)

    def _found(self, sheet: Sheet, places: Mapping[str, int]) -> Found:
        there = {key: place for key, place in places.items() if place >= 0}
        header = self.table.header
        headers = {key: as_typed(header.cell(place)) for key, place in there.items()}
        return Found(sheet, self.table.raw, self.language, header.number, there, headers)

    def _values(self, record: Record) -> dict[str, object]:
        values: dict[str, object] = {}
        sources = self.mapping.sheets[record.found.sheet.key]
        for key, source in sources.items():
            if not source.count:
                column = column_of(record.found.sheet, key)
                for value in read_cell(record, column, column.kind, self.findings):
                    values[key] = value
        return values

    def _compare(self, item: Item, record: Record, values: Mapping[str, object]) -> None:
        for key, value in values.items():
            if key in item.values and item.values[key] != value:
                kept = as_typed(item.record.raw.get(key))
                row = str(item.record.row)
                self.findings.in_cell(Code.DIFFERS, record, key, kept=kept, row=row)

    def _place(self, name: str) -> int:
        if name not in self._found_places:
            place = self.table.place(name)
            self._found_places[name] = -1 if place is None else place
        return self._found_places[name]


def _text(raw: Raw) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return tidy(as_typed(raw))


def _raw(row: RawRow, place: int, source: Source) -> Raw:
    if source.value:
        return source.value
    raw = row.cell(place) if place >= 0 else None
    if not isinstance(raw, str) or is_blank(raw):
        return raw
    if source.day:
        return _day(tidy(raw), source.day)
    return _number(tidy(raw), source.decimal) if source.decimal else raw


def _day(text: str, form: str) -> Raw:
    """Return the day that a text says; the text where it says none in this form."""
    try:
        return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no zone
    except (ValueError, IndexError):
        return f"{text} ≠ {form}"


def _number(text: str, mark: str) -> Raw:
    """Return the number that a text says; the text where it says none."""
    other = "," if mark == "." else "."
    plain = text.replace(other, "").replace(mark, ".")
    if not plain.isascii() or not plain.replace(".", "", 1).lstrip("+-").isdigit():
        return text
    return float(plain) if "." in plain else int(plain[:20])
