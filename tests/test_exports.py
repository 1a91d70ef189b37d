"""Every file that is written for other programs, read back by programs that are not ours."""

import csv
import datetime as dt
import io
import sqlite3
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import gpxpy
import pyogrio
import pyogrio.raw
import pytest
from dateutil.rrule import rruleset, rrulestr
from defusedxml.ElementTree import fromstring
from fastkml import KML
from fastkml.validator import validate
from icalendar import Calendar, Event
from openpyxl import load_workbook

import cli
from tests.builders import HOUR, MONDAY, a_network, a_plan, a_stop, a_travel, a_trip, a_trip_day
from tests.shown_plans import HOSTILE, a_hostile_plan, a_night_away, a_shown_plan, a_small_network
from vongsach.exports import FORMATS, Source, asked_formats, source_of, write_exports
from vongsach.network import Network
from vongsach.output.presentation import plain
from vongsach.plan import MadeFrom, Plan, Routing
from vongsach.store import PlanStore, network_sha256, travel_sha256
from vongsach.timetable import read_timetable
from vongsach.timetable.recurrence import dates_of

MADE = dt.datetime(2026, 12, 1, 8, 0, tzinfo=dt.UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
Visit = tuple[str, dt.datetime, dt.datetime]


def exported(
    folder: Path, form: str, plan: Plan, network: Network, *, public: bool = False
) -> tuple[Path, ...]:
    travel = a_travel(network)
    return write_exports(a_source(plan, network, public=public), travel, [form], folder)


def a_source(plan: Plan, network: Network, *, public: bool = False, sequence: int = 3) -> Source:
    return source_of(
        plan,
        network,
        a_travel(network),
        sequence=sequence,
        made=MADE,
        language="vi",
        public=public,
    )


def moment(day: dt.date, clock: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZONE) + dt.timedelta(seconds=clock)


def visits(plan: Plan, network: Network) -> list[Visit]:
    """Return what the plan says, without the program's own joining."""
    names = {place.id: plain(place.name) for place in network.places}
    return sorted(
        (names[stop.place], moment(day.day, stop.start), moment(day.day, stop.departure))
        for trip in plan.routing.trips
        for day in trip.days
        for stop in day.stops
    )


def events(path: Path) -> list[Event]:
    return Calendar.from_ical(path.read_bytes()).events


def ical(event: Event, name: str) -> str:
    """Return a property as it stands in the file."""
    value: Any = event[name]
    return str(value.to_ical().decode())


def expanded(event: Event) -> list[dt.datetime]:
    """Return when an event is, its rule expanded by dateutil and its exceptions taken out."""
    start: Any = event.start
    if "RRULE" not in event:
        return [start]
    days = rruleset()
    days.rrule(rrulestr(ical(event, "RRULE"), dtstart=start))
    left: Any = event.get("EXDATE")
    for entry in [] if left is None else left.dts:
        days.exdate(entry.dt)
    return list(days)


def weekly(gaps: list[int], **changes: Any) -> Plan:
    """Return a plan that visits P1 every so many days after a Monday."""
    days = [MONDAY + dt.timedelta(days=gap) for gap in gaps]
    trips = [a_trip(id=f"T{day}", days=(a_trip_day(day=day),)) for day in days]
    return a_plan(Routing(trips=tuple(trips)), **changes)


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


def test_gpx_holds_every_stop_as_waypoint_route_and_track(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    expected = visits(plan, network)
    files = exported(tmp_path, "gpx", plan, network)
    assert len(files) == len(plan.routing.trips)
    waypoints, routed, tracked = [], [], []
    for path in files:
        gpx = gpxpy.parse(path.read_text(encoding="utf-8"))
        waypoints += [(str(one.name).split(". ", 1)[1], one.time) for one in gpx.waypoints]
        routed += [(one.name, one.time) for route in gpx.routes for one in route.points[1:-1]]
        tracked += [(one.point.name, one.point.time) for one in gpx.get_points_data()]
    assert sorted(waypoints) == [(name, start) for name, start, _ in expected]
    assert sorted(routed) == sorted(waypoints)
    assert set(waypoints) <= set(tracked)


def test_kml_has_a_folder_for_each_trip_with_every_stop(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    (path,) = exported(tmp_path, "kml", plan, network)
    root = fromstring(path.read_bytes())
    space = {"k": "http://www.opengis.net/kml/2.2"}
    folders = root.findall("k:Document/k:Folder", space)
    assert len(folders) == len(plan.routing.trips)
    found = [
        (
            mark.findtext("k:name", "", space).split(". ", 1)[1],
            dt.datetime.fromisoformat(mark.findtext("k:TimeSpan/k:begin", "", space)),
            dt.datetime.fromisoformat(mark.findtext("k:TimeSpan/k:end", "", space)),
        )
        for mark in root.findall(".//k:Placemark[k:Point]", space)
    ]
    assert sorted(found) == visits(plan, network)


def test_kml_is_read_by_another_program_and_keeps_to_its_schema(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    (path,) = exported(tmp_path, "kml", plan, network)
    assert validate(file_to_validate=path)
    document: Any = KML.parse(path).features[0]
    found = [
        (str(mark.name).split(". ", 1)[1], mark.times.begin.dt, mark.times.end.dt)
        for folder in document.features
        for mark in folder.features
        if mark.times is not None
    ]
    assert sorted(found) == visits(plan, network)


def test_a_trip_of_several_days_keeps_its_nights_in_every_form(tmp_path: Path) -> None:
    """Out on one day, the night at a place of the network, back from there on the next."""
    trip, network = a_night_away(), a_small_network()
    plan = a_plan(Routing(trips=(trip,)))
    night = next(place for place in network.places if place.id == "BAN_BO")
    where = (night.location.lon, night.location.lat)
    for form in ("ics", "gpx", "kml", "gpkg", "csv", "stops-csv", "xlsx"):
        exported(tmp_path, form, plan, network)
    days = [moment(day.day, 0).date() for day in trip.days]
    calendar = events(tmp_path / "lich" / "xe-X1.ics")
    assert [when.date() for event in calendar for when in expanded(event)] == days
    (path,) = (tmp_path / "dan-duong").glob("*.gpx")
    gpx = gpxpy.parse(path.read_text(encoding="utf-8"))
    starts: list[Any] = [track.segments[0].points[0].time for track in gpx.tracks]
    assert [start.astimezone(ZONE).date() for start in starts] == days
    out, back = ([(one.longitude, one.latitude) for one in route.points] for route in gpx.routes)
    assert out[-1] == back[0] == pytest.approx(where, abs=1e-6)
    document: Any = KML.parse(tmp_path / "dan-duong" / "chuyen.kml").features[0]
    folder = document.features[0]
    lines = [mark.geometry.coords for mark in folder.features if mark.times is None]
    assert lines[0][-1] == lines[1][0] == pytest.approx(where, abs=1e-6)
    assert len(layer(tmp_path / "gis" / "plan.gpkg", "chuyen")) >= 1
    rows = read_timetable(tmp_path / "mo" / "mobile_library_stops.csv", strict=True).rows
    assert [row.start for row in rows] == days
    listed = list(csv.reader(io.StringIO((tmp_path / "luot.csv").read_text(encoding="utf-8-sig"))))
    assert [row[1] for row in listed[1:]] == [str(day) for day in days]


def layer(path: Path, name: str | None = None) -> list[dict[str, object]]:
    """Return the rows of a layer as GDAL reads them."""
    meta, _, geometry, columns = pyogrio.raw.read(path, layer=name)
    assert all(one is not None for one in geometry)
    assert meta["crs"] in {"EPSG:4326", "OGC:CRS84"}
    rows = zip(*columns, strict=True)
    return [dict(zip(meta["fields"], row, strict=True)) for row in rows]


@pytest.mark.parametrize("form", ["gpkg", "geojson"])
def test_maps_hold_every_stop_and_time(tmp_path: Path, form: str) -> None:
    plan, network = a_shown_plan(), a_small_network()
    files = exported(tmp_path, form, plan, network)
    path = files[0] if form == "gpkg" else tmp_path / "gis" / "luot.geojson"
    rows = layer(path, "luot")
    found = sorted((row["name"], str(row["day"])[:10], str(row["start"])[:5]) for row in rows)
    assert found == [
        (name, f"{start:%Y-%m-%d}", f"{start:%H:%M}") for name, start, _ in visits(plan, network)
    ]


def test_a_geopackage_has_all_layers_and_their_styles(tmp_path: Path) -> None:
    (path,) = exported(tmp_path, "gpkg", a_shown_plan(), a_small_network())
    names = {str(name) for name, _ in pyogrio.list_layers(path)}
    assert {"diem", "luot", "chang", "chuyen"} <= names
    with sqlite3.connect(path) as database:
        styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles"))
    database.close()
    assert set(styles) == {"diem", "luot", "chang", "chuyen"}
    assert all(fromstring(text, forbid_dtd=False).tag == "qgis" for text in styles.values())


def test_an_empty_plan_is_written_in_every_form(tmp_path: Path) -> None:
    plan, network = a_plan(Routing()), a_network()
    for form in FORMATS:
        exported(tmp_path, form, plan, network)
    assert layer(tmp_path / "gis" / "plan.gpkg", "luot") == []


def test_the_workbook_holds_every_stop_with_real_days_and_times(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    (path,) = exported(tmp_path, "xlsx", plan, network)
    book = load_workbook(path)
    assert book.sheetnames == ["Chuyến", "Điểm", "Thùng", "Thay đổi", "Số liệu"]
    table: list[Any] = list(book["Chuyến"].iter_rows(values_only=True))
    head, rows = table[0], table[1:]
    at = {name: number for number, name in enumerate(head)}
    found = sorted(
        (
            row[at["Điểm"]],
            dt.datetime.combine(row[at["Ngày"]].date(), row[at["Bắt đầu"]], ZONE),
            dt.datetime.combine(row[at["Ngày"]].date(), row[at["Đi"]], ZONE),
        )
        for row in rows
    )
    assert found == visits(plan, network)
    assert book["Chuyến"].freeze_panes == "A2"
    assert book["Chuyến"].auto_filter.ref


def test_changes_name_the_visits_that_moved(tmp_path: Path) -> None:
    network = a_network()
    source = source_of(
        weekly([7]),
        network,
        a_travel(network),
        sequence=2,
        made=MADE,
        language="en",
        before=weekly([0]),
    )
    (path,) = write_exports(source, a_travel(network), ["xlsx"], tmp_path)
    rows = list(load_workbook(path)["Changes"].iter_rows(min_row=2, values_only=True))
    assert [row[-2:] for row in rows] == [("Mo 01-04", "Mo 01-11")]


@pytest.mark.parametrize(
    "name", ['=cmd|" /C calc"!A0', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\uff1d1"]
)
def test_no_name_is_a_formula_in_a_spreadsheet(tmp_path: Path, name: str) -> None:
    plan, network = a_hostile_plan(name)
    for form in ("csv", "stops-csv", "koha-csv"):
        (path,) = exported(tmp_path, form, plan, network)
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
            assert not [
                cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\uff1d"))
            ]
    (book,) = exported(tmp_path, "xlsx", plan, network)
    kinds = {cell.data_type for page in load_workbook(book) for row in page for cell in row}
    assert "f" not in kinds


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("form", FORMATS)
def test_hostile_names_stay_inside_their_folder(tmp_path: Path, form: str, name: str) -> None:
    plan, network = a_hostile_plan(name)
    files = exported(tmp_path / "a" / "b", form, plan, network)
    assert files
    assert all(path.is_file() and tmp_path / "a" / "b" in path.parents for path in files)
    assert len(list((tmp_path / "a").iterdir())) == 1


def test_the_open_timetable_recurs_on_the_days_of_the_plan(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    (path,) = exported(tmp_path, "stops-csv", plan, network)
    found = read_timetable(path, strict=True)
    quarter = plan.quarter
    assert not [problem for problem in found.problems if problem.code[:2] in {"L1", "L2"}]
    assert sorted(
        (row.stop, moment(day, row.arrival), moment(day, row.departure))
        for row in found.rows
        for day in dates_of(row, quarter.first_day, quarter.last_day)
    ) == visits(plan, network)


@pytest.mark.parametrize("gaps", [[0, 7, 14], [0, 14, 28, 56], [0, 8, 77], [0, 7, 28, 35]])
def test_rhythms_and_single_days_come_back_from_the_open_timetable(
    tmp_path: Path, gaps: list[int]
) -> None:
    (path,) = exported(tmp_path, "stops-csv", weekly(gaps), a_network())
    rows = read_timetable(path, strict=True).rows
    days = [day for row in rows for day in dates_of(row, MONDAY, MONDAY + dt.timedelta(days=90))]
    assert sorted(days) == [MONDAY + dt.timedelta(days=gap) for gap in gaps]


def test_strict_has_eighteen_columns_and_extended_twenty(tmp_path: Path) -> None:
    network = a_small_network()
    source = a_source(a_shown_plan(), network)
    rows: list[list[str]] = []
    for extended, width in ((False, 18), (True, 20)):
        (path,) = write_exports(
            source, a_travel(network), ["stops-csv"], tmp_path, extended=extended
        )
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        assert {len(row) for row in rows} == {width}
    assert rows[0][-2:] == ["commune_code", "point_code"]


def test_koha_hears_of_every_box_that_moves(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    (path,) = exported(tmp_path, "koha-csv", plan, network)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    handed = {
        (box, exchange.day.isoformat())
        for exchange in plan.rotation.exchanges
        for box in exchange.handed_in
    }
    assert handed <= {(row["barcode"], row["date"]) for row in rows}


def test_public_files_name_no_border_post_no_person_and_no_telephone(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    for form in FORMATS:
        exported(tmp_path, form, plan, network, public=True)
    told = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    book = load_workbook(tmp_path / "plan.xlsx")
    told += repr([cell.value for page in book for row in page for cell in row]).encode()
    for secret in ("THEN_SIN", "Thèn Sin", "22.4426", "0365", "Vàng Thị Dở", "Lò Văn", "25A-"):
        assert secret.encode() not in told, secret


@pytest.mark.parametrize("form", FORMATS)
def test_no_file_names_a_telephone(tmp_path: Path, form: str) -> None:
    files = exported(tmp_path, form, a_shown_plan(), a_small_network())
    assert all(b"0365" not in path.read_bytes() for path in files)


def test_the_verb_writes_next_to_the_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    network = a_network()
    folder = PlanStore(tmp_path).save(a_stored_plan(network), network, a_travel(network))
    assert cli.run(["export", "--to", "ics,gpx", "--lang", "en"]) == 0
    assert (folder / "xuat" / "lich" / "tat-ca.ics").is_file()
    assert "files written to" in capsys.readouterr().out
    assert cli.run(["export", "--to", "csv,pdf", "--lang", "en"]) == 2
    assert cli.run(["export", "--out", "here", "--public", "--json"]) == 0
    assert (tmp_path / "here" / "gis" / "plan.gpkg").is_file()


def a_stored_plan(network: Network) -> Plan:
    made_from = MadeFrom(
        network_sha256=network_sha256(network),
        travel_sha256=travel_sha256(a_travel(network)),
        program="test",
    )
    stop = a_stop()
    return a_plan(Routing(trips=(a_trip(days=(a_trip_day([stop]),)),)), made_from=made_from)


def test_all_forms_can_be_asked_for_at_once() -> None:
    assert asked_formats("all") == tuple(FORMATS)
    assert asked_formats(" ICS, gpx,ics ") == ("ics", "gpx")
