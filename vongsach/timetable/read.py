"""Read a timetable: every row that can be used, and every defect at its row and column."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from vongsach.errors import FileError, InputError, Level, Problem
from vongsach.timetable.cells import Cells
from vongsach.timetable.codes import Code
from vongsach.timetable.doubts import doubts
from vongsach.timetable.rows import EXTRA_FIELDS, FIELDS, REQUIRED, Row, Timetable

MOST_BYTES: Final = 50_000_000
MOST_ROWS: Final = 50_000
_BREAKS_SCHEMA: Final = ("L1", "L2")


def read_timetable(path: Path, *, strict: bool = False) -> Timetable:
    """Return what a file in the open schema says.

    Rows with an unusable cell are left out and reported; everything that is merely doubtful is
    used and reported. ``strict`` accepts nothing that breaks the schema.

    Raises
    ------
    FileError
        There is no such file, or it is no table.
    InputError
        A column that is needed is missing; with ``strict``, anything breaks the schema.
    """
    content, decoded = _text_of(path)
    problems = [] if decoded else [_problem(path, Code.NOT_UTF8, Level.WARNING)]
    records = list(_records(path, content))
    if not records:
        raise InputError((*problems, _problem(path, Code.NO_ROWS)))
    header = [name.strip().lower() for name in records[0][1]]
    problems += _header_problems(path, header)
    if any(problem.code in (Code.NO_COLUMN, Code.COLUMN_TWICE) for problem in problems):
        raise InputError(tuple(problems))
    rows: list[Row] = []
    for line, values in records[1:]:
        cells = Cells(path.name, line, header, values)
        row = cells.row()
        problems += cells.problems
        rows += [] if row is None else [row]
    if len(records) == 1:
        problems.append(_problem(path, Code.NO_ROWS, Level.WARNING))
    if strict and any(problem.code.startswith(_BREAKS_SCHEMA) for problem in problems):
        raise InputError(tuple(problems))
    problems += doubts(path.name, rows)
    return Timetable(path.stem, tuple(rows), tuple(problems), read=len(records) - 1)


def _text_of(path: Path) -> tuple[str, bool]:
    """Return the text of a file, and whether it is UTF-8 as the schema asks."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(
            Code.NOT_READABLE, path=str(path), cause=error.strerror or str(error)
        ) from error
    if len(content) > MOST_BYTES:
        raise FileError(Code.TOO_LARGE, path=str(path))
    try:
        return content.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), False


def _records(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    try:
        for number, values in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise FileError(Code.TOO_LARGE, path=str(path))
            if any(value.strip() for value in values):
                yield number, values
    except csv.Error as error:
        raise FileError(Code.NOT_READABLE, path=str(path), cause=str(error)) from error


def _header_problems(path: Path, header: Sequence[str]) -> Iterator[Problem]:
    for name in FIELDS:
        if name not in header:
            needed = name in (*REQUIRED, "geox", "geoy")
            level = Level.ERROR if needed else Level.WARNING
            code = Code.NO_COLUMN if needed else Code.OTHER_ORDER
            yield _problem(path, code, level, column=name)
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            yield _problem(path, Code.COLUMN_TWICE, column=name)
        if name not in (*FIELDS, *EXTRA_FIELDS):
            yield _problem(path, Code.OTHER_COLUMN, Level.WARNING, column=name)
    known = [name for name in header if name in FIELDS]
    if set(known) == set(FIELDS) and known != list(FIELDS):
        yield _problem(path, Code.OTHER_ORDER, Level.WARNING)


def _problem(path: Path, code: Code, level: Level = Level.ERROR, column: str = "") -> Problem:
    cell = "1" if column else ""
    return Problem(code=code, level=level, file=path.name, cell=cell, column=column)
