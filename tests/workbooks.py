"""Build rich networks and spoiled workbooks for the tests of the workbook."""

import datetime as dt
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook

from tests.builders import (
    HOUR,
    QUARTER,
    a_box,
    a_depot,
    a_network,
    a_place,
    a_service,
    a_van,
    a_worker,
)
from vongsach.boxes import BoxState, Copies, DaySpan, PastStay, Title
from vongsach.closures import Closure, Pin
from vongsach.errors import InputError, Problem
from vongsach.fleet import MealBreak
from vongsach.network import Network
from vongsach.places import (
    Accuracy,
    AreaClass,
    AudienceShare,
    Location,
    Market,
    Opening,
    Place,
    VehicleClass,
)
from vongsach.roads import RoadLeg, RoadSpeed
from vongsach.rules import Basis, Rules
from vongsach.words import Language
from vongsach.workbook import Workbook, read_workbook, write_workbook
from vongsach.workbook.grid import Grid, RawRow, RawSheet
from vongsach.workbook.read import read_grid
from vongsach.workbook.rows import rows_of
from vongsach.workbook.sheets import SHEETS
from vongsach.workbook.xlsx import read_xlsx

DAY = dt.date
SPOKEN = ("vi", "hmn", "tai", "zz-Latn", 'Việt; "kỳ lạ" 12%', "en")


def shares(*percents: int) -> tuple[AudienceShare, ...]:
    """Return shares in strange languages."""
    return tuple(
        AudienceShare(group="adults", language=language, percent=percent)
        for language, percent in zip(SPOKEN, percents, strict=False)
    )


def named(code: str, name: str, **changes: Any) -> Place:
    """Return a place with a code and another name."""
    return a_place(code, **changes).model_copy(update={"name": name})


def hours(weekday: int, opens: float, closes: float) -> Opening:
    """Return an opening from one hour to another."""
    return Opening(weekday=weekday, opens=round(opens * HOUR), closes=round(closes * HOUR))


