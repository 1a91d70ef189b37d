"""Every mistake is told at its cell, all at once, in the planner's words."""

import datetime as dt
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.builders import QUARTER, a_box, a_network, a_place, a_van
from tests.workbooks import (
    Cell,
    a_rich_network,
    column_of,
    errors_of,
    grid_errors,
    put,
    rich_grid,
    spoiled,
    with_cell,
    without_column,
)
from vongsach.errors import InputError, Problem
from vongsach.network import Network
from vongsach.places import Location
from vongsach.words import LANGUAGES, say, sentences
from vongsach.workbook import read_workbook
from vongsach.workbook.codes import Code
from vongsach.workbook.sheets import SHEETS

PLACES, SERVICES, BOXES, VANS = "1 Điểm", "2 Phục vụ", "3 Thùng sách", "6 Xe"
HISTORY, WORKERS, CLOSURES, ROADS = "5 Lịch sử", "7 Nhân sự", "8 Lịch", "9 Đường"
PINS, RULES, MARKETS, PACKED = "10 Ghim", "12 Quy tắc", "13 Chợ phiên", "14 Sách trong thùng"
CONFIGURATION, TITLES = "0 Cấu hình", "4 Sách"

Spoil = Callable[[Any], None]


def said(problem: Problem) -> None:
    """Assert that a problem can be said in both languages."""
    for language in LANGUAGES:
        for part in ("sentence", "fix"):
            assert say(language, f"workbook.{problem.code}.{part}", **problem.facts)


WRONG: list[tuple[str, int, str, object, str]] = [
    (CONFIGURATION, 2, "Giá trị", None, "E301"),
    (CONFIGURATION, 5, "Giá trị", "đầu năm", "E306"),
    (CONFIGURATION, 6, "Giá trị", "01/01/2020", "E410"),
    (CONFIGURATION, 2, "Mục", "Tên trường", "E308"),
    (CONFIGURATION, 3, "Mục", "Tên thư viện", "E401"),
    (PLACES, 2, "Mã điểm", None, "E301"),
    (PLACES, 3, "Mã điểm", dt.date(2027, 1, 5), "E312"),
    (PLACES, 3, "Tên điểm", "Bản " * 200, "E313"),
    (PLACES, 3, "Loại điểm", "quán cà phê", "E308"),
    (PLACES, 3, "Vĩ độ", "trên núi", "E302"),
    (PLACES, 3, "Vĩ độ", 123.0, "E305"),
    (PLACES, 3, "Kinh độ", 999, "E305"),
    (PLACES, 3, "Sức chứa", -1, "E305"),
    (PLACES, 3, "Sức chứa", "hai", "E302"),
    (PLACES, 3, "Sức chứa", 1.5, "E303"),
    (PLACES, 3, "Số bạn đọc", "1.000", "E304"),
    (PLACES, 3, "Ưu tiên", 101, "E305"),
    (PLACES, 3, "Đối tượng", "Người lớn tiếng Việt 90%", "E407"),
    (PLACES, 3, "Loại xe đến được", "Xe máy; tàu hỏa", "E308"),
    (PLACES, 3, "Vùng sâu", "hơi hơi", "E308"),
    (PLACES, 4, "Mã điểm", "P-017", "E401"),
    (SERVICES, 2, "Mã điểm", "P-018", "E402"),
    (SERVICES, 2, "Hình thức", 5, "E308"),
    (SERVICES, 2, "Số lần", None, "E408"),
    (SERVICES, 2, "Chu kỳ", 4, "E408"),
    (SERVICES, 2, "Số lần", 0, "E305"),
    (SERVICES, 2, "Cách tối đa", 0, "E305"),
    (SERVICES, 3, "Giờ mở cửa", "8h30-7h", "E310"),
    (SERVICES, 3, "Lần gần nhất", "hôm qua", "E306"),
    (SERVICES, 3, "Bộ ngày", "một, hai", "E309"),
    (SERVICES, 3, "Mã phục vụ", "P-017:rotation", "E401"),
    (BOXES, 2, "Số bản", "rất nhiều", "E309"),
    (BOXES, 2, "Khối lượng", "nặng", "E302"),
    (BOXES, 2, "Đang ở điểm", "P-999", "E402"),
    (BOXES, 2, "Ngày đến", dt.datetime(2026, 1, 1, 8), "E317"),  # noqa: DTZ001 -- as Excel gives it
    (BOXES, 3, "Mã thùng", "T-01", "E406"),
    (BOXES, 2, "Ngày không được", "09/01/2027 - 05/01/2027", "E316"),
    (TITLES, 2, "Số bản", -3, "E305"),
    (HISTORY, 2, "Mã thùng", "T-99", "E403"),
    (HISTORY, 2, "Mã điểm", "P-99", "E402"),
    (HISTORY, 2, "Ngày đi", "01/01/1800", "E410"),
    (VANS, 2, "Nơi xuất phát", "GARA", "E402"),
    (VANS, 2, "Kết thúc ca", "04:00", "E422"),
    (VANS, 2, "Bắt đầu ca", "bảy giờ", "E307"),
    (VANS, 2, "Bắt đầu ca", 7.5, "E315"),
    (VANS, 2, "Nghỉ trưa (phút)", None, "E414"),
    (VANS, 2, "Nghỉ trưa muộn", "11:30", "E421"),
    (VANS, 2, "Số chỗ", 0, "E305"),
    (VANS, 3, "Mã xe", "29A-123.45", "E401"),
    (WORKERS, 2, "Vai trò", "giám đốc", "E308"),
    (WORKERS, 2, "Số ngày đi", 8, "E305"),
    (CLOSURES, 2, "Mã hoặc tên", "P-017", "E419"),
    (CLOSURES, 3, "Mã hoặc tên", None, "E411"),
    (CLOSURES, 3, "Mã hoặc tên", "P-99", "E412"),
    (CLOSURES, 5, "Mã hoặc tên", "X99", "E412"),
    (CLOSURES, 2, "Đến ngày", dt.date(2026, 1, 1), "E410"),
    (ROADS, 2, "Từ điểm", "ĐÂU", "E402"),
    (ROADS, 2, "Chiều dài", 0, "E305"),
    (ROADS, 3, "Tốc độ", 300, "E305"),
    (PINS, 4, "Mã thùng", None, "E413"),
    (PINS, 2, "Mã xe", "X99", "E404"),
    (PINS, 2, "Lý do", None, "E301"),
    (RULES, 2, "Giá trị", -1, "E305"),
    (RULES, 2, "Giá trị", "nửa năm", "E302"),
    (RULES, 2, "Đơn vị", "tháng", "E417"),
    (RULES, 2, "Mức của quy tắc", "Mềm", "E417"),
    (RULES, 2, "Mã quy tắc", "stay_longest", "E308"),
    (MARKETS, 2, "Thứ họp chợ", "T9", "E308"),
    (PACKED, 2, "Mã sách", "S9", "E405"),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case[4]}-{case[0]}-{case[1]}-{case[2]}")
