"""Throw away machine code that was kept beside its source and is older than what it was made of.

numba looks at the file of a function alone: what another file changed, a constant or a function
that was compiled into it, would go on running as it was.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def forget_stale(folder: Path, sources: Iterable[Path]) -> None:
    """Remove the machine code kept in a folder of sources if one of the sources is newer.

    Where nothing may be removed, nothing was kept there either.
    """
    newest = max((source.stat().st_mtime_ns for source in sources), default=0)
    for index in (folder / "__pycache__").glob("*.nbi"):
        with suppress(OSError):
            if index.stat().st_mtime_ns <= newest:
                index.unlink()
