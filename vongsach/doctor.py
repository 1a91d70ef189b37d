"""Examine whether this machine and this folder can do the work."""

import importlib
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vongsach.bundled import EXAMPLE_WORKBOOK, example_folder
from vongsach.errors import FileError
from vongsach.store import EARLIER_DAMAGED, PlanStore, faults
from vongsach.workspace import Workspace, is_writable

OLDEST_PYTHON = (3, 11)
LEAST_MEMORY = 1_000_000_000
TIME_ZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True, slots=True)
class Need:
    """A part of the program that must load on this machine."""

    about: str
    """Key of what it is for."""
    module: str
    """Name under which Python loads it."""
    package: str
    """Name under which it is installed."""


NEEDS = (
    Need("optimiser", "ortools.sat.python.cp_model", "ortools"),
    Need("roads", "networkx", "networkx"),
    Need("roads", "osmium", "osmium"),
    Need("roads", "geopandas", "geopandas"),
    Need("tables", "openpyxl", "openpyxl"),
    Need("plans", "sqlalchemy", "SQLAlchemy"),
    Need("paper", "typst", "typst"),
    Need("map", "folium", "folium"),
    Need("map_assets", "xstatic.pkg.leaflet", "XStatic-Leaflet"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found."""

    code: str
    """Key of its sentence."""
    good: bool
    fact: str = ""


def examine(workspace: Workspace, needs: Iterable[Need] = NEEDS) -> Iterator[Finding]:
    """Yield what was found, good and bad, in a fixed order."""
    fact = f"{platform.python_version()}, {platform.system()} {platform.machine()}"
    yield Finding("python", sys.version_info >= OLDEST_PYTHON, fact)
    for need in needs:
        yield _loads(need)
    yield _time_zone()
    yield _example()
    yield _memory()
    yield Finding("writable", is_writable(workspace.folder), str(workspace.folder))
    yield from _store(workspace)
    if workspace.workbook.is_file():
        marks = ", ".join(mark.name for mark in workspace.locks())
        yield Finding(
            "locked" if marks else "workbook", not marks, marks or str(workspace.workbook)
        )
    else:
        yield Finding("no_workbook_yet", good=True, fact=str(workspace.workbook))


def _store(workspace: Workspace) -> Iterator[Finding]:
    database = PlanStore(workspace.folder).database
    if database.is_file():
        found = faults(database)
        damaged = () if found else tuple(_damaged_plans(PlanStore(workspace.folder)))
        yield from damaged
        if found or not damaged:
            yield Finding("store_damaged" if found else "store", not found, found or str(database))


def _damaged_plans(store: PlanStore) -> Iterator[Finding]:
    """Yield what cannot be read: SQLite finds its file sound whatever stands in its rows."""
    for stored in store.versions():
        try:
            store.load_version(stored)
            store.actuals(stored)
        except FileError as error:
            if error.code == EARLIER_DAMAGED:
                continue  # that plan is told by itself
            wrong = error.facts.get("trip") or error.facts.get("cause", error.code)
            yield Finding("plan_damaged", good=False, fact=f"{stored.name} ({wrong})")


def _loads(need: Need) -> Finding:
    # A library that cannot load raises many things: a missing system library is an OSError.
    try:
        importlib.import_module(need.module)
        return Finding(need.about, good=True, fact=f"{need.package} {version(need.package)}")
    except (ImportError, OSError, PackageNotFoundError) as error:
        return Finding(need.about, good=False, fact=f"{need.package}: {error}")


def _time_zone() -> Finding:
    try:
        return Finding("time_zone", good=bool(ZoneInfo(TIME_ZONE)), fact=TIME_ZONE)
    except ZoneInfoNotFoundError:
        return Finding("time_zone", good=False, fact=TIME_ZONE)


def _example() -> Finding:
    try:
        path = example_folder() / EXAMPLE_WORKBOOK
    except FileError as error:
        return Finding("example", good=False, fact=error.facts["path"])
    return Finding("example", good=path.is_file(), fact=str(path))


def _memory() -> Finding:
    """Look at the memory of the machine, where the system says how much there is."""
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return Finding("memory_unknown", good=True)
    return Finding("memory", size >= LEAST_MEMORY, f"{size / 1e9:.1f} GB")
