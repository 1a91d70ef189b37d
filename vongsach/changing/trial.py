"""Try a row of a list of changes on the network, so that what cannot be is told at its cell."""

import datetime as dt
from collections.abc import Mapping

from pydantic import ValidationError

from vongsach.changing.apply import changed
from vongsach.changing.change import Change, ChangeKind
from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.workbook.codes import Code
from vongsach.workbook.records import Findings, Record

LIMITS: Mapping[ChangeKind, tuple[int, int | None]] = {
    ChangeKind.WORKER_DAYS: (1, 7),
    ChangeKind.EVERY_WEEKS: (1, None),
}
"""Least and greatest number of a kind."""


def check_row(record: Record, kind: ChangeKind, quarter: Quarter, findings: Findings) -> None:
    """Note a number outside its limits, and days that lie outside the quarter altogether."""
    number = record.values.get("number")
    least, most = LIMITS.get(kind, (0, None))
    if isinstance(number, int) and not least <= number <= (number if most is None else most):
        shown = "–" if most is None else str(most)
        findings.in_cell(Code.OUTSIDE, record, "number", least=str(least), most=shown)
    opens, closes = record.values.get("opens"), record.values.get("closes")
    if kind is ChangeKind.OPENING and _backwards(opens, closes):
        item = f"{record.raw.get('opens')}–{record.raw.get('closes')}"
        findings.in_cell(Code.ENDS_BEFORE_IT_BEGINS, record, "closes", item=item)
    if _beyond(record.values.get("first_day"), quarter.last_day):
        _note_day(record, "first_day", quarter, findings)
    elif _beyond(quarter.first_day, record.values.get("last_day")):
        _note_day(record, "last_day", quarter, findings)


def tried(
    network: Network, quarter: Quarter, row: tuple[Change, Record], findings: Findings
) -> Network:
    """Return the network after a change; as it was, with the mistake noted, if none can be."""
    change, record = row
    try:
        after = changed(network, quarter, [change])
    except ValidationError:
        _note(change, record, findings)
        return network
    if any(van.id == change.target and van.shift_ends <= van.shift_starts for van in after.vans):
        _note(change, record, findings)
        return network
    return after


def _beyond(day: object, other: object) -> bool:
    return isinstance(day, dt.date) and isinstance(other, dt.date) and day > other


def _backwards(opens: object, closes: object) -> bool:
    return isinstance(opens, int) and isinstance(closes, int) and closes <= opens


def _note_day(record: Record, key: str, quarter: Quarter, findings: Findings) -> None:
    first, last = (f"{day:%d/%m/%Y}" for day in (quarter.first_day, quarter.last_day))
    findings.in_cell(Code.OUTSIDE_QUARTER, record, key, first=first, last=last)


def _note(change: Change, record: Record, findings: Findings) -> None:
    match change.what:
        case ChangeKind.MIN_GAP | ChangeKind.MAX_GAP:
            findings.in_cell(Code.GAPS_DO_NOT_MEET, record, "number")
        case ChangeKind.PLACE_NEW:
            findings.in_cell(Code.NOT_VALID, record, "lat")
        case ChangeKind.VAN_SHIFT:
            findings.in_cell(Code.SHIFT_BACKWARDS, record, "closes")
        case _:
            findings.in_cell(Code.CONTRADICTORY, record, "what")
