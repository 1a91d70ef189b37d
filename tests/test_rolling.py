"""The next quarter begins where the plan of this one ends."""

import datetime as dt
from pathlib import Path

import pytest

import cli
from tests.builders import (
    MONDAY,
    QUARTER,
    a_box,
    a_depot,
    a_network,
    a_place,
    a_plan,
    a_service,
    a_stop,
    a_travel,
    a_trip,
    a_trip_day,
    a_van,
    a_worker,
)
from tests.stand_ins import stand_in_rotation, stand_in_routing
from vongsach.beginning import named_quarter
from vongsach.boxes import DaySpan, PastStay
from vongsach.check.trace import replay
from vongsach.closures import Closure, Pin
from vongsach.network import Network
from vongsach.places import Market
from vongsach.plan import Exchange, Load, Plan, Rotation, Routing, Stay
from vongsach.rolling import rolled
from vongsach.store import PlanStore
from vongsach.workbook import read_workbook, write_workbook

NEXT = named_quarter("2027Q2")
CAME = dt.date(2026, 12, 1)


def a_rich_plan() -> tuple[Network, Plan]:
    """Return a trip that brings B1 to P1, takes B2 from there to P2, and B3 from P2 home."""
    places = (a_depot(), a_place(), a_place("P2"))
    network = a_network(
        places=places,
        services=(a_service(), a_service("P2"), a_service("P2", id="other", kind="mobile")),
        boxes=(
            a_box(unavailable=(DaySpan(first_day=CAME, last_day=CAME),)),
            a_box("B2", stands_at="P1"),
            a_box("B3", stands_at="P2"),
            a_box("B4"),
        ),
        vans=(a_van(days_off=(MONDAY, dt.date(2027, 5, 1))),),
        workers=(a_worker(days_off=(MONDAY,)),),
        closures=tuple(
            Closure(kind="holiday", scope="all", first_day=day, last_day=day)
            for day in (MONDAY, dt.date(2027, 4, 30))
        ),
        pins=(Pin(place="P1", first_day=MONDAY, last_day=MONDAY, reason="hẹn"),),
        markets=(
            Market(place="P1", days=(MONDAY,)),
            Market(place="P2", weekdays=(6,), days=(MONDAY, dt.date(2027, 4, 4))),
        ),
        past_stays=(PastStay(box="B4", place="P1", first_day=dt.date(2026, 1, 1), last_day=CAME),),
    )
    stops = (
        a_stop(),
        a_stop("P2", arrival=36_000, start=36_000, departure=38_400),
    )
    trip = a_trip(days=(a_trip_day(stops, ends=43_200),))
    rotation = Rotation(
        loads=(Load(trip="T1", boxes=("B1", "B4")),),
        exchanges=(
            Exchange(trip="T1", day=MONDAY, position=0, handed_in=("B1",), taken_out=("B2",)),
            Exchange(trip="T1", day=MONDAY, position=1, handed_in=("B2",), taken_out=("B3",)),
        ),
        stays=(
            Stay(box="B1", place="P1", first_day=MONDAY),
            Stay(box="B2", place="P1", first_day=CAME, last_day=MONDAY),
            Stay(box="B2", place="P2", first_day=MONDAY),
            Stay(box="B3", place="P2", first_day=CAME, last_day=MONDAY),
        ),
    )
    return network, a_plan(Routing(trips=(trip,)), rotation)


def test_boxes_stand_where_the_replay_of_the_checker_leaves_them() -> None:
    network, plan = a_rich_plan()
    spells = replay(plan, network, a_travel(network)).boxes.spells
    left = {spell.box: spell.place for spell in spells if spell.last_day is None}
    after = rolled(network, plan, NEXT)
    assert {box.id: box.stands_at for box in after.boxes} == left
    assert {box.id: box.since for box in after.boxes} == dict.fromkeys(left, MONDAY)
    assert after.boxes[0].unavailable == ()


def test_ended_stays_join_the_history() -> None:
    network, plan = a_rich_plan()
    after = rolled(network, plan, NEXT)
    assert after.past_stays[:1] == network.past_stays
    assert {(stay.box, stay.place, stay.last_day) for stay in after.past_stays[1:]} == {
        ("B2", "P1", MONDAY),
        ("B3", "P2", MONDAY),
    }


def test_last_visits_are_those_of_the_plan() -> None:
    network, plan = a_rich_plan()
    after = rolled(network, plan, NEXT)
    assert [service.last_visit for service in after.services] == [MONDAY, MONDAY, None]


def test_what_is_over_is_left_out() -> None:
    network, plan = a_rich_plan()
    after = rolled(network, plan, NEXT)
    assert after.vans[0].days_off == (dt.date(2027, 5, 1),)
    assert after.workers[0].days_off == ()
    assert [closure.first_day for closure in after.closures] == [dt.date(2027, 4, 30)]
    assert after.pins == ()
    assert [market.place for market in after.markets] == ["P2"]
    assert after.markets[0].days == (dt.date(2027, 4, 4),)


def test_nothing_moved_leaves_every_box_and_its_day() -> None:
    network, _ = a_rich_plan()
    after = rolled(network, a_plan(Routing(), Rotation()), NEXT)
    assert [(box.stands_at, box.since) for box in after.boxes] == [
        (box.stands_at, box.since) for box in network.boxes
    ]


@pytest.fixture
def planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace with a plan."""
    monkeypatch.setattr(cli, "travel_from_legs", lambda network, _: a_travel(network))
    monkeypatch.setattr(cli, "solve_routing", stand_in_routing)
    monkeypatch.setattr(cli, "solve_rotation", stand_in_rotation)
    monkeypatch.setattr(cli, "joint", None)
    monkeypatch.setattr(cli, "solve_shelves", None)
    folder = tmp_path / "quy-1"
    folder.mkdir()
    write_workbook(a_network(), QUARTER, folder / "mang-luoi.xlsx")
    assert cli.run(["-C", str(folder), "plan"]) == 0
    return folder


def test_init_from_a_plan_writes_the_next_quarter(planned: Path, tmp_path: Path) -> None:
    (version,) = PlanStore(planned).versions()
    there = tmp_path / "quy-2"
    assert cli.run(["-C", str(there), "init", "--from", str(version.folder)]) == 0
    book = read_workbook(there / "mang-luoi.xlsx")
    assert book.quarter == NEXT
    assert book.network.boxes[0].stands_at == "P1"
    assert book.network.services[0].last_visit == MONDAY


def test_init_from_a_plan_of_the_same_workspace_needs_force(planned: Path) -> None:
    assert cli.run(["-C", str(planned), "init", "--from", "v1"]) == 2
    typed = ["-C", str(planned), "init", "--from", "v1", "--force", "--quarter"]
    assert cli.run([*typed, "2027Q4"]) == 0
    assert read_workbook(planned / "mang-luoi.xlsx").quarter.name == "2027Q4"


@pytest.mark.parametrize(
    "typed",
    [
        ["--from", "v9"],
        ["--from", "v1", "--quarter", "2027Q1"],
        ["--from", "v1", "--sample", "tam-duong"],
    ],
)
def test_what_cannot_follow_is_refused(
    planned: Path, capsys: pytest.CaptureFixture[str], typed: list[str]
) -> None:
    before = (planned / "mang-luoi.xlsx").read_bytes()
    assert cli.run(["-C", str(planned), "init", "--force", *typed]) == 2
    assert capsys.readouterr().err
    assert (planned / "mang-luoi.xlsx").read_bytes() == before
