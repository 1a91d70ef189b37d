"""State what a sheet and a column are; the sheets themselves stand in ``sheets_*.py``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vongsach.network import Network
from vongsach.units import Given
from vongsach.words import Language, say
from vongsach.workbook.cells.kind import Kind


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: where its value goes and how its cells are read."""

    key: str
    """Stable name; its header and note stand in the words under ``column.<sheet>.<key>``."""

    kind: Kind
    """How its cells are read and written."""

    field: str = ""
    """Field of the row's model, dotted where it lies in a part of it; the key if empty."""

    required: bool = False
    """Blank is an error."""

    assumed: bool = False
    """Blank stands for a default that changes the plan, so that it is listed as an assumption."""

    synonyms: tuple[str, ...] = ()
    """Further headers that are understood."""

    width: int = 14
    """Width in Excel, in characters."""

    @property
    def target(self) -> str:
        """Return the field that the value goes to."""
        return self.field or self.key


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: a table whose rows are models of one kind."""

    key: str
    """Stable name; its title stands in the words under ``sheet.<key>``."""

    model: type[Given]
    """What a row is."""

    rows: Callable[[Network], Iterable[Given]]
    """Take the rows out of a network, in order."""

    columns: tuple[Column, ...]
    """From left to right; the first required one names the row in messages."""

    compulsory: bool = False
    """A workbook without it cannot be planned with."""

    synonyms: tuple[str, ...] = ()
    """Further names that are understood."""

    def title(self, language: Language) -> str:
        """Return the name of the sheet."""
        return say(language, f"workbook.sheet.{self.key}")

    def header(self, column: Column, language: Language) -> str:
        """Return the header of a column: its name, its unit in brackets, a star if required."""
        name = say(language, f"workbook.column.{self.key}.{column.key}.header")
        unit = say(language, f"workbook.unit.{column.kind.unit}") if column.kind.unit else ""
        return name + (f" ({unit})" if unit else "") + (" *" if column.required else "")

    def note(self, column: Column, language: Language) -> str:
        """Return the guidance for a column."""
        return say(language, f"workbook.column.{self.key}.{column.key}.note")
