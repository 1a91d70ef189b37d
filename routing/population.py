"""Keep tours that differ in the days they chose, and say which two are crossed next.

Survival by cost, of those most alike one alone, after Vidal, Crainic, Gendreau, Lahrichi and Rei,
Operations Research 60(3), 2012, doi:10.1287/opre.1120.1048.
"""

from dataclasses import dataclass, field

import numpy as np

from routing.search.ground import LOCATION, NEVER, PATTERNS, Ground, Ints, Tours
from routing.turns import Turns

MOST_MEMBERS = 12

ALIKE = 0.03
"""Tours are alike where at most this share of the tasks holds another pattern."""

CROSSED = (0.1, 0.6)
"""Least and greatest share of the tasks that take the pattern of the other tours."""


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """Tours that survive, and their cost."""

    tours: Tours
    cost: float


@dataclass(slots=True)
class Population:
    """Tours of one ground, the cheapest first."""

    ground: Ground
    rng: np.random.Generator
    turns: Turns
    members: list[Member] = field(default_factory=list)

    def add(self, member: Member) -> None:
        """Take tours in; of them and those most like them, if alike, the cheaper stay.

        Of too many the dearest go.
        """
        closest = min(self.members, key=lambda one: self._unlike(member, one), default=member)
        if closest is not member and self._unlike(member, closest) <= ALIKE:
            if closest.cost <= member.cost:
                return
            self.members = [one for one in self.members if one is not closest]
        self.members.append(member)
        self.members.sort(key=lambda one: one.cost)
        del self.members[MOST_MEMBERS:]

    def parents(self) -> tuple[Member, Member]:
        """Return two tours to be crossed, each the cheaper of two drawn; one twice if alone."""
        first = self._drawn(self.members)
        others = [one for one in self.members if one is not first] or [first]
        return first, self._drawn(others)

    def _unlike(self, one: Member, other: Member) -> float:
        """Return the share of the tasks that hold another pattern, however the days are turned."""
        turned = self.turns.towards(one.tours.pattern, other.tours.pattern)
        return float((turned != other.tours.pattern).mean())

    def _drawn(self, members: list[Member]) -> Member:
        return members[int(self.rng.integers(len(members), size=2).min())]

    def patterns(self, first: Member, donor: Member) -> Ints:
        """Return the patterns of the donor for the tasks around a random one; NEVER for others.

        The days of the donor are turned towards those of the first beforehand.
        """
        given = self.turns.towards(donor.tours.pattern, first.tours.pattern)
        ground, count = self.ground, len(self.ground.price)
        seed = ground.tasks[int(self.rng.integers(count)), LOCATION]
        near = np.argsort(ground.cost[0, seed, ground.tasks[:count, LOCATION]], kind="stable")
        around = near[: max(1, round(count * self.rng.uniform(*CROSSED)))]
        patterns = np.full(count, NEVER, np.int64)
        patterns[around] = given[around]
        return patterns


def has_choice(ground: Ground) -> bool:
    """Say whether any task may choose among combinations of days."""
    return bool((np.diff(ground.tasks[:, PATTERNS]) > 1).any())
