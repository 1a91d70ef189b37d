"""Lay what is told of a trip now over what was recorded of it: a blank keeps it, a dash clears."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from vongsach.actuals import BoxActual, Fate, StopActual, TripActual
from vongsach.keeping.sheets import StopRow, TripRow
from vongsach.output.view import PlanView, TripView
from vongsach.units import BoxId, TripId
from vongsach.workbook.grid import Raw, RawRow
from vongsach.workbook.records import Found, Record
from vongsach.workbook.texts import tidy

DASHES: Final = frozenset("-–—−")
"""What is written into a cell to clear what was recorded there."""
STAYS: Final = frozenset({Fate.MISSING, Fate.DAMAGED, Fate.NOT_MOVED})
"""What keeps a box where it is, or out of use: no hand-over is assumed of it afterwards."""

_OF_TRIP: Final = ("odometer_from", "odometer_to", "fuel", "note")
_OF_STOP: Final = ("held", "arrival", "departure", "readers", "loans", "note")
_CLEARED: Final = frozenset({*_OF_TRIP, *_OF_STOP, "fate"})
"""Columns in which a dash clears; in others it is what it is."""


def is_dash(raw: Raw) -> bool:
    """Say whether a cell, or an answer, is nothing but a dash."""
    return isinstance(raw, str) and tidy(raw) in DASHES


def without_dashes(found: Found) -> Found:
    """Return a sheet in which the cells that hold a dash are blank."""
    places = {place for key, place in found.places.items() if key in _CLEARED}
    rows = tuple(
        RawRow(
            row.number,
            tuple(
                None if place in places and is_dash(raw) else raw
                for place, raw in enumerate(row.cells)
            ),
        )
        for row in found.raw.rows
    )
    return replace(found, raw=replace(found.raw, rows=rows))


def with_dashes(record: Record, found: Found, rows: Mapping[int, RawRow]) -> Record:
    """Return a row with the columns in which the sheet, as it came, holds a dash."""
    row = rows[record.row]
    dashed = (key for key, place in found.places.items() if is_dash(row.cell(place)))
    cleared = frozenset(dashed) & _CLEARED
    return replace(record, values={**record.values, "cleared": cleared})


def trip_over(row: TripRow, before: TripActual | None) -> TripRow:
    """Return a row of a trip, completed with what was recorded before."""
    return row.model_copy(update=_kept(row, before, _OF_TRIP, row.cleared))


def stop_over(row: StopRow, before: StopActual | None) -> StopRow:
    """Return a row of a stop, completed with what was recorded before.

    A visit of which the row says the opposite, held or not, keeps its note alone; one that is
    cleared keeps nothing.
    """
    if before is None or "held" in row.cleared:
        return row
    turned = row.held is not None and row.held != before.held
    keys = ("note",) if turned else _OF_STOP
    return row.model_copy(update=_kept(row, before, keys, row.cleared))


def boxes_over(
    row: StopRow, before: StopActual | None, planned: Mapping[BoxId, BoxActual]
) -> dict[BoxId, BoxActual]:
    """Return what holds of the boxes of a stop before its own cells are read.

    What was assumed before is assumed anew: an earlier trip may have been corrected since.

    Parameters
    ----------
    row
        The completed row of the stop.
    before
        What was recorded of it.
    planned
        What counts as done at a visit that was held, where nothing else was recorded.
    """
    assumed = dict(planned) if was_held(row) else {}
    if before is None or "held" in row.cleared:
        return assumed
    told = {one.box: one for one in before.boxes if not one.assumed}
    if was_held(row) and before.held:
        return assumed | told
    return assumed | {box: one for box, one in told.items() if one.fate in STAYS}


def was_held(row: StopRow) -> bool:
    """Say whether the visit of a row was held; one that is cleared, but for its boxes, was not."""
    return row.held is not False and "held" not in row.cleared


def last_fates(
    view: PlanView, known: Iterable[TripActual], until: TripView | None = None
) -> dict[BoxId, Fate]:
    """Return the last recorded fate of every box on the trips before one, or on all of them."""
    recorded = {actual.trip: actual for actual in known}
    last: dict[BoxId, Fate] = {}
    for trip in in_order(view):
        if until is not None and trip.id == until.id:
            break
        last |= fates_of(recorded.get(TripId(trip.id)))
    return last


def fates_of(actual: TripActual | None) -> dict[BoxId, Fate]:
    """Return the last fate of every box on a recorded trip."""
    stops = () if actual is None else actual.stops
    return {box.box: box.fate for stop in stops for box in stop.boxes}


def in_order(view: PlanView) -> list[TripView]:
    """Return the trips of a plan in the order in which they leave."""
    return sorted(view.trips, key=lambda one: (one.days[0].day, one.number))


def _kept(
    row: TripRow | StopRow,
    before: TripActual | StopActual | None,
    keys: Iterable[str],
    cleared: frozenset[str],
) -> dict[str, Any]:
    if before is None:
        return {}
    blank = (key for key in keys if getattr(row, key) in {None, ""} and key not in cleared)
    return {key: getattr(before, key) for key in blank}
