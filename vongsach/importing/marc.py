"""Take subfields out of MARC records; the only reader that knows pymarc, an optional extra."""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax import SAXException
from xml.sax.handler import feature_namespaces

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from vongsach.errors import FileError
from vongsach.workbook.codes import Code
from vongsach.workbook.grid import MOST_ROWS, RawRow
from vongsach.workbook.guard import bytes_of
from vongsach.workbook.records import Findings

if TYPE_CHECKING:
    from pymarc import Field, Record

NO_PYMARC: Final = "marc_missing"
_LEADER: Final = re.compile(rb"\s*[0-9]{5}[acdnp][a-z][a-z ]")
_XML: Final = re.compile(rb"<(?:\w+:)?(?:collection|record)[\s>]")
_ISBD_END: Final = re.compile(r"[\s/:;,=]+$")


def looks_like_marc(head: bytes) -> bool:
    """Say whether a file that begins so holds MARC records, as ISO 2709 or MARCXML."""
    return bool(_LEADER.match(head) or (b"<" in head[:8] and _XML.search(head)))


def read_marc(
    path: Path, columns: Sequence[str], each: str, findings: Findings
) -> tuple[RawRow, ...]:
    """Return a row for each record, or for each field of a tag, with the subfields asked for.

    Rows bear the number of their record, from 1. Marks that end a subfield by ISBD are left out.

    Raises
    ------
    FileError
        pymarc is not installed, or the file is damaged.
    """
    rows: list[RawRow] = []
    for number, record in enumerate(_records(path), start=1):
        if record is None:
            findings.in_file(Code.BAD_RECORD, sheet=path.name, cell=str(number))
            continue
        for field in record.get_fields(each) if each else [None]:
            cells = tuple(_value(record, field, each, name) for name in columns)
            rows.append(RawRow(number, cells))
        if len(rows) > MOST_ROWS:
            break
    return tuple(rows)


def _records(path: Path) -> Iterator["Record | None"]:
    try:
        from pymarc import MARCReader  # noqa: PLC0415 -- an optional extra
        from pymarc.marcxml import XmlHandler  # noqa: PLC0415 -- an optional extra
    except ImportError as error:
        raise FileError(NO_PYMARC, path=path.name) from error
    content = bytes_of(path)
    if _LEADER.match(content):
        yield from MARCReader(io.BytesIO(content.lstrip()), hide_utf8_warnings=True)
        return
    handler = XmlHandler()  # type: ignore[no-untyped-call, unused-ignore]
    parser = make_parser()
    parser.setContentHandler(handler)
    parser.setFeature(feature_namespaces, 1)
    try:
        parser.parse(io.BytesIO(content))
    except DefusedXmlException as error:
        raise FileError(Code.FORBIDDEN_XML, path=str(path)) from error
    except (SAXException, ValueError, KeyError, AttributeError, TypeError) as error:
        # The handler trusts leaders, tags and subfields to be where they belong.
        raise FileError(Code.DAMAGED, path=str(path)) from error
    yield from handler.records


def _value(record: "Record", field: "Field | None", each: str, name: str) -> str | None:
    tag, _, code = name.partition("$")
    fields = [field] if field is not None and tag == each else record.get_fields(tag)
    for one in fields:
        found = one.get_subfields(code) if code else [one.data or ""]
        texts = [text for raw in found if (text := _ISBD_END.sub("", raw))]
        if texts:
            return texts[0]
    return None
