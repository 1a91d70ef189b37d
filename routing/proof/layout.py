"""Lay one kind of day out as the tables of the pricing: times and costs never above the true ones.

Least ways are closed over all road states, so that no triangle inequality is presumed. The
service takes its time without boxes: none need change hands. Where stores of goods are what
limits a day most, the store stands in for the time, which is then left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.case import Case
from routing.proof.pricing import DayTables, shorten
from routing.requests import Ask
from routing.search.ground import Ints
from routing.timetable import NO_WAY, Frame

FAR = 10**12
"""Seconds, metres and đồng of a way that does not exist: above all sums of real ones."""

NOWHERE = -1
BUCKETS = 240
"""Buckets that a day is cut into, where no visit is shorter than one."""

MOST_BUCKETS = 800
"""Visits that take less than this part of a day are left out: they are given away."""

MEMORIES = ((60, 8), (150, 7), (300, 5), (600, 4))
"""Places near each that a day remembers, by the number of nodes; beyond: three."""

FEWEST = 3


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Least metres and seconds between all places, each by itself; FAR where there is no way."""

    metres: Ints
    seconds: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What the tables of a kind of day are made from."""

    case: Case
    van: int
    weekdays: tuple[int, ...]
    asks: tuple[Ask, ...]
    ways: Ways

    @property
    def frame(self) -> Frame:
        """Return a day of the van in some road state."""
        return self.case.frame(self.van, 0)

    @property
    def ends(self) -> tuple[int, ...]:
        """Return the depot, and the night stops where the van may stay away."""
        away = self.case.night_stops if self.case.vans[self.van].nights else ()
        return (self.frame.depot, *(stop for stop in away if stop != self.frame.depot))

    @property
    def cost(self) -> Ints:
        """Return least costs between all places, in đồng, each leg rounded down."""
        van, ways = self.case.vans[self.van], self.ways
        km = ways.metres * van.cost_per_km // 1000
        hours = ways.seconds * van.cost_per_hour // 3600
        return np.where(ways.seconds >= FAR, FAR, km + hours)


@dataclass(frozen=True, slots=True, eq=False)
class _Limits:
    """What limits a day: by node how long and when, and from when until when."""

    seconds: Ints
    """(places, places)."""
    lengths: Ints
    windows: Ints
    leaves: Ints
    last: int
    meal: tuple[int, int, int]
    """Length, earliest, latest."""


def least_ways(case: Case, van: int) -> Ways:
    """Return the least ways of a van's class over the road states of all days."""
    states = sorted(set(case.states))
    frames = [case.frames[van, state] for state in states]
    metres, seconds = [], []
    for frame in frames:
        time = np.array(frame.seconds, dtype=np.int64)
        blocked = time >= NO_WAY
        seconds.append(np.where(blocked, FAR, time))
        metres.append(np.where(blocked, FAR, np.array(frame.metres, dtype=np.int64)))
    least = Ways(np.minimum.reduce(metres), np.minimum.reduce(seconds))
    for ways in (least.metres, least.seconds):
        np.fill_diagonal(ways, 0)
        shorten(ways)
    return least


