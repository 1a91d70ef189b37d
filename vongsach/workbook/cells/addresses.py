"""Read the addresses of cells."""

import re
from typing import Final

_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([0-9]+)")


def column_and_row(address: str) -> tuple[int, int]:
    """Return the column, counted from 0, and the row, counted from 1, of a cell such as ``B7``.

    Raises
    ------
    ValueError
        It is no address of one cell.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(address)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1, int(found[2])
