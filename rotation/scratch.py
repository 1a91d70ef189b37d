"""Hold what is known of the best ways of one box while its itinerary is looked for."""

from typing import NamedTuple

import numba as nb
import numpy as np

from rotation.chart import Chart, Ints

MOST_CRITICAL = 8
"""Critical places of a box; beyond them paths may come back, and the bound is weaker."""


class Scratch(NamedTuple):
    """Sums of the best ways to be somewhere, and where they come from, in millionths.

    The last axis is the set of critical places that were left.
    """

    stock: Ints
    """In each depot."""
    stock_from: Ints
    """Voyage that brought the box; -1: it was there."""
    fresh: Ints
    """Aboard each voyage, loaded at the depot."""
    fresh_from: Ints
    ridden: Ints
    """Aboard each voyage, taken out at a visit of it."""
    ridden_from: Ints
    back_from: Ints
    """Visit at which a box was taken out that comes home with each voyage."""
    came: Ints
    """Handed in at each visit."""
    came_from: Ints
    """Visit of the same voyage at which it was taken out; -1: loaded at the depot."""
    gone: Ints
    """Taken out at each visit."""
    gone_from: Ints
    """Visit at which it was handed in; -1: before the quarter."""
    gone_set: Ints
    """Set of places left before."""
    before: Ints
    """Prices of the shelf at the earlier visits of the place; then at all visits of each place."""


def new_scratch(chart: Chart) -> Scratch:
    """Return space for the boxes with most critical places, on one axis."""
    visits, voyages, depots = len(chart.place), len(chart.depot), int(chart.numbers[2])
    sizes = (depots,) * 2 + (voyages,) * 5 + (visits,) * 5
    spaces = [np.zeros(size << MOST_CRITICAL, np.int64) for size in sizes]
    spaces.append(np.zeros(visits + len(chart.first) - 1, np.int64))
    return Scratch(*spaces)


@nb.njit(cache=True, nogil=True)
def shaped_for(chart: Chart, s: Scratch, sets: int) -> Scratch:
    """Return the scratch with so many sets on its last axis: what is used lies side by side."""
    visits, voyages, depots = len(chart.place), len(chart.depot), chart.numbers[2]
    return Scratch(
        s.stock[: depots * sets].reshape((depots, sets)),
        s.stock_from[: depots * sets].reshape((depots, sets)),
        s.fresh[: voyages * sets].reshape((voyages, sets)),
        s.fresh_from[: voyages * sets].reshape((voyages, sets)),
        s.ridden[: voyages * sets].reshape((voyages, sets)),
        s.ridden_from[: voyages * sets].reshape((voyages, sets)),
        s.back_from[: voyages * sets].reshape((voyages, sets)),
        s.came[: visits * sets].reshape((visits, sets)),
        s.came_from[: visits * sets].reshape((visits, sets)),
        s.gone[: visits * sets].reshape((visits, sets)),
        s.gone_from[: visits * sets].reshape((visits, sets)),
        s.gone_set[: visits * sets].reshape((visits, sets)),
        s.before,
    )
