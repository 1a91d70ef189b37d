"""Name what a manager is asked to decide, each with its effect in numbers."""

from collections.abc import Iterator

from vongsach.output import captions
from vongsach.output.presentation import Presentation, shortened
from vongsach.output.report_figures import Figured
from vongsach.output.typesetting import Text
from vongsach.output.view import UnservedView
from vongsach.places import Accuracy, PlaceKind

_MOST, _NAMED, _NAME, _LONG_GAP = 5, 3, 60, 1.5


def decisions(plan: Figured, show: Presentation) -> list[Text]:
    """Return at most five questions, the plan itself first."""
    return list(_questions(plan, show))[:_MOST]


def _questions(plan: Figured, show: Presentation) -> Iterator[Text]:
    measures = plan.measures
    yield _question(
        show,
        "approve",
        trips=show.number(measures.trips),
        dong=show.dong(plan.cost),
        kilometres=show.kilometres(measures.metres),
        litres=show.decimal(measures.litres, 0),
        crew_days=show.number(measures.crew_days),
    )
    for required in (True, False):
        missing = [entry for entry in plan.view.unserved if entry.service.required is required]
        if missing:
            yield _missing(show, "required" if required else "wished", missing)
    if measures.nights:
        yield _question(show, "nights", count=show.number(measures.nights))
    yield from _waiting(plan, show)
    yield from _guesses(plan, show)


def _question(show: Presentation, key: str, **facts: object) -> Text:
    return {
        "text": show.say(f"report_question.{key}", **facts),
        "effect": show.say(f"report_effect.{key}", **facts),
    }


def _missing(show: Presentation, key: str, entries: list[UnservedView]) -> Text:
    places = list(dict.fromkeys(captions.place_name(entry.place) for entry in entries))
    named = ", ".join(shortened(name, _NAME) for name in places[:_NAMED]) + (
        "…" if len(places) > _NAMED else ""
    )
    return _question(
        show,
        key,
        count=show.number(sum(entry.missing for entry in entries)),
        places=show.number(len(places)),
        named=named,
    )


def _waiting(plan: Figured, show: Presentation) -> Iterator[Text]:
    """Ask about the place that waits longest, where it waits much longer than most."""
    longest, mean = plan.measures.longest_gap, plan.measures.mean_gap
    if longest is None or mean is None or longest < _LONG_GAP * mean:
        return
    worst = plan.measures.worst_gaps[0]
    place = next(entry.place for entry in plan.view.places if entry.place.id == worst.place)
    yield _question(
        show,
        "waiting",
        place=captions.place_name(place),
        days=show.number(longest),
        mean=show.decimal(mean, 0),
    )


def _guesses(plan: Figured, show: Presentation) -> Iterator[Text]:
    """Ask whether guesses are good enough, where the plan rests on any."""
    places = [entry.place for entry in plan.view.places if entry.visits]
    guessed = sum(
        place.accuracy is Accuracy.ESTIMATE and place.kind is not PlaceKind.JUNCTION
        for place in places
    )
    percent = plan.measures.estimated_percent or 0.0
    if guessed or percent:
        yield _question(
            show,
            "guesses",
            percent=show.decimal(percent),
            count=show.number(guessed),
            places=show.number(len(places)),
        )
