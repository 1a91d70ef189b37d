"""Build the plans that the tests of the checker share: valid, with one thing to change."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.builders import MONDAY, a_network, a_plan, a_travel, a_trip, a_trip_day
from vongsach.check import Report, check_plan
from vongsach.network import Network
from vongsach.plan import CostTerm, Exchange, Load, Plan, Rotation, Routing, SolverRun, Stay, Trip
from vongsach.rules import Rules
from vongsach.travel import Travel

TUESDAY = MONDAY + dt.timedelta(days=1)
LONG_AGO = dt.date(2026, 12, 1)


@dataclass(frozen=True)
class Case:
    """A plan with what it is judged against: an hour between places unless said otherwise."""

    network: Network = field(default_factory=a_network)
    plan: Plan = field(default_factory=a_plan)
    travel: Travel | None = None

    def report(self) -> Report:
        """Return what the checker says."""
        return check_plan(self.plan, self.network, self.travel or a_travel(self.network))

    def codes(self) -> set[str]:
        """Return the codes of the violations."""
        return {violation.code for violation in self.report().violations}


class Breaker(Protocol):
    """Builds a plan that breaks one rule, or its clean sibling."""

    def __call__(self, *, broken: bool) -> Case:
        """Return one of the two."""


def planned(*trips: Trip, rotation: Rotation | None = None, **changes: Any) -> Plan:
    """Return a plan with some trips."""
    return a_plan(Routing(trips=trips), rotation, **changes)


def on(day: dt.date, name: str = "T1", **changes: Any) -> Trip:
    """Return a one-day trip; what is changed is changed on its day."""
    trip = {key: changes.pop(key) for key in ("van", "crew") if key in changes}
    return a_trip(id=name, days=(a_trip_day(day=day, **changes),), **trip)


def loaded(*boxes: str) -> Rotation:
    """Return boxes that ride on trip T1 and come back."""
    return Rotation(loads=(Load(trip="T1", boxes=boxes),))


def delivered(*boxes: str, stays: bool = True) -> Rotation:
    """Return boxes that ride on trip T1 and are handed in at its first stop, P1."""
    return Rotation(
        loads=(Load(trip="T1", boxes=boxes),),
        exchanges=(Exchange(trip="T1", day=MONDAY, position=0, handed_in=boxes),),
        stays=tuple(Stay(box=box, place="P1", first_day=MONDAY) for box in boxes if stays),
    )


def collected(box: str = "B1", since: dt.date = LONG_AGO, *, stays: bool = True) -> Rotation:
    """Return a box that trip T1 takes out at its first stop, P1, where it stood before."""
    stay = Stay(box=box, place="P1", first_day=since, last_day=MONDAY)
    return Rotation(
        exchanges=(Exchange(trip="T1", day=MONDAY, position=0, taken_out=(box,)),),
        stays=(stay,) if stays else (),
    )


def standing(box: str = "B1", place: str = "P1", since: dt.date = LONG_AGO) -> Rotation:
    """Return a box that nobody moves."""
    return Rotation(stays=(Stay(box=box, place=place, first_day=since),))


def rules_with(**values: int) -> Rules:
    """Return the usual rules with some values changed."""
    usual = Rules()
    return usual.model_copy(
        update={
            name: getattr(usual, name).model_copy(update={"value": value})
            for name, value in values.items()
        }
    )


def a_run(bound: int | None = None, **terms: int) -> SolverRun:
    """Return the report of a solver that claims some cost terms."""
    return SolverRun(
        solver="test",
        version="1",
        seed=1,
        effort=1,
        status="feasible",
        cost=tuple(CostTerm(name=name, dong=dong) for name, dong in terms.items()),
        bound=bound,
    )


def test_the_plan_that_all_cases_start_from_is_clean() -> None:
    assert Case().report().violations == ()
    assert Case().report().ok
