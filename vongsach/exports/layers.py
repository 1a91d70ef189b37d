"""Lay a plan out in layers for geographic programs: places, visits, legs and trips (WGS 84)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from vongsach.exports.source import Source
from vongsach.output.captions import place_kind, place_name, van_name
from vongsach.output.presentation import Presentation, plain
from vongsach.places import Place

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing on the ground."""

    points: tuple[tuple[float, float], ...]
    """Longitude and latitude, one pair for a point, more for a line."""
    facts: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Layer:
    """Features of one kind; all have the same facts in the same order."""

    name: str
    geometry: Literal["Point", "LineString"]
    features: tuple[Feature, ...]


def layers_of(source: Source) -> tuple[Layer, ...]:
    """Return places (``diem``), visits (``luot``), legs (``chang``) and trips (``chuyen``)."""
    return (
        Layer("diem", "Point", tuple(_places(source))),
        Layer("luot", "Point", tuple(_visits(source))),
        Layer("chang", "LineString", tuple(_legs(source))),
        Layer("chuyen", "LineString", tuple(_trips(source))),
    )


def _at(place: Place) -> tuple[float, float]:
    return place.location.lon, place.location.lat


def _places(source: Source) -> Iterator[Feature]:
    presentation = Presentation(source.language)
    for entry in source.view.places:
        place = entry.place
        yield Feature(
            (_at(place),),
            {
                "place": plain(place.id),
                "name": place_name(place),
                "kind": place_kind(presentation, place),
                "commune_code": plain(place.commune_code),
                "commune": plain(place.commune),
                "status": entry.status.value,
                "visits": len(entry.visits),
                "missing": entry.missing,
                "accuracy": place.accuracy.value,
            },
        )


def _visits(source: Source) -> Iterator[Feature]:
    presentation = Presentation(source.language)
    for call in source.calls:
        stop = call.stop
        yield Feature(
            (_at(stop.place),),
            {
                "trip": call.trip.number,
                "stop": stop.number,
                "day": call.day.day.isoformat(),
                "van": van_name(call.trip.van),
                "place": plain(stop.place.id),
                "name": place_name(stop.place),
                "arrival": presentation.clock(stop.arrival),
                "start": presentation.clock(stop.start),
                "departure": presentation.clock(stop.departure),
                "services": ", ".join(service.kind.value for service in stop.services),
            },
        )


def _legs(source: Source) -> Iterator[Feature]:
    presentation = Presentation(source.language)
    for trip in source.view.trips:
        for day in trip.days:
            for leg in day.legs:
                yield Feature(
                    (_at(leg.from_place), _at(leg.to_place)),
                    {
                        "trip": trip.number,
                        "day": day.day.isoformat(),
                        "from_place": plain(leg.from_place.id),
                        "to_place": plain(leg.to_place.id),
                        "leaves": presentation.clock(leg.leaves),
                        "arrives": presentation.clock(leg.arrives),
                        "metres": leg.metres,
                        "seconds": leg.seconds,
                        "estimated": int(leg.estimated),
                    },
                )


def _trips(source: Source) -> Iterator[Feature]:
    for trip in source.view.trips:
        for day in trip.days:
            halts = (day.leaves_from, *(stop.place for stop in day.stops), day.ends_at)
            yield Feature(
                tuple(map(_at, halts)),
                {
                    "trip": trip.number,
                    "day": day.day.isoformat(),
                    "van": van_name(trip.van),
                    "stops": len(day.stops),
                    "metres": _sum([leg.metres for leg in day.legs]),
                    "seconds": _sum([leg.seconds for leg in day.legs]),
                },
            )


def _sum(parts: Sequence[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None
