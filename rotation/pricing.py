"""Find the best itinerary of every box while shelves, vans and time on site have prices.

An itinerary is a longest path in the acyclic event network, found for each box by going through
the agenda of the quarter once. A box does not come back to a place that it left: paths remember
which *critical* places of the box they have left, and a place becomes critical when a path comes
back to it (decremental state space relaxation: Righini and Salani 2008, doi:10.1002/net.20212).
All sums are whole numbers, so that nothing is lost to rounding.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from rotation.chart import LEAVES, NEVER, RETURNS, Cargo, Chart, Ints
from rotation.paths import back, comes_back, first_worth, worth_of
from rotation.scratch import MOST_CRITICAL, Scratch, new_scratch, shaped_for

SCALE = 1_000_000
"""Prices count in millionths of a đồng."""
LONGEST = 16
"""Stays of an itinerary that is kept; longer ones only count in the bound."""
POSSIBLE = -(1 << 59)
"""A sum above this holds nothing that cannot be."""


class Prices(NamedTuple):
    """Prices of what boxes share, in millionths of a đồng; never negative."""

    shelf: Ints
    """For each box on the shelf after each visit."""
    moves: Ints
    """For each box in or out at each visit."""
    riding: Ints
    """For each box on each segment."""
    weight: Ints
    """For each gram on each segment."""


class Critical(NamedTuple):
    """The critical places of each box; grows while paths are found."""

    places: Ints
    """(boxes, MOST_CRITICAL)."""
    known: Ints
    """How many of them each box has."""


class Best(NamedTuple):
    """The best itinerary of each box."""

    stays: Ints
    """(boxes, LONGEST, 2): visits of arrival and of departure, the last stay first; -1: none."""
    length: Ints
    """Stays of each box; -1: too many to keep."""
    profit: Ints
    """Value less prices, in millionths of a đồng."""


def new_critical(boxes: int) -> Critical:
    """Return critical places of no box."""
    return Critical(np.zeros((boxes, MOST_CRITICAL), np.int64), np.zeros(boxes, np.int64))


def best_itineraries(chart: Chart, cargo: Cargo, prices: Prices, critical: Critical) -> Best:
    """Return the best itinerary of each box; ``critical`` grows where paths come back."""
    boxes = len(cargo.weight)
    best = Best(
        np.full((boxes, LONGEST, 2), -1, np.int64),
        np.zeros(boxes, np.int64),
        np.zeros(boxes, np.int64),
    )
    _find_all(chart, cargo, prices, critical, new_scratch(chart), best)
    return best


@nb.njit(cache=True, nogil=True)
def _find_all(
    chart: Chart, cargo: Cargo, prices: Prices, critical: Critical, space: Scratch, best: Best
) -> None:
    _price_shelves(chart, prices, space)
    bit = np.zeros(len(chart.first) - 1, np.int64)
    for box in range(len(cargo.weight)):
        while True:
            for k in range(critical.known[box]):
                bit[critical.places[box, k]] = 1 << k
            sets = 1 << critical.known[box]
            shaped = shaped_for(chart, space, sets)
            profit, kind, where, left = _go_forward(chart, cargo, prices, box, bit, sets, shaped)
            count = back(chart, shaped, kind, where, left, best.stays[box])
            place = comes_back(chart, cargo, box, best.stays[box], count, bit)
            for k in range(critical.known[box]):
                bit[critical.places[box, k]] = 0
            if place < 0 or critical.known[box] == MOST_CRITICAL:
                break
            critical.places[box, critical.known[box]] = place
            critical.known[box] += 1
        best.length[box] = count
        best.profit[box] = profit


@nb.njit(cache=True, nogil=True)
def _price_shelves(chart: Chart, prices: Prices, s: Scratch) -> None:
    for place in range(len(chart.first) - 1):
        total = 0
        for k in range(chart.first[place], chart.first[place + 1]):
            s.before[chart.at[k]] = total
            total += prices.shelf[chart.at[k]]
        s.before[len(chart.place) + place] = total


# Without reference counts: nothing is allocated here, and to count the arrays takes twenty times
# as long as the sums; for the same reason the steps within are written out in its place.
@nb.njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload,untyped-decorator]  # no hint of the option
def _go_forward(
    chart: Chart, cargo: Cargo, prices: Prices, box: int, bit: Ints, sets: int, s: Scratch
) -> Any:
    """Return the best profit, and how its path ends: kind, index and set of places left.

    Kind 0: the first stay lasts; 1: a stay lasts that begins at a visit; 2: in a depot.
    """
    for depot in range(chart.numbers[2]):
        for held in range(sets):
            s.stock[depot, held] = NEVER
            s.stock_from[depot, held] = -1
    best, kind, where, left = NEVER, 0, -1, 0
    if cargo.stock[box] >= 0:
        s.stock[cargo.stock[box], 0] = 0
    else:
        best = first_worth(chart, cargo, box, -1) * SCALE
        if cargo.home[box] >= 0:
            best -= s.before[len(chart.place) + cargo.home[box]]
    for step in range(len(chart.agenda)):
        what, index = chart.agenda[step, 0], chart.agenda[step, 1]
        if what == LEAVES:
            for held in range(sets):
                s.fresh[index, held] = s.stock[chart.depot[index], held]
                s.fresh_from[index, held] = s.stock_from[chart.depot[index], held]
                s.ridden[index, held] = NEVER
        elif what == RETURNS:
            _come_home(chart, cargo, prices, box, index, sets, s)
        else:
            profit, lasts = _come_in(chart, cargo, prices, box, index, bit, sets, s)
            if profit > best:
                best, kind, where, left = profit, 1, index, lasts
            if cargo.may_go[box, index]:
                _go_out(chart, cargo, prices, box, index, bit, sets, s)
    for depot in range(chart.numbers[2]):
        for held in range(sets):
            if s.stock[depot, held] > best:
                best, kind, where, left = s.stock[depot, held], 2, depot, held
    return best, kind, where, left


@nb.njit(cache=True, nogil=True, inline="always")
def _come_home(
    chart: Chart, cargo: Cargo, prices: Prices, box: int, voyage: int, sets: int, s: Scratch
) -> None:
    depot, segment = chart.depot[voyage], chart.segment[voyage + 1] - 1
    if not cargo.may_ride[box, segment]:
        return
    ride = prices.riding[segment] + cargo.weight[box] * prices.weight[segment]
    for held in range(sets):
        if s.ridden[voyage, held] > POSSIBLE:
            s.back_from[voyage, held] = s.ridden_from[voyage, held]
            if s.ridden[voyage, held] - ride > s.stock[depot, held]:
                s.stock[depot, held] = s.ridden[voyage, held] - ride
                s.stock_from[depot, held] = voyage


@nb.njit(cache=True, nogil=True, inline="always")
def _come_in(
    chart: Chart,
    cargo: Cargo,
    prices: Prices,
    box: int,
    visit: int,
    bit: Ints,
    sets: int,
    s: Scratch,
) -> Any:
    """Hand in at a visit; return the best profit of a stay that lasts from it, and its set."""
    voyage, place = chart.voyage[visit], chart.place[visit]
    segment = chart.segment[voyage] + chart.rank[visit]
    ride = prices.riding[segment] + cargo.weight[box] * prices.weight[segment]
    rides = cargo.may_ride[box, segment]
    comes = rides and cargo.may_come[box, visit] and cargo.rate[box, place] >= 0
    days, day = chart.numbers[0], chart.day[visit]
    lasts = comes and days - 1 - day <= chart.most[place]
    rest = 0
    if lasts:
        rest = worth_of(chart, cargo, box, place, day, days) * SCALE
        rest -= s.before[len(chart.place) + place] - s.before[visit]
    best, left = NEVER, 0
    for held in range(sets):
        s.came[visit, held] = NEVER
        if not rides:
            s.fresh[voyage, held] = s.ridden[voyage, held] = NEVER
        if s.fresh[voyage, held] > POSSIBLE:
            s.fresh[voyage, held] -= ride
        if s.ridden[voyage, held] > POSSIBLE:
            s.ridden[voyage, held] -= ride
        if not comes or (held & bit[place] and chart.unrested[visit]):
            continue
        value, source = s.fresh[voyage, held], -1
        if s.ridden[voyage, held] > value:
            value, source = s.ridden[voyage, held], s.ridden_from[voyage, held]
        if value > POSSIBLE:
            s.came[visit, held] = value - prices.moves[visit]
            s.came_from[visit, held] = source
            if lasts and s.came[visit, held] + rest > best:
                best, left = s.came[visit, held] + rest, held
    return best, left


@nb.njit(cache=True, nogil=True, inline="always")
def _go_out(
    chart: Chart,
    cargo: Cargo,
    prices: Prices,
    box: int,
    visit: int,
    bit: Ints,
    sets: int,
    s: Scratch,
) -> None:
    """End stays at a visit, and ride on from it."""
    voyage, place, here = chart.voyage[visit], chart.place[visit], chart.here[visit]
    for held in range(sets):
        s.gone[visit, held] = NEVER
    paid = s.before[visit] + prices.moves[visit]
    first = first_worth(chart, cargo, box, visit) if cargo.home[box] == place else NEVER
    if first > NEVER:
        s.gone[visit, bit[place]] = first * SCALE - paid
        s.gone_from[visit, bit[place]] = -1
        s.gone_set[visit, bit[place]] = 0
    for k in range(here if cargo.rate[box, place] >= 0 else 0):
        earlier = chart.at[chart.first[place] + k]
        begins, ends = chart.day[earlier], chart.day[visit]
        if not chart.numbers[1] <= ends - begins <= chart.most[place]:
            continue
        gain = worth_of(chart, cargo, box, place, begins, ends) * SCALE - paid + s.before[earlier]
        for held in range(sets):
            after = held | bit[place]
            if (
                s.came[earlier, held] > POSSIBLE
                and s.came[earlier, held] + gain > s.gone[visit, after]
            ):
                s.gone[visit, after] = s.came[earlier, held] + gain
                s.gone_from[visit, after] = earlier
                s.gone_set[visit, after] = held
    for held in range(sets):
        if s.gone[visit, held] > s.ridden[voyage, held]:
            s.ridden[voyage, held] = s.gone[visit, held]
            s.ridden_from[voyage, held] = visit
