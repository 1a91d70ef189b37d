"""Find prices for what boxes share, so that the best itinerary of each box alone bounds them all.

Lagrangian relaxation of shelves, vans and time on site; what is left falls apart into boxes, and
any prices give a bound. Steps follow the excess of each row by its own recent size (Kingma and Ba
2015, arXiv:1412.6980), shrinking over a number of rounds that is known before: it repeats itself.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rotation.chart import UNLIMITED, Cargo, Ints
from rotation.charting import Charted
from rotation.paths import usage_of
from rotation.pricing import SCALE, Best, Critical, Prices, best_itineraries, new_critical
from vongsach.solving import Progress, Watch

Floats = NDArray[np.float64]
SPACE = 1 << 20
"""More than one itinerary can ever take up."""
FIRST_STEP = 0.1
"""Of what a place on a shelf is worth between two visits."""
SHRINKING = 1.5
"""Power of the share that is left by which steps shrink."""
LEAST_SIZE = 1e-3
"""Added to the size of an excess, in boxes: a row that is never short keeps its price."""
NEAR, FAR = 0.9, 0.99
"""How long the excess and its size are remembered, in shares kept each round."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What a round of prices shows."""

    prices: Ints
    """One for each row, in millionths of a đồng: shelves, moves, segments, grams on segments."""
    best: Best
    bound: int
    """At least the value of any rotation less what it pays for breaches, in millionths."""
    done: float
    """Share of the search that is over, 0 to 1."""


class Rows:
    """What the boxes share, one row each, and the best itineraries under its prices."""

    def __init__(self, charted: Charted, breach_price: int) -> None:
        self.charted = charted
        room = charted.room
        self.room: Ints = np.concatenate(room)
        heaviest = max(1, int(charted.cargo.weight.max()))
        limited = self.room < UNLIMITED
        segments = len(room.riding)
        limited[-segments:] &= room.weight < room.riding * heaviest
        self.limited = limited
        self.unit: Floats = np.ones(len(self.room))
        self.unit[-segments:] = 1 / heaviest
        self._most = breach_price * SCALE
        self._critical: Critical = new_critical(len(charted.boxes))
        self._space = np.zeros(SPACE, np.int64)

    def whole(self, prices: Floats) -> Ints:
        """Return prices as whole numbers that prove a bound."""
        whole: Ints = np.rint(np.clip(prices, 0, self._most)).astype(np.int64)
        whole[~self.limited] = 0
        return whole

    def priced(self, prices: Ints, cargo: Cargo | None = None, *, done: float = 1.0) -> Priced:
        """Return the best itineraries under prices, and the bound that they prove.

        Where more boxes may stand than a shelf holds, each pays a breach: no price is above it.
        """
        goods = self.charted.cargo if cargo is None else cargo
        visits = len(self.charted.room.shelf)
        ends = np.cumsum([visits, visits, len(self.charted.room.riding)])
        shelf, moves, riding, weight = np.split(prices, ends)
        found = best_itineraries(
            self.charted.chart, goods, Prices(shelf, moves, riding, weight), self._critical
        )
        paid = sum(
            int(price) * int(room)
            for price, room in zip(prices[prices > 0], self.room[prices > 0], strict=True)
        )
        return Priced(prices, found, int(found.profit.sum()) + paid, done)

    def least_cost(self, prices: Ints) -> int:
        """Return what no rotation costs less than, in đồng, by any prices.

        What a rotation pays for breaches of hard rules is part of its cost; soft pins are not.
        """
        goal = self.charted.cargo.goal
        promised = int(goal[goal[:, 0] >= 0, 2].sum())
        return promised + -self.priced(prices).bound // SCALE

    def excess(self, found: Best) -> Floats:
        """Return how much more than there is itineraries take up, boxes or their like."""
        chart, cargo = self.charted.chart, self.charted.cargo
        used = usage_of(chart, cargo, found.stays, found.length, self._space)
        return np.where(self.limited, (used - self.room) * self.unit, 0.0)


def search_prices(
    rows: Rows, cargo: Cargo, *, rounds: int, until: float | None, watch: Watch
) -> Iterator[Priced]:
    """Yield what each round of better prices shows, until time is up or somebody asks to stop."""
    began = time.monotonic()
    first = rows.priced(rows.whole(np.zeros(len(rows.room))), cargo, done=0.0)
    yield first
    step = FIRST_STEP * first.bound / max(1, int(rows.charted.room.shelf.sum()))
    prices, mean, square = (np.zeros(len(rows.room)) for _ in range(3))
    found, best = first, first.bound
    for number in range(1, rounds + 1):
        done = (number - 1) / rounds
        if until is not None:
            done = max(done, (time.monotonic() - began) / max(1e-9, until - began))
        if watch.stopped() or done >= 1:
            return
        excess = rows.excess(found.best)
        mean = NEAR * mean + (1 - NEAR) * excess
        square = FAR * square + (1 - FAR) * excess**2
        size = np.sqrt(square / (1 - FAR**number)) + LEAST_SIZE
        way = rows.unit * (mean / (1 - NEAR**number)) / size
        prices = np.maximum(0.0, prices + step * (1 - done) ** SHRINKING * way)
        found = rows.priced(rows.whole(prices), cargo, done=done)
        best = min(best, found.bound)
        watch.report(Progress(stage="rotation.stage.bound", done=done, bound=-(best // SCALE)))
        yield found
