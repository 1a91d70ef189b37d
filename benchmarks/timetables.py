"""Plan published mobile-library timetables again, and compare with PyVRP on the same instances.

Every van is planned with its own stops, dwell, frequencies, working weekdays and longest day.
PyVRP (optional: ``pip install vongsach[bench]``) solves the same vans as a vehicle routing
problem without days: every visit of the cycle is a client of its own. Where its routes visit one
stop twice in a day they are no timetable, and the van is not compared.
"""

import argparse
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from routing.cycle import solve_cycle
from vongsach.audit import Audit, Wanted, audit
from vongsach.audit.cases import VanCase
from vongsach.audit.costs import driving_of
from vongsach.audit.ground import ground_of, read_depots, read_legs
from vongsach.solving import MOST_THOROUGH, Effort, Unwatched
from vongsach.timetable import read_timetable

INSTANCES = Path("../shared/data/timetables")
WANTED_SAVING = 0.25
MOST_BEHIND = 0.01


@dataclass(frozen=True, slots=True)
class Line:
    """One service in the table."""

    audit: Audit
    rivals: tuple[tuple[int, int], ...]
    """Seconds of driving by us and by PyVRP of every van that was compared."""

    @property
    def behind(self) -> float | None:
        """Return by how much ours drives more than PyVRP's, as a share."""
        theirs = sum(rival for _, rival in self.rivals)
        return sum(ours for ours, _ in self.rivals) / theirs - 1 if theirs else None

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
        f"{'compared':>12}{'behind':>8}  kept"
    )
    lines = []
    for path in paths:
        found = audited(path, asked.seconds, asked.seed)
        lines.append(Line(found, rivals_of(found, asked.seconds, asked.seed) if rival else ()))
        print(row(lines[-1]), flush=True)
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


def rivals_of(found: Audit, seconds: float, seed: int) -> tuple[tuple[int, int], ...]:
    """Return driving by us and by PyVRP of every van that can be compared."""
    pairs = []
    for side in found.sides:
        share = seconds * len(side.case.network.services) / len(found.rows)
        rival = van_driving(side.case, max(0.2, share), seed)
        if rival is not None:
            pairs.append((driving_of(side.case, side.plan), rival))
    return tuple(pairs)


def van_driving(case: VanCase, seconds: float, seed: int) -> int | None:
    """Return the seconds of driving by PyVRP of one van without days; ``None``: no timetable."""
    from pyvrp import Model  # noqa: PLC0415 -- optional
    from pyvrp.stop import MaxRuntime  # noqa: PLC0415 -- optional

    (matrix,) = case.travel.matrices.values()
    row = {place: number for number, place in enumerate(matrix.places)}
    model = Model()
    places = [case.van.depot]
    spots = [model.add_location(0, 0)]
    model.add_depot(spots[0])
    for service in case.network.services:
        for _ in range(service.visits or 1):
            places.append(service.place)
            spots.append(model.add_location(len(spots), 0))
            model.add_client(spots[-1], service_duration=service.session)
    weeks = ((case.quarter.last_day - case.quarter.first_day).days + 1) // 7
    model.add_vehicle_type(
        num_available=weeks * len(case.van.weekdays),
        shift_duration=case.van.shift_ends - case.van.shift_starts,
        unit_distance_cost=1,
    )
    for start, start_place in zip(spots, places, strict=True):
        for end, end_place in zip(spots, places, strict=True):
            length = int(matrix.seconds[row[start_place], row[end_place]])
            model.add_edge(start, end, distance=length, duration=length)
    result = model.solve(MaxRuntime(seconds), seed=seed, display=False)
    days = [
        [places[1 + stop.idx] for stop in route if stop.is_client()]
        for route in result.best.routes()
    ]
    twice = any(len(set(day)) < len(day) for day in days)
    return int(result.best.distance()) if result.is_feasible() and not twice else None


def row(line: Line) -> str:
    """Return one line of the table."""
    found = line.audit
    days = f"{found.incumbent.van_days}→{found.plan.van_days}"
    compared = f"{len(line.rivals)}/{len(found.sides)} vans"
    behind = "–" if line.behind is None else f"{100 * line.behind:+.1f} %"
    return (
        f"{found.timetable.name:30}{len(found.rows):>6}{days:>9}{found.incumbent.driving_s:>13}"
        f"{found.plan.driving_s:>9}{100 * found.saving:>6.1f} %{compared:>12}{behind:>8}"
        f"  {'yes' if line.good else 'NO'}"
    )
