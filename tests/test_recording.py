"""A filled sheet is taken in whole, or told what it contradicts, cell by cell."""

from pathlib import Path

import openpyxl
import pytest

from tests.ledgers import BOXES, STOPS, TRIPS, a_ledger, filled, moved, problems, two_trips
from vongsach.actuals import Fate
from vongsach.keeping.recording import open_ledger, take_file, write_template


def test_the_blank_workbook_holds_every_trip_stop_and_box(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    book = openpyxl.load_workbook(write_template(ledger, tmp_path / "a.xlsx", "en"))
    rows = {
        name: [row[:2] for row in book[name].iter_rows(2, values_only=True)]
        for name in (TRIPS, STOPS, BOXES)
    }
    stops = ledger.view.trips[0].stops
    assert [row[0] for row in rows[TRIPS]] == [trip.number for trip in ledger.view.trips]
    assert rows[STOPS] == [(1, stop.number) for stop in stops]
    moved = [(1, stop.number) for stop in stops for _ in (*stop.handed_in, *stop.taken_out)]
    assert rows[BOXES] == moved


def test_what_was_written_down_is_recorded_once_and_corrected_by_a_newer_record(
    tmp_path: Path,
) -> None:
    ledger = a_ledger(tmp_path)
    cells: dict[str, dict[str, object]] = {
        TRIPS: {"D2": 100, "E2": "102,5", "F2": 3},
        STOPS: {"F2": "Yes", "G2": "8:15", "H2": "9:00", "I2": 12, "J2": 30},
    }
    path = filled(ledger, tmp_path / "a.xlsx", cells)
    assert take_file(ledger, path, dry=True).taken == 1
    assert ledger.store.actuals(ledger.version) == ()
    assert take_file(ledger, path, dry=False).taken == 1
    again = open_ledger(ledger.store, None)
    assert take_file(again, path, dry=False).taken == 0
    (actual,) = again.actuals
    assert (actual.odometer_from, actual.odometer_to, actual.fuel) == (100_000, 102_500, 3_000)
    (stop,) = actual.stops
    assert (stop.held, stop.arrival, stop.readers, stop.loans) == (True, 29_700, 12, 30)
    moved = {(box.box, box.fate) for box in stop.boxes}
    planned = ledger.view.trips[0].stops[0]
    assert moved == {
        *((box.id, Fate.HANDED_IN) for box in planned.handed_in),
        *((box.id, Fate.TAKEN_OUT) for box in planned.taken_out),
    }
    lines = len(ledger.store.movements())
    assert lines == len(moved)
    cells[STOPS]["I2"] = 14
    assert take_file(again, filled(ledger, path, cells), dry=False).taken == 1
    assert open_ledger(ledger.store, None).actuals[0].stops[0].readers == 14
    assert len(ledger.store.movements()) == 2 * lines


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({TRIPS: {"A2": 9}}, "E901 Trips!A2"),
        ({STOPS: {"B2": 9, "F2": "Yes"}}, "E902 Stops!B2"),
        ({STOPS: {"D2": "P9", "F2": "Yes"}}, "E903 Stops!D2"),
        ({STOPS: {"B3": 1, "F2": "Yes"}}, "E904 Stops!B3"),
        ({STOPS: {"G2": "9:00", "H2": "8:00"}}, "E905 Stops!H2"),
        ({STOPS: {"F2": "No", "I2": 4}}, "E906 Stops!I2"),
        ({BOXES: {"C2": "B99", "E2": "Missing"}}, "E907 Boxes!C2"),
        ({TRIPS: {"D2": 10, "E2": 5}}, "E909 Trips!E2"),
        ({}, "E911 !"),
        ({STOPS: {"K2": "đường sạt lở"}}, "E912 Stops!F2"),
        ({STOPS: {"I2": "many"}}, "E302 Stops!I2"),
    ],
)
def test_a_contradiction_is_told_at_its_cell_and_nothing_is_recorded(
    tmp_path: Path, cells: dict[str, dict[str, object]], told: str
) -> None:
    assert told in problems(a_ledger(tmp_path), tmp_path / "a.xlsx", cells)


