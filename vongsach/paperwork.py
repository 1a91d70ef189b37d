"""Make the map, the paper and the manager's page of a stored plan, in its own folder."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from vongsach.check import RULES, Report, Severity
from vongsach.days import ONE_DAY
from vongsach.errors import FileError
from vongsach.measures import measure
from vongsach.output import (
    Approval,
    Earlier,
    Figured,
    PlanView,
    Presentation,
    ReportData,
    RuleVerdict,
    Wanted,
    WayFinder,
    join,
    write_map,
    write_papers,
    write_report,
)
from vongsach.store import PlanStore, Status, Stored
from vongsach.units import ServiceId
from vongsach.words import Language

NO_SUCH_TRIP = "no_such_trip"
__all__ = ["Desk", "Wanted"]

BOUNDARIES, FORMS = "dia-gioi.geojson", "mau"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the paper of one stored plan is made, and with what."""

    stored: Stored
    ways: WayFinder
    """Who knows the roads that the plan drives."""
    language: Language
    today: dt.date

    @property
    def report_path(self) -> Path:
        """Return where the manager's page lies."""
        return self.stored.folder / "duyet.html"

    @property
    def paper_folder(self) -> Path:
        """Return where the paper lies."""
        return self.stored.folder / "in"

    def map_path(self, *, public: bool = False) -> Path:
        """Return where the map lies."""
        return self.stored.folder / ("ban-do-cong-khai.html" if public else "ban-do.html")

    @property
    def workspace(self) -> Path:
        """Return the folder of the workspace that the plan lies in."""
        return self.stored.folder.parent.parent

    def draw_map(self, *, public: bool = False) -> Path:
        """Write the map of the plan."""
        return write_map(
            self.stored.plan,
            self.stored.network,
            self.map_path(public=public),
            self.language,
            travel=self.stored.travel,
            ways=self.ways,
            public=public,
            boundaries=self.workspace / BOUNDARIES,
            approval=self._approval,
        )

    def make_papers(self, wanted: Wanted) -> tuple[Path, ...]:
        """Write the paper of the plan and return every file.

        Raises
        ------
        FileError
            The plan has no such trip or week, or a file cannot be written.
        """
        view = self._view()
        if view.trips and not any(wanted.takes(trip) for trip in view.trips):
            raise FileError(NO_SUCH_TRIP, number=str(wanted.trip or wanted.week))
        return write_papers(
            view,
            self.paper_folder,
            self.language,
            wanted=wanted,
            forms=self.workspace / FORMS,
            made_on=self.today,
        )

    def write_report(
        self, report: Report, remedies: Mapping[ServiceId, str] = MappingProxyType({})
    ) -> Path:
        """Write the page on which a manager decides; ``report`` is what the checker found.

        ``remedies`` tells what would serve a service that misses visits.
        """
        stored = self.stored
        before = previous(stored)
        return write_report(
            ReportData(
                now=_figured(stored, self._view()),
                before=_figured(before, join(before.plan, before.network, before.travel))
                if before
                else None,
                network=stored.network,
                verdicts=_verdicts(report),
                show=Presentation(self.language),
                version=f"{stored.folder.parent.name}/{stored.folder.name}",
                made_on=self.today,
                earlier=_earlier(stored),
                remedies=remedies,
            ),
            self.report_path,
        )

    def _view(self) -> PlanView:
        stored = self.stored
        view = join(stored.plan, stored.network, stored.travel, self.ways)
        return replace(view, approval=self._approval)

    @property
    def _approval(self) -> Approval | None:
        """Return who approved the plan and when; ``None`` until it is published."""
        standing = self.stored.standing
        if standing.published_on is None or standing.approved_on is None:
            return None
        return Approval(standing.approver, standing.approved_on)


def previous(stored: Stored) -> Stored | None:
    """Return the newest plan of the quarter that ends the day before this one begins."""
    store = PlanStore(stored.folder.parent.parent)
    eve = stored.plan.quarter.first_day - ONE_DAY
    for version in reversed(store.versions()):
        if version.folder.parent == stored.folder.parent:
            continue
        try:
            found = store.load(version.name)
        except FileError:
            continue
        if found.plan.quarter.last_day == eve:
            return found
    return None


def _earlier(stored: Stored) -> Earlier | None:
    """Return the version that this one takes the place of; ``None``: this is the first.

    It is the last one published before, for that is what people were promised; where none was,
    the version before.
    """
    store = PlanStore(stored.folder.parent.parent)
    versions = [one for one in store.versions() if one.folder.parent == stored.folder.parent]
    number = next((one.number for one in versions if one.folder == stored.folder), 0)
    published = Status.PUBLISHED.value
    for version in sorted(versions, key=lambda one: (one.status != published, -one.number)):
        if version.number >= number:
            continue
        try:
            found = store.load(version.name)
        except FileError:
            continue
        return Earlier(version.folder.name, join(found.plan, found.network, found.travel))
    return None


def _figured(stored: Stored, view: PlanView) -> Figured:
    return Figured(view=view, measures=measure(stored.plan, stored.network, stored.travel))


def _verdicts(report: Report) -> tuple[RuleVerdict, ...]:
    counts = Counter(violation.code for violation in report.violations)
    return tuple(
        RuleVerdict(code=rule.code, hard=rule.severity is Severity.ERROR, count=counts[rule.code])
        for rule in RULES
    )
