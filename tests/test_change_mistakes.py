"""Every mistake in a list of changes is told at its cell, and nothing is changed by it."""

from functools import partial
from pathlib import Path

import pytest

from routing.roads import take_roads
from tests.builders import QUARTER, a_depot, a_network, a_place, a_service, a_worker
from vongsach.changing import read_changes, unknown_roads
from vongsach.changing.read import changes_in, sheet_of
from vongsach.errors import InputError
from vongsach.network import Network
from vongsach.roads import RoadLeg
from vongsach.units import PlaceId
from vongsach.workbook.grid import Broken, Grid, Raw

HEAD = "what,target,from,to,number,opens,closes,lat,lon,name,like"


def problems(tmp_path: Path, *rows: str, head: str = HEAD) -> list[tuple[str, str]]:
    """Return code and cell of what is wrong in a list."""
    path = tmp_path / "changes.csv"
    path.write_text("\n".join([head, *rows]), "utf-8")
    with pytest.raises(InputError) as told:
        read_changes(path, network(), QUARTER)
    return [(problem.code, problem.cell) for problem in told.value.problems]


def network() -> Network:
    """Return a network with somebody to be changed, and a service with both gaps."""
    return a_network(
        workers=(a_worker("N1"),), services=(a_service(min_gap_days=7, max_gap_days=60),)
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("worker_days,N1,,,9,,,,,,", ("E305", "E2")),
        ("worker_days,N1,,,0,,,,,,", ("E305", "E2")),
        ("every_weeks,P1,,,0,,,,,,", ("E305", "E2")),
        ("opening,P1,,,,17:00,8:00,,,,", ("E310", "G2")),
        ("min_gap,P1,,,300,,,,,,", ("E426", "E2")),
        ("van_shift,X1,,,,18:00,7:00,,,,", ("E422", "G2")),
        ("place_new,P99,,,,,,103.5,22.35,Bản mới,P1", ("E318", "H2")),
        ("commune_closed,Xã Bình Lu,,,,,,,,,", ("E412", "B2")),
        ("place_closed,P1,01/03/2026,31/03/2026,,,,,,,", ("E425", "D2")),
        ("place_closed,P1,01/03/2028,31/03/2028,,,,,,,", ("E425", "C2")),
    ],
)
def test_what_cannot_be_is_told_at_its_cell(
    row: str, told: tuple[str, str], tmp_path: Path
) -> None:
    assert problems(tmp_path, row) == [told]


def test_a_column_that_is_not_understood_is_a_mistake(tmp_path: Path) -> None:
    found = problems(tmp_path, "van_out,X1,15/03/2027", head="what,target,frm")
    assert found == [("E427", "C1")]


def test_rows_are_tried_one_after_the_other(tmp_path: Path) -> None:
    """A second row may build on the first: a new place gets a rhythm of its own."""
    path = tmp_path / "changes.csv"
    rows = [HEAD, "place_new,P99,,,,,,22.35,103.5,Bản mới,P1", "visits,P99,,,2,,,,,,"]
    path.write_text("\n".join(rows), "utf-8")
    first, second = read_changes(path, network(), QUARTER)
    assert (first.target, second.target) == ("P99", "P99")


@pytest.mark.parametrize(
    ("road", "near"),
    [("QL.4", "QL.4D"), ("đường tỉnh 13", "Đường tỉnh 136"), ("P1 – P2", None), ("QL.4D", None)],
)
def test_a_road_that_nobody_knows_is_told_with_the_names_near_it(
    tmp_path: Path, road: str, near: str | None
) -> None:
    legs = tuple(
        RoadLeg(from_place=PlaceId(start), to_place=PlaceId(end), road=name, metres=9_000)
        for start, end, name in (("KHO", "P1", "QL.4D"), ("P1", "P2", "Đường tỉnh 136"))
    )
    places = (a_depot(), a_place(), a_place("P2"))
    there = a_network(places=places, road_legs=legs)
    unknown = unknown_roads(there, QUARTER, partial(take_roads, folder=tmp_path / "roads"))
    path = tmp_path / "changes.csv"
    path.write_text(f"{HEAD}\nvan_out,X1,,,,,,,,,\nroad_closed,{road},,,,,,,,,", "utf-8")
    if near is None:
        assert len(read_changes(path, there, QUARTER, unknown=unknown)) == 2
        return
    with pytest.raises(InputError) as told:
        read_changes(path, there, QUARTER, unknown=unknown)
    (problem,) = told.value.problems
    assert (problem.code, problem.cell, problem.value) == ("E428", "B3", road)
    assert near in problem.facts["guess"].split(", ")


@pytest.mark.parametrize("cell", [True, Broken("#REF!"), Broken("=A1")])
def test_a_road_whose_name_cannot_be_read_is_a_mistake(tmp_path: Path, cell: Raw) -> None:
    rows = [{"what": "road_closed", "target": cell}]
    grid = Grid("changes.xlsx", (sheet_of(rows, "changes"),))
    known = unknown_roads(network(), QUARTER, partial(take_roads, folder=tmp_path / "roads"))
    with pytest.raises(InputError) as told:
        changes_in(grid, network(), QUARTER, unknown=known)
    assert [(one.level, one.cell) for one in told.value.problems] == [("error", "B2")]
