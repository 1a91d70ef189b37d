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


def _decimal(value: float | None, show: Presentation, digits: int = 1) -> str:
    """Return a number with a fixed count of decimals, or a dash where there is none."""
    if value is None:
        return "–"
    whole, _, rest = f"{value:.{digits}f}".partition(".")
    number = show.number(int(whole))
    sign = "-" if value < 0 and not number.startswith("-") and float(f"{value:.1f}") else ""
    return f"{sign}{number}{show.say('format.decimal_mark')}{rest}" if rest else f"{sign}{number}"


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
            mean=_decimal(measures.mean_gap, show),
            longest=show.number(measures.longest_gap),
            place=measures.worst_gaps[0].place,
        )
    yield _say(show, "regularity", percent=_decimal(measures.usual_weekday_percent, show, 0))


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
        parked=_decimal(measures.parked_percent, show, 0),
        litres=_decimal(measures.litres, show, 0),
        estimated=_decimal(measures.estimated_percent, show),
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
        per_reader=_decimal(measures.fresh_per_reader, show, 2),
        gini=_decimal(measures.fresh_gini, show, 2),
        fit=_decimal(measures.mean_fit_percent, show, 0),
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
        yield _say(show, key, solver=bound.solver, percent=_decimal(bound.percent, show))
