"""Hand on cells as they come: another cell of their row says how to read them."""

from dataclasses import dataclass

from typing_extensions import override

from vongsach.words import Language
from vongsach.workbook.cells.kind import Doubt, Kind
from vongsach.workbook.grid import Raw


@dataclass(frozen=True, kw_only=True)
class Anything(Kind):
    """A cell whose kind is not known from its column."""

    @override
    def read(self, raw: Raw, doubt: Doubt) -> Raw:
        return raw

    @override
    def write(self, value: object, language: Language) -> Raw:
        return str(value)
