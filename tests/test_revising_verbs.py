"""The verbs that look at a plan with something changed, as a planner types them."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from openpyxl import load_workbook

import cli
from tests.builders import QUARTER, a_box, a_depot, a_network, a_place, a_service, a_travel, a_van
from tests.routing_cases import HOUR, workdays
from tests.test_explaining import SOLVERS
from vongsach.beside import compared_scenarios, unrepeatable
from vongsach.errors import OutOfTime
from vongsach.explaining.trial import paid
from vongsach.network import Network
from vongsach.plan import Replaced, ReplanMode
from vongsach.quarter import Quarter
from vongsach.store import PlanStore, Status
from vongsach.travel import Travel
from vongsach.words import Language, say
from vongsach.workbook import write_workbook

Capture = pytest.CaptureFixture[str]
LATE = "2027-02-10"


def an_hour_apart(network: Network, quarter: Quarter) -> Travel:
    return a_travel(network, quarter=quarter)


def a_small_quarter() -> Network:
    """Return five places that are visited, and one that opens too shortly."""
    names = [f"P{number}" for number in range(1, 6)]
    long = a_service(
        "P6", visits=1, required=False, fixed=2 * HOUR, openings=workdays(9, 10), min_gap_days=1
    )
    return a_network(
        places=(a_depot(), *(a_place(name) for name in (*names, "P6"))),
        services=(*(a_service(name, visits=3, min_gap_days=14) for name in names), long),
        boxes=tuple(a_box(f"B{number}") for number in range(1, 7)),
        vans=(a_van(), a_van("X2", cost_per_day=150_000)),
    )


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a workspace with a plan."""
    folder = tmp_path_factory.mktemp("planned")
    write_workbook(a_small_quarter(), QUARTER, folder / "mang-luoi.xlsx", "vi")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "travel_from_legs", an_hour_apart)
        patch.setenv("COLUMNS", "200")
        patch.delenv("VONGSACH_LANG", raising=False)
        assert cli.run(["-C", str(folder), "-q", "plan", "--effort", "1"]) == 0
        yield folder


