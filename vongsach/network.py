"""Join all that the planner knows: the network of places, and what serves them."""

from collections.abc import Iterable
from typing import Self

from pydantic import model_validator

from vongsach.boxes import Box, PastStay, Title
from vongsach.closures import Closure, Pin
from vongsach.fleet import Van, Worker
from vongsach.places import Market, Place, Service
from vongsach.roads import RoadLeg, RoadSpeed
from vongsach.rules import Rules
from vongsach.units import Given, Identifier


class Network(Given):
    """The library network (mạng lưới thư viện) of one planner: flat, one tuple per sheet.

    Identifiers are unique and every reference names something that exists: a network that
    was built is sound, so that nobody below needs to ask again.
    """

    name: Identifier
    province_code: str = ""
    places: tuple[Place, ...]
    services: tuple[Service, ...] = ()
    boxes: tuple[Box, ...] = ()
    titles: tuple[Title, ...] = ()
    vans: tuple[Van, ...] = ()
    workers: tuple[Worker, ...] = ()
    """Empty where nobody was named: then crews are counted, not named."""
    closures: tuple[Closure, ...] = ()
    markets: tuple[Market, ...] = ()
    pins: tuple[Pin, ...] = ()
    past_stays: tuple[PastStay, ...] = ()
    road_legs: tuple[RoadLeg, ...] = ()
    road_speeds: tuple[RoadSpeed, ...] = ()
    """What is to hold instead of the usual speeds."""
    rules: Rules = Rules()

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        places = _unique("place", (place.id for place in self.places))
        boxes = _unique("box", (box.id for box in self.boxes))
        vans = _unique("van", (van.id for van in self.vans))
        titles = _unique("title", (title.id for title in self.titles))
        _unique("service", (service.id for service in self.services))
        _unique("road speed", (speed.road for speed in self.road_speeds))
        _unique("worker", (worker.id for worker in self.workers))
        _known("place", (service.place for service in self.services), places)
        _known("place", (box.stands_at for box in self.boxes), places)
        _known("place", (van.depot for van in self.vans), places)
        _known("place", (market.place for market in self.markets), places)
        _known("place", (stay.place for stay in self.past_stays), places)
        _known("place", (leg.from_place for leg in self.road_legs), places)
        _known("place", (leg.to_place for leg in self.road_legs), places)
        _known("place", (pin.place for pin in self.pins if pin.place is not None), places)
        _known("box", (pin.box for pin in self.pins if pin.box is not None), boxes)
        _known("van", (pin.van for pin in self.pins if pin.van is not None), vans)
        _known("box", (stay.box for stay in self.past_stays), boxes)
        _known("title", (title for box in self.boxes for title in box.titles), titles)
        return self


def _unique(what: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            msg = f"{what} {name!r} stands twice"
            raise ValueError(msg)
        seen.add(name)
    return seen


def _known(what: str, ids: Iterable[str], known: set[str]) -> None:
    for name in ids:
        if name not in known:
            msg = f"{what} {name!r} is not known"
            raise ValueError(msg)
