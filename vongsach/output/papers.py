"""Write the paper of a plan: what crews take along, what points hang out, what boxes wear."""

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vongsach.output.codes import file_name
from vongsach.output.form_data import FormData, has_handover, has_mobile
from vongsach.output.plan_sheet import plan_sheet
from vongsach.output.point_data import PointData, has_poster
from vongsach.output.presentation import Presentation, plain
from vongsach.output.sheet_data import SheetData
from vongsach.output.typesetting import Form, Text, set_pages
from vongsach.output.view import PlaceView, PlanView, TripView
from vongsach.output.writing import write_whole
from vongsach.words import Language

_LONGEST_NAME = 40
_LABELS_IN_A_FILE = 500
_MOST_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paper is asked for; everything where nothing is named."""

    trip: int | None = None
    """Number of a trip: only what its crew takes along."""
    week: int | None = None
    """Number of a week: only what the crews of that week take along."""

    def takes(self, trip: TripView) -> bool:
        """Say whether the paper of a trip is asked for."""
        return self.trip in (None, trip.number) and self.week in (None, trip.week)

    @property
    def everything(self) -> bool:
        """Say whether posters, labels and the map are asked for too."""
        return self.trip is None and self.week is None


@dataclass(frozen=True, slots=True)
class _Paper:
    path: Path
    form: Form
    document: Callable[[], Text]
    tagged: bool = True


def write_papers(
    view: PlanView,
    folder: Path,
    language: Language = "vi",
    *,
    wanted: Wanted | None = None,
    forms: Path | None = None,
    made_on: dt.date | None = None,
) -> tuple[Path, ...]:
    """Write the paper of a plan and return the paths, route sheets first.

    Parameters
    ----------
    forms
        Folder whose forms replace the bundled ones; see ``typesetting.set_pages``.
    made_on
        Day that the printed map names; without one it is not made.

    Raises
    ------
    FileError
        A file cannot be written, or a form of the workspace cannot be set.
    """
    asked = wanted or Wanted()
    papers = list(_papers(view, folder, Presentation(language), asked))
    if asked.everything and made_on is not None:
        sheet = partial(plan_sheet, view, Presentation(language), made_on)
        papers.append(_Paper(folder.parent / f"{Form.MAP}.pdf", Form.MAP, sheet))

    def write(paper: _Paper) -> Path:
        pages = set_pages(paper.form, paper.document(), tagged=paper.tagged, forms=forms)
        return write_whole(paper.path, pages)

    with ThreadPoolExecutor(min(_MOST_AT_ONCE, os.cpu_count() or 1)) as pool:
        return tuple(pool.map(write, papers))


def sheet_name(trip: TripView) -> str:
    """Return a file name that no name of a van can turn into a path.

    The number makes it unique in the plan.
    """
    van = file_name(trip.van.id, _LONGEST_NAME, "xe")
    return f"chuyen-{trip.number:03}_{trip.days[0].day.isoformat()}_{van}.pdf"


def _papers(
    view: PlanView, folder: Path, presentation: Presentation, wanted: Wanted
) -> Iterator[_Paper]:
    trips = [trip for trip in view.trips if wanted.takes(trip)]
    for trip in trips:
        yield from _of_trip(view, trip, folder, presentation)
    if wanted.trip is None:
        yield from _of_weeks(view, trips, folder, presentation)
    if wanted.everything:
        yield from _of_points(view, folder, presentation)


def _of_trip(
    view: PlanView, trip: TripView, folder: Path, presentation: Presentation
) -> Iterator[_Paper]:
    sheets, forms = SheetData(view, presentation), FormData(view, presentation)
    name = sheet_name(trip)
    yield _Paper(folder / name, Form.SHEET, partial(sheets.document, (trip,), sheets.title(trip)))
    if has_handover(trip):
        path = folder / Form.HANDOVER / name
        yield _Paper(path, Form.HANDOVER, partial(forms.handover, trip))
    if has_mobile(trip):
        path = folder / Form.STATISTICS / name
        yield _Paper(path, Form.STATISTICS, partial(forms.statistics, trip))
    yield _Paper(folder / Form.ORDER / name, Form.ORDER, partial(forms.orders, (trip,)))


def _of_weeks(
    view: PlanView, trips: list[TripView], folder: Path, presentation: Presentation
) -> Iterator[_Paper]:
    """Yield one file of route sheets a week: one file of a whole quarter takes too much memory."""
    sheets = SheetData(view, presentation)
    for week in sorted({trip.week for trip in trips}):
        of_week = tuple(trip for trip in trips if trip.week == week)
        title = presentation.say("sheet.week_title", week=week)
        yield _Paper(
            folder / f"tuan-{week:02}.pdf",
            Form.SHEET,
            partial(sheets.document, of_week, title),
            tagged=False,
        )


def _of_points(view: PlanView, folder: Path, presentation: Presentation) -> Iterator[_Paper]:
    points = PointData(view, presentation)
    communes: dict[str, list[PlaceView]] = defaultdict(list)
    for place in view.places:
        if has_poster(place):
            communes[plain(place.place.commune or place.place.commune_code)].append(place)
    for number, commune in enumerate(sorted(communes), start=1):
        name = f"{number:02}-{file_name(commune, _LONGEST_NAME, 'diem')}.pdf"
        some = tuple(communes[commune])
        yield _Paper(folder / Form.POSTER / name, Form.POSTER, partial(points.posters, some))
    boxes = [journey.box for journey in view.journeys]
    for start in range(0, len(boxes), _LABELS_IN_A_FILE):
        part = "" if len(boxes) <= _LABELS_IN_A_FILE else f"-{start // _LABELS_IN_A_FILE + 1}"
        some_boxes = tuple(boxes[start : start + _LABELS_IN_A_FILE])
        yield _Paper(
            folder / f"{Form.LABELS}{part}.pdf",
            Form.LABELS,
            partial(points.labels, some_boxes),
            tagged=False,
        )
