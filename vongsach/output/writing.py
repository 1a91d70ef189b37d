"""Write a file whole or not at all."""

import os
import tempfile
from pathlib import Path

from vongsach.errors import FileError


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file beside its place, then move it there; folders are made.

    Raises
    ------
    FileError
        The file cannot be written, for example because another program holds it open.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        code = "not_writable"
        raise FileError(code, path=str(path), cause=error.strerror or "") from error
    return path
