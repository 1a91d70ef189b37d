"""Tell from the names of its sheets what a file is, before anything in it is read."""

from collections.abc import Mapping

from vongsach.words import LANGUAGES, say
from vongsach.workbook.grid import Grid
from vongsach.workbook.match import plain_name

NETWORK, CHANGES, RECORDS = "network", "changes", "records"
_SHEETS: Mapping[str, tuple[str, ...]] = {
    RECORDS: ("recorded_trips", "recorded_stops"),
    CHANGES: ("changes",),
    NETWORK: ("configuration", "places", "services"),
}
"""Sheets by which a file is known; their names are in no other kind of file."""


def contents_of(grid: Grid) -> str:
    """Return what a file is: ``network``, ``changes`` or ``records``; empty if none of these."""
    names = {plain_name(sheet.name) for sheet in grid.sheets}
    for kind, keys in _SHEETS.items():
        called = set(keys)
        called |= {say(language, f"workbook.sheet.{key}") for key in keys for language in LANGUAGES}
        if names & {plain_name(name) for name in called}:
            return kind
    return ""
