"""Follow every box of a rotation trip by trip, with neither the solver's sums nor the checker's."""

import datetime as dt

from hypothesis import given, settings

from rotation import solve_rotation
from tests.builders import QUARTER
from tests.rotation_cases import rotations
from vongsach.network import Network
from vongsach.plan import Exchange, Rotation, Routing, Trip
from vongsach.solving import Effort, Unwatched
from vongsach.units import BoxId


class Ledger:
    """Where each box is; every entry says where it was, so that none is in two places."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.at: dict[BoxId, str] = {box.id: box.stands_at for box in network.boxes}
        self.left: dict[tuple[BoxId, str], dt.date] = {
            (past.box, past.place): past.last_day for past in network.past_stays
        }
        self.shelves: dict[str, int] = {place.id: place.shelf for place in network.places}

    def move(self, box: BoxId, start: str, end: str) -> None:
        """Move a box that is at the start."""
        assert self.at[box] == start
        self.at[box] = end

    def drive(self, trip: Trip, rotation: Rotation) -> None:
        """Follow one trip of one day from its depot and back."""
        van = next(van for van in self.network.vans if van.id == trip.van)
        for load in rotation.loads:
            for box in load.boxes if load.trip == trip.id else ():
                self.move(box, van.depot, van.id)
        self.weigh(trip)
        for position, stop in enumerate(trip.days[0].stops):
            for swap in rotation.exchanges:
                if (swap.trip, swap.position) == (trip.id, position):
                    self.exchange(swap, stop.place, trip)
            self.weigh(trip)
        for box in [box for box, where in self.at.items() if where == van.id]:
            self.move(box, van.id, van.depot)

    def exchange(self, swap: Exchange, place: str, trip: Trip) -> None:
        """Hand in and take out; what comes has rested, and no shelf gets fuller than it may."""
        before = self.standing(place)
        for box in swap.taken_out:
            self.move(box, place, trip.van)
            self.left[box, place] = swap.day
        for box in swap.handed_in:
            self.move(box, trip.van, place)
            left = self.left.get((box, place), dt.date.min)
            assert (swap.day - left).days >= self.network.rules.rest.value
            assert box not in swap.taken_out
        assert self.standing(place) <= max(self.shelves[place], before)

    def standing(self, place: str) -> int:
        """Return the number of boxes at a place."""
        return sum(where == place for where in self.at.values())

    def weigh(self, trip: Trip) -> None:
        """Hold what is aboard against what the van carries."""
        van = next(van for van in self.network.vans if van.id == trip.van)
        aboard = [box for box in self.network.boxes if self.at[box.id] == van.id]
        assert len(aboard) <= van.boxes
        assert sum(box.weight for box in aboard) <= van.payload


@given(rotations())
@settings(max_examples=25)
def test_every_box_is_in_one_place_and_fits_where_it_is(case: tuple[Network, Routing]) -> None:
    """Conservation, rest and loads; where boxes end is where their last stays are."""
    network, routing = case
    effort = Effort(level=1)
    rotation = solve_rotation(
        network, QUARTER, routing, effort=effort, seed=1, watch=Unwatched()
    ).decision
    ledger = Ledger(network)
    for trip in sorted(routing.trips, key=lambda one: one.days[0].day):
        ledger.drive(trip, rotation)
    depots = {van.depot for van in network.vans}
    lasting = {stay.box: str(stay.place) for stay in rotation.stays if stay.last_day is None}
    away = {box: where for box, where in ledger.at.items() if where not in depots}
    assert away == {box: place for box, place in lasting.items() if place not in depots}
