"""Notice what is well written in a timetable and yet cannot be right."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from vongsach.errors import Level, Problem
from vongsach.timetable.codes import Code
from vongsach.timetable.distances import great_circle
from vongsach.timetable.recurrence import rule_weekday, week_of_cycle, weeks_between
from vongsach.timetable.rows import Row
from vongsach.units import Weekday

FASTEST_KMH: Final = 100.0
"""Above it, along the great circle, no van of a library drives."""
NEAR_M: Final = 300.0
EARLIEST, LATEST = 6 * 3600, 22 * 3600
TripKey = tuple[str, str, Weekday, object]


def trips_of(rows: Iterable[Row]) -> dict[TripKey, list[Row]]:
    """Return the rows of each published trip in order of arrival.

    Rows with the same mobile, route, weekday and start belong to one trip.
    """
    found: dict[TripKey, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: (one.arrival, one.departure, one.line)):
        found[row.mobile, row.route, row.weekday, row.start].append(row)
    return dict(found)


def doubts(file: str, rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield every doubt, row by row, then trip by trip."""
    for row in rows:
        yield from (_problem(file, code, row, column) for code, column in _row_doubts(row))
    seen: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = (
            row.mobile,
            row.stop,
            row.location,
            row.weekday,
            row.arrival,
            row.frequency,
            row.start,
        )
        if key in seen:
            yield _problem(file, Code.STOP_TWICE, row, "stop", other=seen[key])
        seen.setdefault(key, row)
    trips = trips_of(rows)
    for trip in trips.values():
        yield from _trip_doubts(file, trip)
    yield from _clashes(file, list(trips.values()))
    yield from _starts(file, rows)


def _row_doubts(row: Row) -> Iterator[tuple[Code, str]]:
    if row.start.weekday() != row.weekday:
        yield Code.OTHER_WEEKDAY, "start"
    named = rule_weekday(row.frequency)
    if named is not None and named != row.weekday:
        yield Code.OTHER_WEEKDAY, "frequency"
    if not row.community:
        yield Code.NO_COMMUNITY, "community"
    if row.arrival < EARLIEST:
        yield Code.ODD_HOUR, "arrival"
    if row.departure > LATEST:
        yield Code.ODD_HOUR, "departure"
    if row.end is not None and row.end < row.start:
        yield Code.NO_DATES, "end"


def _trip_doubts(file: str, trip: Sequence[Row]) -> Iterator[Problem]:
    for before, after in pairwise(trip):
        if before.stop == after.stop and before.arrival == after.arrival:
            continue
        left = after.arrival - before.departure
        far = great_circle(before.location, after.location)
        if left < 0:
            yield _problem(file, Code.OVERLAP, after, "arrival", other=before)
        elif far > NEAR_M and far * 3.6 > FASTEST_KMH * max(left, 1):
            yield _problem(file, Code.TOO_FAST, after, "arrival", other=before, metres=round(far))


def _clashes(file: str, trips: Sequence[Sequence[Row]]) -> Iterator[Problem]:
    by_day: dict[tuple[str, Weekday], list[Sequence[Row]]] = defaultdict(list)
    for trip in trips:
        by_day[trip[0].mobile, trip[0].weekday].append(trip)
    for group in by_day.values():
        for one, other in combinations(group, 2):
            apart = week_of_cycle(one[0]) - week_of_cycle(other[0])
            meets = apart % math.gcd(weeks_between(one[0]), weeks_between(other[0])) == 0
            first, last = max(one[0], other[0], key=_arrival), min(one[-1], other[-1], key=_end)
            if meets and first.arrival < last.departure:
                yield _problem(file, Code.TWO_TRIPS, other[0], "route", other=one[0])


def _starts(file: str, rows: Sequence[Row]) -> Iterator[Problem]:
    first: dict[tuple[str, str, Weekday], Row] = {}
    for row in rows:
        known = first.setdefault((row.mobile, row.route, row.weekday), row)
        weeks = weeks_between(row)
        if weeks == weeks_between(known) and week_of_cycle(row) != week_of_cycle(known):
            yield _problem(file, Code.OTHER_START, row, "start", other=known)


def _arrival(row: Row) -> int:
    return row.arrival


def _end(row: Row) -> int:
    return row.departure


def _problem(
    file: str, code: Code, row: Row, column: str, *, other: Row | None = None, metres: int = 0
) -> Problem:
    value = getattr(row, column)
    clock = isinstance(value, int)
    return Problem(
        code=code,
        level=Level.WARNING,
        file=file,
        cell=str(row.line),
        column=column,
        row_key=f"{row.mobile} · {row.stop}",
        value=f"{value // 3600:02}:{value % 3600 // 60:02}" if clock else str(value or ""),
        facts={}
        if other is None
        else {"other": other.stop, "other_row": str(other.line), "metres": str(metres)},
    )
