"""Show that the checker judges whatever it is given: junk, mutations, large plans."""

import copy
import datetime as dt
import random
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.builders import (
    MONDAY,
    QUARTER,
    a_box,
    a_depot,
    a_network,
    a_place,
    a_plan,
    a_service,
    a_stop,
    a_travel,
    a_trip,
    a_trip_day,
    a_van,
    a_worker,
    day,
)
from tests.test_check_boxes import BREAKERS as BOXES
from tests.test_check_cases import Breaker, Case, a_run, delivered, on, planned, rules_with
from tests.test_check_driving import BREAKERS as DRIVING
from tests.test_check_service import BREAKERS as SERVICE
from vongsach.boxes import PastStay, Title
from vongsach.check import check_plan
from vongsach.closures import Closure, Pin
from vongsach.fleet import MealBreak
from vongsach.network import Network
from vongsach.objective import rotation_terms, routing_terms, shelf_terms
from vongsach.places import Market, Opening
from vongsach.plan import Exchange, Load, Plan, Rotation, Routing, Stay, Stop
from vongsach.travel import Travel

CASES: dict[str, Breaker] = {**BOXES, **SERVICE, **DRIVING}

RICH = a_network(
    places=(a_depot(), a_place(night_stop=True), a_place("P2", remote=True), a_place("P3")),
    services=(
        a_service(visits=None, every_weeks=4, max_gap_days=40, last_visit=dt.date(2026, 9, 1)),
        a_service("P2", kind="both", openings=(Opening(weekday=0, opens=0, closes=36_000),)),
        a_service("P3", kind="mobile", required=False, market_days_only=True),
    ),
    boxes=(
        a_box("B1", titles=("N1", "N2")),
        a_box("B2", stands_at="P1", titles=("N1",)),
        a_box("B3", copies=(), state="in_repair"),
    ),
    titles=(Title(id="N1", name="N1", stock=1), Title(id="N2", name="N2", stock=5)),
    vans=(
        a_van(nights=1, meal=MealBreak(length=1800, earliest=40_000, latest=45_000)),
        a_van("X2", vehicle_class="motorbike", boxes=1, payload=1),
    ),
    workers=(a_worker(), a_worker("N2", role="librarian")),
    closures=(
        Closure(kind="holiday", scope="all", first_day=day(20), last_day=day(25)),
        Closure(kind="leave", scope="worker", target="N1", first_day=day(2), last_day=day(9)),
    ),
    markets=(Market(place="P3", weekdays=(6,)),),
    pins=(
        Pin(place="P1", first_day=day(3), last_day=day(5), reason="r"),
        Pin(box="B1", first_day=day(3), last_day=day(5), hard=False, reason="r"),
        Pin(box="B2", place="P2", first_day=day(3), last_day=day(5), reason="r"),
    ),
    past_stays=(PastStay(box="B1", place="P1", first_day=day(-90), last_day=day(-9)),),
)

PLACES = st.sampled_from(["KHO", "P1", "P2", "P3", "P9", "=1+1", "{trip}"])
BOXES_IDS = st.sampled_from(["B1", "B2", "B3", "B9"])
TRIPS = st.sampled_from(["T1", "T2", "T3", "T9"])
DAYS = st.one_of(
    st.sampled_from([dt.date.min, dt.date.max, day(-1), day(90)]),
    st.integers(0, 30).map(day),
)
TIMES = st.integers(0, 86_400)
SERVICES = st.sampled_from(["P1:rotation", "P2:rotation", "P3:rotation", "?"])


def _some(what: Any, most: int = 3) -> Any:
    return st.lists(what, max_size=most).map(tuple)


STOPS = st.builds(
    Stop, place=PLACES, services=_some(SERVICES), arrival=TIMES, start=TIMES, departure=TIMES
)
PAUSES = st.fixed_dictionaries({"starts": TIMES, "ends": TIMES})
TRIP_DAYS = st.builds(
    lambda stops, **fields: a_trip_day(**fields).model_copy(update={"stops": stops}),
    stops=_some(STOPS),
    day=DAYS,
    leaves_from=PLACES,
    leaves=TIMES,
    pauses=_some(PAUSES),
    ends_at=PLACES,
    ends=TIMES,
)
JUNK = st.builds(
    lambda trips, unserved, **rotation: a_plan(
        Routing(trips=trips, unserved=unserved),
        Rotation(**rotation),
        runs=(a_run(km=1, fuel=2, bound=10**30),),
    ),
    trips=_some(
        st.builds(
            a_trip,
            id=TRIPS,
            van=st.sampled_from(["X1", "X2", "X9"]),
            crew=_some(st.sampled_from(["N1", "N2", "N9"])),
            days=st.lists(TRIP_DAYS, min_size=1, max_size=3),
        )
    ),
    unserved=_some(
        st.fixed_dictionaries(
            {"service": SERVICES, "missing": st.integers(1, 9), "reason": st.just("gaps")}
        )
    ),
    loads=_some(st.builds(Load, trip=TRIPS, boxes=_some(BOXES_IDS))),
    exchanges=_some(
        st.builds(
            Exchange,
            trip=TRIPS,
            day=DAYS,
            position=st.integers(0, 3),
            handed_in=_some(BOXES_IDS),
            taken_out=_some(BOXES_IDS),
        ),
        most=5,
    ),
    stays=_some(
        st.builds(Stay, box=BOXES_IDS, place=PLACES, first_day=DAYS, last_day=st.none() | DAYS)
    ),
)


