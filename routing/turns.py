"""Find the permutations of the days that leave a problem as it is, to compare tours by them.

Where Monday and Tuesday may be exchanged without any change of cost, tours found apart are as
often turned against each other as not, and no days of theirs go together before they are turned
back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations

import numpy as np

from routing.search.ground import (
    DAY,
    NEVER,
    PATTERNS,
    TWIN,
    WEEKDAY,
    Ground,
    Ints,
)

MOST_DAYS = 6
"""Days up to which all permutations are tried; of more, swaps of two, rotations and reflections."""

MOST_TURNED = 14
"""Days up to which any turn is tried: of a whole quarter too many would have to be looked at."""

Turn = tuple[int, ...]
"""By day: the day that takes its place."""


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """What a pattern becomes when the days are turned."""

    becomes: Ints
    """(turns, patterns + 1): pattern by pattern; the last column stands for NEVER."""

    @classmethod
    def of_ground(cls, ground: Ground) -> "Turns":
        """Return all turns that were found; to stay as it is comes first."""
        stay = np.append(np.arange(len(ground.patterns) - 1, dtype=np.int64), NEVER)
        days = len(ground.day_slots) - 1
        if days > MOST_TURNED:
            return cls(stay[np.newaxis])
        alike, choices = _days_alike(ground), set(_choices(ground))
        turns = [
            turn
            for turn in _candidates(days)
            if all(alike[day] == alike[to] for day, to in enumerate(turn))
            and all(_turned(choice, turn) == choice for choice in choices)
        ]
        return cls(np.array([stay, *(_becomes(ground, turn) for turn in turns)]))

    def towards(self, patterns: Ints, aim: Ints) -> Ints:
        """Return patterns turned so that as many tasks as can be hold the same as in the aim."""
        best = int((patterns != aim).sum())
        while True:
            turned = self.becomes[:, patterns]
            apart = (turned != aim).sum(axis=1)
            nearest = int(apart.argmin())
            if apart[nearest] >= best:
                return patterns
            best, patterns = int(apart[nearest]), turned[nearest]


def _candidates(days: int) -> Iterator[Turn]:
    stay = tuple(range(days))
    if days <= MOST_DAYS:
        yield from (turn for turn in permutations(stay) if turn != stay)
        return
    for first, second in combinations(stay, 2):
        turn = list(stay)
        turn[first], turn[second] = second, first
        yield tuple(turn)
    for begin in stay:
        forward = stay[begin:] + stay[:begin]
        yield from (turn for turn in (forward, forward[::-1]) if turn != stay)


def _days_alike(ground: Ground) -> list[bytes]:
    """Return by day all that makes it differ from others: vans, what they may do, openings."""
    slots, described = ground.slots, []
    others = [column for column in range(slots.shape[1]) if column not in {DAY, TWIN, WEEKDAY}]
    for first, last in pairwise(ground.day_slots.tolist()):
        rows = np.hstack([slots[first:last, others], ground.slot_cost[first:last]])
        weekday = int(slots[first, WEEKDAY]) if last > first else NEVER
        may = ground.may[:, first:last]
        described.append(rows.tobytes() + may.tobytes() + ground.windows[:, weekday].tobytes())
    return described


Choice = frozenset[tuple[frozenset[int], float]]


def _choices(ground: Ground) -> list[Choice]:
    """Return the days and the costs of the patterns of each task."""
    return [
        frozenset(
            (frozenset(_days(ground, pattern)), float(ground.pattern_cost[pattern]))
            for pattern in range(first, last)
        )
        for first, last in pairwise(ground.tasks[:, PATTERNS].tolist())
    ]


def _turned(choice: Choice, turn: Turn) -> Choice:
    return frozenset((frozenset(turn[day] for day in days), cost) for days, cost in choice)


def _becomes(ground: Ground, turn: Turn) -> Ints:
    becomes = np.full(len(ground.patterns), NEVER, np.int64)
    for first, last in pairwise(ground.tasks[:, PATTERNS].tolist()):
        known = {frozenset(_days(ground, pattern)): pattern for pattern in range(first, last)}
        for days, pattern in known.items():
            becomes[pattern] = known[frozenset(turn[day] for day in days)]
    return becomes


def _days(ground: Ground, pattern: int) -> list[int]:
    days: list[int] = ground.pattern_days[
        ground.patterns[pattern] : ground.patterns[pattern + 1]
    ].tolist()
    return days
