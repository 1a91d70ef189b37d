"""Raise the bound round by round: prices from the days met, then the best day by these prices.

By any prices a bound is proven: a routing pays every visit at least its price, less what the best
day of each kind earns above its cost, as often as there are such days (Lagrangian relaxation).
Everything that proves is a whole number; prices alone come from decimals, rounded.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from routing.case import Case
from routing.proof.kinds import Kind, read_kinds
from routing.proof.master import DEPOT, Day, Master, Prices
from routing.proof.pricing import BUCKETS, NOTHING, Room, best_days
from routing.search.ground import Ints
from routing.spacing import NEVER, make_spacer

SMOOTHING = 0.5
"""Weight of the best prices so far beside those of the last programme (Wentges, 1997)."""

MOST_NEW = 40
"""Days of each kind that are taken in after one pricing."""

RESTING = 8
"""Rounds in which the bound rose by less than ``RISE`` after which it is left as it is."""

RISE = 1e-4

HALF = 0.5
"""Share of the time after which it is given up unless it has become better than the plain bound."""

STALE = 1
"""Rounds without a new day after which prices have settled: the last by those of the programme."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to try."""

    work: float
    """Steps of the pricing, about."""
    rounds: int
    spent: Callable[[], float]
    """Says what share of the time is over; 0 where there is no limit, 1 to end now."""


@dataclass(slots=True, eq=False)
class Relaxation:
    """What is proven so far, and by which prices."""

    case: Case
    kinds: tuple[Kind, ...]
    softs: tuple[tuple[int, ...], ...]
    """By ask: least price of gaps and weekdays by the number of visits."""
    master: Master
    rooms: dict[tuple[int, ...], Room] = field(default_factory=dict)
    bound: int = 0
    best: Prices | None = None

    @classmethod
    def of_case(cls, case: Case) -> "Relaxation":
        """Return a relaxation by which nothing is proven yet."""
        kinds = read_kinds(case)
        return cls(
            case=case,
            kinds=kinds,
            softs=tuple(
                make_spacer(
                    ask, ask.open, first_weekday=case.first_weekday, rules=case.network.rules
                ).least_by_visits()
                for ask in case.asks
            ),
            master=Master(
                kinds=kinds,
                asked=tuple(ask.asked for ask in case.asks),
                unmet=tuple(ask.price for ask in case.asks),
                places=len(case.network.places),
            ),
        )

    def raise_bound(self, first: Ints, pace: Pace, plain: int = 0) -> None:
        """Raise the bound from some first prices of visits, above a plain one if there is time.

        It rises late: what is no better after half of the time takes no more of it.
        """
        if not self.kinds:
            self.bound = self._floor(np.zeros(len(self.case.asks), np.int64))
            return
        groups = 1 + max(kind.group for kind in self.kinds)
        nothing = np.zeros((groups, len(self.case.network.places)))
        self._begin()
        prices: Prices | None = Prices(first.astype(float), nothing, np.zeros(groups))
        work = sum(_work(kind) for kind in self.kinds)
        known, stale, mark, marked = 0, 0, plain, 0
        for number in range(pace.rounds):
            time = pace.spent()
            over = time >= 1.0 or work * number > pace.work
            hopeless = time > HALF and self.bound <= plain
            rests = mark > plain and number - marked > RESTING
            if prices is None or stale > STALE or over or hopeless or rests:
                return
            self._prove(prices)
            if self.bound > mark * (1.0 + RISE):
                mark, marked = self.bound, number
            stale = 0 if len(self.master.days) > known else stale + 1
            known = len(self.master.days)
            prices = self.master.prices()
            if not stale:
                prices = self._between(prices)

    def _begin(self) -> None:
        """Take in every day with a single visit, so that no price is far off."""
        for number, kind in enumerate(self.kinds):
            for node in () if kind.away else range(len(kind.asks)):
                if _fits_alone(kind, node):
                    self.master.days[self._day(number, (DEPOT, DEPOT), (node,))] = None

    def _between(self, new: Prices | None) -> Prices | None:
        """Return prices between the best so far and those of the programme."""
        if new is None or self.best is None:
            return new
        old, share = self.best, SMOOTHING
        return Prices(
            share * old.visits + (1 - share) * new.visits,
            share * old.nights + (1 - share) * new.nights,
            share * old.trips + (1 - share) * new.trips,
        )

    def _prove(self, prices: Prices) -> None:
        """Price every kind of day, keep the best days, and raise the bound."""
        whole = np.clip(np.floor(prices.visits), 0, None).astype(np.int64)
        away = np.rint(prices.nights).astype(np.int64)
        trips = np.clip(np.rint(prices.trips), 0, None).astype(np.int64)
        earned: dict[int, int] = {}
        for number, kind in enumerate(self.kinds):
            ends = _ends(kind, away[kind.group], int(trips[kind.group]))
            most = self._price(number, whole, ends)
            earned[kind.row] = max(earned.get(kind.row, 0), most)
        counts = {kind.row: kind.count for kind in self.kinds}
        lost = sum(counts[row] * most for row, most in earned.items())
        proven = self._floor(whole) - lost
        if self.best is None or proven > self.bound:
            self.best = prices
        self.bound = max(self.bound, proven)

    def _floor(self, whole: Ints) -> int:
        """Return what the visits cost at least by their prices, gaps and weekdays included."""
        total = 0
        for ask, soft, price in zip(self.case.asks, self.softs, whole.tolist(), strict=True):
            total += min(
                price * made + ask.price * (ask.asked - made) + least
                for made, least in enumerate(soft)
                if least < NEVER // 2
            )
        return total

    def _price(self, number: int, whole: Ints, ends: Ints) -> int:
        """Return the most that a day of a kind earns, and take in the days that earn."""
        kind = self.kinds[number]
        asks = np.array(kind.asks)
        room = self._room(kind)
        found = np.full((len(asks), 2), NOTHING)
        room.value.fill(NOTHING)
        room.seen.fill(NOTHING)
        chosen = np.zeros(len(asks), np.int64)
        best_days(kind.tables, room, whole[asks], ends, found, chosen)
        order = np.argsort(-found[:, 0], kind="stable")[:MOST_NEW]
        for node in order[found[order, 0] > kind.fixed].tolist():
            start, served = _trace(room, int(found[node, 1]))
            day = self._day(number, (start, int(chosen[node])), served)
            self.master.days[day] = None
        most = int(found[:, 0].max()) - kind.fixed
        return max(0, most, self._idle(number, ends))

    def _idle(self, number: int, ends: Ints) -> int:
        """Return the most that a day without a stop earns, and take it in where it may matter."""
        kind, most = self.kinds[number], 0
        for start in range(1, len(kind.ends)) if kind.away else (DEPOT,):
            for end in range(len(kind.ends)):
                if (start, end) != (DEPOT, DEPOT):
                    day = self._day(number, (start, end), ())
                    earned = -int(ends[start, 0] + ends[end, 1]) - kind.fixed
                    earned -= kind.between[start][end]
                    most = max(most, earned)
                    if earned > 0:
                        self.master.days[day] = None
        return most

    def _day(self, number: int, ends: tuple[int, int], served: tuple[int, ...]) -> Day:
        kind = self.kinds[number]
        start, end = ends
        tables = kind.tables
        if served:
            cost = int(tables.out_cost[start, served[0]] + tables.home_cost[served[-1], end])
            cost += sum(int(tables.cost[a, b]) for a, b in pairwise(served))
        else:
            cost = kind.between[start][end]
        cost += kind.fixed + (kind.night if end != DEPOT else 0)
        return Day(number, start, end, tuple(sorted(kind.asks[node] for node in served)), cost)

    def _room(self, kind: Kind) -> Room:
        """Return room for the states of a kind, shared by all of one shape."""
        memories = kind.tables.carried.shape[2]
        nodes, buckets = len(kind.asks), int(kind.tables.clock[BUCKETS])
        shape = (buckets, 2, nodes, memories)
        if shape not in self.rooms:
            self.rooms = {
                shape: Room(
                    value=np.empty(shape, np.int64),
                    before=np.empty(shape, np.int64),
                    seen=np.empty(shape[1:], np.int64),
                )
            }
        return self.rooms[shape]


