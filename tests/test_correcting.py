"""A record that is corrected keeps what was not spoken of; a dash takes away what was recorded."""

from pathlib import Path

import openpyxl
import pytest

from tests.ledgers import BOXES, STOPS, TRIPS, a_ledger, filled, moved
from vongsach.actuals import Fate, StopActual, TripActual
from vongsach.errors import InputError
from vongsach.keeping.asking import ask_trip
from vongsach.keeping.recording import Ledger, open_ledger, take, take_file

FIRST: dict[str, dict[str, object]] = {
    TRIPS: {"D2": 100, "E2": 102, "F2": 3, "G2": "mưa"},
    STOPS: {
        "F2": "Yes", "G2": "8:15", "H2": "9:00", "I2": 12, "J2": 30, "K2": "đông",
        "F3": "Yes", "I3": 7,
    },
    BOXES: {"E2": "Missing"},
}  # fmt: skip


def recorded(ledger: Ledger, path: Path, cells: dict[str, dict[str, object]]) -> TripActual:
    """Record a sheet and return what holds of the first trip."""
    now = open_ledger(ledger.store, None)
    take_file(now, filled(now, path, cells), dry=False)
    return ledger.store.actuals(ledger.version)[0]


def fates(stop: StopActual) -> dict[str, Fate]:
    return {one.box: one.fate for one in stop.boxes}


@pytest.mark.parametrize(
    ("cells", "changed"),
    [
        ({STOPS: {"I2": 14}}, "readers"),
        ({TRIPS: {"F2": 4}}, "fuel"),
        ({STOPS: {"F3": "No"}}, "second"),
        ({BOXES: {"E2": "Handed in"}}, "box"),
    ],
)
def test_one_cell_alone_is_corrected(
    tmp_path: Path, cells: dict[str, dict[str, object]], changed: str
) -> None:
    ledger = a_ledger(tmp_path)
    before = recorded(ledger, tmp_path / "a.xlsx", FIRST)
    after = recorded(ledger, tmp_path / "b.xlsx", cells)
    (_, box), first, second = moved(ledger)[0], before.stops[0], before.stops[1]
    if changed == "readers":
        first = first.model_copy(update={"readers": 14})
    if changed == "second":
        assert (after.stops[1].held, after.stops[1].readers) == (False, None)
        assert after.stops[1].boxes == ()
        second = after.stops[1]
    if changed == "box":
        assert fates(after.stops[0]) == fates(first) | {box: Fate.HANDED_IN}
        first = after.stops[0]
    fuel = 4_000 if changed == "fuel" else 3_000
    assert after == before.model_copy(update={"fuel": fuel, "stops": (first, second)})
    assert after != before


def test_a_sheet_without_the_trip_or_the_stop_takes_nothing_away(tmp_path: Path) -> None:
    ledger, path = a_ledger(tmp_path), tmp_path / "b.xlsx"
    before = recorded(ledger, tmp_path / "a.xlsx", FIRST)
    book = openpyxl.load_workbook(filled(ledger, path, {BOXES: {"E2": "Damaged"}}))
    book[TRIPS].delete_rows(2)
    book[STOPS].delete_rows(2, 5)
    book.save(path)
    take_file(open_ledger(ledger.store, None), path, dry=False)
    (after,) = ledger.store.actuals(ledger.version)
    assert fates(after.stops[0])[moved(ledger)[0][1]] is Fate.DAMAGED
    assert (after.stops[0].readers, after.stops[1]) == (12, before.stops[1])
    assert (after.fuel, after.note) == (before.fuel, before.note)


def test_a_dash_takes_away_what_was_recorded(tmp_path: Path) -> None:
    ledger, dash = a_ledger(tmp_path), "–"
    before = recorded(ledger, tmp_path / "a.xlsx", FIRST)
    cells: dict[str, dict[str, object]] = {
        TRIPS: {"F2": dash, "G2": dash},
        STOPS: {"I2": "-", "K2": " — ", "F3": dash},
        BOXES: {"E2": dash},
    }
    after = recorded(ledger, tmp_path / "b.xlsx", cells)
    assert (after.fuel, after.note, after.odometer_to) == (None, "", before.odometer_to)
    (stop,) = after.stops
    assert (stop.readers, stop.note, stop.loans, stop.arrival) == (None, "", 30, 29_700)
    number, box = moved(ledger)[0]
    planned = ledger.view.trips[0].stops[number - 1]
    was = Fate.HANDED_IN if box in {one.id for one in planned.handed_in} else Fate.TAKEN_OUT
    assert fates(stop)[box] is was
    everything: dict[str, dict[str, object]] = {
        TRIPS: {"D2": dash, "E2": dash},
        STOPS: {"F2": dash},
    }
    assert recorded(ledger, tmp_path / "c.xlsx", everything).stops == ()


