"""Choose the days of all visits of one service at once, by dynamic programming over its days.

What a visit costs on a day is given; gaps, the usual weekday, day sets and spans that want a
visit are added here. The weekday term is exact: it is the least, over the weekdays, of the price
of all visits on another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from routing.requests import Ask
from vongsach.rules import Rules

NEVER = 10**15
"""Cost of what is not allowed, in đồng: more than any plan costs."""

KEEP = 10**12
"""Reward for a day that is to stay as it is, in đồng: more than any other reason to leave it."""


@dataclass(frozen=True, slots=True, order=True)
class Want:
    """A stretch of days, both ends included, in which one visit is wanted."""

    first: int
    last: int
    price: int
    """Price of no visit there, in đồng."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Days chosen for the visits of one service, and their cost, missing visits included."""

    cost: int
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Spacer:
    """The days on which a service may be visited, and the price of every gap between them."""

    ask: Ask
    days: tuple[int, ...]
    weekdays: NDArray[np.int64]
    """Shape (d,)."""
    other_weekday: int
    first: NDArray[np.int64]
    """Price of the gap before the first visit where all visits are made; shape (d,)."""
    first_loose: NDArray[np.int64]
    """The same without the greatest gap, where visits are missing."""
    gaps: NDArray[np.int64]
    """Price of a gap, row = earlier day, column = later; shape (d, d)."""
    gaps_loose: NDArray[np.int64]
    kept: tuple[int, ...] = ()
    """Those of ``days`` on which a visit stands already: it costs nothing and is not left out."""

    def choose(self, costs: Sequence[int], wants: Sequence[Want] = ()) -> Choice:
        """Return the cheapest days besides those that are kept.

        Parameters
        ----------
        costs
            Of one visit on each of ``days``; ``NEVER`` where none can be made; less than
            ``-KEEP / 2`` on a day that must stay.
        wants
            Stretches without a visit so far.
        """
        each = np.asarray(costs, dtype=np.int64)
        if self.kept:
            each = np.where(np.isin(self.days, self.kept), 0, each)
            best = self._choose(each, wants)
            return replace(best, days=tuple(day for day in best.days if day not in self.kept))
        return self._choose(each, wants)

    def _choose(self, each: NDArray[np.int64], wants: Sequence[Want]) -> Choice:
        kept = int((each < -KEEP // 2).sum()) * KEEP
        best = self._all_made(each, wants)
        if best is not None and best.cost + kept <= self.ask.price:
            return Choice(best.cost + kept, best.days)
        some = self._some_missing(each, wants)
        if best is None or some.cost < best.cost:
            best = some
        return Choice(best.cost + kept, best.days)

    def least_by_visits(self) -> tuple[int, ...]:
        """Return the least price of gaps and weekdays by the number of visits, from none on.

        ``NEVER`` where no days allow as many; what is missing is not priced.
        """
        free = np.zeros(len(self.days), dtype=np.int64)
        least = [0]
        table = _Table(self, free, (), loose=True)
        for made in range(1, self.ask.asked):
            found = table.best() if made == 1 or table.extend() else None
            least.append(NEVER if found is None else found.cost)
            if found is None:
                break
        least += [NEVER] * (self.ask.asked - len(least))
        whole = self._all_made(free, ())
        return (*least, NEVER if whole is None else whole.cost)

    def _all_made(self, costs: NDArray[np.int64], wants: Sequence[Want]) -> Choice | None:
        if self.ask.service.day_sets:
            return self._best_set(costs, wants)
        table = _Table(self, costs, wants, loose=False)
        for _ in range(self.ask.asked - 1):
            if not table.extend():
                return None
        return table.best()

    def _some_missing(self, costs: NDArray[np.int64], wants: Sequence[Want]) -> Choice:
        asked, price = self.ask.asked, self.ask.price
        left = max(0, asked - len(self.kept))
        best = Choice(left * price + sum(want.price for want in wants), ())
        table = _Table(self, costs, wants, loose=True)
        for made in range(1, asked):
            found = table.best()
            if found is not None and found.cost + (asked - made) * price < best.cost:
                best = Choice(found.cost + (asked - made) * price, found.days)
            if made + 1 < asked and not table.extend():
                break
        return best

    def _best_set(self, costs: NDArray[np.int64], wants: Sequence[Want]) -> Choice | None:
        column = {day: number for number, day in enumerate(self.days)}
        first, gaps, last = with_wants(self, wants, loose=False)
        best: Choice | None = None
        for days in self.ask.service.day_sets:
            if len(days) != self.ask.asked or not all(day in column for day in days):
                continue
            at = np.array([column[day] for day in days])
            usual = np.bincount(self.weekdays[at]).max()
            cost = int(
                costs[at].sum() + first[at[0]] + gaps[at[:-1], at[1:]].sum() + last[at[-1]]
            ) + self.other_weekday * (len(at) - int(usual))
            if cost < NEVER // 2 and (best is None or cost < best.cost):
                best = Choice(cost, tuple(days))
        return best


class _Table:
    """Least cost of k visits with the last on each day, for each weekday taken as the usual one."""

    def __init__(
        self, spacer: Spacer, costs: NDArray[np.int64], wants: Sequence[Want], *, loose: bool
    ) -> None:
        self._spacer = spacer
        first, self._gaps, self._last = with_wants(spacer, wants, loose=loose)
        usual = np.unique(spacer.weekdays[costs < NEVER // 2])
        other = (spacer.weekdays[None, :] != usual[:, None]) * spacer.other_weekday
        self._costs = costs[None, :] + other
        self._layers = [np.minimum(first[None, :] + self._costs, NEVER)]
        self._from: list[NDArray[np.int64]] = []

    def extend(self) -> bool:
        """Add one visit; say whether any choice is left."""
        steps = self._layers[-1][:, :, None] + self._gaps[None, :, :]
        if not steps.size:
            return False
        before = steps.argmin(axis=1)
        least = np.take_along_axis(steps, before[:, None, :], axis=1)[:, 0, :]
        self._from.append(before)
        self._layers.append(np.minimum(least + self._costs, NEVER))
        return bool((self._layers[-1] < NEVER // 2).any())

    def best(self) -> Choice | None:
        """Return the cheapest choice with as many visits as there are layers."""
        ends = self._layers[-1] + self._last[None, :]
        if not ends.size or ends.min() >= NEVER // 2:
            return None
        usual, column = divmod(int(ends.argmin()), ends.shape[1])
        cost = int(ends[usual, column])
        columns = [column]
        for before in reversed(self._from):
            column = int(before[usual, column])
            columns.append(column)
        return Choice(cost, tuple(self._spacer.days[at] for at in reversed(columns)))


def make_spacer(ask: Ask, days: tuple[int, ...], *, first_weekday: int, rules: Rules) -> Spacer:
    """Return the spacer of a service that may be visited on the given days, ascending.

    Days on which a visit stands already are among them.
    """
    days = tuple(sorted({*days, *ask.kept}))
    at = np.array(days, dtype=np.int64)
    uneven = rules.uneven_gap.value
    between = at[None, :] - at[:, None]
    strict, loose = _gap_prices(ask, between, uneven)
    first = first_loose = np.zeros(len(days), dtype=np.int64)
    if ask.last is not None:
        first, first_loose = _gap_prices(ask, at - ask.last, uneven)
        first = first_loose if ask.overdue else first
    return Spacer(
        kept=tuple(sorted(ask.kept)),
        ask=ask,
        days=days,
        weekdays=(at + first_weekday) % 7,
        other_weekday=rules.other_weekday.value,
        first=first,
        first_loose=first_loose,
        gaps=strict,
        gaps_loose=loose,
    )


def _gap_prices(
    ask: Ask, gaps: NDArray[np.int64], uneven: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    least, most = max(1, ask.service.min_gap_days), ask.service.max_gap_days
    prices = np.abs(gaps - ask.even) * uneven
    loose = np.where(gaps >= least, prices, NEVER)
    strict = loose if most is None else np.where(gaps <= most, loose, NEVER)
    return strict, loose


def with_wants(
    spacer: Spacer, wants: Sequence[Want], *, loose: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return prices of first visit, gap and last visit; a stretch that is skipped is paid there.

    A day that is kept is never skipped.
    """
    first = spacer.first_loose if loose else spacer.first
    gaps = spacer.gaps_loose if loose else spacer.gaps
    last = np.zeros(len(spacer.days), dtype=np.int64)
    days = np.array(spacer.days, dtype=np.int64)
    for want in (*wants, *(Want(day, day, NEVER) for day in spacer.kept)):
        before, after = days < want.first, days > want.last
        first = first + after * want.price
        gaps = gaps + (before[:, None] & after[None, :]) * want.price
        last = last + before * want.price
    return first, gaps, last
