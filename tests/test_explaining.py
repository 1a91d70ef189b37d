"""Remedies work when followed; suggestions are real days; files of changes tell their mistakes."""

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rotation import solve_rotation
from routing import solve_routing
from tests.builders import QUARTER, a_depot, a_network, a_place, a_plan, a_service, a_travel, a_van
from tests.routing_cases import HOUR, workdays
from vongsach.changing import Change, ChangeKind, changed, read_changes, read_revision
from vongsach.check import check_plan
from vongsach.comparing import compare, read_scenarios
from vongsach.errors import FileError, InputError
from vongsach.explaining import Base, explain_missing, suggest
from vongsach.explaining.remedies import ideas
from vongsach.explaining.trial import tried
from vongsach.explaining.unserved import has_a_day
from vongsach.network import Network
from vongsach.places import Market
from vongsach.plan import Rotation, Unserved, UnservedReason
from vongsach.replanning import Now, Solvers
from vongsach.solving import NOTHING, Effort, Solved, Unwatched
from vongsach.units import PlaceId
from vongsach.wording.explained import explained_answer
from vongsach.workbook import write_workbook

SOLVERS = Solvers(solve_routing, solve_rotation, Effort(level=1), 1, Unwatched())
UNSERVED = "vongsach.explaining.unserved"


def a_tight_network(number: int) -> Network:
    """Return a few places, some of which cannot be served, each for a reason of its own."""
    chance = random.Random(number)  # noqa: S311 -- repeatable on purpose
    names = [f"P{at}" for at in range(1, chance.randrange(3, 6))]
    services = []
    for name in names:
        opens = chance.choice((8, 9, 13))
        services.append(
            a_service(
                name,
                visits=chance.choice((1, 2, 4)),
                min_gap_days=chance.choice((7, 14, 40)),
                required=chance.random() < 0.6,
                fixed=chance.choice((1, 2, 4)) * HOUR,
                openings=workdays(opens, opens + chance.choice((2, 3, 5)))[: chance.choice((1, 5))],
            )
        )
    weekdays = chance.choice(((0, 1, 2, 3, 4), (1,), (4,)))
    van = a_van(weekdays=weekdays, shift_ends=chance.choice((13, 15, 17)) * HOUR)
    places = (a_depot(), *(a_place(name) for name in names))
    return a_network(places=places, services=tuple(services), vans=(van,))


def remedies_hold(number: int) -> int:
    """Follow every remedy of a network alone; return how many there were."""
    network = a_tight_network(number)
    travel = a_travel(network)
    made = SOLVERS.plan(Now(network, travel), a_plan(), NOTHING)
    assert made.report.ok
    base = Base.of(made.plan, network, travel)
    count = 0
    for entry in made.plan.routing.unserved:
        for remedy in explain_missing(base, entry, SOLVERS).remedies:
            after = changed(network, QUARTER, remedy.changes)
            assert after == remedy.network
            assert check_plan(remedy.plan, after, travel).ok
            missing = {one.service: one.missing for one in remedy.plan.routing.unserved}
            assert missing.get(entry.service, 0) == remedy.left < entry.missing
            count += 1
    return count


def test_remedies_work_when_followed() -> None:
    assert sum(remedies_hold(number) for number in range(3)) > 0


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3, 100))
def test_many_remedies_work_when_followed(number: int) -> None:
    remedies_hold(number)


def test_days_are_suggested_best_first_and_leave_others_alone() -> None:
    names = ("P1", "P2", "P3")
    network = a_network(
        places=(a_depot(), *(a_place(name) for name in names)),
        services=tuple(a_service(name, min_gap_days=7) for name in names),
    )
    travel = a_travel(network)
    made = SOLVERS.plan(Now(network, travel), a_plan(), NOTHING)
    base = Base.of(made.plan, network, travel)
    found = list(suggest(base, network.services[0], 2, SOLVERS))
    assert len(found) == 2
    assert len({one.visit.day for one in found}) == 2
    before = {stop for trip in made.plan.routing.trips for day in trip.days for stop in day.stops}
    for one in found:
        trips = one.outcome.plan.routing.trips
        after = {stop for trip in trips for day in trip.days for stop in day.stops}
        assert before <= after
        assert one.outcome.moved.unkept == 0
        assert check_plan(one.outcome.plan, one.outcome.network, travel).ok


