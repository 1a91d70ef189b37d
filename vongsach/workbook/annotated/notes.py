"""Put notes into the cells of a sheet, beside those that it has."""

import re
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

from vongsach.workbook.annotated.parts import Parts, Splices, elements_of
from vongsach.workbook.cells.addresses import column_and_row

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACES: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE: Final = (
    f'<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE_NUMBER: Final = re.compile(rb"_x0000_s(\d{1,9})")
_AUTHOR: Final = "Vòng Sách"


def add_notes(parts: Parts, sheet: str, notes: Mapping[str, str]) -> str:
    """Add notes to the part of a sheet, by the addresses of their cells.

    Returns
    -------
    The id of a new drawing that the sheet must name; empty where it names one already.
    """
    related = dict(parts.related(sheet).values())
    if "comments" not in related:
        related["comments"] = _new_comments(parts, sheet)
    _write_comments(parts, related["comments"], notes)
    drawing = ""
    if "vmlDrawing" not in related:
        name = parts.free_name("xl/drawings/vongsachNotes{}.vml")
        parts.add(name, f"<xml {_SPACES}></xml>", _DRAWING)
        related["vmlDrawing"] = name
        drawing = parts.relate(sheet, "vmlDrawing", name)
    _draw(parts, related["vmlDrawing"], notes)
    return drawing


def _new_comments(parts: Parts, sheet: str) -> str:
    name = parts.free_name("xl/vongsachNotes{}.xml")
    empty = f'<comments xmlns="{_MAIN}"><authors></authors><commentList></commentList></comments>'
    parts.add(name, empty, _COMMENTS)
    parts.relate(sheet, "comments", name)
    return name


def _write_comments(parts: Parts, name: str, notes: Mapping[str, str]) -> None:
    splices = Splices(parts.read(name))
    elements = elements_of(splices.content)
    authors = next(element for element in elements if element.local == "authors")
    comments = next(element for element in elements if element.local == "commentList")
    author = sum(element.local == "author" for element in elements)
    prefix = comments.prefix
    splices.append_to(authors, f"<{prefix}author>{_AUTHOR}</{prefix}author>")
    there: dict[str, int] = {}
    for number, element in enumerate(elements):
        if element.local == "comment":
            there[element.attributes.get("ref", "")] = number
    new = []
    for cell, note in notes.items():
        text = f'<{prefix}t xml:space="preserve">{escape(note)}</{prefix}t>'
        if cell in there:
            inside = (e for e in elements[there[cell] :] if e.local == "text")
            more = text.replace(">", ">\n\n", 1)
            splices.append_to(next(inside), f"<{prefix}r>{more}</{prefix}r>")
        else:
            new.append(
                f'<{prefix}comment ref="{cell}" authorId="{author}"><{prefix}text>{text}'
                f"</{prefix}text></{prefix}comment>"
            )
    splices.append_to(comments, "".join(new))
    parts.changed[name] = splices.done()


def _draw(parts: Parts, name: str, notes: Mapping[str, str]) -> None:
    """Draw the frames of notes; drawings are no strict XML, so that only their end is touched."""
    content = parts.read(name)
    numbers = [int(number) for number in _SHAPE_NUMBER.findall(content)]
    number = max(numbers, default=1024)
    end = content.rfind(b"</xml>")
    shapes = "" if b"_x0000_t202" in content else _SHAPE_TYPE
    for number, cell in enumerate(notes, start=number + 1):  # noqa: B020 -- goes on from the last
        column, row = column_and_row(cell)
        shapes += (
            f'<v:shape {_SPACES} id="_x0000_s{number}" type="#_x0000_t202"'
            ' style="position:absolute;margin-left:60pt;margin-top:2pt;width:320px;height:140px;'
            'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
            '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
            '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
            '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column}</x:Column>"
            "</x:ClientData></v:shape>"
        )
    parts.changed[name] = content[:end] + shapes.encode() + content[end:]
