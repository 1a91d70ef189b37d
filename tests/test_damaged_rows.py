"""A row of the store that is damaged is shown as such, and the others are shown all the same."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import cli
from tests.ledgers import STOPS, a_ledger, filled, two_trips
from tests.test_records_that_hold import replaced_by
from vongsach.errors import FileError
from vongsach.keeping.recording import open_ledger, take_file
from vongsach.plan import Routing
from vongsach.store import PlanStore, Version, newest_published
from vongsach.words import say

Capture = pytest.CaptureFixture[str]
HARMS = {
    "plan": "UPDATE plans SET bytes = X'00' WHERE number = 1",
    "no plan": "UPDATE plans SET bytes = '' WHERE number = 1",
    "decision": "UPDATE decisions SET day = '2026-13-40' WHERE status = 'congbo'",
    "status": "UPDATE decisions SET status = 'congbô' WHERE status = 'congbo'",
    "record": "UPDATE actuals SET document = substr(document, 1, 40)",
}


def harm(folder: Path, statement: str) -> None:
    """Change a row as nothing but a failing disk can: the triggers are taken away for it."""
    with closing(sqlite3.connect(PlanStore(folder).database)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(statement).rowcount > 0
        connection.commit()


def a_store_of_two(folder: Path) -> PlanStore:
    """Return a store with a published plan, of which a trip is recorded, and a newer draft."""
    ledger = two_trips(folder)
    take_file(ledger, filled(ledger, folder / "a.xlsx", {STOPS: {"F2": "Yes"}}), dry=False)
    stored = ledger.stored
    fewer = Routing(trips=stored.plan.routing.trips[:1])
    draft = stored.plan.model_copy(update={"routing": fewer})
    ledger.store.save(draft, stored.network, stored.travel)
    return ledger.store


def run(capture: Capture, folder: Path, *typed: str, code: int = 0) -> dict[str, Any]:
    assert cli.run(["-C", str(folder), "--json", "--lang", "en", *typed]) == code
    found: dict[str, Any] = json.loads(capture.readouterr().out)
    return found


@pytest.mark.parametrize("harmed", sorted(HARMS))
def test_a_damaged_row_is_told_and_the_others_are_listed(
    tmp_path: Path, capsys: Capture, harmed: str
) -> None:
    store = a_store_of_two(tmp_path)
    assert [one["fault"] for one in run(capsys, tmp_path, "history")["plans"]] == ["", ""]
    harm(tmp_path, HARMS[harmed])
    first, second = run(capsys, tmp_path, "history", code=1)["plans"]
    assert "damaged" in first["fault"]
    assert (second["fault"], second["trips"]) == ("", 1)
    state = run(capsys, tmp_path, "status", code=1)
    assert (state["newest"]["fault"], state["next"]) == ("", "damaged")
    told = [state["published"] or {"fault": ""}, *state["damaged"]]
    assert ["damaged" in one["fault"] for one in told].count(True) == 1
    found = run(capsys, tmp_path, "doctor", code=1)["findings"]
    (wrong,) = [one for one in found if not one["good"]]
    assert (wrong["code"], "v1" in wrong["fact"]) == ("plan_damaged", True)
    assert store.load("v2").plan.routing.trips


@pytest.mark.parametrize("harmed", ["decision", "status"])
def test_a_plan_whose_publication_is_damaged_is_no_draft(
    tmp_path: Path, capsys: Capture, harmed: str
) -> None:
    """What asks for the published plan takes neither a draft nor an older one in its place."""
    a_store_of_two(tmp_path)
    harm(tmp_path, HARMS[harmed])
    blank = str(tmp_path / "blank.xlsx")
    for typed in (
        ("record", "--template", blank),
        ("statistics",),
        ("replan", "--from", "2027-02-01"),
    ):
        assert cli.run(["-C", str(tmp_path), "--lang", "en", *typed]) == 2, typed
        assert "damaged" in capsys.readouterr().err, typed
    assert cli.run(["-C", str(tmp_path), "--lang", "en", "status"]) == 1
    told = capsys.readouterr().out
    assert "ERROR: " in told
    assert say("en", "keeping.status_page.nothing_published") not in told


def test_an_older_publication_does_not_pass_for_the_newest() -> None:
    """Only what was saved before the newest published plan may be damaged without harm."""
    sound = Version("2026-09-01", 1, Path("2026Q4/v1-congbo-a"), "congbo", "a")
    draft = Version("2026-12-01", 1, Path("2027Q1/v1-nhap-b"), "nhap", "b")
    assert newest_published((sound, draft)) == sound
    assert (
        newest_published((replace(draft, created="2026-08-01", fault="decisions"), sound)) == sound
    )
    assert newest_published((draft,)) is None
    with pytest.raises(FileError) as caught:
        newest_published((sound, replace(draft, fault="decisions")))
    assert (caught.value.code, caught.value.facts["cause"]) == ("plan_damaged", "decisions")


def test_a_network_that_is_gone_is_told_of_every_plan_made_from_it(
    tmp_path: Path, capsys: Capture
) -> None:
    a_store_of_two(tmp_path)
    harm(tmp_path, "DELETE FROM contents WHERE kind = 'network'")
    told = [one["fault"] for one in run(capsys, tmp_path, "history", code=1)["plans"]]
    assert ["network.json" in fault for fault in told] == [True, True]
    assert run(capsys, tmp_path, "status", code=1)["next"] == "damaged"


def test_the_line_of_a_damaged_plan_says_what_is_wrong(tmp_path: Path, capsys: Capture) -> None:
    a_store_of_two(tmp_path)
    harm(tmp_path, HARMS["plan"])
    assert cli.run(["-C", str(tmp_path), "history"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "v1-congbo" in lines[0]
    assert lines[1].strip().startswith("LỖI: ")
    assert "plan.json" in lines[1]
    assert "v2-nhap" in lines[2]


@pytest.mark.parametrize("harmed", ["plan", "decision", "record"])
def test_a_plan_that_replaces_a_damaged_one_is_not_damaged_itself(
    tmp_path: Path, capsys: Capture, harmed: str
) -> None:
    """Its records are not all known, though: nothing is built on them."""
    ledger = two_trips(tmp_path)
    take_file(ledger, filled(ledger, tmp_path / "a.xlsx", {STOPS: {"F2": "Yes"}}), dry=False)
    stored = ledger.stored
    later = replaced_by(stored.plan, *stored.plan.routing.trips[:1])
    ledger.store.save(later, stored.network, stored.travel)
    harm(tmp_path, HARMS[harmed])
    first, second = run(capsys, tmp_path, "history", code=1)["plans"]
    assert ("damaged" in first["fault"], second["fault"]) == (True, "")
    assert "/v1-" in second["doubt"]
    assert "/v2-" in second["doubt"]
    state = run(capsys, tmp_path, "status", code=1)
    assert (state["next"], state["newest"]["fault"]) == ("damaged", "")
    wrong = [one for one in run(capsys, tmp_path, "doctor", code=1)["findings"] if not one["good"]]
    assert ["/v1-" in one["fact"] for one in wrong] == [True]
    assert ledger.store.load("v2").plan == later
    with pytest.raises(FileError) as caught:
        open_ledger(ledger.store, "v2")
    assert caught.value.code == "earlier_damaged"


def test_a_damaged_record_is_not_planned_on(tmp_path: Path) -> None:
    store = a_store_of_two(tmp_path)
    harm(tmp_path, HARMS["record"])
    with pytest.raises(FileError) as caught:
        open_ledger(store, "v1")
    assert (caught.value.code, caught.value.facts["trip"]) == ("record_damaged", "T1")


def test_a_plan_is_saved_beside_a_damaged_one(tmp_path: Path) -> None:
    store = a_store_of_two(tmp_path)
    stored = store.load("v1")
    harm(tmp_path, HARMS["plan"])
    again = store.save(stored.plan, stored.network, stored.travel)
    assert again.name.startswith("v3-")
    assert store.load("v3").plan == stored.plan


def test_a_word_of_the_ledger_that_is_no_fate_is_shown_as_it_stands(
    tmp_path: Path, capsys: Capture
) -> None:
    ledger = a_ledger(tmp_path)
    take_file(ledger, filled(ledger, tmp_path / "a.xlsx", {STOPS: {"F2": "Yes"}}), dry=False)
    harm(tmp_path, "UPDATE movements SET kind = 'handed_on' WHERE id = 1")
    assert cli.run(["-C", str(tmp_path), "history", "--boxes"]) == 0
    first, *others = capsys.readouterr().out.splitlines()
    assert "?handed_on?" in first
    assert others
