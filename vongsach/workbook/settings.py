"""Read the sheets that name one value a row: the configuration and the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vongsach.quarter import Quarter
from vongsach.rules import Limit, Rules
from vongsach.words import LANGUAGES, say
from vongsach.workbook.cells.kind import Kind
from vongsach.workbook.codes import Code
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.grid import as_typed
from vongsach.workbook.read_rows import read_cell
from vongsach.workbook.records import Findings, Found, Record
from vongsach.workbook.sheets_settings import (
    OPTIONAL_SETTINGS,
    RULE_KEYS,
    SETTING_NAMES,
    SETTINGS,
    kind_of_rule,
)
from vongsach.workbook.texts import fold


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the sheet of the configuration says."""

    library: str
    province_code: str
    quarter: Quarter


def read_configuration(
    found: Found, records: Sequence[Record], findings: Findings
) -> Configuration | None:
    """Return the configuration, or ``None`` where something of it is missing or wrong."""
    lines = _by_key(found, records, findings)
    values: dict[str, object] = {}
    for key, kind in SETTINGS.items():
        if key in lines:
            required = key not in OPTIONAL_SETTINGS
            values |= _value(lines[key], key, kind, findings, required=required)
        elif key not in OPTIONAL_SETTINGS:
            findings.in_file(
                Code.KEY_MISSING,
                sheet=found.raw.name,
                name=SETTING_NAMES.word(key, found.language),
            )
    if not (SETTINGS.keys() - OPTIONAL_SETTINGS) <= values.keys():
        return None
    return _configuration(values, lines, findings)


def read_rules(found: Found, records: Sequence[Record], findings: Findings) -> Rules:
    """Return the rules of the sheet; those that it does not name keep their defaults."""
    rules = Rules()
    lines = _by_key(found, records, findings)
    limits: dict[str, Limit] = {}
    for key in RULE_KEYS:
        if key in lines:
            limits |= _limit(lines[key], key, getattr(rules, key), findings)
    left = [key for key in RULE_KEYS if key not in limits]
    if left and not findings.hopeless:
        findings.in_file(
            Code.RULE_DEFAULT, sheet=found.raw.name, count=str(len(left)), keys=", ".join(left)
        )
    return rules.model_copy(update=limits)


def _by_key(found: Found, records: Sequence[Record], findings: Findings) -> Mapping[str, Record]:
    lines: dict[str, Record] = {}
    for record in records:
        key = str(record.values.get("key", ""))
        if key in lines:
            findings.in_cell(Code.CODE_TWICE, record, "key", other=lines[key].address("key"))
        elif key:
            lines[key] = record
    if "value" not in found.places:
        findings.in_column(Code.NO_COLUMN, found, _column(found.sheet, "value"))
    return lines


def _value(
    record: Record, key: str, kind: Kind, findings: Findings, *, required: bool
) -> dict[str, object]:
    column = Column(key="value", kind=kind, required=required)
    return dict(zip([key], read_cell(record, column, kind, findings), strict=False))


def _configuration(
    values: Mapping[str, object], lines: Mapping[str, Record], findings: Findings
) -> Configuration | None:
    quarter = {name: values[name] for name in ("first_day", "last_day")}
    if str(quarter["last_day"]) < str(quarter["first_day"]):
        findings.in_cell(Code.LAST_BEFORE_FIRST, lines["last_day"], "value")
        return None
    return Configuration(
        library=str(values["library"]),
        province_code=str(values.get("province_code", "")),
        quarter=Quarter.model_validate({"name": values["quarter"], **quarter}),
    )


def _limit(record: Record, key: str, limit: Limit, findings: Findings) -> dict[str, Limit]:
    kind = kind_of_rule(limit.unit)
    value = _value(record, key, kind, findings, required=False).get(key)
    _hold_fixed(record, limit, kind, findings)
    if not isinstance(value, int):
        return {}
    if value < 0:
        findings.in_cell(Code.OUTSIDE, record, "value", least="0", most="–")
        return {}
    said = {name: record.values[name] for name in ("basis", "source") if name in record.values}
    if "source" in record.raw:
        said.setdefault("source", "")
    return {key: limit.model_copy(update={"value": value, **said})}


def _hold_fixed(record: Record, limit: Limit, kind: Kind, findings: Findings) -> None:
    """Note where somebody changed what only the program decides: unit and force."""
    if record.values.get("force", limit.force) != limit.force:
        findings.in_cell(Code.FIXED_BY_PROGRAM, record, "force", meant=limit.force.value)
    words = {fold(say(language, f"workbook.unit.{kind.unit}")): language for language in LANGUAGES}
    typed = fold(as_typed(record.raw.get("unit")))
    if typed and typed not in words:
        meant = say(record.found.language, f"workbook.unit.{kind.unit}")
        findings.in_cell(Code.FIXED_BY_PROGRAM, record, "unit", meant=meant)


def _column(sheet: Sheet, key: str) -> Column:
    return next(column for column in sheet.columns if column.key == key)
