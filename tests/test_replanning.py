"""A published plan is changed as little as its mode promises, and the past stands."""

import datetime as dt
import random
from collections.abc import Mapping
from itertools import pairwise

import pytest

from rotation import solve_rotation
from routing import solve_routing
from routing.roads import travel_from_legs
from tests.builders import (
    QUARTER,
    a_box,
    a_depot,
    a_network,
    a_place,
    a_plan,
    a_service,
    a_travel,
    a_van,
)
from vongsach.bundled import EXAMPLE_WORKBOOK, example_folder
from vongsach.changing import Change, ChangeKind, changed
from vongsach.check import Promise, Severity, check_plan, check_promise
from vongsach.errors import NoPlanError
from vongsach.network import Network
from vongsach.plan import Plan, ReplanMode, Trip
from vongsach.planning import Planned
from vongsach.replanning import Now, Replanned, Solvers, Wish, holding, replan
from vongsach.replanning.boxes import boxes_as_before
from vongsach.solving import NOTHING, Effort, Unwatched
from vongsach.travel import Travel
from vongsach.units import PlaceId
from vongsach.workbook import read_workbook

SOLVERS = Solvers(solve_routing, solve_rotation, Effort(level=1), 1, Unwatched())
MIDDLE = dt.date(2027, 2, 10)


def six_places() -> Network:
    names = [f"P{number}" for number in range(1, 7)]
    return a_network(
        places=(a_depot(), *(a_place(name) for name in names)),
        services=tuple(a_service(name, visits=3, min_gap_days=14) for name in names),
        boxes=tuple(a_box(f"B{number}") for number in range(8)),
        vans=(a_van(), a_van("X2", cost_per_day=150_000)),
    )


def published(network: Network, travel: Travel) -> Plan:
    made = SOLVERS.plan(Now(network, travel), a_plan(), NOTHING)
    assert made.report.ok
    return made.plan


def errors(found: Replanned) -> list[str]:
    report = found.planned.report
    return [one.code for one in report.violations if one.severity is Severity.ERROR]


def replanned(
    network: Network, plan: Plan, now: Network, mode: ReplanMode, **wish: int
) -> Replanned:
    held = holding(now, network, plan, MIDDLE)
    here = Now(held, a_travel(held))
    return replan(plan, here, Wish(MIDDLE, mode, **wish), SOLVERS)


@pytest.fixture(scope="module")
def network() -> Network:
    return six_places()


@pytest.fixture(scope="module")
def plan(network: Network) -> Plan:
    return published(network, a_travel(network))


def test_boxes_stay_on_their_ways_where_nothing_has_changed(network: Network, plan: Plan) -> None:
    """A search that ends elsewhere is no reason to tell people of other boxes."""
    found = replanned(network, plan, network, ReplanMode.KEEP_TRIPS)
    assert found.planned.plan.routing.trips == plan.routing.trips
    assert found.planned.plan.rotation == plan.rotation
    assert not found.changes.boxes
    assert errors(found) == []


def test_boxes_go_elsewhere_where_that_gains_more_than_it_costs(
    network: Network, plan: Plan
) -> None:
    """Two ways for the boxes on the same trips: the price of a change decides between them."""
    travel = a_travel(network)
    fewer = plan.rotation.model_copy(update={"loads": (), "exchanges": (), "stays": ()})
    still = plan.model_copy(update={"rotation": fewer})
    better = Planned(plan, check_plan(plan, network, travel))
    here = Now(network, travel)
    assert boxes_as_before(better, still, here, 0).plan == plan
    assert boxes_as_before(better, still, here, 10**9).plan.rotation == fewer


@pytest.mark.parametrize("mode", list(ReplanMode))
def test_the_past_stands_with_its_boxes_whatever_the_mode(
    network: Network, plan: Plan, mode: ReplanMode
) -> None:
    new = Change(what=ChangeKind.PLACE_NEW, target="P9", like="P1", number=1, name="Nine")
    found = replanned(network, plan, changed(network, QUARTER, [new], MIDDLE), mode)
    assert errors(found) == []
    assert found.broken_promises == ()
    assert any(trip.days[0].day < MIDDLE for trip in plan.routing.trips)
    assert any(visit.service == "P9:rotation" for visit in found.changes.visits)


