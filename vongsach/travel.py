"""State how long and how far it is from place to place."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vongsach.places import VehicleClass
from vongsach.units import PlaceId


@dataclass(frozen=True, eq=False, slots=True)
class TravelMatrix:
    """Driving time and distance between places for one vehicle class in one road state.

    All arrays have shape (n, n), row = from, column = to, with n = ``len(places)``. They need
    not be symmetric; the diagonal is 0 and reachable.
    """

    places: tuple[PlaceId, ...]
    seconds: NDArray[np.int64]
    """Driving time, the buffer included; -1 where ``reachable`` is false."""
    metres: NDArray[np.int64]
    """Road distance; -1 where ``reachable`` is false."""
    reachable: NDArray[np.bool_]
    """Whether a way exists at all."""
    estimated: NDArray[np.bool_]
    """Whether the pair is a great-circle estimate rather than a way along known roads."""


@dataclass(frozen=True, eq=False, slots=True)
class Travel:
    """All travel matrices of a quarter."""

    states: Mapping[dt.date, str]
    """Road state of every day of the quarter; ``""`` is the state with every road open."""
    matrices: Mapping[tuple[VehicleClass, str], TravelMatrix]
    """One matrix for each vehicle class in use and each road state that occurs."""
