"""Prove that the compiled search leaves time for meals and rests, as the clock of a day does."""

from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.case import read_case
from routing.search.anneal import rebuild
from routing.search.ground import (
    LENGTH,
    LOCATION,
    MOVES,
    NEVER,
    PER_BOX,
    SERVICE,
    TASK_COLUMNS,
    Ground,
    Tours,
    empty_tours,
)
from routing.search.pauses import MOST_LABELS
from routing.search.run import Search
from routing.solve import make_desk
from routing.terrain import land, lay_out
from routing.timetable import NO_WAY, Call, Frame, Span, fits
from tests.builders import QUARTER, a_travel, a_van
from tests.routing_cases import HOUR, a_meal, some_places
from tests.test_routing_search import a_ground, cost_again, routes_of, searched
from vongsach.fleet import MealBreak

PLACES = 5
OPENINGS = st.sampled_from(
    [
        ((0, 24 * HOUR),),
        ((7 * HOUR, 11 * HOUR + 1_800), (13 * HOUR, 17 * HOUR)),
        ((9 * HOUR, 12 * HOUR),),
        ((12 * HOUR, 15 * HOUR),),
    ]
)
Stop = tuple[int, int, int, int, tuple[Span, ...]]
"""Place, seconds without boxes, boxes moved, seconds of each, and openings."""

STOPS = st.lists(
    st.tuples(
        st.integers(1, PLACES - 1),
        st.sampled_from([300, 1_200, 1_800, 2_700, 4_000]),
        st.integers(0, 3),
        st.sampled_from([0, 300, 900]),
        OPENINGS,
    ),
    min_size=1,
    max_size=6,
)


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    """Draw a day: long ways, short rests, a meal or none; some ways cannot be driven."""
    legs = st.sampled_from([600, 1_800, 3_600, 5_400, 9_000, 5 * HOUR, NO_WAY])
    seconds = [[0 if a == b else draw(legs) for b in range(PLACES)] for a in range(PLACES)]
    meal = MealBreak(
        length=draw(st.sampled_from([1_800, HOUR])),
        earliest=11 * HOUR,
        latest=draw(st.sampled_from([12 * HOUR + 1_800, 13 * HOUR, 13 * HOUR + 1_800])),
    )
    return Frame(
        depot=0,
        home=0,
        leaves=draw(st.sampled_from([6, 7, 11, 12])) * HOUR,
        ends=draw(st.sampled_from([15, 17, 19])) * HOUR,
        driving=draw(st.sampled_from([8, 12])) * HOUR,
        unbroken=draw(st.sampled_from([2, 3, 4, 10])) * HOUR,
        rest=draw(st.sampled_from([900, 1_800, HOUR])),
        meal=draw(st.sampled_from([None, meal])),
        duty=None,
        seconds=seconds,
        metres=seconds,
    )


def closes(frame: Frame) -> int:
    """Return when a day ends in the tables, which know of no leaving later."""
    return frame.ends if frame.duty is None else min(frame.ends, frame.leaves + frame.duty)


def in_tables(frame: Frame, stops: list[Stop]) -> Ground:
    """Return one van on one day, and a task for each stop."""
    tasks = np.zeros((len(stops) + 1, TASK_COLUMNS), np.int64)
    windows = np.full((len(stops), 7, 2, 2), NEVER, np.int64)
    for task, (place, base, moves, per_box, openings) in enumerate(stops):
        length = base + moves * per_box
        tasks[task, LOCATION], tasks[task, SERVICE] = place, length
        tasks[task, MOVES], tasks[task, PER_BOX] = moves, per_box
        spans = [(a, b - length) for a, b in openings if a + length <= b]
        windows[task, :, : len(spans)] = spans
    seconds = np.array([frame.seconds], dtype=np.int64)
    seconds[seconds >= NO_WAY] = NEVER
    meal = frame.meal
    eats = (NEVER, 0, 0) if meal is None else (meal.length, meal.earliest, meal.latest)
    slot = [0, 0, 0, 0, 0, frame.leaves, closes(frame), 10**9, frame.driving, 0]
    return a_ground(1)._replace(
        tasks=tasks,
        may=np.ones((len(stops), 1), np.bool_),
        slots=np.array([slot], dtype=np.int64),
        pauses=np.array([[frame.unbroken, frame.rest, *eats]], dtype=np.int64),
        day_slots=np.array([0, 1]),
        windows=windows,
        price=np.ones(len(stops)),
        cost=seconds.astype(np.float64),
        seconds=seconds,
    )


