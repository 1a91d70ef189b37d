"""Write the first workbook of a workspace: a bundled example, or an empty one."""

import datetime as dt
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from vongsach.bundled import EXAMPLE_WORKBOOK, example_folder
from vongsach.days import ONE_DAY
from vongsach.errors import FileError
from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.words import Language, say
from vongsach.workbook import write_workbook
from vongsach.workspace import Workspace, write_whole

SAMPLES = {"tam-duong": EXAMPLE_WORKBOOK}
QUARTER_NAME = re.compile(r"(?P<year>20[0-9]{2})Q(?P<number>[1-4])")
BAD_QUARTER, EXISTS, UNKNOWN = "bad_quarter", "workbook_exists", "unknown_sample"
ELSEWHERE = "demo_elsewhere"


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


def first_workbook(
    sample: str | None, quarter: str | None, *, today: dt.date, language: Language
) -> Callable[[Path], Path]:
    """Return what writes a bundled workbook, or one with every sheet and nothing in it.

    Raises
    ------
    FileError
        There is no such example, or the name is not one of a quarter.
    """
    if sample is not None:
        sample_workbook(sample)
        return partial(copy_sample, sample)
    wanted = coming_quarter(today) if quarter is None else named_quarter(quarter)
    network = Network(name=say(language, "cli.new_network"), places=())
    return partial(write_whole, write=lambda part: write_workbook(network, wanted, part, language))


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