def a_rich_network() -> Network:
    """Return a network in which every field of every model differs from its default somewhere."""
    return Network(
        name="Thư viện tỉnh Lai Châu",
        province_code="12",
        places=(
            a_depot(location=Location(lat=22.38611, lon=103.47), audiences=(), shelf=0),
            named(
                "P-017",
                '=cmd|" /C calc"!A0',
                kind="post_office",
                location=Location(lat=22.123456789012345, lon=103.1),
                accuracy=Accuracy.GPS,
                commune_code="03407",
                commune="Xã Bình Lư",
                old_commune="Xã Bản Bo",
                shelf=7,
                audiences=shares(50, 20, 10, 10, 9, 1),
                readers=1234,
                area=AreaClass.III,
                priority=0,
                reachable_by=(VehicleClass.MOTORBIKE, VehicleClass.BOAT),
                remote=True,
                night_stop=True,
                contact="@Chị Lò Thị Mỷ",
                phone="0912345678",
                access_note="Dốc 12%;\nqua ngầm – đi chậm",
                synthetic=True,
            ),
            a_place("NGA", kind="junction", reachable_by=(), shelf=0, readers=0),
            named("12", "-5", location=Location(lat=-8.5, lon=-179.25), area=AreaClass.I),
        ),
        services=(
            a_service("P-017", goods=5, min_gap_days=0, max_gap_days=35, required=False),
            a_service(
                "P-017",
                id="phiên chợ",
                kind="both",
                visits=None,
                every_weeks=4,
                fixed=37,
                per_box=91,
                session=2 * HOUR,
                boxes=4,
                openings=(
                    *(hours(day, 7.5, 11.5) for day in range(5)),
                    *(
                        opening
                        for day in (0, 1, 2)
                        for opening in (hours(day, 13, 16), hours(day, 18, 24))
                    ),
                    hours(6, 0, 8 + 1 / HOUR),
                    hours(5, 8, 10),
                ),
                term_time_only=True,
                market_days_only=True,
                day_sets=((0, 28, 56), (7,), ()),
                last_visit=DAY(2026, 12, 20),
            ),
        ),
        boxes=(
            a_box(
                "T-01",
                theme="Truyện tranh",
                copies=(
                    Copies(group="children", language="vi", count=30),
                    Copies(group="teenagers", language="hmn", count=1),
                    Copies(group="adults", language="Tày cổ", count=999),
                ),
                weight=14_501,
                titles=("S2", "S1", "S2"),
                stands_at="P-017",
                since=DAY(2026, 10, 2),
                state=BoxState.NEEDS_CHECK,
                unavailable=(
                    DaySpan(first_day=DAY(2027, 1, 5), last_day=DAY(2027, 1, 9)),
                    DaySpan(first_day=DAY(2027, 2, 1), last_day=DAY(2027, 2, 1)),
                ),
                lost_from=DAY(2027, 3, 1),
                mobile_allowed=False,
                synthetic=True,
            ),
            a_box("T-02", copies=(), state=BoxState.IN_REPAIR, titles=("S1",)),
        ),
        titles=(
            Title(id="S1", name="+Dế Mèn phiêu lưu ký", stock=12),
            Title(id="S2", name="#N/A", stock=0, restricted=True),
        ),
        vans=(
            a_van(
                "29A-123.45",
                plate="29A-123.45",
                vehicle_class="boat",
                boxes=0,
                payload=1,
                seats=1,
                shift_starts=5 * HOUR + 61,
                shift_ends=24 * HOUR,
                goods=40,
                longest_duty=9 * 3600,
                longest_driving=3,
                meal=MealBreak(length=2700, earliest=11 * HOUR, latest=13 * HOUR),
                litres_per_100_km=11.1,
                weekdays=(6, 0, 1, 3),
                days_off=(DAY(2027, 2, 3), DAY(2027, 1, 1)),
                nights=2,
            ).model_copy(update={"name": "Xe to"}),
            a_van("X2", weekdays=()),
        ),
        workers=(
            a_worker("N1", phone="+84 912 345 678", trained=True, days_per_week=7),
            a_worker("N2", role="librarian", days_off=(DAY(2027, 1, 4),), trained=False),
        ),
        closures=(
            Closure(
                kind="holiday",
                scope="all",
                first_day=DAY(2027, 2, 4),
                last_day=DAY(2027, 2, 12),
                note="Tết",
            ),
            *(
                Closure(
                    kind=kind,
                    scope=scope,
                    target=target,
                    first_day=DAY(2027, 1, 1),
                    last_day=DAY(2027, 1, 1),
                )
                for kind, scope, target in (
                    ("exam", "place", "P-017"),
                    ("flood", "commune", "03407"),
                    ("maintenance", "van", "X2"),
                    ("leave", "worker", "N2"),
                    ("road_cut", "road", "QL.4D"),
                )
            ),
        ),
        markets=(
            Market(place="P-017", weekdays=(3, 6), days=(DAY(2027, 1, 5), DAY(2027, 3, 9))),
            Market(place="KHO"),
        ),
        pins=(
            Pin(
                place="P-017",
                first_day=DAY(2027, 1, 4),
                last_day=DAY(2027, 1, 8),
                van="X2",
                hard=False,
                reason="Lễ hội",
            ),
            Pin(
                place="12",
                box="T-02",
                first_day=DAY(2027, 1, 4),
                last_day=DAY(2027, 1, 4),
                reason="1/2",
            ),
            Pin(box="T-01", first_day=DAY(2027, 1, 4), last_day=DAY(2027, 1, 9), reason="0"),
        ),
        past_stays=(
            PastStay(
                box="T-02", place="P-017", first_day=DAY(1899, 3, 1), last_day=DAY(2026, 6, 1)
            ),
        ),
        road_legs=(
            RoadLeg(
                from_place="KHO",
                to_place="NGA",
                road="QL.4D",
                metres=12_345,
                seconds=1111,
                closed_to=(VehicleClass.VAN, VehicleClass.SMALL_VAN),
                season="dry",
                both_ways=False,
                note="Đèo",
            ),
            RoadLeg(
                from_place="NGA",
                to_place="P-017",
                metres=1,
                kmh=120,
                season="wet",
                estimated=True,
                synthetic=True,
            ),
        ),
        road_speeds=(
            RoadSpeed(road="tertiary", van=22, motorbike=0, source="Đo ngày 3/11"),
            RoadSpeed(road="mud", dry=10, wet=0),
        ),
        rules=_changed_rules(),
    )


