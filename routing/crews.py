"""Name the crews of a week, or say that there are too few people.

Weeks do not touch each other: field days and driving are counted from Monday to Sunday.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from routing.case import Case, Crew, is_operator


class Duty(NamedTuple):
    """What one trip asks of people."""

    day: int
    van: int
    crew: Crew
    driving: int
    """Seconds; 0 where the week's driving cannot come near its limit."""
    nights: int = 0
    """Nights away: the same people are out on as many days more."""

    @property
    def days(self) -> range:
        """Return the days on which the crew is out."""
        return range(self.day, self.day + self.nights + 1)


Named = dict[Duty, tuple[int, ...]]
"""Workers of each duty."""


def crew_alone(case: Case, day: int, crew: Crew) -> bool:
    """Say whether a single trip finds its crew on a day."""
    people, operators = crew
    if not case.workers:
        return True
    there = case.at_work[day]
    drivers = sum(is_operator(case.workers[worker]) for worker in there)
    return len(there) >= people and drivers >= operators


def name_crews(
    case: Case, duties: tuple[Duty, ...], other_weeks: Sequence[int] = ()
) -> Named | None:
    """Return who goes on every trip of one week; ``None`` where that was not found.

    Trips with nights away choose first, then the days with the fewest people to spare; whoever
    has the most days left goes; where the field days of each in the other weeks are given, whoever
    has had the fewest, if crews are found so.
    Empty crews where the network names no workers: then the driving of each van is counted.
    """
    limit = case.network.rules.driving_week.value
    if not case.workers:
        sums = [_driven_by(case, duties, van) for van in {duty.van for duty in duties}]
        return None if any(total > limit for total in sums) else dict.fromkeys(duties, ())
    fair = _named(case, duties, other_weeks) if other_weeks else None
    return _named(case, duties, ()) if fair is None else fair


def _named(case: Case, duties: tuple[Duty, ...], other_weeks: Sequence[int]) -> Named | None:
    limit = case.network.rules.driving_week.value
    week = case.week(duties[0].day) if duties else 0
    roster = _Roster(case, limit, week=week, other_weeks=other_weeks)
    named: Named = {}
    for duty in _in_order(case, duties):
        crew = roster.choose(duty)
        if crew is None:
            return None
        named[duty] = crew
    return named


def _driven_by(case: Case, duties: tuple[Duty, ...], van: int) -> int:
    """Return what a van drives in the week, kept trips included where driving counts."""
    own = [duty for duty in duties if duty.van == van]
    driving = sum(duty.driving for duty in own)
    return driving and driving + case.booked.driven[case.week(own[0].day), case.vans[van].id]


def _in_order(case: Case, duties: tuple[Duty, ...]) -> Iterator[Duty]:
    yield from sorted((duty for duty in duties if duty.nights), key=lambda duty: -duty.nights)
    short = tuple(duty for duty in duties if not duty.nights)
    for day in sorted({duty.day for duty in short}, key=lambda day: _spare(case, duties, day)):
        yield from _hardest_first(short, day)


def _spare(case: Case, duties: tuple[Duty, ...], day: int) -> tuple[int, int]:
    needed = sum(duty.crew[0] for duty in duties if day in duty.days)
    return len(case.at_work[day]) - needed, day


def _hardest_first(duties: tuple[Duty, ...], day: int) -> list[Duty]:
    """Return the trips of a day: operators' posts are filled before others borrow operators."""
    today = [duty for duty in duties if duty.day == day]
    return sorted(today, key=lambda duty: (-duty.crew[1], duty.crew[0], -duty.driving, duty.van))


class _Roster:
    """Who has gone out when in one week."""

    def __init__(self, case: Case, limit: int, *, week: int, other_weeks: Sequence[int]) -> None:
        self._case = case
        self._limit = limit
        self._had = list(other_weeks) or [0] * len(case.workers)
        self._counts = bool(other_weeks)
        booked = case.booked
        self._left = [
            worker.days_per_week - booked.field_days[week, worker.id] for worker in case.workers
        ]
        self._driven = [booked.driven[week, worker.id] for worker in case.workers]
        self._out: set[tuple[int, int]] = set()

    def choose(self, duty: Duty) -> tuple[int, ...] | None:
        people, operators = duty.crew
        at_work = self._case.at_work[duty.day]
        free = [worker for worker in at_work if self._can(worker, duty)]
        drivers = sorted((one for one in free if self._drives(one)), key=self._rank)[:operators]
        others = sorted(
            (one for one in free if one not in drivers),
            key=lambda one: (self._drives(one), *self._rank(one)),
        )[: people - len(drivers)]
        crew = (*drivers, *others)
        if len(drivers) < operators or len(crew) < people:
            return None
        for worker in crew:
            self._left[worker] -= len(duty.days)
            self._had[worker] += len(duty.days) * self._counts
            self._out.update((day, worker) for day in duty.days)
            self._driven[worker] += duty.driving if self._drives(worker) else 0
        return crew

    def _can(self, worker: int, duty: Duty) -> bool:
        return (
            self._left[worker] >= len(duty.days)
            and all(
                worker in self._case.at_work[day] and (day, worker) not in self._out
                for day in duty.days
            )
            and (not self._drives(worker) or self._driven[worker] + duty.driving <= self._limit)
        )

    def _drives(self, worker: int) -> bool:
        return is_operator(self._case.workers[worker])

    def _rank(self, worker: int) -> tuple[int, int, int, int]:
        return self._had[worker], -self._left[worker], self._driven[worker], worker
