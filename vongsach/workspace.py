"""Say where things lie in the folder that a planner works in."""

import contextlib
import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir

from vongsach.errors import FileError

WORKBOOK = "mang-luoi.xlsx"
NO_WORKBOOK = "no_workbook"
OTHER_FORMS = (".ods", "")
"""A workbook of LibreOffice, or a folder of CSV files."""
NOT_WRITABLE = "not_writable"


@dataclass(frozen=True, slots=True)
class Workspace:
    """One folder: the workbook, the roads, and one folder per quarter with its plans."""

    folder: Path

    @property
    def workbook(self) -> Path:
        """Return the path of the workbook."""
        return self.folder / WORKBOOK

    @property
    def roads(self) -> Path:
        """Return the path of the folder with imported roads."""
        return self.folder / "duong"

    def locks(self) -> tuple[Path, ...]:
        """Return the marks that a spreadsheet program leaves while the workbook is open in it."""
        name = self.workbook.name
        marks = (self.folder / f"~${name}", self.folder / f".~lock.{name}#")
        return tuple(mark for mark in marks if mark.exists())

    def require_workbook(self) -> Path:
        """Return the path of the workbook, which is there: of Excel, else in another form.

        Raises
        ------
        FileError
            It is not.
        """
        others = (self.workbook.with_suffix(suffix) for suffix in OTHER_FORMS)
        for path in (self.workbook, *others):
            if path.is_file() or (path.is_dir() and not path.suffix):
                return path
        raise FileError(NO_WORKBOOK, path=str(self.workbook))


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Write a file through a function that takes a path; it appears whole or not at all.

    Raises
    ------
    FileError
        It cannot be written; what stood there before still does.
    """
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(part)
        part.replace(path)
    except OSError as error:
        raise FileError(NOT_WRITABLE, path=str(path), cause=str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return path


def is_writable(folder: Path) -> bool:
    """Say whether a new file can be made in a folder, by making one and taking it away."""
    try:
        with NamedTemporaryFile(dir=folder, prefix=".", suffix=".part") as file:
            os.fsync(file.fileno())
    except OSError:
        return False
    return True


def write_fault_log(folder: Path, content: str, now: dt.datetime) -> Path | None:
    """Write what is known of a fault into a folder, or where it cannot be into the temporary one.

    Returns
    -------
    Where it stands; ``None`` where nothing can be written at all.
    """
    name = f"vongsach-loi-{now:%Y%m%d-%H%M%S}.log"
    for place in (folder, Path(gettempdir())):
        with contextlib.suppress(OSError):
            path = place.resolve() / name
            path.write_text(content, encoding="utf-8")
            return path
    return None


def is_workbook(name: str) -> bool:
    """Say whether a file is called as the workbook of a workspace, in any of its forms."""
    first = Path(name).parts[:1]
    return bool(first) and Path(first[0]).stem == Path(WORKBOOK).stem
