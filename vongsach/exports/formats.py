"""Name every form of export, and write those that are asked for."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from vongsach.errors import FileError
from vongsach.exports.calendars import write_calendars
from vongsach.exports.earth import write_kml
from vongsach.exports.geojson import write_geojson
from vongsach.exports.geopackage import write_geopackage
from vongsach.exports.koha import write_koha
from vongsach.exports.navigation import write_gpx
from vongsach.exports.sheets import write_csv, write_xlsx
from vongsach.exports.source import Source
from vongsach.timetable import timetable_rows, write_timetable
from vongsach.travel import Travel

Writer = Callable[[Source, Travel, Path, bool], tuple[Path, ...]]


def _plain(write: Callable[[Source, Path], tuple[Path, ...]]) -> Writer:
    return lambda source, _travel, folder, _extended: write(source, folder)


def _write_stops(
    source: Source,
    _travel: Travel,
    folder: Path,
    extended: bool,  # noqa: FBT001 -- one writer of many
) -> tuple[Path, ...]:
    rows = timetable_rows(source.plan, source.network)
    path = folder / "mo" / "mobile_library_stops.csv"
    return (write_timetable(rows, path, extended=extended),)


FORMATS: Final[dict[str, Writer]] = {
    "ics": _plain(write_calendars),
    "gpx": _plain(write_gpx),
    "kml": _plain(write_kml),
    "geojson": _plain(write_geojson),
    "gpkg": _plain(write_geopackage),
    "csv": _plain(write_csv),
    "xlsx": lambda source, travel, folder, _: write_xlsx(source, travel, folder),
    "stops-csv": _write_stops,
    "koha-csv": _plain(write_koha),
}


def asked_formats(listed: str) -> tuple[str, ...]:
    """Return the forms that a list with commas names; ``all`` names every one.

    Raises
    ------
    FileError
        There is no such form.
    """
    names = [name.strip().lower() for name in listed.split(",") if name.strip()]
    wanted = list(FORMATS) if names == ["all"] else list(dict.fromkeys(names))
    for name in wanted or [listed]:
        if name not in FORMATS:
            code = "unknown_format"
            raise FileError(code, name=name, known=", ".join(FORMATS))
    return tuple(wanted)


def write_exports(
    source: Source, travel: Travel, formats: Sequence[str], folder: Path, *, extended: bool = False
) -> tuple[Path, ...]:
    """Write a plan in every form asked for and return all files.

    Raises
    ------
    FileError
        A file cannot be written.
    """
    return tuple(
        path for name in formats for path in FORMATS[name](source, travel, folder, extended)
    )
