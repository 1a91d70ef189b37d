"""State what a kind of cell is: how it is read with tolerance and written exactly."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Protocol

from vongsach.words import Language
from vongsach.workbook.codes import Code
from vongsach.workbook.grid import Raw


class Unreadable(Exception):  # noqa: N818 -- the reader turns it into a Problem at its cell
    """A cell that cannot be used, with the code of the problem and its facts."""

    def __init__(self, code: Code, **facts: str) -> None:
        """Keep the code and the facts."""
        super().__init__(code)
        self.code = code
        self.facts = facts


class UnwritableError(ValueError):
    """A value that no cell can hold so that it is read back the same."""


class Doubt(Protocol):
    """Takes note of a value that is used although it may not be what was meant."""

    def __call__(self, code: Code, /, **facts: str) -> None:
        """Note the code of a warning or of an assumption."""


@dataclass(frozen=True, kw_only=True)
class Kind(ABC):
    """A kind of cell."""

    unit: str = ""
    """Key of the unit's word; empty where there is none."""

    number_format: str = "General"
    """How Excel shows what `write` gives."""

    @abstractmethod
    def read(self, raw: Raw, doubt: Doubt) -> object:
        """Return the exact value of a cell that is neither blank nor broken.

        Raises
        ------
        Unreadable
            The cell cannot be used.
        """

    @abstractmethod
    def write(self, value: object, language: Language) -> Raw:
        """Return the cell for a value; `read` gives the same value back.

        Raises
        ------
        UnwritableError
            No cell can hold the value.
        """
