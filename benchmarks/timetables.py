"""Plan published mobile-library timetables again, and compare with PyVRP on the same instances.

Every van is planned with its own stops, dwell, frequencies, working weekdays and longest day.
PyVRP (optional: ``pip install vongsach[bench]``) solves the same vans as a vehicle routing
problem without days, in the least span in which the stops of the van recur: every visit is a
client of its own, a visit every n weeks lies in its own n weeks (time windows), and rows of one
stop keep to different days (a load of which a day carries one). Where all stops of a van recur
alike, its routes are days of a timetable, give or take which day is which. Where intervals are
mixed, its visits owe no rhythm: the second of four weekly visits may be on another weekday than
the first. A timetable may have to drive more than that, and the service bears a star. There PyVRP
is asked again, with the days of our plan for the visits that recur sooner than the others (*with
our days*): what it then finds is a timetable, so that this compares like with like.
"""

import argparse
import datetime as dt
import math
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from routing.cycle import solve_cycle
from vongsach.audit import Audit, Wanted, audit
from vongsach.audit.cases import VanCase
from vongsach.audit.costs import driving_of
from vongsach.audit.ground import ground_of, read_depots, read_legs
from vongsach.objective import visit_days
from vongsach.solving import MOST_THOROUGH, Effort, Unwatched
from vongsach.timetable import read_timetable
from vongsach.units import PlaceId, Seconds, ServiceId

INSTANCES = Path("../shared/data/timetables")
WANTED_SAVING = 0.25
MOST_BEHIND = 0.01


class Rival(NamedTuple):
    """One van that PyVRP found days for."""

    ours: int
    """Seconds of driving in one cycle."""
    theirs: int
    with_our_days: int | None
    """Its driving where visits that recur sooner than others stand on our days; ``None``: there
    are none, and ``theirs`` is that of a timetable."""


class Visit(NamedTuple):
    """One visit as PyVRP is asked for it; days count the working days of the van, from 0."""

    place: PlaceId
    dwell: Seconds
    first_day: int
    last_day: int


class Visits(NamedTuple):
    """The visits of one van in the least span in which they recur."""

    weeks: int
    days: int
    """Working days of the span."""
    alike: int
    """So many days in a row are the same to every visit."""
    each: tuple[Visit, ...]
    repeated: tuple[PlaceId, ...]
    """Places that stand in more than one row."""


@dataclass(frozen=True, slots=True)
class Line:
    """One service in the table."""

    audit: Audit
    rivals: tuple[Rival, ...]
    """Every van that was compared."""

    @property
    def behind(self) -> float | None:
        """Return by how much ours drives more than PyVRP's, as a share."""
        theirs = sum(rival.theirs for rival in self.rivals)
        return sum(rival.ours for rival in self.rivals) / theirs - 1 if theirs else None

    @property
    def mixed(self) -> bool:
        """Say whether PyVRP had more freedom than a timetable has, for some van."""
        return any(rival.with_our_days is not None for rival in self.rivals)

    @property
    def behind_with_our_days(self) -> float:
        """Return the same where PyVRP was held to timetables, with our days where it needs some."""
        theirs = sum(
            rival.theirs if rival.with_our_days is None else rival.with_our_days
            for rival in self.rivals
        )
        return sum(rival.ours for rival in self.rivals) / theirs - 1

    @property
    def good(self) -> bool:
        """Say whether all is served, nothing is broken and nothing worse than published."""
        found = self.audit
        return (
            found.served == len(found.rows)
            and not found.violations
            and found.plan.driving_s <= found.incumbent.driving_s
            and (self.behind is None or self.behind <= MOST_BEHIND)
        )


