"""Make the map and the paper of a stored plan, in its own folder."""

from pathlib import Path

from vongsach.output import write_map, write_sheets
from vongsach.store import Stored
from vongsach.words import Language


def map_path(stored: Stored) -> Path:
    """Return where the map of a plan lies."""
    return stored.folder / "ban-do.html"


def paper_folder(stored: Stored) -> Path:
    """Return where the paper of a plan lies."""
    return stored.folder / "in"


def draw_map(stored: Stored, language: Language) -> Path:
    """Write the map of a plan."""
    path = map_path(stored)
    write_map(stored.plan, stored.network, path, language)
    return path


def make_sheets(stored: Stored, language: Language) -> tuple[Path, ...]:
    """Write the paper of a plan and return every file."""
    folder = paper_folder(stored)
    return write_sheets(stored.plan, stored.network, stored.travel, folder, language)
