"""Write the exports of a plan, and read them back."""

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyogrio.raw
from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar, Event

from tests.builders import MONDAY, a_plan, a_stop, a_travel, a_trip, a_trip_day
from vongsach.exports import Source, source_of, write_exports
from vongsach.network import Network
from vongsach.output.presentation import plain
from vongsach.plan import MadeFrom, Plan, Routing
from vongsach.store import network_sha256, travel_sha256

MADE = dt.datetime(2026, 12, 1, 8, 0, tzinfo=dt.UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
Visit = tuple[str, dt.datetime, dt.datetime]


def exported(
    folder: Path, form: str, plan: Plan, network: Network, *, public: bool = False
) -> tuple[Path, ...]:
    travel = a_travel(network)
    return write_exports(a_source(plan, network, public=public), travel, [form], folder)


def a_source(plan: Plan, network: Network, *, public: bool = False, sequence: int = 3) -> Source:
    return source_of(
        plan,
        network,
        a_travel(network),
        sequence=sequence,
        made=MADE,
        language="vi",
        public=public,
    )


def moment(day: dt.date, clock: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZONE) + dt.timedelta(seconds=clock)


def visits(plan: Plan, network: Network) -> list[Visit]:
    """Return what the plan says, without the program's own joining."""
    names = {place.id: plain(place.name) for place in network.places}
    return sorted(
        (names[stop.place], moment(day.day, stop.start), moment(day.day, stop.departure))
        for trip in plan.routing.trips
        for day in trip.days
        for stop in day.stops
    )


def events(path: Path) -> list[Event]:
    return Calendar.from_ical(path.read_bytes()).events


def ical(event: Event, name: str) -> str:
    """Return a property as it stands in the file."""
    value: Any = event[name]
    return str(value.to_ical().decode())


def expanded(event: Event) -> list[dt.datetime]:
    """Return when an event is, its rule expanded by dateutil and its exceptions taken out."""
    start: Any = event.start
    if "RRULE" not in event:
        return [start]
    days = rruleset()
    days.rrule(rrulestr(ical(event, "RRULE"), dtstart=start))
    left: Any = event.get("EXDATE")
    for entry in [] if left is None else left.dts:
        days.exdate(entry.dt)
    return list(days)


def weekly(gaps: list[int], **changes: Any) -> Plan:
    """Return a plan that visits P1 every so many days after a Monday."""
    days = [MONDAY + dt.timedelta(days=gap) for gap in gaps]
    trips = [a_trip(id=f"T{day}", days=(a_trip_day(day=day),)) for day in days]
    return a_plan(Routing(trips=tuple(trips)), **changes)


def a_stored_plan(network: Network) -> Plan:
    made_from = MadeFrom(
        network_sha256=network_sha256(network),
        travel_sha256=travel_sha256(a_travel(network)),
        program="test",
    )
    stop = a_stop()
    return a_plan(Routing(trips=(a_trip(days=(a_trip_day([stop]),)),)), made_from=made_from)


def layer(path: Path, name: str | None = None) -> list[dict[str, object]]:
    """Return the rows of a layer as GDAL reads them."""
    meta, _, geometry, columns = pyogrio.raw.read(path, layer=name)
    assert all(one is not None for one in geometry)
    assert meta["crs"] in {"EPSG:4326", "OGC:CRS84"}
    rows = zip(*columns, strict=True)
    return [dict(zip(meta["fields"], row, strict=True)) for row in rows]
