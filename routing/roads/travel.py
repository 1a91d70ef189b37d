"""Make all travel matrices of a quarter from the road legs of a network."""

import datetime as dt

import numpy as np

from routing.roads.estimate import fit, great_circles
from routing.roads.legs import Legs
from routing.roads.matrices import travel_matrix
from routing.roads.shortest import Lengths, shortest
from routing.roads.speeds import SPEEDS, SpeedTable
from routing.roads.states import ALL_OPEN, RoadState, states_of
from vongsach.network import Network
from vongsach.places import VehicleClass
from vongsach.quarter import Quarter
from vongsach.travel import Travel, TravelMatrix


def travel_from_legs(network: Network, quarter: Quarter, speeds: SpeedTable = SPEEDS) -> Travel:
    """Return one matrix per class of vehicle in use and per road state that occurs.

    The quickest way counts; of equally quick ones the shortest. Places that no leg connects, not
    even with every road open, get a marked estimate; what a closure, the season, a one-way leg
    or ``closed_to`` cuts off is unreachable.
    """
    legs = Legs(network, speeds)
    states = leg_states(legs, quarter)
    occurring = sorted(set(states.values()) | {ALL_OPEN}, key=lambda state: state.name)
    matrices: dict[tuple[VehicleClass, str], TravelMatrix] = {}
    for vehicle in classes_in_use(network):
        lengths = {state: _lengths(legs, vehicle, state) for state in occurring}
        for state, matrix in _matrices(legs, vehicle, lengths).items():
            if state in set(states.values()):
                matrices[vehicle, state.name] = matrix
    return Travel(states={day: state.name for day, state in states.items()}, matrices=matrices)


def leg_states(legs: Legs, quarter: Quarter) -> dict[dt.date, RoadState]:
    """Return the road state of every day of a quarter, as far as it touches the legs."""
    return states_of(
        legs.network.closures, quarter, cuts=legs.cuts, season_matters=legs.season_matters
    )


def classes_in_use(network: Network) -> tuple[VehicleClass, ...]:
    """Return the classes of the vans of a network; a van's where it has none yet."""
    return tuple(sorted({van.vehicle_class for van in network.vans})) or (VehicleClass.VAN,)


def _lengths(legs: Legs, vehicle: VehicleClass, state: RoadState) -> Lengths:
    every = np.arange(len(legs.network.places))
    return shortest(legs.graph(vehicle, state), every, every)


def _matrices(
    legs: Legs, vehicle: VehicleClass, lengths: dict[RoadState, Lengths]
) -> dict[RoadState, TravelMatrix]:
    places = legs.network.places
    parts = np.array(legs.parts)
    circles = great_circles(places)
    fitted = fit(lengths[ALL_OPEN], circles, vehicle)
    return {
        state: travel_matrix(
            [place.id for place in places],
            known,
            apart=parts[:, None] != parts[None, :],
            great_circle=circles,
            fit=fitted,
            buffer=legs.network.rules.travel_buffer.value,
        )
        for state, known in lengths.items()
    }
