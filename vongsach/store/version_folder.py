"""Make a version folder appear whole or not at all, even when the program is killed."""

import contextlib
import os
import re
import shutil
import stat
from hashlib import sha256
from itertools import count
from pathlib import Path

MANIFEST = "MANIFEST.json"
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
LONGEST_NAME = 40


def quarter_folder(name: str) -> str:
    """Return the folder name of a quarter: its own name where every system can take it.

    The name comes from a file, so it is never used as a path as it stands.
    """
    plain = re.sub(r"[^0-9A-Za-z]+", "-", name).strip("-")[:LONGEST_NAME]
    if plain == name and not RESERVED.fullmatch(plain):
        return plain
    return f"q-{plain}-{sha256(name.encode()).hexdigest()[:7]}"


def claim_number(parent: Path, least: int = 1) -> tuple[int, Path]:
    """Return the next version number from ``least`` on, and an empty folder of one's own.

    ``mkdir`` succeeds for one process alone; a number whose version appeared meanwhile is left.
    """
    parent.mkdir(parents=True, exist_ok=True)
    for number in count(max(least, _highest(parent) + 1)):
        part = parent / f".v{number}.part"
        try:
            part.mkdir()
        except FileExistsError:
            continue
        if not any(parent.glob(f"v{number}-*")):
            return number, part
        part.rmdir()
    raise AssertionError


def write_through(path: Path, content: bytes) -> None:
    """Write a file that nobody may change, and wait until it is on the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)


def make_final(part: Path, final: Path) -> Path:
    """Give a finished folder its name, in one step."""
    _sync(part)
    part.rename(final)
    _sync(final.parent)
    return final


def give_up(part: Path) -> None:
    """Take an unfinished folder away, its read-only files too."""
    with contextlib.suppress(OSError):
        for file in part.iterdir():
            file.chmod(stat.S_IREAD | stat.S_IWRITE)
    shutil.rmtree(part, ignore_errors=True)


def _highest(parent: Path) -> int:
    names = (re.match(r"\.?v([0-9]+)[-.]", path.name) for path in parent.iterdir())
    return max((int(match[1]) for match in names if match), default=0)


def _sync(folder: Path) -> None:
    # Windows cannot open a folder; there the rename itself is written through.
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
