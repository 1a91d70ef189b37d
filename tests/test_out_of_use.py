"""A box that is missing or damaged stays so until somebody writes that it moved."""

from pathlib import Path

import pytest

from tests.builders import MONDAY, a_stop, a_travel, a_trip, a_trip_day, day
from tests.ledgers import BOXES, DAY, STOPS, a_ledger, box_cell, filled
from tests.test_after_records import NEXT
from tests.test_rolling import a_rich_plan
from vongsach.boxes import BoxState
from vongsach.fingerprint import network_sha256, travel_sha256
from vongsach.keeping.recording import Ledger, Recorded, open_ledger, take_file
from vongsach.plan import Exchange, MadeFrom, Plan
from vongsach.rolling import rolled
from vongsach.store import PlanStore, Status
from vongsach.units import BoxId, PlaceId

B2, P1, P2, HOME = BoxId("B2"), PlaceId("P1"), PlaceId("P2"), PlaceId("KHO")
Cells = dict[str, dict[str, object]]


def a_longer_ledger(folder: Path) -> Ledger:
    """Return the plan that brings B2 from P1 to P2, and a later trip that takes it home."""
    network, plan = a_rich_plan()
    stops = (a_stop("P2"),)
    later = a_trip(id="T2", days=(a_trip_day(stops, day=day(4)),))
    routing = plan.routing.model_copy(update={"trips": (*plan.routing.trips, later)})
    back = Exchange(trip=later.id, day=day(4), position=0, taken_out=(B2,))
    exchanges = (*plan.rotation.exchanges, back)
    rotation = plan.rotation.model_copy(update={"exchanges": exchanges})
    travel = a_travel(network)
    made = MadeFrom(
        network_sha256=network_sha256(network), travel_sha256=travel_sha256(travel), program="t"
    )
    changes = {"routing": routing, "rotation": rotation, "made_from": made}
    store = PlanStore(folder)
    store.save(Plan(**dict(plan) | changes), network, travel)
    store.decide(store.find(), Status.PUBLISHED, "Lò Văn Pâng", DAY)
    return open_ledger(store, None)


def recorded(ledger: Ledger, folder: Path, cells: Cells) -> tuple[Ledger, Recorded]:
    done = take_file(ledger, filled(ledger, folder / "a.xlsx", cells), dry=False)
    return open_ledger(ledger.store, None), done


@pytest.mark.parametrize("fate", ["Missing", "Not moved", "Damaged"])
def test_a_blank_row_moves_no_box_that_was_not_to_be_had_before(tmp_path: Path, fate: str) -> None:
    """B2 was not fetched at the first stop: nothing is said of it at the second."""
    ledger = a_ledger(tmp_path)
    cells: Cells = {STOPS: {"F2": "Yes", "F3": "Yes"}, BOXES: {box_cell(ledger, 1, 1, "B2"): fate}}
    ledger, done = recorded(ledger, tmp_path, cells)
    assert [box.box for box in ledger.actuals[0].stops[1].boxes] == ["B3"]
    assert done.lost == (("B2",) if fate == "Missing" else ())
    assert ledger.where.at(B2, MONDAY) == (HOME if fate == "Damaged" else P1)


def test_a_box_stays_missing_through_later_records_until_it_is_seen(tmp_path: Path) -> None:
    ledger = a_longer_ledger(tmp_path)
    missing: Cells = {STOPS: {"F2": "Yes"}, BOXES: {box_cell(ledger, 1, 2, "B2"): "Missing"}}
    ledger, done = recorded(ledger, tmp_path, missing)
    assert done.lost == ("B2",)
    ledger, done = recorded(ledger, tmp_path, {STOPS: {"F4": "Yes"}})
    assert done.lost == ("B2",)
    cell = box_cell(ledger, 2, 1, "B2")
    ledger, done = recorded(ledger, tmp_path, {STOPS: {"F4": "Yes"}, BOXES: {cell: "Not moved"}})
    assert done.lost == ("B2",)
    after = rolled(ledger.stored.network, ledger.stored.plan, NEXT, ledger.actuals)
    assert {box.id: box.lost_from for box in after.boxes}[B2] == MONDAY
    _, done = recorded(ledger, tmp_path, {STOPS: {"F4": "Yes"}, BOXES: {cell: "Taken out"}})
    assert done.lost == ()


def test_a_damaged_box_stays_damaged_where_more_is_only_planned(tmp_path: Path) -> None:
    ledger = a_longer_ledger(tmp_path)
    damaged: Cells = {STOPS: {"F2": "Yes"}, BOXES: {box_cell(ledger, 1, 1, "B2"): "Damaged"}}
    ledger, done = recorded(ledger, tmp_path, damaged)
    assert done.damaged == ("B2",)
    after = rolled(ledger.stored.network, ledger.stored.plan, NEXT, ledger.actuals)
    box = next(box for box in after.boxes if box.id == B2)
    assert (box.state, box.stands_at) == (BoxState.IN_REPAIR, HOME)
    cell = box_cell(ledger, 1, 2, "B2")
    mended: Cells = {**damaged, BOXES: {**damaged[BOXES], cell: "Handed in"}}
    ledger, done = recorded(ledger, tmp_path, mended)
    assert done.damaged == ()
    assert ledger.where.at(B2, MONDAY) == P2
