"""Name the versions of plans, and find the folders that bear them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vongsach.errors import FileError
from vongsach.fingerprint import SHORT
from vongsach.store.standing import Status
from vongsach.store.version_files import DAMAGED, created_in
from vongsach.store.version_folder import MANIFEST

FOLDER_NAME = re.compile(r"v(?P<number>[0-9]+)-(?P<status>[a-z]+)-(?P<hash>[0-9a-f]{7})")


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """One stored plan: where it lies and how far it has come."""

    created: str
    """When it was saved: ISO 8601, UTC."""
    number: int
    """1 is the first of its quarter."""
    folder: Path
    status: str
    """``nhap`` for a draft; see ``Status``."""
    short_hash: str
    """First seven digits of the plan's fingerprint."""
    fault: str = ""
    """Why nobody can say how far it has come; empty where that can be read."""

    @property
    def name(self) -> str:
        """Return the quarter and the version as people type them."""
        return f"{self.folder.parent.name}/{self.folder.name}"


def newest_published(versions: Sequence[Version]) -> Version | None:
    """Return the published version that was saved last, of versions in that order.

    Raises
    ------
    FileError
        One that was saved later is damaged, so that nobody can say whether it is published.
    """
    for version in reversed(versions):
        if version.fault:
            raise FileError(DAMAGED, path=str(version.folder), cause=version.fault)
        if version.status == Status.PUBLISHED:
            return version
    return None


def strays(folder: Path, known: set[tuple[str, int]]) -> Iterator[Version]:
    """Yield the versions of which there is a folder alone."""
    for path in sorted(folder.glob(f"*/v*/{MANIFEST}")):
        match = FOLDER_NAME.fullmatch(path.parent.name)
        if match is None:
            continue
        created = created_in(path.parent)
        found = Version(created, int(match["number"]), path.parent, match["status"], match["hash"])
        if key_of(found) not in known:
            yield replace(found, status=Status.DRAFT.value)


def key_of(version: Version) -> tuple[str, int]:
    """Return what tells a version from all others: quarter and number."""
    return version.folder.parent.name, version.number


def folder_name(number: int, status: Status, fingerprint: str) -> str:
    """Return the name of the folder of a version."""
    return f"v{number}-{status.value}-{fingerprint[:SHORT]}"


def names_of(version: Version) -> set[str]:
    """Return every name by which people may call a version."""
    short, quarter = f"v{version.number}", version.folder.parent.name
    folders = {f"{short}-{status.value}-{version.short_hash}" for status in Status}
    called = {short, *folders}
    return {*called, *(f"{quarter}/{name}" for name in called), version.short_hash}
