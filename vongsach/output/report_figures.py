"""Put the figures of a plan beside those of the quarter before."""

from dataclasses import dataclass

from vongsach.measures import Measures
from vongsach.output.presentation import Presentation, plain
from vongsach.output.typesetting import Text
from vongsach.output.view import PlanView
from vongsach.places import PlaceKind

SPENT = ("km", "hours", "van_days", "crew_days", "nights")


@dataclass(frozen=True, slots=True)
class Figured:
    """A plan with its measures."""

    view: PlanView
    measures: Measures

    @property
    def cost(self) -> int:
        """Money that is spent, in đồng: prices of what is missing are left out."""
        return sum(term.dong for term in self.measures.cost if term.name in SPENT)

    @property
    def cost_of_a_visit(self) -> int:
        """Money for one visit."""
        made = sum(
            len(stop.services)
            for trip in self.view.trips
            for day in trip.days
            for stop in day.stops
        )
        return self.cost // made if made else 0

    @property
    def reached(self) -> tuple[int, int]:
        """Readers of the places that are visited, and of all that ask for a visit or have one."""
        asking = [
            place
            for place in self.view.places
            if place.place.kind is not PlaceKind.JUNCTION and (place.visits or place.missing)
        ]
        visited = sum(place.place.readers for place in asking if place.visits)
        return visited, sum(place.place.readers for place in asking)


def figures(now: Figured, before: Figured | None, show: Presentation) -> list[Text]:
    """Return the figures that a manager asks for, each with the one of the quarter before."""
    makers = (_required, _reached, _longest_gap, _fresh, _road, _cost)
    rows = []
    for maker in makers:
        value, detail = maker(now, show)
        rows.append(
            {
                "name": show.say(f"report_figure.{maker.__name__.removeprefix('_')}"),
                "value": value,
                "detail": detail,
                "before": maker(before, show)[0] if before else "–",
            }
        )
    return rows


def share(part: float, whole: float, show: Presentation) -> str:
    """Return a share in whole percent; it is 100 only where nothing is missing."""
    if not whole:
        return "–"
    percent = 100 * part / whole
    rounded = round(percent)
    if rounded == 100 and part < whole:  # noqa: PLR2004 -- percent
        rounded = 99
    return show.say("format.percent", value=show.number(rounded))


def _required(one: Figured, show: Presentation) -> tuple[str, str]:
    count = one.measures.required
    return share(count.made, count.asked, show), show.say(
        "report_detail.required",
        made=show.number(count.made),
        asked=show.number(count.asked),
        wished_made=show.number(one.measures.wished.made),
        wished_asked=show.number(one.measures.wished.asked),
    )


def _reached(one: Figured, show: Presentation) -> tuple[str, str]:
    visited, asking = one.reached
    return show.number(visited), show.say(
        "report_detail.reached", share=share(visited, asking, show)
    )


def _longest_gap(one: Figured, show: Presentation) -> tuple[str, str]:
    if one.measures.longest_gap is None or not one.measures.worst_gaps:
        return "–", ""
    worst = one.measures.worst_gaps[0].place
    names = {place.place.id: plain(place.place.name) for place in one.view.places}
    days = show.say("format.day_count", count=show.number(one.measures.longest_gap))
    return days, show.say("report_detail.longest_gap", place=names.get(worst, plain(worst)))


def _fresh(one: Figured, show: Presentation) -> tuple[str, str]:
    return show.number(one.measures.fresh_copies), show.say(
        "report_detail.fresh",
        per_reader=show.decimal(one.measures.fresh_per_reader, 2),
        stays=show.number(one.measures.stays),
    )


def _road(one: Figured, show: Presentation) -> tuple[str, str]:
    return show.kilometres(one.measures.metres), show.say(
        "report_detail.road",
        litres=show.decimal(one.measures.litres, 0),
        trips=show.number(one.measures.trips),
        driving=show.duration(one.measures.driving),
    )


def _cost(one: Figured, show: Presentation) -> tuple[str, str]:
    return show.dong(one.cost), show.say(
        "report_detail.cost",
        visit=show.dong(one.cost_of_a_visit),
        crew_days=show.number(one.measures.crew_days),
    )
