"""Tell from the names of its sheets what a file is, before anything in it is read."""

from collections.abc import Iterable, Mapping

from vongsach.words import LANGUAGES, say
from vongsach.workbook.grid import Grid
from vongsach.workbook.match import plain_name
from vongsach.workbook.sheets import SHEETS

NETWORK, CHANGES, RECORDS = "network", "changes", "records"
_KEYS: Mapping[str, tuple[str, ...]] = {
    RECORDS: ("recorded_trips", "recorded_stops", "recorded_boxes"),
    CHANGES: ("changes",),
    NETWORK: tuple(sheet.key for sheet in SHEETS),
}


def contents_of(grid: Grid) -> str:
    """Return what a file is: ``network``, ``changes`` or ``records``; empty if none of these.

    It is what most of its sheets are called after: one of them may bear any name.
    """
    names = {plain_name(sheet.name) for sheet in grid.sheets}
    counts = {kind: len(names & _names(keys)) for kind, keys in _KEYS.items()}
    counts[NETWORK] += len(names & {plain_name(one) for sheet in SHEETS for one in sheet.synonyms})
    most = max(counts, key=lambda kind: counts[kind])
    return most if counts[most] else ""


def _names(keys: Iterable[str]) -> set[str]:
    said = {say(language, f"workbook.sheet.{key}") for key in keys for language in LANGUAGES}
    return {plain_name(name) for name in (*keys, *said)}
