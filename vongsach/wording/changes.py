"""Word what a replanned plan changes: who has to be told, and what keeping promises costs."""

from collections.abc import Iterator, Mapping

from vongsach.differences import Appointment, ChangedVisit, Differences, ReroutedBox, Turn
from vongsach.network import Network
from vongsach.output.presentation import Presentation, plain
from vongsach.places import Place
from vongsach.replanning import Replanned
from vongsach.wording.answers import FINDINGS, Answer, Judged, plan_answer
from vongsach.wording.codes import code_sentence
from vongsach.wording.violations import violation_facts
from vongsach.words import Language, say

MOST_SHOWN = 60


def replan_answer(judged: Judged, found: Replanned, old: str, language: Language) -> Answer:
    """Answer with the new plan, its list of changes and the cost of stability."""
    answer = plan_answer(judged, language)
    show = Presentation(language)
    lines = [
        *answer.lines,
        "",
        say(
            language,
            "replan.head" if found.changes.visits else "replan.unchanged",
            old=plain(old),
            count=len(found.changes.visits),
        ),
        *visit_lines(found.changes, judged.network, language),
        *box_line(found.changes.boxes, language),
        *_cost(found, show),
        *_promises(found, judged.network, language),
    ]
    document = {
        **answer.document,
        "replaces": old,
        "changes": difference_document(found.changes, judged.network),
        "cost": found.cost,
        "free_cost": found.free_cost,
        "stability_cost": found.stability_cost,
        "broken_promises": [one.model_dump(mode="json") for one in found.broken_promises],
    }
    return Answer(
        lines=lines,
        document=document,
        code=FINDINGS if found.broken_promises else answer.code,
        next_step=say(language, f"cli.verb.replan.{'next' if judged.kept else 'next_dry'}"),
        alarm=answer.alarm,
    )


def visit_lines(found: Differences, network: Network, language: Language) -> list[str]:
    """Return one line for each changed visit: place, contact, old and new time."""
    places: dict[str, Place] = {place.id: place for place in network.places}
    lines = [_visit(one, places, language) for one in found.visits[:MOST_SHOWN]]
    more = len(found.visits) - len(lines)
    return [*lines, *([say(language, "replan.more", count=more)] if more else [])]


def _visit(one: ChangedVisit, places: Mapping[str, Place], language: Language) -> str:
    place = places.get(one.place)
    contact = " ".join(part for part in (place.contact, place.phone) if part) if place else ""
    return say(
        language,
        f"replan.{one.turn}",
        place=plain(f"{one.place} {place.name if place else ''}"),
        contact=f" ({plain(contact)})" if contact else "",
        old=_time(one.old, language),
        new=_time(one.new, language),
    )


def _time(it: Appointment | None, language: Language) -> str:
    if it is None:
        return "–"
    show = Presentation(language)
    return f"{show.day(it.day)} {show.clock_span(it.start, it.departure)} {plain(it.van)}"


def box_line(boxes: tuple[ReroutedBox, ...], language: Language) -> Iterator[str]:
    """Yield which boxes go elsewhere."""
    if boxes:
        names = ", ".join(one.box for one in boxes[:MOST_SHOWN])
        yield say(language, "replan.boxes", count=len(boxes), boxes=plain(names))


def _cost(found: Replanned, show: Presentation) -> Iterator[str]:
    if found.stability_cost is not None and found.free_cost is not None:
        if found.free_cost > found.cost:
            yield say(show.language, "replan.no_dearer", cost=show.number(found.cost))
            return
        yield say(
            show.language,
            "replan.stability",
            dong=show.number(found.stability_cost),
            cost=show.number(found.cost),
            free=show.number(found.free_cost),
        )


def _promises(found: Replanned, network: Network, language: Language) -> Iterator[str]:
    names: dict[str, str] = {place.id: f"{place.id} {place.name}" for place in network.places}
    if not found.broken_promises:
        yield say(language, "replan.kept")
    for one in found.broken_promises:
        facts = violation_facts(one, names, language)
        yield f"{one.code}  {code_sentence(one.code, facts, language, one.wording)}"


def difference_document(found: Differences, network: Network) -> dict[str, object]:
    """Return what differs as data."""
    places = {place.id: place for place in network.places}

    def seen(it: Appointment | None) -> dict[str, object] | None:
        if it is None:
            return None
        return {
            "day": it.day.isoformat(),
            "start": int(it.start),
            "departure": int(it.departure),
            "van": it.van,
        }

    return {
        "visits": [
            {
                "turn": one.turn.value,
                "service": one.service,
                "place": one.place,
                "contact": places[one.place].contact if one.place in places else "",
                "old": seen(one.old),
                "new": seen(one.new),
            }
            for one in found.visits
        ],
        "boxes": [
            {"box": one.box, "old": _stays(one.old), "new": _stays(one.new)} for one in found.boxes
        ],
        "unkept": found.unkept,
        "moved": sum(one.turn is Turn.MOVED for one in found.visits),
    }


def _stays(stays: tuple[tuple[object, object, object], ...]) -> list[list[str]]:
    return [["" if part is None else str(part) for part in stay] for stay in stays]
