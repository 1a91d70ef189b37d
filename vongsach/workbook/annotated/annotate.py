"""Write a copy of a workbook with coloured cells, notes, and a first sheet of remarks."""

import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import quoteattr

from vongsach.errors import FileError, Level
from vongsach.workbook.annotated.colours import STYLES, Colours
from vongsach.workbook.annotated.notes import add_notes
from vongsach.workbook.annotated.parts import RELATIONS, Element, Parts, Splices, elements_of
from vongsach.workbook.annotated.remarks import Remark, RemarkSheet
from vongsach.workbook.annotated.sheets import coloured, list_sheet
from vongsach.workbook.codes import Code
from vongsach.workbook.guard import checked_bytes

_BOOK: Final = "xl/workbook.xml"
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_ONE_CELL: Final = re.compile(r"[A-Z]{1,3}[1-9][0-9]*")
_DAMAGED: Final = (
    ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    StopIteration,
)
_MOST_NOTES: Final = 2_000
"""Notes on one sheet: programs grow slow with more; the first sheet holds every remark."""
_LONGEST_NOTE: Final = 4_000
_LONGEST_TITLE: Final = 31


def annotate_workbook(source: Path, page: RemarkSheet, target: Path) -> None:
    """Write a copy of an Excel workbook with remarks; everything else stays byte for byte.

    Raises
    ------
    FileError
        The source cannot be read as an Excel workbook, or the target cannot be written.
    """
    content = checked_bytes(source)
    try:
        parts = _annotated(Parts(content), page)
    except _DAMAGED as error:
        raise FileError(Code.DAMAGED, path=str(source)) from error
    half = target.with_name(f".{target.name}.part")
    try:
        parts.write(half)
        half.replace(target)
    except OSError as error:
        half.unlink(missing_ok=True)
        reason = error.strerror or ""
        raise FileError(Code.CANNOT_WRITE, path=str(target), reason=reason) from error


def _annotated(parts: Parts, page: RemarkSheet) -> Parts:
    colours = Colours(parts.read(STYLES), page.colours)
    names = _sheet_parts(parts)
    for sheet, name in names.items():
        here = [
            remark
            for remark in page.remarks
            if remark.sheet == sheet and _ONE_CELL.fullmatch(remark.cell.partition(":")[0])
        ]
        notes = dict(list(_notes(here).items())[:_MOST_NOTES])
        drawing = add_notes(parts, name, notes) if notes else ""
        parts.changed[name] = coloured(parts.read(name), _levels(here), colours, drawing)
    _put_first(parts, page, list_sheet(page, colours), set(names))
    parts.changed[STYLES] = colours.done()
    return parts


def _sheet_parts(parts: Parts) -> dict[str, str]:
    """Return the part of every sheet of cells by the name of the sheet."""
    related = parts.related(_BOOK)
    found = {}
    for element in elements_of(parts.read(_BOOK)):
        if element.local == "sheet":
            kind, name = related[_pointer(element)]
            if kind == "worksheet":
                found[element.attributes["name"]] = name
    return found


def _pointer(sheet: Element) -> str:
    return next(text for name, text in sheet.attributes.items() if name.endswith(":id"))


def _notes(remarks: Iterable[Remark]) -> dict[str, str]:
    notes: dict[str, str] = {}
    for remark in remarks:
        cell = remark.cell.partition(":")[0]
        notes[cell] = "\n\n".join(filter(None, (notes.get(cell, ""), remark.note)))
    return {cell: note[:_LONGEST_NOTE] for cell, note in notes.items()}


def _levels(remarks: Iterable[Remark]) -> dict[str, Level]:
    """Return the worst level of each cell."""
    order = list(Level)
    levels: dict[str, Level] = {}
    for remark in remarks:
        cell = remark.cell.partition(":")[0]
        levels[cell] = min(levels.get(cell, remark.level), remark.level, key=order.index)
    return levels


def _put_first(parts: Parts, page: RemarkSheet, content: str, taken: set[str]) -> None:
    """Add the sheet of remarks before all others; names that belong to one sheet follow it."""
    name = parts.free_name("xl/worksheets/vongsachRemarks{}.xml")
    parts.add(name, content, _SHEET)
    pointer = parts.relate(_BOOK, "worksheet", name)
    splices = Splices(parts.read(_BOOK))
    elements = elements_of(splices.content)
    sheets = next(element for element in elements if element.local == "sheets")
    numbers = [int(e.attributes["sheetId"]) for e in elements if e.local == "sheet"]
    splices.insert(
        sheets.inside,
        f"<{sheets.prefix}sheet name={quoteattr(_free_title(page.title, taken))}"
        f' sheetId="{max(numbers) + 1}" xmlns:r="{RELATIONS}" r:id="{pointer}"/>',
    )
    for element in elements:
        if element.local == "workbookView":
            splices.set_attributes(element, activeTab="0", firstSheet="0")
        elif element.local == "definedName" and "localSheetId" in element.attributes:
            place = int(element.attributes["localSheetId"]) + 1
            splices.set_attributes(element, localSheetId=str(place))
    parts.changed[_BOOK] = splices.done()


def _free_title(title: str, taken: set[str]) -> str:
    known = {name.casefold() for name in taken}
    number, free = 1, title[:_LONGEST_TITLE]
    while free.casefold() in known:
        number += 1
        free = f"{title[: _LONGEST_TITLE - 5]} ({number})"
    return free
