"""The next quarter, and what a workspace says of itself, start from what was recorded."""

import json
import re
from pathlib import Path

import pytest

import cli
from tests.builders import MONDAY
from tests.ledgers import BOXES, DAY, STOPS, a_ledger, a_store, filled, moved
from tests.test_rolling import a_rich_plan
from vongsach.beginning import named_quarter
from vongsach.keeping.recording import open_ledger, take_file
from vongsach.keeping.survey import survey
from vongsach.rolling import rolled
from vongsach.store import PlanStore, Status
from vongsach.units import BoxId
from vongsach.whereabouts import follow
from vongsach.workspace import Workspace

NEXT = named_quarter("2027Q2")


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
    _, box = moved(ledger)[0]
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
