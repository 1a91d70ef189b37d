"""Make all travel matrices of a quarter."""

import datetime as dt
from pathlib import Path

from routing.roads.cache import find_lengths
from routing.roads.estimate import fit, great_circles
from routing.roads.ground import Ground
from routing.roads.legs import Legs
from routing.roads.mapped import MappedRoads
from routing.roads.matrices import travel_matrix
from routing.roads.roadmap import RoadMap
from routing.roads.shortest import Lengths
from routing.roads.states import ALL_OPEN, RoadState, states_of
from routing.roads.tags import ON_WHEELS
from vongsach.network import Network
from vongsach.places import VehicleClass
from vongsach.quarter import Quarter
from vongsach.travel import Travel, TravelMatrix


def travel_from_legs(network: Network, quarter: Quarter) -> Travel:
    """Return one matrix per class of vehicle in use and per road state that occurs.

    The quickest way counts; of equally quick ones the shortest. Places that no leg connects, not
    even with every road open, get a marked estimate; what a closure, the season, a one-way leg
    or ``closed_to`` cuts off is unreachable.
    """
    return travel_on(Legs(network), quarter)


def travel_from_roads(
    network: Network, quarter: Quarter, roads: RoadMap, *, cache: Path | None = None
) -> Travel:
    """Return the same from imported roads and the legs together.

    ``cache`` is a folder that exists, in which matrices are kept under a hash of their input.
    """
    return travel_on(MappedRoads(network, roads), quarter, cache=cache)


def travel_on(ground: Ground, quarter: Quarter, *, cache: Path | None = None) -> Travel:
    """Return the travel matrices of a quarter on whatever can be driven."""
    states = states_on(ground, quarter)
    occurring = set(states.values())
    matrices: dict[tuple[VehicleClass, str], TravelMatrix] = {}
    for vehicle in classes_in_use(ground.network):
        lengths = {
            state: find_lengths(ground.graph(vehicle, state), ground.stops(), cache)
            for state in sorted(occurring | {ALL_OPEN}, key=lambda state: state.name)
        }
        for state, matrix in _matrices(ground, vehicle, lengths).items():
            if state in occurring:
                matrices[vehicle, state.name] = matrix
    return Travel(states={day: state.name for day, state in states.items()}, matrices=matrices)


def states_on(ground: Ground, quarter: Quarter) -> dict[dt.date, RoadState]:
    """Return the road state of every day of a quarter, as far as it changes anything."""
    return states_of(
        ground.network.closures, quarter, cuts=ground.cuts, season_matters=ground.season_matters
    )


def classes_in_use(network: Network) -> tuple[VehicleClass, ...]:
    """Return the classes of the vans of a network; a van's where it has none yet."""
    return tuple(sorted({van.vehicle_class for van in network.vans})) or (VehicleClass.VAN,)


def wheels_in_use(network: Network) -> tuple[VehicleClass, ...]:
    """Return the classes on wheels of the vans of a network; a van's where there are none."""
    found = tuple(vehicle for vehicle in classes_in_use(network) if vehicle in ON_WHEELS)
    return found or (VehicleClass.VAN,)


def _matrices(
    ground: Ground, vehicle: VehicleClass, lengths: dict[RoadState, Lengths]
) -> dict[RoadState, TravelMatrix]:
    places = ground.network.places
    circles = great_circles(places)
    fitted = fit(lengths[ALL_OPEN], circles, vehicle)
    apart = ground.apart()
    return {
        state: travel_matrix(
            [place.id for place in places],
            known,
            apart=apart,
            great_circle=circles,
            fit=fitted,
            buffer=ground.network.rules.travel_buffer.value,
        )
        for state, known in lengths.items()
    }
