"""Find prices of visits by which no day earns anything: a linear programme over days met so far."""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog  # type: ignore[import-untyped]
from scipy.sparse import csc_array  # type: ignore[import-untyped]

from routing.proof.kinds import Kind
from routing.search.ground import Floats

DEPOT = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day of some kind: whom it serves how often, and what it costs."""

    kind: int
    start: int
    """Number of the end at which it begins."""
    end: int
    asks: tuple[int, ...]
    """In any order; one may stand twice."""
    cost: int


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What a visit is worth, and what it is worth to stand at a night stop in the evening."""

    visits: Floats
    """(asks)."""
    nights: Floats
    """(groups of vans, places): what a day that ends there is paid, and one that begins there
    pays; 0 at the depot."""
    trips: Floats
    """(groups): what a day that begins away pays, so that no van lives at a night stop; whoever
    leaves the depot to stay out is paid as much for every night that its trip may have."""


@dataclass(slots=True)
class Master:
    """Days met so far, and the cheapest way to cover all visits with shares of them."""

    kinds: tuple[Kind, ...]
    asked: tuple[int, ...]
    unmet: tuple[int, ...]
    """Price of one visit that is not made, by ask."""
    places: int
    days: dict[Day, None] = field(default_factory=dict)

    def prices(self) -> Prices | None:
        """Return the prices by which the days met so far just earn nothing."""
        days = list(self.days)
        rows = {kind.row: at for at, kind in enumerate({k.row: k for k in self.kinds}.values())}
        nights = {
            (kind.group, place): at
            for at, (kind, place) in enumerate(
                {(k.group, p): (k, p) for k in self.kinds for p in k.ends[1:]}.values()
            )
        }
        asks, limits = self._covering(days, rows)
        result = linprog(
            np.concatenate([[float(day.cost) for day in days], np.array(self.unmet, float)]),
            A_ub=asks,
            b_ub=limits,
            A_eq=self._balance(days, nights) if nights else None,
            b_eq=np.zeros(len(nights)) if nights else None,
            method="highs",
        )
        if result.status != 0:
            return None
        worth = np.zeros((1 + max(kind.group for kind in self.kinds), self.places))
        for (group, place), at in nights.items():
            worth[group, place] = result.eqlin.marginals[at]
        dual = -result.ineqlin.marginals
        return Prices(dual[: len(self.asked)], worth, dual[len(self.asked) + len(rows) :])

    def _covering(self, days: list[Day], rows: dict[int, int]) -> tuple[csc_array, Floats]:
        """Every visit is made or paid for; no more days than there are, no more nights than may be.

        A trip begins once at the depot for as many days that begin away as it may have nights.
        """
        count = len(self.asked)
        entries = [(ask, column, -1.0) for column, day in enumerate(days) for ask in day.asks]
        entries += [(ask, len(days) + ask, -1.0) for ask in range(count)]
        entries += [
            (count + rows[self.kinds[day.kind].row], column, 1.0) for column, day in enumerate(days)
        ]
        groups = 1 + max(kind.group for kind in self.kinds)
        for column, day in enumerate(days):
            kind = self.kinds[day.kind]
            out = 1.0 if kind.away else -float(kind.nights) * (day.end != DEPOT)
            if out:
                entries.append((count + len(rows) + kind.group, column, out))
        counts = {kind.row: kind.count for kind in self.kinds}
        limits = [-float(asked) for asked in self.asked]
        limits += [*(float(counts[row]) for row in rows), *([0.0] * groups)]
        return _matrix(entries, (len(limits), len(days) + count)), np.array(limits)

    def _balance(self, days: list[Day], nights: dict[tuple[int, int], int]) -> csc_array:
        """As many days end at a night stop as begin there."""
        entries = []
        for column, day in enumerate(days):
            kind = self.kinds[day.kind]
            if day.end != DEPOT:
                entries.append((nights[kind.group, kind.ends[day.end]], column, 1.0))
            if day.start != DEPOT:
                entries.append((nights[kind.group, kind.ends[day.start]], column, -1.0))
        return _matrix(entries, (len(nights), len(days) + len(self.asked)))


def _matrix(entries: list[tuple[int, int, float]], shape: tuple[int, int]) -> csc_array:
    rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    return csc_array(
        (np.array(values, float), (np.array(rows, int), np.array(columns, int))), shape=shape
    )
