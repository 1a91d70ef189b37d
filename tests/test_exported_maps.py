"""Files for navigation and maps hold every stop where and when it is."""

import csv
import datetime as dt
import io
import sqlite3
from pathlib import Path
from typing import Any

import gpxpy
import pyogrio
import pytest
from defusedxml.ElementTree import fromstring
from fastkml import KML
from fastkml.validator import validate

from tests.builders import a_plan
from tests.exported import ZONE, events, expanded, exported, layer, moment, visits
from tests.shown_plans import a_night_away, a_shown_plan, a_small_network
from vongsach.plan import Routing
from vongsach.timetable import read_timetable


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
