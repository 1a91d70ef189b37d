"""The manager's page: one file, true figures, names that stay names."""

import datetime as dt
import re
import shutil
import subprocess
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_plan, a_travel
from tests.hostile_plans import HOSTILE, a_hostile_plan
from tests.shown_plans import a_shown_plan, a_small_network
from vongsach.check import RULES
from vongsach.closures import Closure, ClosureKind, Scope
from vongsach.measures import measure
from vongsach.network import Network
from vongsach.output import (
    Earlier,
    Figured,
    Presentation,
    ReportData,
    RuleVerdict,
    join,
    write_report,
)
from vongsach.output.presentation import plain
from vongsach.output.reports import draw_report
from vongsach.output.typesetting import Text
from vongsach.plan import Plan, Routing
from vongsach.units import ServiceId
from vongsach.words import Language

TODAY = dt.date(2026, 12, 1)
MET = tuple(RuleVerdict(code=rule.code, hard=True, count=0) for rule in RULES)


def figured(plan: Plan, network: Network) -> Figured:
    travel = a_travel(network)
    return Figured(view=join(plan, network, travel), measures=measure(plan, network, travel))


def data(
    plan: Plan | None = None,
    network: Network | None = None,
    *,
    before: Figured | None = None,
    language: Language = "vi",
    verdicts: tuple[RuleVerdict, ...] = MET,
) -> ReportData:
    network = network or a_small_network()
    return ReportData(
        now=figured(plan or a_shown_plan(), network),
        before=before,
        network=network,
        verdicts=verdicts,
        show=Presentation(language),
        version="2027Q1/v1-nhap",
        made_on=TODAY,
    )


def document(**changes: Any) -> Text:
    return data(**changes).document()


def test_the_verdict_is_one_sentence_of_the_true_figures() -> None:
    shown = document()
    count = data().now.measures.required
    assert f"bắt buộc {count.made}/{count.asked}" in shown["figures"][0]["detail"]
    assert "2 điểm thiếu lượt bắt buộc;" in shown["verdict"]
    assert "mọi quy tắc cứng đều đạt" in shown["verdict"]
    assert not shown["good"]


def test_broken_rules_are_counted_and_come_first() -> None:
    broken = (*MET[1:], RuleVerdict(code="T18", hard=True, count=3))
    shown = document(verdicts=broken)
    assert "1 quy tắc cứng chưa đạt" in shown["verdict"]
    assert (shown["rules"][0]["code"], shown["rules"][0]["count"]) == ("T18", "3")
    assert "Chạy xe vào ngày nghỉ chung" in draw_report(shown)


def test_every_missing_visit_stands_with_its_reason() -> None:
    shown = document()
    assert [(row["code"], row["missing"]) for row in shown["unserved"]] == [
        ("NAM_DICH", "1"),
        ("TA_LENG", "1"),
    ]
    assert "không vừa một ngày" in shown["unserved"][0]["reason"]


def test_where_all_is_served_the_page_says_so() -> None:
    page = draw_report(document(plan=a_plan(Routing())))
    assert "Không có: mọi lượt được yêu cầu đều có trong kế hoạch" in page


def test_figures_stand_beside_those_of_the_quarter_before() -> None:
    network = a_small_network()
    shown = document(before=figured(a_shown_plan(), network))
    assert all(row["before"] == row["value"] for row in shown["figures"])
    assert len(shown["figures"]) == 6
    assert {row["before"] for row in document()["figures"]} == {"–"}


def test_the_calendar_tells_days_out_free_and_shut() -> None:
    closure = Closure(
        kind=ClosureKind.HOLIDAY,
        scope=Scope.ALL,
        first_day=dt.date(2027, 2, 5),
        last_day=dt.date(2027, 2, 9),
    )
    rows = document(network=a_small_network(closures=(closure,)))["calendar"]["rows"]
    kinds = [cell["kind"] for cell in rows[0]["cells"]]
    assert (len(rows), len(kinds)) == (3, 90)
    assert kinds.count("out") == 5
    assert kinds.count("shut") == 5
    assert rows[0]["count"] == "5"


def test_the_heat_map_has_a_row_for_each_box_and_a_cell_for_each_week() -> None:
    heat = document()["heat"]
    assert len(heat["rows"]) == 12
    assert all(len(row["cells"]) == 14 for row in heat["rows"])
    first = heat["rows"][0]
    assert first["cells"][0] == 0
    assert first["cells"][2] == 10
    assert first["moved"][1]


