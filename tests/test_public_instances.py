"""Read public instances as quarters, and judge routes by the instance's own rules."""

from pathlib import Path

import pytest

from benchmarks._cordeau import DayRoute, judge, problem_of, read_instance, routes_of
from benchmarks._peers import installed, route_with
from routing import solve_routing
from vongsach.solving import Effort, Unwatched

WINDOWS = """T1

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.  XCOORD. YCOORD. DEMAND READY TIME DUE DATE SERVICE TIME

    0      0    0    0    0   100    0
    1     10    0    4   50    60    5
    2     20    0    4    0    30    5
    3      0   10    4    0   100    5
"""


@pytest.fixture
def windowed(tmp_path: Path) -> Path:
    """Return the file of a tiny instance with windows."""
    path = tmp_path / "T1.txt"
    path.write_text(WINDOWS, encoding="utf-8")
    return path


def test_windows_are_kept_and_judged(windowed: Path) -> None:
    """Point 2 closes early, point 1 opens late; the three loads need two vehicles."""
    instance = read_instance(windowed)
    network, quarter, travel = problem_of(instance)
    found = solve_routing(
        network, quarter, travel, effort=Effort(level=1), seed=1, watch=Unwatched()
    )
    cost, faults = judge(instance, routes_of(found.decision))
    assert not faults
    assert cost == pytest.approx(60.0)


@pytest.mark.parametrize(
    ("routes", "word"),
    [
        ([(1, 2), (3,)], "2 at"),
        ([(2, 1, 3)], "load"),
        ([(2,), (1,), (3,)], "vehicles"),
        ([(2, 1)], "days"),
    ],
)
def test_broken_rules_of_an_instance_are_told(
    windowed: Path, routes: list[tuple[int, ...]], word: str
) -> None:
    instance = read_instance(windowed)
    _, faults = judge(instance, [DayRoute(0, 0, points) for points in routes])
    assert any(word in fault for fault in faults), faults


def test_or_tools_routes_the_same_instance(windowed: Path) -> None:
    instance = read_instance(windowed)
    routes = route_with(installed("ortools")["ortools"], instance, 1.0)
    assert routes is not None
    cost, faults = judge(instance, routes)
    assert not faults
    assert cost == pytest.approx(60.0)
