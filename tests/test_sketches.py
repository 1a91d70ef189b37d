"""Maps on paper: signs that can be told apart, nights away, and where the map comes from."""

import datetime as dt
import math
from itertools import combinations
from pathlib import Path

import pytest

from tests.builders import a_plan, a_travel
from tests.shown_plans import a_night_away, a_shown_plan, a_small_network
from vongsach.output import Presentation, join, write_papers
from vongsach.output.ground import Frame
from vongsach.output.labels import apart
from vongsach.output.map_data import MapData
from vongsach.output.plan_sheet import plan_sheet
from vongsach.output.sheet_data import SheetData
from vongsach.output.sketches import sketch_of_trip
from vongsach.places import Accuracy
from vongsach.plan import Routing

VI = Presentation("vi")
FRAME = Frame(width=186, height=78, middle=(103.6, 22.3), mm_per_metre=0.002)


def test_signs_on_one_spot_are_pushed_apart_and_stay_on_the_paper() -> None:
    spots = [(90.0, 40.0)] * 6 + [(91.0, 41.0), (4.0, 4.0), (4.0, 4.0), (150.0, 20.0)]
    moved = apart(FRAME, spots, 2.6)
    assert min(math.dist(*pair) for pair in combinations(moved, 2)) > 5.0
    assert all(2.6 <= x <= 183.4 and 2.6 <= y <= 75.4 for x, y in moved)
    assert moved[-1] == (150.0, 20.0)
    assert moved == apart(FRAME, spots, 2.6)


def test_a_night_away_is_named_on_every_paper_and_on_the_map() -> None:
    network = a_small_network()
    view = join(a_plan(Routing(trips=(a_night_away(),))), network, a_travel(network))
    trip = view.trips[0]
    names = [label.text for label in sketch_of_trip(view, trip, 186, 78).names]
    assert "Trường THCS Bản Bo" in names
    facts = dict(SheetData(view, VI).document((trip,), "")["sheets"][0]["facts"])
    assert facts["Đi – về"] == "07:15 T2 01/02 – 11:00 T3 02/02"
    shown = MapData(view, VI).document()["trips"][0]
    assert dict(shown["popup"]["lists"])["Nghỉ đêm tại"] == [
        "Trường THCS Bản Bo · Thứ Hai 01/02/2027"
    ]
    assert [stop["label"] for stop in shown["stops"]] == ["T2·1", "T3·2"]
    assert len(shown["legs"]) == 4


def test_whoever_made_the_map_is_named_where_something_was_read_off_it() -> None:
    network = a_small_network()
    view = join(a_shown_plan(), network)
    assert "OpenStreetMap" in MapData(view, VI).document()["credit"]
    assert "ODbL" in plan_sheet(view, VI, dt.date(2026, 12, 1))["credit"]
    measured = tuple(
        place.model_copy(update={"accuracy": Accuracy.GPS}) for place in network.places
    )
    view = join(a_shown_plan(), a_small_network(places=measured))
    assert not MapData(view, VI).document()["credit"]


def test_a_crew_that_finds_no_boxes_to_exchange_is_told_so() -> None:
    network = a_small_network()
    view = join(a_plan(Routing(trips=(a_night_away(),))), network)
    rows = SheetData(view, VI).document(view.trips, "")["sheets"][0]["rows"]
    said = [row["nothing"] for row in rows if row["kind"] == "stop"]
    assert said == ["Không giao, không lấy thùng nào."] * 2


def test_many_papers_are_set_in_processes_pool_after_pool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vongsach.output.papers._MOST_TRIPS_IN_THREADS", 1)
    monkeypatch.setattr("vongsach.output.papers._FILES_IN_A_POOL", 9)
    network = a_small_network()
    view = join(a_shown_plan(), network, a_travel(network))
    paths = write_papers(view, tmp_path / "in")
    assert len(paths) > 9
    assert all(path.read_bytes().startswith(b"%PDF") for path in paths)
