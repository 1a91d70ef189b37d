"""Make the models of rows: what a row leaves out follows from its other cells or is a default."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from vongsach.units import Given
from vongsach.workbook.codes import Code
from vongsach.workbook.columns import Column
from vongsach.workbook.records import Findings, Record

Model = TypeVar("Model", bound=Given)

_BOUNDS = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")
_REPORTED = "missing"
"""A value that is not there was noted when its cell was read."""


def completed(record: Record, first_day: dt.date | None) -> dict[str, object]:
    """Return the values of a row with those that follow from others.

    Parameters
    ----------
    record
        The row.
    first_day
        First day of the quarter, for boxes whose arrival nobody noted.
    """
    values = dict(record.values)
    match record.found.sheet.key:
        case "services" if "place" in values and "kind" in values:
            values.setdefault("id", f"{values['place']}:{values['kind']}")
        case "boxes" if first_day is not None and not record.given("since"):
            values.setdefault("since", first_day)
        case "closures" | "pins" if "first_day" in values and not record.given("last_day"):
            values.setdefault("last_day", values["first_day"])
        case "places":
            values |= _turned(values)
            values.pop("old_district", None)
        case _:
            pass
    return values


def is_swapped(values: Mapping[str, object]) -> bool:
    """Say whether latitude and longitude stand in each other's column: no place in Viet Nam."""
    lat, lon = values.get("lat"), values.get("lon")
    return (
        isinstance(lat, float)
        and isinstance(lon, float)
        and 102 <= lat <= 118  # noqa: PLR2004 -- longitudes of Viet Nam, its islands included
        and 6 <= lon <= 24  # noqa: PLR2004 -- latitudes of Viet Nam, its islands included
    )


def build(
    model: type[Model], record: Record, values: Mapping[str, object], findings: Findings
) -> Model | None:
    """Return the model of a row, or ``None`` with its problems noted at their cells."""
    before = len(findings.problems)
    nested = _nested(record.found.sheet.columns, values)
    try:
        return model.model_validate(nested)
    except ValidationError as error:
        _note(error, record, findings)
    if len(findings.problems) == before and not _was_noted(record, findings):
        findings.in_cell(Code.CONTRADICTORY, record, record.found.sheet.columns[0].key)
    return None


def _turned(values: Mapping[str, object]) -> dict[str, object]:
    if is_swapped(values):
        return {"lat": values["lon"], "lon": values["lat"]}
    return {}


def _nested(columns: Iterable[Column], values: Mapping[str, object]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for column in columns:
        if column.key in values:
            *outer, last = column.target.split(".")
            inner = nested
            for name in outer:
                inner = inner.setdefault(name, {})
            inner[last] = values[column.key]
    for key in values.keys() - {column.key for column in columns}:
        nested[key] = values[key]
    return nested


def _note(error: ValidationError, record: Record, findings: Findings) -> None:
    columns = {column.target: column for column in record.found.sheet.columns}
    for wrong in error.errors(include_url=False, include_context=True):
        column = columns.get(".".join(str(part) for part in wrong["loc"]))
        if column is None or wrong["type"] == _REPORTED:
            continue
        context = wrong.get("ctx", {})
        if wrong["type"] in _BOUNDS:
            findings.in_cell(Code.OUTSIDE, record, column.key, **_bounds(column, context))
        elif wrong["type"] == "string_too_long":
            most = str(context.get("max_length", ""))
            findings.in_cell(Code.TOO_LONG, record, column.key, most=most)
        else:
            findings.in_cell(Code.NOT_VALID, record, column.key)


def _bounds(column: Column, context: Mapping[str, Any]) -> dict[str, str]:
    """Return the limits of a field in the unit of its column; the other end is left open."""
    per = getattr(column.kind, "per", 1)
    least = context.get("ge", context.get("gt"))
    most = context.get("le", context.get("lt"))
    return {
        "least": "–" if least is None else f"{'> ' if 'gt' in context else ''}{least / per:g}",
        "most": "–" if most is None else f"{most / per:g}",
    }


def _was_noted(record: Record, findings: Findings) -> bool:
    return any(
        problem.sheet == record.found.raw.name
        and problem.cell in {record.address(key) for key in record.found.places}
        for problem in findings.problems
        if problem.level == "error"
    )
