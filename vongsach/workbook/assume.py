"""List every default that was used, one line for each column."""

from collections.abc import Mapping, Sequence

from vongsach.quarter import Quarter
from vongsach.words import say
from vongsach.workbook.codes import Code
from vongsach.workbook.columns import Column
from vongsach.workbook.grid import as_typed
from vongsach.workbook.records import Findings, Found, Record


def note_assumptions(
    found: Mapping[str, Found],
    records: Mapping[str, Sequence[Record]],
    quarter: Quarter,
    findings: Findings,
) -> None:
    """Note the columns of which cells were left blank, with the default that stands for them."""
    for key, sheet in found.items():
        for column in sheet.sheet.columns:
            blank = sum(column.key not in record.values for record in records[key])
            if column.assumed and blank:
                findings.in_column(
                    Code.SINCE_ASSUMED if column.key == "since" else Code.DEFAULT_USED,
                    sheet,
                    column,
                    count=str(blank),
                    of=str(len(records[key])),
                    default=_default(sheet, column, quarter),
                    note=sheet.sheet.note(column, sheet.language),
                )


def _default(found: Found, column: Column, quarter: Quarter) -> str:
    value: object = None
    if column.key == "since":
        value = quarter.first_day
    elif column.target in found.sheet.model.model_fields:
        value = found.sheet.model.model_fields[column.target].default
    if value is None or value == ():
        return say(found.language, "workbook.nothing")
    return as_typed(column.kind.write(value, found.language))
