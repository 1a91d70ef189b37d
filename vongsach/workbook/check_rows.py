"""Check what the cells of one row say together."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Final

from vongsach.closures import Scope
from vongsach.workbook.build import is_swapped
from vongsach.workbook.codes import Code
from vongsach.workbook.records import Findings, Record

_BARE_PHONE: Final = re.compile(r"[235789][0-9]{8}")
"""A mobile number of Viet Nam, or a fixed one of a province, without the leading zero."""

_MEAL: Final = ("meal_length", "meal_earliest", "meal_latest")
_VIET_NAM: Final = (8.0, 24.0, 102.0, 110.0)
"""Latitudes and longitudes that a place on the mainland has."""


def check_row(record: Record, findings: Findings) -> None:
    """Note whatever contradicts itself in a row."""
    check = _CHECKS.get(record.found.sheet.key)
    if check is not None:
        check(record, findings)


def _place(record: Record, findings: Findings) -> None:
    _phone(record, findings)
    lat, lon = record.values.get("lat"), record.values.get("lon")
    if not isinstance(lat, float) or not isinstance(lon, float):
        return
    south, north, west, east = _VIET_NAM
    if is_swapped(record.values):
        findings.in_cell(Code.SWAPPED, record, "lat", lat=f"{lon:g}", lon=f"{lat:g}")
    elif not (south <= lat <= north and west <= lon <= east):
        findings.in_cell(Code.OUTSIDE_VIET_NAM, record, "lat", lat=f"{lat:g}", lon=f"{lon:g}")


def _phone(record: Record, findings: Findings) -> None:
    """Note a number typed as text without its zero; it stays as typed, for it may be complete."""
    phone = re.sub(r"[\s.-]", "", record.text("phone"))
    if isinstance(record.raw.get("phone"), str) and _BARE_PHONE.fullmatch(phone):
        count = str(len(phone))
        findings.in_cell(Code.PHONE_WITHOUT_ZERO, record, "phone", count=count, value=phone)


def _service(record: Record, findings: Findings) -> None:
    given = [key for key in ("visits", "every_weeks") if record.given(key)]
    if len(given) != 1:
        findings.in_cell(Code.VISITS_OR_RHYTHM, record, given[-1] if given else "visits")
    least, most = record.values.get("min_gap_days", 1), record.values.get("max_gap_days")
    if isinstance(least, int) and isinstance(most, int) and most < least:
        findings.in_cell(Code.GAPS_CROSSED, record, "max_gap_days", least=str(least))


def _span(record: Record, findings: Findings) -> None:
    first, last = record.values.get("first_day"), record.values.get("last_day")
    if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
        findings.in_cell(Code.LAST_BEFORE_FIRST, record, "last_day")


def _closure(record: Record, findings: Findings) -> None:
    _span(record, findings)
    scope = record.values.get("scope")
    target = record.given("target")
    if scope is Scope.ALL and target:
        findings.in_cell(Code.TARGET_FOR_ALL, record, "target")
    if isinstance(scope, Scope) and scope is not Scope.ALL and not target:
        findings.in_cell(Code.TARGET_MISSING, record, "target")


def _pin(record: Record, findings: Findings) -> None:
    _span(record, findings)
    if not any(record.given(key) for key in ("place", "box")):
        findings.in_cell(Code.PIN_HOLDS_NOTHING, record, "place")


def _van(record: Record, findings: Findings) -> None:
    starts, ends = record.values.get("shift_starts"), record.values.get("shift_ends")
    if isinstance(starts, int) and isinstance(ends, int) and ends <= starts:
        findings.in_cell(Code.SHIFT_BACKWARDS, record, "shift_ends")
    given = [key for key in _MEAL if record.given(key)]
    if given and len(given) < len(_MEAL):
        missing = next(key for key in _MEAL if key not in given)
        findings.in_cell(Code.MEAL_INCOMPLETE, record, missing)
    length, earliest, latest = (record.values.get(key) for key in _MEAL)
    if (
        isinstance(length, int)
        and isinstance(earliest, int)
        and isinstance(latest, int)
        and earliest + length > latest
    ):
        findings.in_cell(Code.MEAL_DOES_NOT_FIT, record, "meal_latest")


_CHECKS: Final[Mapping[str, Callable[[Record, Findings], None]]] = {
    "places": _place,
    "services": _service,
    "history": _span,
    "closures": _closure,
    "pins": _pin,
    "vans": _van,
    "workers": _phone,
}
