"""Boxes stay on their published ways where trips change: only those that are touched may leave."""

import datetime as dt

import pytest

from tests.builders import QUARTER, a_travel
from tests.test_replanning import MIDDLE, errors, published, replanned, six_places
from vongsach.changing import Change, ChangeKind, changed
from vongsach.network import Network
from vongsach.plan import Plan, ReplanMode, Trip
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
    """At no price the boxes are decided anew, and are worth no less than on their old ways."""
    now = without_a_day(network, ahead(plan)[0])
    dear, cheap = (
        replanned(network, plan, now, ReplanMode.KEEP_TRIPS, change_price=price)
        for price in (DEAR, 1)
    )
    if dear.planned.plan.routing.trips == cheap.planned.plan.routing.trips:
        assert cheap.cost <= dear.cost
    assert len(dear.changes.boxes) <= len(cheap.changes.boxes)


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
