"""Colour cells of a sheet, and write the first sheet with all remarks."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from vongsach.errors import Level
from vongsach.workbook.annotated.colours import Colours
from vongsach.workbook.annotated.parts import RELATIONS, Element, Splices, elements_of
from vongsach.workbook.annotated.remarks import Remark, RemarkSheet
from vongsach.workbook.cells.addresses import column_and_row
from vongsach.workbook.grid import address
from vongsach.workbook.texts import tidy

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_AFTER_DRAWING: Final = {
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
}
"""Elements of a sheet that stand after the one that names the drawing of notes."""


def coloured(content: bytes, cells: Mapping[str, Level], colours: Colours, drawing: str) -> bytes:
    """Return the part of a sheet with cells in the colours of levels.

    Parameters
    ----------
    content
        The part.
    cells
        Addresses of cells, with their levels.
    colours
        Formats of the workbook.
    drawing
        Id of a new drawing of notes that the sheet must name; empty where none is needed.
    """
    splices = Splices(content)
    elements = elements_of(content)
    rows = _rows(elements)
    for cell, level in cells.items():
        column, row = column_and_row(cell)
        if row in rows:
            _colour(splices, rows[row], column, partial(colours.of, level=level))
    for element in elements:
        if element.local == "sheetView" and "tabSelected" in element.attributes:
            splices.set_attributes(element, tabSelected="0")
    if drawing:
        later = (e for e in elements if e.depth == 1 and e.local in _AFTER_DRAWING)
        place = next(later, None)
        tag = f'<{elements[0].prefix}legacyDrawing xmlns:r="{RELATIONS}" r:id="{drawing}"/>'
        splices.insert(elements[0].end if place is None else place.start, tag)
    return splices.done()


class _Row:
    """A row of a sheet with the places of its cells."""

    def __init__(self, element: Element, number: int) -> None:
        self.element = element
        self.number = number
        self.cells: dict[int, Element] = {}


def _rows(elements: list[Element]) -> dict[int, _Row]:
    """Return the rows by number; a row or a cell without an address follows the one before."""
    rows: dict[int, _Row] = {}
    last, column = 0, -1
    for element in elements:
        if element.local == "row" and element.depth == 2:  # noqa: PLR2004 -- worksheet, sheetData, row
            last, column = int(element.attributes.get("r", last + 1)), -1
            rows[last] = _Row(element, last)
        elif element.local == "c" and element.depth == 3 and last:  # noqa: PLR2004 -- inside a row
            named = element.attributes.get("r")
            column = column + 1 if named is None else column_and_row(named)[0]
            rows[last].cells[column] = element
    return rows


def _colour(splices: Splices, row: _Row, column: int, style: Callable[[int], int]) -> None:
    cell = row.cells.get(column)
    if cell is not None:
        number = int(cell.attributes.get("s", "0"))
        splices.set_attributes(cell, s=str(style(number)))
        return
    blank = f'<{row.element.prefix}c r="{address(column, row.number)}" s="{style(0)}"/>'
    right = [place for place in row.cells if place > column]
    if right:
        splices.insert(row.cells[min(right)].start, blank)
    elif not row.element.empty:
        splices.insert(row.element.end, blank)


def list_sheet(page: RemarkSheet, colours: Colours) -> str:
    """Return the part of the first sheet: a line for each remark, with a link to its cell."""
    wrapped = colours.wrapped()
    lines = [_line(1, page.headers, [colours.of(0, Level.ASSUMPTION)] * len(page.headers))]
    links = []
    for number, remark in enumerate(page.remarks, start=2):
        styles = [colours.of(0, remark.level), *[wrapped] * (len(remark.line) - 1)]
        lines.append(_line(number, remark.line, styles))
        if remark.sheet:
            links.append(_link(address(page.link_column, number), remark))
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(page.widths, start=1)
    )
    joined = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    last = address(len(page.headers) - 1, len(page.remarks) + 1)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1"'
        ' topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(lines)}</sheetData>"
        f'<autoFilter ref="A1:{last}"/>{joined}</worksheet>'
    )


def _line(number: int, texts: tuple[str, ...], styles: list[int]) -> str:
    cells = "".join(
        f'<c r="{address(column, number)}" t="inlineStr" s="{style}"><is>'
        f'<t xml:space="preserve">{escape(tidy(text))}</t></is></c>'
        for column, (text, style) in enumerate(zip(texts, styles, strict=True))
    )
    return f'<row r="{number}">{cells}</row>'


def _link(cell: str, remark: Remark) -> str:
    quoted = remark.sheet.replace("'", "''")
    target = quoteattr(f"'{quoted}'!{remark.cell or 'A1'}")
    return f'<hyperlink ref="{cell}" location={target} display={quoteattr(remark.cell or "A1")}/>'