def test_a_wrong_cell_is_named(case: tuple[str, int, str, object, str]) -> None:
    sheet, row, header, value, code = case
    found = grid_errors(with_cell(rich_grid(), Cell(sheet, row, header), value))
    for problem in found:
        said(problem)
    cells = {(problem.code, problem.sheet, problem.cell[1:] or "0") for problem in found}
    assert (code, sheet, str(row)) in cells
    first = next(problem for problem in found if problem.code == code)
    assert first.file == "mang-luoi.xlsx"
    assert first.column.startswith(header) or code in {"E408", "E413", "E414", "E417"}
    assert {problem.sheet for problem in found} <= _touched(sheet, code)


def _touched(sheet: str, code: str) -> set[str]:
    """Return the sheets that may speak of a mistake: a lost code is missed where it is named."""
    named_elsewhere = {PLACES, TITLES, VANS, BOXES, WORKERS}
    everywhere = {SERVICES, BOXES, HISTORY, VANS, ROADS, PINS, MARKETS, PACKED, CLOSURES}
    lost = code in {"E301", "E312", "E401", "E406"}
    return {sheet} | (everywhere if sheet in named_elsewhere and lost else set())


def test_the_value_is_repeated_as_typed_with_its_header(tmp_path: Path) -> None:
    path = spoiled(tmp_path, put(SERVICES, 3, "Giờ mở cửa", "8h30-7h"), a_rich_network())
    (problem,) = errors_of(path)
    assert (problem.cell, problem.column) == ("L3", "Giờ mở cửa")
    assert (problem.value, problem.row_key) == ("8h30-7h", "P-017")


