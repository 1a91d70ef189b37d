"""The map: one file that needs no network, and says nothing that it should not."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_travel
from tests.hostile_plans import HOSTILE, a_hostile_plan
from tests.known_roads import one_known_road
from tests.shown_plans import LETTERS, a_shown_plan, a_small_network
from vongsach.closures import Closure, ClosureKind, Scope
from vongsach.errors import FileError
from vongsach.output import join, write_map
from vongsach.output.boundaries import read_boundaries
from vongsach.output.inlining import ExternalAddressError, refuse_external
from vongsach.output.map_data import MapData
from vongsach.output.maps import draw_page
from vongsach.output.presentation import Presentation, plain
from vongsach.output.ways import WayFinder

VI = Presentation("vi")


def document(ways: WayFinder | None = None, *, public: bool = False) -> Any:
    """Return what the map of the ten trips draws."""
    network = a_small_network()
    view = join(a_shown_plan(), network, a_travel(network), ways)
    return MapData(view, VI, public).document()


def data_in(page: str) -> Any:
    """Return the document inside a page."""
    found = re.search(
        r'<script type="application/json" id="plan-data">(.*?)</script>', page, re.DOTALL
    )
    assert found is not None
    return json.loads(found[1])


def test_the_map_is_one_file_and_the_same_every_time(tmp_path: Path) -> None:
    network = a_small_network()
    first = write_map(a_shown_plan(), network, tmp_path / "one.html")
    second = write_map(a_shown_plan(), network, tmp_path / "two.html")
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.html", "two.html"]
    assert first.stat().st_size < 400_000


def test_the_page_holds_what_the_document_holds() -> None:
    shown = document()
    page = draw_page(shown, "vi")
    assert data_in(page) == shown
    assert '<html lang="vi">' in page
    assert "vongsach-slot" not in page


def test_every_trip_stop_and_place_is_drawn() -> None:
    shown = document()
    assert [trip["label"] for trip in shown["trips"][:2]] == [
        "Chuyến 1 · T2 04/01",
        "Chuyến 2 · T4 06/01",
    ]
    assert [stop["label"] for stop in shown["trips"][1]["stops"]] == ["T4·1", "T4·2", "T4·3"]
    assert len(shown["trips"][1]["legs"]) == 4
    assert {place["code"] for place in shown["places"]} == {
        place.id for place in a_small_network().places
    }
    assert [trip["week"] for trip in shown["trips"]] == [2, 2, 2, 2, 3, 3, 4, 5, 5, 5]


def test_popups_say_when_and_which_boxes() -> None:
    shown = document()
    place = next(place for place in shown["places"] if place["code"] == "BINH_LU")["popup"]
    lists = dict(place["lists"])
    assert lists["Các lượt phục vụ"] == [
        "Thứ Hai 04/01/2027 · 08:15–09:00 · Xe 1 · Chuyến 1",
        "Thứ Hai 18/01/2027 · 08:15–09:00 · Xe 1 · Chuyến 7",
    ]
    assert lists["Thùng sách tại điểm"][0] == (
        "TH-001 · Khoa học vui · 40 bản · 04/01/2027–18/01/2027"
    )
    stop = shown["trips"][6]["stops"][0]["popup"]
    assert ["Giờ", "08:15–09:00"] in stop["facts"]
    assert dict(stop["lists"])["Lấy ra"] == ["TH-001 · Khoa học vui · 40 bản"]
    unserved = next(place for place in shown["places"] if place["code"] == "NAM_DICH")["popup"]
    assert "thiếu 1 lượt bắt buộc" in dict(unserved["lists"])["Chưa phục vụ"][0]


def test_a_leg_follows_the_road_where_its_course_is_known() -> None:
    shown = document(ways=one_known_road())
    legs = shown["trips"][0]["legs"]
    assert legs[0] == {"course": 0}
    assert shown["courses"] == [[2210000, 10310000, 10000, 10000, 0, 5000]]
    assert "straight" in legs[1]


def test_no_telephone_contact_or_crew_is_in_any_map() -> None:
    for public in (False, True):
        page = draw_page(document(public=public), "vi")
        for secret in ("0365 111 222", "0912 345 678", "Vàng Thị Dở", "Lò Văn Phương"):
            assert secret not in page


def test_a_public_map_leaves_out_guarded_places_and_all_that_happens_there() -> None:
    shown = document(public=True)
    assert "Thèn Sin" in json.dumps(document(), ensure_ascii=False)
    assert "Thèn Sin" not in json.dumps(shown, ensure_ascii=False)
    assert "THEN_SIN" not in json.dumps(shown)
    assert "[22.4426, 103.4672]" not in json.dumps(shown)
    trip = shown["trips"][5]
    assert [stop["label"] for stop in trip["stops"]] == ["T4·1"]
    assert len(trip["legs"]) == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_stays_data(name: str) -> None:
    plan, network = a_hostile_plan(name)
    view = join(plan, network)
    page = draw_page(MapData(view, VI).document(), "vi")
    assert data_in(page)["places"][0]["name"] == plain(name[:300])
    assert page.count("<script") == draw_page(document(), "vi").count("<script")
    assert "49" not in data_in(page)["title"]


def test_every_vietnamese_letter_is_in_the_page() -> None:
    plan, network = a_hostile_plan(LETTERS)
    assert LETTERS in draw_page(MapData(join(plan, network), VI).document(), "vi")


@pytest.mark.parametrize(
    "part",
    [
        '<script src="https://example.org/x.js"></script>',
        '<script src="leaflet.js"></script>',
        "<img src=//example.org/x.png>",
        '<a href="https://example.org">',
        '<link rel="icon" href="/favicon.ico">',
        '<svg><use xlink:href="x.svg#a"/></svg>',
        "<style>p { background: url(x.png) }</style>",
        "<style>@import 'x.css';</style>",
        "<p style=\"background: url('https://example.org')\">",
    ],
)
def test_a_page_with_an_address_outside_is_refused(part: str) -> None:
    with pytest.raises(ExternalAddressError):
        refuse_external(f"<html><body>{part}</body></html>")


@pytest.mark.parametrize(
    "part",
    [
        "<p>https://example.org</p>",
        '<img src="data:image/png;base64,AA==">',
        '<a href="#top">',
        '<script>var a = "<img src=x>";</script>',
        "<style>p { background: url(data:image/png;base64,AA==) }</style>",
    ],
)
def test_a_page_that_stands_alone_is_accepted(part: str) -> None:
    refuse_external(f"<html><body>{part}</body></html>")


def test_nothing_is_written_if_the_page_would_need_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vongsach.output.maps.leaflet_style", lambda: "p { x: url(a.png) }")
    with pytest.raises(ExternalAddressError):
        write_map(a_shown_plan(), a_small_network(), tmp_path / "map.html")
    assert not list(tmp_path.iterdir())


def test_an_english_map_is_english() -> None:
    network = a_small_network()
    shown = MapData(join(a_shown_plan(), network), Presentation("en")).document()
    assert shown["trips"][0]["label"] == "Trip 1 · Mo 01-04"
    assert shown["words"]["whole_quarter"] == "Whole quarter"


def test_closures_of_the_quarter_are_shown_but_those_of_workers() -> None:
    span: Any = {"first_day": dt.date(2027, 1, 4), "last_day": dt.date(2027, 1, 12)}
    closures = (
        Closure(kind=ClosureKind.ROAD_CUT, scope=Scope.ROAD, target="QL.4D", note="sạt", **span),
        Closure(kind=ClosureKind.FLOOD, scope=Scope.PLACE, target="THEN_SIN", **span),
        Closure(kind=ClosureKind.LEAVE, scope=Scope.WORKER, target="N1", **span),
    )
    view = join(a_shown_plan(), a_small_network(closures=closures))
    shown = MapData(view, VI).document()["closures"]
    assert [entry["weeks"] for entry in shown] == [[2, 3], [2, 3]]
    assert "đường bị cắt · QL.4D · sạt" in shown[0]["text"]
    assert len(shown[0]["roads"]) == 14
    public = MapData(view, VI, public=True).document()["closures"]
    assert len(public) == 1
    assert "sạt" not in public[0]["text"]


def test_bounds_of_communes_are_drawn_where_the_workspace_has_them(tmp_path: Path) -> None:
    ring = [[103.5, 22.2], [103.6, 22.2], [103.6, 22.3], [103.5, 22.2]]
    areas = tmp_path / "dia-gioi.geojson"
    feature = {
        "type": "Feature",
        "properties": {"ten": "Xã <b>Bình Lư</b>"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    areas.write_text(json.dumps({"features": [feature]}), encoding="utf-8")
    path = write_map(a_shown_plan(), a_small_network(), tmp_path / "m.html", boundaries=areas)
    shown = data_in(path.read_text(encoding="utf-8"))["boundaries"]
    assert shown[0]["name"] == "Xã <b>Bình Lư</b>"
    assert shown[0]["rings"][0][:2] == [2220000, 10350000]


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "[]",
        '{"features": [1]}',
        '{"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
        '{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[500, 1], [1, 2]]]}}]}',
    ],
)
def test_bounds_that_cannot_be_drawn_are_refused(content: str, tmp_path: Path) -> None:
    areas = tmp_path / "dia-gioi.geojson"
    areas.write_text(content, encoding="utf-8")
    with pytest.raises(FileError) as raised:
        read_boundaries(areas)
    assert raised.value.code == "bad_boundaries"
