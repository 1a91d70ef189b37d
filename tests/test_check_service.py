"""Break every rule about visits, one at a time: number, gaps, open days, pins."""

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    HOUR,
    MONDAY,
    a_depot,
    a_network,
    a_place,
    a_service,
    a_trip,
    day,
)
from tests.test_check_cases import TUESDAY, Breaker, Case, on, planned
from vongsach.closures import Closure, Pin
from vongsach.network import Network
from vongsach.places import Market, Opening
from vongsach.plan import Routing, Unserved


def _asked(**changes: Any) -> Network:
    return a_network(services=(a_service(**changes),))


def _twice(second: dt.date, **changes: Any) -> Case:
    network = _asked(visits=2, **changes)
    return Case(network, planned(on(MONDAY), on(second, "T2")))


def _shut(**changes: Any) -> Closure:
    fields: dict[str, Any] = {
        "kind": "flood",
        "scope": "place",
        "target": "P1",
        "first_day": MONDAY,
        "last_day": MONDAY,
    }
    return Closure(**fields | changes)


def v01(*, broken: bool) -> Case:
    return Case(_asked(visits=2 if broken else 1))


def v02(*, broken: bool) -> Case:
    return _twice(TUESDAY, min_gap_days=2 if broken else 1)


def v03(*, broken: bool) -> Case:
    return _twice(MONDAY + dt.timedelta(days=14), max_gap_days=13 if broken else 14)


def v04(*, broken: bool) -> Case:
    return Case(a_network(closures=(_shut(),) if broken else ()))


def v05(*, broken: bool) -> Case:
    closes = 8 * HOUR + 3300 - (1 if broken else 0)
    early = Opening(weekday=0, opens=0, closes=HOUR)
    fitting = Opening(weekday=0, opens=8 * HOUR + 900, closes=closes)
    return Case(_asked(openings=(early, fitting)))


def _pinned(*, broken: bool, hard: bool) -> Case:
    first = TUESDAY if broken else MONDAY
    pin = Pin(place="P1", first_day=first, last_day=TUESDAY, hard=hard, reason="festival")
    return Case(a_network(pins=(pin,)))


def v06(*, broken: bool) -> Case:
    return _pinned(broken=broken, hard=True)


def v07(*, broken: bool) -> Case:
    return Case(_asked(day_sets=((4,), (3, 17)) if broken else ((4,), (3,))))


def v08(*, broken: bool) -> Case:
    missing = Unserved(service="P1:rotation", missing=1, reason="no_time")
    plan = planned(a_trip())
    routing = Routing(trips=plan.routing.trips, unserved=(missing,))
    return Case(_asked(visits=2, required=broken), plan.model_copy(update={"routing": routing}))


def v09(*, broken: bool) -> Case:
    return Case(_asked(last_visit=dt.date(2026, 10, 1), max_gap_days=30 if broken else 95))


def v10(*, broken: bool) -> Case:
    return _pinned(broken=broken, hard=False)


BREAKERS: dict[str, Breaker] = {
    "V01": v01, "V02": v02, "V03": v03, "V04": v04, "V05": v05,
    "V06": v06, "V07": v07, "V08": v08, "V09": v09, "V10": v10,
}  # fmt: skip


def test_a_service_is_visited_once_a_day() -> None:
    network = _asked(visits=2)
    late = on(MONDAY, "T2", leaves=36_000, ends=50_000, stops=_stops_from(39_600))
    found = Case(network, planned(on(MONDAY), late)).report().violations
    assert [(one.code, one.wording) for one in found] == [("V01", "twice"), ("T14", "sentence")]


def _stops_from(arrival: int) -> tuple[object, ...]:
    stop = a_trip().days[0].stops[0]
    times = {"arrival": arrival, "start": arrival, "departure": arrival + 2400}
    return (stop.model_copy(update=times),)


def test_a_rhythm_asks_for_whole_periods_of_the_quarter() -> None:
    """Ninety days hold three periods of four weeks: one visit made, two to tell of."""
    (found,) = Case(_asked(visits=None, every_weeks=4)).report().violations
    assert (found.code, found.measured, found.limit) == ("V01", 1, 3)


def test_the_last_visit_of_the_past_counts_for_gaps() -> None:
    short = _asked(last_visit=dt.date(2026, 12, 31), min_gap_days=5)
    assert Case(short).codes() == {"V02"}
    long = _asked(last_visit=dt.date(2026, 12, 10), max_gap_days=24)
    assert Case(long).codes() == {"V03"}


@pytest.mark.parametrize(
    ("changes", "wording"),
    [
        ({"scope": "all", "target": "", "kind": "exam"}, "closure"),
        ({"scope": "commune", "target": "03379"}, "closure"),
        ({"scope": "commune", "target": "Bình Lư"}, "closure"),
        ({"kind": "school_holiday"}, ""),
        ({"scope": "place", "target": "KHO"}, ""),
        ({"first_day": TUESDAY, "last_day": TUESDAY}, ""),
    ],
)
def test_closures_shut_what_is_in_scope(changes: dict[str, Any], wording: str) -> None:
    place = a_place(commune_code="03379", commune="Bình Lư")
    network = a_network(places=(a_depot(), place), closures=(_shut(**changes),))
    found = [one for one in Case(network).report().violations if one.code == "V04"]
    assert [one.wording for one in found] == ([wording] if wording else [])


def test_school_holidays_shut_services_that_run_in_term_time() -> None:
    closure = _shut(kind="school_holiday", scope="all", target="")
    services = (a_service(term_time_only=True),)
    assert Case(a_network(services=services, closures=(closure,))).codes() == {"V04"}


@pytest.mark.parametrize(
    ("market", "clean"),
    [
        (Market(place="P1", weekdays=(0,)), True),
        (Market(place="P1", days=(MONDAY,)), True),
        (Market(place="P1", weekdays=(6,)), False),
        (Market(place="KHO", weekdays=(0,)), False),
    ],
)
def test_a_market_day_is_one_by_weekday_or_by_date(market: Market, *, clean: bool) -> None:
    network = a_network(services=(a_service(market_days_only=True),), markets=(market,))
    assert Case(network).codes() == (set() if clean else {"V04"})


def test_a_weekday_without_opening_is_a_closed_day() -> None:
    (found,) = (
        Case(_asked(openings=(Opening(weekday=1, opens=0, closes=86_400),))).report().violations
    )
    assert (found.code, found.wording) == ("V04", "weekday")


def test_a_pin_may_name_the_van() -> None:
    pin = Pin(place="P1", first_day=MONDAY, last_day=MONDAY, van="X1", reason="guest")
    assert Case(a_network(pins=(pin,))).codes() == set()


def test_pins_that_end_outside_the_quarter_are_not_judged() -> None:
    pins = tuple(
        Pin(place="P1", first_day=last, last_day=last, reason="later")
        for last in (day(-1), day(90))
    )
    assert Case(a_network(pins=pins)).codes() == set()


def test_day_sets_bind_single_days_where_visits_are_missing() -> None:
    missing = Unserved(service="P1:rotation", missing=1, reason="no_time")
    plan = planned(a_trip())
    routing = Routing(trips=plan.routing.trips, unserved=(missing,))
    told = plan.model_copy(update={"routing": routing})
    kept = _asked(visits=2, required=False, day_sets=((3, 17),))
    assert Case(kept, told).codes() == set()
    broken = _asked(visits=2, required=False, day_sets=((4, 17),))
    assert Case(broken, told).codes() == {"V07"}
