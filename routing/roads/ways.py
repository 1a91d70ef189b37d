"""Say which roads a drive takes, for maps and turn lists."""

import datetime as dt
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from routing.roads.graph import Arc, FloatArray, RoadGraph
from routing.roads.ground import Ground
from routing.roads.legs import Legs
from routing.roads.mapped import MappedRoads
from routing.roads.matrices import buffered
from routing.roads.roadmap import RoadMap
from routing.roads.shortest import Search
from routing.roads.states import RoadState
from routing.roads.travel import states_on
from vongsach.network import Network
from vongsach.places import VehicleClass
from vongsach.quarter import Quarter
from vongsach.travel import Travel
from vongsach.units import Metres, PlaceId, Seconds

Point = tuple[float, float]
"""Longitude and latitude, WGS 84."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of one road."""

    starts: PlaceId
    """Place at which it begins; empty at a junction of imported roads, which has no code."""
    ends: PlaceId
    road: str
    """Name; empty where nobody named it, off the road, or where it is an estimate."""
    metres: Metres
    seconds: Seconds
    """Driving time with its part of the buffer: the steps of a way sum to its matrix entry."""
    line: tuple[Point, ...] = ()
    """Where it runs, in the direction of driving."""


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

    def turns(self) -> tuple[Step, ...]:
        """Return the turn list: neighbouring steps on the same road are one."""
        turns: list[Step] = []
        for step in self.steps:
            if turns and turns[-1].road == step.road:
                turns[-1] = _together(turns[-1], step)
            else:
                turns.append(step)
        return tuple(turns)


class Ways:
    """The ways that can be driven in one quarter; searches are kept from call to call."""

    def __init__(self, ground: Ground, quarter: Quarter, travel: Travel) -> None:
        """Take what can be driven; ``travel`` is what ``travel_on`` made of the same."""
        self._ground = ground
        self._travel = travel
        self._states = states_on(ground, quarter)
        self._rows = {place.id: row for row, place in enumerate(ground.network.places)}
        self._stops: list[int] = ground.stops().tolist()
        self._ids = dict(zip(self._stops, self._rows, strict=True))
        self._searches: dict[tuple[VehicleClass, RoadState], tuple[RoadGraph, Search]] = {}

    def way(self, vehicle: VehicleClass, day: dt.date, start: PlaceId, end: PlaceId) -> Way | None:
        """Return the quickest way of a class of vehicle on a day; ``None``: there is none.

        ``None`` too where the travel was made of other roads: a plan may be older than they.

        Raises
        ------
        KeyError
            The day, the class or a place is not part of the travel.
        """
        state = self._states[day]
        if self._travel.states[day] != state.name:
            return None
        matrix = self._travel.matrices[vehicle, state.name]
        row, column = self._rows[start], self._rows[end]
        if not matrix.reachable[row, column]:
            return None
        if matrix.estimated[row, column]:
            metres = Metres(int(matrix.metres[row, column]))
            seconds = Seconds(int(matrix.seconds[row, column]))
            ends = (self._ground.network.places[n].location for n in (row, column))
            line = tuple((point.lon, point.lat) for point in ends)
            return Way((Step(start, end, "", metres, seconds, line),), estimated=True)
        graph, search = self._search(vehicle, state)
        numbers = search.way(self._stops[row], self._stops[column]) or ()
        found = Way(self._steps(vehicle, [graph.arc(number) for number in numbers]))
        entry = (int(matrix.seconds[row, column]), int(matrix.metres[row, column]))
        return found if (found.seconds, found.metres) == entry else None

    def _search(self, vehicle: VehicleClass, state: RoadState) -> tuple[RoadGraph, Search]:
        key = (vehicle, state)
        if key not in self._searches:
            graph = self._ground.graph(vehicle, state)
            self._searches[key] = (graph, Search(graph))
        return self._searches[key]

    def _steps(self, vehicle: VehicleClass, arcs: list[Arc]) -> tuple[Step, ...]:
        buffer = self._ground.network.rules.travel_buffer.value
        seconds = shares([arc.milliseconds for arc in arcs], buffer)
        return tuple(
            Step(
                starts=self._ids.get(arc.tail, PlaceId("")),
                ends=self._ids.get(arc.head, PlaceId("")),
                road=self._ground.road(arc.stretch),
                metres=Metres(arc.metres),
                seconds=share,
                line=_points(self._ground.line(vehicle, arc)),
            )
            for arc, share in zip(arcs, seconds, strict=True)
        )


class LegWays(Ways):
    """The ways along the legs of a network in one quarter."""

    def __init__(self, network: Network, quarter: Quarter, travel: Travel) -> None:
        """Read the legs; ``travel`` is what ``travel_from_legs`` made of the same."""
        super().__init__(Legs(network), quarter, travel)


def ways_of(
    network: Network, quarter: Quarter, travel: Travel, roads: RoadMap | None = None
) -> Ways:
    """Return the ways along legs and imported roads, of which ``travel`` was made."""
    ground = Legs(network) if roads is None else MappedRoads(network, roads)
    return Ways(ground, quarter, travel)


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


def _together(first: Step, second: Step) -> Step:
    return Step(
        starts=first.starts,
        ends=second.ends,
        road=first.road,
        metres=Metres(first.metres + second.metres),
        seconds=Seconds(first.seconds + second.seconds),
        line=(*first.line, *second.line[1:]),
    )


def _points(line: FloatArray) -> tuple[Point, ...]:
    return tuple((lon, lat) for lon, lat in line.tolist())


def shares(milliseconds: list[int], buffer: int) -> list[Seconds]:
    """Return whole seconds for each of some times, which sum to the rounded time of all."""
    until = buffered(np.array([0, *accumulate(milliseconds)], dtype=np.int64), buffer)
    return [Seconds(int(last - first)) for first, last in pairwise(until.tolist())]
