"""Check what rows and sheets say together: codes, references, shelves, places on one spot."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from vongsach.closures import Scope
from vongsach.workbook.build import completed
from vongsach.workbook.codes import Code
from vongsach.workbook.records import Findings, Record
from vongsach.workbook.texts import fold

Records = Mapping[str, Sequence[Record]]

_COMPULSORY: Final = {"places", "boxes", "vans"}

_REFERENCES: Final = (
    ("services", "place", "places", Code.UNKNOWN_PLACE),
    ("boxes", "stands_at", "places", Code.UNKNOWN_PLACE),
    ("history", "place", "places", Code.UNKNOWN_PLACE),
    ("vans", "depot", "places", Code.UNKNOWN_PLACE),
    ("roads", "from_place", "places", Code.UNKNOWN_PLACE),
    ("roads", "to_place", "places", Code.UNKNOWN_PLACE),
    ("pins", "place", "places", Code.UNKNOWN_PLACE),
    ("markets", "place", "places", Code.UNKNOWN_PLACE),
    ("history", "box", "boxes", Code.UNKNOWN_BOX),
    ("pins", "box", "boxes", Code.UNKNOWN_BOX),
    ("packed", "box", "boxes", Code.UNKNOWN_BOX),
    ("pins", "van", "vans", Code.UNKNOWN_VAN),
    ("packed", "title", "titles", Code.UNKNOWN_TITLE),
)
"""Sheet and column that name a row of another sheet, and the code where there is none."""

_TARGETS: Final = {Scope.PLACE: "places", Scope.VAN: "vans", Scope.WORKER: "workers"}
_SAME_SPOT_METRES: Final = 50
_METRES_PER_DEGREE: Final = 111_195
_GUESSED: Final = {"places": ("id", "name"), "vans": ("id", "name", "plate")}


def check_sheets(records: Records, findings: Findings) -> None:
    """Note whatever rows and sheets contradict each other in."""
    for sheet in ("places", "services", "boxes", "titles", "vans", "workers"):
        _check_unique(records.get(sheet, ()), findings)
    _check_twice(records.get("speeds", ()), "road", findings)
    for sheet, column, named, code in _REFERENCES:
        _check_reference(records, (sheet, column, named), code, findings)
    for record in records.get("closures", ()):
        _check_target(record, records, findings)
    _check_shelves(records, findings)
    _check_spots(records.get("places", ()), findings)


def _check_unique(records: Sequence[Record], findings: Findings) -> None:
    first: dict[str, Record] = {}
    for record in records:
        name = str(completed(record, None).get("id", ""))
        if not name:
            continue
        other = first.setdefault(name, record)
        if other is record:
            continue
        key = "id" if "id" in record.values else "place"
        where, there = record.text("stands_at"), other.text("stands_at")
        if where != there:
            findings.in_cell(
                Code.BOX_IN_TWO_PLACES,
                record,
                key,
                other=other.address(key),
                places=f"{there}, {where}",
            )
        else:
            findings.in_cell(Code.CODE_TWICE, record, key, other=other.address(key))


def _check_twice(records: Sequence[Record], key: str, findings: Findings) -> None:
    """Note every row whose column says what an earlier row says."""
    first: dict[object, Record] = {}
    for record in records:
        if key in record.values:
            other = first.setdefault(record.values[key], record)
            if other is not record:
                findings.in_cell(Code.CODE_TWICE, record, key, other=other.address(key))


def _check_reference(
    records: Records, way: tuple[str, str, str], code: Code, findings: Findings
) -> None:
    sheet, column, named = way
    if named in _COMPULSORY and named not in records:
        return
    known = _ids(records, named)
    guesses: dict[str, str] = {}
    for record in records.get(sheet, ()):
        name = record.text(column)
        if name and name not in known:
            guesses = guesses or _guesses(records, named)
            findings.in_cell(code, record, column, guess=guesses.get(fold(name), "–"))


def _check_target(record: Record, records: Records, findings: Findings) -> None:
    scope, target = record.values.get("scope"), record.text("target")
    if not target or not isinstance(scope, Scope) or scope is Scope.ALL:
        return
    if scope in _TARGETS:
        named = _TARGETS[scope]
        if target not in _ids(records, named):
            guess = _guesses(records, named).get(fold(target), "–")
            findings.in_cell(Code.UNKNOWN_TARGET, record, "target", guess=guess)
        return
    if scope is Scope.COMMUNE:
        _check_commune(record, records, findings)


def _check_commune(record: Record, records: Records, findings: Findings) -> None:
    columns = ("commune_code", "commune")
    known = {row.text(key) for row in records.get("places", ()) for key in columns}
    target = record.text("target")
    if target not in known:
        guesses = {fold(name): name for name in known if name}
        guess = guesses.get(fold(target), "–")
        findings.in_cell(Code.UNKNOWN_COMMUNE, record, "target", guess=guess)


def _check_shelves(records: Records, findings: Findings) -> None:
    standing = Counter(record.text("stands_at") for record in records.get("boxes", ()))
    depots = {record.text("depot") for record in records.get("vans", ())}
    for record in records.get("places", ()):
        name, shelf = record.text("id"), record.values.get("shelf", 0)
        if name not in depots and isinstance(shelf, int) and standing[name] > shelf:
            findings.in_cell(
                Code.SHELF_TOO_SMALL,
                record,
                "shelf",
                standing=str(standing[name]),
                shelf=str(shelf),
            )


def _check_spots(places: Sequence[Record], findings: Findings) -> None:
    """Note every place that lies within 50 m of an earlier one; boxes of 0.001° hold those near."""
    near: defaultdict[tuple[int, int], list[tuple[float, float, Record]]] = defaultdict(list)
    for record in places:
        values = completed(record, None)
        lat, lon = values.get("lat"), values.get("lon")
        if not isinstance(lat, float) or not isinstance(lon, float):
            continue
        other = next(_within(near, lat, lon), None)
        if other is not None:
            findings.in_cell(
                Code.SAME_SPOT, record, "lat", other=other.text("id"), cell=other.address("lat")
            )
        elif math.isfinite(lat) and math.isfinite(lon):
            near[_square(lat, lon)].append((lat, lon, record))


def _within(
    near: Mapping[tuple[int, int], list[tuple[float, float, Record]]], lat: float, lon: float
) -> Iterator[Record]:
    row, column = _square(lat, lon)
    for square in ((row + up, column + right) for up in (-1, 0, 1) for right in (-1, 0, 1)):
        for other_lat, other_lon, record in near.get(square, ()):
            north = (lat - other_lat) * _METRES_PER_DEGREE
            east = (lon - other_lon) * _METRES_PER_DEGREE * math.cos(math.radians(lat))
            if math.hypot(north, east) < _SAME_SPOT_METRES:
                yield record


def _square(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat * 1000), math.floor(lon * 1000)


def _ids(records: Records, sheet: str) -> set[str]:
    return {record.text("id") for record in records.get(sheet, ())}


def _guesses(records: Records, sheet: str) -> dict[str, str]:
    """Return the code that somebody meant who wrote it otherwise, or wrote the name."""
    return {
        fold(record.text(key)): record.text("id")
        for key in reversed(_GUESSED.get(sheet, ("id",)))
        for record in records.get(sheet, ())
        if fold(record.text(key))
    }