@pytest.fixture
def folder(planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the workspace, in which we are."""
    copy = tmp_path / "workspace"
    shutil.copytree(planned, copy)
    monkeypatch.chdir(copy)
    return copy


def run(capture: Capture, *typed: str, code: int = 0) -> tuple[str, str]:
    assert cli.run([*typed]) == code
    told = capture.readouterr()
    return told.out, told.err


def document(capture: Capture, *typed: str, code: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(capture, "--json", *typed, code=code)[0])
    return found


def changes(*rows: str) -> Path:
    path = Path("thay-doi.csv")
    path.write_text("\n".join(["việc,đối tượng,từ ngày,đến ngày,số lượng", *rows]), "utf-8")
    return path


def a_day_ahead() -> tuple[str, str, str]:
    """Return the day, the van and the name of the first trip of the newest plan after a day."""
    trips = PlanStore(Path()).load().plan.routing.trips
    trip = next(trip for trip in trips if trip.days[0].day.isoformat() >= LATE)
    return trip.days[0].day.isoformat(), trip.van, trip.id


def test_replanning_tells_who_must_be_told_and_keeps_a_new_version(
    folder: Path, capsys: Capture
) -> None:
    day, van, name = a_day_ahead()
    path = str(changes(f"xe nghỉ,{van},{day},{day},"))
    typed = ("replan", "v1", "--from", LATE, "--changes", path)
    found = document(capsys, "--dry-run", *typed)
    assert len(PlanStore(folder).versions()) == 1
    out, err = run(capsys, *typed)
    assert len(PlanStore(folder).versions()) == 2
    lines = out.splitlines()
    head = f"So với v1: {len(found['changes']['visits'])} lượt thay đổi. Những nơi phải báo:"
    told = lines[lines.index(head) + 1 :]
    assert [line.split()[0] for line in told[: len(found["changes"]["visits"])]]
    for one, line in zip(found["changes"]["visits"], told, strict=False):
        assert one["place"] in line
        assert ("→" in line) is (one["old"] is not None and one["new"] is not None)
    assert any(line.startswith("Giữ lời hứa ") for line in told)
    assert told[-1].startswith("Phần đã qua và lời hứa của chế độ này được giữ đúng")
    assert "Tiếp theo:" in err
    after = {trip.id: trip for trip in PlanStore(folder).load("v2").plan.routing.trips}
    before = PlanStore(folder).load("v1").plan.routing.trips
    assert {trip.id for trip in before if after.get(trip.id) != trip} == {name}


def test_what_is_published_is_changed_and_not_a_later_draft(folder: Path, capsys: Capture) -> None:
    """People go by what hangs on the doors: a draft tells nobody that it was changed."""
    day, van, _name = a_day_ahead()
    path = str(changes(f"xe nghỉ,{van},{day},{day},"))
    run(capsys, "publish", "v1", "--approver", "Lò Văn Pâng")
    drafted, _ = run(capsys, "replan", "--from", LATE, "--changes", path)
    again, _ = run(capsys, "--dry-run", "replan", "--from", LATE, "--changes", path)
    assert len(PlanStore(folder).versions()) == 2
    (base,) = {line for line in again.splitlines() if line.startswith("So với ")}
    assert "v1" in base
    assert base in drafted.splitlines()


def test_a_changed_workbook_needs_no_list_of_changes(folder: Path, capsys: Capture) -> None:
    book = load_workbook(folder / "mang-luoi.xlsx")
    sheet = book["03 Phục vụ"] if "03 Phục vụ" in book.sheetnames else None
    book.close()
    assert sheet is None or sheet.max_row > 1
    found = document(capsys, "--dry-run", "replan", "--from", LATE, "--mode", "add-only")
    assert found["changes"]["visits"] == []
    assert found["broken_promises"] == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("replan", "--from", "hôm nay"), "hôm nay"),
        (("replan", "--from", "2027-05-01"), "01/05/2027"),
        (("replan", "--from", LATE, "--changes", "khong-co.csv"), "khong-co.csv"),
        (("replan", "--from", LATE, "--mode", "gently"), "keep-trips"),
        (("replan", "v9", "--from", LATE), "v9"),
        (("suggest", "--place", "P99"), "P99"),
        (("suggest", "--place", "KHO"), "KHO"),
        (("explain",), "--unserved"),
        (("explain", "--place", "P99"), "P99"),
        (("explain", "--box", "B99"), "B99"),
        (("explain", "--trip", "T9999"), "T9999"),
        (("compare", "v1"), ""),
        (("compare", "v1", "v1", "v1", "v1"), "nhiều nhất 3 kế hoạch"),
        (("compare", "v1", "v1", "--scenarios", "khong-co.toml"), "đã ghi 2 kế hoạch"),
        (("compare", "v1", "v9"), "v9"),
        (("compare", "v1", "--scenarios", "khong-co.toml"), "khong-co.toml"),
    ],
)
def test_what_cannot_be_asked_is_told(
    folder: Path, capsys: Capture, typed: tuple[str, ...], told: str
) -> None:
    out, err = run(capsys, *typed, code=2)
    assert told in err
    assert out == ""
    assert len(PlanStore(folder).versions()) == 1


def test_mistakes_in_a_list_are_told_at_their_cells_and_nothing_is_planned(
    folder: Path, capsys: Capture
) -> None:
    path = changes("xe nghỉ,X9,08/02/2027,01/02/2027,", "số lượt,P1,,,", "nhảy múa,P1,,,1")
    typed = ("replan", "--from", LATE, "--changes", str(path))
    found = document(capsys, *typed, code=1)
    cells = {(one["code"], one["cell"]) for one in found["problems"]}
    assert {("E404", "B2"), ("E410", "D2"), ("E301", "E3"), ("E308", "A4")} <= cells
    out, err = run(capsys, *typed, code=1)
    assert "B2" in out + err
    assert "X9" in out + err
    assert "vongsach validate" not in out + err
    assert path.name in err.splitlines()[-1]
    assert len(PlanStore(folder).versions()) == 1


def test_adding_only_is_refused_with_the_trips_that_cannot_stay(
    folder: Path, capsys: Capture
) -> None:
    day, van, name = a_day_ahead()
    path = changes(f"xe nghỉ,{van},{day},{day},")
    typed = ("replan", "--from", LATE, "--changes", str(path), "--mode", "add-only")
    _, err = run(capsys, *typed, code=4)
    assert name in err
    assert "--mode keep-trips" in err
    assert len(PlanStore(folder).versions()) == 1


def test_reasons_come_with_changes_that_were_tried(folder: Path, capsys: Capture) -> None:
    assert folder.is_dir()
    found = document(capsys, "explain", "--place", "P6")
    (entry,) = found["unserved"]
    assert entry["service"] == "P6:rotation"
    assert entry["remedies"]
    out, _ = run(capsys, "explain", "--unserved")
    lines = out.splitlines()
    assert "P6" in lines[0]
    arrows = [line for line in lines if line.startswith("  → ")]
    assert len(arrows) == len(entry["remedies"])
    assert all(line.endswith("lượt khác đổi ngày") for line in arrows)
    out, _ = run(capsys, "explain", "--place", "P1")
    assert "→" not in out


def test_a_box_and_a_trip_are_explained(folder: Path, capsys: Capture) -> None:
    assert folder.is_dir()
    *_, name = a_day_ahead()
    out, _ = run(capsys, "explain", "--trip", name)
    assert out.startswith(f"Chuyến {name}, ")
    assert "  → không đi chuyến này: đã thử, mọi lượt vẫn đi được" in out
    out, _ = run(capsys, "explain", "--box", "B1")
    assert "Trong 5 điểm được luân chuyển" in out
    out, _ = run(capsys, "explain", "--infeasible")
    assert out == "Sổ này có kế hoạch giữ được mọi quy tắc cứng.\n"


def test_the_best_days_are_suggested(folder: Path, capsys: Capture) -> None:
    assert folder.is_dir()
    found = document(capsys, "suggest", "--place", "P2", "--top", "2")["suggestions"]
    assert len({one["day"] for one in found}) == 2
    assert [one["dong"] for one in found] == sorted(one["dong"] for one in found)
    out, _ = run(capsys, "suggest", "--place", "P2", "--top", "2")
    assert [line[:2] for line in out.splitlines()] == ["1.", "2."]
    out, _ = run(capsys, "suggest", "--place", "P6", "--top", "1", code=1)
    assert "P6" in out


def test_who_follows_a_suggestion_gets_its_day_at_its_price(folder: Path, capsys: Capture) -> None:
    """The row and the command that are named, word for word."""
    best = document(capsys, "suggest", "--place", "P2", "--top", "1")["suggestions"][0]
    _, next_step = run(capsys, "suggest", "--place", "P2", "--top", "1")
    told = re.search(r"việc «(.+)», đối tượng (.+), số lượng (\d+);.*--from (\S+)", next_step)
    assert told is not None
    assert "vongsach replan 2027Q1/v1 --from" in next_step
    what, target, number, day = told.groups()
    assert (target, int(number), day) == (best["service"], best["visits"], best["day"])
    path = changes(f"{what},{target},,,{number}")
    before = PlanStore(folder).load()
    typed = ("--from", day, "--mode", "add-only", "--changes", str(path))
    found = document(capsys, "replan", *typed)["changes"]["visits"]
    assert [one["new"]["day"] for one in found] == [day]
    after = PlanStore(folder).load()
    spent = [paid(one.plan, one.network, one.travel) for one in (before, after)]
    assert spent[1] - spent[0] == best["dong"]


def test_a_scenario_takes_over_the_seed_of_the_plan_beside_it(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    run(capsys, "--seed", "7", "plan", "--effort", "1")
    stored = PlanStore(folder).load()
    assert {one.seed for one in stored.plan.runs} == {7}
    path = tmp_path / "kich-ban.toml"
    rows = 'what = "visits"\ntarget = "P1"\nnumber = 3\n'
    path.write_text(f"[[scenario]]\n[[scenario.change]]\n{rows}", "utf-8")
    seeds: list[int] = []
    code = "stopped"

    def routing(*_: object, seed: int, **__: object) -> NoReturn:
        seeds.append(seed)
        raise OutOfTime(code)

    solvers = replace(SOLVERS, routing=routing)
    with pytest.raises(OutOfTime):
        compared_scenarios(("v2", stored), path, travel=an_hour_apart, solvers=solvers)
    assert seeds == [7]


def test_it_is_told_where_a_plan_cannot_be_made_a_second_time(
    folder: Path, capsys: Capture
) -> None:
    plan = PlanStore(folder).load().plan
    made = plan.made_from
    replaced = Replaced(plan_sha256="0" * 64, open_from=QUARTER.first_day, mode=ReplanMode.FREE)
    older = made.model_copy(update={"program": "0.0"})
    timed = tuple(one.model_copy(update={"seconds_limit": 9.0}) for one in plan.runs)
    told = {
        "": plan,
        "timed": plan.model_copy(update={"runs": timed}),
        "unknown": plan.model_copy(update={"runs": ()}),
        "replanned": plan.model_copy(
            update={"made_from": made.model_copy(update={"replaces": replaced})}
        ),
        "program": plan.model_copy(update={"made_from": older}),
    }
    assert {why: unrepeatable(one) for why, one in told.items()} == {why: why for why in told}
    run(capsys, "plan", "--effort", "1", "--seconds", "60")
    path = folder / "kich-ban.toml"
    rows = 'what = "visits"\ntarget = "P1"\nnumber = 3\n'
    path.write_text(f"[[scenario]]\n[[scenario.change]]\n{rows}", "utf-8")
    out, _ = run(capsys, "compare", "v2", "--scenarios", str(path), "--html")
    assert say("vi", "compare.timed", name="v2") in out
    assert say("vi", "compare.timed", name="v2") in (folder / "so-sanh.html").read_text("utf-8")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_next_step_names_the_day_that_replan_needs(language: Language) -> None:
    told = say(language, "cli.verb.explain.next", version="2027Q1/v2")
    assert "vongsach replan 2027Q1/v2 --from 2027-02-15" in told


def test_the_next_step_replans_the_plan_that_was_asked_about(folder: Path, capsys: Capture) -> None:
    """A draft after a published plan is looked at; that, not the published one, is replanned."""
    store = PlanStore(folder)
    stored = store.load()
    store.decide(store.find(), Status.PUBLISHED, "Lò Văn Pâng", QUARTER.first_day)
    runs = tuple(one.model_copy(update={"seed": 9}) for one in stored.plan.runs)
    draft = stored.plan.model_copy(update={"runs": runs})
    store.save(draft, stored.network, stored.travel)
    for asked in (("suggest", "--place", "P2", "--top", "1"), ("explain", "--place", "P6")):
        _, next_step = run(capsys, *asked)
        assert "vongsach replan 2027Q1/v2 --from" in next_step, asked


def test_a_plan_that_was_only_tried_is_not_to_be_looked_at(folder: Path, capsys: Capture) -> None:
    _, err = run(capsys, "replan", "v1", "--from", "2027-02-15", "--dry-run")
    assert "bỏ --dry-run" in err
    assert "vongsach show" not in err
    assert len(PlanStore(folder).versions()) == 1


def test_scenarios_are_compared_on_the_terminal_as_a_page_and_as_a_sheet(
    folder: Path, capsys: Capture
) -> None:
    path = folder / "kich-ban.toml"
    path.write_text(
        '[[scenario]]\nname = "=Thêm <b>xe</b>"\n[[scenario.change]]\n'
        'what = "van_more"\ntarget = "X3"\nlike = "X1"\n',
        "utf-8",
    )
    out, _ = run(capsys, "compare", "v1", "--scenarios", str(path), "--html", "--xlsx")
    lines = out.splitlines()
    assert lines[0].split(maxsplit=3) == ["Con", "số", "v1", "=Thêm <b>xe</b>"]
    assert any(line.startswith("chi phí (đồng)") for line in lines)
    page = (folder / "so-sanh.html").read_text("utf-8")
    assert "=Thêm &lt;b&gt;xe&lt;/b&gt;" in page
    assert "<b>xe" not in page
    sheet = load_workbook(folder / "so-sanh.xlsx").active
    assert sheet is not None
    head = [cell.value for cell in sheet[1]]
    assert head == ["Con số", "v1", "=Thêm <b>xe</b>"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    told = document(capsys, "compare", "v1", "v1")["plans"][0]["figures"]
    written = [row[1] for row in sheet.iter_rows(min_row=2)][: len(told)]
    assert [cell.value for cell in written] == list(told.values())
    for value, cell in zip(told.values(), written, strict=True):
        assert cell.data_type == "n"
        if value is not None:
            assert cell.number_format == ("#,##0" if isinstance(value, int) else "#,##0.0")
    assert [sheet.cell(sheet.max_row, column).data_type for column in (2, 3)] == ["n", "n"]
    found = document(capsys, "compare", "v1", "v1")
    assert found["plans"][1]["differences"]["visits"] == []
    path.write_text("x = 1\n", "utf-8")
    run(capsys, "compare", "--scenarios", str(path), code=2)


def test_a_scenario_that_changes_nothing_is_the_plan_itself(folder: Path, capsys: Capture) -> None:
    """It is made in the same way and as hard, so that only a change makes a difference."""
    path = folder / "kich-ban.toml"
    rows = 'what = "visits"\ntarget = "P1"\nnumber = 3\n'
    path.write_text(f'[[scenario]]\nname = "như cũ"\n[[scenario.change]]\n{rows}', "utf-8")
    was, now = document(capsys, "compare", "v1", "--scenarios", str(path))["plans"]
    assert {**now, "name": "", "differences": None} == {**was, "name": "", "differences": None}
    assert now["differences"]["visits"] == []
