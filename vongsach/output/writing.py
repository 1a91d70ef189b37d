"""Write a file whole or not at all."""

import secrets
from pathlib import Path

from vongsach.errors import FileError


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file beside its place, then move it there; folders are made.

    The file has the rights that any new file of this user has.

    Raises
    ------
    FileError
        The file cannot be written, for example because another program holds it open.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.parent / f".{secrets.token_hex(8)}.part"
        try:
            with beside.open("xb") as file:
                file.write(content)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        code = "not_writable"
        raise FileError(code, path=str(path), cause=error.strerror or "") from error
    return path
