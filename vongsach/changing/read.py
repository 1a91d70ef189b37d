"""Read a planner's list of changes (Excel, CSV or TOML), or a whole changed workbook."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from vongsach.changing.apply import changed
from vongsach.changing.change import Change, ChangeKind
from vongsach.changing.roads import Unknown, every_road_known
from vongsach.changing.trial import check_row, tried
from vongsach.errors import FileError, InputError, Problem
from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.workbook.build import build
from vongsach.workbook.codes import Code
from vongsach.workbook.contents import NETWORK, RECORDS, contents_of
from vongsach.workbook.csv_folder import rows_of_csv
from vongsach.workbook.grid import Grid, Raw, RawRow, RawSheet
from vongsach.workbook.guard import bytes_of
from vongsach.workbook.match import find_columns, is_named
from vongsach.workbook.read import grid_of_file, read_grid
from vongsach.workbook.read_rows import read_rows
from vongsach.workbook.records import Findings, Record, level_of
from vongsach.workbook.sheets_changes import changes_sheet

CHANGES = changes_sheet(Change)
ROW = "change"
"""Name of the tables of a TOML file."""
RECORDS_GIVEN = "records_as_changes"
DAMAGED_TOML = "toml_damaged"
KINDS = ChangeKind
NEEDS: Mapping[ChangeKind, tuple[str, ...]] = {
    KINDS.ROAD_CLOSED: ("target",),
    KINDS.COMMUNE_CLOSED: ("target",),
    KINDS.PLACE_NEW: ("target", "name", "lat", "lon", "like"),
    KINDS.BOX_AT: ("like",),
    KINDS.REST: ("number",),
    KINDS.AUDIENCE_FIT: ("number",),
    KINDS.VISITS: ("target", "number"),
    KINDS.EVERY_WEEKS: ("number",),
    KINDS.MIN_GAP: ("target", "number"),
    KINDS.MAX_GAP: ("target", "number"),
    KINDS.OPENING: ("target", "opens", "closes"),
    KINDS.VAN_MORE: ("target", "like"),
    KINDS.VAN_DAY: ("target", "first_day"),
    KINDS.VAN_SHIFT: ("target",),
    KINDS.WORKER_DAYS: ("target", "number"),
}
"""Cells that a kind of change cannot do without, beside those that name a known thing."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a file says of how things are now."""

    changes: tuple[Change, ...] = ()
    whole: Network | None = None
    """The network of a changed workbook; ``None``: a list of changes was read."""

    def of(self, network: Network, quarter: Quarter, since: dt.date) -> Network:
        """Return the network as it is now."""
        return self.whole or changed(network, quarter, self.changes, since)


def read_revision(
    path: Path, network: Network, quarter: Quarter, *, unknown: Unknown = every_road_known
) -> Revision:
    """Return what a file says: a list of changes, or a changed workbook.

    Raises
    ------
    InputError
        Something in it must be repaired first: every problem, with its cell.
    FileError
        It cannot be read.
    """
    if path.suffix.lower() not in {".toml", ".csv", ".txt", ".tsv"}:
        grid = grid_of_file(path)
        what = contents_of(grid)
        if what == RECORDS:
            raise FileError(RECORDS_GIVEN, path=path.name)
        if what == NETWORK:
            return Revision(whole=read_grid(grid).network)
    return Revision(read_changes(path, network, quarter, unknown=unknown))


def read_changes(
    path: Path, network: Network, quarter: Quarter, *, unknown: Unknown = every_road_known
) -> tuple[Change, ...]:
    """Return the changes of a list; see ``read_revision``."""
    return changes_in(_grid(path), network, quarter, unknown=unknown)


def changes_in(
    grid: Grid, network: Network, quarter: Quarter, *, unknown: Unknown = every_road_known
) -> tuple[Change, ...]:
    """Return the changes that the rows of a sheet state, each tried on the network.

    ``unknown`` says which of the roads that are named nobody knows.

    Raises
    ------
    InputError
        With every problem.
    """
    findings = Findings.of(grid)
    named = [sheet for sheet in grid.sheets if is_named(sheet, CHANGES)] or list(grid.sheets)
    if not named or not named[0].rows:
        findings.in_file(Code.NO_ROWS, sheet=named[0].name if named else "")
        raise InputError(tuple(findings.problems))
    found = find_columns(CHANGES, named[0], findings)
    findings.problems[:] = [_as_mistake(problem) for problem in findings.problems]
    changes = []
    records = read_rows(found, findings)
    strange = unknown(record.text("target") for record in records if _closes_road(record))
    for record in records:
        before = len(findings.problems)
        if _closes_road(record) and record.text("target") in strange:
            guess = strange[record.text("target")]
            findings.in_cell(Code.UNKNOWN_ROAD, record, "target", guess=guess)
        _check(record, _known(network), quarter, findings)
        change = None
        if len(findings.problems) == before and not _target_unread(record):
            change = build(Change, record, record.values, findings)
        if change is not None:
            network = tried(network, quarter, (change, record), findings)
            changes.append(change)
    if findings.hopeless:
        raise InputError(tuple(findings.problems))
    return tuple(changes)


def _closes_road(record: Record) -> bool:
    return record.values.get("what") == KINDS.ROAD_CLOSED and bool(record.text("target"))


def _target_unread(record: Record) -> bool:
    """Say whether the target is given and could not be read, which is a mistake already noted."""
    return record.given("target") and "target" not in record.values


def _as_mistake(problem: Problem) -> Problem:
    """Return a column that is not understood as a mistake: what it says would not be done."""
    if problem.code != Code.COLUMN_IGNORED:
        return problem
    return problem.model_copy(
        update={"code": Code.CHANGE_COLUMN, "level": level_of(Code.CHANGE_COLUMN)}
    )


