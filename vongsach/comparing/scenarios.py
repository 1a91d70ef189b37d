"""Read scenarios from a small TOML file: each a name and a list of changes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vongsach.changing import Change
from vongsach.changing.read import ROW, changes_in, sheet_of, tables_in
from vongsach.changing.roads import Unknown, every_road_known
from vongsach.errors import FileError
from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.workbook.grid import Grid

TABLE = "scenario"
NO_SCENARIO = "no_scenario"
MOST = 3


@dataclass(frozen=True, slots=True)
class Scenario:
    """What would be otherwise."""

    name: str
    changes: tuple[Change, ...]


def read_scenarios(
    path: Path, network: Network, quarter: Quarter, *, unknown: Unknown = every_road_known
) -> tuple[Scenario, ...]:
    """Return the scenarios of a file.

    Raises
    ------
    InputError
        A change cannot be used: every problem of that scenario.
    FileError
        The file cannot be read, or holds no scenario or too many.
    """
    tables = tables_in(path).get(TABLE, [])
    if not 0 < len(tables) <= MOST or not all(isinstance(one, dict) for one in tables):
        raise FileError(NO_SCENARIO, path=str(path), most=str(MOST))
    found = []
    for number, table in enumerate(tables, start=1):
        name = str(table.get("name") or number)
        rows: Any = table.get(ROW, [])
        if not isinstance(rows, list):
            raise FileError(NO_SCENARIO, path=str(path), most=str(MOST))
        grid = Grid(path.name, (sheet_of(rows, name),))
        found.append(Scenario(name, changes_in(grid, network, quarter, unknown=unknown)))
    return tuple(found)
