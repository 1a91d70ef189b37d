"""Read and write cells of text: names, codes, telephone numbers."""

import datetime as dt
from dataclasses import dataclass

from typing_extensions import override

from vongsach.words import Language
from vongsach.workbook.cells.kind import Doubt, Kind, Unreadable, UnwritableError
from vongsach.workbook.codes import Code
from vongsach.workbook.grid import Raw
from vongsach.workbook.texts import tidy

LONGEST_CELL = 32_767
"""Characters that one cell of Excel holds."""


@dataclass(frozen=True, kw_only=True)
class Text(Kind):
    """Words, exactly as typed but for stray blanks and composition."""

    number_format: str = "@"

    digits: int = 0
    """Length of a code of digits, which Excel may have made a number of."""

    zeros: int = 0
    """Most leading zeros that such a code can have lost."""

    @override
    def read(self, raw: Raw, doubt: Doubt) -> str:
        match raw:
            case str():
                return tidy(raw)
            case bool() | dt.datetime() | dt.date() | dt.time() | dt.timedelta():
                raise Unreadable(Code.NOT_TEXT)
            case int() | float():
                return self._of_number(raw, doubt)
            case _:
                raise Unreadable(Code.NOT_TEXT)

    @override
    def write(self, value: object, language: Language) -> str:
        text = str(value)
        if tidy(text) != text or len(text) > LONGEST_CELL:
            raise UnwritableError(text)
        return text

    def _of_number(self, number: float, doubt: Doubt) -> str:
        text = str(int(number)) if float(number).is_integer() else repr(number)
        lost = self.digits - len(text)
        if 0 < lost <= self.zeros and text.isdigit():
            text = text.zfill(self.digits)
            doubt(Code.LOST_ZERO, read=text)
        return text
