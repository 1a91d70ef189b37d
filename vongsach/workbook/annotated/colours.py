"""Add coloured variants of the cell formats that a workbook uses."""

from collections.abc import Mapping
from typing import Final

from vongsach.errors import Level
from vongsach.workbook.annotated.parts import Element, Splices, elements_of, tag_with

STYLES: Final = "xl/styles.xml"


class Colours:
    """The formats of a workbook, with a coloured one beside each that is asked for."""

    def __init__(self, content: bytes, colours: Mapping[Level, str]) -> None:
        """Read the formats of the part of styles."""
        self._splices = Splices(content)
        elements = elements_of(content)
        self._fills = _only(elements, "fills")
        self._formats = _only(elements, "cellXfs")
        first = elements.index(self._formats)
        inner = [
            element
            for element in elements[first:]
            if element.local == "xf" and element.start < self._formats.end
        ]
        self._raw = [self._text(element) for element in inner]
        self._fill_count = _count(elements, self._fills, "fill")
        self._colours = dict(colours)
        self._made: dict[tuple[int, Level | None], int] = {}
        self._added: list[str] = []

    def of(self, style: int, level: Level) -> int:
        """Return the format that is like another one, in the colour of a level."""
        if not 0 <= style < len(self._raw):
            style = 0
        fill = str(self._fill_count + list(self._colours).index(level))
        start, more = self._raw[style]
        tag = tag_with(start, {"fillId": fill, "applyFill": "1"})
        return self._number((style, level), tag + more)

    def wrapped(self) -> int:
        """Return a format whose text is broken into lines."""
        prefix = self._formats.prefix
        return self._number(
            (0, None),
            f'<{prefix}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"'
            f' applyAlignment="1"><{prefix}alignment vertical="top" wrapText="1"/></{prefix}xf>',
        )

    def done(self) -> bytes:
        """Return the part of styles with what was asked for."""
        prefix = self._fills.prefix
        fills = "".join(
            f'<{prefix}fill><{prefix}patternFill patternType="solid">'
            f'<{prefix}fgColor rgb="FF{colour}"/><{prefix}bgColor indexed="64"/>'
            f"</{prefix}patternFill></{prefix}fill>"
            for colour in self._colours.values()
        )
        splices = self._splices
        splices.set_attributes(self._fills, count=str(self._fill_count + len(self._colours)))
        splices.insert(self._fills.end, fills)
        count = len(self._raw) + len(self._added)
        splices.set_attributes(self._formats, count=str(count))
        splices.insert(self._formats.end, "".join(self._added))
        return splices.done()

    def _number(self, key: tuple[int, Level | None], text: str) -> int:
        if key not in self._made:
            self._made[key] = len(self._raw) + len(self._added)
            self._added.append(text)
        return self._made[key]

    def _text(self, element: Element) -> tuple[str, str]:
        content = self._splices.content
        start = content[element.start : element.inside].decode()
        if element.empty:
            return start, ""
        closing = f"</{element.name}>"
        return start, content[element.inside : element.end].decode() + closing


def _only(elements: list[Element], name: str) -> Element:
    found = next((element for element in elements if element.local == name), None)
    if found is None or found.empty:
        raise KeyError(name)
    return found


def _count(elements: list[Element], outer: Element, name: str) -> int:
    return sum(
        element.local == name
        and element.depth == outer.depth + 1
        and outer.inside <= element.start < outer.end
        for element in elements
    )
