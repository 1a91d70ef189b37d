"""Index once what a plan is judged against: the network, the quarter and the travel times."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from vongsach.boxes import Box, Title
from vongsach.closures import Closure, Scope
from vongsach.fleet import Van, Worker
from vongsach.network import Network
from vongsach.places import Market, Place, Service, VehicleClass
from vongsach.quarter import Quarter
from vongsach.travel import Travel
from vongsach.units import BoxId, PlaceId, ServiceId, TitleId, VanId, WorkerId


@dataclass(frozen=True, slots=True)
class Ground:
    """The network by identifier, and the days and roads that go with it."""

    network: Network
    quarter: Quarter
    travel: Travel
    places: Mapping[PlaceId, Place]
    services: Mapping[ServiceId, Service]
    boxes: Mapping[BoxId, Box]
    titles: Mapping[TitleId, Title]
    vans: Mapping[VanId, Van]
    workers: Mapping[WorkerId, Worker]
    depots: frozenset[PlaceId]
    closures: Mapping[tuple[Scope, str], tuple[Closure, ...]]
    markets: Mapping[PlaceId, tuple[Market, ...]]
    rows: Mapping[tuple[VehicleClass, str], Mapping[PlaceId, int]]
    """Row of each place in each travel matrix."""

    def in_quarter(self, day: dt.date) -> bool:
        """Say whether a day belongs to the quarter."""
        return self.quarter.first_day <= day <= self.quarter.last_day

    def quarter_days(self) -> int:
        """Return the number of days of the quarter, both ends included."""
        return (self.quarter.last_day - self.quarter.first_day).days + 1

    def closures_on(self, scope: Scope, target: str, day: dt.date) -> tuple[Closure, ...]:
        """Return the closures of one target that cover a day."""
        return tuple(
            closure
            for closure in self.closures.get((scope, target), ())
            if closure.first_day <= day <= closure.last_day
        )


def index_ground(network: Network, quarter: Quarter, travel: Travel) -> Ground:
    """Return the network indexed by identifier."""
    closures: defaultdict[tuple[Scope, str], list[Closure]] = defaultdict(list)
    for closure in network.closures:
        closures[closure.scope, closure.target].append(closure)
    markets: defaultdict[PlaceId, list[Market]] = defaultdict(list)
    for market in network.markets:
        markets[market.place].append(market)
    return Ground(
        network=network,
        quarter=quarter,
        travel=travel,
        places={place.id: place for place in network.places},
        services={service.id: service for service in network.services},
        boxes={box.id: box for box in network.boxes},
        titles={title.id: title for title in network.titles},
        vans={van.id: van for van in network.vans},
        workers={worker.id: worker for worker in network.workers},
        depots=frozenset(van.depot for van in network.vans),
        closures={key: tuple(found) for key, found in closures.items()},
        markets={place: tuple(found) for place, found in markets.items()},
        rows={
            key: {place: row for row, place in enumerate(matrix.places)}
            for key, matrix in travel.matrices.items()
        },
    )
