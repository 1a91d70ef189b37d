"""Write the paper of a plan: what crews take along, what points hang out, what boxes wear."""

import datetime as dt
import multiprocessing
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import groupby
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
_TRIPS_IN_A_FILE = 20
_AT_ONCE = 2
_MOST_TRIPS_IN_THREADS = 150
_FILES_IN_A_POOL = 50


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

    trips = sum(asked.takes(trip) for trip in view.trips)
    return tuple(
        path
        for start in range(0, len(papers), _FILES_IN_A_POOL)
        for path in _write_all(papers[start : start + _FILES_IN_A_POOL], forms, trips)
    )


def _write_all(papers: Sequence[_Paper], forms: Path | None, trips: int) -> list[Path]:
    """Write some papers at once; what is set is worked out here while others are set.

    typst keeps what it has set for the next document. A pool of processes that ends after some
    files gives this memory back; ``max_tasks_per_child``, which is there for that, hangs
    (https://github.com/python/cpython/issues/115634).
    """
    with _pool(trips) as pool:
        started = [
            pool.submit(
                _write,
                paper.path,
                paper.form,
                paper.document(),
                tagged=paper.tagged,
                forms=forms,
            )
            for paper in papers
        ]
        return [future.result() for future in started]


def _write(path: Path, form: Form, document: Text, *, tagged: bool, forms: Path | None) -> Path:
    return write_whole(path, set_pages(form, document, tagged=tagged, forms=forms))


def _pool(trips: int) -> Executor:
    """Return who sets the pages: threads, for many trips processes."""
    if trips <= _MOST_TRIPS_IN_THREADS:
        return ThreadPoolExecutor(_AT_ONCE)
    return ProcessPoolExecutor(_AT_ONCE, mp_context=multiprocessing.get_context("spawn"))


def sheet_name(trip: TripView) -> str:
    """Return a file name that no name of a van can turn into a path.

    The number makes it unique in the plan.
    """
    van = file_name(trip.van.id, _LONGEST_NAME, "xe")
    return f"chuyen-{trip.number:03}_{trip.days[0].day.isoformat()}_{van}.pdf"


def _papers(
    view: PlanView, folder: Path, presentation: Presentation, wanted: Wanted
) -> Iterator[_Paper]:
    """Yield one file of each form: for a trip that is named, else for a week or a part of it."""
    trips = [trip for trip in view.trips if wanted.takes(trip)]
    if wanted.trip is not None:
        for trip in trips:
            yield from _of_trips(
                view, (trip,), folder=folder, name=sheet_name(trip), presentation=presentation
            )
        return
    for name, some in _parted(trips):
        yield from _of_trips(view, some, folder=folder, name=name, presentation=presentation)
    if wanted.everything:
        yield from _of_points(view, folder, presentation)


def _parted(trips: Sequence[TripView]) -> Iterator[tuple[str, tuple[TripView, ...]]]:
    """Yield weeks; a file of many trips takes much memory, so that a full week has several."""
    for week, found in groupby(trips, key=lambda trip: trip.week):
        of_week = tuple(found)
        for start in range(0, len(of_week), _TRIPS_IN_A_FILE):
            part = "" if len(of_week) <= _TRIPS_IN_A_FILE else f"-{start // _TRIPS_IN_A_FILE + 1}"
            yield f"tuan-{week:02}{part}.pdf", of_week[start : start + _TRIPS_IN_A_FILE]


def _of_trips(
    view: PlanView,
    trips: tuple[TripView, ...],
    *,
    folder: Path,
    name: str,
    presentation: Presentation,
) -> Iterator[_Paper]:
    sheets, forms = SheetData(view, presentation), FormData(view, presentation)
    tagged = len(trips) == 1
    title = presentation.say("sheet.all_title")
    if tagged:
        title = sheets.title(trips[0])
    handed = tuple(trip for trip in trips if has_handover(trip))
    mobile = tuple(trip for trip in trips if has_mobile(trip))
    yield _Paper(folder / name, Form.SHEET, partial(sheets.document, trips, title), tagged)
    if handed:
        path = folder / Form.HANDOVER / name
        yield _Paper(path, Form.HANDOVER, partial(forms.handovers, handed), tagged)
    if mobile:
        path = folder / Form.STATISTICS / name
        yield _Paper(path, Form.STATISTICS, partial(forms.statistics, mobile), tagged)
    yield _Paper(folder / Form.ORDER / name, Form.ORDER, partial(forms.orders, trips), tagged)


def _of_points(view: PlanView, folder: Path, presentation: Presentation) -> Iterator[_Paper]:
    points = PointData(view, presentation)
    communes: dict[str, list[PlaceView]] = defaultdict(list)
    for place in view.places:
        if has_poster(place):
            communes[plain(place.place.commune or place.place.commune_code)].append(place)
    for number, commune in enumerate(sorted(communes), start=1):
        name = f"{number:02}-{file_name(commune, _LONGEST_NAME, 'diem')}.pdf"
        some = tuple(communes[commune])
        yield _Paper(
            folder / Form.POSTER / name, Form.POSTER, partial(points.posters, some), tagged=False
        )
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
