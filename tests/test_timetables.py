"""Timetables in the open schema: every defect at its row and column, and never a traceback."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vongsach.errors import FileError, InputError, Level, Problem
from vongsach.timetable import Timetable, read_timetable, write_timetable
from vongsach.timetable.recurrence import dates_of, week_of_cycle, weeks_between
from vongsach.timetable.rows import FIELDS
from vongsach.wording import problems_answer
from vongsach.words import LANGUAGES

GOOD = {
    "organisation": "Isle",
    "mobile": "Van 1",
    "route": "Monday 1",
    "community": "Brook",
    "stop": "Green",
    "address": "Green, Brook",
    "postcode": "",
    "geox": "-1.45",
    "geoy": "50.65",
    "day": "Monday",
    "type": "Public",
    "arrival": "09:30",
    "departure": "10:00",
    "frequency": "FREQ=WEEKLY;INTERVAL=2",
    "start": "2027-01-04",
    "end": "",
    "exceptions": "",
    "timetable": "https://example.org/",
}
NAMES = (
    "barnet", "bath_and_north_east_somerset", "birmingham", "cambridgeshire", "essex",
    "hillingdon", "librariesni", "north_lincolnshire", "north_yorkshire", "portsmouth",
    "shropshire", "south_gloucestershire", "suffolk", "west_dunbartonshire", "worcestershire",
)  # fmt: skip
UNUSABLE_ROWS = {"librariesni": 1}


def a_file(folder: Path, *rows: dict[str, str], fields: tuple[str, ...] = FIELDS) -> Path:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fields, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**GOOD, **row} for row in rows)
    path = folder / "isle.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def read(folder: Path, *rows: dict[str, str]) -> Timetable:
    return read_timetable(a_file(folder, *rows))


def found(timetable: Timetable) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.cell, problem.column) for problem in timetable.problems]


def test_a_good_row_has_no_defect(tmp_path: Path) -> None:
    timetable = read_timetable(a_file(tmp_path, {}), strict=True)
    assert timetable.problems == ()
    assert timetable.rows[0].dwell == 30 * 60


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("arrival", "9.30", "L202"),
        ("arrival", "25:00", "L202"),
        ("arrival", "", "L201"),
        ("departure", "09:30", "L301"),
        ("departure", "09:00", "L301"),
        ("start", "04/01/2027", "L203"),
        ("start", "2027-02-30", "L203"),
        ("day", "Mon", "L204"),
        ("frequency", "every other week", "L205"),
        ("frequency", "FREQ=WEEKLY;INTERVAL=0", "L205"),
        ("frequency", "FREQ=MONTHLY;BYDAY=5MO", "L205"),
        ("geox", "", "L206"),
        ("geox", "nan", "L206"),
        ("geoy", "150", "L206"),
        ("stop", "", "L201"),
    ],
)
def test_a_cell_that_cannot_be_used_leaves_its_row_out(
    tmp_path: Path, column: str, value: str, code: str
) -> None:
    timetable = read(tmp_path, {}, {"stop": "Other", "geox": "-1.46", column: value})
    assert len(timetable.rows) == 1
    problem = next(one for one in timetable.problems if one.level is Level.ERROR)
    assert (problem.code, problem.cell, problem.column) == (code, "3", column)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"arrival": "9:30"}, ("L208", "2", "arrival")),
        ({"start": "2027-01-05"}, ("L302", "2", "start")),
        ({"frequency": "FREQ=MONTHLY;BYDAY=1TU"}, ("L302", "2", "frequency")),
        ({"community": ""}, ("L303", "2", "community")),
        ({"arrival": "04:15"}, ("L308", "2", "arrival")),
        ({"type": "Pubic"}, ("L207", "2", "type")),
        ({"end": "2026-01-01"}, ("L309", "2", "end")),
        ({"exceptions": "2027-01-18, Easter"}, ("L203", "2", "exceptions")),
    ],
)
def test_what_is_doubtful_is_used_and_reported(
    tmp_path: Path, change: dict[str, str], expected: tuple[str, str, str]
) -> None:
    timetable = read(tmp_path, change)
    assert len(timetable.rows) == 1
    assert expected in found(timetable)


def test_overlaps_are_reported_with_the_other_row(tmp_path: Path) -> None:
    later = {"stop": "Mill", "arrival": "09:50", "departure": "10:20"}
    (problem,) = read(tmp_path, {}, later).problems
    assert (problem.code, problem.cell, problem.facts["other_row"]) == ("L305", "3", "2")


def test_impossible_drives_are_reported(tmp_path: Path) -> None:
    far = {"stop": "Mill", "geoy": "51.65", "arrival": "10:05", "departure": "10:20"}
    assert found(read(tmp_path, {}, far)) == [("L306", "3", "arrival")]


def test_a_stop_that_stands_twice_is_reported(tmp_path: Path) -> None:
    assert ("L304", "3", "stop") in found(read(tmp_path, {}, {"route": "Monday 9"}))


def test_a_van_on_two_trips_at_once_is_reported(tmp_path: Path) -> None:
    other = {"stop": "Mill", "route": "Monday 2"}
    assert ("L307", "3", "route") in found(read(tmp_path, {}, other))
    apart = other | {"start": "2027-01-11"}
    assert found(read(tmp_path, {}, apart)) == []


def test_strict_takes_nothing_that_breaks_the_schema(tmp_path: Path) -> None:
    path = a_file(tmp_path, {"arrival": "9:30"})
    with pytest.raises(InputError) as caught:
        read_timetable(path, strict=True)
    assert [problem.code for problem in caught.value.problems] == ["L208"]


def test_a_missing_column_ends_the_reading(tmp_path: Path) -> None:
    fields = tuple(name for name in FIELDS if name != "frequency")
    with pytest.raises(InputError) as caught:
        read_timetable(a_file(tmp_path, {}, fields=fields))
    assert [one.column for one in caught.value.problems if one.code == "L102"] == ["frequency"]


def test_a_file_that_is_not_there_is_an_orderly_end(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        read_timetable(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    ("rule", "start", "weeks", "week"),
    [
        ("FREQ=WEEKLY;INTERVAL=1", "2027-01-04", 1, 0),
        ("FREQ=MONTHLY;BYDAY=1MO", "2027-01-04", 4, 0),
        ("FREQ=MONTHLY;BYDAY=4MO", "2027-01-25", 4, 3),
        ("FREQ=MONTHLY;BYDAY=-1MO", "2027-01-25", 4, 3),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "2027-01-04", 2, 0),
        ("FREQ=MONTHLY;BYDAY=4MO,2MO", "2027-01-11", 2, 1),
    ],
)
def test_rules_have_a_rhythm_in_weeks(
    tmp_path: Path, rule: str, start: str, *, weeks: int, week: int
) -> None:
    (row,) = read(tmp_path, {"frequency": rule, "start": start}).rows
    assert (weeks_between(row), week_of_cycle(row)) == (weeks, week)


def test_dates_keep_weekday_rules_ends_and_exceptions(tmp_path: Path) -> None:
    """What another calendar of such timetables is known to lose."""
    (row,) = read(
        tmp_path,
        {
            "frequency": "FREQ=MONTHLY;BYDAY=2TH",
            "day": "Thursday",
            "start": "2027-01-14",
            "end": "2027-05-31",
            "exceptions": "2027-03-11",
        },
    ).rows
    assert dates_of(row, dt.date(2027, 1, 1), dt.date(2027, 12, 31)) == (
        dt.date(2027, 1, 14),
        dt.date(2027, 2, 11),
        dt.date(2027, 4, 8),
        dt.date(2027, 5, 13),
    )


@pytest.mark.parametrize("name", NAMES)
def test_real_timetables_load_and_come_back(shared_data: Path, tmp_path: Path, name: str) -> None:
    timetable = read_timetable(shared_data / "timetables" / f"{name}.csv")
    assert timetable.read - len(timetable.rows) == UNUSABLE_ROWS.get(name, 0)
    again = read_timetable(write_timetable(timetable.rows, tmp_path / "again.csv"), strict=True)
    kept = ("mobile", "stop", "weekday", "arrival", "departure", "frequency", "start")
    assert [[getattr(row, one) for one in kept] for row in again.rows] == [
        [getattr(row, one) for one in kept] for row in timetable.rows
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    column=st.sampled_from(FIELDS),
    value=st.text(max_size=40) | st.from_regex(r"[A-Z0-9=;,:+-]{0,20}", fullmatch=True),
)
def test_no_cell_brings_a_traceback(tmp_path: Path, column: str, value: str) -> None:
    path = a_file(tmp_path, {}, {"stop": "Other"})
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, FIELDS)
    writer.writeheader()
    writer.writerows([GOOD, {**GOOD, column: value}])
    path.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
    timetable = read_timetable(path)
    for row in timetable.rows:
        dates_of(row, dt.date(2027, 1, 1), dt.date(2027, 3, 31))
    for language in LANGUAGES:
        assert problems_answer(timetable.problems, "", language).lines


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(content=st.binary(max_size=300))
def test_no_file_brings_a_traceback(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    header = ",".join(FIELDS).encode()
    for start in (b"", header + b"\r\n"):
        path.write_bytes(start + content)
        try:
            problems: tuple[Problem, ...] = read_timetable(path).problems
        except InputError as error:
            problems = error.problems
        except FileError:
            problems = ()
        assert all(problem.code.startswith("L") for problem in problems)
