"""Write the first workbook of a workspace: a bundled example, or an empty one."""

import datetime as dt
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vongsach.actuals import TripActual
from vongsach.bundled import EXAMPLE_WORKBOOK, example_folder
from vongsach.days import ONE_DAY
from vongsach.errors import FileError
from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.rolling import rolled
from vongsach.store import PlanStore, Stored, load_folder
from vongsach.store.version_folder import MANIFEST
from vongsach.words import Language, say
from vongsach.workbook import write_workbook
from vongsach.workspace import Workspace, write_whole

SAMPLES = {"tam-duong": EXAMPLE_WORKBOOK}
QUARTER_NAME = re.compile(r"(?P<year>20[0-9]{2})Q(?P<number>[1-4])")
BAD_QUARTER, EXISTS, UNKNOWN = "bad_quarter", "workbook_exists", "unknown_sample"
ELSEWHERE = "demo_elsewhere"
NOT_AFTER, TWO_SOURCES = "quarter_not_after", "two_sources"


def sample_workbook(name: str) -> Path:
    """Return the path of a bundled workbook.

    Raises
    ------
    FileError
        There is none of that name.
    """
    if name not in SAMPLES:
        raise FileError(UNKNOWN, name=name, known=", ".join(SAMPLES))
    return example_folder() / SAMPLES[name]


def require_room(workspace: Workspace, *, force: bool) -> Path:
    """Return where a new workbook goes.

    Raises
    ------
    FileError
        One is there already, and it is not to be overwritten.
    """
    if workspace.workbook.exists() and not force:
        raise FileError(EXISTS, path=str(workspace.workbook))
    return workspace.workbook


@dataclass(frozen=True, slots=True)
class Source:
    """What a first workbook is made from; nothing: every sheet and nothing in it."""

    sample: str | None = None
    """Name of a bundled example."""
    plan: Path | None = None
    """Folder of a stored plan, or its name in the workspace: the quarter after it."""


def first_workbook(
    workspace: Workspace,
    source: Source,
    quarter: str | None,
    *,
    today: dt.date,
    language: Language,
) -> Callable[[Path], Path]:
    """Return what writes a bundled workbook, the quarter after a plan, or an empty one.

    Raises
    ------
    FileError
        There is no such example or plan, or the name is not one of a quarter, or of one that
        does not begin after the plan.
    """
    if source.sample is not None and source.plan is not None:
        raise FileError(TWO_SOURCES)
    if source.sample is not None:
        sample_workbook(source.sample)
        return partial(copy_sample, source.sample)
    network = Network(name=say(language, "cli.new_network"), places=())
    stored = None if source.plan is None else _stored(workspace, source.plan)
    after = today if stored is None else stored.plan.quarter.last_day
    wanted = coming_quarter(after) if quarter is None else named_quarter(quarter)
    if stored is not None:
        if wanted.first_day <= after:
            raise FileError(NOT_AFTER, name=wanted.name, day=f"{after:%d/%m/%Y}")
        actuals = _actuals(workspace, source.plan)
        network = rolled(stored.network, stored.plan, wanted, actuals)
    return partial(write_whole, write=lambda part: write_workbook(network, wanted, part, language))


def _stored(workspace: Workspace, name: Path) -> Stored:
    if (name / MANIFEST).is_file():
        return load_folder(name)
    return PlanStore(workspace.folder).load(str(name))


def _actuals(workspace: Workspace, name: Path | None) -> tuple[TripActual, ...]:
    """Return what was recorded of a plan: of its own workspace where a folder is named."""
    if name is None:
        return ()
    if (name / MANIFEST).is_file():
        store = PlanStore(name.resolve().parent.parent)
        return store.actuals(store.find(f"{name.resolve().parent.name}/{name.name}"))
    store = PlanStore(workspace.folder)
    return store.actuals(store.find(str(name)))


def copy_sample(name: str, path: Path) -> Path:
    """Write a bundled workbook to a path, whole or not at all."""
    source = sample_workbook(name)
    return write_whole(path, lambda part: shutil.copyfile(source, part))


def write_demo(workspace: Workspace) -> Path:
    """Write the bundled example as the workbook of a workspace, unless it stands there already.

    Raises
    ------
    FileError
        Another workbook is there.
    """
    (name,) = SAMPLES
    path = workspace.workbook
    if path.exists():
        if path.read_bytes() != sample_workbook(name).read_bytes():
            raise FileError(ELSEWHERE, path=str(path))
        return path
    return copy_sample(name, path)


def named_quarter(name: str) -> Quarter:
    """Return the calendar quarter of a name such as ``2027Q1``.

    Raises
    ------
    FileError
        The name is not one of a quarter.
    """
    match = QUARTER_NAME.fullmatch(name)
    if match is None:
        raise FileError(BAD_QUARTER, name=name)
    year, number = int(match["year"]), int(match["number"])
    following = dt.date(year + number // 4, number % 4 * 3 + 1, 1)
    return Quarter(
        name=name, first_day=dt.date(year, number * 3 - 2, 1), last_day=following - ONE_DAY
    )


def coming_quarter(today: dt.date) -> Quarter:
    """Return the first calendar quarter that begins after a day."""
    number = (today.month - 1) // 3 + 1
    return named_quarter(f"{today.year + number // 4}Q{number % 4 + 1}")