def main(arguments: list[str]) -> int:
    """Print a line for each service and the means; return 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks timetables", description=__doc__)
    parser.add_argument("--instances", type=Path, default=INSTANCES, help="folder of timetables")
    parser.add_argument("--seconds", type=float, default=60, help="for each service and program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], help="names of services")
    asked = parser.parse_args(arguments)
    paths = [path for path in services(asked.instances) if path.stem in (asked.only or [path.stem])]
    if not paths:
        print(f"no timetables in {asked.instances}; give --instances DIR", file=sys.stderr)
        return 2
    rival = find_spec("pyvrp") is not None
    if not rival:
        print("PyVRP is not installed: no comparison (pip install vongsach[bench])")
    print(
        f"{'service':30}{'stops':>6}{'days':>9}{'published s':>13}{'ours s':>9}{'saving':>8}"
        f"{'compared':>12}{'behind':>8}{'with our days':>15}  kept"
    )
    lines = []
    for path in paths:
        found = audited(path, asked.seconds, asked.seed)
        lines.append(Line(found, rivals_of(found, asked.seconds, asked.seed) if rival else ()))
        print(row(lines[-1]), flush=True)
    print("* PyVRP owes no rhythm there: more freedom than a timetable has")
    mean = statistics.fmean(line.audit.saving for line in lines)
    print(f"mean saving of driving: {100 * mean:.1f} %")
    return 0 if mean >= WANTED_SAVING and all(line.good for line in lines) else 1


def services(folder: Path) -> Iterator[Path]:
    """Yield the timetables of a folder: the tables that are neither legs nor bases."""
    for path in sorted(folder.glob("*.csv")):
        if not path.stem.endswith("_legs") and path.stem != "depots":
            yield path


def audited(path: Path, seconds: float, seed: int) -> Audit:
    """Return the audit of one service."""
    legs = path.with_name(f"{path.stem}_legs.csv")
    depots = path.with_name("depots.csv")
    wanted = Wanted(
        ground=ground_of(read_legs(legs) if legs.is_file() else (), exact=False),
        depots=read_depots(depots, path.stem) if depots.is_file() else {},
        effort=Effort(level=MOST_THOROUGH, seconds=seconds),
        seed=seed,
    )
    return audit(read_timetable(path), wanted, solve_cycle=solve_cycle, watch=Unwatched())


def rivals_of(found: Audit, seconds: float, seed: int) -> tuple[Rival, ...]:
    """Return driving by us and by PyVRP of every van for which PyVRP found days."""
    pairs = []
    for side in found.sides:
        share = max(0.2, seconds * len(side.case.network.services) / len(found.rows))
        visits = visits_of(side.case, found.weeks)
        cycles = found.weeks // visits.weeks
        theirs = van_driving(side.case, visits, share, seed)
        if theirs is None:
            continue
        bound = None
        if visits.alike < visits.days:
            ours = visits_of(side.case, found.weeks, visit_days(side.plan))
            bound = van_driving(side.case, ours, share, seed)
        pairs.append(
            Rival(
                driving_of(side.case, side.plan),
                theirs * cycles,
                None if bound is None else bound * cycles,
            )
        )
    return tuple(pairs)


def visits_of(
    case: VanCase, weeks: int, given: Mapping[ServiceId, Sequence[dt.date]] | None = None
) -> Visits:
    """Return the visits of one van in the least common multiple of its own intervals.

    ``given``: the days of a plan, on which the visits stand that recur within that span.
    """
    asked = [(service, weeks // (service.visits or 1)) for service in case.network.services]
    intervals = [every for _, every in asked]
    span, working = math.lcm(*intervals), len(case.van.weekdays)
    each = []
    for service, every in asked:
        for number in range(span // every):
            first, last = number * every * working, (number + 1) * every * working - 1
            if given is not None and every < span:
                day = given[service.id][number]
                week = (day - case.quarter.first_day).days // 7
                first = last = week * working + case.van.weekdays.index(day.weekday())
            each.append(Visit(service.place, service.session, first, last))
    rows = Counter(service.place for service, _ in asked)
    return Visits(
        weeks=span,
        days=span * working,
        alike=1 if given is not None else math.gcd(*intervals) * working,
        each=tuple(each),
        repeated=tuple(place for place, count in rows.items() if count > 1),
    )


def van_driving(case: VanCase, visits: Visits, seconds: float, seed: int) -> int | None:
    """Return the seconds of driving by PyVRP without days; ``None``: it found none within them."""
    from pyvrp import Model  # noqa: PLC0415 -- optional
    from pyvrp.stop import MaxRuntime  # noqa: PLC0415 -- optional

    (matrix,) = case.travel.matrices.values()
    row = {place: number for number, place in enumerate(matrix.places)}
    places = [case.van.depot, *(visit.place for visit in visits.each)]
    shift = case.van.shift_ends - case.van.shift_starts
    model = Model()
    spots = [model.add_location(number, 0) for number in range(len(places))]
    model.add_depot(spots[0])
    for spot, visit in zip(spots[1:], visits.each, strict=True):
        model.add_client(
            spot,
            delivery=[int(visit.place == other) for other in visits.repeated],
            service_duration=visit.dwell,
            tw_early=visit.first_day * shift,
            tw_late=(visit.last_day + 1) * shift - visit.dwell,
        )
    for day in range(0, visits.days, visits.alike):
        model.add_vehicle_type(
            num_available=visits.alike,
            capacity=[1] * len(visits.repeated),
            tw_early=day * shift,
            tw_late=(day + visits.alike) * shift,
            shift_duration=shift,
        )
    for start, start_place in zip(spots, places, strict=True):
        for end, end_place in zip(spots, places, strict=True):
            length = int(matrix.seconds[row[start_place], row[end_place]])
            model.add_edge(start, end, distance=length, duration=length)
    result = model.solve(MaxRuntime(seconds), seed=seed, display=False)
    return int(result.best.distance()) if result.is_feasible() else None


def row(line: Line) -> str:
    """Return one line of the table."""
    found = line.audit
    days = f"{found.incumbent.van_days}→{found.plan.van_days}"
    compared = f"{len(line.rivals)}/{len(found.sides)} vans"
    behind = "–" if line.behind is None else f"{100 * line.behind:+.1f} %" + "*" * line.mixed
    held = f"{100 * line.behind_with_our_days:+.1f} %" if line.mixed else ""
    return (
        f"{found.timetable.name:30}{len(found.rows):>6}{days:>9}{found.incumbent.driving_s:>13}"
        f"{found.plan.driving_s:>9}{100 * found.saving:>6.1f} %{compared:>12}{behind:>9}"
        f"{held:>14}  {'yes' if line.good else 'NO'}"
    )
