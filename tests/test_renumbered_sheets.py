"""A sheet that was written for another version of a plan is read by its mark, trip for trip."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.builders import a_trip, a_trip_day, day
from tests.ledgers import DAY, STOPS, TRIPS, filled, two_trips
from tests.test_records_that_hold import replaced_by
from vongsach.errors import InputError
from vongsach.keeping.recording import Ledger, open_ledger, take_file
from vongsach.plan import Trip
from vongsach.store import Status


def replanned(ledger: Ledger, *trips: Trip) -> Ledger:
    """Publish a version with these trips in the place of the plan."""
    stored = ledger.stored
    ledger.store.save(replaced_by(stored.plan, *trips), stored.network, stored.travel)
    ledger.store.decide(ledger.store.find(), Status.PUBLISHED, "Lò Văn Pâng", DAY)
    return open_ledger(ledger.store, None)


def with_one_between(ledger: Ledger) -> Ledger:
    """Publish a version with a trip between the two of the plan: the second becomes the third."""
    first, second = ledger.stored.plan.routing.trips
    between = a_trip(id="T9", days=(a_trip_day(day=day(2)),))
    return replanned(ledger, first, between, second.model_copy(update={"id": "T7"}))


def test_trips_that_are_the_same_are_recorded_under_their_new_numbers(tmp_path: Path) -> None:
    old = two_trips(tmp_path)
    said: dict[str, dict[str, object]] = {TRIPS: {"F3": 3}, STOPS: {"F3": "Yes", "I3": 9}}
    path = filled(old, tmp_path / "v1.xlsx", said)
    new = with_one_between(old)
    assert take_file(new, path, dry=False).taken == 1
    (actual,) = new.store.actuals(new.version)
    assert (actual.trip, actual.fuel, actual.stops[0].readers) == ("T7", 3_000, 9)
    assert old.store.actuals(old.version) == ()


@pytest.mark.parametrize("other", ["van", "day", "stops"])
def test_a_trip_that_changed_is_refused_in_one_sentence(tmp_path: Path, other: str) -> None:
    old = two_trips(tmp_path)
    path = filled(old, tmp_path / "v1.xlsx", {STOPS: {"F2": "Yes", "F3": "Yes", "I3": 9}})
    first, second = old.stored.plan.routing.trips
    kinds: dict[str, dict[str, Any]] = {
        "van": {"van": "X2"},
        "day": {"days": (a_trip_day(day=day(3)),)},
        "stops": {"days": (second.days[0].model_copy(update={"stops": second.days[0].stops * 2}),)},
    }
    changed = kinds[other]
    new = replanned(old, first, second.model_copy(update={"id": "T5"} | changed))
    with pytest.raises(InputError) as caught:
        take_file(new, path, dry=False)
    (problem,) = caught.value.problems
    assert (problem.code, problem.facts["trips"]) == ("E913", f"2 ({day(4):%d/%m/%Y})")
    assert new.store.actuals(new.version) == ()


def test_a_dash_for_a_trip_that_is_gone_is_not_passed_over(tmp_path: Path) -> None:
    """What it was to take away is recorded of no trip of the new plan."""
    old = two_trips(tmp_path)
    path = filled(old, tmp_path / "v1.xlsx", {TRIPS: {"F3": "–"}, STOPS: {"F2": "Yes"}})
    new = replanned(old, old.stored.plan.routing.trips[0])
    with pytest.raises(InputError) as caught:
        take_file(new, path, dry=False)
    assert [one.code for one in caught.value.problems] == ["E913"]


def test_a_blank_row_of_a_trip_that_is_gone_hinders_nothing(tmp_path: Path) -> None:
    old = two_trips(tmp_path)
    path = filled(old, tmp_path / "v1.xlsx", {STOPS: {"F2": "Yes"}})
    new = replanned(old, old.stored.plan.routing.trips[0])
    assert take_file(new, path, dry=False).held == 1


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"H2": "2027Q1/v9-0000000", "H3": None}, "E914"),
        ({"H2": "2027Q1/v9-0000000"}, "E915"),
        ({"A3": 5}, "E901"),
    ],
)
def test_a_mark_that_is_not_understood_is_told(
    tmp_path: Path, cells: dict[str, object], code: str
) -> None:
    old = two_trips(tmp_path)
    path = filled(old, tmp_path / "v1.xlsx", {TRIPS: cells, STOPS: {"F2": "Yes"}})
    with pytest.raises(InputError) as caught:
        take_file(with_one_between(old), path, dry=False)
    assert code in {one.code for one in caught.value.problems}


def test_a_sheet_without_marks_is_read_as_one_of_the_plan(tmp_path: Path) -> None:
    old = two_trips(tmp_path)
    path = filled(old, tmp_path / "v1.xlsx", {STOPS: {"F2": "Yes"}})
    book = openpyxl.load_workbook(path)
    book[TRIPS].delete_cols(8)
    book.save(path)
    assert take_file(old, path, dry=False).held == 1
