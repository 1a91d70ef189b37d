"""Read the rows of a sheet cell by cell; what cannot be read is noted, the rest is kept."""

from collections.abc import Iterator
from typing import Any

from vongsach.workbook.cells.choices import NONE, Words
from vongsach.workbook.cells.clocks import WEEKDAYS
from vongsach.workbook.cells.kind import Doubt, Kind, Unreadable
from vongsach.workbook.cells.parts import GROUPS
from vongsach.workbook.codes import Code
from vongsach.workbook.columns import Column
from vongsach.workbook.grid import MOST_ROWS, Broken, RawRow, is_blank
from vongsach.workbook.lists import LISTS, RECORD_LISTS
from vongsach.workbook.records import Findings, Found, Record
from vongsach.workbook.sheets_changes import CHANGE_KIND
from vongsach.workbook.sheets_settings import RULE_NAMES, SETTING_NAMES

_WORDS = {
    words.name: words
    for words in (
        *LISTS,
        *RECORD_LISTS,
        CHANGE_KIND,
        GROUPS,
        WEEKDAYS,
        NONE,
        RULE_NAMES,
        SETTING_NAMES,
    )
}
_MOST_WORDS = 12


def read_rows(found: Found, findings: Findings) -> tuple[Record, ...]:
    """Return the rows below the header, with every problem of their cells noted."""
    if len(found.raw.rows) > MOST_ROWS:
        findings.in_file(Code.TOO_MANY_ROWS, sheet=found.raw.name, most=str(MOST_ROWS))
        return ()
    for merged in found.raw.merged:
        findings.in_file(Code.MERGED, sheet=found.raw.name, cell=merged)
    rows = (row for row in found.raw.rows if row.number > found.header_row)
    return tuple(_record(row, found, findings) for row in rows if not _is_blank(row, found))


def _is_blank(row: RawRow, found: Found) -> bool:
    return all(is_blank(row.cell(place)) for place in found.places.values())


def _record(row: RawRow, found: Found, findings: Findings) -> Record:
    raw = {key: row.cell(place) for key, place in found.places.items()}
    values: dict[str, object] = {}
    record = Record(found, row.number, values, raw)
    for column in found.sheet.columns:
        if column.key not in raw:
            continue
        for value in read_cell(record, column, column.kind, findings):
            values[column.key] = value
    return record


def read_cell(record: Record, column: Column, kind: Kind, findings: Findings) -> Iterator[object]:
    """Yield the value of a cell; yield nothing where it is blank or cannot be read."""
    raw = record.raw.get(column.key)
    if is_blank(raw):
        if column.required:
            findings.in_cell(Code.BLANK, record, column.key)
        return
    if isinstance(raw, Broken):
        code = Code.NOT_CALCULATED if raw.text.startswith("=") else Code.EXCEL_ERROR
        findings.in_cell(code, record, column.key)
        return
    try:
        yield kind.read(raw, _doubt(record, column, findings))
    except Unreadable as problem:
        facts = _worded(problem.facts, record.found)
        findings.in_cell(problem.code, record, column.key, **facts)


def _doubt(record: Record, column: Column, findings: Findings) -> Doubt:
    def note(code: Code, /, **facts: str) -> None:
        findings.in_cell(code, record, column.key, **facts)

    return note


def _worded(facts: dict[str, str], found: Found) -> dict[str, Any]:
    """Spell out the list that a word is missing from, in the language of the workbook."""
    if "choices" not in facts:
        return facts
    words: Words = _WORDS[facts["choices"]]
    offered = words.all_words(found.language)
    more = ", …" if len(offered) > _MOST_WORDS else ""
    return facts | {"choices": ", ".join(offered[:_MOST_WORDS]) + more}
