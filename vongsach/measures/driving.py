"""Measure the roads and the work: kilometres, hours, days, litres, and who carries them."""

from collections import Counter
from itertools import pairwise

from vongsach.days import week_of
from vongsach.fleet import Van
from vongsach.measures.figures import Work
from vongsach.measures.shares import percent
from vongsach.network import Network
from vongsach.objective import crew_needed, day_driving
from vongsach.plan import Plan, Trip, TripDay
from vongsach.travel import Travel
from vongsach.units import Seconds


def driving_of(plan: Plan, network: Network, travel: Travel) -> dict[str, object]:
    """Return the fields of ``Measures`` that speak of trips, roads and work."""
    vans = {van.id: van for van in network.vans}
    outings = [
        (trip, day, vans[trip.van], *day_driving(day, vans[trip.van], travel))
        for trip in plan.routing.trips
        for day in trip.days
    ]
    metres = sum(outing[3] for outing in outings)
    driving = sum(outing[4] for outing in outings)
    away = sum(day.ends - day.leaves for _, day, _, _, _ in outings)
    served = sum(s.departure - s.start for _, day, _, _, _ in outings for s in day.stops)
    paused = sum(p.ends - p.starts for _, day, _, _, _ in outings for p in day.pauses)
    guessed = sum(_estimated(day, van, travel) for _, day, van, _, _ in outings)
    work = _work(network, [(trip, day, seconds) for trip, day, _, _, seconds in outings])
    return work | {
        "trips": len(plan.routing.trips),
        "metres": metres,
        "driving": driving,
        "parked_percent": percent(away - driving, away),
        "service_percent": percent(served, away),
        "pause_percent": percent(paused, away),
        "waiting_percent": percent(away - driving - served - paused, away),
        "van_days": len(outings),
        "crew_days": sum(len(trip.days) * _crew(trip, network) for trip in plan.routing.trips),
        "nights": sum(len(trip.days) - 1 for trip in plan.routing.trips),
        "litres": sum(far * van.litres_per_100_km / 100_000 for _, _, van, far, _ in outings),
        "estimated_percent": percent(guessed, metres),
    }


def _work(network: Network, outings: list[tuple[Trip, TripDay, int]]) -> dict[str, object]:
    days: dict[str, Counter[str]] = {"vans": Counter(), "workers": Counter(), "weeks": Counter()}
    driving: dict[str, Counter[str]] = {kind: Counter() for kind in days}
    for trip, day, seconds in outings:
        named: dict[str, tuple[str, ...]] = {
            "vans": (trip.van,),
            "workers": trip.crew,
            "weeks": (week_of(day.day).isoformat(),),
        }
        for kind, names in named.items():
            for name in names:
                days[kind][name] += 1
                driving[kind][name] += seconds
    known: dict[str, list[str]] = {
        "vans": [van.id for van in network.vans],
        "workers": [worker.id for worker in network.workers],
        "weeks": sorted(days["weeks"]),
    }
    return {
        kind: tuple(
            Work(name=name, days=days[kind][name], driving=Seconds(driving[kind][name]))
            for name in names
        )
        for kind, names in known.items()
    }


def _crew(trip: Trip, network: Network) -> int:
    kinds = {service.id: service.kind for service in network.services}
    return len(trip.crew) or crew_needed(
        (kinds[name] for day in trip.days for stop in day.stops for name in stop.services),
        network.rules,
    )


def _estimated(day: TripDay, van: Van, travel: Travel) -> int:
    """Return the metres of a day that are great-circle estimates."""
    matrix = travel.matrices[van.vehicle_class, travel.states[day.day]]
    index = {place: row for row, place in enumerate(matrix.places)}
    way = [index[day.leaves_from], *(index[stop.place] for stop in day.stops), index[day.ends_at]]
    return sum(int(matrix.metres[leg]) for leg in pairwise(way) if matrix.estimated[leg])
