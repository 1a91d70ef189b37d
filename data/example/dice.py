"""Draw numbers that are the same on every machine and in every version of Python."""

import random
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A seeded source of chance.

    Everything is made of ``random.Random.random``: of its methods it alone is promised to give
    the same numbers for the same seed in later versions.
    """

    def __init__(self, seed: int) -> None:
        """Begin the sequence of a seed."""
        self._random = random.Random(seed)  # noqa: S311 -- an example, not a secret

    def between(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def spread(self, low: float, high: float) -> float:
        """Return a number from low up to, not including, high."""
        return low + self._random.random() * (high - low)

    def one_of(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.between(0, len(items) - 1)]

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """Return the items in a drawn order (Fisher and Yates)."""
        rest, order = list(items), []
        while rest:
            order.append(rest.pop(self.between(0, len(rest) - 1)))
        return order
