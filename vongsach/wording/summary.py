"""Word the measures of a plan, in the order in which a planner asks for them."""

from collections.abc import Iterator

from vongsach.measures import BoundGap, JointGain, Measures
from vongsach.output.presentation import Presentation, plain
from vongsach.words import Language, say, sentences


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
        litres=show.decimal(measures.litres, 0),
        estimated=show.decimal(measures.estimated_percent),
    )
    yield _say(
        show,
        "time",
        moving=show.decimal(_rest(measures.parked_percent), 0),
        service=show.decimal(measures.service_percent, 0),
        pause=show.decimal(measures.pause_percent, 0),
        waiting=show.decimal(measures.waiting_percent, 0),
    )
    for van in measures.vans:
        yield _say(
            show,
            "van",
            van=van.name,
            days=show.number(van.days),
            driving=show.duration(van.driving),
        )


def _rest(percent: float | None) -> float | None:
    return None if percent is None else 100 - percent


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
    if measures.rotation_visits:
        yield _say(
            show,
            "rotation",
            fresh=show.number(measures.rotation_visits_fresh),
            visits=show.number(measures.rotation_visits),
            idle=show.number(measures.rotation_visits_idle),
        )
    if measures.places_without_fresh:
        yield _say(show, "rotation_bare", places=plain(", ".join(measures.places_without_fresh)))


def _money(measures: Measures, show: Presentation) -> Iterator[str]:
    spent = {
        term.name: term.dong
        for term in measures.cost
        if term.name in ("km", "hours", "van_days", "crew_days", "nights")
    }
    yield _say(show, "cost", dong=show.number(sum(spent.values())))
    for bound in measures.bounds:
        yield _bound(bound, show)
    if measures.joint is not None:
        yield _joint(measures.joint, show)


def _joint(joint: JointGain, show: Presentation) -> str:
    gain, changes, tried = joint.dong, joint.changes, joint.tried
    key = "joint" if changes else "joint_none"
    facts = {"dong": gain, "changes": changes, "tried": tried}
    return _say(show, key, **{name: show.number(value) for name, value in facts.items()})


def _bound(gap: BoundGap, show: Presentation) -> str:
    """Return what is proven of one part; a cost below 0 is told as the value that it is."""
    key = f"measures.part.{gap.solver}"
    part = say(show.language, key) if key in sentences(show.language) else plain(gap.solver)
    if gap.bound is None:
        return _say(show, "no_bound", part=part)
    if gap.bound == gap.cost:
        return _say(show, "bound_met", part=part)
    sign, ending = (1, "") if gap.cost > 0 else (-1, "_value")
    percent = show.decimal(gap.percent)
    return _say(
        show,
        f"bound{ending}",
        part=part,
        cost=show.number(sign * gap.cost),
        bound=show.number(sign * gap.bound),
        gap="" if gap.percent is None else _say(show, f"gap{ending}", percent=percent),
    )
