"""State what a doubt about a network is: a code, the row and the column, and facts."""

from collections.abc import Mapping
from dataclasses import dataclass

from vongsach.workbook.codes import Code


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that no plan can mend."""

    code: Code
    sheet: str
    """Key of the sheet."""
    row: int
    """Position in its tuple of the network, from 0."""
    column: str
    """Key of the column that holds the cause."""
    facts: Mapping[str, str]


def doubt(code: Code, where: tuple[str, int, str], /, **facts: object) -> Doubt:
    """Return a doubt about a cell: sheet, row and column."""
    sheet, row, column = where
    return Doubt(code, sheet, row, column, {name: str(fact) for name, fact in facts.items()})
