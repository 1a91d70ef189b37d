"""Lay out the sheets that name one value a row: the configuration and the rules."""

from typing import Final

from vongsach.rules import Limit, Rules, Unit
from vongsach.units import Given
from vongsach.workbook.cells.anything import Anything
from vongsach.workbook.cells.choices import Choice, Words
from vongsach.workbook.cells.days import Day
from vongsach.workbook.cells.kind import Kind
from vongsach.workbook.cells.numbers import Quantity, Whole
from vongsach.workbook.cells.text import Text
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.lists import BASIS, FORCE

SETTINGS: Final[dict[str, Kind]] = {
    "library": Text(),
    "province_code": Text(digits=2, zeros=1),
    "quarter": Text(),
    "first_day": Day(),
    "last_day": Day(),
}
"""Every setting and how its value is read."""

OPTIONAL_SETTINGS: Final = frozenset({"province_code"})

SETTING_NAMES = Words(
    "setting",
    tuple((key, key) for key in SETTINGS),
    (
        ("thư viện", "library"),
        ("quý", "quarter"),
        ("tên quý", "quarter"),
        ("ngày bắt đầu", "first_day"),
        ("từ ngày", "first_day"),
        ("ngày kết thúc", "last_day"),
        ("đến ngày", "last_day"),
    ),
)

RULE_KEYS: Final = tuple(Rules.model_fields)
RULE_NAMES = Words("rule", tuple((key, key) for key in RULE_KEYS))

CONFIGURATION = Sheet(
    key="configuration",
    model=Given,
    rows=lambda _: (),
    compulsory=True,
    synonyms=("cài đặt", "config", "settings"),
    columns=(
        Column(key="key", kind=Choice(words=SETTING_NAMES), required=True, width=28),
        Column(key="value", kind=Anything(), width=34),
        Column(key="note", kind=Anything(), width=60),
    ),
)

RULES = Sheet(
    key="rules",
    model=Limit,
    rows=lambda _: (),
    synonyms=("rule", "quy tắc luân chuyển"),
    columns=(
        Column(key="key", kind=Choice(words=RULE_NAMES), required=True, width=24),
        Column(key="meaning", kind=Anything(), width=52),
        Column(key="value", kind=Anything(), width=16),
        Column(key="unit", kind=Anything(), width=30),
        Column(key="force", kind=Choice(words=FORCE), width=12),
        Column(key="basis", kind=Choice(words=BASIS), width=18),
        Column(key="source", kind=Text(), width=44),
    ),
)


def kind_of_rule(unit: Unit) -> Kind:
    """Return how the value of a rule is read: lengths of time in minutes, all else as it is."""
    match unit:
        case Unit.SECONDS:
            return Quantity(unit="minutes", per=60)
        case Unit.DONG | Unit.DONG_PER_1000:
            return Whole(unit=unit.value, number_format="#,##0")
        case Unit.DAYS | Unit.METRES | Unit.COPIES | Unit.PEOPLE | Unit.PERCENT:
            return Whole(unit=unit.value)
