"""Keep itineraries that were best at some prices: the columns to choose a rotation from."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no hints

from rotation.candidates import Candidates, stay_between
from rotation.chart import Cargo, Ints
from rotation.charting import Charted
from rotation.paths import rests_enough, taken_up, value_of
from rotation.prices import SPACE, Rows
from rotation.pricing import LONGEST, SCALE, Best


@dataclass(frozen=True, slots=True)
class Columns:
    """Itineraries with their values and what they take up."""

    owner: Ints
    """Index of the box."""
    stays: Ints
    """(columns, LONGEST, 2), the last stay first."""
    count: Ints
    value: Ints
    """In đồng, less the price of breaches."""
    usage: csr_array
    """(rows, columns), as the rows of ``prices.Rows``."""

    def chosen(self, kept: Ints) -> "Columns":
        """Return some of the columns."""
        return Columns(
            self.owner[kept], self.stays[kept], self.count[kept], self.value[kept],
            self.usage[:, kept],
        )  # fmt: skip


class Pool:
    """Different itineraries in the order in which they were found."""

    def __init__(self, candidates: Candidates, charted: Charted, cargo: Cargo) -> None:
        self._all, self._charted, self._cargo = candidates, charted, cargo
        self._seen: dict[tuple[int, bytes], int] = {}
        self._owner: list[int] = []
        self._stays: list[Ints] = []

    def add(self, best: Best) -> None:
        """Keep the itineraries that are new and rest before they come back."""
        for box, (count, stays) in enumerate(zip(best.length.tolist(), best.stays, strict=True)):
            if count >= 0:
                self.add_one(box, stays[:count])

    def add_one(self, box: int, stays: Ints) -> int:
        """Keep an itinerary, the last stay first, if it rests enough; return its number or -1."""
        key = box, stays.tobytes()
        if key not in self._seen:
            fits = len(stays) <= LONGEST and rests_enough(
                self._charted.chart, self._cargo, box, stays, len(stays)
            )
            self._seen[key] = len(self._owner) if fits else -1
            if fits:
                self._owner.append(box)
                self._stays.append(stays.copy())
        return self._seen[key]

    def _missed(self, box: int, stays: Ints) -> int:
        """S19: return what an itinerary pays for being moved when it better were not."""
        days = [int(self._charted.chart.day[end]) for end in stays.ravel() if end >= 0]
        return sum(
            wish.price
            for wish in self._charted.wishes.get(box, ())
            if any(wish.first_day <= day <= wish.last_day for day in days)
        )

    def columns(self, rows: Rows) -> Columns:
        """Return all columns."""
        chart, cargo = self._charted.chart, self._cargo
        space = np.zeros(SPACE, np.int64)
        stays = np.full((len(self._owner), LONGEST, 2), -1, np.int64)
        value, taken = np.zeros(len(stays), np.int64), []
        for column, (box, here) in enumerate(zip(self._owner, self._stays, strict=True)):
            stays[column, : len(here)] = here
            value[column] = value_of(chart, cargo, box, here, len(here))
            value[column] -= self._missed(box, here) + self._stale(box, here)
            taken.append(space[: taken_up(chart, cargo, box, here, len(here), space)].copy())
        owner = np.array(self._owner, np.int64)
        return Columns(
            owner=owner,
            stays=stays,
            count=np.array([len(here) for here in self._stays], np.int64),
            value=value,
            usage=_usage(rows, cargo, owner, taken),
        )

    def _stale(self, box: int, stays: Ints) -> int:
        """Return what an itinerary loses to titles that stood at its places before the quarter."""
        chart, cargo, it = self._charted.chart, self._cargo, self._charted.boxes[box]
        if not it.titles or not self._all.shown:
            return 0
        visits, lost = self._all.events.visits, 0
        for begins, ends in stays.tolist():
            if begins >= 0:
                until = chart.numbers[0] if ends < 0 else chart.day[ends]
                length = chart.worth[until - chart.day[begins]]
                fresh = int(cargo.rate[box, chart.place[begins]] * length // 4000)
                way = visits[begins], None if ends < 0 else visits[ends]
                lost += fresh - stay_between(self._all, it.id, visits[begins].place, way).value
        return lost


def _usage(rows: Rows, cargo: Cargo, owner: Ints, taken: Iterable[Ints]) -> csr_array:
    lists = list(taken)
    segments = len(rows.charted.room.riding)
    row = np.concatenate(lists)
    column = np.repeat(np.arange(len(lists)), [len(one) for one in lists])
    ridden = row >= len(rows.room) - 2 * segments
    grams = cargo.weight[owner[column[ridden]]]
    return csr_array(
        (
            np.concatenate((np.ones(len(row), np.int64), grams)),
            (
                np.concatenate((row, row[ridden] + segments)),
                np.concatenate((column, column[ridden])),
            ),
        ),
        shape=(len(rows.room), len(lists)),
    )


def shortfall(columns: Columns, prices: Ints, best: Best) -> Ints:
    """Return by how many millionths each column is worth less than the best of its box."""
    paid: Ints = columns.usage.T @ prices
    less: Ints = best.profit[columns.owner] - (columns.value * SCALE - paid)
    return less
