"""Turn a network into rows of cells: the contents of every sheet, whatever the file format."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.rules import Limit
from vongsach.units import Given
from vongsach.words import Language, say
from vongsach.workbook.cells.kind import Kind
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.grid import Raw
from vongsach.workbook.sheets_settings import (
    CONFIGURATION,
    RULES,
    SETTING_NAMES,
    SETTINGS,
    kind_of_rule,
)


@dataclass(frozen=True, slots=True)
class Filled:
    """One cell to be written."""

    value: Raw
    number_format: str = "General"


BLANK = Filled(None)


def rows_of(
    sheet: Sheet, network: Network, quarter: Quarter, language: Language
) -> Iterator[tuple[Filled, ...]]:
    """Yield the rows of a sheet below its header.

    Raises
    ------
    UnwritableError
        A value that no cell can hold.
    """
    if sheet is CONFIGURATION:
        yield from _configuration(network, quarter, language)
    elif sheet is RULES:
        yield from _rules(network, language)
    else:
        yield from item_rows(sheet, sheet.rows(network), language)


def item_rows(
    sheet: Sheet, items: Iterable[Given], language: Language
) -> Iterator[tuple[Filled, ...]]:
    """Yield the rows of a sheet for its items.

    Raises
    ------
    UnwritableError
        A value that no cell can hold.
    """
    for item in items:
        yield tuple(_cell(item, column, language) for column in sheet.columns)


def _configuration(
    network: Network, quarter: Quarter, language: Language
) -> Iterator[tuple[Filled, ...]]:
    values: dict[str, object] = {
        "library": network.name,
        "province_code": network.province_code,
        "quarter": quarter.name,
        "first_day": quarter.first_day,
        "last_day": quarter.last_day,
    }
    for key, kind in SETTINGS.items():
        value = _filled(kind, values[key], language) if values[key] else BLANK
        note = say(language, f"workbook.setting.{key}")
        yield Filled(SETTING_NAMES.word(key, language)), value, Filled(note)


def _rules(network: Network, language: Language) -> Iterator[tuple[Filled, ...]]:
    for key, limit in network.rules:
        yield tuple(_rule_cell(key, limit, column, language) for column in RULES.columns)


def _rule_cell(key: str, limit: Limit, column: Column, language: Language) -> Filled:
    match column.key:
        case "key":
            return Filled(key, "@")
        case "meaning":
            return Filled(say(language, f"workbook.choice.rule.{key}"))
        case "value":
            return _filled(kind_of_rule(limit.unit), limit.value, language)
        case "unit":
            unit = kind_of_rule(limit.unit).unit
            return Filled(say(language, f"workbook.unit.{unit}"))
        case _:
            return _cell(limit, column, language)


def _cell(item: Given, column: Column, language: Language) -> Filled:
    value: object = item
    for name in column.target.split("."):
        value = getattr(value, name, None)
    if value is None or value == "" or (value == () and _default(item, column) == ()):
        return BLANK
    return _filled(column.kind, value, language)


def _filled(kind: Kind, value: object, language: Language) -> Filled:
    return Filled(kind.write(value, language), kind.number_format)


def _default(item: Given, column: Column) -> object:
    field = type(item).model_fields.get(column.target)
    return None if field is None else field.default
