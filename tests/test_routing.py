"""Prove that routings keep every rule, cost what they say, and stand above their bound."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from routing import solve_routing
from routing.board import Board
from routing.bound import lower_bound
from routing.case import read_case
from routing.days_model import Patience, Pool, choose_trips
from routing.improvement import Step, fill
from routing.proof.relaxation import Pace
from routing.solve import construct, make_desk
from routing.tables import make_routing
from tests.builders import (
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
    day,
)
from tests.oracle import best_routing
from tests.rotation_cases import rules_with
from tests.routing_cases import (
    HOUR,
    a_meal,
    blamed,
    days_of_visits,
    only_reason,
    solved,
    some_places,
    workdays,
)
from tests.strategies import Case, cases
from vongsach.check import check_plan
from vongsach.closures import Closure, Pin
from vongsach.errors import NoPlanError
from vongsach.objective import routing_terms, total
from vongsach.places import Market, VehicleClass
from vongsach.plan import Routing, RunStatus, UnservedReason
from vongsach.quarter import Quarter
from vongsach.rules import Rules
from vongsach.solving import Effort, Unwatched


@given(cases())
@settings(max_examples=40)
def test_the_checker_finds_nothing_to_blame(case: Case) -> None:
    """No hard rule is broken on any small network, and the cost is the true one."""
    found = solve_routing(
        case.network,
        case.quarter,
        case.travel,
        effort=Effort(level=1),
        seed=1,
        watch=Unwatched(),
    )
    assert blamed(case.network, case.travel, found, case.quarter) == []
    terms = routing_terms(case.network, case.quarter, found.decision, case.travel)
    assert found.run.cost == terms


@given(cases(most_places=2, least_days=7, most_days=12))
@settings(max_examples=25)
def test_bound_optimum_and_plan_stand_in_this_order(case: Case) -> None:
    """On tiny networks the true optimum lies between the bound and the cost."""
    vans = tuple(van.model_copy(update={"meal": None, "nights": 0}) for van in case.network.vans)
    network = case.network.model_copy(update={"vans": vans, "workers": ()})
    case = Case(network=network, quarter=case.quarter, travel=case.travel)
    best = best_routing(case)
    found = solve_routing(
        case.network,
        case.quarter,
        case.travel,
        effort=Effort(level=1),
        seed=1,
        watch=Unwatched(),
    )
    assert found.run.bound is not None
    assert found.run.bound <= best.cost <= total(found.run.cost)


def test_visits_come_at_even_gaps() -> None:
    network = some_places(1, visits=4, min_gap_days=15, max_gap_days=30)
    days = days_of_visits(solved(network))
    gaps = [later - earlier for earlier, later in pairwise(days)]
    assert gaps == pytest.approx([22, 22, 22], abs=2)


def test_the_last_visit_of_the_past_counts() -> None:
    """The first visit comes between the least and the greatest gap after the last one."""
    past = dt.date(2026, 12, 20)
    network = some_places(1, last_visit=past, min_gap_days=30, max_gap_days=40, visits=2)
    first = days_of_visits(solved(network))[0]
    assert 30 <= (day(first) - past).days <= 40


def test_visits_keep_to_day_sets() -> None:
    network = some_places(1, visits=2, day_sets=((3, 45), (4, 40)))
    assert days_of_visits(solved(network)) in ([3, 45], [4, 40])


def test_a_market_service_is_visited_on_market_days() -> None:
    network = some_places(1, visits=3, market_days_only=True).model_copy(
        update={"markets": (Market(place="P1", weekdays=(3,)),)}
    )
    assert {day(number).weekday() for number in days_of_visits(solved(network))} == {3}


def test_nobody_comes_while_a_place_is_shut() -> None:
    shut = Closure(kind="flood", scope="place", target="P1", first_day=day(0), last_day=day(79))
    network = some_places(1, visits=1).model_copy(update={"closures": (shut,)})
    assert days_of_visits(solved(network))[0] >= 80


def test_term_time_services_rest_in_school_holidays() -> None:
    holiday = Closure(kind="school_holiday", scope="all", first_day=day(0), last_day=day(59))
    network = some_places(1, term_time_only=True).model_copy(update={"closures": (holiday,)})
    assert days_of_visits(solved(network))[0] >= 60


def test_a_long_day_holds_the_meal() -> None:
    """Two places that are open only early and late keep the van out over noon."""
    early, late = workdays(8, 9.5), workdays(15, 16.5)
    network = a_network(
        places=(a_depot(), a_place("P1"), a_place("P2")),
        services=(a_service("P1", openings=early), a_service("P2", openings=late)),
        vans=(a_van(meal=a_meal(), cost_per_day=10_000_000),),
    )
    found = solved(network, a_travel(network, 1800))
    (trip,) = found.decision.trips
    assert any(pause.ends - pause.starts >= HOUR for pause in trip.days[0].pauses)


def test_a_closed_road_is_not_driven() -> None:
    """The state in which the place cannot be reached holds on all but one day."""
    network = some_places(1)
    travel = a_travel(network)
    open_matrix = travel.matrices[VehicleClass.VAN, ""]
    cut = open_matrix.reachable.copy()
    cut[0, 1] = cut[1, 0] = False
    closed = type(open_matrix)(
        places=open_matrix.places,
        seconds=open_matrix.seconds,
        metres=open_matrix.metres,
        reachable=cut,
        estimated=open_matrix.estimated,
    )
    travel = type(travel)(
        states={one: "" if one == day(40) else "cut" for one in travel.states},
        matrices={**travel.matrices, (VehicleClass.VAN, "cut"): closed},
    )
    assert days_of_visits(solved(network, travel)) == [40]


def test_a_hard_pin_is_kept_with_its_van() -> None:
    pin = Pin(place="P1", first_day=day(19), last_day=day(21), van="X2", reason="opening day")
    network = some_places(1).model_copy(
        update={"pins": (pin,), "vans": (a_van("X1"), a_van("X2", cost_per_day=900_000))}
    )
    found = solved(network)
    assert 19 <= days_of_visits(found)[0] <= 21
    assert found.decision.trips[0].van == "X2"


def test_a_pin_is_left_to_the_quarter_that_holds_its_last_day() -> None:
    """On Mondays alone; the span runs from Tuesday 30 March to 10 April."""
    pin = Pin(place="P1", first_day=day(88), last_day=day(99), reason="fair")
    network = some_places(1, openings=workdays(8, 12)[:1]).model_copy(update={"pins": (pin,)})
    assert solved(network).decision.unserved == ()


def test_a_pin_that_the_last_visit_keeps_asks_for_nothing() -> None:
    """On Mondays alone; the last visit was made on 31 December."""
    pin = Pin(place="P1", first_day=day(-3), last_day=day(1), reason="fair")
    network = some_places(1, openings=workdays(8, 12)[:1], last_visit=day(-1))
    found = solved(network.model_copy(update={"pins": (pin,)}))
    assert found.decision.unserved == ()


def test_a_soft_pin_is_kept_where_it_can_be() -> None:
    pin = Pin(place="P1", first_day=day(60), last_day=day(62), hard=False, reason="festival")
    network = some_places(1).model_copy(update={"pins": (pin,)})
    assert 60 <= days_of_visits(solved(network))[0] <= 62


def test_a_hard_pin_that_cannot_be_kept_ends_without_a_plan() -> None:
    pin = Pin(place="P1", first_day=day(1), last_day=day(2), reason="a weekend")
    network = some_places(1).model_copy(update={"pins": (pin,)})
    with pytest.raises(NoPlanError) as raised:
        solved(network)
    assert raised.value.facts["place"] == "P1"


def test_a_box_that_has_to_go_draws_a_visit_in_time() -> None:
    """A box stands at P1 since before: the visit comes no later than the longest stay allows."""
    due = 12
    since = day(due) - dt.timedelta(days=180)
    network = some_places(1).model_copy(update={"boxes": (a_box(stands_at="P1", since=since),)})
    assert days_of_visits(solved(network))[0] <= due


def test_services_of_one_place_share_a_stop() -> None:
    network = a_network(
        services=(
            a_service(),
            a_service(id="P1:mobile", kind="mobile", boxes=0, session=HOUR),
        )
    )
    (trip,) = solved(network).decision.trips
    (stop,) = trip.days[0].stops
    assert set(stop.services) == {"P1:rotation", "P1:mobile"}


def test_crews_are_named_and_share_the_week() -> None:
    """One operator with two field days a week lets two trips a week out."""
    network = a_network(
        services=(a_service(every_weeks=1, visits=None, min_gap_days=2, max_gap_days=12),),
        workers=(a_worker(days_per_week=1), a_worker("N2", role="librarian")),
    )
    found = solved(network)
    assert all(trip.crew == ("N1",) for trip in found.decision.trips)


def test_more_places_than_a_day_holds_are_spread_over_days() -> None:
    network = some_places(9)
    found = solved(network)
    assert found.decision.unserved == ()
    assert len(found.decision.trips) > 1


def test_nothing_asked_costs_nothing() -> None:
    found = solved(a_network(services=()))
    assert found.decision.trips == ()
    assert found.run.status is RunStatus.OPTIMAL


def test_driving_of_a_week_is_limited() -> None:
    """Eight hours a day are too much for six days: some day the van stays at home."""
    network = a_network(
        services=(a_service(visits=50, min_gap_days=1),),
        vans=(a_van(weekdays=(0, 1, 2, 3, 4, 5), shift_ends=20 * HOUR),),
        rules=Rules(driving_week=Rules().driving_week.model_copy(update={"value": 30 * HOUR})),
    )
    found = solved(network, a_travel(network, 4 * HOUR))
    assert only_reason(found) is UnservedReason.NO_TIME


def test_driving_of_a_week_is_limited_over_all_vans_of_one_driver() -> None:
    """Nine hours of driving a day for six days in two vans: one driver may do five of them."""
    long = {"shift_starts": 5 * HOUR, "shift_ends": 19 * HOUR, "longest_driving": 10 * HOUR}
    vans = (a_van("A", weekdays=(0, 1, 2), **long), a_van("B", weekdays=(3, 4, 5), **long))
    week = Quarter(name="W", first_day=day(3), last_day=day(9))
    network = some_places(1, visits=6).model_copy(
        update={"vans": vans, "workers": (a_worker(days_per_week=6),)}
    )
    found = solved(network, a_travel(network, int(4.5 * HOUR), week), week)
    assert len(found.decision.trips) == 5


@pytest.mark.parametrize("librarians", [0, 1])
def test_a_mobile_trip_has_an_operator_whatever_the_rules_ask(librarians: int) -> None:
    """T08 asks for one operator on every trip."""
    rules = rules_with(crew_mobile_operators=0, crew_mobile_librarians=librarians)
    workers = (a_worker("N1", role="librarian"), a_worker("N2", role="librarian"), a_worker("N3"))
    network = some_places(1, kind="mobile", session=HOUR)
    found = solved(network.model_copy(update={"rules": rules, "workers": workers}))
    assert [trip.crew for trip in found.decision.trips] == [("N3",)]


def test_the_bound_holds_for_plans_that_move_no_box() -> None:
    """Time that is reserved for a full exchange need not be used: eight stops fit one day."""
    network = some_places(8, fixed=10 * 60, per_box=30 * 60, boxes=2)
    travel = a_travel(network, 5 * 60)
    leaves = 8 * HOUR
    stops = tuple(
        a_stop(f"P{number}", arrival=at, start=at, departure=at + 600)
        for number in range(1, 9)
        if (at := leaves + 900 * number - 600)
    )
    ends = stops[-1].departure + 300
    hand = Routing(trips=(a_trip(days=(a_trip_day(stops, leaves=leaves, ends=ends),)),))
    assert check_plan(a_plan(hand), network, travel).violations == ()
    case = read_case(network, QUARTER, travel)
    bound = lower_bound(case, Pace(work=1e8, rounds=20, spent=lambda: 0.0)).dong
    assert 0 < bound <= total(routing_terms(network, QUARTER, hand, travel))


def test_the_choice_of_trips_is_never_dearer_and_keeps_every_visit() -> None:
    """Two boards, each better on its own days, are joined into one that is better than both."""
    network = some_places(6, visits=2, min_gap_days=10)
    case = read_case(network, QUARTER, a_travel(network))
    desk, pool, rng = make_desk(case), Pool(), np.random.default_rng(3)
    boards = []
    for _ in range(4):
        board = Board(desk)
        fill(board, rng.permutation(6).tolist(), rng, Step(blink=0.5))
        pool.note(board)
        boards.append(board)
    best = min(boards, key=Board.cost)
    chosen = choose_trips(best, pool, Patience(deterministic=1.0, seconds=None, seed=1))
    assert chosen.cost() <= best.cost()
    assert all(chosen.missing(ask) == 0 for ask in range(6))


def test_a_board_adds_up_as_the_objective_does() -> None:
    """What the search believes is what is reported."""
    network = some_places(5, visits=3, min_gap_days=10, last_visit=dt.date(2026, 12, 20))
    travel = a_travel(network)
    board = construct(Board(make_desk(read_case(network, QUARTER, travel))), lambda _: False)
    terms = routing_terms(network, QUARTER, make_routing(board), travel)
    assert board.cost() == total(terms)