@given(JUNK)
def test_junk_is_judged_and_never_raises(plan: Plan) -> None:
    for travel in (a_travel(RICH), Travel(states={}, matrices={})):
        report = check_plan(plan, RICH, travel)
        assert not report.ok
        assert check_plan(plan, RICH, travel) == report


@given(st.integers(0, 2**32), st.sampled_from(sorted(CASES)))
def test_a_mutated_plan_is_judged_and_never_raises(seed: int, code: str) -> None:
    """Something in a clean plan is dropped, doubled, swapped or replaced."""
    case = CASES[code](broken=False)
    chance = random.Random(seed)  # noqa: S311 -- nothing secret
    document = copy.deepcopy(case.plan.model_dump(mode="json"))
    for _ in range(chance.randint(1, 4)):
        _mutate(document, chance)
    try:
        plan = Plan.model_validate(document)
    except ValidationError:
        return
    report = Case(case.network, plan, a_travel(case.network)).report()
    assert len(report.cost) == 12


def _mutate(node: Any, chance: random.Random) -> None:
    """Change one thing somewhere below a node of a JSON document."""
    keys = list(node) if isinstance(node, dict) else list(range(len(node)))
    if not keys:
        return
    key = chance.choice(keys)
    child = node[key]
    if isinstance(child, dict | list) and chance.random() < 0.8:
        _mutate(child, chance)
    elif isinstance(node, list) and chance.random() < 0.5:
        node.append(copy.deepcopy(child))
    elif isinstance(node, list):
        chance.choice([node.reverse, node.pop])()
    elif isinstance(child, int):
        node[key] = chance.choice([0, child + 1, child - 1, 86_400, 10**12])
    else:
        node[key] = chance.choice(["KHO", "P1", "T1", "B1", "?", None, "2027-01-05", "0001-01-01"])


@pytest.mark.parametrize("code", CASES)
def test_the_objective_and_the_checker_sum_to_the_same(code: str) -> None:
    """They share no code: where both are right they agree."""
    case = CASES[code](broken=False)
    travel = case.travel or a_travel(case.network)
    claimed = (
        *routing_terms(case.network, case.plan.quarter, case.plan.routing, travel),
        *rotation_terms(case.network, case.plan.quarter, case.plan.rotation),
        *shelf_terms(case.network, case.plan.routing, case.plan.rotation),
    )
    cost = check_plan(case.plan, case.network, travel).cost
    assert sorted(claimed, key=lambda term: term.name) == sorted(cost, key=lambda term: term.name)


def test_an_unknown_van_may_carry_boxes_to_an_unknown_place() -> None:
    trip = on(MONDAY, van="X9", leaves_from="P9", stops=(a_stop("KHO", services=()),))
    rotation = Rotation(exchanges=(Exchange(trip="T1", day=MONDAY, position=0, taken_out=("B1",)),))
    assert "P02" in Case(plan=planned(trip, rotation=rotation)).codes()


def test_a_quarter_may_be_of_any_length() -> None:
    quarter = QUARTER.model_copy(update={"first_day": dt.date.min, "last_day": dt.date.max})
    plan = a_plan(rotation=delivered("B1"), quarter=quarter)
    assert Case(plan=plan).report().cost


def _province() -> tuple[Network, Plan]:
    """Return 1,000 places and as many boxes, each brought on one of 334 trips of three stops."""
    places = tuple(a_place(f"P{n}") for n in range(1_000))
    network = a_network(
        places=(a_depot(), *places),
        services=tuple(a_service(place.id, visits=3) for place in places),
        boxes=tuple(a_box(f"B{n}") for n in range(1_500)),
        vans=tuple(a_van(f"X{n}", shift_ends=86_400) for n in range(20)),
        rules=rules_with(crew_rotation=1),
    )
    trips, loads, exchanges, stays = [], [], [], []
    for number in range(1_000):
        date = day(3 + number // 20)
        stops = []
        for position in range(3):
            place = f"P{(3 * number + position) % 1_000}"
            start = 29_700 + 6_000 * position
            stops.append(a_stop(place, arrival=start, start=start, departure=start + 2_400))
        days = (a_trip_day(stops, day=date, ends=60_000),)
        name = f"T{number}"
        trips.append(a_trip(id=name, van=f"X{number % 20}", days=days))
        box, place = f"B{number}", stops[0].place
        loads.append(Load(trip=name, boxes=(box,)))
        exchanges.append(Exchange(trip=name, day=date, position=0, handed_in=(box,)))
        stays.append(Stay(box=box, place=place, first_day=date))
    rotation = Rotation(loads=loads, exchanges=exchanges, stays=stays)
    return network, a_plan(Routing(trips=trips), rotation)


def test_a_province_is_judged_in_a_few_seconds() -> None:
    """A thousand places, three thousand stops, fifteen hundred boxes."""
    network, plan = _province()
    travel = a_travel(network)
    began = time.perf_counter()
    report = check_plan(plan, network, travel)
    assert time.perf_counter() - began < 5
    assert {one.code for one in report.violations} <= {"T16", "S02"}
