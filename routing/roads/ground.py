"""State what travel times and ways are made of, whether typed by hand or imported."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from routing.roads.graph import Arc, FloatArray, IntArray, RoadGraph
from routing.roads.states import RoadState
from vongsach.network import Network
from vongsach.places import VehicleClass


class Ground(Protocol):
    """What can be driven between the places of a network."""

    network: Network

    def graph(self, vehicle: VehicleClass, state: RoadState) -> RoadGraph:
        """Return what a class of vehicle can drive in a state."""

    def stops(self) -> IntArray:
        """Return the node of every place, the same in every graph."""

    def apart(self) -> NDArray[np.bool_]:
        """Return which pairs of places no road joins, however open, shape (n, n)."""

    def cuts(self, cut: str) -> bool:
        """Say whether a canonical target of a closure shuts anything."""

    def season_matters(self, wet: bool) -> bool:  # noqa: FBT001 -- a predicate handed on by name
        """Say whether the rainy season (true) or the dry one shuts or slows anything."""

    def road(self, stretch: int) -> str:
        """Return the name of the road of a stretch; empty where nobody named it."""

    def line(self, vehicle: VehicleClass, arc: Arc) -> FloatArray:
        """Return longitude and latitude along an arc, in the direction of driving."""
