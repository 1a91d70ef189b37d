"""Measure the map, the paper and the manager's page of a generated province."""

import argparse
import datetime as dt
import math
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from vongsach.boxes import Box, Copies
from vongsach.fleet import Role, Van, Worker
from vongsach.measures import measure
from vongsach.network import Network
from vongsach.output import (
    Figured,
    Presentation,
    ReportData,
    join,
    write_map,
    write_papers,
    write_report,
)
from vongsach.places import AudienceGroup, Location, Place, PlaceKind, Service, ServiceKind
from vongsach.plan import Exchange, Load, MadeFrom, Plan, Rotation, Routing, Stop, Trip, TripDay
from vongsach.quarter import Quarter
from vongsach.roads import RoadLeg
from vongsach.travel import Travel, TravelMatrix
from vongsach.units import Metres, PlaceId, Seconds

QUARTER = Quarter(name="2027Q1", first_day=dt.date(2027, 1, 1), last_day=dt.date(2027, 3, 31))
WEEKS, HOUR, POINTS = 13, 3600, 60
MOST_MAP_SECONDS, MOST_PAPER_SECONDS, MOST_MEGABYTES, MOST_MAP_BYTES = 20, 60, 2000, 15_000_000
TODAY = dt.date(2026, 12, 1)


def main(arguments: list[str]) -> int:
    """Print seconds, sizes and memory; return 1 where a limit is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks output", description=__doc__)
    parser.add_argument("--places", type=int, default=1000)
    parser.add_argument("--stops", type=int, default=3000)
    parser.add_argument("--keep", type=Path, help="folder in which the files are left")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        return _measure(asked.places, asked.stops, asked.keep or Path(folder))


def _measure(places: int, stops: int, folder: Path) -> int:
    network = a_province(places)
    plan, travel = a_plan(network, stops), a_travel(network)
    ways = WindingRoads(network)
    view = join(plan, network, travel, ways)
    print(f"{places} places, {stops} stops, {len(view.trips)} trips, {len(network.boxes)} boxes")
    with Memory() as memory:
        path, map_seconds = _timed(
            lambda: write_map(plan, network, folder / "map.html", travel=travel, ways=ways)
        )
        size = path.stat().st_size
        print(f"map      {map_seconds:6.1f} s  {size / 1e6:6.1f} MB")
        papers, paper_seconds = _timed(lambda: write_papers(view, folder / "in", made_on=TODAY))
        print(f"paper    {paper_seconds:6.1f} s  {len(papers)} files")
        report, report_seconds = _timed(lambda: _report(plan, network, travel, folder))
        print(f"approval {report_seconds:6.1f} s  {report.stat().st_size / 1e6:6.1f} MB")
    print(f"memory   {memory.most:6.0f} MB at most")
    good = (
        map_seconds < MOST_MAP_SECONDS
        and paper_seconds < MOST_PAPER_SECONDS
        and memory.most < MOST_MEGABYTES
        and size < MOST_MAP_BYTES
    )
    return 0 if good else 1


def _report(plan: Plan, network: Network, travel: Travel, folder: Path) -> Path:
    now = Figured(view=join(plan, network, travel), measures=measure(plan, network, travel))
    data = ReportData(
        now=now,
        before=None,
        network=network,
        verdicts=(),
        show=Presentation("vi"),
        version="benchmark",
        made_on=TODAY,
    )
    return write_report(data, folder / "duyet.html")


def _timed(work: Callable[[], "Path | tuple[Path, ...]"]) -> tuple:  # type: ignore[type-arg]
    start = time.perf_counter()
    return work(), time.perf_counter() - start


class Memory:
    """Watch the memory of this process and its children (Linux only; elsewhere it says 0)."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.most = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        """Start to watch."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop to watch."""
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.2):
            self.most = max(self.most, _held())


def _held() -> float:
    """Return the resident megabytes of this process and of all that it has started."""
    kin, found = {str(os.getpid())}, 0
    for status in sorted(Path("/proc").glob("[0-9]*/status"), key=lambda path: int(path.parts[2])):
        try:
            text = status.read_text(encoding="utf-8")
        except OSError:
            continue
        fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        if status.parts[2] in kin or fields["PPid"].strip() in kin:
            kin.add(status.parts[2])
            found += int(fields.get("VmRSS", "0").split()[0])
    return found / 1024


