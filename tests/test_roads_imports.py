"""Roads are imported from OpenStreetMap and vector files, or refused with a sentence."""

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import LineString

from routing.roads.imports import import_roads
from routing.roads.noding import RawWay, noded
from routing.roads.roadmap import CLASSES, SHUT_BITS, RoadMap
from routing.roads.tags import Barrier, Drivable, barrier, drivable
from tests.builders import a_place
from vongsach.errors import FileError
from vongsach.places import VehicleClass
from vongsach.roads import RoadClass, Surface
from vongsach.words import LANGUAGES, say

VAN, SMALL, BIKE = VehicleClass.VAN, VehicleClass.SMALL_VAN, VehicleClass.MOTORBIKE
ROAD = Drivable(RoadClass.PRIMARY, Surface.PAVED, forward=True, backward=True, shut=frozenset())

OSM = """<osm version="0.6">
 <node id="1" lat="22.30" lon="103.60"/><node id="2" lat="22.30" lon="103.61"/>
 <node id="3" lat="22.30" lon="103.62"><tag k="barrier" v="bollard"/></node>
 <node id="4" lat="22.30" lon="103.63"/><node id="5" lat="22.31" lon="103.61"/>
 <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/>
  <tag k="highway" v="primary"/><tag k="ref" v="QL.4D"/></way>
 <way id="11"><nd ref="2"/><nd ref="5"/><tag k="highway" v="track"/><tag k="oneway" v="-1"/></way>
 <way id="12"><nd ref="2"/><nd ref="5"/><tag k="highway" v="footway"/></way>
 <way id="13"><nd ref="1"/><nd ref="99"/><tag k="highway" v="service"/></way>
 <way id="14"><nd ref="1"/><nd ref="5"/><tag k="highway" v="service"/><tag k="access" v="no"/></way>
</osm>"""


def line_file(path: Path, shift: float = 0.0) -> Path:
    """Write two roads that cross at a shared point."""
    lines = [
        LineString([(103.6 + shift, 22.3), (103.61 + shift, 22.3), (103.62 + shift, 22.3)]),
        LineString([(103.61 + shift, 22.3), (103.61 + shift, 22.31)]),
    ]
    columns = {"fclass": ["primary", "track_grade4"], "ref": ["QL.4D", None], "oneway": ["B", "F"]}
    gpd.GeoDataFrame(columns, geometry=lines, crs="EPSG:4326").to_file(path)
    return path


def refused(path: Path, code: str, lat: float = 22.3, lon: float = 103.6) -> None:
    """Check that importing ends with a code that both languages have a sentence for."""
    place = a_place(location={"lat": lat, "lon": lon})
    with pytest.raises(FileError) as caught:
        import_roads(path, places=[place])
    assert caught.value.code == code
    for language in LANGUAGES:
        assert path.name in say(language, f"roads.error.{code}", **caught.value.facts)


@pytest.mark.parametrize(
    ("tags", "shut"),
    [
        ({"access": "private", "motorcycle": "yes"}, {VAN, SMALL}),
        ({"motor_vehicle": "no"}, "no_access"),
        ({"width": "2"}, {VAN}),
        ({"maxwidth": "1.2 m"}, {VAN, SMALL}),
        ({"access": "destination"}, set()),
        ({"area": "yes"}, "area"),
        ({"smoothness": "impassable"}, "impassable"),
        ({"highway": "steps"}, "not_a_road"),
    ],
)
def test_tags_say_who_may_drive(tags: dict[str, str], shut: object) -> None:
    found = drivable({"highway": "tertiary"} | tags)
    assert (found if isinstance(found, str) else set(found.shut)) == shut


@pytest.mark.parametrize(
    ("tags", "directions"),
    [
        ({}, (True, True)),
        ({"oneway": "yes"}, (True, False)),
        ({"oneway": "-1"}, (False, True)),
        ({"junction": "roundabout"}, (True, False)),
        ({"highway": "motorway"}, (True, False)),
        ({"highway": "motorway", "oneway": "no"}, (True, True)),
    ],
)
def test_tags_say_in_which_direction(tags: dict[str, str], directions: tuple[bool, bool]) -> None:
    found = drivable({"highway": "tertiary"} | tags)
    assert isinstance(found, Drivable)
    assert (found.forward, found.backward) == directions


def test_tags_say_how_fast_and_what_it_is_called() -> None:
    tags = {"highway": "track", "tracktype": "grade5", "surface": "dirt", "maxspeed": "30 mph"}
    names = {"smoothness": "bad", "ref": "QL.4D", "name": "Quốc lộ 4D"}
    found = drivable(tags | names)
    assert isinstance(found, Drivable)
    assert (found.road, found.surface) == (RoadClass.TRACK_POOR, Surface.DIRT)
    assert (found.limit, found.name) == (30, "QL.4D")


