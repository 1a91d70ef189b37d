"""Calendars say the days and times of the plan, as series that outlive small changes."""

import datetime as dt
from pathlib import Path

import pytest

from tests.builders import HOUR, MONDAY, a_network, a_travel
from tests.exported import a_source, events, expanded, exported, ical, moment, visits, weekly
from tests.shown_plans import a_shown_plan, a_small_network
from vongsach.exports import write_exports


def test_calendars_expand_to_the_days_of_the_plan(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    exported(tmp_path, "ics", plan, network)
    found = sorted(
        (str(event["LOCATION"]).split(", ")[0], start, start + (event.end - event.start))
        for event in events(tmp_path / "lich" / "tat-ca.ics")
        for start in expanded(event)
    )
    assert found == visits(plan, network)


def test_times_are_those_of_vietnam_and_the_zone_is_in_the_file(tmp_path: Path) -> None:
    exported(tmp_path, "ics", weekly([0]), a_network())
    text = (tmp_path / "lich" / "tat-ca.ics").read_text(encoding="utf-8")
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20270104T081500" in text
    assert "BEGIN:VTIMEZONE" in text
    assert "TZOFFSETTO:+0700" in text


@pytest.mark.parametrize("gaps", [[0, 7, 14], [0, 14, 28, 56], [0, 28], [0, 7, 21, 28, 35]])
def test_a_rhythm_is_one_series_with_its_exceptions(tmp_path: Path, gaps: list[int]) -> None:
    exported(tmp_path, "ics", weekly(gaps), a_network())
    (event,) = events(tmp_path / "lich" / "tat-ca.ics")
    expected = [moment(MONDAY + dt.timedelta(days=gap), 8 * HOUR + 900) for gap in gaps]
    assert expanded(event) == expected


def test_days_without_a_rhythm_stand_alone(tmp_path: Path) -> None:
    exported(tmp_path, "ics", weekly([0, 8, 77]), a_network())
    found = events(tmp_path / "lich" / "tat-ca.ics")
    assert sorted(when for event in found for when in expanded(event)) == [
        moment(MONDAY + dt.timedelta(days=gap), 8 * HOUR + 900) for gap in (0, 8, 77)
    ]


def test_identities_are_unique_and_stay_when_visits_move(tmp_path: Path) -> None:
    """So that the file of a later version replaces what a telephone took over before."""
    travel, network = a_travel(a_network()), a_network()
    found = []
    for sequence, gaps in ((1, [0, 8, 16]), (2, [1, 10, 19])):
        source = a_source(weekly(gaps), network, sequence=sequence)
        folder = tmp_path / str(sequence)
        write_exports(source, travel, ["ics"], folder)
        found.append(events(folder / "lich" / "tat-ca.ics"))
    before, after = ([str(event["UID"]) for event in one] for one in found)
    assert before == after
    assert len(set(before)) == 3
    assert [int(ical(event, "SEQUENCE")) for event in found[0] + found[1]] == [1] * 3 + [2] * 3


def test_each_place_van_and_worker_has_a_calendar_of_its_own(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    names = {path.name for path in exported(tmp_path, "ics", plan, network)}
    assert {"tat-ca.ics", "diem-BINH_LU.ics", "xe-X1.ics", "nguoi-N1.ics"} <= names
    found = events(tmp_path / "lich" / "xe-M1.ics")
    assert [str(event["LOCATION"]).split(", ")[0] for event in found] == ["Bản Sì Thâu Chải"]
