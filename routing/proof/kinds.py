"""Group the days of all vans into kinds that differ in nothing that the proof looks at."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from routing.case import Case, van_kinds
from routing.proof.layout import NOWHERE, Sketch, Ways, lay_out_day, least_ways
from routing.proof.pricing import DayTables
from routing.requests import Ask
from vongsach.fleet import Van

MOST_KINDS = 12
"""Kinds of days beyond which weekdays are no longer told apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """Days of like vans with one crew."""

    asks: tuple[int, ...]
    """By node."""
    ends: tuple[int, ...]
    """Rows of places: the depot, then night stops."""
    group: int
    """Kind of van."""
    nights: int
    """Most nights of a trip."""
    away: bool
    """Whether these days begin at night stops; else at the depot."""
    row: int
    """Which days: kinds of the same days with another crew share it."""
    count: int
    """Days that there are."""
    fixed: int
    """Going out for a day, in đồng."""
    night: int
    """Cost of ending a day away, in đồng."""
    between: tuple[tuple[int, ...], ...]
    """Least cost from end to end without a stop."""
    tables: DayTables


def read_kinds(case: Case) -> tuple[Kind, ...]:
    """Return the kinds of days on which something can be served."""
    kinds = van_kinds(case)
    groups = sorted(set(kinds))
    ways: dict[str, Ways] = {}
    found: list[Kind] = []
    for days in _alike(case, len(groups)):
        for group in groups:
            vans = [van for van, kind in enumerate(kinds) if kind == group]
            out = [(day, van) for day in days for van in vans if (day, van) in case.working]
            if out:
                found += _with_crews(case, out, (group, len(found)), ways)
    return tuple(found)


def _alike(case: Case, groups: int) -> list[list[int]]:
    """Return days by weekdays with equal openings; all together where that gives too many."""
    asked = [{case.weekday(day) for day in ask.open} for ask in case.asks]
    keys: dict[object, list[int]] = {}
    for day in range(case.length):
        weekday = case.weekday(day)
        key = tuple(
            ask.windows[weekday] if weekday in weekdays else ()
            for ask, weekdays in zip(case.asks, asked, strict=True)
        )
        keys.setdefault(key, []).append(day)
    few = len(keys) * groups <= MOST_KINDS
    return list(keys.values()) if few else [list(range(case.length))]


def _with_crews(
    case: Case, out: list[tuple[int, int]], names: tuple[int, int], ways: dict[str, Ways]
) -> Iterator[Kind]:
    """Yield the kind with the small crew, for rotations alone, and with the large one, for all."""
    number = out[0][1]
    van, days = case.vans[number], {day for day, _ in out}
    asks = [
        ask
        for ask in case.asks
        if van.vehicle_class in case.network.places[ask.place].reachable_by
        and not days.isdisjoint(ask.open)
    ]
    small = [ask for ask in asks if not ask.mobile]
    choices = [(small, case.crews[0][0])] if small else []
    if len(small) < len(asks):
        choices.append((asks, case.crews[1][0]))
    if van.vehicle_class not in ways:
        ways[van.vehicle_class] = least_ways(case, number)
    for chosen, people in choices:
        if seated(case, van, people):
            yield from _kind(case, out, names, (chosen, people, ways[van.vehicle_class]))


def seated(case: Case, van: Van, people: int) -> bool:
    """Say whether a crew fits in, as far as anybody counts: where nobody is named, nobody does."""
    return not case.workers or people <= van.seats


def _kind(
    case: Case,
    out: list[tuple[int, int]],
    names: tuple[int, int],
    task: tuple[list[Ask], int, Ways],
) -> Iterator[Kind]:
    asks, people, ways = task
    number = out[0][1]
    van, rules = case.vans[number], case.network.rules
    weekdays = tuple(sorted({case.weekday(day) for day, _ in out}))
    sketch = Sketch(case, number, weekdays, tuple(asks), ways)
    laid = lay_out_day(sketch)
    if laid is None:
        return
    served, tables = laid
    cost, depot = sketch.cost, np.arange(len(sketch.ends)) == 0
    home = Kind(
        asks=served,
        ends=sketch.ends,
        group=names[0],
        nights=van.nights,
        away=False,
        row=names[1],
        count=len(out),
        fixed=van.cost_per_day + people * rules.crew_day.value,
        night=people * rules.night.value,
        between=tuple(tuple(int(cost[a, b]) for b in sketch.ends) for a in sketch.ends),
        tables=tables._replace(leaves=np.where(depot, tables.leaves, NOWHERE)),
    )
    yield home
    if len(sketch.ends) > 1:
        morning = tables._replace(leaves=np.where(depot, NOWHERE, tables.leaves))
        yield replace(home, away=True, tables=morning)
