"""The search for timetables that recur finds the optimum where it can be enumerated."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from routing.cycle import solve_cycle
from vongsach.audit.cases import VanCase
from vongsach.audit.costs import driving_of
from vongsach.audit.ground import ground_of, read_depots, read_legs
from vongsach.audit.published import cases_of
from vongsach.solving import Effort, Unwatched
from vongsach.timetable import read_timetable

WEEKS = 4


def shortest_tours(case: VanCase) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the driving of the shortest day for every set of stops (Held and Karp 1962)."""
    (matrix,) = case.travel.matrices.values()
    row = {place: number for number, place in enumerate(matrix.places)}
    at = [row[service.place] for service in case.network.services]
    depot = row[case.van.depot]
    out, home, between = (
        matrix.seconds[depot, at],
        matrix.seconds[at, depot],
        matrix.seconds[np.ix_(at, at)],
    )
    stops = len(at)
    ways = np.full((1 << stops, stops), 1 << 40, dtype=np.int64)
    for last in range(stops):
        ways[1 << last, last] = out[last]
    for chosen in range(1, 1 << stops):
        for added in range(stops):
            if not chosen >> added & 1:
                whole = chosen | 1 << added
                ways[whole, added] = (ways[chosen] + between[:, added]).min()
    tours = np.asarray((ways + home).min(axis=1))
    tours[0] = 0
    return tours


def partitions(items: Sequence[int]) -> Iterator[list[int]]:
    """Yield every way to part items into sets, each set as the sum of its bits."""
    if not items:
        yield []
        return
    for parts in partitions(items[1:]):
        yield [1 << items[0], *parts]
        for number in range(len(parts)):
            yield [*parts[:number], parts[number] | 1 << items[0], *parts[number + 1 :]]


@pytest.mark.slow
def test_mixed_intervals_are_planned_at_the_least_driving(shared_data: Path) -> None:
    """Nine stops every week and one every four: all weeks are alike but for one visit."""
    folder = shared_data / "timetables"
    (case,) = cases_of(
        read_timetable(folder / "barnet.csv"),
        ground_of(read_legs(folder / "barnet_legs.csv"), exact=False),
        read_depots(folder / "depots.csv", "barnet"),
    )
    tours = shortest_tours(case)
    services, longest = case.network.services, case.van.shift_ends - case.van.shift_starts
    assert [service.visits for service in services] == [WEEKS] * 9 + [1]
    dwell = np.array([service.session for service in services])
    seats = np.arange(len(tours))[:, None] >> np.arange(len(services)) & 1
    fits = tours + seats @ dwell <= longest
    rare, least = 1 << 9, 1 << 40
    for days in partitions(range(9)):
        if len(days) <= len(case.van.weekdays) and fits[days].all():
            empty = [0] * (len(days) < len(case.van.weekdays))
            joined = [tours[day | rare] - tours[day] for day in days + empty if fits[day | rare]]
            least = min([least, *(WEEKS * tours[days].sum() + more for more in joined)])
    found = solve_cycle(
        case.network,
        case.quarter,
        case.travel,
        published=case.published,
        most_changes=None,
        effort=Effort(level=3),
        seed=0,
        watch=Unwatched(),
    )
    assert driving_of(case, found.decision) == least == 15604
