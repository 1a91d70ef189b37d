"""Judge the reasons that a plan gives for visits that it does not make."""

from collections.abc import Iterator

from vongsach.check.report import Facts, Violation, error
from vongsach.check.trace import Trace
from vongsach.check.visits import open_days, visits_asked
from vongsach.places import Service
from vongsach.plan import Unserved, UnservedReason


def reason_untrue(trace: Trace) -> Iterator[Violation]:
    """P06: A reason for missing visits is true, as far as the network alone can tell.

    No vehicle: no van is of a class that reaches the place. No open day: it is open on fewer days
    than visits are asked for. No van day: it is open on days enough. Other reasons speak of what
    else is planned, or of what only a search can tell, and are not judged.
    """
    for entry in trace.plan.routing.unserved:
        service = trace.ground.services.get(entry.service)
        if service is None:
            continue
        if entry.reason is UnservedReason.NO_VEHICLE:
            yield from _somebody_reaches(entry, service, trace)
        elif entry.reason in {UnservedReason.NO_OPEN_DAY, UnservedReason.NO_VAN_DAY}:
            yield from _days_miscounted(entry, service, trace)


def _somebody_reaches(entry: Unserved, service: Service, trace: Trace) -> Iterator[Violation]:
    place = trace.ground.places.get(service.place)
    if place is None:
        return
    for van in trace.ground.network.vans:
        if van.vehicle_class in place.reachable_by:
            yield error("P06", entry.reason.value, at=_at(entry, service), van=van.id)
            return


def _days_miscounted(entry: Unserved, service: Service, trace: Trace) -> Iterator[Violation]:
    days, asked = open_days(service, trace.ground), visits_asked(service, trace.ground)
    says_too_few = entry.reason is UnservedReason.NO_OPEN_DAY
    if says_too_few is not (days < asked):
        yield error("P06", entry.reason.value, at=_at(entry, service), measured=days, limit=asked)


def _at(entry: Unserved, service: Service) -> Facts:
    return Facts(service=service.id, place=service.place, about=entry.reason.value)
