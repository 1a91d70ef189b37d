"""Fill travel matrices: known ways first, estimates where no road is known."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routing.roads.estimate import Fit
from routing.roads.graph import IntArray
from routing.roads.shortest import Lengths
from vongsach.travel import TravelMatrix
from vongsach.units import PlaceId


def travel_matrix(
    places: Sequence[PlaceId],
    known: Lengths,
    *,
    apart: NDArray[np.bool_],
    great_circle: NDArray[np.float64],
    fit: Fit | None,
    buffer: int,
) -> TravelMatrix:
    """Return the matrix of one class of vehicle in one road state.

    Parameters
    ----------
    places
        Rows and columns, n of them.
    known
        Quickest ways in that state, shape (n, n).
    apart
        Pairs that no road connects even with every road open: these alone are estimated. A pair
        that only this state, a one-way road or the class of vehicle parts is unreachable.
    great_circle
        Distances in metres, shape (n, n).
    fit
        How to estimate; ``None``: such pairs are unreachable.
    buffer
        Percent added to every driving time; rounded up once per pair.
    """
    estimated = apart & (known.milliseconds < 0) if fit else np.zeros_like(apart)
    guess = (fit or Fit()).lengths(great_circle)
    milliseconds = np.where(estimated, guess.milliseconds, known.milliseconds)
    metres = np.where(estimated, guess.metres, known.metres)
    return TravelMatrix(
        places=tuple(places),
        seconds=buffered(milliseconds, buffer),
        metres=metres,
        reachable=milliseconds >= 0,
        estimated=estimated,
    )


def buffered(milliseconds: IntArray, percent: int) -> IntArray:
    """Return whole seconds with a buffer of some percent, rounded up; -1 stays -1."""
    seconds = -(-milliseconds * (100 + percent) // 100_000)
    return np.where(milliseconds < 0, np.int64(-1), seconds)
