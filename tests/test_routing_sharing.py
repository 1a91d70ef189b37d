"""Field days are shared evenly among people, as far as weeks and roles allow it."""

import datetime as dt
from collections import Counter

from tests.builders import a_worker
from tests.routing_cases import solved, some_places
from vongsach.fleet import Role
from vongsach.network import Network
from vongsach.objective import uneven_work_cost
from vongsach.plan import Routing


def field_days(routing: Routing) -> Counter[str]:
    return Counter(name for trip in routing.trips for _ in trip.days for name in trip.crew)


def crewed(*workers: tuple[str, Role, int]) -> Network:
    people = tuple(a_worker(name, role=role, days_per_week=days) for name, role, days in workers)
    network = some_places(4, visits=3, min_gap_days=7, boxes=1)
    return network.model_copy(update={"workers": people})


def test_the_same_few_people_are_not_always_sent() -> None:
    """Trips of different weeks leave out whoever was out before."""
    people = [(f"V{n}", Role.OPERATOR, 5) for n in range(1, 4)]
    routing = solved(crewed(*people)).decision
    days = field_days(routing)
    assert len(routing.trips) >= 3
    assert max(days.values()) - min(days[name] for name, _, _ in people) <= 1
    assert uneven_work_cost(crewed(*people), routing) == 0


def test_who_may_go_less_goes_less_and_the_price_says_so() -> None:
    """A person who is off for the whole quarter leaves all to the other."""
    away = tuple(dt.date(2027, 1, 1) + dt.timedelta(days=n) for n in range(90))
    network = crewed(("V1", Role.OPERATOR, 5), ("V2", Role.OPERATOR, 5))
    off = network.workers[1].model_copy(update={"days_off": away})
    network = network.model_copy(update={"workers": (network.workers[0], off)})
    routing = solved(network).decision
    count = len(routing.trips)
    assert field_days(routing) == {"V1": count}
    above = count - -(-count // 2)
    assert uneven_work_cost(network, routing) == above * network.rules.uneven_work.value > 0
