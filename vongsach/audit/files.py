"""Audit the file of a timetable, with the files that go with it."""

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vongsach.audit.ground import RoadTravel, ground_of, read_depots, read_legs
from vongsach.audit.run import Audit, Wanted, audit
from vongsach.output.formulas import cell_text
from vongsach.plan import Stop
from vongsach.recurring import CycleSolver
from vongsach.solving import Effort, Watch
from vongsach.timetable import Row, read_timetable, write_timetable
from vongsach.timetable.recurrence import weeks_between
from vongsach.timetable.rows import WEEKDAYS
from vongsach.timetable.write import clock
from vongsach.workspace import write_whole

if TYPE_CHECKING:
    from vongsach.units import ServiceId


MOVES = (
    "row", "mobile", "community", "stop",
    "published_day", "published_arrival", "planned_day", "planned_arrival",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an audit."""

    timetable: Path
    depots: Path | None = None
    legs: Path | None = None
    exact: bool = False
    """Take measured legs as they are, and estimate only between other stops."""
    roads: RoadTravel | None = None
    """Measures on imported roads; where legs are given, those count."""


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
        ground=ground_of(
            legs, exact=files.exact, roads=None if files.legs is not None else files.roads
        ),
        depots={} if files.depots is None else read_depots(files.depots, timetable.name),
        effort=effort,
        seed=seed,
        most_changes=most_changes,
    )
    return audit(timetable, wanted, solve_cycle=solve_cycle, watch=watch)


def write_audit(found: Audit, document: Mapping[str, object], folder: Path) -> tuple[Path, ...]:
    """Write the findings as JSON, the new timetable in the open schema, and who must be told.

    Where a variant of few changes was planned, its timetable and its list are written too.

    Raises
    ------
    FileError
        A file cannot be written.
    """
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n"
    path = folder / f"{found.timetable.name}-audit.json"
    written = [write_whole(path, lambda part: part.write_text(text, encoding="utf-8"))]
    for variant, few in {"plan": False, "few-changes": True}.items():
        if few and found.few is None:
            continue
        rows = replanned_rows(found, few=few)
        name = f"{found.timetable.name}-{variant}"
        written += [
            write_timetable(rows, folder / f"{name}.csv"),
            _write_moves(found, rows, folder / f"{name}-moves.csv"),
        ]
    return tuple(written)


def _write_moves(found: Audit, rows: Sequence[Row], path: Path) -> Path:
    """Write both weekdays and clocks of every stop, as far as they differ, in order of rows."""
    before = {row.line: row for row in found.rows}
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(MOVES)
    for row in sorted(rows, key=lambda one: one.line):
        old = before[row.line]
        if (old.weekday, old.arrival) != (row.weekday, row.arrival):
            names = (row.mobile, row.community, row.stop)
            was = WEEKDAYS[old.weekday], clock(old.arrival)
            will_be = WEEKDAYS[row.weekday], clock(row.arrival)
            writer.writerow((row.line, *map(cell_text, names), *was, *will_be))
    content = text.getvalue().encode("utf-8-sig")
    return write_whole(path, lambda part: part.write_bytes(content))


def replanned_rows(found: Audit, *, few: bool = False) -> tuple[Row, ...]:
    """Return the rows of the timetable as planned again: every n weeks from a week of the cycle.

    A rule by the weekdays of a month becomes one of every n weeks. ``few``: of the variant in
    which few stops move.
    """
    rows = {f"row-{row.line}": row for row in found.rows}
    seen: set[ServiceId] = set()
    planned = []
    for side in found.sides:
        routing = side.few if few and side.few is not None else side.plan
        for trip in sorted(routing.trips, key=lambda trip: trip.days[0].day):
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
