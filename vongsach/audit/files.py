"""Audit the file of a timetable, with the files that go with it."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vongsach.audit.ground import ground_of, read_depots, read_legs
from vongsach.audit.run import Audit, Wanted, audit
from vongsach.plan import Stop
from vongsach.recurring import CycleSolver
from vongsach.solving import Effort, Watch
from vongsach.timetable import Row, read_timetable, write_timetable
from vongsach.timetable.recurrence import weeks_between
from vongsach.workspace import write_whole

if TYPE_CHECKING:
    from vongsach.units import ServiceId


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an audit."""

    timetable: Path
    depots: Path | None = None
    legs: Path | None = None
    exact: bool = False
    """Take measured legs as they are, and estimate only between other stops."""


def audit_files(
    files: Files,
    *,
    effort: Effort,
    seed: int,
    most_changes: int | None,
    solve_cycle: CycleSolver,
    watch: Watch,
) -> Audit:
    """Return the audit of a timetable in files.

    Raises
    ------
    FileError
        A file cannot be read.
    InputError
        The table lacks a column that is needed.
    """
    timetable = read_timetable(files.timetable)
    legs = () if files.legs is None else read_legs(files.legs)
    wanted = Wanted(
        ground=ground_of(legs, exact=files.exact),
        depots={} if files.depots is None else read_depots(files.depots, timetable.name),
        effort=effort,
        seed=seed,
        most_changes=most_changes,
    )
    return audit(timetable, wanted, solve_cycle=solve_cycle, watch=watch)


def write_audit(found: Audit, document: Mapping[str, object], folder: Path) -> tuple[Path, ...]:
    """Write the findings as JSON, and the new timetable in the open schema.

    Raises
    ------
    FileError
        A file cannot be written.
    """
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n"
    path = folder / f"{found.timetable.name}-audit.json"
    rows = replanned_rows(found)
    return (
        write_whole(path, lambda part: part.write_text(text, encoding="utf-8")),
        write_timetable(rows, folder / f"{found.timetable.name}-plan.csv"),
    )


def replanned_rows(found: Audit) -> tuple[Row, ...]:
    """Return the rows of the timetable as planned again: every n weeks from a week of the cycle.

    A rule by the weekdays of a month becomes one of every n weeks.
    """
    rows = {f"row-{row.line}": row for row in found.rows}
    seen: set[ServiceId] = set()
    planned = []
    for side in found.sides:
        for trip in sorted(side.plan.trips, key=lambda trip: trip.days[0].day):
            day = trip.days[0]
            for stop in day.stops:
                name = stop.services[0]
                if name not in seen:
                    seen.add(name)
                    row = rows[name]
                    planned.append(_row(row, stop, weeks_between(row), day.day))
    return tuple(planned)


def _row(row: Row, stop: Stop, every: int, start: dt.date) -> Row:
    return replace(
        row,
        weekday=start.weekday(),
        route=f"{row.mobile} {start}",
        arrival=stop.arrival,
        departure=stop.departure,
        frequency=f"FREQ=WEEKLY;INTERVAL={every}",
        start=start,
        end=None,
        exceptions=(),
    )
