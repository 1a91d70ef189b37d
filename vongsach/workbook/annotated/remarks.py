"""State what is remarked on a workbook: sentences are made at the rim and only placed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vongsach.errors import Level


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark, with the cell that it is about."""

    level: Level
    sheet: str
    """Name of the sheet; empty for the file as a whole."""
    cell: str
    """Address of the cell; empty for a sheet or a column as a whole."""
    note: str
    """What the note in the cell says."""
    line: tuple[str, ...]
    """The cells of its line on the first sheet."""


@dataclass(frozen=True, slots=True)
class RemarkSheet:
    """The first sheet: all remarks, each with a link to its cell."""

    title: str
    headers: tuple[str, ...]
    widths: tuple[int, ...]
    link_column: int
    """Column whose cells are links, counted from 0."""
    remarks: Sequence[Remark]
    colours: Mapping[Level, str]
    """Colour of each level: six hexadecimal digits."""
