"""Boxes stay on their published ways where trips change: only those that are touched may leave."""

import datetime as dt

import pytest

from rotation import solve_rotation
from rotation.as_published import changed as changed_boxes
from tests.builders import QUARTER, a_travel
from tests.test_replanning import MIDDLE, errors, published, replanned, six_places
from vongsach.changing import Change, ChangeKind, changed
from vongsach.network import Network
from vongsach.objective import total
from vongsach.plan import Plan, ReplanMode, Rotation, Trip
from vongsach.solving import NOTHING, Effort, Kept, Solved, Unwatched
from vongsach.units import BoxId, PlaceId, TripId

DEAR = 10**9


@pytest.fixture(scope="module")
def network() -> Network:
    return six_places()


@pytest.fixture(scope="module")
def plan(network: Network) -> Plan:
    return published(network, a_travel(network))


def ahead(plan: Plan) -> list[Trip]:
    return [trip for trip in plan.routing.trips if trip.days[0].day >= MIDDLE]


def without_a_day(network: Network, trip: Trip) -> Network:
    day = trip.days[0].day
    out = Change(what=ChangeKind.VAN_OUT, target=trip.van, first_day=day, last_day=day)
    return changed(network, QUARTER, [out])


def moved_on(plan: Plan, trips: set[TripId]) -> set[BoxId]:
    loads = {box for load in plan.rotation.loads if load.trip in trips for box in load.boxes}
    return loads | {
        box
        for one in plan.rotation.exchanges
        if one.trip in trips
        for box in (*one.handed_in, *one.taken_out)
    }


def places_of(plan: Plan, boxes: set[BoxId]) -> set[PlaceId]:
    return {stay.place for stay in plan.rotation.stays if stay.box in boxes}


@pytest.mark.parametrize("number", range(2))
def test_only_boxes_that_a_changed_trip_touches_leave_their_ways(
    network: Network, plan: Plan, number: int
) -> None:
    trip = ahead(plan)[number]
    now = without_a_day(network, trip)
    kept = replanned(network, plan, now, ReplanMode.KEEP_TRIPS, change_price=DEAR)
    anew = replanned(network, plan, now, ReplanMode.KEEP_TRIPS, change_price=0)
    assert errors(kept) == []
    assert kept.broken_promises == ()
    assert len(kept.changes.boxes) <= len(anew.changes.boxes)
    stand = {(one.van, one.days) for one in kept.planned.plan.routing.trips}
    gone = {one.id for one in plan.routing.trips if (one.van, one.days) not in stand}
    broken = moved_on(plan, gone)
    new = places_of(kept.planned.plan, {one.box for one in kept.changes.boxes})
    meeting = {
        stay.box for stay in plan.rotation.stays if stay.place in places_of(plan, broken) | new
    }
    waiting = {box.id for box in network.boxes} - {stay.box for stay in plan.rotation.stays}
    assert {one.box for one in kept.changes.boxes} <= broken | meeting | waiting


def test_a_box_goes_another_way_where_that_gains_more_than_its_price(
    network: Network, plan: Plan
) -> None:
    """On the same trips, for readers who were thought to be elsewhere: the price decides."""
    thought, real = (
        network.model_copy(
            update={
                "places": tuple(
                    place.model_copy(update={"readers": 900 if place.id in many else 1})
                    for place in network.places
                )
            }
        )
        for many in ({"P1", "P2", "P3"}, {"P4", "P5", "P6"})
    )
    before = rotated(thought, plan, NOTHING).decision
    costs, changes = [], []
    for price in (1, DEAR):
        found = rotated(real, plan, Kept(like=(plan.routing, before), change_price=price))
        costs.append(total(found.run.cost))
        changes.append(changed_boxes(before, found.decision, frozenset()))
    assert changes[1] == 0 < changes[0]
    assert costs[0] < costs[1]
    anew = rotated(real, plan, NOTHING)
    assert costs[0] <= total(anew.run.cost)


def rotated(network: Network, plan: Plan, kept: Kept) -> Solved[Rotation]:
    return solve_rotation(
        network,
        QUARTER,
        plan.routing,
        effort=Effort(level=1),
        seed=1,
        watch=Unwatched(),
        kept=kept,
    )


def test_a_withdrawn_place_moves_only_what_was_promised_to_it(network: Network, plan: Plan) -> None:
    gone = Change(what=ChangeKind.PLACE_WITHDRAWN, target="P3", first_day=MIDDLE)
    found = replanned(
        network, plan, changed(network, QUARTER, [gone]), ReplanMode.KEEP_TRIPS, change_price=DEAR
    )
    assert errors(found) == []
    assert found.broken_promises == ()
    later = MIDDLE + dt.timedelta(days=1)
    exchanged = {
        stop.place
        for trip in found.planned.plan.routing.trips
        for day in trip.days
        if day.day >= later
        for stop in day.stops
    }
    assert "P3" not in exchanged