def lay_out_day(sketch: Sketch) -> tuple[tuple[int, ...], DayTables] | None:
    """Return the asks by node and the tables; ``None`` where nothing is served."""
    places = np.array([ask.place for ask in sketch.asks])
    limits = _by_store(sketch) if _store_rules(sketch) else _by_time(sketch)
    ends = np.array(sketch.ends)
    least = _least_taken(limits, places, ends)
    good = np.flatnonzero(least >= max(1, limits.last // MOST_BUCKETS))
    if not len(good):
        return None
    places = places[good]
    span = max(1, min(int(least[good].min()), limits.last // BUCKETS))
    cost = sketch.cost
    seconds = np.where(limits.seconds >= FAR, NOWHERE, limits.seconds)
    place_in, carried = _memories(cost[np.ix_(places, places)])
    tables = DayTables(
        seconds=_cut(seconds, places, places),
        cost=_cut(cost, places, places),
        lengths=limits.lengths[good],
        windows=np.ascontiguousarray(limits.windows[good]),
        out_seconds=_cut(seconds, ends, places),
        out_cost=_cut(cost, ends, places),
        home_seconds=_cut(seconds, places, ends),
        home_cost=_cut(cost, places, ends),
        leaves=limits.leaves,
        clock=np.array([span, limits.last // span + 1, limits.last, *limits.meal], dtype=np.int64),
        place_in=place_in,
        carried=carried,
    )
    return tuple(sketch.asks[at].index for at in good.tolist()), tables


def _cut(whole: Ints, rows: Ints, columns: Ints) -> Ints:
    return np.ascontiguousarray(whole[np.ix_(rows, columns)])


def _least_taken(limits: _Limits, places: Ints, ends: Ints) -> Ints:
    """Return what a visit takes at least, the way to it included."""
    between = limits.seconds[np.ix_(places, places)]
    np.fill_diagonal(between, FAR)
    ways = np.vstack([between, limits.seconds[np.ix_(ends, places)]]).min(axis=0)
    return np.asarray(limits.lengths + ways, dtype=np.int64)


def _store_rules(sketch: Sketch) -> bool:
    """Say whether the store of the van limits a day more than its time does."""
    case, van = sketch.case, sketch.case.vans[sketch.van]
    goods = sum(ask.service.goods for ask in sketch.asks)
    if not goods or not van.goods:
        return False
    time = _by_time(sketch)
    if (time.windows[:, 0, 0] > 0).any():
        return False
    places = np.array([ask.place for ask in sketch.asks])
    least = _least_taken(time, places, np.array(sketch.ends))
    return goods * time.last > int(np.minimum(least, case.length * time.last).sum()) * van.goods


def _by_store(sketch: Sketch) -> _Limits:
    van, count = sketch.case.vans[sketch.van], len(sketch.asks)
    windows = np.zeros((count, 1, 2), np.int64)
    windows[:, 0, 1] = FAR
    seconds = np.where(sketch.ways.seconds >= FAR, FAR, 0)
    return _Limits(
        seconds=seconds,
        lengths=np.array([ask.service.goods for ask in sketch.asks], dtype=np.int64),
        windows=windows,
        leaves=np.zeros(len(sketch.ends), np.int64),
        last=van.goods,
        meal=(0, 0, FAR),
    )


def _by_time(sketch: Sketch) -> _Limits:
    """Return the limits of the clock, counted from the first second of leaving."""
    van, frame = sketch.case.vans[sketch.van], sketch.frame
    leaves = [frame.leaves, *(int(van.shift_starts) for _ in sketch.ends[1:])]
    origin = min(leaves)
    last = frame.ends - origin
    lengths = [ask.base for ask in sketch.asks]
    windows, always = _windows(sketch, origin, last)
    if always and frame.duty is not None and len(sketch.ends) == 1 and van.meal is None:
        last = min(last, frame.duty)
    meal = (0, 0, FAR)
    if van.meal is not None:
        early, late = int(van.meal.earliest) - origin, int(van.meal.latest) - origin
        meal = (int(van.meal.length), max(0, early), late)
    return _Limits(
        seconds=sketch.ways.seconds,
        lengths=np.array(lengths, dtype=np.int64),
        windows=windows,
        leaves=np.array(leaves, dtype=np.int64) - origin,
        last=max(0, last),
        meal=meal,
    )


def _windows(sketch: Sketch, origin: int, last: int) -> tuple[Ints, bool]:
    """Return first and last starts on any of the weekdays, and whether no opening ever waits."""
    rows: list[list[tuple[int, int]]] = []
    for ask in sketch.asks:
        spans = {
            (max(0, opens - origin), closes - ask.base - origin)
            for weekday in sketch.weekdays
            for opens, closes in ask.windows[weekday]
            if closes - ask.base >= origin
        }
        rows.append(sorted(span for span in spans if span[0] <= span[1]))
    most = max(1, *(len(row) for row in rows)) if rows else 1
    windows = np.full((len(rows), most, 2), NOWHERE, dtype=np.int64)
    for number, row in enumerate(rows):
        for at, span in enumerate(row):
            windows[number, at] = span
    always = all(
        row and row[0][0] == 0 and row[0][1] >= last - ask.base
        for row, ask in zip(rows, sketch.asks, strict=True)
    )
    return windows, always


def _memories(cost: Ints) -> tuple[Ints, NDArray[np.int16]]:
    """Return by which bit a node remembers another, and what memories become on the way.

    Each remembers the nodes near it; that it was just served itself needs no bit.
    """
    size = len(cost)
    kept = next((kept for most, kept in MEMORIES if size <= most), FEWEST)
    kept = min(kept - 1, size - 1)
    apart = cost + cost.T
    np.fill_diagonal(apart, -1)
    near = np.argsort(apart, axis=1, kind="stable")[:, 1 : kept + 1]
    place_in = np.full((size, size), NOWHERE, dtype=np.int64)
    for bit in range(kept):
        place_in[np.arange(size), near[:, bit]] = bit
    carried = np.zeros((size, size, 1 << kept), dtype=np.int16)
    memories = np.arange(1 << kept)
    for bit in range(kept):
        # The node near the first that this bit stands for, as seen from every other node.
        there = place_in[:, near[:, bit]].T
        moved = np.where(there >= 0, 1 << np.maximum(there, 0), 0).astype(np.int16)
        carried += moved[:, :, None] * ((memories >> bit) & 1)[None, None, :].astype(np.int16)
    own = place_in.T
    carried += np.where(own >= 0, 1 << np.maximum(own, 0), 0)[:, :, None].astype(np.int16)
    return place_in, carried
