"""Read a workbook into a network and a quarter, with every problem at once."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vongsach.errors import InputError, Level, Problem
from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.rules import Rules
from vongsach.workbook.assume import note_assumptions
from vongsach.workbook.build import build, completed
from vongsach.workbook.check_rows import check_row
from vongsach.workbook.check_sheets import check_sheets
from vongsach.workbook.codes import Code
from vongsach.workbook.communes import BUNDLED_PROVINCE, Communes, bundled_communes
from vongsach.workbook.csv_folder import read_csv_folder
from vongsach.workbook.grid import Grid
from vongsach.workbook.guard import is_open_document
from vongsach.workbook.match import find_sheets
from vongsach.workbook.ods import read_ods
from vongsach.workbook.plausible import note_doubts
from vongsach.workbook.read_rows import read_rows
from vongsach.workbook.records import Findings, Found, Record
from vongsach.workbook.settings import Configuration, read_configuration, read_rules
from vongsach.workbook.settle import settled
from vongsach.workbook.xlsx import read_xlsx

_FIELDS = {
    "places": "places",
    "services": "services",
    "boxes": "boxes",
    "titles": "titles",
    "history": "past_stays",
    "vans": "vans",
    "workers": "workers",
    "closures": "closures",
    "roads": "road_legs",
    "pins": "pins",
    "markets": "markets",
    "speeds": "road_speeds",
}
"""Field of the network that the rows of a sheet fill."""

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_WITH_ROWS = frozenset({"configuration", "places", "services"})
"""Sheets without whose rows there is nothing to plan."""
_KEYED = ("configuration", "rules", "packed")


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a workbook says."""

    network: Network
    quarter: Quarter
    problems: tuple[Problem, ...]
    """Warnings and assumptions: nothing that hinders planning."""


def read_workbook(path: Path) -> Workbook:
    """Return what a workbook says.

    Raises
    ------
    InputError
        Something in it must be repaired first: every problem, with warnings and assumptions.
    FileError
        The file cannot be read as a workbook.
    """
    return read_grid(grid_of_file(path))


def grid_of_file(path: Path) -> Grid:
    """Return the cells of an Excel or LibreOffice workbook, or of a folder of CSV files.

    Raises
    ------
    FileError
        It is none of these, or damaged.
    """
    if path.is_dir():
        return read_csv_folder(path)
    return read_ods(path) if is_open_document(path) else read_xlsx(path)


def read_grid(grid: Grid) -> Workbook:
    """Return what the tables of a file say, whatever its format.

    Raises
    ------
    InputError
        Something in it must be repaired first.
    """
    findings = Findings.of(grid)
    found = find_sheets(grid, findings)
    records = {key: read_rows(sheet, findings) for key, sheet in found.items()}
    _check_filled(found, records, findings)
    settings = _settings(found, records, findings)
    communes = _communes(settings[0])
    if communes is not None and "places" in records:
        records["places"] = settled(records["places"], communes, findings)
    for several in records.values():
        for record in several:
            check_row(record, findings)
    check_sheets(records, findings)
    workbook = _built(found, records, settings, findings)
    problems = _sorted(findings.problems, grid)
    if workbook is None or findings.hopeless:
        raise InputError(problems)
    network, quarter = workbook
    return Workbook(network, quarter, problems)


def _check_filled(
    found: Mapping[str, Found], records: Mapping[str, Sequence[Record]], findings: Findings
) -> None:
    for key, sheet in found.items():
        if sheet.sheet.compulsory and not records[key]:
            code = Code.NO_ROWS if key in _WITH_ROWS else Code.NOTHING_LISTED
            findings.in_file(code, sheet=sheet.raw.name)


def _built(
    found: Mapping[str, Found],
    records: Mapping[str, Sequence[Record]],
    settings: tuple[Configuration | None, Rules],
    findings: Findings,
) -> tuple[Network, Quarter] | None:
    configuration, rules = settings
    first_day = configuration.quarter.first_day if configuration else None
    titles = _titles(records.get("packed", ()))
    rows: dict[str, tuple[object, ...]] = {}
    for key in (key for key in found if key not in _KEYED):
        built = []
        for record in records[key]:
            values = completed(record, first_day)
            if key == "boxes":
                values["titles"] = titles[record.text("id")]
            built.append(build(found[key].sheet.model, record, values, findings))
        rows[_FIELDS[key]] = tuple(row for row in built if row is not None)
    if configuration is None or findings.hopeless:
        return None
    _note_late(records, configuration.quarter, findings)
    note_assumptions(found, records, configuration.quarter, findings)
    fields: dict[str, Any] = {**rows}
    network = Network(
        name=configuration.library,
        province_code=configuration.province_code,
        rules=rules,
        **fields,
    )
    note_doubts(network, configuration.quarter, records, findings)
    return network, configuration.quarter


def _settings(
    found: Mapping[str, Found], records: Mapping[str, Sequence[Record]], findings: Findings
) -> tuple[Configuration | None, Rules]:
    configuration, rules = None, Rules()
    if "configuration" in found:
        sheet = found["configuration"]
        configuration = read_configuration(sheet, records["configuration"], findings)
    if "rules" in found:
        rules = read_rules(found["rules"], records["rules"], findings)
    return configuration, rules


def _communes(configuration: Configuration | None) -> Communes | None:
    """Return the mergers of the province; none where they are not known or lie ahead."""
    if configuration is None or configuration.province_code != BUNDLED_PROVINCE:
        return None
    known = bundled_communes()
    ahead = any(one.since > configuration.quarter.first_day for one in known.merged)
    return None if ahead else known


def _titles(packed: Sequence[Record]) -> Mapping[str, tuple[str, ...]]:
    titles: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for record in packed:
        titles[record.text("box")] += (record.text("title"),)
    return titles


def _note_late(
    records: Mapping[str, Sequence[Record]], quarter: Quarter, findings: Findings
) -> None:
    """Note days of the past that do not lie before the quarter."""
    for sheet, key in (("boxes", "since"), ("services", "last_visit"), ("history", "last_day")):
        for record in records.get(sheet, ()):
            day = record.values.get(key)
            if day is not None and str(day) > str(quarter.first_day):
                findings.in_cell(Code.INSIDE_PERIOD, record, key)


def _sorted(problems: Sequence[Problem], grid: Grid) -> tuple[Problem, ...]:
    """Return the problems by level, then in the order of sheets, rows and columns."""
    places = {sheet.name: number for number, sheet in enumerate(grid.sheets)}
    levels = list(Level)

    def where(problem: Problem) -> tuple[int, int, int, int, str]:
        found = _ADDRESS.match(problem.cell)
        letters, row = (found[1], int(found[2])) if found else ("", 0)
        level, sheet = levels.index(problem.level), places.get(problem.sheet, -1)
        return level, sheet, row, len(letters), letters

    return tuple(sorted(problems, key=where))
