"""Work on a plan with something changed, as the verbs ask: replan, explain, suggest."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from vongsach.changing import (
    Change,
    ChangeKind,
    Unknown,
    changed,
    every_road_known,
    read_revision,
)
from vongsach.errors import FileError
from vongsach.explaining import (
    Base,
    explain_box,
    explain_missing,
    explain_pins,
    facts_of_box,
    facts_of_trip,
    suggest,
    without_trip,
)
from vongsach.explaining.stock import Trial, explain_stock
from vongsach.network import Network
from vongsach.places import Place
from vongsach.plan import MadeFrom, Plan, Rotation, Routing
from vongsach.quarter import Quarter
from vongsach.replanning import Now, Replanned, Solvers, Wish, holding, replan
from vongsach.store import Stored
from vongsach.travel import Travel
from vongsach.units import BoxId, ServiceId
from vongsach.wording.answers import Answer
from vongsach.wording.boxes import box_answer
from vongsach.wording.explained import (
    deadlock_answer,
    explained_answer,
    remedy_line,
    suggest_answer,
    trip_answer,
)
from vongsach.wording.stock import stock_answer
from vongsach.words import Language, say
from vongsach.workbook import Workbook

MakeTravel = Callable[[Network, Quarter], Travel]
REPLAN_OUTSIDE = "replan_outside"
UNKNOWN_BOX = "unknown_box"
UNKNOWN_TRIP = "unknown_trip"
NOTHING_TO_EXPLAIN = "nothing_to_explain"
UNKNOWN_PLACE = "unknown_place"
NO_SERVICE = "no_service"


@dataclass(frozen=True, slots=True)
class Asked:
    """What ``explain`` is asked about."""

    unserved: bool = False
    place: str | None = None
    box: str | None = None
    trip: str | None = None
    infeasible: bool = False
    stock: bool = False


def day_of(text: str) -> dt.date | None:
    """Return a day as people type it: 2027-02-15 or 15/02/2027; ``None``: it is none."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


def replanned(
    stored: Stored,
    source: Path,
    wish: Wish,
    *,
    missing: Mapping[BoxId, dt.date],
    travel: MakeTravel,
    solvers: Solvers,
    unknown: Unknown = every_road_known,
) -> tuple[Replanned, Now, tuple[str, ...]]:
    """Return a stored plan planned anew with what a file says, and what holds now.

    Beside them: closed roads whose closing changes nothing, for they are shut already or lead
    nowhere that is driven to.

    Parameters
    ----------
    missing
        Boxes that were recorded as missing, and since when: they are lost as well.
    unknown
        Says which roads of the changes nobody knows.

    Raises
    ------
    FileError
        The first open day does not lie in the quarter, or the file cannot be read.
    """
    quarter = stored.plan.quarter
    if not quarter.first_day <= wish.open_from <= quarter.last_day:
        raise FileError(
            REPLAN_OUTSIDE,
            day=wish.open_from.isoformat(),
            first_day=quarter.first_day.isoformat(),
            last_day=quarter.last_day.isoformat(),
        )
    revision = read_revision(source, stored.network, quarter, unknown=unknown)
    lost = [
        Change(what=ChangeKind.BOX_LOST, target=box, first_day=day)
        for box, day in sorted(missing.items())
    ]
    network = revision.of(stored.network, quarter, wish.open_from)
    network = changed(network, quarter, lost, wish.open_from)
    held = holding(network, stored.network, stored.plan, wish.open_from)
    now = Now(held, travel(held, quarter))
    idle = tuple(
        change.target
        for change in revision.changes
        if change.what is ChangeKind.ROAD_CLOSED and _same_roads(change, stored, now, wish)
    )
    return replan(stored.plan, now, wish, solvers), now, idle


def _same_roads(change: Change, stored: Stored, now: Now, wish: Wish) -> bool:
    """Say whether the roads are in the state of before on all days of a closure."""
    first = change.first_day or wish.open_from
    last = change.last_day or stored.plan.quarter.last_day
    return all(
        state == stored.travel.states.get(day)
        for day, state in now.travel.states.items()
        if first <= day <= last
    )