def _changed_rules() -> Rules:
    rules = Rules()
    changed = {
        "stay_most_remote": {"value": 200, "basis": Basis.LAW, "source": "QĐ 12/2027"},
        "driving_rest": {"value": 901, "source": ""},
        "reader_value": {"value": 1_234_567},
    }
    return rules.model_copy(
        update={
            name: getattr(rules, name).model_copy(update=update) for name, update in changed.items()
        }
    )


def spoiled(folder: Path, spoil: Callable[[Any], None], network: Network | None = None) -> Path:
    """Return a workbook that was written, then changed by a planner's hand."""
    path = folder / "mang-luoi.xlsx"
    write_workbook(network or a_network(), QUARTER, path)
    book = load_workbook(path)
    spoil(book)
    book.save(path)
    return path


def column_of(page: Any, header: str) -> int:
    """Return the number of the column whose header begins so."""
    return next(
        int(cell.column)
        for cell in page[1]
        if str(cell.value).casefold().startswith(header.casefold())
    )


def put(sheet: str, row: int, header: str, value: object) -> Callable[[Any], None]:
    """Return a change of one cell."""

    def spoil(book: Any) -> None:
        page = book[sheet]
        page.cell(row=row, column=column_of(page, header)).value = value

    return spoil


def errors_of(path: Path) -> tuple[Problem, ...]:
    """Return the errors of a workbook; fail where it is read without."""
    return _errors(lambda: read_workbook(path))


def _errors(read: Callable[[], Workbook]) -> tuple[Problem, ...]:
    try:
        read()
    except InputError as error:
        return tuple(problem for problem in error.problems if problem.level == "error")
    message = "the workbook was read without an error"
    raise AssertionError(message)


class Cell(NamedTuple):
    """A cell by the names that a planner uses."""

    sheet: str
    row: int
    header: str


@cache
def rich_grid() -> Grid:
    """Return the cells of the rich network, for spoiling without a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mang-luoi.xlsx"
        write_workbook(a_rich_network(), QUARTER, path)
        return read_xlsx(path)


def grid_of(network: Network, language: Language) -> Grid:
    """Return the cells that a network is written as, without a file between."""
    sheets = []
    for sheet in SHEETS:
        header = tuple(sheet.header(column, language) for column in sheet.columns)
        filled = rows_of(sheet, network, QUARTER, language)
        rows = [header, *(tuple(cell.value for cell in row) for row in filled)]
        numbered = tuple(RawRow(number, row) for number, row in enumerate(rows, start=1))
        sheets.append(RawSheet(sheet.title(language), numbered))
    return Grid("drawn.xlsx", tuple(sheets))


def with_cell(grid: Grid, cell: Cell, value: object) -> Grid:
    """Return a grid with one cell changed."""

    def change(row: RawRow, place: int) -> RawRow:
        cells: list[Any] = list(row.cells)
        if row.number == cell.row:
            cells[place] = value
        return RawRow(row.number, tuple(cells))

    return _changed(grid, cell.sheet, cell.header, change)


def without_column(grid: Grid, sheet: str, header: str) -> Grid:
    """Return a grid without one column."""

    def change(row: RawRow, place: int) -> RawRow:
        return RawRow(row.number, row.cells[:place] + row.cells[place + 1 :])

    return _changed(grid, sheet, header, change)


def _changed(grid: Grid, sheet: str, header: str, change: Callable[[RawRow, int], RawRow]) -> Grid:
    sheets = []
    for raw in grid.sheets:
        rows = raw.rows
        if raw.name == sheet:
            place = next(
                number
                for number, name in enumerate(rows[0].cells)
                if str(name).casefold().startswith(header.casefold())
            )
            rows = tuple(change(row, place) for row in rows)
        sheets.append(RawSheet(raw.name, rows, raw.merged))
    return Grid(grid.file, tuple(sheets))


def grid_errors(grid: Grid) -> tuple[Problem, ...]:
    """Return the errors of a grid; fail where it is read without."""
    return _errors(lambda: read_grid(grid))


def written_and_read(network: Network, folder: Path, language: Language = "vi") -> Workbook:
    """Return a network that went through a file."""
    path = folder / "mang-luoi.xlsx"
    write_workbook(network, QUARTER, path, language)
    return read_workbook(path)
