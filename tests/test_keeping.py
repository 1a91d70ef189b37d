"""Publishing is a promise, records are a ledger, and the next quarter starts from both."""

import datetime as dt
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest

import cli
from tests.builders import (
    MONDAY,
    QUARTER,
    a_network,
    a_plan,
    a_travel,
    a_trip,
    a_trip_day,
    day,
)
from tests.test_rolling import a_rich_plan
from vongsach.actuals import Fate
from vongsach.beginning import named_quarter
from vongsach.check import Report, check_plan
from vongsach.errors import FileError, InputError, RefusedError
from vongsach.fingerprint import network_sha256, travel_sha256
from vongsach.keeping.asking import ask_trip
from vongsach.keeping.figures import Statistics, write_statistics
from vongsach.keeping.publishing import Decision, decide
from vongsach.keeping.recording import Ledger, open_ledger, take, take_file, write_template
from vongsach.keeping.statistics import Kept, periods_of, tally_of
from vongsach.keeping.survey import survey
from vongsach.output import join
from vongsach.plan import MadeFrom, Plan, Routing
from vongsach.rolling import rolled
from vongsach.store import PlanStore, Status
from vongsach.units import BoxId
from vongsach.whereabouts import follow
from vongsach.workspace import Workspace

NEXT = named_quarter("2027Q2")
DAY = dt.date(2026, 12, 20)
SIGNED = Decision(Status.PUBLISHED, "Lò Văn Pâng", DAY)
TRIPS, STOPS, BOXES = "Trips", "Stops", "Boxes"


def a_store(folder: Path) -> PlanStore:
    """Return a store with one plan: a trip to P1 and P2 that moves B1, B2 and B3."""
    network, plan = a_rich_plan()
    travel = a_travel(network)
    made = MadeFrom(
        network_sha256=network_sha256(network), travel_sha256=travel_sha256(travel), program="t"
    )
    store = PlanStore(folder)
    store.save(Plan(**dict(plan) | {"made_from": made}), network, travel)
    return store


def a_ledger(folder: Path) -> Ledger:
    store = a_store(folder)
    store.decide(store.find(), Status.PUBLISHED, "Lò Văn Pâng", DAY)
    return open_ledger(store, None)


def filled(ledger: Ledger, path: Path, cells: dict[str, dict[str, object]]) -> Path:
    """Write the blank workbook of a plan with some cells filled in."""
    write_template(ledger, path, "en")
    book = openpyxl.load_workbook(path)
    for sheet, values in cells.items():
        for cell, value in values.items():
            book[sheet][cell].value = value
    book.save(path)
    return path


def problems(ledger: Ledger, path: Path, cells: dict[str, dict[str, object]]) -> list[str]:
    with pytest.raises(InputError) as caught:
        take_file(ledger, filled(ledger, path, cells), dry=False)
    assert ledger.store.actuals(ledger.version) == ()
    return [f"{one.code} {one.sheet}!{one.cell}" for one in caught.value.problems]


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
    last = len(list(_moved(ledger))) + 2
    extra: dict[str, object] = {
        f"A{last}": 1,
        f"B{last}": 1,
        f"C{last}": "B4",
        f"E{last}": "Taken out",
    }
    assert f"E910 Boxes!E{last}" in problems(ledger, tmp_path / "a.xlsx", {BOXES: extra})


