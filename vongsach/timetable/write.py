"""Write the trips of a plan in the open schema of mobile-library stops."""

import csv
import datetime as dt
import io
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from vongsach.network import Network
from vongsach.output.formulas import cell_text
from vongsach.places import Place, PlaceKind
from vongsach.plan import Plan, Stop
from vongsach.timetable.rows import EXTRA_FIELDS, FIELDS, TYPES, WEEKDAYS, Row
from vongsach.workspace import write_whole

if TYPE_CHECKING:
    from vongsach.units import VanId

WEEK_DAYS = 7
_PRIVATE_KINDS = (PlaceKind.BORDER_POST, PlaceKind.PRISON, PlaceKind.SCHOOL)


def write_timetable(rows: Iterable[Row], path: Path, *, extended: bool = False) -> Path:
    """Write rows as CSV in UTF-8: the 18 fields, with ``extended`` the codes of commune and place.

    Raises
    ------
    FileError
        The file cannot be written.
    """
    fields = (*FIELDS, *EXTRA_FIELDS) if extended else FIELDS
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(fields)
    for row in rows:
        cells = _cells(row)
        writer.writerow([cells[name] for name in fields])
    content = text.getvalue().encode("utf-8")
    return write_whole(path, lambda part: part.write_bytes(content))


def timetable_rows(plan: Plan, network: Network) -> tuple[Row, ...]:
    """Return a row for each regular series of visits, and one for each single visit."""
    places = {place.id: place for place in network.places}
    vans = {van.id: van for van in network.vans}
    alike: dict[tuple[object, ...], list[tuple[dt.date, Stop, VanId]]] = defaultdict(list)
    for trip in plan.routing.trips:
        for day in trip.days:
            for stop in day.stops:
                key = (trip.van, stop.place, day.day.weekday(), stop.start, stop.departure)
                alike[key].append((day.day, stop, trip.van))
    rows = []
    for group in alike.values():
        group.sort(key=lambda visit: visit[0])
        _, stop, van_id = group[0]
        place, van = places[stop.place], vans[van_id]
        for rule, days in _rules([day for day, _, _ in group]):
            rows.append(_row(network, place, van.name or van.id, stop, rule, days))
    return tuple(sorted(rows, key=lambda row: (row.start, row.mobile, row.arrival)))


def _rules(days: Sequence[dt.date]) -> Iterator[tuple[str, Sequence[dt.date]]]:
    """Yield one rule for days in one rhythm, or a rule of one day for each."""
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    weeks = math.gcd(*gaps) // WEEK_DAYS if gaps else 1
    left_out = (days[-1] - days[0]).days // (WEEK_DAYS * weeks) + 1 - len(days)
    if len(days) > 1 and left_out < len(days):
        yield f"FREQ=WEEKLY;INTERVAL={weeks}", days
    else:
        yield from (("FREQ=WEEKLY;INTERVAL=1;COUNT=1", [day]) for day in days)


def _row(  # noqa: PLR0917 -- a row of many fields
    network: Network, place: Place, mobile: str, stop: Stop, rule: str, days: Sequence[dt.date]
) -> Row:
    parts = dict(part.split("=") for part in rule.split(";"))
    step = dt.timedelta(weeks=int(parts["INTERVAL"]))
    count = (days[-1] - days[0]) // step
    rhythm = (days[0] + number * step for number in range(count))
    return Row(
        line=0,
        organisation=network.name,
        mobile=mobile,
        route=f"{mobile} {WEEKDAYS[days[0].weekday()]} {days[0].isoformat()}",
        community=place.commune,
        stop=place.name,
        address=", ".join(part for part in (place.name, place.commune) if part),
        location=place.location,
        weekday=days[0].weekday(),
        type=TYPES[1] if place.kind in _PRIVATE_KINDS else TYPES[0],
        arrival=stop.start,
        departure=stop.departure,
        frequency=rule,
        start=days[0],
        end=days[-1],
        exceptions=tuple(day for day in rhythm if day not in days),
        commune_code=place.commune_code,
        point_code=place.id,
    )


def _cells(row: Row) -> dict[str, str]:
    texts = {
        name: cell_text(getattr(row, name))
        for name in (*FIELDS[:7], "type", "timetable", *EXTRA_FIELDS)
    }
    return texts | {
        "geox": f"{row.location.lon:.7f}",
        "geoy": f"{row.location.lat:.7f}",
        "day": WEEKDAYS[row.weekday],
        "arrival": clock(row.arrival),
        "departure": clock(row.departure),
        "frequency": row.frequency,
        "start": row.start.isoformat(),
        "end": row.end.isoformat() if row.end else "",
        "exceptions": ",".join(day.isoformat() for day in row.exceptions),
    }


def clock(seconds: int) -> str:
    """Return a clock time as the schema writes it."""
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