def test_a_list_of_changes_is_read_in_the_planners_words(tmp_path: Path) -> None:
    path = tmp_path / "thay-doi.csv"
    path.write_text(
        "việc,đối tượng,từ ngày,đến ngày,số lượng\n"
        "xe nghỉ,X1,08/02/2027,12/02/2027,\n"
        "số lượt,P1,,,2\n",
        "utf-8",
    )
    network = a_network()
    out, more = read_changes(path, network, QUARTER)
    assert out.what is ChangeKind.VAN_OUT
    assert (out.first_day, out.last_day) == (dt.date(2027, 2, 8), dt.date(2027, 2, 12))
    after = changed(network, QUARTER, (out, more))
    assert after.closures[0].target == "X1"
    assert after.services[0].visits == 2


def test_every_mistake_of_a_list_is_told_with_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "changes.csv"
    path.write_text(
        "what,target,from,to,number\nvan out,X9,08/02/2027,01/02/2027,\n"
        "visits,P1,,,\nnonsense,P1,,,1\n",
        "utf-8",
    )
    with pytest.raises(InputError) as told:
        read_changes(path, a_network(), QUARTER)
    cells = {(problem.code, problem.cell) for problem in told.value.problems}
    assert {("E404", "B2"), ("E410", "D2"), ("E301", "E3"), ("E308", "A4")} <= cells


def test_a_changed_workbook_is_a_list_of_changes_too(tmp_path: Path) -> None:
    network = a_network()
    more = changed(network, QUARTER, [Change(what=ChangeKind.VISITS, target="P1", number=3)])
    path = tmp_path / "mang-luoi.xlsx"
    write_workbook(more, QUARTER, path, "vi")
    assert read_revision(path, network, QUARTER).of(network, QUARTER, QUARTER.first_day) == more


def test_scenarios_are_read_and_plans_compared(tmp_path: Path) -> None:
    path = tmp_path / "kich-ban.toml"
    path.write_text(
        '[[scenario]]\nname = "=HAI XE"\n[[scenario.change]]\n'
        'what = "van_more"\ntarget = "X2"\nlike = "X1"\n',
        "utf-8",
    )
    network = a_network()
    (scenario,) = read_scenarios(path, network, QUARTER)
    more = changed(network, QUARTER, scenario.changes)
    assert [van.id for van in more.vans] == ["X1", "X2"]
    plan = a_plan()
    first, second = compare(
        [("v1", plan, network, a_travel(network)), (scenario.name, plan, more, a_travel(more))]
    )
    assert first.differences is None
    assert second.differences is not None
    assert second.differences.visits == ()
    assert first.figures["trips"] == 1
    path.write_text("nothing = 1\n", "utf-8")
    with pytest.raises(FileError, match="no_scenario"):
        read_scenarios(path, network, QUARTER)


def test_a_reason_past_help_is_told_as_such() -> None:
    """No boat: nothing is tried, and the words do not pretend that something was."""
    service = a_service("P1", required=False)
    place = a_place("P1", reachable_by=("boat",))
    network = a_network(places=(a_depot(), place), services=(service,))
    travel = a_travel(network)
    made = SOLVERS.plan(Now(network, travel), a_plan(), NOTHING)
    base = Base.of(made.plan, network, travel)
    (entry,) = made.plan.routing.unserved
    found = explain_missing(base, entry, SOLVERS)
    lines = explained_answer([found], network, "", "vi").lines
    assert found.trials == 0
    assert "nên không tính thử" in lines[-1]


