"""Lay out the sheets about days: what is shut, and what is held by hand."""

from vongsach.closures import Closure, Pin
from vongsach.workbook.cells.choices import Choice
from vongsach.workbook.cells.days import Day
from vongsach.workbook.cells.text import Text
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.lists import CLOSURE_KIND, HOLD, SCOPE

CLOSURES = Sheet(
    key="closures",
    model=Closure,
    rows=lambda network: network.closures,
    synonyms=("lịch nghỉ", "calendar", "ngày nghỉ"),
    columns=(
        Column(key="first_day", kind=Day(), required=True, synonyms=("ngày bắt đầu",)),
        Column(key="last_day", kind=Day(), synonyms=("ngày kết thúc",)),
        Column(key="kind", kind=Choice(words=CLOSURE_KIND), required=True),
        Column(key="scope", kind=Choice(words=SCOPE), required=True),
        Column(key="target", kind=Text(), synonyms=("mã",), width=18),
        Column(key="note", kind=Text(), width=40),
    ),
)

PINS = Sheet(
    key="pins",
    model=Pin,
    rows=lambda network: network.pins,
    synonyms=("pin",),
    columns=(
        Column(key="place", kind=Text(), width=12),
        Column(key="box", kind=Text(), width=12),
        Column(key="first_day", kind=Day(), required=True, synonyms=("ngày",)),
        Column(key="last_day", kind=Day()),
        Column(key="van", kind=Text(), synonyms=("xe",), width=12),
        Column(key="hard", kind=Choice(words=HOLD), assumed=True),
        Column(key="reason", kind=Text(), required=True, width=40),
    ),
)
