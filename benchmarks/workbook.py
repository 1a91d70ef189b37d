"""Measure how fast a province's workbook is read, and spoil the example in every way."""

import argparse
import datetime as dt
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.corruptions import CORRUPTIONS, Corruption, Outcome
from vongsach.boxes import Box, Copies
from vongsach.bundled import EXAMPLE_WORKBOOK, example_folder
from vongsach.errors import InputError
from vongsach.fleet import Van
from vongsach.network import Network
from vongsach.places import AudienceGroup, AudienceShare, Location, Opening, Place, Service
from vongsach.quarter import Quarter
from vongsach.workbook import read_workbook, write_workbook
from vongsach.workbook.grid import Grid
from vongsach.workbook.read import Workbook, read_grid
from vongsach.workbook.xlsx import read_xlsx

QUARTER = Quarter(name="2027Q1", first_day=dt.date(2027, 1, 1), last_day=dt.date(2027, 3, 31))
_READ_ONCE = """
import sys, time
from pathlib import Path
from vongsach.workbook import read_workbook
began = time.perf_counter()
book = read_workbook(Path(sys.argv[1]))
seconds = time.perf_counter() - began
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
except ImportError:
    peak = 0
print(len(book.network.places), len(book.network.boxes), f"{seconds:.1f}", peak)
"""


def a_province(places: int, boxes: int, seed: int) -> Network:
    """Return a province: every fifth place has a shelf of three, each place a service."""
    dice = random.Random(seed)  # noqa: S311 -- drawn networks, no secret
    shares = (AudienceShare(group=AudienceGroup.CHILDREN, language="vi", percent=100),)
    openings = tuple(Opening(weekday=day, opens=27_000, closes=41_400) for day in range(5))
    all_places = tuple(
        Place(
            id=f"P-{number:05}",
            name=f"Điểm số {number}",
            kind="central_library" if number == 0 else "bookcase",
            location=Location(lat=22 + dice.random(), lon=103 + dice.random()),
            shelf=3,
            audiences=shares,
            readers=dice.randint(20, 900),
        )
        for number in range(places)
    )
    return Network(
        name="Tỉnh thử",
        places=all_places,
        services=tuple(
            Service(
                id=f"{place.id}:rotation",
                place=place.id,
                kind="rotation",
                visits=dice.randint(1, 3),
                min_gap_days=14,
                max_gap_days=60,
                boxes=1,
                openings=openings,
                required=number % 10 == 0,
            )
            for number, place in enumerate(all_places[1:])
        ),
        boxes=tuple(
            Box(
                id=f"T-{number:05}",
                copies=(Copies(group=AudienceGroup.CHILDREN, language="vi", count=40),),
                stands_at=all_places[number % places].id,
                since=dt.date(2026, 10, 1),
            )
            for number in range(boxes)
        ),
        vans=tuple(
            Van(id=f"X{number}", depot=all_places[0].id, boxes=12) for number in range(1, 9)
        ),
    )


def outcome_of(corruption: Corruption, grid: Grid, meant: Workbook, seed: int) -> str:
    """Return what is wrong with what is said of a spoiled workbook; empty where all is right."""
    spoiled = corruption.spoil(grid, random.Random(f"{corruption.name}/{seed}"))  # noqa: S311 -- drawn harm, no secret
    try:
        book = read_grid(spoiled.grid)
    except InputError as error:
        problems, read = error.problems, None
    else:
        problems, read = book.problems, book
    level = "error" if corruption.outcome is Outcome.REFUSED else "warning"
    named = any(
        problem.level == level
        and problem.sheet == spoiled.sheet
        and (not spoiled.cell or problem.cell == spoiled.cell)
        for problem in problems
    )
    wrong = {
        Outcome.REFUSED: {"read": read is not None, "cell not named": not named},
        Outcome.WARNED: {"refused": read is None, "cell not named": not named},
        Outcome.SAME: {"other": read is None or read.network != meant.network},
    }[corruption.outcome]
    told = [what for what, holds in wrong.items() if holds]
    found = [(problem.code, problem.sheet, problem.cell) for problem in problems[:3]]
    where = f"{spoiled.sheet} {spoiled.cell}"
    return f"{corruption.name}/{seed} at {where}: {', '.join(told)}; said {found}" if told else ""


def main(argv: list[str]) -> int:
    """Print the speed of reading, and how many spoiled workbooks were told of rightly."""
    parser = argparse.ArgumentParser(prog="benchmarks workbook", description=main.__doc__)
    parser.add_argument("--places", type=int, default=5_000)
    parser.add_argument("--boxes", type=int, default=10_000)
    parser.add_argument("--seeds", type=int, default=25)
    asked = parser.parse_args(argv)
    _measure_reading(a_province(asked.places, asked.boxes, 1))
    return _spoil_all(asked.seeds)


def _measure_reading(network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / EXAMPLE_WORKBOOK
        began = time.perf_counter()
        write_workbook(network, QUARTER, path)
        written = time.perf_counter() - began
        run = subprocess.run(  # noqa: S603 -- our own interpreter, fixed arguments
            [sys.executable, "-c", _READ_ONCE, str(path)],
            capture_output=True,
            text=True,
            check=True,
        )
    places, boxes, seconds, peak = run.stdout.split()
    print(f"{places} places, {boxes} boxes: written in {written:.1f} s,")
    print(f"read and checked in {seconds} s with at most {peak} MB (0: not known here)")


def _spoil_all(seeds: int) -> int:
    path = example_folder() / EXAMPLE_WORKBOOK
    grid, meant = read_xlsx(path), read_workbook(path)
    wrong: Counter[str] = Counter()
    began = time.perf_counter()
    for corruption in CORRUPTIONS:
        for seed in range(seeds):
            said = outcome_of(corruption, grid, meant, seed)
            if said:
                wrong[corruption.name] += 1
                print(said)
    runs = len(CORRUPTIONS) * seeds
    print(
        f"{len(CORRUPTIONS)} kinds × {seeds} seeds of harm: {runs - wrong.total()} of {runs} told"
        f" at their cells, {time.perf_counter() - began:.0f} s"
    )
    return 1 if wrong else 0
