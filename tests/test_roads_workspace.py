"""Roads are imported into the workspace, used by plans, and refused without a trace."""

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import osmium
import pytest
from shapely.geometry import LineString, Point

import cli
from routing.roads import kept_roads, take_roads
from tests.builders import QUARTER, a_depot, a_network, a_place, a_service
from tests.stand_ins import stand_in_rotation, stand_in_routing
from vongsach.closures import Closure
from vongsach.network import Network
from vongsach.places import Location
from vongsach.roads import RoadClass, RoadLeg
from vongsach.workbook import write_workbook

Capture = pytest.CaptureFixture[str]
ROADS = """<osm version="0.6">
 <node id="1" lat="22.30" lon="103.60"/><node id="2" lat="22.30" lon="103.61"/>
 <node id="3" lat="22.31" lon="103.61"/><node id="4" lat="22.31" lon="103.60"/>
 <way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="ref" v="QL.4D"/></way>
 <way id="11"><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
  <tag k="highway" v="tertiary"/></way>
 <way id="12"><nd ref="1"/><nd ref="3"/><tag k="highway" v="service"/><tag k="access" v="no"/></way>
 <relation id="5"><member type="way" ref="10" role="from"/><tag k="type" v="restriction"/>
  <tag k="restriction" v="no_left_turn"/></relation>
</osm>"""


def network(**changes: object) -> Network:
    """Return a depot and a place on the road, and a place two kilometres off it."""
    places = (
        a_depot(location=Location(lat=22.3, lon=103.602)),
        a_place("P1", commune_code="03408", location=Location(lat=22.3, lon=103.608)),
        a_place("XA", location=Location(lat=22.28, lon=103.605)),
    )
    return a_network(**({"places": places} | changes))


