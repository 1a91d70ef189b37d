"""Lay out the list of changes, which is a file of its own and no sheet of the workbook."""

from vongsach.units import Given
from vongsach.workbook.cells.choices import Choice, Words
from vongsach.workbook.cells.clocks import Clock, Weekdays
from vongsach.workbook.cells.days import Day
from vongsach.workbook.cells.numbers import Angle, Whole
from vongsach.workbook.cells.text import Text
from vongsach.workbook.columns import Column, Sheet

CHANGES_LIST = "change_kind"
KINDS = (
    "road_closed", "place_closed", "commune_closed", "all_closed", "van_out", "worker_out",
    "place_new", "place_withdrawn", "box_lost", "box_at", "box_ready", "rest",
    "audience_fit", "visits", "every_weeks", "min_gap", "max_gap",
    "opening", "van_more", "van_day", "van_shift", "worker_days", "closure_lifted", "unpinned",
)  # fmt: skip
CHANGE_KIND = Words(CHANGES_LIST, tuple((kind, kind) for kind in KINDS))


def changes_sheet(model: type[Given]) -> Sheet:
    """Return the layout of the list, whose rows are of a model."""
    return Sheet(
        key="changes",
        model=model,
        rows=lambda _network: (),
        compulsory=True,
        columns=(
            Column(key="what", kind=Choice(words=CHANGE_KIND), required=True, width=24),
            Column(key="target", kind=Text(), synonyms=("mã", "code"), width=18),
            Column(key="first_day", kind=Day(), synonyms=("ngày", "from")),
            Column(key="last_day", kind=Day(), synonyms=("to",)),
            Column(key="number", kind=Whole(), synonyms=("số",)),
            Column(key="weekdays", kind=Weekdays()),
            Column(key="opens", kind=Clock()),
            Column(key="closes", kind=Clock()),
            Column(key="name", kind=Text(), width=30),
            Column(key="lat", kind=Angle(), synonyms=("lat",)),
            Column(key="lon", kind=Angle(), synonyms=("lon",)),
            Column(key="like", kind=Text(), synonyms=("giống",)),
            Column(key="note", kind=Text(), width=40),
        ),
    )
