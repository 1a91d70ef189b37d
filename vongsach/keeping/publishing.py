"""Publish a plan: from then on it is a promise, printed for use and told to every commune."""

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from vongsach.check import Report
from vongsach.errors import RefusedError
from vongsach.exports.sheets import fill_page
from vongsach.exports.tables import Cell
from vongsach.output.captions import place_name
from vongsach.output.joining import join
from vongsach.output.presentation import Presentation, plain
from vongsach.output.view import PlaceView, PlanView
from vongsach.store import PlanStore, Standing, Status, Stored, Version
from vongsach.words import Language, say
from vongsach.workspace import write_whole

BROKEN, NAMELESS, OTHER = "publish_broken", "approver_missing", "approver_other"
NOTICES = "thong-bao-xa.xlsx"
COLUMNS = ("commune", "places", "visits", "first_visit", "last_visit", "sent_on", "sent_by")
PLACES = ("commune", "code", "name", "times", "contact", "phone")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides on a plan, on which day."""

    status: Status
    person: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Published:
    """A plan that somebody approved or published."""

    version: Version
    notices: Path | None
    """Where the list of communes to be told lies; none for an approval."""
    communes: int


def decide(
    store: PlanStore, version: Version, report: Report, decision: Decision, *, language: Language
) -> Published:
    """Record an approval or a publication; a published plan gets its list of notices.

    Raises
    ------
    RefusedError
        The plan breaks rules, nobody is named, or another than who approved it.
    FileError
        The plan has come that far already, or a file cannot be written.
    """
    person = _approver(store.standing(version), version, decision)
    if not person:
        raise RefusedError(NAMELESS)
    broken = sorted({found.code for found in report.violations if found.severity == "error"})
    if broken:
        raise RefusedError(BROKEN, version=version.name, rules=", ".join(broken))
    now = store.decide(version, decision.status, person, decision.day)
    if decision.status is not Status.PUBLISHED:
        return Published(now, None, 0)
    stored = store.load_version(now)
    view = join(stored.plan, stored.network, stored.travel)
    path = write_whole(now.folder / NOTICES, lambda part: _write(part, view, stored, language))
    return Published(now, path, len(_communes(view)))


def _approver(before: Standing, version: Version, decision: Decision) -> str:
    """Return who approves a plan; one that is approved keeps its approver when it is published.

    Raises
    ------
    RefusedError
        Another is named.
    """
    person = plain(decision.person)[:LONGEST_NAME]
    if before.status is not Status.APPROVED or decision.status is not Status.PUBLISHED:
        return person
    if person and person != before.approver:
        day = "" if before.approved_on is None else f"{before.approved_on:%d/%m/%Y}"
        raise RefusedError(
            OTHER, version=version.name, person=before.approver, day=day, other=person
        )
    return before.approver


def notice_rows(view: PlanView) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for every commune that is visited, with room for when it was told."""
    for commune, places in _communes(view):
        days = sorted(visit.day for one in places for visit in one.visits)
        yield commune or "–", len(places), len(days), days[0], days[-1], None, None


def visit_rows(view: PlanView, language: Language) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for every place that is visited, by commune: what to tell, and to whom."""
    show = Presentation(language)
    for commune, places in _communes(view):
        for one in sorted(places, key=lambda found: found.visits[0].day):
            times = (
                f"{show.short_day(visit.day)} {show.clock(visit.stop.start)}"
                for visit in one.visits
            )
            who = plain(one.place.contact), plain(one.place.phone)
            yield commune or "–", plain(one.place.id), place_name(one.place), ", ".join(times), *who


def _communes(view: PlanView) -> list[tuple[str, list[PlaceView]]]:
    communes: defaultdict[str, list[PlaceView]] = defaultdict(list)
    for found in view.places:
        if found.visits:
            communes[plain(found.place.commune)].append(found)
    return sorted(communes.items())


def _write(path: Path, view: PlanView, stored: Stored, language: Language) -> None:
    book = Workbook()
    book.properties.title = f"{stored.plan.quarter.name} {stored.folder.name}"
    book.remove(book.worksheets[0])
    tables = (
        ("title", COLUMNS, tuple(notice_rows(view))),
        ("title_places", PLACES, tuple(visit_rows(view, language))),
    )
    for title, columns, rows in tables:
        page = book.create_sheet(say(language, f"keeping.notice.{title}"))
        fill_page(page, [say(language, f"keeping.notice.{key}") for key in columns], rows)
    content = io.BytesIO()
    book.save(content)
    path.write_bytes(content.getvalue())
