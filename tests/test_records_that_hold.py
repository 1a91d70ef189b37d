"""What was recorded of a plan holds of the plan that replaces it, where a trip is the same."""

from pathlib import Path

import pytest

from tests.builders import HOUR, MONDAY, a_trip, a_trip_day
from tests.ledgers import two_trips
from tests.test_store import NETWORK, TRAVEL, a_made_plan
from vongsach.actuals import BoxActual, Fate, StopActual, TripActual
from vongsach.errors import FileError
from vongsach.fingerprint import plan_sha256
from vongsach.keeping.recording import open_ledger, take
from vongsach.plan import Plan, Replaced, ReplanMode, Routing, Trip
from vongsach.store import PlanStore
from vongsach.units import BoxId, PlaceId, TripId

LATER = a_trip(id="T2", van="X1", days=(a_trip_day(ends=11 * HOUR),))


def replaced_by(plan: Plan, *trips: Trip) -> Plan:
    """Return a plan with these trips that replaces another."""
    replaced = Replaced(plan_sha256=plan_sha256(plan), open_from=MONDAY, mode=ReplanMode.KEEP_TRIPS)
    made_from = plan.made_from.model_copy(update={"replaces": replaced})
    return plan.model_copy(update={"made_from": made_from, "routing": Routing(trips=trips)})


def test_records_hold_of_trips_that_are_the_same(tmp_path: Path) -> None:
    store = PlanStore(tmp_path)
    first = a_made_plan(routing=Routing(trips=(a_trip(), LATER)))
    other = LATER.model_copy(update={"van": "X2"})
    second = replaced_by(first, a_trip(), other)
    third = replaced_by(second, a_trip(), other, a_trip(id="T3", van="X3"))
    for plan in (first, second, third):
        store.save(plan, NETWORK, TRAVEL)
    v1, v2, v3 = store.versions()
    was = TripActual(trip="T1", stops=(), note="first"), TripActual(trip="T2", stops=())
    store.record(v1, was, "a.xlsx")
    assert [one.trip for one in store.actuals(v1)] == ["T1", "T2"]
    assert store.actuals(v2) == store.actuals(v3) == was[:1]
    again = TripActual(trip="T1", stops=(), note="again")
    store.record(v2, [again], "b.xlsx")
    assert store.actuals(v1)[0].note == "first"
    assert store.actuals(v2) == store.actuals(v3) == (again,)


def test_a_record_of_a_later_plan_takes_the_place_of_one_of_the_same_trip(tmp_path: Path) -> None:
    """The ledger marks the older one, through a plan between of which nothing was recorded."""
    store = PlanStore(tmp_path)
    first = a_made_plan(routing=Routing(trips=(a_trip(), LATER)))
    second = replaced_by(first, a_trip(), LATER, a_trip(id="T3", van="X3"))
    third = replaced_by(second, a_trip(), LATER.model_copy(update={"van": "X2"}))
    for plan in (first, second, third):
        store.save(plan, NETWORK, TRAVEL)
    v1, _, v3 = store.versions()
    moved = (BoxActual(box=BoxId("B1"), fate=Fate.MISSING),)
    stop = StopActual(day=MONDAY, position=0, place=PlaceId("P1"), held=True, boxes=moved)
    both = [TripActual(trip=TripId(name), stops=(stop,)) for name in ("T1", "T2")]
    store.record(v1, both, "a.xlsx")
    assert [line.holds for line in store.movements()] == [True, True]
    again = [one.model_copy(update={"note": "again"}) for one in both]
    store.record(v3, again, "b.xlsx")
    told = [(line.version[-2:], line.trip, line.holds) for line in store.movements()]
    assert told == [
        ("v1", "T1", False), ("v1", "T2", True), ("v3", "T1", True), ("v3", "T2", True),
    ]  # fmt: skip


def test_what_holds_already_from_the_plan_before_is_nothing_new(tmp_path: Path) -> None:
    store = PlanStore(tmp_path)
    first = a_made_plan(routing=Routing(trips=(a_trip(), LATER)))
    second = replaced_by(first, a_trip(), LATER.model_copy(update={"van": "X2"}))
    for plan in (first, second):
        store.save(plan, NETWORK, TRAVEL)
    v1, v2 = store.versions()
    was = [TripActual(trip=TripId(name), stops=(), note="first") for name in ("T1", "T2")]
    assert store.record(v1, was, "a.xlsx") == 2
    assert store.record(v2, was, "a.xlsx") == 1  # of T2 nothing holds: another van drives it
    assert [one.trip for one in store.actuals(v2)] == ["T1", "T2"]
    assert store.record(v2, was, "a.xlsx") == 0


def test_what_somebody_recorded_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    """Two open the same ledger; the second to write was put together without the first."""
    mine = two_trips(tmp_path)
    theirs = open_ledger(mine.store, None)
    one, other = (trip.id for trip in mine.stored.plan.routing.trips)
    told = TripActual(trip=one, stops=(), note="theirs")
    assert take(theirs, (told,), "b.xlsx").taken == 1
    clash = (TripActual(trip=other, stops=()), TripActual(trip=one, stops=(), note="mine"))
    with pytest.raises(FileError) as caught:
        take(mine, clash, "a.xlsx")
    assert (caught.value.code, caught.value.facts["trip"]) == ("record_meanwhile", one)
    assert mine.store.actuals(mine.version) == (told,)
    assert take(mine, (clash[0], told), "a.xlsx").taken == 1  # the same said twice is no clash
    again = open_ledger(mine.store, None)
    assert take(again, clash, "a.xlsx").taken == 1