def test_all_mistakes_are_told_at_once_in_order(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        put(VANS, 2, "Sức chứa", "sáu")(book)
        put(PLACES, 3, "Loại điểm", "?")(book)
        put(PLACES, 2, "Vĩ độ", "x")(book)
        put(BOXES, 2, "Đang ở điểm", "P-999")(book)
        del book[SERVICES]

    found = errors_of(spoiled(tmp_path, spoil))
    assert [(problem.code, problem.sheet, problem.cell) for problem in found] == [
        ("E201", SERVICES, ""),
        ("E302", PLACES, "D2"),
        ("E308", PLACES, "C3"),
        ("E402", BOXES, "E2"),
        ("E302", VANS, "F2"),
    ]


def test_blank_and_hidden_rows_are_counted(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        page = book[PLACES]
        page.insert_rows(2, 3)
        page.row_dimensions[6].hidden = True
        page.cell(row=6, column=column_of(page, "Sức chứa")).value = "hai"

    (problem,) = errors_of(spoiled(tmp_path, spoil))
    assert problem.cell == "J6"


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        page = book[PLACES]
        page.insert_rows(1, 2)
        page["A1"].value = "DANH SÁCH ĐIỂM NĂM 2027"

    assert read_workbook(spoiled(tmp_path, spoil)).network == a_network()


def test_headers_are_known_without_accents_in_any_order_and_language(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        page = book[PLACES]
        page["A1"].value, page["B1"].value = "MA  DIEM", "Te\u0302n \u0111ie\u0302\u0309m"
        page["D1"].value, page["E1"].value = "Latitude", "kinh_do"
        page.title = "places"

    assert read_workbook(spoiled(tmp_path, spoil)).network == a_network()


@pytest.mark.parametrize("sheet", [CONFIGURATION, PLACES, SERVICES, BOXES, VANS])
def test_a_compulsory_sheet_is_missed(tmp_path: Path, sheet: str) -> None:
    def spoil(book: Any) -> None:
        del book[sheet]

    found = errors_of(spoiled(tmp_path, spoil))
    assert [(problem.code, problem.sheet) for problem in found] == [("E201", sheet)]


@pytest.mark.parametrize("sheet", [CONFIGURATION, PLACES, SERVICES, BOXES, VANS])
def test_an_empty_compulsory_sheet_is_told(tmp_path: Path, sheet: str) -> None:
    def spoil(book: Any) -> None:
        book[sheet].delete_rows(1, 50)

    found = errors_of(spoiled(tmp_path, spoil))
    assert ("E203", sheet) in {(problem.code, problem.sheet) for problem in found}


REQUIRED = [
    (sheet.title("vi"), sheet.header(column, "vi"))
    for sheet in SHEETS
    for column in sheet.columns
    if column.required
]


@pytest.mark.parametrize(("sheet", "header"), REQUIRED)
def test_a_compulsory_column_is_missed(sheet: str, header: str) -> None:
    found = grid_errors(without_column(rich_grid(), sheet, header))
    assert ("E202", sheet, header) in {
        (problem.code, problem.sheet, problem.column) for problem in found
    }


def test_doubled_sheets_and_columns_and_merged_cells_are_told(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        book.create_sheet("Điểm")["A1"].value = "Mã điểm"
        page = book[BOXES]
        page.cell(row=1, column=11).value = "khối lượng"
        page.merge_cells("D2:D3")

    found = errors_of(spoiled(tmp_path, spoil))
    assert {(problem.code, problem.sheet, problem.cell) for problem in found} == {
        ("E204", "Điểm", ""),
        ("E205", BOXES, "K1"),
        ("E207", BOXES, "D2:D3"),
    }


def test_an_error_of_excel_is_not_a_value(tmp_path: Path) -> None:
    (problem,) = errors_of(spoiled(tmp_path, put(BOXES, 2, "Khối lượng", "#DIV/0!")))
    assert (problem.code, problem.cell, problem.value) == ("E311", "D2", "#DIV/0!")


def warnings_of(path: Path) -> set[tuple[str, str, str]]:
    book = read_workbook(path)
    for problem in book.problems:
        said(problem)
    return {
        (problem.code, problem.sheet, problem.cell)
        for problem in book.problems
        if problem.level == "warning"
    }


def apart(**changes: Any) -> Network:
    """Return a network whose places lie apart."""
    elsewhere = a_place(location=Location(lat=22.5, lon=103.5))
    return a_network(places=(a_network().places[0], elsewhere), **changes)


@pytest.mark.parametrize(
    ("header", "value", "warning"),
    [
        ("Vĩ độ", 45.0, ("W509", PLACES, "D3")),
        ("Điện thoại", 912345678, ("W502", PLACES, "S3")),
        ("Sức chứa", "2 thùng", ("W503", PLACES, "J3")),
    ],
)
def test_doubtful_values_of_a_place_are_used_with_a_warning(
    tmp_path: Path, header: str, value: object, warning: tuple[str, str, str]
) -> None:
    path = spoiled(tmp_path, put(PLACES, 3, header, value), apart())
    assert warnings_of(path) == {warning}


def test_two_places_on_one_spot_are_a_warning(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        put(PLACES, 3, "Vĩ độ", 22.3003)(book)
        put(PLACES, 3, "Kinh độ", 103.6003)(book)

    assert warnings_of(spoiled(tmp_path, spoil, apart())) == {("W510", PLACES, "D3")}


def test_exchanged_coordinates_are_exchanged_back(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        put(PLACES, 3, "Vĩ độ", 103.5)(book)
        put(PLACES, 3, "Kinh độ", 22.5)(book)

    path = spoiled(tmp_path, spoil, apart())
    assert warnings_of(path) == {("W512", PLACES, "D3")}
    assert read_workbook(path).network == apart()


def test_a_shelf_that_is_too_small_is_a_warning(tmp_path: Path) -> None:
    stock = tuple(a_box(f"B{number}", stands_at="P1") for number in range(3))
    path = spoiled(tmp_path, lambda _: None, apart(boxes=stock))
    assert warnings_of(path) == {("W508", PLACES, "J3")}


def test_what_is_not_understood_is_left_out_with_a_warning(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        book[VANS].cell(row=1, column=30).value = "Màu xe"
        book.create_sheet("Lịch nghỉ hè")["A1"].value = "x"
        book.create_sheet("Trống")
        book[CLOSURES].append([dt.date(2027, 1, 5), None, "Mưa lũ", "Xã", "Bản Lạ"])
        put(BOXES, 2, "Ngày đến", dt.date(2027, 3, 1))(book)

    assert warnings_of(spoiled(tmp_path, spoil, apart())) == {
        ("W506", VANS, "AD1"),
        ("W507", "Lịch nghỉ hè", ""),
        ("W511", CLOSURES, "E2"),
        ("W513", BOXES, "F2"),
    }


def test_a_library_without_boxes_is_asked_about(tmp_path: Path) -> None:
    path = spoiled(tmp_path, lambda _: None, apart(boxes=(), vans=(a_van(),)))
    assert warnings_of(path) == {("W514", BOXES, "")}


def test_a_code_written_otherwise_is_guessed(tmp_path: Path) -> None:
    (problem,) = errors_of(spoiled(tmp_path, put(SERVICES, 2, "Mã điểm", "p 1 "), apart()))
    assert problem.facts["guess"] == "–"
    (problem,) = errors_of(spoiled(tmp_path, put(SERVICES, 2, "Mã điểm", "p1"), apart()))
    assert problem.facts["guess"] == "P1"
    (problem,) = errors_of(spoiled(tmp_path, put(SERVICES, 2, "Mã điểm", "place p1"), apart()))
    assert problem.facts["guess"] == "P1"


@pytest.mark.parametrize("sheet", [CONFIGURATION, RULES])
def test_the_settings_and_the_rules_need_their_value_column(sheet: str) -> None:
    found = grid_errors(without_column(rich_grid(), sheet, "Giá trị"))
    assert ("E202", sheet, "Giá trị") in {
        (problem.code, problem.sheet, problem.column) for problem in found
    }


def test_a_missing_setting_is_named(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        book[CONFIGURATION].delete_rows(5)

    (problem,) = errors_of(spoiled(tmp_path, spoil))
    assert (problem.code, problem.facts["name"]) == ("E416", "Ngày đầu kỳ")


def test_the_error_counts_what_it_carries(tmp_path: Path) -> None:
    path = spoiled(tmp_path, put(PLACES, 3, "Sức chứa", "hai"))
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    assert caught.value.exit_code == 1
    assert caught.value.problems
    assert QUARTER.name not in str(caught.value)


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_its_words(code: Code) -> None:
    for language in LANGUAGES:
        assert f"workbook.{code}.sentence" in sentences(language)
        assert f"workbook.{code}.fix" in sentences(language)


def test_no_words_are_left_of_a_code_that_is_gone() -> None:
    known = {str(code) for code in Code}
    worded = {key.split(".")[1] for key in sentences("vi") if key.startswith("workbook.")}
    codes = {word for word in worded if word[0] in string.ascii_uppercase}
    assert codes == known