def in_folder(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its content."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace with a workbook, beside a file of roads."""
    monkeypatch.setattr(cli, "solve_routing", stand_in_routing)
    monkeypatch.setattr(cli, "solve_rotation", stand_in_rotation)
    monkeypatch.setattr(cli, "joint", None)
    monkeypatch.setattr(cli, "solve_shelves", None)
    monkeypatch.delenv("VONGSACH_LANG", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.osm").write_text(ROADS, encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    write_workbook(network(), QUARTER, work / "mang-luoi.xlsx", "vi")
    return work


def told(capture: Capture, *arguments: str, code: int = 0) -> dict[str, Any]:
    """Run a command on the workspace and return its document."""
    assert cli.run([*arguments, "-C", "work", "--json"]) == code
    found: dict[str, Any] = json.loads(capture.readouterr().out)
    return found


def test_an_import_tells_what_it_read(folder: Path, capsys: Capture) -> None:
    found = told(capsys, "roads", "map.osm")
    assert found["km"] == {"primary": 1.03, "tertiary": 3.245}
    assert found["connected_km"] == 4.275
    assert found["dropped"] == {"no_access": 1}
    assert found["noticed"]["turn_restrictions"] == 1
    assert [(place["place"], place["on_road"]) for place in found["places"]] == [
        ("XA", False), ("KHO", True), ("P1", True),
    ]  # fmt: skip
    assert found["places"][0]["metres"] == pytest.approx(2215, abs=5)
    (far,) = [problem for problem in found["problems"] if problem["code"] == "W404"]
    assert (far["row_key"], far["facts"]["limit"]) == ("XA", "1000")
    assert "XA" in far["message"]
    assert sorted(in_folder(folder)) == ["duong/duong.npz", "mang-luoi.xlsx"]


@pytest.mark.parametrize(("language", "words"), [("vi", "biển cấm rẽ"), ("en", "turn restriction")])
def test_an_import_is_told_in_words(
    folder: Path, capsys: Capture, language: str, words: str
) -> None:
    assert cli.run(["roads", "map.osm", "-C", "work", "--lang", language]) == 0
    out = capsys.readouterr().out
    assert words in out
    assert "W404" in out
    assert (folder / "duong").is_dir()


def test_an_import_can_be_repeated_to_the_last_byte(folder: Path, capsys: Capture) -> None:
    first = told(capsys, "roads", "map.osm")
    before = in_folder(folder)
    assert told(capsys, "roads", "map.osm") == first
    assert in_folder(folder) == before


def test_what_was_imported_can_be_looked_at_again(folder: Path, capsys: Capture) -> None:
    assert told(capsys, "roads")["km"] == {}
    told(capsys, "roads", "map.osm")
    again = told(capsys, "roads")
    assert (again["km"]["primary"], again["written"]) == (1.03, False)
    assert folder.is_dir()


def test_a_dry_run_writes_nothing(folder: Path, capsys: Capture) -> None:
    before = in_folder(folder)
    assert told(capsys, "roads", "map.osm", "--dry-run")["km"]["primary"] == 1.03
    assert in_folder(folder) == before
    told(capsys, "roads", "map.osm")
    before = in_folder(folder)
    told(capsys, "plan", "--dry-run")
    assert in_folder(folder) == before


def test_a_plan_uses_the_imported_roads_and_says_so(folder: Path, capsys: Capture) -> None:
    legs = told(capsys, "plan")
    assert legs["roads"]["km"] == {}
    assert legs["measures"]["estimated_percent"] == 100
    told(capsys, "roads", "map.osm")
    mapped = told(capsys, "plan")
    assert mapped["measures"]["estimated_percent"] == 0
    assert mapped["roads"]["km"]["primary"] == 1.03
    assert [problem["code"] for problem in mapped["roads"]["problems"]] == ["W404"]
    assert list((folder / "duong" / "ma-tran").glob("*.npz"))
    assert cli.run(["plan", "-C", "work", "--lang", "en"]) == 0
    assert "the imported map (4.3 km)" in capsys.readouterr().out


def test_validate_tells_findings_about_imported_roads(folder: Path, capsys: Capture) -> None:
    codes = {problem["code"] for problem in told(capsys, "validate")["problems"]}
    assert "A401" in codes
    told(capsys, "roads", "map.osm")
    codes = {problem["code"] for problem in told(capsys, "validate")["problems"]}
    assert "W404" in codes
    assert "A401" not in codes
    assert folder.is_dir()


def test_the_limit_of_snapping_is_a_rule(folder: Path) -> None:
    rules = network().rules
    wider = rules.snap_distance.model_copy(update={"value": 3000})
    given = network(rules=rules.model_copy(update={"snap_distance": wider}))
    survey = take_roads(given, folder / "duong", [folder.parent / "map.osm"])
    assert all(place.on_road for place in survey.places)
    assert survey.problems == ()


def test_files_are_joined_where_they_meet(folder: Path) -> None:
    beside = folder.parent / "more.geojson"
    line = LineString([(103.6, 22.31), (103.605, 22.28)])
    gpd.GeoDataFrame({"highway": ["tertiary"]}, geometry=[line], crs="EPSG:4326").to_file(beside)
    files = [folder.parent / "map.osm", beside, folder.parent / "map.osm"]
    survey = take_roads(network(), folder / "duong", files)
    assert survey.connected_km == pytest.approx(sum(survey.km.values()))
    assert all(place.on_road for place in survey.places)
    assert survey.km[RoadClass.PRIMARY] == 1.03


def test_a_closed_commune_tells_how_much_it_shuts(folder: Path) -> None:
    shut = Closure(
        kind="flood",
        scope="commune",
        target="03408",
        first_day=QUARTER.first_day,
        last_day=QUARTER.last_day,
    )
    given = network(closures=(shut,))
    survey = take_roads(given, folder / "duong", [folder.parent / "map.osm"])
    assert [problem.code for problem in survey.problems] == ["W404", "A403"]


def test_damaged_roads_are_told_of(folder: Path, capsys: Capture) -> None:
    told(capsys, "roads", "map.osm")
    (folder / "duong" / "duong.npz").write_bytes(b"damaged")
    assert told(capsys, "plan", code=2)["error"]["code"] == "roads_not_saved"
    told(capsys, "roads", "map.osm")
    assert told(capsys, "plan")["roads"]["km"]


def test_a_folder_that_cannot_be_written_is_told_of(folder: Path, capsys: Capture) -> None:
    (folder / "duong").write_text("in the way", encoding="utf-8")
    before = in_folder(folder)
    assert told(capsys, "roads", "map.osm", code=2)["error"]["code"] == "not_writable"
    assert in_folder(folder) == before
    (folder / "duong").unlink()
    told(capsys, "roads", "map.osm")
    (folder / "duong" / "ma-tran").write_text("in the way", encoding="utf-8")
    assert told(capsys, "plan", code=2)["error"]["code"] == "not_writable"
    assert told(capsys, "plan", "--dry-run")["roads"]["km"]


def lines(path: Path, points: list[tuple[float, float]], crs: str = "EPSG:4326") -> Path:
    """Write one road as a vector file."""
    roads = gpd.GeoDataFrame({"highway": ["primary"]}, geometry=[LineString(points)], crs=crs)
    roads.to_file(path)
    return path


def bad_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Make files that cannot be used, each with the code that it is refused with."""
    here, there = (103.6, 22.3), (103.61, 22.3)
    broken = folder / "broken.osm.pbf"
    broken.write_bytes(b"nonsense" * 50)
    yield broken, "roads_unreadable"
    xml = folder / "cut.osm"
    xml.write_text(ROADS[: len(ROADS) // 2], encoding="utf-8")
    yield xml, "roads_unreadable"
    empty = folder / "empty.osm.pbf"
    osmium.SimpleWriter(str(empty)).close()
    yield empty, "roads_cut_short"
    bare = folder / "bare.osm"
    bare.write_text('<osm version="0.6"/>', encoding="utf-8")
    yield bare, "roads_elsewhere"
    yield lines(folder / "swapped.geojson", [here[::-1], there[::-1]]), "roads_off_earth"
    yield (
        lines(folder / "zone.gpkg", [(586_000, 2_467_000), (587_000, 2_467_000)]),
        ("roads_off_earth"),
    )
    yield (
        lines(folder / "wrong.gpkg", [(561_800, 2_467_000), (562_800, 2_467_000)], "EPSG:9208"),
        ("roads_elsewhere"),
    )
    points = folder / "points.geojson"
    gpd.GeoDataFrame({"a": [1]}, geometry=[Point(here)], crs="EPSG:4326").to_file(points)
    yield points, "roads_empty"
    yield folder / "absent.osm.pbf", "roads_unreadable"
    yield folder / "mang-luoi.xlsx", "roads_kind"


def test_bad_files_leave_the_workspace_as_it_was(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    told(capsys, "roads", "map.osm")
    before = in_folder(folder)
    for path, code in bad_files(tmp_path):
        error = told(capsys, "roads", "map.osm", str(path), code=2)["error"]
        assert (path.name, error["code"]) == (path.name, code)
        assert path.name in error["message"]
        assert in_folder(folder) == before


def blocks(content: bytes) -> Iterator[int]:
    """Yield where each block of a .pbf ends: a length, a header that says the size, the data."""
    position = 0
    while position < len(content):
        (length,) = struct.unpack_from(">I", content, position)
        header = content[position + 4 : position + 4 + length]
        size = shift = 0
        for byte in header[header.rindex(b"\x18") + 1 :]:
            size |= (byte & 0x7F) << shift
            shift += 7
        position += 4 + length + size
        yield position


def test_an_extract_cut_at_any_block_is_refused(
    shared_data: Path, folder: Path, capsys: Capture
) -> None:
    content = (shared_data / "osm" / "andorra-2013.osm.pbf").read_bytes()
    ends = list(blocks(content))
    assert ends[-1] == len(content)
    given = network(
        places=(a_depot(location=Location(lat=42.5, lon=1.5)),), services=(a_service("KHO"),)
    )
    write_workbook(given, QUARTER, folder / "mang-luoi.xlsx", "vi")
    before = in_folder(folder)
    cut = folder.parent / "cut.osm.pbf"
    # The last block holds relations only: without it, no road would be missing.
    for end in [*ends[:-1:4], *ends[-4:-1], ends[-1] - 1, ends[len(ends) // 2] + 100]:
        cut.write_bytes(content[:end])
        error = told(capsys, "roads", "cut.osm.pbf", code=2)["error"]
        assert error["code"] in {"roads_cut_short", "roads_unreadable"}
        assert in_folder(folder) == before


def test_legs_and_roads_are_used_together(folder: Path, capsys: Capture) -> None:
    given = network(road_legs=(RoadLeg(from_place="P1", to_place="XA", metres=3000),))
    write_workbook(given, QUARTER, folder / "mang-luoi.xlsx", "vi")
    told(capsys, "roads", "map.osm")
    roads = kept_roads(folder / "duong")
    assert roads is not None
    assert roads.size == 2
    found = told(capsys, "roads")
    assert (found["legs"], found["leg_km"]) == (1, 3.0)
