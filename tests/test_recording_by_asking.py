"""A trip is told question by question, and a half answer records nothing."""

import io
from pathlib import Path

import pytest

import cli
from tests.ledgers import STOPS, a_ledger, filled, moved
from vongsach.actuals import Fate
from vongsach.errors import FileError
from vongsach.keeping.asking import ask_trip
from vongsach.keeping.recording import take, take_file


def test_a_trip_can_be_told_question_by_question(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    boxes = len(moved(ledger))
    first = sum(1 for stop, _ in moved(ledger) if stop == 1)
    answers = iter(["y", "8:15", "9:00", "12", "30", *["m"] * first, "n", "100", "102", ""])
    actual = ask_trip(ledger.view, 1, lambda _: next(answers), "en")
    assert 0 < first < boxes
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
