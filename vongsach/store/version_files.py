"""Turn a plan with all that it was made from into files, and read them back proven whole."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

from vongsach.errors import FileError
from vongsach.fingerprint import (
    SHORT,
    stored_network_sha256,
    stored_plan_sha256,
    travel_sha256,
)
from vongsach.network import Network
from vongsach.plan import Plan
from vongsach.store.standing import DRAFT, Standing, Status
from vongsach.store.travel_file import travel_from_bytes, travel_to_bytes
from vongsach.store.version_folder import MANIFEST, give_up, make_final, write_through
from vongsach.travel import Travel

FORMAT: Final = 1
DAMAGED: Final = "plan_damaged"
PLAN, NETWORK, TRAVEL = "plan.json", "network.json", "travel.npz"


@dataclass(frozen=True, slots=True)
class Stored:
    """A plan with what it was made from."""

    plan: Plan
    network: Network
    travel: Travel
    folder: Path
    standing: Standing = DRAFT

    @property
    def short_name(self) -> str:
        """Return quarter and number, as people type them: ``2027Q1/v2``."""
        return f"{self.folder.parent.name}/{self.folder.name.split('-')[0]}"


def contents_of(plan: Plan, network: Network, travel: Travel) -> dict[str, bytes]:
    """Return the files of a version; equal plans give equal bytes.

    Raises
    ------
    pydantic.ValidationError
        The network could not be read again, and so must not be saved: our fault.
    """
    text = network.model_dump_json(indent=1)
    Network.model_validate_json(text)
    return {
        PLAN: (plan.model_dump_json(indent=1) + "\n").encode(),
        NETWORK: (text + "\n").encode(),
        TRAVEL: travel_to_bytes(travel),
    }


def stored_from(
    contents: Mapping[str, bytes], folder: Path, fingerprint: str, standing: Standing = DRAFT
) -> Stored:
    """Return the plan that some files hold, compared with every fingerprint.

    The texts are compared, not what today's program reads from them: a plan stays whole when a
    later program knows more rules.

    Raises
    ------
    FileError
        They are not what was saved.
    """
    try:
        stored = Stored(
            plan=Plan.model_validate_json(contents[PLAN]),
            network=Network.model_validate_json(contents[NETWORK]),
            travel=travel_from_bytes(contents[TRAVEL]),
            folder=folder,
            standing=standing,
        )
        made_from = stored.plan.made_from
        whole = (
            made_from.network_sha256 == stored_network_sha256(contents[NETWORK])
            and made_from.travel_sha256 == travel_sha256(stored.travel)
            and stored_plan_sha256(contents[PLAN]).startswith(fingerprint)
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, BadZipFile) as error:
        raise FileError(DAMAGED, path=str(folder), cause=_first_line(error)) from error
    if not whole:
        raise FileError(DAMAGED, path=str(folder), cause=MANIFEST)
    return stored


def write_version(
    part: Path, final: Path, contents: Mapping[str, bytes], manifest: Mapping[str, object]
) -> Path:
    """Fill an empty folder with the files of a version and give it its name.

    Raises
    ------
    OSError
        It cannot be written; nothing is left behind.
    """
    whole = {
        "format": FORMAT,
        **manifest,
        "files": {name: sha256(content).hexdigest() for name, content in contents.items()},
    }
    try:
        for name, content in contents.items():
            write_through(part / name, content)
        write_through(part / MANIFEST, (json.dumps(whole, indent=1) + "\n").encode())
        return make_final(part, final)
    except BaseException:
        give_up(part)
        raise


def manifest_of(number: int, status: Status, created: str, fingerprint: str) -> dict[str, object]:
    """Return what the manifest of a version says beside its files."""
    return {
        "version": number,
        "status": status.value,
        "created": created,
        "plan_sha256": fingerprint,
    }


def now() -> str:
    """Return the present instant: ISO 8601, UTC, to the microsecond."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")


def load_folder(folder: Path) -> Stored:
    """Return the plan of one version folder, every file compared with its fingerprint.

    Raises
    ------
    FileError
        It cannot be read, or is not what was saved.
    """
    return stored_from(read_contents(folder), folder, folder.name[-SHORT:])


def read_contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a version folder as they were saved.

    Raises
    ------
    FileError
        They cannot be read, or are not what was saved.
    """
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        contents = {name: (folder / name).read_bytes() for name in (PLAN, NETWORK, TRAVEL)}
        changed = [name for name in contents if sha256(contents[name]).hexdigest() != files[name]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileError(DAMAGED, path=str(folder), cause=_first_line(error)) from error
    if changed:
        raise FileError(DAMAGED, path=str(folder), cause=changed[0])
    return contents


def created_in(folder: Path) -> str:
    """Return when a version folder was made; empty where its manifest is damaged."""
    try:
        return str(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["created"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
