"""Places written with old communes, districts and codes load as the communes of now."""

import datetime as dt
from typing import Any

import pytest

from tests.builders import QUARTER, a_depot, a_network, a_place
from tests.workbooks import Cell, grid_errors, grid_of, with_cell
from vongsach.errors import Problem
from vongsach.network import Network
from vongsach.words import LANGUAGES, say
from vongsach.workbook.communes import bundled_communes
from vongsach.workbook.grid import Grid
from vongsach.workbook.read import read_grid

HEADERS = {"code": "Mã xã", "name": "Tên xã", "old": "Xã cũ", "district": "Huyện cũ"}
LAI_CHAU = "12"


def typed(province: str = LAI_CHAU, **cells: str) -> Grid:
    """Return a grid whose second place says this of its commune."""
    network = a_network(places=(a_depot(), a_place()), province_code=province)
    grid = grid_of(network, "vi")
    for key, value in cells.items():
        grid = with_cell(grid, Cell("1 Điểm", 3, HEADERS[key]), value)
    return grid


def commune_of(network: Network) -> tuple[str, str, str]:
    place = network.places[1]
    return place.commune_code, place.commune, place.old_commune


CASES: list[tuple[dict[str, Any], tuple[str, str, str], str]] = [
    ({"name": "Xã Giang Ma"}, ("03405", "Xã Tả Lèng", "Xã Giang Ma"), "W535"),
    ({"name": "giang ma"}, ("03405", "Xã Tả Lèng", "giang ma"), "W535"),
    ({"name": "x. Giang  Ma"}, ("03405", "Xã Tả Lèng", "x. Giang Ma"), "W535"),
    ({"name": "TT Tam Đường"}, ("03390", "Xã Bình Lư", "TT Tam Đường"), "W535"),
    ({"name": "Bình Lư"}, ("03390", "Bình Lư", ""), ""),
    ({"old": "Xã Bản Hon"}, ("03430", "Xã Khun Há", "Xã Bản Hon"), ""),
    ({"code": "03413"}, ("03390", "Xã Bình Lư", "Xã Sơn Bình"), "W536"),
    ({"code": "03413", "name": "Sơn Bình"}, ("03390", "Xã Bình Lư", "Xã Sơn Bình"), "W536"),
    ({"code": "03405"}, ("03405", "", ""), ""),
    ({"code": "03405", "name": "Giang Ma"}, ("03405", "Xã Tả Lèng", "Xã Giang Ma"), "W537"),
    ({"code": "03405", "name": "Hồ Thầu"}, ("03405", "Xã Tả Lèng", "Xã Hồ Thầu"), "W535"),
    ({"code": "03405", "name": "Khun Há"}, ("03405", "Khun Há", ""), "W538"),
    ({"name": "Nậm Cha"}, ("03517", "Xã Nậm Tăm", "Nậm Cha"), "W535"),
    ({"name": "Nậm Chà"}, ("03472", "Xã Mường Mô", "Nậm Chà"), "W535"),
    (
        {"name": "Mường Than", "district": "Than Uyên"},
        ("03595", "Xã Than Uyên", "Mường Than"),
        "W535",
    ),
    ({"name": "Chốn Lạ"}, ("", "Chốn Lạ", ""), ""),
]


@pytest.mark.parametrize(("cells", "expected", "code"), CASES, ids=lambda part: str(part)[:40])
def test_a_commune_is_read_as_it_is_now(
    cells: dict[str, Any], expected: tuple[str, str, str], code: str
) -> None:
    book = read_grid(typed(**cells))
    assert commune_of(book.network) == expected
    found = [problem for problem in book.problems if problem.code.startswith("W53")]
    assert [problem.code for problem in found] == ([code] if code else [])
    for problem in found:
        assert problem.cell.endswith("3")
        said(problem)


def said(problem: Problem) -> None:
    for language in LANGUAGES:
        for part in ("sentence", "fix"):
            assert say(language, f"workbook.{problem.code}.{part}", **problem.facts)


@pytest.mark.parametrize(
    ("cells", "cell", "candidates"),
    [
        ({"name": "Mường Than"}, "H3", {"03595", "03618"}),
        ({"name": "Nam Cha"}, "H3", {"03472", "03517"}),
        ({"old": "nam cha"}, "I3", {"03472", "03517"}),
    ],
)
def test_an_ambiguous_name_is_an_error_with_candidates(
    cells: dict[str, Any], cell: str, candidates: set[str]
) -> None:
    (problem,) = grid_errors(typed(**cells))
    assert (problem.code, problem.cell) == ("E423", cell)
    assert all(code in problem.facts["candidates"] for code in candidates)
    said(problem)


@pytest.mark.parametrize("province", ["", "11"])
def test_other_provinces_are_left_alone(province: str) -> None:
    book = read_grid(typed(province, name="Giang Ma", code="03413"))
    assert commune_of(book.network) == ("03413", "Giang Ma", "")


def test_before_the_mergers_the_old_names_hold() -> None:
    grid = typed(name="Giang Ma", code="03405")
    for row, value in ((5, "01/01/2025"), (6, "31/03/2025")):
        grid = with_cell(grid, Cell("0 Cấu hình", row, "Giá trị"), value)
    assert commune_of(read_grid(grid).network) == ("03405", "Giang Ma", "")


def test_a_code_means_something_only_with_a_day() -> None:
    known = bundled_communes()
    assert len(known.merged) == 106
    assert len({one.now for one in known.merged}) == 38
    assert known.meaning("03405", dt.date(2025, 6, 30)) == "Xã Giang Ma"
    assert known.meaning("03405", QUARTER.first_day) == "Xã Tả Lèng"
    assert known.meaning("03413", QUARTER.first_day) == ""
    reused = {
        one.code for one in known.merged if (now := known.now(one.code)) and now.name != one.name
    }
    assert len(reused) >= 17


def test_every_old_commune_of_the_province_loads() -> None:
    """By name and district, each of the 106 goes where the resolution puts it."""
    for one in bundled_communes().merged:
        book = read_grid(typed(name=one.name, district=one.district))
        assert commune_of(book.network)[0] == one.now.code, one