def test_only_trips_that_cannot_be_driven_change_where_trips_are_kept(
    network: Network, plan: Plan
) -> None:
    ahead = [trip for trip in plan.routing.trips if trip.days[0].day >= MIDDLE]
    van = ahead[0].van
    day = ahead[0].days[0].day
    out = Change(what=ChangeKind.VAN_OUT, target=van, first_day=day, last_day=day)
    found = replanned(
        network, plan, changed(network, QUARTER, [out], MIDDLE), ReplanMode.KEEP_TRIPS
    )
    assert errors(found) == []
    assert found.broken_promises == ()
    kept = {trip.id: trip for trip in found.planned.plan.routing.trips}
    assert [trip for trip in ahead[1:] if kept.get(trip.id) != trip] == []


def test_adding_only_refuses_what_would_change_a_published_stop(
    network: Network, plan: Plan
) -> None:
    place = next(
        stop.place
        for trip in plan.routing.trips
        for day in trip.days
        for stop in day.stops
        if day.day >= MIDDLE
    )
    gone = Change(what=ChangeKind.PLACE_WITHDRAWN, target=place, first_day=MIDDLE)
    with pytest.raises(NoPlanError, match="cannot_add_only"):
        replanned(network, plan, changed(network, QUARTER, [gone], MIDDLE), ReplanMode.ADD_ONLY)


def test_a_withdrawn_place_keeps_its_past_and_loses_what_lies_ahead(
    network: Network, plan: Plan
) -> None:
    without = network.model_copy(
        update={
            "places": tuple(one for one in network.places if one.id != "P3"),
            "services": tuple(one for one in network.services if one.place != "P3"),
        }
    )
    found = replanned(network, plan, without, ReplanMode.FREE)
    assert errors(found) == []
    days = {
        day.day
        for trip in found.planned.plan.routing.trips
        for day in trip.days
        for stop in day.stops
        if stop.place == "P3"
    }
    assert all(day < MIDDLE for day in days)


def test_no_more_visits_change_than_are_allowed(network: Network, plan: Plan) -> None:
    dearer = network.model_copy(
        update={
            "vans": tuple(
                van.model_copy(update={"cost_per_day": 9_000_000}) for van in network.vans
            )
        }
    )
    found = replanned(network, plan, dearer, ReplanMode.FREE, most_changes=1, change_price=0)
    assert found.changes.unkept <= 1
    assert found.broken_promises == ()


def test_every_broken_promise_is_found(network: Network, plan: Plan) -> None:
    travel = a_travel(network)

    def codes(after: Plan, mode: ReplanMode, **wish: int) -> set[str]:
        terms = Wish(MIDDLE, mode, **wish).of(plan)
        return {one.code for one in check_promise(Promise(plan, after, terms, network, travel))}

    def with_trips(trips: list[Trip]) -> Plan:
        routing = plan.routing.model_copy(update={"trips": tuple(trips)})
        return plan.model_copy(update={"routing": routing})

    trips = list(plan.routing.trips)
    late = with_trips([trip for trip in trips if trip.days[0].day < MIDDLE])
    assert codes(plan, ReplanMode.ADD_ONLY, most_changes=0) == set()
    assert codes(with_trips(trips[1:]), ReplanMode.FREE) == {"K01"}
    assert codes(late, ReplanMode.ADD_ONLY) == {"K02"}
    assert codes(late, ReplanMode.KEEP_TRIPS) == {"K03"}
    assert codes(late, ReplanMode.FREE, most_changes=0) == {"K04"}
    bare = plan.model_copy(update={"rotation": plan.rotation.model_copy(update={"loads": ()})})
    assert codes(bare, ReplanMode.FREE) == {"K01"}


@pytest.fixture(scope="module")
def example() -> tuple[Network, Plan, Travel]:
    """Return the bundled example with a plan."""
    book = read_workbook(example_folder() / EXAMPLE_WORKBOOK)
    travel = travel_from_legs(book.network, book.quarter)
    made = SOLVERS.plan(Now(book.network, travel), a_plan(quarter=book.quarter), NOTHING)
    assert made.report.ok
    return book.network, made.plan, travel