def test_what_has_no_day_by_the_calendar_helps_nothing_when_planned_with() -> None:
    """An oracle for the look ahead: each change that it leaves out is planned with here."""
    left_out = 0
    for number in range(12):
        network = a_tight_network(number)
        travel = a_travel(network)
        made = SOLVERS.plan(Now(network, travel), a_plan(), NOTHING)
        base = Base.of(made.plan, network, travel)
        for entry in made.plan.routing.unserved:
            service = next(one for one in network.services if one.id == entry.service)
            hopeless = [
                idea
                for idea in ((), *ideas(base, service, entry.reason))
                if not has_a_day(base, service, idea)
            ]
            for idea in hopeless[:2]:
                left_out += 1
                assert tried(base, idea, service.id, SOLVERS) is None
    assert left_out


def test_boxes_are_not_thought_about_where_the_trips_serve_nothing_more() -> None:
    """A trial that the trips alone show to be vain ends with them; one that is not goes on."""
    sunday = a_service(
        "P1", visits=2, openings=(workdays(8, 12)[0].model_copy(update={"weekday": 6}),)
    )
    network = a_network(places=(a_depot(), a_place("P1")), services=(sunday,), vans=(a_van(),))
    travel = a_travel(network)
    made = SOLVERS.plan(Now(network, travel), a_plan(), NOTHING)
    base, asked = Base.of(made.plan, network, travel), list[str]()

    def counted(*given: Any, **how: Any) -> Solved[Rotation]:
        asked.append("boxes")
        return solve_rotation(*given, **how)

    solvers = replace(SOLVERS, rotation=counted)
    assert tried(base, (), sunday.id, solvers) is None
    assert asked == []
    found = explain_missing(base, made.plan.routing.unserved[0], solvers)
    assert 1 <= len(found.remedies) <= 3
    assert len(asked) < 2 * (found.trials + found.as_it_is)


def test_who_has_no_further_day_is_told_so_and_nothing_of_vans() -> None:
    """A market of two days that asks for three visits: no van and no road would help."""
    days = (Market(place=PlaceId("P1"), days=(QUARTER.first_day + dt.timedelta(3),)),)
    service = a_service("P1", visits=2, required=False, market_days_only=True)
    places = (a_depot(), a_place("P1"))
    network = a_network(places=places, services=(service,), markets=days)
    travel = a_travel(network)
    made = SOLVERS.plan(Now(network, travel), a_plan(), NOTHING)
    (entry,) = made.plan.routing.unserved
    found = explain_missing(Base.of(made.plan, network, travel), entry, SOLVERS)
    assert (found.trials, found.remedies) == (0, ())
    line = explained_answer([found], network, "", "vi").lines[-1]
    assert f"Đã xét {found.looked_at} thay đổi" in line
    assert "phiên chợ" in line


def test_planning_as_it_is_counts_as_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """An oracle: the changes that were planned with are counted here as they are tried."""
    asked = list[tuple[Change, ...]]()

    def nothing_helps(_: Base, changes: tuple[Change, ...], *__: object) -> None:
        asked.append(changes)

    service = a_service("P1", visits=2)
    network = a_network(places=(a_depot(), a_place("P1")), services=(service,))
    entry = Unserved(service=service.id, missing=1, reason=UnservedReason.NO_TIME, facts=())
    monkeypatch.setattr(f"{UNSERVED}.tried", nothing_helps)
    monkeypatch.setattr(f"{UNSERVED}.has_a_day", lambda *_: True)
    base = Base.of(a_plan(), network, a_travel(network))
    found = explain_missing(base, entry, SOLVERS)
    assert asked[0] == ()
    assert found.trials == len(asked) - 1 > 0
    assert found.trials == found.looked_at
    line = explained_answer([found], network, "", "vi").lines[-1]
    assert f"Đã thử {found.trials} thay đổi" in line
    monkeypatch.setattr(f"{UNSERVED}.ideas", lambda *_: iter(()))
    alone = explain_missing(base, entry, SOLVERS)
    assert (alone.trials, alone.looked_at, alone.as_it_is) == (0, 0, True)
    assert "không đổi gì" in explained_answer([alone], network, "", "vi").lines[-1]
