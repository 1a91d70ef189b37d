"""Prove a lower bound on the cost of any routing.

Two relaxations, of which the better one counts. That of :mod:`routing.proof`: visits are covered
by shares of days. And a plain one, from which that one starts: each visit pays only its own share
of the cheapest day on which it could be made.

A day serves visits S. With H the working time, w(p) the least driving there and back, c(p) the
least cost of that driving and t(p) the time of the visit without its boxes (none need change
hands, so the time reserved for them proves nothing): the sum of t over S is at most
H − max w, so the shares t(p) / (H − w(p)) sum to at most 1 over S; and the day costs at least
f + max c, with f its van-day and least crew. Hence it costs at least the sum over S of
share(p) · (f + c(p)). The least over the vans, and for each service by itself the best number and
days of visits (gaps, weekdays and missing visits priced), give a lower bound.

Least ways are closed over all road states, so that no triangle inequality is presumed. For a van
that may stay away overnight w and c are 0. Pins and due boxes are left out; so are seats where
nobody is named, because then nobody counts them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.case import Case
from routing.crews import crew_alone
from routing.proof.kinds import seated
from routing.proof.relaxation import Pace, Relaxation
from routing.requests import Ask
from routing.spacing import NEVER, make_spacer
from routing.timetable import NO_WAY

SHARES = "each visit pays its share of the cheapest day to it; services apart"
DAYS = "days cover visits in shares; least ways, ng-routes in time; gaps of services apart"


@dataclass(frozen=True, slots=True, eq=False)
class _Ways:
    """Least metres and seconds there and back of one van, by place."""

    metres: NDArray[np.int64]
    seconds: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bound:
    """What is proven, and how."""

    dong: int
    relaxation: str


def lower_bound(case: Case, pace: Pace) -> Bound:
    """Return a proven lower bound on the objective of every routing, in đồng."""
    ways = tuple(_least_ways(case, van) for van in range(len(case.vans)))
    shares = sum(_least(case, ask, ways) for ask in case.asks)
    relaxation = Relaxation.of_case(case)
    worth = np.array([_worth(case, ask, ways) for ask in case.asks])
    relaxation.raise_bound(worth, pace, shares)
    if relaxation.bound > shares:
        return Bound(relaxation.bound, DAYS)
    return Bound(shares, SHARES)


def _worth(case: Case, ask: Ask, ways: tuple[_Ways, ...]) -> int:
    """Return the least share of a day that a visit pays; nothing where it cannot be made."""
    least = min((_share(case, ask, van, way) for van, way in enumerate(ways)), default=NEVER)
    return 0 if least >= NEVER else least


def _least(case: Case, ask: Ask, ways: tuple[_Ways, ...]) -> int:
    shares = {van: _share(case, ask, van, way) for van, way in enumerate(ways)}
    crew = case.crews[ask.mobile]
    costs = [
        min(
            (share for van, share in shares.items() if (day, van) in case.working),
            default=NEVER,
        )
        if crew_alone(case, day, crew)
        else NEVER
        for day in ask.open
    ]
    spacer = make_spacer(ask, ask.open, first_weekday=case.first_weekday, rules=case.network.rules)
    return spacer.choose(costs).cost


def _share(case: Case, ask: Ask, van: int, ways: _Ways) -> int:
    """Return what one visit by a van costs at least; ``NEVER`` where it cannot be made."""
    it, rules = case.vans[van], case.network.rules
    people = case.crews[ask.mobile][0]
    metres, seconds = int(ways.metres[ask.place]), int(ways.seconds[ask.place])
    preparation = 0 if it.nights else rules.preparation.value
    free = it.shift_ends - it.shift_starts - preparation - seconds
    reaches = it.vehicle_class in case.network.places[ask.place].reachable_by
    if not reaches or not seated(case, it, people) or ask.base > free:
        return NEVER
    day = it.cost_per_day + people * rules.crew_day.value
    drive = metres * it.cost_per_km // 1000 + seconds * it.cost_per_hour // 3600
    return ask.base * (day + drive) // free if free else 0


def _least_ways(case: Case, van: int) -> _Ways:
    size = len(case.network.places)
    if case.vans[van].nights:
        return _Ways(np.zeros(size, np.int64), np.zeros(size, np.int64))
    frames = [frame for (number, _), frame in sorted(case.frames.items()) if number == van]
    seconds = [np.array(frame.seconds, dtype=np.int64) for frame in frames]
    metres = [
        np.where(time >= NO_WAY, NO_WAY, np.array(frame.metres, dtype=np.int64))
        for frame, time in zip(frames, seconds, strict=True)
    ]
    depot = frames[0].depot
    return _Ways(
        _there_and_back(np.minimum.reduce(metres), depot),
        _there_and_back(np.minimum.reduce(seconds), depot),
    )


def _there_and_back(legs: NDArray[np.int64], depot: int) -> NDArray[np.int64]:
    return _from(legs, depot) + _from(legs.T, depot)


def _from(legs: NDArray[np.int64], start: int) -> NDArray[np.int64]:
    """Return the least ways from one place, by relaxing all legs until nothing changes."""
    least: NDArray[np.int64] = legs[start].copy()
    least[start] = 0
    while True:
        shorter = np.minimum(least, (least[:, None] + legs).min(axis=0))
        if (shorter == least).all():
            return least
        least = shorter
