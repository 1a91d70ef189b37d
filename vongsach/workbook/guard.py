"""Look at a file before it is opened: whether it is a workbook, and safe to unpack."""

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

from vongsach.errors import FileError
from vongsach.workbook.codes import Code

MOST_PACKED: Final = 100_000_000
"""Bytes of the file itself."""

MOST_UNPACKED: Final = 400_000_000
"""Bytes of all its parts together, unpacked."""

MOST_RATIO: Final = 400
"""Times that a part may grow when it is unpacked; beyond it the part is a bomb, not a table."""

SMALL_PART: Final = 1_000_000
"""Bytes below which the ratio of a part says nothing."""

MOST_PARTS: Final = 5_000

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_PART: Final = "xl/workbook.xml"
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_DECLARATION: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HEAD: Final = 4_096


def checked_bytes(path: Path, part: str = _WORKBOOK_PART) -> bytes:
    """Return the bytes of a workbook that can be unpacked without harm; it holds a part.

    Raises
    ------
    FileError
        There is no such file, it is something else, locked, damaged, or too big unpacked.
    """
    content = bytes_of(path)
    if content.startswith(_OLE):
        raise FileError(Code.LOCKED if _LOCKED in content else Code.OLD_FORMAT, path=str(path))
    if not content.startswith(b"PK"):
        raise FileError(Code.NOT_A_WORKBOOK, path=str(path))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive, path, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise FileError(Code.DAMAGED, path=str(path)) from error
    return content


def is_open_document(path: Path) -> bool:
    """Say whether a file is a workbook of LibreOffice, whatever its name."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read("mimetype").startswith(_OPEN_DOCUMENT)
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        return False
    except (RuntimeError, ValueError):  # locked, or its directory is damaged
        return False


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    FileError
        There is none, it is a folder, or too big.
    """
    try:
        if path.is_dir():
            raise FileError(Code.IS_FOLDER, path=str(path))
        if path.stat().st_size > MOST_PACKED:
            raise FileError(Code.TOO_BIG, path=str(path))
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileError(Code.NO_FILE, path=str(path)) from error
    except OSError as error:
        raise FileError(Code.CANNOT_OPEN, path=str(path), reason=error.strerror or "") from error


def _check(archive: zipfile.ZipFile, path: Path, part_needed: str) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise FileError(Code.LOCKED, path=str(path))
    if part_needed not in archive.namelist():
        raise FileError(Code.NOT_A_WORKBOOK, path=str(path))
    if (
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parts) > MOST_UNPACKED
        or any(_swells(part) for part in parts)
    ):
        raise FileError(Code.TOO_BIG, path=str(path))
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                if _DECLARATION.search(stream.read(_HEAD)):
                    raise FileError(Code.FORBIDDEN_XML, path=str(path))


def _swells(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL_PART and part.file_size > MOST_RATIO * max(part.compress_size, 1)