def test_a_box_is_not_handed_in_twice_on_one_trip(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    last = len(list(_moved(ledger))) + 2
    box = next(box for stop, box in _moved(ledger) if stop == 1)
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


def _moved(ledger: Ledger) -> list[tuple[int, str]]:
    stops = ledger.view.trips[0].stops
    return [(stop.number, box.id) for stop in stops for box in (*stop.handed_in, *stop.taken_out)]


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


def two_trips(folder: Path) -> Ledger:
    """Return the ledger of a plan in which one van goes out on two days."""
    later = a_trip(id="T2", days=(a_trip_day(day=day(4)),))
    plan = a_plan(Routing(trips=(a_trip(), later)))
    network = a_network()
    travel = a_travel(network)
    made = MadeFrom(
        network_sha256=network_sha256(network), travel_sha256=travel_sha256(travel), program="t"
    )
    store = PlanStore(folder)
    store.save(Plan(**dict(plan) | {"made_from": made}), network, travel)
    store.decide(store.find(), Status.PUBLISHED, "Lò Văn Pâng", DAY)
    return open_ledger(store, None)


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


def test_without_records_boxes_go_where_the_plan_says() -> None:
    network, plan = a_rich_plan()
    assert rolled(network, plan, NEXT, ()) == rolled(network, plan, NEXT)


def test_the_next_quarter_starts_from_what_was_recorded(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    cells: dict[str, dict[str, object]] = {STOPS: {"F2": "No"}}
    take_file(ledger, filled(ledger, tmp_path / "a.xlsx", cells), dry=False)
    network, plan = ledger.stored.network, ledger.stored.plan
    actuals = ledger.store.actuals(ledger.version)
    after = rolled(network, plan, NEXT, actuals)
    first = ledger.view.trips[0].stops[0]
    before = {box.id: box.stands_at for box in network.boxes}
    stands = {box.id: box.stands_at for box in after.boxes}
    for box in first.taken_out:
        assert stands[box.id] == before[box.id]
    for box in first.handed_in:
        assert stands[box.id] != first.place.id
    missed = {service.id for service in first.services}
    was = {service.id: service.last_visit for service in network.services}
    assert all(one.last_visit == was[one.id] for one in after.services if one.id in missed)


def test_a_missing_box_stays_out_of_the_next_plan(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    _, box = _moved(ledger)[0]
    cells: dict[str, dict[str, object]] = {STOPS: {"F2": "Yes"}, BOXES: {"E2": "Missing"}}
    done = take_file(ledger, filled(ledger, tmp_path / "a.xlsx", cells), dry=False)
    assert done.lost == (box,)
    actuals = ledger.store.actuals(ledger.version)
    after = rolled(ledger.stored.network, ledger.stored.plan, NEXT, actuals)
    assert {one.id: one.lost_from for one in after.boxes}[BoxId(done.lost[0])] == MONDAY


def test_whereabouts_follow_a_box_day_by_day() -> None:
    network, plan = a_rich_plan()
    where = follow(network, plan, ())
    assert where.at(network.boxes[0].id, MONDAY) == "P1"
    assert where.stood(network.boxes[0].id, network.vans[0].depot, MONDAY)
    assert not where.knows("nobody")  # type: ignore[arg-type]


def test_a_trip_can_be_told_question_by_question(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    boxes = len(_moved(ledger))
    first = sum(1 for stop, _ in _moved(ledger) if stop == 1)
    answers = iter(["y", "8:15", "9:00", "12", "30", *["m"] * first, "n", "100", "102", ""])
    actual = ask_trip(ledger.view, 1, lambda _: next(answers), "en")
    assert first < boxes or boxes == first
    assert [stop.held for stop in actual.stops] == [True, False]
    assert {box.fate for box in actual.stops[0].boxes} == {Fate.MISSING}
    assert actual.odometer_to == 102_000
    assert take(ledger, (actual,), "–").taken == 1


@pytest.mark.parametrize(
    ("number", "answers", "code"),
    [
        (7, [], "no_such_trip_recorded"),
        (1, ["perhaps"], "bad_answer"),
        (1, ["y", "x"], "bad_answer"),
    ],
)
def test_an_answer_that_is_not_understood_records_nothing(
    tmp_path: Path, number: int, answers: list[str], code: str
) -> None:
    said = iter(answers)
    with pytest.raises(FileError) as caught:
        ask_trip(a_ledger(tmp_path).view, number, lambda _: next(said), "en")
    assert caught.value.code == code


@pytest.mark.parametrize("typed", ["", "y\n8:15\n"])
def test_the_end_of_input_records_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """It ends as an interrupted question does, and what was recorded stays."""
    ledger = a_ledger(tmp_path)
    cells: dict[str, dict[str, object]] = {STOPS: {"F2": "Yes", "I2": 12}}
    take_file(ledger, filled(ledger, tmp_path / "a.xlsx", cells), dry=False)
    before = ledger.store.actuals(ledger.version)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert cli.run(["-C", str(tmp_path), "--lang", "en", "record", "--trip", "1"]) == 5
    assert ledger.store.actuals(ledger.version) == before != ()


def test_a_plan_that_breaks_rules_is_not_published(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    stored = store.load()
    report = check_plan(stored.plan, stored.network, stored.travel)
    assert not report.ok
    with pytest.raises(RefusedError) as caught:
        decide(store, store.find(), report, SIGNED, language="vi")
    assert caught.value.code == "publish_broken"
    assert store.find().status == Status.DRAFT


def test_publishing_writes_the_list_of_communes_to_be_told(tmp_path: Path) -> None:
    """One row for each commune that is visited, with its places and the first day."""
    store = a_store(tmp_path)
    done = decide(store, store.find(), Report(violations=(), cost=()), SIGNED, language="vi")
    assert done.notices is not None
    rows = list(openpyxl.load_workbook(done.notices).worksheets[0].iter_rows(values_only=True))
    view = join(*(getattr(store.load(), name) for name in ("plan", "network", "travel")))
    visited = [one for one in view.places if one.visits]
    told = [row for row in rows if any(isinstance(cell, dt.datetime) for cell in row)]
    assert len(told) == done.communes == len({one.place.commune for one in visited}) > 0
    text = " ".join(str(cell) for row in told for cell in row)
    assert all(one.place.name in text for one in visited)
    assert store.find().status == Status.PUBLISHED


def test_who_approved_a_plan_stays_its_approver_when_it_is_published(tmp_path: Path) -> None:
    store, sound = a_store(tmp_path), Report(violations=(), cost=())
    decide(store, store.find(), sound, Decision(Status.APPROVED, "Lò Văn Pâng", DAY), language="vi")
    later = DAY + dt.timedelta(days=3)
    other = Decision(Status.PUBLISHED, "Khác Tên", later)
    with pytest.raises(RefusedError) as caught:
        decide(store, store.find(), sound, other, language="vi")
    assert caught.value.code == "approver_other"
    nameless = Decision(Status.PUBLISHED, "", later)
    done = decide(store, store.find(), sound, nameless, language="vi")
    standing = store.standing(done.version)
    assert (standing.approver, standing.approved_on) == ("Lò Văn Pâng", DAY)
    assert (standing.status, standing.published_on) == (Status.PUBLISHED, later)


def test_nobody_publishes_without_a_name(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    stored = store.load()
    report = check_plan(stored.plan, stored.network, stored.travel)
    with pytest.raises(RefusedError) as caught:
        decide(store, store.find(), report, Decision(Status.PUBLISHED, " ", DAY), language="vi")
    assert caught.value.code == "approver_missing"


def test_periods_are_the_quarter_its_half_and_its_reporting_years(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    kept = Kept.of(ledger.stored, ledger.actuals)
    found = {(one.kind, one.name): (one.first_day, one.last_day) for one in periods_of([kept])}
    assert found == {
        ("quarter", QUARTER.name): (QUARTER.first_day, QUARTER.last_day),
        ("half", "2027"): (dt.date(2027, 1, 1), dt.date(2027, 6, 30)),
        ("year", "2027"): (dt.date(2026, 12, 1), dt.date(2027, 11, 30)),
    }


def test_statistics_set_what_was_held_beside_what_was_planned(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    cells: dict[str, dict[str, object]] = {
        TRIPS: {"D2": 0, "E2": 3, "F2": 2},
        STOPS: {"F2": "Yes", "I2": 12, "J2": 30, "F3": "No"},
    }
    take_file(ledger, filled(ledger, tmp_path / "a.xlsx", cells), dry=False)
    kept = Kept.of(ledger.stored, ledger.store.actuals(ledger.version))
    tally = tally_of([kept], periods_of([kept])[0])
    stops = ledger.view.trips[0].stops
    assert (tally.planned, tally.recorded, tally.held) == (len(stops), 2, 1)
    assert (tally.readers, tally.loans, tally.metres, tally.fuel) == (12, 30, 3000, 2000)
    assert tally.copies == sum(part.count for box in stops[0].handed_in for part in box.copies)
    book = openpyxl.load_workbook(write_statistics(Statistics((kept,)), tmp_path / "s.xlsx", "en"))
    assert book["By period"]["F2"].value == 1


def test_a_workspace_says_what_comes_next(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert survey(workspace, PlanStore(tmp_path)).next_step == "workbook"
    store = a_store(tmp_path)
    assert survey(workspace, store).next_step == "publish"
    store.decide(store.find(), Status.PUBLISHED, "A", DAY)
    assert survey(workspace, store).next_step == "record"


def test_the_verbs_lead_from_a_plan_to_the_next_quarter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A planner's quarter through the command line, as far as it needs no solver."""

    def run(*typed: str, code: int = 0) -> dict[str, object]:
        assert cli.run(["-C", str(tmp_path), "--json", "--lang", "en", *typed]) == code
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    store = a_store(tmp_path)
    blank = str(tmp_path / "actuals.xlsx")
    assert run("status")["next"] == "publish"
    run("record", "--template", blank, code=2)
    store.decide(store.find(), Status.PUBLISHED, "Lò Văn Pâng", DAY)
    assert "'approver': 'Lò Văn Pâng'" in str(run("history")["plans"])
    run("record", code=2)
    run("record", "--template", blank)
    assert run("record", blank, code=1)["problems"]
    filled(open_ledger(store, None), Path(blank), {STOPS: {"F2": "Yes", "I2": 5}})
    assert run("record", blank)["held"] == 1
    assert run("history", "--boxes")["movements"]
    periods = run("statistics", "--out", str(tmp_path / "s.xlsx"))["periods"]
    assert re.search(r"'readers': 5", str(periods))
    assert (tmp_path / "s.xlsx").is_file()
    run("publish", "--approver", "x", "--date", "someday", code=2)
