"""Statistics set what was held beside what was planned."""

import datetime as dt
from pathlib import Path

import openpyxl

from tests.builders import QUARTER
from tests.ledgers import STOPS, TRIPS, a_ledger, filled
from vongsach.keeping.figures import Statistics, write_statistics
from vongsach.keeping.recording import take_file
from vongsach.keeping.statistics import Kept, periods_of, tally_of


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
