"""A correction of one trip holds for what was only assumed of the trips after it."""

from pathlib import Path

import pytest

from tests.builders import a_stop, a_travel, a_trip, a_trip_day, day
from tests.ledgers import BOXES, DAY, STOPS, TRIPS, box_cell, filled, problems
from tests.test_correcting import asked, fates, recorded
from tests.test_rolling import a_rich_plan
from vongsach.actuals import Fate, TripActual
from vongsach.errors import InputError
from vongsach.fingerprint import network_sha256, travel_sha256
from vongsach.keeping.recording import Ledger, open_ledger, take_file
from vongsach.plan import Exchange, Load, MadeFrom, Plan, Rotation, Routing
from vongsach.store import PlanStore, Status

LATER = day(9)
HELD: dict[str, dict[str, object]] = {STOPS: {"F2": "Yes", "F3": "Yes", "F4": "Yes"}}
"""All three visits, those of the first trip at P1 and P2 and that of the second at P2."""


def a_ledger(folder: Path) -> Ledger:
    """Return the ledger of two trips: the first brings B2 from P1 to P2, the second home."""
    network, plan = a_rich_plan()
    stop = a_stop("P2", arrival=36_000, start=36_000, departure=38_400)
    later = a_trip(id="T2", days=(a_trip_day((stop,), day=LATER, ends=43_200),))
    rotation = plan.rotation
    exchange = Exchange(trip="T2", day=LATER, position=0, handed_in=(), taken_out=("B2",))
    whole = Plan(
        **dict(plan)
        | {
            "routing": Routing(trips=(*plan.routing.trips, later)),
            "rotation": Rotation(
                loads=(*rotation.loads, Load(trip="T2", boxes=())),
                exchanges=(*rotation.exchanges, exchange),
                stays=rotation.stays,
            ),
        }
    )
    travel = a_travel(network)
    made = MadeFrom(
        network_sha256=network_sha256(network), travel_sha256=travel_sha256(travel), program="t"
    )
    store = PlanStore(folder)
    store.save(whole.model_copy(update={"made_from": made}), network, travel)
    store.decide(store.find(), Status.PUBLISHED, "Lò Văn Pâng", DAY)
    return open_ledger(store, None)


def held(ledger: Ledger) -> dict[str, TripActual]:
    return {one.trip: one for one in ledger.store.actuals(ledger.version)}


def test_a_box_that_was_missing_after_all_is_not_moved_afterwards(tmp_path: Path) -> None:
    """Nobody wrote that it was: the later trip only counted it as done."""
    ledger = a_ledger(tmp_path)
    recorded(ledger, tmp_path / "a.xlsx", HELD)
    assert fates(held(ledger)["T2"].stops[0]) == {"B2": Fate.TAKEN_OUT}
    cell = box_cell(ledger, 1, 1, "B2")
    recorded(ledger, tmp_path / "b.xlsx", {BOXES: {cell: "Missing"}})
    now = held(ledger)
    assert "B2" not in fates(now["T1"].stops[1])
    assert fates(now["T2"].stops[0]) == {}
    assert set(open_ledger(ledger.store, None).where.lost) == {"B2"}
    recorded(ledger, tmp_path / "c.xlsx", {BOXES: {cell: "Taken out"}})
    assert fates(held(ledger)["T2"].stops[0]) == {"B2": Fate.TAKEN_OUT}
    assert not open_ledger(ledger.store, None).where.lost


def test_what_somebody_wrote_of_a_later_trip_stands(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    recorded(
        ledger, tmp_path / "a.xlsx", HELD | {BOXES: {box_cell(ledger, 2, 1, "B2"): "Taken out"}}
    )
    cell = box_cell(ledger, 1, 1, "B2")
    recorded(ledger, tmp_path / "b.xlsx", {BOXES: {cell: "Missing"}})
    assert fates(held(ledger)["T2"].stops[0]) == {"B2": Fate.TAKEN_OUT}


def test_a_correction_of_figures_leaves_the_other_trips_alone(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    recorded(ledger, tmp_path / "a.xlsx", HELD)
    before = len(ledger.store.movements())
    recorded(ledger, tmp_path / "b.xlsx", {STOPS: {"I2": 14}})
    added = ledger.store.movements()[before:]
    assert {line.trip for line in added} == {"T1"}


def test_a_visit_that_is_wiped_holds_no_figures(tmp_path: Path) -> None:
    """A dash in «Held» beside figures that were left in the row is asked about, at their cells."""
    ledger = a_ledger(tmp_path)
    assert problems(ledger, tmp_path / "a.xlsx", {STOPS: {"F2": "–", "I2": 12}}) == [
        f"E906 {STOPS}!I2"
    ]
    recorded(ledger, tmp_path / "b.xlsx", HELD)
    cells: dict[str, dict[str, object]] = {
        STOPS: {"F2": "–"},
        BOXES: {box_cell(ledger, 1, 1, "B2"): "Taken out"},
    }
    with pytest.raises(InputError) as caught:
        recorded(ledger, tmp_path / "c.xlsx", cells)
    assert [one.code for one in caught.value.problems] == ["E906"]


def test_dashes_about_boxes_of_a_trip_of_which_nothing_is_recorded_record_nothing(
    tmp_path: Path,
) -> None:
    ledger = a_ledger(tmp_path)
    told = problems(ledger, tmp_path / "a.xlsx", {BOXES: {"E2": "–", "E3": "–"}})
    assert [one.split()[0] for one in told] == ["E911"]


def test_a_reading_that_is_taken_away_is_held_against_nothing(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    wrong: dict[str, dict[str, object]] = {TRIPS: {"D2": 99_000, "E2": 99_100}}
    recorded(ledger, tmp_path / "a.xlsx", wrong)
    now = open_ledger(ledger.store, None)
    right: dict[str, dict[str, object]] = {
        TRIPS: {"D2": "–", "E2": "–", "D3": 200, "E3": 210},
        STOPS: {"F4": "Yes"},
    }
    path = tmp_path / "b.xlsx"
    found = take_file(now, filled(now, path, right), dry=True)
    assert "W952" not in {one.code for one in found.problems}


def test_a_dash_at_the_question_about_a_box_clears_what_was_recorded(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    cell = box_cell(ledger, 1, 1, "B2")
    recorded(ledger, tmp_path / "a.xlsx", HELD | {BOXES: {cell: "Missing"}})
    boxes = [
        [box.id for box in (*stop.handed_in, *stop.taken_out)]
        for stop in ledger.view.trips[0].stops
    ]
    first = ["–" if box == "B2" else "" for box in boxes[0]]
    second = ["" for _ in boxes[1]]
    answers = ["", "", "", "", "", *first, "", "", "", "", "", *second, "", "", ""]
    after = asked(ledger, answers, [])
    assert fates(after.stops[0])["B2"] is Fate.TAKEN_OUT