def as_calls(stops: list[Stop]) -> tuple[Call, ...]:
    """Return the stops of a day: services of one place that follow each other are one."""
    calls = []
    for place, group in groupby(stops, key=lambda stop: stop[0]):
        services = list(group)
        windows = services[0][-1]
        for *_, others in services[1:]:
            pairs = [(max(a, c), min(b, d)) for a, b in windows for c, d in others]
            windows = tuple(sorted((a, b) for a, b in pairs if a <= b))
        boxes = sum(moves for _, _, moves, _, _ in services) * max(one[3] for one in services)
        calls.append(Call(place, sum(base for _, base, *_ in services) + boxes, windows))
    return tuple(calls)


def laid(ground: Ground, stops: int) -> tuple[Tours, bool]:
    """Return tours with all stops in order, and whether the search takes them for possible."""
    tours = empty_tours(ground)
    tours.routes[0, LENGTH] = stops
    tours.stops[0, :stops] = range(stops)
    return tours, rebuild(ground, tours, np.zeros((3, MOST_LABELS, 4), np.int64))


@settings(max_examples=600)
@given(frame=frames(), stops=STOPS)
def test_tables_allow_the_days_that_the_clock_allows(frame: Frame, stops: list[Stop]) -> None:
    _, possible = laid(in_tables(frame, stops), len(stops))
    assert possible == fits(frame, as_calls(stops))


@settings(max_examples=300)
@given(frame=frames(), stops=STOPS, hours=st.integers(3, 9))
def test_a_day_of_limited_duty_that_tables_allow_can_be_driven(
    frame: Frame, stops: list[Stop], hours: int
) -> None:
    """The clock may allow more: it knows that a van may leave later."""
    limited = replace(frame, duty=hours * HOUR)
    _, possible = laid(in_tables(limited, stops), len(stops))
    assert not possible or fits(limited, as_calls(stops))


def test_too_little_room_for_labels_allows_nothing_wrong() -> None:
    """What finds no room is dropped: a day is then refused at most."""
    frame = Frame(
        depot=0,
        home=0,
        leaves=7 * HOUR,
        ends=17 * HOUR,
        driving=10 * HOUR,
        unbroken=2 * HOUR,
        rest=1_800,
        meal=a_meal(),
        duty=None,
        seconds=[[0, 5_000], [5_000, 0]],
        metres=[[0, 0], [0, 0]],
    )
    stops: list[Stop] = [(1, 4 * HOUR, 0, 0, ((0, 24 * HOUR),))]
    ground = in_tables(frame, stops)
    tours, possible = laid(ground, 1)
    assert possible
    assert not rebuild(ground, tours, np.zeros((3, 1, 4), np.int64))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_visit_is_lost_to_a_meal_on_the_way_to_a_board(seed: int) -> None:
    """The openings alone would let a crew work through its meal: tours blind to it lose visits."""
    network = some_places(10, visits=2, min_gap_days=10, fixed=2 * HOUR, boxes=0)
    vans = (a_van(meal=a_meal(), cost_per_day=10_000_000),)
    network = network.model_copy(update={"vans": vans})
    terrain = lay_out(make_desk(read_case(network, QUARTER, a_travel(network, 1_200))), seed)
    blind = terrain.ground._replace(
        pauses=np.tile([NO_WAY, 0, NEVER, 0, 0], (len(terrain.slots), 1))
    )
    assert land(terrain, searched(blind, seed=seed).best).lost
    search = searched(terrain.ground, seed=seed)
    landed = land(terrain, search.best)
    assert not landed.lost
    assert (search.best.pattern != NEVER).all()
    assert landed.board.cost() == pytest.approx(search.cost, abs=len(landed.board.routes) + 1)


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_hungry_and_tired_crews_keep_the_books(seed: int) -> None:
    """Tasks that a step undoes to make room are priced, in the search and when days are crossed."""
    ground = a_ground(seed, tasks=14)
    hungry = ground._replace(
        pauses=np.tile([2_500, 900, 1_500, 5_000, 8_000], (len(ground.slots), 1))
    )
    search, other = Search.begin(hungry, seed), Search.begin(hungry, seed + 1)
    for one in (search, other):
        one.cool(2.0, lambda done, _: done / 10_000)
        assert cost_again(hungry, one.best) == pytest.approx(one.cost)
    search.cross(other.best.pattern)
    assert cost_again(hungry, search.best) == pytest.approx(search.cost)
    labels = search.scratch.labels
    for one in (search, other):
        assert routes_of(one.best)
        assert rebuild(hungry, one.best, labels)