Known = Mapping[str, frozenset[str]]


def _known(network: Network) -> Known:
    return {
        "place": frozenset(place.id for place in network.places),
        "service": frozenset(service.id for service in network.services),
        "van": frozenset(van.id for van in network.vans),
        "worker": frozenset(worker.id for worker in network.workers),
        "box": frozenset(box.id for box in network.boxes),
        "commune": frozenset(
            name for place in network.places for name in (place.commune_code, place.commune) if name
        ),
    }


def _check(record: Record, known: Known, quarter: Quarter, findings: Findings) -> None:
    """Note what a row lacks, and what it names that is not known."""
    what = record.values.get("what")
    if not isinstance(what, str):
        return
    kind = ChangeKind(what)
    for key in NEEDS.get(kind, ()):
        if not record.given(key):
            findings.in_cell(Code.BLANK, record, key)
    _check_target(record, kind, known, findings)
    check_row(record, kind, quarter, findings)
    if kind in {KINDS.PLACE_NEW, KINDS.VAN_MORE} and record.given("like"):
        _check_new(record, known["place" if kind is KINDS.PLACE_NEW else "van"], findings)
    if kind is KINDS.BOX_AT and record.given("like") and record.text("like") not in known["place"]:
        findings.in_cell(Code.UNKNOWN_PLACE, record, "like", guess="–")
    if kind is KINDS.BOX_LOST and record.given("last_day"):
        findings.in_cell(Code.NO_LAST_DAY, record, "last_day")
    first, last = record.values.get("first_day"), record.values.get("last_day")
    if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
        findings.in_cell(Code.LAST_BEFORE_FIRST, record, "last_day")


def _check_target(record: Record, kind: ChangeKind, known: Known, findings: Findings) -> None:
    groups, code = MEANT.get(kind, ((), Code.UNKNOWN_TARGET))
    target = record.text("target")
    if groups and (target or kind is not KINDS.EVERY_WEEKS):
        if not record.given("target"):
            findings.in_cell(Code.BLANK, record, "target")
        elif not any(target in known[group] for group in groups):
            findings.in_cell(code, record, "target", guess="–")


def _check_new(record: Record, there: frozenset[str], findings: Findings) -> None:
    unknown = Code.UNKNOWN_PLACE
    if record.values.get("what") == KINDS.VAN_MORE:
        unknown = Code.UNKNOWN_VAN
    if record.text("like") not in there:
        findings.in_cell(unknown, record, "like", guess="–")
    if record.text("target") in there:
        findings.in_cell(Code.CODE_TWICE, record, "target", other="–")


_PLACE, _SERVED, _VAN = ("place",), ("place", "service"), ("van",)
MEANT: Mapping[ChangeKind, tuple[tuple[str, ...], Code]] = {
    KINDS.PLACE_CLOSED: (_PLACE, Code.UNKNOWN_PLACE),
    KINDS.PLACE_WITHDRAWN: (_PLACE, Code.UNKNOWN_PLACE),
    KINDS.CLOSURE_LIFTED: (_PLACE, Code.UNKNOWN_PLACE),
    KINDS.UNPINNED: (_PLACE, Code.UNKNOWN_PLACE),
    KINDS.VISITS: (_SERVED, Code.UNKNOWN_PLACE),
    KINDS.EVERY_WEEKS: (_SERVED, Code.UNKNOWN_PLACE),
    KINDS.MIN_GAP: (_SERVED, Code.UNKNOWN_PLACE),
    KINDS.MAX_GAP: (_SERVED, Code.UNKNOWN_PLACE),
    KINDS.OPENING: (_SERVED, Code.UNKNOWN_PLACE),
    KINDS.VAN_OUT: (_VAN, Code.UNKNOWN_VAN),
    KINDS.VAN_DAY: (_VAN, Code.UNKNOWN_VAN),
    KINDS.VAN_SHIFT: (_VAN, Code.UNKNOWN_VAN),
    KINDS.BOX_LOST: (("box",), Code.UNKNOWN_BOX),
    KINDS.BOX_AT: (("box",), Code.UNKNOWN_BOX),
    KINDS.BOX_READY: (("box",), Code.UNKNOWN_BOX),
    KINDS.COMMUNE_CLOSED: (("commune",), Code.UNKNOWN_TARGET),
    KINDS.WORKER_OUT: (("worker",), Code.UNKNOWN_TARGET),
    KINDS.WORKER_DAYS: (("worker",), Code.UNKNOWN_TARGET),
}
"""What the target of a kind of change names; of others nothing that is known."""


def _grid(path: Path) -> Grid:
    suffix = path.suffix.lower()
    if suffix == ".toml":
        return Grid(path.name, (sheet_of(tables_in(path).get(ROW, ()), path.name),))
    if suffix in {".csv", ".txt", ".tsv"}:
        return Grid(path.name, (RawSheet(path.name, rows_of_csv(path)),))
    return grid_of_file(path)


def tables_in(path: Path) -> dict[str, list[dict[str, Raw]]]:
    """Return the tables of a TOML file.

    Raises
    ------
    FileError
        It is no such file.
    """
    try:
        return tomllib.loads(bytes_of(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileError(DAMAGED_TOML, path=str(path), cause=str(error)) from error


def sheet_of(rows: Iterable[Mapping[str, Raw]], name: str) -> RawSheet:
    """Return tables as the rows of a sheet, headed by their keys."""
    tables = list(rows)
    keys = tuple(dict.fromkeys(key for row in tables for key in row))
    cells = (tuple(row.get(key) for key in keys) for row in tables)
    head = (RawRow(1, keys),) if keys else ()
    body = (RawRow(number, row) for number, row in enumerate(cells, start=2))
    return RawSheet(name, (*head, *body))