def explained(stored: Stored, asked: Asked, solvers: Solvers, language: Language) -> Answer:
    """Return why something is not in a stored plan, with tested remedies.

    Raises
    ------
    FileError
        Nothing was asked, or something that the network does not have.
    """
    if asked.stock:
        trial = Trial(solvers.rotation, solvers.effort, solvers.seed, solvers.watch)
        return stock_answer(explain_stock(stored, trial), language)
    base = Base.of(stored.plan, stored.network, stored.travel)
    answer = _explained(base, asked, solvers, language)
    step = say(language, "cli.verb.explain.next", version=stored.short_name)
    return replace(answer, next_step=step)


def _explained(base: Base, asked: Asked, solvers: Solvers, language: Language) -> Answer:
    if asked.box is not None:
        boxes = [box for box in base.network.boxes if box.id == asked.box]
        if not boxes:
            raise FileError(UNKNOWN_BOX, name=asked.box)
        place = _place(base.network, asked.place)
        return box_answer(
            facts_of_box(base, boxes[0]),
            explain_box(base, boxes[0], place, solvers),
            base.network,
            language,
        )
    if asked.trip is not None:
        trips = [trip for trip in base.plan.routing.trips if trip.id == asked.trip]
        if not trips:
            raise FileError(UNKNOWN_TRIP, name=asked.trip)
        spared = without_trip(base, trips[0], solvers)
        return trip_answer(facts_of_trip(base, trips[0]), spared, language)
    if asked.place is None and not asked.unserved:
        raise FileError(NOTHING_TO_EXPLAIN)
    here = _services(base.network, asked.place)
    entries = [entry for entry in base.plan.routing.unserved if entry.service in here]
    found = [explain_missing(base, entry, solvers) for entry in entries]
    return explained_answer(found, base.network, "", language)


def cheapest_remedies(
    stored: Stored, *, solvers: Solvers, language: Language
) -> dict[ServiceId, str]:
    """Return, for each service that misses visits, the best change that was tried, in words.

    A service that no change alone helps is not among them.
    """
    base = Base.of(stored.plan, stored.network, stored.travel)
    found = [explain_missing(base, entry, solvers) for entry in base.plan.routing.unserved]
    return {
        one.service.id: remedy_line(one.remedies[0], base.network, language)
        for one in found
        if one.remedies
    }


def deadlock(book: Workbook, *, travel: MakeTravel, solvers: Solvers, language: Language) -> Answer:
    """Return why a workbook allows no plan at all, and which pins, given up, let one exist."""
    now = Now(book.network, travel(book.network, book.quarter))
    made = MadeFrom(network_sha256="", travel_sha256="", program="")
    empty = Plan(
        quarter=book.quarter, routing=Routing(), rotation=Rotation(), runs=(), made_from=made
    )
    return deadlock_answer(explain_pins(now, empty, replace(solvers, joint=None)), language)


def _place(network: Network, name: str | None) -> Place | None:
    """Return a place by its code."""
    if name is None:
        return None
    found = [place for place in network.places if place.id == name]
    if not found:
        raise FileError(UNKNOWN_PLACE, name=name)
    return found[0]


def _services(network: Network, place: str | None) -> set[str]:
    """Return the services of a place, or of all places where none is named."""
    if place is not None and place not in {one.id for one in network.places}:
        raise FileError(UNKNOWN_PLACE, name=place)
    return {one.id for one in network.services if place in {None, one.place}}


def suggested(
    stored: Stored, place: str, top: int, *, solvers: Solvers, language: Language
) -> Answer:
    """Return the best days for a visit more of a place, each tested.

    Raises
    ------
    FileError
        There is no such place, or it has no service.
    """
    base = Base.of(stored.plan, stored.network, stored.travel)
    here = _services(base.network, place)
    services = [one for one in base.network.services if one.id in here]
    if not services:
        raise FileError(NO_SERVICE, name=place)
    found = [one for service in services for one in suggest(base, service, top, solvers)]
    found.sort(key=lambda one: (one.outcome.dong, one.visit.day))
    return suggest_answer(found[:top], place, stored.short_name, language)
