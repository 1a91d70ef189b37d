"""Give what was asked of a plan as data: the same that ``schedule`` puts into lines."""

from vongsach.output.view import DayView, JourneyView, PlaceView, PlanView, Standing, StopView


def chosen_records(
    view: PlanView, *, week: int | None, place: str | None, box: str | None
) -> dict[str, object]:
    """Return a week, a place, a box, or several, as data; nothing if nothing was asked.

    What is asked for is there: ``chosen_lines`` refuses what is not.
    Days are in ISO form, clock times in seconds after midnight, things named by their codes.
    """
    records: dict[str, object] = {}
    if week is not None:
        records["week"] = {
            "number": week,
            "days": [
                {"trip": trip.id, "van": trip.van.id, **_day(day)}
                for trip in view.trips
                if trip.week == week
                for day in trip.days
            ],
        }
    if place is not None:
        known = next(found for found in view.places if found.place.id == place)
        records["place"] = _place(known)
    if box is not None:
        records["box"] = _journey(next(one for one in view.journeys if one.box.id == box))
    return records


def _day(day: DayView) -> dict[str, object]:
    return {
        "day": day.day.isoformat(),
        "leaves_from": day.leaves_from.id,
        "leaves": day.leaves,
        "stops": [_stop(stop) for stop in day.stops],
        "ends_at": day.ends_at.id,
        "ends": day.ends,
    }


def _stop(stop: StopView) -> dict[str, object]:
    return {
        "place": stop.place.id,
        "services": [service.id for service in stop.services],
        "arrival": stop.arrival,
        "start": stop.start,
        "departure": stop.departure,
        "handed_in": [box.id for box in stop.handed_in],
        "taken_out": [box.id for box in stop.taken_out],
    }


def _place(found: PlaceView) -> dict[str, object]:
    return {
        "id": found.place.id,
        "name": found.place.name,
        "visits": [
            {
                "day": visit.day.isoformat(),
                "trip": visit.trip.id,
                "van": visit.trip.van.id,
                **_stop(visit.stop),
            }
            for visit in found.visits
        ],
        "missing": found.missing,
        "boxes": [{"box": standing.box.id, **_span(standing)} for standing in found.standings],
    }


def _journey(found: JourneyView) -> dict[str, object]:
    return {
        "id": found.box.id,
        "stands": [{"place": standing.place.id, **_span(standing)} for standing in found.standings],
    }


def _span(standing: Standing) -> dict[str, str | None]:
    last = standing.last_day
    return {
        "first_day": standing.first_day.isoformat(),
        "last_day": None if last is None else last.isoformat(),
    }