def test_many_boxes_share_rows() -> None:
    network = a_small_network()
    boxes = tuple(network.boxes[0].model_copy(update={"id": f"B{number}"}) for number in range(900))
    heat = document(plan=a_plan(Routing()), network=a_small_network(boxes=boxes))["heat"]
    assert len(heat["rows"]) == 100
    assert "9 thùng" in heat["note"]


def test_no_telephone_number_is_on_the_page() -> None:
    page = draw_report(document())
    assert "0365 111 222" not in page
    assert "0912 345 678" not in page


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_stays_text(name: str, tmp_path: Path) -> None:
    plan, network = a_hostile_plan(name)
    made = data(plan=plan, network=network)
    path = write_report(made, tmp_path / "duyet.html")
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert plain(name[:300]) in " ".join(unescape(page).split())


def test_an_english_page_is_english() -> None:
    page = draw_report(document(language="en"))
    assert "every hard rule is met" in page
    assert "Xin quyết định" not in page


def test_it_prints_on_three_sheets(tmp_path: Path) -> None:
    chromium, pdfinfo = shutil.which("chromium"), shutil.which("pdfinfo")
    if chromium is None or pdfinfo is None:
        pytest.skip("chromium and poppler-utils are not installed")
    path = write_report(data(), tmp_path / "duyet.html")
    printed = tmp_path / "duyet.pdf"
    subprocess.run(  # noqa: S603 -- a fixed program on a file of ours
        [
            *(chromium, "--headless=new", "--no-sandbox", "--disable-gpu"),
            *("--no-pdf-header-footer", f"--user-data-dir={tmp_path / 'profile'}"),
            *(f"--print-to-pdf={printed}", path.as_uri()),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    said = subprocess.run(  # noqa: S603 -- as above
        [pdfinfo, str(printed)], check=True, capture_output=True, text=True
    ).stdout
    assert re.search(r"^Pages: +[123]$", said, re.MULTILINE)


def shifted(plan: Plan, days: int) -> Plan:
    """Return the plan with its first trip some days later."""
    first, *others = plan.routing.trips
    moved = first.model_copy(
        update={
            "days": tuple(
                one.model_copy(update={"day": one.day + dt.timedelta(days=days)})
                for one in first.days
            )
        }
    )
    routing = plan.routing.model_copy(update={"trips": (moved, *others)})
    return plan.model_copy(update={"routing": routing})


def test_what_changed_since_the_last_version_is_told_place_by_place() -> None:
    network = a_small_network()
    earlier = Earlier("v1-nhap", join(shifted(a_shown_plan(), 1), network))
    shown = replace(data(), earlier=earlier).document()["changes"]
    assert "2 điểm thay đổi; 2 lượt dời ngày, 0 lượt thêm, 0 lượt bỏ" in shown["sentence"]
    assert "v1-nhap" in shown["sentence"]
    assert {row["code"]: (row["before"], row["now"]) for row in shown["rows"]} == {
        "BINH_LU": ("T3 05/01 08:15", "T2 04/01 08:15"),
        "SON_BINH": ("T3 05/01 10:15", "T2 04/01 10:15"),
    }
    assert all(row["weekday"] for row in shown["rows"])


def test_visits_added_and_dropped_are_told_apart() -> None:
    network = a_small_network()
    fewer = join(a_plan(Routing(trips=a_shown_plan().routing.trips[1:])), network)
    now = replace(data(), earlier=Earlier("v1", fewer)).document()["changes"]
    assert "0 lượt dời ngày, 2 lượt thêm, 0 lượt bỏ" in now["sentence"]
    same = replace(data(), earlier=Earlier("v1", join(a_shown_plan(), network))).document()
    assert same["changes"]["sentence"] == "So với v1: không điểm nào đổi ngày hay giờ."
    assert document()["changes"]["rows"] == []
    assert "bản đầu tiên" in document()["changes"]["sentence"]


def test_a_remedy_stands_with_its_service_as_text() -> None:
    remedies = {ServiceId("NAM_DICH:rotation"): "Thêm <1> đêm"}
    page = draw_report(replace(data(), remedies=remedies).document())
    assert "Cách khắc phục đã tính thử:</b> Thêm &lt;1&gt; đêm" in page
    assert page.count("đã tính thử") == 1


def test_a_plan_that_lists_no_missing_visit_is_not_called_complete() -> None:
    """Visits are missing, and no list says where: the sentence must not say that none is."""
    plan = a_plan(Routing(trips=a_shown_plan().routing.trips[1:]))
    verdict = document(plan=plan)["verdict"]
    assert "các điểm thiếu lượt không được kê" in verdict
    assert "điểm nào cũng" not in verdict
