"""Say what the things in a view are called."""

from collections.abc import Iterable

from vongsach.boxes import Box
from vongsach.fleet import Van
from vongsach.output.presentation import Presentation, plain, shortened
from vongsach.output.view import PlanView, Standing, TripView, UnservedView, WeekView
from vongsach.places import Place, Service, ServiceKind
from vongsach.words import say

SEPARATOR = " · "


def place_name(place: Place) -> str:
    """Return the name of a place; where nothing of it is visible, the code."""
    return plain(place.name) or plain(place.id)


def place_kind(presentation: Presentation, place: Place) -> str:
    """Return what a place is."""
    return presentation.say(f"kind.{place.kind}")


def commune(presentation: Presentation, place: Place) -> str:
    """Return the commune of today and, where it differs, the one that people still speak of."""
    today, before = plain(place.commune), plain(place.old_commune)
    if not before or before == today:
        return today
    return presentation.say("place.commune_before", today=today or "–", before=before)


def van_name(van: Van) -> str:
    """Return the name of a van, or its code."""
    return plain(van.name) or plain(van.id)


def plan_mark(presentation: Presentation, view: PlanView) -> str:
    """Return the name of what a plan decides, and whether its paper is a draft or for use."""
    if view.approval is None:
        return presentation.say("plan.draft", hash=view.plan_hash)
    return presentation.say(
        "plan.final",
        hash=view.plan_hash,
        person=shortened(view.approval.person, 40),
        day=presentation.date(view.approval.day),
    )


def trip_name(presentation: Presentation, trip: TripView) -> str:
    """Return what a trip is called."""
    return presentation.say("trip.name", number=trip.number)


def trip_days(presentation: Presentation, trip: TripView) -> str:
    """Return the day of a trip, or its first and last."""
    first, last = trip.days[0].day, trip.days[-1].day
    if first == last:
        return presentation.day(first)
    return presentation.say(
        "format.days", first=presentation.day(first), last=presentation.day(last)
    )


def trip_length(presentation: Presentation, trip: TripView) -> str:
    """Return kilometres and driving time of a trip, or nothing where a leg is not known."""
    metres = [leg.metres for leg in trip.legs]
    seconds = [leg.seconds for leg in trip.legs]
    if None in metres or None in seconds:
        return ""
    length = presentation.say(
        "trip.length",
        kilometres=presentation.kilometres(sum(metre for metre in metres if metre)),
        duration=presentation.duration(sum(second for second in seconds if second)),
    )
    if any(leg.estimated for leg in trip.legs):
        return f"{length} {presentation.say('trip.partly_estimated')}"
    return length


def week_name(presentation: Presentation, week: WeekView) -> str:
    """Return number and days of a week."""
    return presentation.say(
        "week.name",
        number=week.number,
        days=presentation.span(week.first_day, week.last_day),
    )


def quarter_name(presentation: Presentation, view: PlanView) -> str:
    """Return name and days of the quarter."""
    return presentation.say(
        "quarter.name",
        name=plain(view.quarter.name),
        days=presentation.span(view.quarter.first_day, view.quarter.last_day),
    )


def copies(presentation: Presentation, box: Box) -> str:
    """Return how many copies are in a box."""
    return presentation.say(
        "box.copies", count=presentation.number(sum(part.count for part in box.copies))
    )


def box_line(presentation: Presentation, box: Box) -> str:
    """Return code, theme and copies of a box in one line."""
    parts = (plain(box.id), plain(box.theme), copies(presentation, box))
    return SEPARATOR.join(part for part in parts if part)


def box_codes(boxes: Iterable[Box]) -> str:
    """Return the codes of some boxes."""
    return ", ".join(plain(box.id) for box in boxes)


def standing_span(presentation: Presentation, standing: Standing) -> str:
    """Return from when to when a box stands somewhere."""
    return presentation.span(standing.first_day, standing.last_day)


def task(presentation: Presentation, services: Iterable[Service]) -> str:
    """Return what is done at a stop."""
    kinds = {service.kind for service in services}
    if kinds == {ServiceKind.ROTATION}:
        return presentation.say("task.rotation")
    if kinds == {ServiceKind.MOBILE}:
        return presentation.say("task.mobile")
    return presentation.say("task.both" if kinds else "task.none")


def unserved_sentence(presentation: Presentation, entry: UnservedView) -> str:
    """Return how many visits are missing, and why."""
    asked = "required" if entry.service.required else "wished"
    return presentation.say(
        f"unserved.{asked}",
        task=task(presentation, (entry.service,)),
        count=presentation.number(entry.missing),
        reason=say(presentation.language, f"reasons.reason.{entry.reason}"),
    )
