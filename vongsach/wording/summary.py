"""Word the measures of a plan, in the order in which a planner asks for them."""

from collections.abc import Iterator

from vongsach.measures import Measures
from vongsach.output.presentation import Presentation
from vongsach.words import Language, say


def summary_lines(measures: Measures, language: Language) -> list[str]:
    """Return the summary of a plan, one figure or two to a line."""
    show = Presentation(language)
    return [
        *_visits(measures, show),
        *_driving(measures, show),
        *_books(measures, show),
        *_money(measures, show),
    ]


def _say(show: Presentation, key: str, **facts: object) -> str:
    return say(show.language, f"measures.{key}", **facts)


def _visits(measures: Measures, show: Presentation) -> Iterator[str]:
    yield _say(
        show,
        "visits",
        required_made=show.number(measures.required.made),
        required_asked=show.number(measures.required.asked),
        wished_made=show.number(measures.wished.made),
        wished_asked=show.number(measures.wished.asked),
    )
    if measures.longest_gap is not None:
        yield _say(
            show,
            "gaps",
            mean=show.decimal(measures.mean_gap),
            longest=show.number(measures.longest_gap),
            place=measures.worst_gaps[0].place,
        )
    yield _say(show, "regularity", percent=show.decimal(measures.usual_weekday_percent, 0))


def _driving(measures: Measures, show: Presentation) -> Iterator[str]:
    yield _say(
        show,
        "driving",
        trips=show.number(measures.trips),
        van_days=show.number(measures.van_days),
        crew_days=show.number(measures.crew_days),
        nights=show.number(measures.nights),
    )
    yield _say(
        show,
        "road",
        kilometres=show.kilometres(measures.metres),
        driving=show.duration(measures.driving),
        parked=show.decimal(measures.parked_percent, 0),
        litres=show.decimal(measures.litres, 0),
        estimated=show.decimal(measures.estimated_percent),
    )
    for van in measures.vans:
        yield _say(
            show,
            "van",
            van=van.name,
            days=show.number(van.days),
            driving=show.duration(van.driving),
        )


def _books(measures: Measures, show: Presentation) -> Iterator[str]:
    yield _say(
        show,
        "books",
        copies=show.number(measures.fresh_copies),
        per_reader=show.decimal(measures.fresh_per_reader, 2),
        gini=show.decimal(measures.fresh_gini, 2),
        fit=show.decimal(measures.mean_fit_percent, 0),
    )
    yield _say(
        show,
        "boxes",
        exchanges=show.number(measures.exchanges),
        stays=show.number(measures.stays),
        direct=show.number(measures.direct_transfers),
        idle=show.number(measures.idle_boxes),
        boxes=show.number(measures.boxes),
    )


def _money(measures: Measures, show: Presentation) -> Iterator[str]:
    spent = {
        term.name: term.dong
        for term in measures.cost
        if term.name in ("km", "hours", "van_days", "crew_days", "nights")
    }
    yield _say(show, "cost", dong=show.number(sum(spent.values())))
    for bound in measures.bounds:
        key = "bound" if bound.percent is not None else "no_bound"
        yield _say(show, key, solver=bound.solver, percent=show.decimal(bound.percent))
