"""Every verb and every exit code of the command line, with stand-ins for the solvers."""

import datetime as dt
import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

import cli
from tests.builders import (
    HOUR,
    QUARTER,
    a_box,
    a_depot,
    a_network,
    a_place,
    a_service,
    a_stop,
    a_travel,
    a_trip,
    a_trip_day,
)
from tests.refresh_docs import DOCS, PAGES
from tests.stand_ins import (
    no_moves,
    no_trips,
    out_of_time,
    stand_in_rotation,
    stand_in_routing,
)
from vongsach.errors import Level, Problem
from vongsach.network import Network
from vongsach.objective import rotation_terms, routing_terms
from vongsach.plan import Routing, RunStatus, Stay
from vongsach.quarter import Quarter
from vongsach.solving import Watch
from vongsach.store import PlanStore
from vongsach.travel import Travel
from vongsach.wording.problems import problem_lines
from vongsach.words import LANGUAGES, sentences
from vongsach.workbook import write_workbook

Capture = pytest.CaptureFixture[str]


def an_hour_apart(network: Network, quarter: Quarter) -> Travel:
    return a_travel(network, quarter=quarter)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace with a small workbook, whose solvers are stand-ins."""
    monkeypatch.setattr(cli, "travel_from_legs", an_hour_apart)
    monkeypatch.setattr(cli, "solve_routing", stand_in_routing)
    monkeypatch.setattr(cli, "solve_rotation", stand_in_rotation)
    monkeypatch.setattr(cli, "joint", None)
    monkeypatch.setattr(cli, "solve_shelves", None)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("VONGSACH_LANG", raising=False)
    monkeypatch.chdir(tmp_path)
    write_workbook(a_network(), QUARTER, tmp_path / "mang-luoi.xlsx", "vi")
    return tmp_path


def document(capture: Capture) -> dict[str, Any]:
    """Return the one JSON document on standard output."""
    found: dict[str, Any] = json.loads(capture.readouterr().out)
    return found


def test_a_plan_is_made_checked_stored_and_summed_up(folder: Path, capsys: Capture) -> None:
    assert cli.run(["plan"]) == 0
    told = capsys.readouterr()
    assert "bắt buộc 1/1" in told.out
    assert "Tiếp theo:" in told.err
    assert len(PlanStore(folder).versions()) == 1


def test_english_is_spoken_on_request(folder: Path, capsys: Capture) -> None:
    assert folder.is_dir()
    assert cli.run(["plan", "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert "required 1/1" in told.out
    assert "Next:" in told.err


def test_the_same_plan_is_made_again_to_the_last_byte(folder: Path) -> None:
    assert cli.run(["plan", "--seed", "4", "-C", "."]) == 0
    (version,) = PlanStore(folder).versions()
    before = (version.folder / "plan.json").read_bytes()
    assert cli.run(["plan", "--seed", "4"]) == 0
    assert PlanStore(folder).versions() == (version,)
    assert (version.folder / "plan.json").read_bytes() == before


def test_a_dry_run_stores_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    assert cli.run(["plan", "--dry-run"]) == 0
    assert cli.run(["init", "--force", "--dry-run"]) == 0
    assert cli.run(["demo", "--dry-run"]) == 0
    assert sorted(folder.rglob("*")) == before


def test_required_service_that_is_left_out_ends_with_3(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(cli, "solve_routing", no_trips)
    monkeypatch.setattr(cli, "solve_rotation", no_moves)
    assert cli.run(["plan"]) == 3
    assert "BẮT BUỘC  P1" in capsys.readouterr().out
    assert len(PlanStore(folder).versions()) == 1


def test_a_rule_that_a_solver_breaks_is_told_loudly_and_ends_with_1(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def lies(*args: Any, **how: Any) -> Any:
        solved = stand_in_rotation(*args, **how)
        kept = solved.decision.model_copy(update={"loads": ()})
        return type(solved)(decision=kept, run=solved.run)

    monkeypatch.setattr(cli, "solve_rotation", lies)
    assert cli.run(["plan"]) == 1
    told = capsys.readouterr()
    assert "S07" in told.err
    assert "LỖI CỦA CHƯƠNG TRÌNH" in told.err
    assert "vongsach map" not in told.err
    assert "vongsach check 2027Q1/v1" in told.err
    assert len(PlanStore(folder).versions()) == 1
    assert cli.run(["check"]) == 1
    assert "S07" in capsys.readouterr().out


def test_a_box_that_no_visit_may_fetch_is_the_input_s_fault_and_not_ours(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    came = QUARTER.first_day - dt.timedelta(days=100)
    boxes = (a_box("B1"), a_box("B2", stands_at="P2", since=came))
    places = (a_depot(), a_place("P1"), a_place("P2"))
    network = a_network(places=places, services=(a_service("P1"),), boxes=boxes)
    write_workbook(network, QUARTER, folder / "mang-luoi.xlsx", "vi")

    def leaves_it(*args: Any, **how: Any) -> Any:
        solved = stand_in_rotation(*args, **how)
        stay = Stay(box="B2", place="P2", first_day=came)
        stays = (*solved.decision.stays, stay)
        kept = solved.decision.model_copy(update={"stays": stays})
        cost = rotation_terms(args[0], args[1], kept)
        return type(solved)(decision=kept, run=solved.run.model_copy(update={"cost": cost}))

    monkeypatch.setattr(cli, "solve_rotation", leaves_it)
    assert cli.run(["plan"]) == 1
    told = capsys.readouterr().err
    assert "S04" in told
    assert "điểm P2, thùng B2" in told
    assert "LỖI CỦA CHƯƠNG TRÌNH" not in told
    assert "map" not in told


def test_a_plan_that_is_there_already_is_told_and_named(folder: Path, capsys: Capture) -> None:
    assert cli.run(["plan", "--seed", "1"]) == 0
    assert cli.run(["plan", "--seed", "2"]) == 0
    assert "đã có từ trước" not in capsys.readouterr().out
    assert cli.run(["plan", "--seed", "1"]) == 0
    told = capsys.readouterr()
    assert "đã có từ trước" in told.out
    assert "vongsach map 2027Q1/v1, vongsach print 2027Q1/v1" in told.err
    assert cli.run(["check", "2027Q1/v1"]) == 0
    assert len(PlanStore(folder).versions()) == 2


def test_nothing_found_in_time_ends_with_5(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(cli, "solve_routing", out_of_time)
    assert cli.run(["plan"]) == 5
    assert "chưa ghi gì" in capsys.readouterr().err
    assert PlanStore(folder).versions() == ()


def press() -> None:
    """Press Ctrl-C as a planner does, while a solver works in a thread beside the main one."""
    if os.name == "nt":
        signal.raise_signal(signal.SIGINT)
    else:
        os.kill(os.getpid(), signal.SIGINT)


def wait_until_stopped(watch: Watch) -> None:
    for _ in range(200):
        if watch.stopped():
            return
        time.sleep(0.05)
    raise AssertionError


def test_ctrl_c_keeps_the_best_so_far_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def slow(*args: Any, watch: Watch, **how: Any) -> Any:
        press()
        wait_until_stopped(watch)
        return stand_in_routing(*args, watch=watch, **how)

    monkeypatch.setattr(cli, "solve_routing", slow)
    assert cli.run(["plan"]) == 0
    told = capsys.readouterr()
    assert "Đang dừng" in told.err
    assert "Đã dừng theo yêu cầu" in told.out
    assert PlanStore(folder).load().plan.runs[0].status is RunStatus.STOPPED


def test_a_second_ctrl_c_gives_up_with_nothing_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    released = threading.Event()

    def stubborn(*args: Any, watch: Watch, **how: Any) -> Any:
        press()
        wait_until_stopped(watch)
        press()
        released.wait(20)
        return stand_in_routing(*args, watch=watch, **how)

    monkeypatch.setattr(cli, "solve_routing", stubborn)
    handler = signal.getsignal(signal.SIGINT)
    before = sorted(folder.rglob("*"))
    assert cli.run(["plan"]) == 5
    released.set()
    assert "Không có tệp nào ghi dở" in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == before
    assert signal.getsignal(signal.SIGINT) is handler


def test_a_fault_of_ours_ends_with_70_and_a_log(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "solve_routing", breaks)
    assert cli.run(["plan"]) == 70
    (log,) = folder.glob("vongsach-loi-*.log")
    assert log.name in capsys.readouterr().err
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_stored_plans_are_shown_by_week_place_and_box(folder: Path, capsys: Capture) -> None:
    assert cli.run(["plan"]) == 0
    assert cli.run(["show"]) == 0
    assert cli.run(["show", "--week", "2", "--quiet"]) == 0
    told = capsys.readouterr().out
    assert "Thứ Hai 04/01/2027" in told
    assert "+B1" in told
    assert cli.run(["show", "v1", "--place", "P1"]) == 0
    assert cli.run(["show", "--box", "B1"]) == 0
    assert "P1 Place P1" in capsys.readouterr().out
    assert PlanStore(folder).versions()


@pytest.mark.parametrize(
    "typed", [["--week", "99"], ["--place", "NO"], ["--box", "NO"], ["v9"], ["../.."]]
)
def test_what_is_not_there_cannot_be_shown(folder: Path, capsys: Capture, typed: list[str]) -> None:
    assert cli.run(["-C", str(folder), "plan"]) == 0
    assert cli.run(["show", *typed]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("verb", ["check", "show", "map", "print"])
def test_without_a_plan_the_verb_says_how_to_get_one(
    folder: Path, capsys: Capture, verb: str
) -> None:
    assert cli.run(["-C", str(folder), verb]) == 2
    assert "vongsach plan" in capsys.readouterr().err


def test_a_damaged_plan_is_not_used(folder: Path, capsys: Capture) -> None:
    assert cli.run(["plan"]) == 0
    path = PlanStore(folder).database
    path.write_bytes(bytes(200) + path.read_bytes()[200:])
    assert cli.run(["check"]) == 2
    assert "hỏng" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["validate", "plan", "check", "show", "doctor", "init"])
def test_json_is_one_document_and_nothing_else(folder: Path, capsys: Capture, verb: str) -> None:
    assert cli.run(["plan"]) == 0
    capsys.readouterr()
    typed = ["--force"] if verb == "init" else []
    code = cli.run([verb, "--json", "-C", str(folder), *typed])
    assert document(capsys)["exit_code"] == code == 0


@pytest.mark.parametrize(
    "typed", [["--json"], ["--json", "nothing"], ["plan", "--json", "--effort", "x"]]
)
def test_json_holds_for_help_and_mistakes_too(
    folder: Path, capsys: Capture, typed: list[str]
) -> None:
    code = cli.run(["-C", str(folder), *typed])
    assert document(capsys)["exit_code"] == code


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["nothing"], "Không có lệnh “nothing”"),
        (["plan", "--nothing"], "--nothing"),
        (["plan", "--effort"], "--effort"),
        (["plan", "--effort", "9"], "từ 1 (nhanh nhất) đến 5"),
        (["plan", "--seed", "x"], "hạt giống"),
        (["plan", "more"], "Thừa sau tên lệnh: more"),
        (["plan", "--lang", "fr"], "vi hoặc en"),
    ],
)
def test_wrong_usage_ends_with_2_in_the_planners_language(
    folder: Path, capsys: Capture, typed: list[str], says: str
) -> None:
    assert folder.is_dir()
    assert cli.run(typed) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("typed", [[], ["--help"], ["plan", "--help"], ["--version"]])
def test_help_and_version_end_with_0(folder: Path, capsys: Capture, typed: list[str]) -> None:
    assert folder.is_dir()
    assert cli.run(typed) == 0
    assert "vongsach" in capsys.readouterr().out.lower().replace("vòng sách", "vongsach")


def test_help_of_every_verb_is_worded_in_both_languages(folder: Path, capsys: Capture) -> None:
    assert folder.is_dir()
    verbs = {key.split(".")[2] for key in sentences("vi") if key.startswith("cli.verb.")}
    for language in LANGUAGES:
        for verb in verbs:
            assert cli.run([verb, "--help", "--lang", language]) == 0
    assert capsys.readouterr().err == ""


def test_the_page_of_the_command_line_is_fresh() -> None:
    page = DOCS / "cli.md"
    assert page.read_text(encoding="utf-8") == PAGES[page]()


def test_init_writes_the_example_and_never_overwrites_by_accident(
    tmp_path: Path, capsys: Capture
) -> None:
    there = tmp_path / "new"
    assert cli.run(["-C", str(there), "init", "--sample", "tam-duong"]) == 0
    before = (there / "mang-luoi.xlsx").read_bytes()
    assert cli.run(["-C", str(there), "init"]) == 2
    assert "--force" in capsys.readouterr().err
    assert (there / "mang-luoi.xlsx").read_bytes() == before
    assert cli.run(["-C", str(there), "init", "--force", "--quarter", "2027Q2"]) == 0
    assert (there / "mang-luoi.xlsx").read_bytes() != before
    assert cli.run(["-C", str(there), "init", "--force", "--sample", "none"]) == 2
    assert cli.run(["-C", str(there), "init", "--force", "--quarter", "Q9"]) == 2


def spoil(path: Path, sheet: str, cell: str, value: str) -> None:
    """Write a value into a cell of a workbook."""
    book = load_workbook(path)
    name = next(name for name in book.sheetnames if name.startswith(sheet))
    book[name][cell] = value
    book.save(path)


def column(path: Path, sheet: str, header: str) -> str:
    """Return the letter of the column whose header begins so."""
    book = load_workbook(path)
    name = next(name for name in book.sheetnames if name.startswith(sheet))
    return next(
        get_column_letter(number)
        for number, cell in enumerate(book[name][1], start=1)
        if str(cell.value).startswith(header)
    )


def refused(folder: Path, capsys: Capture) -> tuple[int, str]:
    """Plan and validate what cannot be used; return the code and all that is said."""
    before = sorted(folder.rglob("*"))
    code = cli.run(["-C", str(folder), "plan"])
    assert cli.run(["-C", str(folder), "validate"]) == code
    assert sorted(folder.rglob("*")) == before
    told = capsys.readouterr()
    return code, told.out + told.err


def test_a_missing_workbook_is_refused(folder: Path, capsys: Capture) -> None:
    (folder / "mang-luoi.xlsx").unlink()
    code, says = refused(folder, capsys)
    assert code == 2
    assert "mang-luoi.xlsx" in says


def test_what_is_no_workbook_is_refused(folder: Path, capsys: Capture) -> None:
    (folder / "mang-luoi.xlsx").write_bytes(b"not a workbook")
    code, says = refused(folder, capsys)
    assert code == 2
    assert "mang-luoi.xlsx" in says


def test_an_empty_sheet_is_refused(folder: Path, capsys: Capture) -> None:
    path = folder / "mang-luoi.xlsx"
    book = load_workbook(path)
    sheet = book[next(name for name in book.sheetnames if name.startswith("1"))]
    sheet.delete_rows(1, sheet.max_row)
    book.save(path)
    code, says = refused(folder, capsys)
    assert code == 1
    assert "1 Điểm" in says


def test_text_where_a_number_belongs_is_refused_with_its_cell(
    folder: Path, capsys: Capture
) -> None:
    path = folder / "mang-luoi.xlsx"
    cell = column(path, "2", "Số lần") + "2"
    spoil(path, "2", cell, "vài lần")
    code, says = refused(folder, capsys)
    assert code == 1
    assert f"ô {cell}" in says
    assert "vài lần" in says


def test_an_unknown_place_is_refused_with_its_cell(folder: Path, capsys: Capture) -> None:
    path = folder / "mang-luoi.xlsx"
    cell = column(path, "2", "Mã điểm") + "2"
    spoil(path, "2", cell, "P-999")
    code, says = refused(folder, capsys)
    assert code == 1
    assert f"ô {cell}" in says
    assert "P-999" in says


def test_a_box_in_two_places_is_refused_with_its_cell(folder: Path, capsys: Capture) -> None:
    path = folder / "mang-luoi.xlsx"
    book = load_workbook(path)
    sheet = book[next(name for name in book.sheetnames if name.startswith("3"))]
    sheet.append([cell.value for cell in sheet[2]])
    sheet[f"{column(path, '3', 'Đang ở điểm')}{sheet.max_row}"] = "P1"
    book.save(path)
    code, says = refused(folder, capsys)
    assert code == 1
    assert f"ô A{sheet.max_row}" in says or f"ô E{sheet.max_row}" in says
    assert "B1" in says
    assert "3 Thùng" in says


def test_a_workbook_that_asks_for_no_service_is_refused(folder: Path, capsys: Capture) -> None:
    path = folder / "mang-luoi.xlsx"
    book = load_workbook(path)
    sheet = book[next(name for name in book.sheetnames if name.startswith("2"))]
    sheet.delete_rows(2, sheet.max_row)
    book.save(path)
    code, says = refused(folder, capsys)
    assert code == 1
    assert "2 Phục vụ" in says


def test_where_no_code_is_like_the_one_typed_none_is_offered(folder: Path, capsys: Capture) -> None:
    path = folder / "mang-luoi.xlsx"
    spoil(path, "2", column(path, "2", "Mã điểm") + "2", "Zzz")
    _, says = refused(folder, capsys)
    assert "gần giống" not in says
    assert "–." not in says


def test_an_assumption_has_a_note_and_no_repair() -> None:
    assumed = Problem(code="A601", level=Level.ASSUMPTION, facts={"value": "1", "column": "x"})
    told = "\n".join(problem_lines([assumed, assumed], "vi"))
    assert "GIẢ ĐỊNH" in told
    assert "Ghi chú:" in told
    assert "Sửa:" not in told
    assert "cùng lỗi" not in told


def test_what_is_shown_is_data_too(folder: Path, capsys: Capture) -> None:
    assert cli.run(["-C", str(folder), "plan", "--quiet"]) == 0
    capsys.readouterr()
    assert cli.run(["show", "--json", "--week", "2", "--place", "P1", "--box", "B1"]) == 0
    told = document(capsys)
    (shown,) = told["week"]["days"]
    assert (shown["trip"], shown["day"]) == ("T1", "2027-01-04")
    assert shown["stops"][0]["handed_in"] == ["B1"]
    assert [visit["day"] for visit in told["place"]["visits"]] == ["2027-01-04"]
    stands = told["box"]["stands"][-1]
    assert (stands["place"], stands["first_day"], stands["last_day"]) == ("P1", "2027-01-04", None)


def test_the_start_of_service_is_shown_where_the_van_waits(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def waits(*args: Any, **how: Any) -> Any:
        stop = a_stop()
        later = a_stop(start=stop.start + HOUR, departure=stop.departure + HOUR)
        routing = Routing(trips=(a_trip(days=(a_trip_day((later,), ends=12 * HOUR),)),))
        solved = stand_in_routing(*args, **how)
        cost = routing_terms(args[0], args[1], routing, args[2])
        return type(solved)(routing, solved.run.model_copy(update={"cost": cost}))

    monkeypatch.setattr(cli, "solve_routing", waits)
    assert cli.run(["-C", str(folder), "plan"]) in {0, 1}
    capsys.readouterr()
    assert cli.run(["show", "--week", "2"]) == 0
    assert "(phục vụ " in capsys.readouterr().out


def test_the_next_step_fits_what_is_there(folder: Path, capsys: Capture) -> None:
    assert cli.run(["doctor"]) == 0
    assert "Tiếp theo: vongsach validate" in capsys.readouterr().err
    (folder / "mang-luoi.xlsx").unlink()
    assert cli.run(["doctor"]) == 0
    assert "Tiếp theo: vongsach init" in capsys.readouterr().err
    assert cli.run(["init", "--sample", "tam-duong"]) == 0
    assert "điền" not in capsys.readouterr().err


def test_what_the_system_refuses_is_told_in_the_planners_language(
    folder: Path, capsys: Capture
) -> None:
    (folder / "file").write_text("", encoding="utf-8")
    assert cli.run(["init", "-C", str(folder / "file")]) == 2
    told = capsys.readouterr().err
    assert "Errno" not in told
    assert "đã có tệp trùng tên" in told


def test_names_from_files_reach_the_terminal_as_plain_text(folder: Path, capsys: Capture) -> None:
    network = a_network(name="Mạng [red]đỏ[/red] \u202eđảo")
    write_workbook(network, QUARTER, folder / "mang-luoi.xlsx", "vi")
    assert cli.run(["validate"]) == 0
    told = capsys.readouterr().out
    assert "[red]đỏ[/red]" in told
    assert "\u202e" not in told
    assert cli.run(["show", "\x1b[2Jv7"]) == 2
    assert "\x1b" not in capsys.readouterr().err