def test_figures_of_a_visit_that_was_recorded_as_not_held_are_a_contradiction(
    tmp_path: Path,
) -> None:
    ledger = a_ledger(tmp_path)
    recorded(ledger, tmp_path / "a.xlsx", {STOPS: {"F2": "No"}})
    with pytest.raises(InputError) as caught:
        recorded(ledger, tmp_path / "b.xlsx", {STOPS: {"I2": 5}})
    assert [f"{one.code} {one.cell}" for one in caught.value.problems] == ["E906 I2"]
    after = recorded(ledger, tmp_path / "c.xlsx", {STOPS: {"F2": "Yes", "I2": 5}})
    assert len(after.stops[0].boxes) == sum(stop == 1 for stop, _ in moved(ledger))


def test_a_time_that_crosses_the_recorded_one_is_told_at_its_own_cell(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    recorded(ledger, tmp_path / "a.xlsx", FIRST)
    with pytest.raises(InputError) as caught:
        recorded(ledger, tmp_path / "b.xlsx", {STOPS: {"G2": "9:30"}, TRIPS: {"D2": 200}})
    told = {f"{one.code} {one.sheet}!{one.cell}" for one in caught.value.problems}
    assert told == {f"E905 {STOPS}!G2", f"E909 {TRIPS}!D2"}


def test_what_was_corrected_is_marked_in_the_ledger(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    recorded(ledger, tmp_path / "a.xlsx", FIRST)
    before = ledger.store.movements()
    assert all(line.holds for line in before)
    recorded(ledger, tmp_path / "b.xlsx", {STOPS: {"I2": 14}})
    after = ledger.store.movements()
    old, new = after[: len(before)], after[len(before) :]
    assert [line.holds for line in after] == [False] * len(old) + [True] * len(new)
    assert [line.box for line in old] == [line.box for line in new]


def asked(ledger: Ledger, answers: list[str], questions: list[str]) -> TripActual:
    """Answer the questions about the first trip, and record what comes of it."""
    now, left = open_ledger(ledger.store, None), iter(answers)

    def answer(question: str) -> str:
        questions.append(question)
        return next(left)

    actual = ask_trip(now.view, 1, answer, "en", known=now.actuals)
    take(now, (actual,), "–")
    assert list(left) == []
    return actual


def test_a_blank_answer_keeps_what_was_recorded(tmp_path: Path) -> None:
    ledger, questions = a_ledger(tmp_path), list[str]()
    before = recorded(ledger, tmp_path / "a.xlsx", FIRST)
    boxes = [sum(stop == number for stop, _ in moved(ledger)) for number in (1, 2)]
    blank = ["", "", "", "", "", *[""] * boxes[0], "", "", "", "", "", *[""] * boxes[1], "", "", ""]
    assert asked(ledger, blank, questions) == before
    assert any("recorded 08:15" in question for question in questions)
    (about,) = (one for one in questions if moved(ledger)[0][1] in one)
    assert "Missing" in about
    given = [*blank]
    given[3], given[5] = "–", "x"
    after = asked(ledger, given, questions)
    assert after.stops[0].readers is None
    assert Fate.MISSING not in fates(after.stops[0]).values()
    assert len(after.stops[0].boxes) == boxes[0]


def test_nothing_is_assumed_of_a_box_that_was_missing_on_an_earlier_stop(tmp_path: Path) -> None:
    """Enter at its next hand-over does not say that it was found."""
    ledger, questions = a_ledger(tmp_path), list[str]()
    again = [box for _, box in moved(ledger) if sum(box == one for _, one in moved(ledger)) > 1]
    assert again, "the plan moves a box at two stops of the trip"
    first = ["m" if box == again[0] else "" for stop, box in moved(ledger) if stop == 1]
    second = ["" for stop, _ in moved(ledger) if stop == 2]
    answers = ["y", "", "", "", "", *first, "y", "", "", "", "", *second, "", "", ""]
    actual = asked(ledger, answers, questions)
    assert fates(actual.stops[0])[again[0]] is Fate.MISSING
    assert again[0] not in fates(actual.stops[1])
