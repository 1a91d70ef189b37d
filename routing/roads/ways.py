"""Say which roads a drive takes, for maps and turn lists."""

import datetime as dt
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from routing.roads.graph import Arc, RoadGraph
from routing.roads.legs import Legs
from routing.roads.matrices import buffered
from routing.roads.shortest import shortest_way
from routing.roads.speeds import SPEEDS, SpeedTable
from routing.roads.states import RoadState
from routing.roads.travel import leg_states
from vongsach.network import Network
from vongsach.places import VehicleClass
from vongsach.quarter import Quarter
from vongsach.travel import Travel
from vongsach.units import Metres, PlaceId, Seconds


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of one road."""

    starts: PlaceId
    """Place at which it begins; junctions are places too."""
    ends: PlaceId
    road: str
    """Name as the planner typed it; empty where nobody named it, or where it is an estimate."""
    metres: Metres
    seconds: Seconds
    """Driving time with its part of the buffer: the steps of a way sum to its matrix entry."""


@dataclass(frozen=True, slots=True)
class Way:
    """How to get from one place to another; no steps where both are the same."""

    steps: tuple[Step, ...]
    estimated: bool = False
    """No road is known: one step as the crow flies, length and time estimated."""

    @property
    def metres(self) -> Metres:
        """Length of the way: the entry of the travel matrix."""
        return Metres(sum(step.metres for step in self.steps))

    @property
    def seconds(self) -> Seconds:
        """Driving time with buffer: the entry of the travel matrix."""
        return Seconds(sum(step.seconds for step in self.steps))


class LegWays:
    """The ways along the legs of a network in one quarter."""

    def __init__(
        self, network: Network, quarter: Quarter, travel: Travel, speeds: SpeedTable = SPEEDS
    ) -> None:
        """Read the legs; ``travel`` is what ``travel_from_legs`` made of the same arguments."""
        self._legs = Legs(network, speeds)
        self._travel = travel
        self._states = leg_states(self._legs, quarter)
        self._rows = {place.id: row for row, place in enumerate(network.places)}
        self._graphs: dict[tuple[VehicleClass, RoadState], RoadGraph] = {}

    def way(self, vehicle: VehicleClass, day: dt.date, start: PlaceId, end: PlaceId) -> Way | None:
        """Return the quickest way of a class of vehicle on a day; ``None``: there is none.

        Raises
        ------
        KeyError
            The day, the class or a place is not part of the travel.
        """
        state = self._states[day]
        matrix = self._travel.matrices[vehicle, state.name]
        row, column = self._rows[start], self._rows[end]
        if not matrix.reachable[row, column]:
            return None
        if matrix.estimated[row, column]:
            metres = Metres(int(matrix.metres[row, column]))
            seconds = Seconds(int(matrix.seconds[row, column]))
            return Way((Step(start, end, "", metres, seconds),), estimated=True)
        graph = self._graph(vehicle, state)
        numbers = shortest_way(graph, row, column) or ()
        return Way(self._steps([graph.arc(number) for number in numbers]))

    def _graph(self, vehicle: VehicleClass, state: RoadState) -> RoadGraph:
        key = (vehicle, state)
        if key not in self._graphs:
            self._graphs[key] = self._legs.graph(vehicle, state)
        return self._graphs[key]

    def _steps(self, arcs: list[Arc]) -> tuple[Step, ...]:
        network = self._legs.network
        seconds = shares([arc.milliseconds for arc in arcs], network.rules.travel_buffer.value)
        return tuple(
            Step(
                starts=network.places[arc.tail].id,
                ends=network.places[arc.head].id,
                road=network.road_legs[arc.stretch].road,
                metres=Metres(arc.metres),
                seconds=share,
            )
            for arc, share in zip(arcs, seconds, strict=True)
        )


def way(
    network: Network,
    quarter: Quarter,
    travel: Travel,
    *,
    vehicle: VehicleClass,
    day: dt.date,
    start: PlaceId,
    end: PlaceId,
) -> Way | None:
    """Return one way; for many of them ``LegWays`` reads the legs only once."""
    return LegWays(network, quarter, travel).way(vehicle, day, start, end)


def shares(milliseconds: list[int], buffer: int) -> list[Seconds]:
    """Return whole seconds for each of some times, which sum to the rounded time of all."""
    until = buffered(np.array([0, *accumulate(milliseconds)], dtype=np.int64), buffer)
    return [Seconds(int(last - first)) for first, last in pairwise(until.tolist())]
