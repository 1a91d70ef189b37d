"""Save plans into version folders that never change, and load them back whole or not at all."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

from vongsach.errors import FileError
from vongsach.fingerprint import (
    SHORT,
    network_sha256,
    plan_sha256,
    short_hash,
    travel_sha256,
    without_run_times,
)
from vongsach.network import Network
from vongsach.plan import Plan
from vongsach.quarter import Quarter
from vongsach.store.travel_file import travel_from_bytes, travel_to_bytes
from vongsach.store.version_folder import (
    MANIFEST,
    claim_number,
    give_up,
    make_final,
    quarter_folder,
    write_through,
)
from vongsach.travel import Travel

DRAFT = "nhap"
FORMAT = 1
NOT_WRITABLE, NOTHING_STORED, DAMAGED = "not_writable", "no_plan_stored", "plan_damaged"
PLAN, NETWORK, TRAVEL = "plan.json", "network.json", "travel.npz"
FOLDER_NAME = re.compile(r"v(?P<number>[0-9]+)-(?P<status>[a-z]+)-(?P<hash>[0-9a-f]{7})")


@dataclass(frozen=True, slots=True)
class Stored:
    """A plan with what it was made from."""

    plan: Plan
    network: Network
    travel: Travel
    folder: Path


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """One stored plan: where it lies and what its folder's name says."""

    created: str
    """When it was saved: ISO 8601, UTC."""
    number: int
    """1 is the first of its quarter."""
    folder: Path
    status: str
    """``nhap`` for a draft."""
    short_hash: str
    """First seven digits of the plan's fingerprint."""

    @property
    def name(self) -> str:
        """Return the quarter and the version as people type them."""
        return f"{self.folder.parent.name}/{self.folder.name}"


@dataclass(frozen=True, slots=True)
class PlanStore:
    """The stored plans of a workspace: one folder per quarter, in it one folder per version."""

    folder: Path

    def save(self, plan: Plan, network: Network, travel: Travel) -> Path:
        """Store a plan and return its folder; one that is already stored is not stored again.

        Raises
        ------
        FileError
            The folder cannot be written; nothing is left behind.
        """
        fingerprint = plan_sha256(plan)
        for version in reversed(self.versions(plan.quarter)):
            if version.short_hash == fingerprint[:SHORT] and _holds(version.folder, plan):
                return version.folder
        parent = self.folder / quarter_folder(plan.quarter.name)
        try:
            return _write_version(parent, fingerprint, _contents(plan, network, travel))
        except OSError as error:
            raise FileError(NOT_WRITABLE, path=str(parent), cause=str(error)) from error

    def versions(self, quarter: Quarter | None = None) -> tuple[Version, ...]:
        """Return the stored plans of one quarter or of all, oldest first."""
        pattern = "*" if quarter is None else quarter_folder(quarter.name)
        found = (_version(path.parent) for path in self.folder.glob(f"{pattern}/v*/{MANIFEST}"))
        return tuple(sorted(version for version in found if version is not None))

    def find(self, name: str | None = None) -> Version:
        """Return the version of that name, number (``v2``) or hash; the newest where none is given.

        Raises
        ------
        FileError
            There is none, or the name fits several.
        """
        versions = self.versions()
        if name is None:
            if not versions:
                raise FileError(NOTHING_STORED, path=str(self.folder))
            return versions[-1]
        wanted = name.replace("\\", "/").strip("/")
        fitting = [version for version in versions if wanted in _names(version)]
        if len(fitting) != 1:
            code = "several_versions" if fitting else "no_such_version"
            listed = ", ".join(version.name for version in fitting or versions)
            raise FileError(code, name=name, versions=listed or "–")
        return fitting[0]

    def load(self, version: str | None = None) -> Stored:
        """Return a stored plan, every file compared with its fingerprint.

        Raises
        ------
        FileError
            It is not there, cannot be read, or is not what was saved.
        """
        return load_folder(self.find(version).folder)


def load_folder(folder: Path) -> Stored:
    """Return the plan of one version folder; see ``PlanStore.load``."""
    try:
        contents = _read_whole(folder)
        stored = Stored(
            plan=Plan.model_validate_json(contents[PLAN]),
            network=Network.model_validate_json(contents[NETWORK]),
            travel=travel_from_bytes(contents[TRAVEL]),
            folder=folder,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, BadZipFile) as error:
        raise FileError(DAMAGED, path=str(folder), cause=_first_line(error)) from error
    made_from = stored.plan.made_from
    if (
        made_from.network_sha256 != network_sha256(stored.network)
        or made_from.travel_sha256 != travel_sha256(stored.travel)
        or not folder.name.endswith(short_hash(stored.plan))
    ):
        raise FileError(DAMAGED, path=str(folder), cause=MANIFEST)
    return stored


def _contents(plan: Plan, network: Network, travel: Travel) -> dict[str, bytes]:
    return {
        PLAN: (plan.model_dump_json(indent=1) + "\n").encode(),
        NETWORK: (network.model_dump_json(indent=1) + "\n").encode(),
        TRAVEL: travel_to_bytes(travel),
    }


def _write_version(parent: Path, fingerprint: str, contents: dict[str, bytes]) -> Path:
    number, part = claim_number(parent)
    manifest = {
        "format": FORMAT,
        "version": number,
        "status": DRAFT,
        "created": dt.datetime.now(dt.UTC).isoformat(timespec="microseconds"),
        "plan_sha256": fingerprint,
        "files": {name: sha256(content).hexdigest() for name, content in contents.items()},
    }
    try:
        for name, content in contents.items():
            write_through(part / name, content)
        write_through(part / MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())
        return make_final(part, parent / f"v{number}-{DRAFT}-{fingerprint[:SHORT]}")
    except BaseException:
        give_up(part)
        raise


def _read_whole(folder: Path) -> dict[str, bytes]:
    files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    contents = {name: (folder / name).read_bytes() for name in (PLAN, NETWORK, TRAVEL)}
    for name, content in contents.items():
        if sha256(content).hexdigest() != files[name]:
            raise ValueError(name)
    return contents


def _holds(folder: Path, plan: Plan) -> bool:
    """Say whether a folder holds, undamaged, the same plan made in the same way."""
    try:
        return without_run_times(load_folder(folder).plan) == without_run_times(plan)
    except FileError:
        return False


def _version(folder: Path) -> Version | None:
    match = FOLDER_NAME.fullmatch(folder.name)
    if match is None:
        return None
    return Version(
        created=_created(folder),
        number=int(match["number"]),
        folder=folder,
        status=match["status"],
        short_hash=match["hash"],
    )


def _created(folder: Path) -> str:
    """Return when a version was saved; empty where its manifest is damaged."""
    try:
        return str(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["created"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _names(version: Version) -> set[str]:
    short = f"v{version.number}"
    quarter = version.folder.parent.name
    return {version.name, version.folder.name, short, f"{quarter}/{short}", version.short_hash}


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