def a_province(places: int) -> Network:
    """Return a depot and places along a spiral, with boxes, eight vans and their crews."""
    kinds = (
        PlaceKind.COMMUNE_LIBRARY,
        PlaceKind.SCHOOL,
        PlaceKind.POST_OFFICE,
        PlaceKind.BOOKCASE,
        PlaceKind.VILLAGE_STOP,
    )
    points = [Location(lat=22.3, lon=103.4)] + [
        Location(
            lat=22.3 + 0.0007 * number * math.sin(number * 2.4),
            lon=103.4 + 0.0008 * number * math.cos(number * 2.4),
        )
        for number in range(1, places)
    ]
    return Network(
        name="Tỉnh Thử Nghiệm",
        places=tuple(
            Place(
                id=f"P{number:04}" if number else "KHO",
                name=f"Điểm đọc sách bản Nậm Hàng số {number}",
                kind=kinds[number % 5] if number else PlaceKind.CENTRAL_LIBRARY,
                location=point,
                commune=f"Xã {number % 38}",
                shelf=2,
                readers=150,
                contact="Lò Văn Phương",
                phone="0900 000 000",
                access_note="Đường hẹp, đỗ xe ở cổng trường.",
            )
            for number, point in enumerate(points)
        ),
        services=tuple(
            Service(
                id=f"P{number:04}:x",
                place=f"P{number:04}",
                kind=ServiceKind.BOTH if number % 5 == 0 else ServiceKind.ROTATION,
                visits=3,
                boxes=1,
            )
            for number in range(1, places)
        ),
        boxes=tuple(
            Box(
                id=f"T-{number:04}",
                theme="Truyện thiếu nhi song ngữ",
                copies=(Copies(group=AudienceGroup.CHILDREN, language="vi", count=40),),
                stands_at="KHO",
                since=dt.date(2026, 12, 1),
            )
            for number in range(places * 6 // 10)
        ),
        vans=tuple(Van(id=f"X{number}", depot="KHO", boxes=12, plate="25A") for number in range(8)),
        workers=tuple(
            Worker(id=f"N{number}", name=f"Nhân viên {number}", role=role, phone="0900 000 000")
            for number, role in enumerate((Role.OPERATOR, Role.LIBRARIAN, Role.LIBRARIAN) * 8)
        ),
        road_legs=tuple(
            RoadLeg(
                from_place=f"P{number:04}" if number else "KHO",
                to_place=f"P{number + 1:04}",
                road=f"ĐT.{number % 30}",
                metres=4000,
            )
            for number in range(places - 1)
        ),
    )


def a_plan(network: Network, stops: int) -> Plan:
    """Return trips of four stops on the working days of the quarter; it need not be feasible."""
    trips: list[Trip] = []
    loads: list[Load] = []
    exchanges: list[Exchange] = []
    places = [place.id for place in network.places[1:]]
    days = [QUARTER.first_day + dt.timedelta(days=offset) for offset in range(7 * WEEKS - 1)]
    working = [day for day in days if day.weekday() < 5]  # noqa: PLR2004 -- Monday to Friday
    for number in range(stops // 4):
        day, van = working[(number // 8) % len(working)], number % 8
        halts = [places[(4 * number + step) % len(places)] for step in range(4)]
        box = network.boxes[number % len(network.boxes)].id
        name = f"{number:04}"
        trips.append(
            Trip(
                id=name,
                van=f"X{van}",
                crew=tuple(f"N{3 * van + one}" for one in range(3)),
                days=(
                    TripDay(
                        day=day,
                        leaves_from="KHO",
                        leaves=7 * HOUR,
                        stops=tuple(_stop(place, step) for step, place in enumerate(halts)),
                        ends_at="KHO",
                        ends=17 * HOUR,
                    ),
                ),
            )
        )
        loads.append(Load(trip=name, boxes=(box,)))
        exchanges.append(Exchange(trip=name, day=day, position=0, handed_in=(box,)))
        exchanges.append(Exchange(trip=name, day=day, position=2, taken_out=(box,)))
    return Plan(
        quarter=QUARTER,
        routing=Routing(trips=tuple(trips)),
        rotation=Rotation(loads=tuple(loads), exchanges=tuple(exchanges)),
        runs=(),
        made_from=MadeFrom(network_sha256="", travel_sha256="", program="benchmark"),
    )


def _stop(place: str, step: int) -> Stop:
    start = (8 + 2 * step) * HOUR
    return Stop(
        place=PlaceId(place),
        services=(f"{place}:x",),
        arrival=start,
        start=start,
        departure=start + HOUR,
    )


def a_travel(network: Network) -> Travel:
    """Return an hour and forty kilometres between any two places."""
    names = tuple(place.id for place in network.places)
    seconds = np.full((len(names), len(names)), HOUR, dtype=np.int64)
    np.fill_diagonal(seconds, 0)
    matrix = TravelMatrix(
        places=names,
        seconds=seconds,
        metres=seconds * 11,
        reachable=np.ones_like(seconds, dtype=np.bool_),
        estimated=np.zeros_like(seconds, dtype=np.bool_),
    )
    length = (QUARTER.last_day - QUARTER.first_day).days + 1
    return Travel(
        states={QUARTER.first_day + dt.timedelta(days=number): "" for number in range(length)},
        matrices={(van.vehicle_class, ""): matrix for van in network.vans},
    )


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bend after bend."""

    ends: PlaceId
    road: str
    line: tuple[tuple[float, float], ...]
    metres: Metres = Metres(10_000)  # noqa: RUF009 -- a number that never changes
    seconds: Seconds = Seconds(900)  # noqa: RUF009 -- a number that never changes


@dataclass(frozen=True, slots=True)
class Road:
    """Four stretches."""

    steps: tuple[Stretch, ...]
    estimated: bool = False

    def turns(self) -> tuple[Stretch, ...]:
        """Return the stretches."""
        return self.steps


class WindingRoads:
    """Know a winding road between any two places: sixty points on each of four stretches."""

    def __init__(self, network: Network) -> None:
        """Take the points of the places."""
        self._points = {place.id: place.location for place in network.places}

    def way(self, vehicle: object, day: dt.date, start: PlaceId, end: PlaceId) -> Road:
        """Return the road between two places."""
        del vehicle, day
        line = list(self._line(start, end))
        parts = (line[first : first + POINTS + 1] for first in range(0, 4 * POINTS, POINTS))
        return Road(tuple(Stretch(end, f"ĐT.{n}", tuple(part)) for n, part in enumerate(parts)))

    def _line(self, start: PlaceId, end: PlaceId) -> Iterator[tuple[float, float]]:
        first, last = self._points[start], self._points[end]
        for number in range(4 * POINTS + 1):
            share = number / (4 * POINTS)
            bend = 0.004 * math.sin(number)
            yield (
                first.lon + (last.lon - first.lon) * share + bend,
                first.lat + (last.lat - first.lat) * share + bend / 2,
            )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
