"""Open the parts of a workbook file, and put changed ones back beside the untouched.

Parts are never written anew: a few bytes are put in at known places, so that everything that
this program does not know (charts, formats, macros of other programs) stays byte for byte.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

CONTENT_TYPES: Final = "[Content_Types].xml"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_QUOTED: Final = re.compile(rb"\"[^\"]*\"|'[^']*'")
_QUOTES: Final = frozenset(b"\"'")


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a part: its name, its attributes, and where its bytes lie."""

    name: str
    """Name with its prefix, as written."""
    attributes: Mapping[str, str]
    depth: int
    """0 is the root."""
    start: int
    """First byte of its start tag."""
    inside: int
    """First byte after its start tag."""
    end: int
    """First byte of its end tag; ``inside`` where it is empty."""
    empty: bool
    """Written as one tag, with no room inside."""

    @property
    def local(self) -> str:
        """Return the name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """Return the prefix with its colon; empty where there is none."""
        return self.name[: -len(self.local)]


def elements_of(content: bytes) -> list[Element]:
    """Return every element of an XML part in the order of their start tags.

    Raises
    ------
    expat.ExpatError
        The part is damaged.
    """
    parser = expat.ParserCreate()
    open_ones: list[tuple[int, str, dict[str, str], int]] = []
    found: dict[int, Element] = {}

    def opened(name: str, attributes: dict[str, str]) -> None:
        open_ones.append((len(found), name, attributes, parser.CurrentByteIndex))
        found[len(found)] = Element(name, attributes, 0, 0, 0, 0, empty=False)

    def closed(name: str) -> None:
        number, _, attributes, start = open_ones.pop()
        inside = _end_of_tag(content, start)
        empty = content[inside - 2 : inside] == b"/>"
        end = inside if empty else parser.CurrentByteIndex
        found[number] = Element(name, attributes, len(open_ones), start, inside, end, empty)

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(content, True)  # noqa: FBT003 -- expat takes it by position only
    return [found[number] for number in sorted(found)]


def _refuse(*_: object) -> None:
    raise ValueError


def _end_of_tag(content: bytes, start: int) -> int:
    """Return the first byte after a tag; a value in quotes may hold the sign that ends tags."""
    end = content.find(b">", start)
    while end >= 0:
        if not _QUOTES.intersection(_QUOTED.sub(b"", content[start:end])):
            return end + 1
        end = content.find(b">", end + 1)
    return len(content)


@dataclass(slots=True)
class Splices:
    """Bytes to be put into a part, or instead of some of its bytes."""

    content: bytes
    _changes: list[tuple[int, int, bytes]] = field(default_factory=list)

    def insert(self, place: int, text: str) -> None:
        """Put a text before the byte at a place."""
        self._changes.append((place, place, text.encode()))

    def append_to(self, element: Element, text: str) -> None:
        """Put a text at the end of what an element holds."""
        if element.empty:
            opened = self.content[element.start : element.inside - 2].rstrip() + b">"
            closing = f"{text}</{element.name}>".encode()
            self._changes.append((element.start, element.inside, opened + closing))
        else:
            self.insert(element.end, text)

    def set_attributes(self, element: Element, **values: str) -> None:
        """Give attributes of a start tag other values."""
        tag = tag_with(self.content[element.start : element.inside].decode(), values)
        self._changes.append((element.start, element.inside, tag.encode()))

    def done(self) -> bytes:
        """Return the part with all changes."""
        parts, last = [], 0
        for start, end, text in sorted(self._changes, key=lambda change: change[:2]):
            parts += [self.content[last:start], text]
            last = end
        return b"".join([*parts, self.content[last:]])


def tag_with(tag: str, values: Mapping[str, str]) -> str:
    """Return a start tag with attributes set; their names have no prefix."""
    parser = expat.ParserCreate()
    known: dict[str, str] = {}
    names: list[str] = []

    def opened(name: str, attributes: dict[str, str]) -> None:
        names.append(name)
        known.update(attributes)

    closing = "/>" if tag.endswith("/>") else ">"
    parser.StartElementHandler = opened
    parser.Parse(tag.removesuffix(closing).encode() + b"/>", True)  # noqa: FBT003 -- by position only
    written = " ".join(f"{name}={quoteattr(text)}" for name, text in (known | dict(values)).items())
    return f"<{names[0]} {written}{closing}"


@dataclass(slots=True)
class Parts:
    """All parts of one workbook file."""

    content: bytes
    changed: dict[str, bytes] = field(default_factory=dict)
    _names: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """List the parts that there are."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            self._names = frozenset(archive.namelist())

    def has(self, name: str) -> bool:
        """Say whether there is a part of this name."""
        return name in self.changed or name in self._names

    def read(self, name: str) -> bytes:
        """Return a part."""
        if name in self.changed:
            return self.changed[name]
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return archive.read(name)

    def free_name(self, pattern: str) -> str:
        """Return a name with a number in it that no part has."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def add(self, name: str, content: str, kind: str) -> None:
        """Add a part; ``kind`` is its content type."""
        self.changed[name] = content.encode()
        types = Splices(self.read(CONTENT_TYPES))
        root = elements_of(types.content)[0]
        override = f'<{root.prefix}Override PartName="/{name}" ContentType="{kind}"/>'
        types.append_to(root, override)
        self.changed[CONTENT_TYPES] = types.done()

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the parts that a part points to, by the id of the pointer: kind and name."""
        path = relations_of(name)
        if not self.has(path):
            return {}
        folder = posixpath.dirname(name)
        return {
            element.attributes["Id"]: (
                element.attributes["Type"].rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, element.attributes["Target"]))[1:],
            )
            for element in elements_of(self.read(path))
            if element.local == "Relationship" and element.attributes.get("TargetMode") is None
        }

    def relate(self, name: str, kind: str, target: str) -> str:
        """Let a part point to another one and return the id of the pointer."""
        path = relations_of(name)
        if not self.has(path):
            empty = f'<Relationships xmlns="{_PACKAGE}/relationships"/>'
            self.changed[path] = empty.encode()
        pointers = Splices(self.read(path))
        elements = elements_of(pointers.content)
        taken = {element.attributes.get("Id") for element in elements}
        number = 1
        while f"rIdVs{number}" in taken:
            number += 1
        root = elements[0]
        pointers.append_to(
            root,
            f'<{root.prefix}Relationship Id="rIdVs{number}" Type="{RELATIONS}/{kind}"'
            f' Target="/{target}"/>',
        )
        self.changed[path] = pointers.done()
        return f"rIdVs{number}"

    def write(self, path: Path) -> None:
        """Write the file: parts in their order, new ones after them."""
        with (
            zipfile.ZipFile(io.BytesIO(self.content)) as source,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for entry in source.infolist():
                target.writestr(entry, self.changed.get(entry.filename, source.read(entry)))
            for name in self.changed.keys() - self._names:
                target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), self.changed[name])


def relations_of(name: str) -> str:
    """Return the name of the part that holds the pointers of a part."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")
