"""Prove that the days of a service are chosen exactly: against trying every choice."""

import datetime as dt
from itertools import combinations, pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.requests import Ask, read_asks
from routing.spacing import KEEP, NEVER, Want, make_spacer
from tests.builders import QUARTER, a_network, a_service
from vongsach.objective import other_weekday_cost, uneven_gap_cost
from vongsach.rules import Rules

RULES = Rules()


def an_ask(**changes: Any) -> Ask:
    """Return what one service asks for."""
    (ask,) = read_asks(a_network(services=(a_service(**changes),)), QUARTER)
    return ask


def true_cost(ask: Ask, days: tuple[int, ...], costs: dict[int, int], wants: list[Want]) -> int:
    """Return the cost of visits on these days by the formulas of the objective."""
    dates = [QUARTER.first_day + dt.timedelta(days=day) for day in days]
    missing = ask.asked - len(days)
    known = ([ask.last] if ask.last is not None else []) + list(days)
    for number, (earlier, later) in enumerate(pairwise(known)):
        first = number == 0 and ask.last is not None
        most = None if missing or (first and ask.overdue) else ask.service.max_gap_days
        if later - earlier < ask.service.min_gap_days or (most and later - earlier > most):
            return NEVER
    cost = missing * ask.price + sum(costs[day] for day in days)
    if days:
        cost += uneven_gap_cost(ask.service, dates, QUARTER, RULES)
        cost += other_weekday_cost(dates, RULES)
    return cost + sum(
        want.price for want in wants if not any(want.first <= day <= want.last for day in days)
    )


@given(st.data())
@settings(max_examples=60)
def test_the_choice_is_the_best_of_all(data: st.DataObject) -> None:
    last = data.draw(st.none() | st.integers(1, 60))
    least = data.draw(st.integers(1, 12))
    ask = an_ask(
        visits=data.draw(st.integers(1, 4)),
        min_gap_days=least,
        max_gap_days=data.draw(st.none() | st.integers(least, 60)),
        required=False,
        last_visit=None if last is None else QUARTER.first_day - dt.timedelta(days=last),
    )
    days = tuple(sorted(data.draw(st.sets(st.integers(0, 89), min_size=0, max_size=9))))
    costs = {day: data.draw(st.integers(0, 3_000_000)) for day in days}
    first = data.draw(st.integers(0, 89))
    wants = [Want(first, first + 20, data.draw(st.integers(0, 2_000_000)))]
    spacer = make_spacer(ask, days, first_weekday=QUARTER.first_day.weekday(), rules=RULES)
    found = spacer.choose([costs[day] for day in days], wants)
    best = min(
        true_cost(ask, chosen, costs, wants)
        for count in range(min(ask.asked, len(days)) + 1)
        for chosen in combinations(days, count)
    )
    assert found.cost == best
    assert true_cost(ask, found.days, costs, wants) == best


def test_days_that_are_kept_stay() -> None:
    ask = an_ask(visits=3, min_gap_days=10)
    days = tuple(range(0, 90, 5))
    spacer = make_spacer(ask, days, first_weekday=4, rules=RULES)
    costs = [-KEEP if day in {5, 70} else 1000 for day in days]
    assert {5, 70} <= set(spacer.choose(costs).days)


def test_a_day_set_is_chosen_whole() -> None:
    ask = an_ask(visits=2, day_sets=((1, 40), (2, 50)))
    spacer = make_spacer(ask, (1, 2, 40, 50), first_weekday=4, rules=RULES)
    assert spacer.choose([0, 0, NEVER, 0]).days == (2, 50)