@pytest.mark.parametrize("number", range(2))
def test_one_closure_changes_only_trips_that_used_the_road(
    example: tuple[Network, Plan, Travel], number: int
) -> None:
    closes_a_road(*example, number)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(2, 50))
def test_many_closures_change_only_trips_that_used_the_road(
    example: tuple[Network, Plan, Travel], number: int
) -> None:
    closes_a_road(*example, number)


def closes_a_road(network: Network, plan: Plan, travel: Travel, number: int) -> None:
    """Close a random road for a random time; only trips with a leg that got longer may change."""
    chance = random.Random(number)  # noqa: S311 -- repeatable on purpose
    leg = chance.choice(network.road_legs)
    first = dt.date(2027, 1, 4) + dt.timedelta(days=chance.randrange(70))
    last = first + dt.timedelta(days=chance.randrange(21))
    cut = Change(
        what=ChangeKind.ROAD_CLOSED,
        target=f"{leg.from_place}-{leg.to_place}" if not leg.road else leg.road,
        first_day=first,
        last_day=last,
    )
    now = changed(network, plan.quarter, [cut], first)
    roads = travel_from_legs(now, plan.quarter)
    wish = Wish(first, ReplanMode.KEEP_TRIPS)
    found, refused = replan_or_refuse(plan, Now(now, roads), wish)
    if found is None:
        # What nobody can keep is refused by name; given up as the sentence says, the rest goes on.
        assert not could_be_kept(refused, Now(now, roads), first)
        given_up = Change(what=ChangeKind.UNPINNED, target=refused["place"])
        now = changed(network, plan.quarter, [cut, given_up], first)
        found = replan(plan, Now(now, roads), wish, SOLVERS, beside_free=False)
    assert found.broken_promises == ()
    assert errors(found) == []
    after = {trip.id: trip for trip in found.planned.plan.routing.trips}
    used = {trip.id for trip in plan.routing.trips if uses(trip, network, travel, roads)}
    altered = {trip.id for trip in plan.routing.trips if after.get(trip.id) != trip}
    assert altered <= used
    assert check_plan(found.planned.plan, now, roads).ok


def replan_or_refuse(
    plan: Plan, now: Now, wish: Wish
) -> tuple[Replanned | None, Mapping[str, str]]:
    """Return the plan, or the pin that it was refused for."""
    try:
        return replan(plan, now, wish, SOLVERS, beside_free=False), {}
    except NoPlanError as error:
        if error.code != "pin_lost":
            raise
        return None, error.facts


def could_be_kept(pin: Mapping[str, str], now: Now, first: dt.date) -> bool:
    """Say whether some van could still go to a pinned place on an open day of the pin."""
    network, travel = now.network, now.travel
    opened = {
        opening.weekday
        for service in network.services
        if service.place == pin["place"]
        for opening in service.openings
    }
    day = max(first, dt.date.fromisoformat(pin["first_day"]))
    while day <= dt.date.fromisoformat(pin["last_day"]):
        for van in network.vans:
            matrix = travel.matrices[van.vehicle_class, travel.states[day]]
            rows = {place: row for row, place in enumerate(matrix.places)}
            reachable = matrix.reachable[rows[van.depot], rows[PlaceId(pin["place"])]]
            if day.weekday() in van.weekdays and day.weekday() in opened and reachable:
                return True
        day += dt.timedelta(days=1)
    return False


def uses(trip: Trip, network: Network, before: Travel, now: Travel) -> bool:
    """Say whether a leg of a trip takes longer than it did."""
    kind = next(van.vehicle_class for van in network.vans if van.id == trip.van)
    for day in trip.days:
        old = before.matrices[kind, before.states[day.day]]
        new = now.matrices[kind, now.states[day.day]]
        rows = {place: row for row, place in enumerate(old.places)}
        way = [day.leaves_from, *(stop.place for stop in day.stops), day.ends_at]
        for a, b in pairwise(way):
            if old.seconds[rows[a], rows[b]] != new.seconds[rows[a], rows[b]]:
                return True
    return False