def test_what_is_said_of_a_box_counts_where_the_row_of_its_stop_is_gone(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    cells: dict[str, dict[str, object]] = {BOXES: {"E2": "Missing"}}
    path = filled(ledger, tmp_path / "a.xlsx", cells)
    book = openpyxl.load_workbook(path)
    box = book[BOXES]["C2"].value
    book[STOPS].delete_rows(2)
    book.save(path)
    assert take_file(ledger, path, dry=False).taken == 1
    (actual,) = open_ledger(ledger.store, None).actuals
    assert (box, Fate.MISSING) in {(one.box, one.fate) for one in actual.stops[0].boxes}


def test_a_box_cannot_be_taken_out_where_it_does_not_stand(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    last = len(list(moved(ledger))) + 2
    extra: dict[str, object] = {
        f"A{last}": 1,
        f"B{last}": 1,
        f"C{last}": "B4",
        f"E{last}": "Taken out",
    }
    assert f"E910 Boxes!E{last}" in problems(ledger, tmp_path / "a.xlsx", {BOXES: extra})


def test_a_box_is_not_handed_in_twice_on_one_trip(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    last = len(list(moved(ledger))) + 2
    box = next(box for stop, box in moved(ledger) if stop == 1)
    rows: dict[str, object] = {
        "E2": "Handed in",
        "C2": box,
        f"A{last}": 1,
        f"B{last}": 2,
        f"C{last}": box,
        f"E{last}": "Handed in",
    }
    found = problems(ledger, tmp_path / "a.xlsx", {BOXES: rows})
    assert f"E908 Boxes!E{last}" in found


def test_an_odometer_far_from_the_plan_is_a_warning(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    cells: dict[str, dict[str, object]] = {TRIPS: {"D2": 0, "E2": 9000}}
    done = take_file(ledger, filled(ledger, tmp_path / "a.xlsx", cells), dry=False)
    assert [problem.code for problem in done.problems] == ["W951"]
    assert done.taken == 1


def test_a_note_on_a_trip_alone_is_kept(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    cells: dict[str, dict[str, object]] = {TRIPS: {"G2": "xe hỏng giữa đường"}}
    assert take_file(ledger, filled(ledger, tmp_path / "a.xlsx", cells), dry=False).taken == 1
    (actual,) = open_ledger(ledger.store, None).actuals
    assert (actual.note, actual.stops) == ("xe hỏng giữa đường", ())


def test_an_odometer_that_fell_since_the_trip_before_is_a_warning(tmp_path: Path) -> None:
    ledger, path = two_trips(tmp_path), tmp_path / "a.xlsx"
    near = round(sum(leg.metres or 0 for leg in ledger.view.trips[0].legs) / 1000)
    fell: dict[str, object] = {"D2": 100, "E2": 100 + near, "D3": 99, "E3": 99 + near}
    done = take_file(ledger, filled(ledger, path, {TRIPS: fell}), dry=True)
    assert [f"{one.code} {one.cell}" for one in done.problems] == ["W952 D3"]
    first, second = {"D2": 100, "E2": 100 + near}, {"D3": 99, "E3": 99 + near}
    take_file(ledger, filled(ledger, path, {TRIPS: dict(first)}), dry=False)
    again = open_ledger(ledger.store, None)
    done = take_file(again, filled(again, path, {TRIPS: dict(second)}), dry=False)
    assert [f"{one.code} {one.cell}" for one in done.problems] == ["W952 D3"]
    assert done.problems[0].facts["earlier"] == f"{100 + near}.0 km"
    fine = {"D3": 100 + near, "E3": 100 + 2 * near}
    assert take_file(again, filled(again, path, {TRIPS: dict(fine)}), dry=True).problems == ()