def _ends(kind: Kind, away: Ints, trip: int) -> Ints:
    """Return the price of beginning and of ending a day at each end: (ends, 2)."""
    worth = np.array([0, *(int(away[place]) for place in kind.ends[1:])], dtype=np.int64)
    staying = kind.night - (0 if kind.away else kind.nights * trip)
    evening = np.array([0, *(staying for _ in kind.ends[1:])], dtype=np.int64)
    return np.ascontiguousarray(np.stack([worth + trip * kind.away, evening - worth], axis=1))


def _fits_alone(kind: Kind, node: int) -> bool:
    """Say whether a day with this visit alone can be driven from the depot."""
    tables = kind.tables
    out, home = int(tables.out_seconds[DEPOT, node]), int(tables.home_seconds[node, DEPOT])
    leaves = int(tables.leaves[DEPOT])
    starts = [
        max(leaves + out, int(opens))
        for opens, closes in tables.windows[node]
        if opens >= 0 and leaves + out <= closes
    ]
    if out < 0 or home < 0 or not starts:
        return False
    ends = min(starts) + int(tables.lengths[node]) + home
    _, _, last, meal, earliest, latest = tables.clock.tolist()
    return bool(ends + (meal if leaves < earliest and ends > latest else 0) <= last)


def _trace(room: Room, state: int) -> tuple[int, tuple[int, ...]]:
    """Return the end at which a day begins, and the nodes that it serves in order."""
    shape, before = room.value.shape, room.before.ravel()
    nodes: list[int] = []
    while state >= 0:
        nodes.append(int(np.unravel_index(state, shape)[2]))
        state = int(before[state])
    return -1 - state, tuple(reversed(nodes))


def _work(kind: Kind) -> float:
    return float(kind.tables.clock[BUCKETS]) * len(kind.asks) ** 2 * 4
