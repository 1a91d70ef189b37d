"""Decide which part of a published plan stands, by what has changed and how much may."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from vongsach.check import broken_trips
from vongsach.errors import NoPlanError
from vongsach.fingerprint import plan_sha256
from vongsach.network import Network
from vongsach.plan import Plan, Replaced, ReplanMode, Trip
from vongsach.solving import Kept
from vongsach.travel import Travel
from vongsach.units import ServiceId

CHANGE_PRICE = 500_000
"""Price in đồng of a published visit that is not made on its day, where nothing else is said.

About what a fresh van-day costs: a promise is broken where that spares a trip, not for a detour.
"""

CANNOT_ADD_ONLY = "cannot_add_only"
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Now:
    """What holds when a plan is changed."""

    network: Network
    travel: Travel


@dataclass(frozen=True, slots=True)
class Wish:
    """How a plan is to be changed."""

    open_from: dt.date
    """First day that may change."""
    mode: ReplanMode
    most_changes: int | None = None
    """Published visits that may be moved or left out; ``None``: any number."""
    change_price: int = CHANGE_PRICE

    def of(self, plan: Plan) -> Replaced:
        """Return what is promised of a plan."""
        return Replaced(
            plan_sha256=plan_sha256(plan),
            open_from=self.open_from,
            mode=self.mode,
            most_changes=self.most_changes,
        )


def keep(plan: Plan, now: Now, wish: Wish) -> Kept:
    """Return what of a plan stands by what holds now.

    Trips that began before the first open day always do, with their boxes.

    Raises
    ------
    NoPlanError
        Published stops cannot stay as they are, although nothing but adding is allowed.
    """
    past = [trip for trip in plan.routing.trips if trip.days[0].day < wish.open_from]
    ahead = [trip for trip in plan.routing.trips if trip.days[0].day >= wish.open_from]
    broken = broken_trips(plan, now.network, now.travel, wish.open_from)
    kept: list[Trip] = []
    roomy: list[Trip] = []
    if wish.mode is ReplanMode.KEEP_TRIPS:
        kept = [trip for trip in ahead if trip.id not in broken]
    elif wish.mode is ReplanMode.ADD_ONLY:
        _require_whole([trip for trip in ahead if trip.id in broken])
        kept = roomy = ahead
    return fixed(
        plan,
        [*past, *kept],
        open_from=wish.open_from,
        roomy=roomy,
        wanted=[trip for trip in ahead if trip not in kept],
        change_price=wish.change_price,
    )


def fixed(
    plan: Plan,
    kept: Iterable[Trip],
    *,
    open_from: dt.date,
    roomy: Iterable[Trip] = (),
    wanted: Iterable[Trip] = (),
    change_price: int = 0,
) -> Kept:
    """Return what is kept: trips, the boxes on those of the past, and promised days of others."""
    trips = tuple(kept)
    settled = frozenset(trip.id for trip in trips if trip.days[0].day < open_from)
    return Kept(
        trips=trips,
        open_from=open_from,
        roomy=frozenset(trip.id for trip in roomy),
        wanted=_days(wanted),
        change_price=change_price,
        loads=tuple(load for load in plan.rotation.loads if load.trip in settled),
        exchanges=tuple(one for one in plan.rotation.exchanges if one.trip in settled),
        settled=settled,
    )


def _days(trips: Iterable[Trip]) -> dict[ServiceId, tuple[dt.date, ...]]:
    """Return the days on which trips visit each service."""
    days: dict[ServiceId, list[dt.date]] = {}
    for trip in trips:
        for day in trip.days:
            for service in (name for stop in day.stops for name in stop.services):
                days.setdefault(service, []).append(day.day)
    return {service: tuple(sorted(found)) for service, found in days.items()}


def _require_whole(broken: list[Trip]) -> None:
    """Refuse to keep trips that can no longer be driven.

    Raises
    ------
    NoPlanError
        Names the first of them.
    """
    if broken:
        names = [f"{trip.id} ({trip.days[0].day:%d/%m})" for trip in broken[:MOST_NAMED]]
        more = ", …" if len(broken) > MOST_NAMED else ""
        raise NoPlanError(CANNOT_ADD_ONLY, count=str(len(broken)), trips=", ".join(names) + more)
