"""Estimate the way between places that no known road connects."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.roads.shortest import Lengths
from vongsach.places import Place, VehicleClass

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth (IUGG 1980)."""

LEAST_PAIRS = 12
"""Fewer known pairs say less than practice does."""

SHORTEST_PAIR_M = 500.0
"""Below this distance the error of coordinates outweighs the detour."""

USUAL_DETOUR = 1.7
"""Road over great circle where too little is known: upper end of 1.4-1.7, the factor by which
published lengths in Tam Đường exceed lines drawn at low zoom, which are themselves longer than
the great circle."""

USUAL_KMH = 20.0
"""Speed where too little is known: unclassified road in the mountains."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How roads relate to great circles, for one class of vehicle."""

    detour: float = USUAL_DETOUR
    """Length of road over great circle."""

    kmh: float = USUAL_KMH
    """Speed along the road, without buffer."""

    pairs: int = 0
    """Known pairs that it was fitted on; 0: the usual values."""

    def lengths(self, great_circle: NDArray[np.float64]) -> Lengths:
        """Return time and length for great circles in metres, both rounded up."""
        metres = np.ceil(great_circle * self.detour)
        milliseconds = np.ceil(metres * 3600.0 / self.kmh)
        return Lengths(milliseconds.astype(np.int64), metres.astype(np.int64))


def fit(known: Lengths, great_circle: NDArray[np.float64], vehicle: VehicleClass) -> Fit | None:
    """Return the medians of detour and of speed over all known pairs far enough apart.

    Medians are not moved by a wrong coordinate or a mistyped length here and there. ``None`` for
    a boat: where its water does not lead, nothing can be guessed.
    """
    if vehicle is VehicleClass.BOAT:
        return None
    use = (known.milliseconds > 0) & (great_circle >= SHORTEST_PAIR_M)
    pairs = int(use.sum())
    if pairs < LEAST_PAIRS:
        return Fit()
    metres = known.metres[use].astype(np.float64)
    detour = float(np.median(metres / great_circle[use]))
    kmh = float(np.median(metres / known.milliseconds[use])) * 3600.0
    return Fit(detour=max(1.0, detour), kmh=kmh, pairs=pairs)


def great_circles(places: Sequence[Place]) -> NDArray[np.float64]:
    """Return the great-circle distance between all places in metres, shape (n, n)."""
    lat = np.radians([place.location.lat for place in places])
    lon = np.radians([place.location.lon for place in places])
    halves = (
        np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
        + np.cos(lat[:, None])
        * np.cos(lat[None, :])
        * np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    )
    distances: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(halves, 1)))
    return distances
