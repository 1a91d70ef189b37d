"""Prove that far places are served by trips with nights away, under every rule of each day."""

import numpy as np
import pytest

from routing.board import Board
from routing.case import read_case
from routing.improvement import Step, fill
from routing.solve import make_desk
from routing.tables import make_routing
from tests.builders import (
    HOUR,
    QUARTER,
    a_depot,
    a_network,
    a_place,
    a_service,
    a_travel,
    a_van,
    a_worker,
)
from tests.routing_cases import facts_of, only_reason, solved
from vongsach.network import Network
from vongsach.objective import routing_terms, total
from vongsach.plan import Trip, UnservedReason
from vongsach.travel import Travel


def far_network(**changes: object) -> Network:
    """Return a place almost a working day away, and a night stop an hour before it."""
    fields = {
        "places": (a_depot(), a_place("P1"), a_place("P2", night_stop=True)),
        "services": (a_service("P1"),),
        "vans": (a_van(nights=1),),
    }
    return a_network(**fields | changes)


def far_travel(network: Network) -> Travel:
    ways = {("KHO", "P1"): 5 * HOUR, ("KHO", "P2"): 4 * HOUR, ("P1", "P2"): HOUR}
    return a_travel(network, ways)


def only_trip(network: Network) -> Trip:
    (trip,) = solved(network, far_travel(network)).decision.trips
    return trip


def test_a_place_that_no_day_trip_serves_is_served_overnight() -> None:
    trip = only_trip(far_network())
    assert [len(day.stops) for day in trip.days] in ([1, 0], [0, 1])
    assert (trip.days[0].ends_at, trip.days[1].leaves_from) == ("P2", "P2")


def test_a_van_that_comes_home_every_evening_cannot_go_so_far() -> None:
    network = far_network(vans=(a_van(),))
    found = solved(network, far_travel(network))
    assert only_reason(found) is UnservedReason.TOO_FAR
    assert facts_of(found)["nights"] == 0


def test_places_beyond_all_nights_are_too_far() -> None:
    network = far_network()
    found = solved(network, a_travel(network, 9 * HOUR))
    assert only_reason(found) is UnservedReason.TOO_FAR
    assert facts_of(found)["nights"] == 1


def test_two_nights_are_spent_where_one_is_too_few() -> None:
    """Nine hours from the night stop on the way: out, serve and back, home."""
    network = far_network(vans=(a_van(nights=2),))
    ways = {("KHO", "P2"): 9 * HOUR, ("P2", "P1"): 4 * HOUR, ("KHO", "P1"): 13 * HOUR}
    (trip,) = solved(network, a_travel(network, ways)).decision.trips
    assert [len(day.stops) for day in trip.days] == [0, 1, 0]


def test_a_night_is_spent_where_it_is_cheaper_than_driving_twice() -> None:
    """Each of two far places fills a day; a night between them saves a way there and back."""
    network = far_network(
        places=(a_depot(), a_place("P1"), a_place("P2", night_stop=True)),
        services=(a_service("P1", fixed=2 * HOUR), a_service("P2", fixed=2 * HOUR)),
        vans=(a_van(nights=1, cost_per_km=20_000),),
    )
    ways = {("KHO", "P1"): 3 * HOUR, ("KHO", "P2"): 3 * HOUR, ("P1", "P2"): HOUR // 2}
    (trip,) = solved(network, a_travel(network, ways)).decision.trips
    assert len(trip.days) == 2


def test_the_same_people_are_out_on_all_days_of_a_trip() -> None:
    """Nobody may be out on two days of a week but N2."""
    workers = (a_worker("N1", days_per_week=1), a_worker("N2", days_per_week=2))
    assert only_trip(far_network(workers=workers)).crew == ("N2",)


def test_nobody_who_may_be_out_on_both_days_is_a_lack_of_crew() -> None:
    workers = (a_worker("N1", days_per_week=1), a_worker("N2", days_per_week=1))
    network = far_network(workers=workers)
    found = solved(network, far_travel(network))
    assert only_reason(found) is UnservedReason.NO_CREW


def test_a_trip_lies_in_days_on_which_its_van_works() -> None:
    trip = only_trip(far_network(vans=(a_van(nights=1, weekdays=(0, 2, 3, 5)),)))
    assert [day.day.weekday() for day in trip.days] == [2, 3]


def test_the_store_of_a_van_lasts_for_all_days_of_a_trip() -> None:
    """Five units for two visits of three each: two trips."""
    services = (a_service("P1", goods=3), a_service("P2", goods=3))
    network = far_network(services=services, vans=(a_van(nights=1, goods=5),))
    assert len(solved(network, far_travel(network)).decision.trips) == 2


@pytest.mark.parametrize("seed", range(6))
def test_a_board_adds_up_however_visits_come_and_go(seed: int) -> None:
    """After any visits were taken out and put back, the cost is that of what stands there."""
    names = [f"P{number}" for number in range(1, 6)]
    network = a_network(
        places=(a_depot(), *(a_place(name, night_stop=True) for name in names)),
        services=tuple(a_service(name, visits=3) for name in names),
        vans=(a_van(nights=2), a_van("X2", nights=1)),
    )
    travel = a_travel(network, 4 * HOUR + 1800)
    desk, rng = make_desk(read_case(network, QUARTER, travel)), np.random.default_rng(seed)
    board = Board(desk)
    for _ in range(12):
        fill(board, rng.permutation(5).tolist(), rng, Step(blink=0.3))
        ask = int(rng.integers(5))
        for day in list(board.visits[ask]):
            if day in board.visits[ask]:
                board.take(ask, day)
        assert {(one, day) for trip in board.trips() for one, day in trip.visits()} == {
            (one, day) for one, days in enumerate(board.visits) for day in days
        }
    fill(board, range(5), rng, Step())
    assert board.cost() == total(routing_terms(network, QUARTER, make_routing(board), travel))
