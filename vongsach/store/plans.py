"""Save plans for good and load them back whole or not at all.

The database of the workspace holds every plan with what it was made from; the folder of a version
holds a copy for people, beside the maps and the paper made from it. A folder that an older
program wrote, or that was copied from elsewhere, counts as saved and is taken in at the next save.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from vongsach.actuals import TripActual
from vongsach.errors import FileError
from vongsach.fingerprint import SHORT, plan_sha256, stored_plan_sha256, without_run_times
from vongsach.network import Network
from vongsach.plan import Plan
from vongsach.quarter import Quarter
from vongsach.store import rows
from vongsach.store.database import FILE, reading, writing
from vongsach.store.decisions import decide
from vongsach.store.ledger import (
    RECORD_DAMAGED,
    Movement,
    actuals_of,
    add_actuals,
    movements_in,
    news,
    with_earlier,
)
from vongsach.store.standing import DRAFT, Standing, Status
from vongsach.store.version_files import (
    DAMAGED,
    PLAN,
    Stored,
    contents_of,
    load_folder,
    manifest_of,
    now,
    read_contents,
    stored_from,
    write_version,
)
from vongsach.store.version_folder import claim_number, give_up, quarter_folder
from vongsach.store.versions import Version, folder_name, key_of, names_of, strays
from vongsach.travel import Travel

EARLIER_DAMAGED = "earlier_damaged"
NOT_WRITABLE, NOTHING_STORED, NO_SUCH = "not_writable", "no_plan_stored", "no_such_version"


@dataclass(frozen=True, slots=True)
class PlanStore:
    """The stored plans of a workspace."""

    folder: Path

    @property
    def database(self) -> Path:
        """Return the path of the database."""
        return self.folder / FILE

    def save(self, plan: Plan, network: Network, travel: Travel) -> Path:
        """Store a plan and return its folder; one that is already stored is not stored again.

        Raises
        ------
        FileError
            The folder cannot be written; nothing is left behind.
        """
        fingerprint, name = plan_sha256(plan), quarter_folder(plan.quarter.name)
        contents, made = contents_of(plan, network, travel), None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with writing(self.database) as connection:
                self._take_in(connection)
                same = self._same(connection, plan, fingerprint)
                if same is not None:
                    return same
                least = rows.highest_number(connection, name) + 1
                number, part = claim_number(self.folder / name, least)
                created = now()
                manifest = manifest_of(number, Status.DRAFT, created, fingerprint)
                final = part.with_name(folder_name(number, Status.DRAFT, fingerprint))
                made = write_version(part, final, contents, manifest)
                rows.add_plan(
                    connection,
                    contents,
                    quarter=name,
                    number=number,
                    created=created,
                    fingerprint=fingerprint,
                )
        except BaseException as error:
            if made is not None:
                give_up(made)
            if isinstance(error, OSError):
                raise FileError(NOT_WRITABLE, path=str(self.folder), cause=str(error)) from error
            raise
        return made

    def versions(self, quarter: Quarter | None = None) -> tuple[Version, ...]:
        """Return the stored plans of one quarter or of all, oldest first."""
        with reading(self.database) as connection:
            found = () if connection is None else rows.rows_in(connection)
        listed = [self._version(row) for row in found]
        listed += strays(self.folder, {key_of(one) for one in listed})
        wanted = None if quarter is None else quarter_folder(quarter.name)
        return tuple(sorted(one for one in listed if wanted in {None, one.folder.parent.name}))

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
        fitting = [version for version in versions if wanted in names_of(version)]
        if len(fitting) != 1:
            code = "several_versions" if fitting else NO_SUCH
            listed = ", ".join(version.name for version in fitting or versions)
            raise FileError(code, name=name, versions=listed or "–")
        return fitting[0]

    def load(self, version: str | None = None) -> Stored:
        """Return a stored plan, all of it compared with its fingerprints.

        Raises
        ------
        FileError
            It is not there, cannot be read, or is not what was saved.
        """
        return self.load_version(self.find(version))

    def load_version(self, version: Version) -> Stored:
        """Return the plan of a version; see ``load``."""
        with reading(self.database) as connection:
            found = () if connection is None else rows.rows_in(connection)
            for row in found:
                if connection is not None and key_of(self._version(row)) == key_of(version):
                    if row.fault:
                        raise FileError(DAMAGED, path=str(version.folder), cause=row.fault)
                    contents = rows.contents_in(connection, row)
                    return stored_from(contents, version.folder, row.plan_sha256, row.standing)
        return load_folder(version.folder)

    def standing(self, version: Version) -> Standing:
        """Return how far a version has come, and by whom."""
        with reading(self.database) as connection:
            found = () if connection is None else rows.rows_in(connection)
        same = (row.standing for row in found if key_of(self._version(row)) == key_of(version))
        return next(same, DRAFT)

    def decide(self, version: Version, status: Status, person: str, day: dt.date) -> Version:
        """Record that somebody approved or published a plan, and return the version as it is now.

        A published plan gets a folder of its own for its final paper.

        Raises
        ------
        FileError
            The plan has that status already, is not what was saved, or cannot be written.
        """
        with writing(self.database) as connection:
            self._take_in(connection)
            row = self._row(connection, version)
            decide(connection, row, status, person=person, day=day)
            now_known = self._version(self._row(connection, version))
            if now_known.folder != version.folder and not now_known.folder.exists():
                contents = rows.contents_in(connection, row)
                part = now_known.folder.with_name(f".{now_known.folder.name}.part")
                try:
                    give_up(part)
                    part.mkdir(parents=True)
                    manifest = manifest_of(row.number, status, row.created, row.plan_sha256)
                    write_version(part, now_known.folder, contents, manifest)
                except OSError as error:
                    raise FileError(NOT_WRITABLE, path=str(part), cause=str(error)) from error
        return now_known

    def record(
        self,
        version: Version,
        records: Iterable[TripActual],
        source: str,
        *,
        before: Iterable[TripActual] | None = None,
    ) -> int:
        """Add what happened on trips of a plan, all of it or nothing; return how many were new.

        A trip of which the same holds already is not written again. ``before`` is what held of
        the plan when the records were put together on top of it; ``None``: they were not.

        Raises
        ------
        FileError
            Another process recorded one of the trips since ``before``, a plan is damaged, or
            the store cannot be written.
        """
        with writing(self.database) as connection:
            self._take_in(connection)
            row = self._row(connection, version)
            # Whoever else writes waits for us: what is read now holds until we are done.
            new = news(records, self.actuals(version), before, version.name)
            return add_actuals(connection, row, new, source)

    def actuals(self, version: Version) -> tuple[TripActual, ...]:
        """Return what holds of the trips of a plan: the newest record of each.

        What was recorded of a plan that it replaces holds of the trips that it left as they were.

        Raises
        ------
        FileError
            The plan or a record is damaged, or (``EARLIER_DAMAGED``) one that it replaces.
        """
        plan, recorded = self.load_version(version).plan, self._recorded(version)
        replaced = plan.made_from.replaces
        for before in self.versions():
            if replaced and replaced.plan_sha256.startswith(before.short_hash):
                try:
                    earlier, was = self.actuals(before), self.load_version(before).plan
                except FileError as error:
                    if error.code not in {DAMAGED, RECORD_DAMAGED}:
                        raise
                    cause = error.facts.get("trip") or error.facts["cause"]
                    facts = {"path": before.name, "version": version.name, "cause": cause}
                    raise FileError(EARLIER_DAMAGED, **facts) from error
                return with_earlier(recorded, plan, earlier, was)
        return recorded

    def _recorded(self, version: Version) -> tuple[TripActual, ...]:
        with reading(self.database) as connection:
            found = () if connection is None else rows.rows_in(connection)
            for row in found:
                if connection is not None and key_of(self._version(row)) == key_of(version):
                    return actuals_of(connection, row)
        return ()

    def movements(self) -> tuple[Movement, ...]:
        """Return the ledger of box movements, as it was written."""
        with reading(self.database) as connection:
            if connection is None:
                return ()
            return movements_in(connection, rows.rows_in(connection))

    def _row(self, connection: Connection, version: Version) -> rows.Row:
        for row in rows.rows_in(connection):
            if key_of(self._version(row)) == key_of(version):
                return row
        load_folder(version.folder)  # says what is wrong with a folder that was not taken in
        raise FileError(NO_SUCH, name=version.name, versions="–")

    def _version(self, row: rows.Row) -> Version:
        named = Status.PUBLISHED if row.standing.final else Status.DRAFT
        name = folder_name(row.number, named, row.plan_sha256)
        folder = self.folder / row.quarter / name
        short = row.plan_sha256[:SHORT]
        status = row.standing.status.value
        return Version(row.created, row.number, folder, status, short, row.fault)

    def _same(self, connection: Connection, plan: Plan, fingerprint: str) -> Path | None:
        """Return the folder of the same plan made in the same way, if it is stored."""
        for row in reversed(rows.rows_in(connection)):
            if row.plan_sha256 == fingerprint:
                folder = self._version(row).folder
                try:
                    stored = stored_from(rows.contents_in(connection, row), folder, fingerprint)
                except FileError:
                    continue  # a damaged one is no reason not to save it anew
                if without_run_times(stored.plan) == without_run_times(plan):
                    return folder
        return None

    def _take_in(self, connection: Connection) -> None:
        """Add the folders that the table does not know, where they are what was saved."""
        known = {key_of(self._version(row)) for row in rows.rows_in(connection)}
        for stray in strays(self.folder, known):
            try:
                contents = read_contents(stray.folder)
                stored_from(contents, stray.folder, stray.short_hash)
            except FileError:
                continue
            rows.add_plan(
                connection,
                contents,
                quarter=stray.folder.parent.name,
                number=stray.number,
                created=stray.created,
                fingerprint=stored_plan_sha256(contents[PLAN]),
            )