def test_barriers_stop_some_or_delay_all() -> None:
    assert barrier({"barrier": "bollard"}) == Barrier(frozenset({VAN, SMALL}), gate=False)
    assert barrier({"barrier": "gate"}) == Barrier(frozenset(), gate=True)
    assert barrier({"barrier": "kerb"}) is None


def test_osm_ways_are_cut_at_junctions_and_barriers(tmp_path: Path) -> None:
    path = tmp_path / "a.osm"
    path.write_text(OSM, encoding="utf-8")
    imported = import_roads(path)
    roads = imported.roads
    ends = zip(roads.node_ids[roads.tails], roads.node_ids[roads.heads], strict=True)
    assert [tuple(map(int, pair)) for pair in ends] == [
        (1, 2), (2, 3), (3, -3), (-3, 4), (2, 5),
    ]  # fmt: skip
    assert roads.metres.tolist() == [1030, 1030, 0, 1030, 1107]
    assert roads.shut.tolist() == [0, 0, SHUT_BITS[VAN] + SHUT_BITS[SMALL], 0, 0]
    assert (roads.forward.tolist()[4], roads.backward.tolist()[4]) == (False, True)
    assert [roads.name(n) for n in range(5)] == ["QL.4D"] * 4 + [""]
    assert imported.dropped == {"incomplete": 1, "no_access": 1}
    assert imported.km == {RoadClass.PRIMARY: 3.09, RoadClass.TRACK_FAIR: 1.107}
    assert imported.connected_km == pytest.approx(2.06)


def test_a_way_that_meets_itself_is_cut_there() -> None:
    points = ((0.0, 0.0), (0.0, 0.1), (0.1, 0.1), (0.0, 0.1))
    assert noded([RawWay(1, (1, 2, 3, 2), points, ROAD)], {}).size == 2


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp"])
def test_vector_files_give_the_same_roads(tmp_path: Path, ending: str) -> None:
    roads = import_roads(line_file(tmp_path / f"roads.{ending}")).roads
    assert roads.metres.tolist() == [1030, 1030, 1107]
    assert [CLASSES[code] for code in roads.classes] == [
        RoadClass.PRIMARY,
        RoadClass.PRIMARY,
        RoadClass.TRACK_POOR,
    ]
    assert roads.forward.tolist() == [True, True, True]
    assert roads.backward.tolist() == [True, True, False]


def test_projected_lines_are_brought_to_degrees(tmp_path: Path) -> None:
    path = tmp_path / "roads.gpkg"
    degrees = gpd.read_file(line_file(tmp_path / "degrees.gpkg"))
    degrees.to_crs("EPSG:9205").to_file(path)
    assert import_roads(path).roads.metres.tolist() == [1030, 1030, 1107]


def test_bad_files_are_refused_with_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(b"nonsense" * 50)
    refused(broken, "roads_unreadable")
    refused(tmp_path / "absent.osm.pbf", "roads_unreadable")
    refused(tmp_path / "absent.gpkg", "roads_unreadable")
    refused(tmp_path / "roads.docx", "roads_kind")
    plain = line_file(tmp_path / "plain.shp")
    plain.with_suffix(".prj").unlink()
    refused(plain, "roads_no_crs")
    refused(line_file(tmp_path / "off.gpkg", shift=200), "roads_off_earth")
    refused(line_file(tmp_path / "far.gpkg"), "roads_elsewhere", lat=42.5, lon=1.5)
    refused(line_file(tmp_path / "swapped.gpkg"), "roads_elsewhere", lat=80, lon=22.3)


def test_a_truncated_extract_is_refused(shared_data: Path, tmp_path: Path) -> None:
    whole = (shared_data / "osm" / "andorra-2013.osm.pbf").read_bytes()
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(whole[: len(whole) // 2])
    refused(cut, "roads_unreadable", lat=42.5, lon=1.5)


def test_a_real_extract_is_imported(shared_data: Path) -> None:
    imported = import_roads(shared_data / "osm" / "andorra-2013.osm.pbf")
    km = sum(imported.km.values())
    assert 700 < km < 900
    assert imported.connected_km > 0.9 * (km - imported.km[RoadClass.PATH])


def test_saved_roads_come_back_the_same(tmp_path: Path) -> None:
    roads = import_roads(line_file(tmp_path / "roads.gpkg")).roads
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    roads.save(first)
    RoadMap.load(first).save(second)
    assert RoadMap.load(second).digest() == roads.digest()
    assert first.read_bytes() == second.read_bytes()


def test_something_else_is_not_taken_for_saved_roads(tmp_path: Path) -> None:
    path = tmp_path / "roads.npz"
    path.write_bytes(b"something else")
    with pytest.raises(FileError):
        RoadMap.load(path)
    with pytest.raises(FileError):
        RoadMap.load(tmp_path / "absent.npz")
