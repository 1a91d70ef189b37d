"""Steep roads are slower, where elevation tiles tell how steep they are."""

from pathlib import Path

import numpy as np
import pytest

from routing.roads import take_roads, travel_from_roads
from routing.roads.elevation import elevations, graded
from routing.roads.noding import noded
from routing.roads.roadmap import OFF_GROUND, RoadMap
from tests.builders import QUARTER
from tests.test_travel_roads import VAN, a_way, network
from vongsach.errors import FileError
from vongsach.words import LANGUAGES, say

SIDE = 1201


def a_tile(folder: Path, per_degree: float, size: int = SIDE) -> Path:
    """Write a tile that rises from the west to the east."""
    heights = np.tile(np.linspace(0, per_degree, size).round(), (size, 1))
    path = folder / "N22E103.hgt"
    heights.astype(">i2").tofile(path)
    return path


def roads(*, on_ground: bool = True) -> RoadMap:
    """Return a kilometre to the east, and one to the north."""
    return noded([a_way(1, (1, 2), on_ground=on_ground), a_way(2, (2, 3))], {})


def test_elevation_is_read_between_samples(tmp_path: Path) -> None:
    a_tile(tmp_path, 12_000)
    points = np.array([(103.25, 22.9), (103.25004, 22.1), (104.5, 22.5)])
    assert elevations(tmp_path, points) == pytest.approx([3000, 3000.48, np.nan], nan_ok=True)


def test_grades_follow_the_ground(tmp_path: Path) -> None:
    a_tile(tmp_path, 12_000)
    # A hundredth of a degree to the east is 1,030 m here, and 120 m up.
    assert graded(roads(), tmp_path).grades.tolist() == [pytest.approx(117, abs=2), 0]


def test_bridges_and_tunnels_have_no_grade(tmp_path: Path) -> None:
    a_tile(tmp_path, 12_000)
    assert graded(roads(on_ground=False), tmp_path).grades.tolist() == [OFF_GROUND, 0]


def test_a_steep_road_is_slower(tmp_path: Path) -> None:
    flat = travel_from_roads(network(), QUARTER, roads()).matrices[VAN, ""]
    a_tile(tmp_path, 12_000)
    steep = travel_from_roads(network(), QUARTER, graded(roads(), tmp_path)).matrices[VAN, ""]
    assert steep.seconds[0, 1] == pytest.approx(flat.seconds[0, 1] / 0.7, rel=0.03)
    assert steep.metres[0, 1] == flat.metres[0, 1]


def test_unknown_ground_changes_nothing(tmp_path: Path) -> None:
    np.full(SIDE * SIDE, -32768).astype(">i2").tofile(tmp_path / "N22E103.hgt")
    assert graded(roads(), tmp_path).digest() == roads().digest()


def test_a_damaged_tile_is_refused_with_a_sentence(tmp_path: Path) -> None:
    a_tile(tmp_path, 12_000).write_bytes(b"short!")
    source = tmp_path / "a.geojson"
    source.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
        '{"type":"LineString","coordinates":[[103.6,22.3],[103.61,22.3]]}}]}',
        encoding="utf-8",
    )
    with pytest.raises(FileError) as caught:
        take_roads(network(), tmp_path, [source])
    for language in LANGUAGES:
        assert "N22E103" in say(language, f"roads.error.{caught.value.code}", **caught.value.facts)
    assert not (tmp_path / "duong.npz").exists()
