"""Export a plan of the store, with the version before it to compare with."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from vongsach.errors import FileError
from vongsach.exports.formats import write_exports
from vongsach.exports.source import source_of
from vongsach.plan import Plan
from vongsach.store import PlanStore, Stored
from vongsach.words import Language

FOLDER = "xuat"
PUBLIC_FOLDER = "cong-khai"
_UNKNOWN_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """What to export, and how."""

    formats: tuple[str, ...]
    language: Language
    public: bool = False
    """Leave out what is not for everybody."""
    extended: bool = False
    """Add the codes of commune and place to the open timetable."""


def export_folder(stored: Stored, out: Path | None, *, public: bool) -> Path:
    """Return where the files of a plan go."""
    return out or stored.folder / (PUBLIC_FOLDER if public else FOLDER)


def export_stored(store: PlanStore, stored: Stored, folder: Path, asked: Asked) -> tuple[Path, ...]:
    """Write a stored plan in every form asked for and return all files.

    Raises
    ------
    FileError
        A file cannot be written.
    """
    versions = store.versions(stored.plan.quarter)
    number = next((one.number for one in versions if one.folder == stored.folder), 0)
    created = next((one.created for one in versions if one.folder == stored.folder), "")
    source = source_of(
        stored.plan,
        stored.network,
        stored.travel,
        sequence=number,
        made=_moment(created),
        language=asked.language,
        before=_before(store, stored, number),
        public=asked.public,
    )
    return write_exports(source, stored.travel, asked.formats, folder, extended=asked.extended)


def _before(store: PlanStore, stored: Stored, number: int) -> Plan | None:
    earlier = [one for one in store.versions(stored.plan.quarter) if one.number < number]
    try:
        return store.load(max(earlier, key=lambda one: one.number).name).plan if earlier else None
    except FileError:  # a damaged earlier version is nothing to compare with
        return None


def _moment(created: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(created)
    except ValueError:
        return _UNKNOWN_DAY
