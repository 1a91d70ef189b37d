"""The manager's page of a stored plan: what it is compared with, and remedies that were tried."""

import datetime as dt
from pathlib import Path

import pytest

import cli
from tests.builders import QUARTER, a_travel
from tests.test_explaining import SOLVERS, a_tight_network
from tests.test_store import a_made_plan, empty, save
from vongsach.replanning import Now
from vongsach.solving import NOTHING
from vongsach.store import PlanStore, Status
from vongsach.workbook import write_workbook

DAY = dt.date(2026, 12, 15)


def page_of(folder: Path) -> str:
    (page,) = folder.glob("2027Q1/*/duyet.html")
    return page.read_text("utf-8")


@pytest.fixture
def tight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace whose plan misses visits that a change would serve."""
    network = a_tight_network(1)
    travel = a_travel(network)
    plan = SOLVERS.plan(Now(network, travel), a_made_plan(network, travel), NOTHING).plan
    assert plan.routing.unserved
    PlanStore(tmp_path).save(plan, network, travel)
    write_workbook(network, QUARTER, tmp_path / "mang-luoi.xlsx", "vi")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_page_holds_remedies_where_they_are_asked_for(tight: Path) -> None:
    assert cli.run(["report"]) == 0
    assert "Cách khắc phục đã tính thử" not in page_of(tight)
    assert cli.run(["report", "--remedies"]) == 0
    assert "Cách khắc phục đã tính thử:</b> →" in page_of(tight)


def test_a_plan_is_compared_with_what_was_published_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People were promised the first version; the second was never told to anybody."""
    monkeypatch.chdir(tmp_path)
    first = save(tmp_path, routing=empty("A")).name
    store = PlanStore(tmp_path)
    store.decide(store.find(), Status.PUBLISHED, "X", DAY)
    second = save(tmp_path, routing=empty("B")).name
    save(tmp_path, routing=empty("C"))
    assert cli.run(["report", "v3"]) == 0
    page = page_of(tmp_path)
    assert first.split("-")[0] + "-congbo" in page
    assert second not in page
