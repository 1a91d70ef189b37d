"""The example spoiled in every way that people do, with seeds: all harm is told at its cell."""

from functools import cache

import pytest

from benchmarks.corruptions import CORRUPTIONS, Corruption
from benchmarks.workbook import a_province, main, outcome_of
from tests.builders import QUARTER
from tests.workbooks import grid_of
from vongsach.bundled import EXAMPLE_WORKBOOK, example_folder
from vongsach.network import Network
from vongsach.workbook import read_workbook
from vongsach.workbook.grid import Grid
from vongsach.workbook.read import Workbook, read_grid

PLACES, SEEDS = 24, 25


@cache
def a_part_of_the_example() -> tuple[Grid, Workbook]:
    """Return the first places of the example with all that belongs to them, as cells."""
    whole = read_workbook(example_folder() / EXAMPLE_WORKBOOK).network
    first: set[str | None] = {van.depot for van in whole.vans}
    first |= {pin.place for pin in whole.pins}
    first |= {closure.target for closure in whole.closures if closure.scope == "place"}
    first |= {place.id for place in whole.places[:PLACES]}
    boxes = [box for box in whole.boxes if box.stands_at in first]
    named = {box.id for box in boxes}
    grid = grid_of(
        Network(
            name=whole.name,
            province_code=whole.province_code,
            places=tuple(place for place in whole.places if place.id in first),
            services=tuple(service for service in whole.services if service.place in first),
            boxes=tuple(boxes),
            titles=whole.titles,
            vans=whole.vans,
            workers=whole.workers,
            closures=whole.closures,
            markets=tuple(market for market in whole.markets if market.place in first),
            pins=tuple(pin for pin in whole.pins if pin.box is None or pin.box in named),
            past_stays=tuple(
                stay for stay in whole.past_stays if stay.box in named and stay.place in first
            ),
            road_legs=tuple(
                leg for leg in whole.road_legs if {leg.from_place, leg.to_place} <= first
            ),
            rules=whole.rules,
        ),
        "vi",
    )
    return grid, read_grid(grid)


def wrong(corruption: Corruption, seeds: range) -> list[str]:
    grid, meant = a_part_of_the_example()
    return [said for seed in seeds if (said := outcome_of(corruption, grid, meant, seed))]


def test_there_are_enough_kinds_of_harm() -> None:
    assert len({corruption.name for corruption in CORRUPTIONS}) >= 40


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda corruption: corruption.name)
def test_harm_is_told_at_its_cell(corruption: Corruption) -> None:
    assert wrong(corruption, range(2)) == []


@pytest.mark.slow
@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda corruption: corruption.name)
def test_harm_is_told_at_its_cell_with_every_seed(corruption: Corruption) -> None:
    assert wrong(corruption, range(2, SEEDS)) == []


def test_the_benchmark_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--places", "20", "--boxes", "30", "--seeds", "0"]) == 0
    assert "20 places, 30 boxes" in capsys.readouterr().out


def test_the_province_of_the_benchmark_is_sound() -> None:
    book = read_grid(grid_of(a_province(50, 80, 1), "vi"))
    assert {problem.code for problem in book.problems if problem.level == "warning"} <= {"W518"}
    assert book.quarter == QUARTER
