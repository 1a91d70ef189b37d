"""Every file that is written for other programs, read back by programs that are not ours."""

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import cli
from tests.builders import MONDAY, a_network, a_plan, a_travel
from tests.exported import (
    MADE,
    ZONE,
    a_source,
    a_stored_plan,
    exported,
    layer,
    moment,
    visits,
    weekly,
)
from tests.hostile_plans import HOSTILE, a_hostile_plan
from tests.shown_plans import a_shown_plan, a_small_network
from vongsach.exports import FORMATS, asked_formats, source_of, write_exports
from vongsach.plan import Routing
from vongsach.store import PlanStore
from vongsach.timetable import read_timetable
from vongsach.timetable.recurrence import dates_of


def test_an_empty_plan_is_written_in_every_form(tmp_path: Path) -> None:
    plan, network = a_plan(Routing()), a_network()
    for form in FORMATS:
        exported(tmp_path, form, plan, network)
    assert layer(tmp_path / "gis" / "plan.gpkg", "luot") == []


def test_the_workbook_holds_every_stop_with_real_days_and_times(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    (path,) = exported(tmp_path, "xlsx", plan, network)
    book = load_workbook(path)
    assert book.sheetnames == ["Chuyến", "Điểm", "Thùng", "Thay đổi", "Số liệu"]
    table: list[Any] = list(book["Chuyến"].iter_rows(values_only=True))
    head, rows = table[0], table[1:]
    at = {name: number for number, name in enumerate(head)}
    found = sorted(
        (
            row[at["Điểm"]],
            dt.datetime.combine(row[at["Ngày"]].date(), row[at["Bắt đầu"]], ZONE),
            dt.datetime.combine(row[at["Ngày"]].date(), row[at["Đi"]], ZONE),
        )
        for row in rows
    )
    assert found == visits(plan, network)
    assert book["Chuyến"].freeze_panes == "A2"
    assert book["Chuyến"].auto_filter.ref


def test_changes_name_the_visits_that_moved(tmp_path: Path) -> None:
    network = a_network()
    source = source_of(
        weekly([7]),
        network,
        a_travel(network),
        sequence=2,
        made=MADE,
        language="en",
        before=weekly([0]),
    )
    (path,) = write_exports(source, a_travel(network), ["xlsx"], tmp_path)
    rows = list(load_workbook(path)["Changes"].iter_rows(min_row=2, values_only=True))
    assert [row[-2:] for row in rows] == [("Mo 01-04", "Mo 01-11")]


@pytest.mark.parametrize(
    "name", ['=cmd|" /C calc"!A0', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\uff1d1"]
)
def test_no_name_is_a_formula_in_a_spreadsheet(tmp_path: Path, name: str) -> None:
    plan, network = a_hostile_plan(name)
    for form in ("csv", "stops-csv", "koha-csv"):
        (path,) = exported(tmp_path, form, plan, network)
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
            assert not [
                cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\uff1d"))
            ]
    (book,) = exported(tmp_path, "xlsx", plan, network)
    kinds = {cell.data_type for page in load_workbook(book) for row in page for cell in row}
    assert "f" not in kinds


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("form", FORMATS)
def test_hostile_names_stay_inside_their_folder(tmp_path: Path, form: str, name: str) -> None:
    plan, network = a_hostile_plan(name)
    files = exported(tmp_path / "a" / "b", form, plan, network)
    assert files
    assert all(path.is_file() and tmp_path / "a" / "b" in path.parents for path in files)
    assert len(list((tmp_path / "a").iterdir())) == 1


def test_the_open_timetable_recurs_on_the_days_of_the_plan(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    (path,) = exported(tmp_path, "stops-csv", plan, network)
    found = read_timetable(path, strict=True)
    quarter = plan.quarter
    assert not [problem for problem in found.problems if problem.code[:2] in {"L1", "L2"}]
    assert sorted(
        (row.stop, moment(day, row.arrival), moment(day, row.departure))
        for row in found.rows
        for day in dates_of(row, quarter.first_day, quarter.last_day)
    ) == visits(plan, network)


@pytest.mark.parametrize("gaps", [[0, 7, 14], [0, 14, 28, 56], [0, 8, 77], [0, 7, 28, 35]])
def test_rhythms_and_single_days_come_back_from_the_open_timetable(
    tmp_path: Path, gaps: list[int]
) -> None:
    (path,) = exported(tmp_path, "stops-csv", weekly(gaps), a_network())
    rows = read_timetable(path, strict=True).rows
    days = [day for row in rows for day in dates_of(row, MONDAY, MONDAY + dt.timedelta(days=90))]
    assert sorted(days) == [MONDAY + dt.timedelta(days=gap) for gap in gaps]


def test_strict_has_eighteen_columns_and_extended_twenty(tmp_path: Path) -> None:
    network = a_small_network()
    source = a_source(a_shown_plan(), network)
    rows: list[list[str]] = []
    for extended, width in ((False, 18), (True, 20)):
        (path,) = write_exports(
            source, a_travel(network), ["stops-csv"], tmp_path, extended=extended
        )
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        assert {len(row) for row in rows} == {width}
    assert rows[0][-2:] == ["commune_code", "point_code"]


def test_koha_hears_of_every_box_that_moves(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    (path,) = exported(tmp_path, "koha-csv", plan, network)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    handed = {
        (box, exchange.day.isoformat())
        for exchange in plan.rotation.exchanges
        for box in exchange.handed_in
    }
    assert handed <= {(row["barcode"], row["date"]) for row in rows}


def test_public_files_name_no_border_post_no_person_and_no_telephone(tmp_path: Path) -> None:
    plan, network = a_shown_plan(), a_small_network()
    for form in FORMATS:
        exported(tmp_path, form, plan, network, public=True)
    told = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    book = load_workbook(tmp_path / "plan.xlsx")
    told += repr([cell.value for page in book for row in page for cell in row]).encode()
    for secret in ("THEN_SIN", "Thèn Sin", "22.4426", "0365", "Vàng Thị Dở", "Lò Văn", "25A-"):
        assert secret.encode() not in told, secret


@pytest.mark.parametrize("form", FORMATS)
def test_no_file_names_a_telephone(tmp_path: Path, form: str) -> None:
    files = exported(tmp_path, form, a_shown_plan(), a_small_network())
    assert all(b"0365" not in path.read_bytes() for path in files)


def test_the_verb_writes_next_to_the_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    network = a_network()
    folder = PlanStore(tmp_path).save(a_stored_plan(network), network, a_travel(network))
    assert cli.run(["export", "--to", "ics,gpx", "--lang", "en"]) == 0
    assert (folder / "xuat" / "lich" / "tat-ca.ics").is_file()
    assert "files written to" in capsys.readouterr().out
    assert cli.run(["export", "--to", "csv,pdf", "--lang", "en"]) == 2
    assert cli.run(["export", "--out", "here", "--public", "--json"]) == 0
    assert (tmp_path / "here" / "gis" / "plan.gpkg").is_file()


def test_all_forms_can_be_asked_for_at_once() -> None:
    assert asked_formats("all") == tuple(FORMATS)
    assert asked_formats(" ICS, gpx,ics ") == ("ics", "gpx")
