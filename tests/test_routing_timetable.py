"""Prove that the clock of a day is exact: what can be driven is found, and nothing else."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.timetable import NO_WAY, Call, Clock, Frame, fits, set_clock
from tests.routing_cases import HOUR, a_meal
from vongsach.fleet import MealBreak

QUARTER_HOUR = 900


def a_frame(*legs: int, **changes: Any) -> tuple[Frame, tuple[Call, ...]]:
    """Return a frame in which the places stand in a row with these legs, and a call at each."""
    size = len(legs)
    seconds = [[NO_WAY] * size for _ in range(size)]
    for number, leg in enumerate(legs):
        seconds[number][(number + 1) % size] = leg
    lengths = changes.pop("lengths", [1800] * (size - 1))
    windows = changes.pop("windows", [((0, 86_400),)] * (size - 1))
    fields: dict[str, Any] = {
        "depot": 0,
        "home": 0,
        "leaves": 7 * HOUR,
        "ends": 17 * HOUR,
        "driving": 10 * HOUR,
        "unbroken": 4 * HOUR,
        "rest": QUARTER_HOUR,
        "meal": None,
        "duty": None,
        "seconds": seconds,
        "metres": seconds,
    }
    calls = tuple(
        Call(place=number, length=length, windows=tuple(spans))
        for number, (length, spans) in enumerate(zip(lengths, windows, strict=True), start=1)
    )
    return Frame(**fields | changes), calls


def test_a_plain_day_is_drive_serve_drive() -> None:
    frame, calls = a_frame(HOUR, HOUR)
    assert set_clock(frame, calls) == Clock(
        leaves=7 * HOUR, stops=((8 * HOUR, 8 * HOUR, 8 * HOUR + 1800),), pauses=(), ends=34_200
    )


def test_the_van_leaves_late_for_a_late_opening() -> None:
    frame, calls = a_frame(HOUR, HOUR, windows=[((10 * HOUR, 12 * HOUR),)])
    clock = set_clock(frame, calls)
    assert clock is not None
    assert clock.leaves == 9 * HOUR


def test_service_lies_wholly_inside_one_opening() -> None:
    """What does not end before noon waits for the afternoon."""
    windows = [((8 * HOUR, 9 * HOUR), (13 * HOUR, 15 * HOUR))]
    frame, calls = a_frame(HOUR, HOUR, lengths=[HOUR + 1], windows=windows)
    clock = set_clock(frame, calls)
    assert clock is not None
    assert clock.stops[0][1] == 13 * HOUR


def test_nobody_drives_longer_than_is_allowed() -> None:
    frame, calls = a_frame(3 * HOUR, 3 * HOUR, driving=6 * HOUR - 1)
    assert not fits(frame, calls)


def test_a_long_leg_is_broken_by_a_rest() -> None:
    frame, calls = a_frame(3 * HOUR, 3 * HOUR, unbroken=2 * HOUR)
    clock = set_clock(frame, calls)
    assert clock is not None
    assert [pause[1] - pause[0] for pause in clock.pauses] == [QUARTER_HOUR, QUARTER_HOUR]


def test_the_meal_is_had_in_its_hours() -> None:
    frame, calls = a_frame(3 * HOUR, 3 * HOUR, lengths=[2 * HOUR], meal=a_meal())
    clock = set_clock(frame, calls)
    assert clock is not None
    assert any(a >= 11 * HOUR and b <= 13 * HOUR + 1800 and b - a == HOUR for a, b in clock.pauses)


def test_a_day_that_begins_after_the_meal_has_begun_needs_none() -> None:
    """Service over the whole of noon leaves no room for the meal: the day begins at eleven."""
    frame, calls = a_frame(
        1800,
        1800,
        lengths=[3 * HOUR],
        windows=[((11 * HOUR + 1800, 14 * HOUR + 1800),)],
        meal=a_meal(),
        leaves=7 * HOUR,
    )
    clock = set_clock(frame, calls)
    assert clock is not None
    assert clock.leaves >= 11 * HOUR
    assert clock.pauses == ()


def test_a_day_too_long_with_the_meal_begins_after_it_has_begun() -> None:
    """With a meal before it the van would be out for ten hours, of which nine may be."""
    frame, calls = a_frame(
        60,
        60,
        lengths=[4 * HOUR - 120],
        windows=[((10 * HOUR + 1800, 18 * HOUR),)],
        meal=a_meal(),
        leaves=6 * HOUR,
        ends=18 * HOUR,
        duty=9 * HOUR,
    )
    clock = set_clock(frame, calls)
    assert clock is not None
    assert (clock.leaves, clock.ends) == (11 * HOUR, 15 * HOUR)


@dataclass(frozen=True)
class Now:
    """Where the brute force is: all times in quarters of an hour."""

    time: int
    stop: int
    left: int
    """Driving left to the stop; -1: there and waiting."""
    arrived: int
    driven: int
    fed: bool


class Oracle:
    """Tries every pause, wait and departure in steps of a quarter of an hour."""

    def __init__(self, frame: Frame, calls: tuple[Call, ...]) -> None:
        self.frame = frame
        self.calls = calls
        way = [frame.depot, *(call.place for call in calls), frame.depot]
        self.legs = [frame.seconds[a][b] // QUARTER_HOUR for a, b in pairwise(way)]

    def feasible(self) -> bool:
        """Say whether the day can be driven."""
        if sum(self.legs) * QUARTER_HOUR > self.frame.driving:
            return False
        first = self.frame.leaves // QUARTER_HOUR
        last = self.frame.ends // QUARTER_HOUR
        return any(self.can_leave_at(start) for start in range(first, last + 1))

    def can_leave_at(self, start: int) -> bool:
        """Say whether it can be driven from this quarter of an hour on."""
        meal = self.frame.meal
        exempt = meal is None or start * QUARTER_HOUR >= meal.earliest
        open_ends = [Now(start, 0, self.legs[0], 0, 0, exempt)]
        seen = set(open_ends)
        while open_ends:
            now = open_ends.pop()
            if self.is_home(now):
                return True
            for following in self.steps(now):
                if following.time * QUARTER_HOUR <= self.frame.ends and following not in seen:
                    seen.add(following)
                    open_ends.append(following)
        return False

    def is_home(self, now: Now) -> bool:
        """Say whether the van is back as it should be."""
        meal = self.frame.meal
        fed = now.fed or meal is None or now.time * QUARTER_HOUR <= meal.latest
        return now.stop == len(self.calls) and now.left <= 0 and fed

    def steps(self, now: Now) -> list[Now]:
        """Return all that may happen next."""
        return self.meal_steps(now) + (
            self.road_steps(now) if now.left >= 0 else self.stop_steps(now)
        )

    def meal_steps(self, now: Now) -> list[Now]:
        """Return the meal, where it may be had now."""
        meal = self.frame.meal
        time = now.time * QUARTER_HOUR
        if meal is None or now.fed or time < meal.earliest or time + meal.length > meal.latest:
            return []
        driven = 0 if meal.length >= self.frame.rest and now.left >= 0 else now.driven
        ends = now.time + meal.length // QUARTER_HOUR
        return [Now(ends, now.stop, now.left, now.arrived, driven, fed=True)]

    def road_steps(self, now: Now) -> list[Now]:
        """Return waiting, resting, driving on and arriving."""
        rest = self.frame.rest // QUARTER_HOUR
        found = [
            Now(now.time + 1, now.stop, now.left, 0, now.driven, now.fed),
            Now(now.time + rest, now.stop, now.left, 0, 0, now.fed),
        ]
        if now.left and (now.driven + 1) * QUARTER_HOUR <= self.frame.unbroken:
            found.append(Now(now.time + 1, now.stop, now.left - 1, 0, now.driven + 1, now.fed))
        if now.left == 0 and now.stop < len(self.calls):
            found.append(Now(now.time, now.stop, -1, now.time, now.driven, now.fed))
        return found

    def stop_steps(self, now: Now) -> list[Now]:
        """Return waiting and serving."""
        found = [Now(now.time + 1, now.stop, -1, now.arrived, now.driven, now.fed)]
        call = self.calls[now.stop]
        start, ends = now.time * QUARTER_HOUR, now.time * QUARTER_HOUR + call.length
        if any(opens <= start and ends <= closes for opens, closes in call.windows):
            time = ends // QUARTER_HOUR
            rested = (time - now.arrived) * QUARTER_HOUR >= self.frame.rest
            driven = 0 if rested else now.driven
            found.append(Now(time, now.stop + 1, self.legs[now.stop + 1], 0, driven, now.fed))
        return found


@st.composite
def days(draw: st.DrawFn) -> tuple[Frame, tuple[Call, ...]]:
    """Draw a day in quarters of an hour: tight openings, long legs, short stops."""
    stops = draw(st.integers(1, 3))
    legs = [draw(st.integers(0, 10)) * QUARTER_HOUR for _ in range(stops + 1)]
    lengths = [draw(st.integers(1, 5)) * QUARTER_HOUR for _ in range(stops)]
    windows = []
    for length in lengths:
        opens = sorted(draw(st.lists(st.integers(28, 56), min_size=1, max_size=2, unique=True)))
        windows.append(
            tuple(
                (at * QUARTER_HOUR, (at + draw(st.integers(1, 16))) * QUARTER_HOUR + length)
                for at in opens
            )
        )
    length = draw(st.integers(2, 4))
    earliest = draw(st.integers(40, 48))
    meal = MealBreak(
        length=length * QUARTER_HOUR,
        earliest=earliest * QUARTER_HOUR,
        latest=(earliest + length + draw(st.integers(0, 6))) * QUARTER_HOUR,
    )
    return a_frame(
        *legs,
        lengths=lengths,
        windows=windows,
        unbroken=draw(st.integers(4, 16)) * QUARTER_HOUR,
        rest=2 * QUARTER_HOUR,
        meal=draw(st.none() | st.just(meal)),
        ends=draw(st.integers(52, 68)) * QUARTER_HOUR,
    )


@given(days())
@settings(max_examples=60)
def test_a_day_fits_just_where_trying_everything_finds_a_way(
    day: tuple[Frame, tuple[Call, ...]],
) -> None:
    frame, calls = day
    assert (set_clock(frame, calls) is not None) == Oracle(frame, calls).feasible()
    assert fits(frame, calls) == (set_clock(frame, calls) is not None)
