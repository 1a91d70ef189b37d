"""Word where a box stands, what keeps it from a place, and what was tested and brings it there."""

import datetime as dt
from collections.abc import Iterator

from vongsach.explaining import Barrier, BoxFacts, Brought, NotThere
from vongsach.network import Network
from vongsach.output.presentation import Presentation, plain
from vongsach.wording.answers import Answer
from vongsach.wording.changes import difference_document
from vongsach.wording.explained import change_line, signed
from vongsach.words import Language, say


def box_answer(facts: BoxFacts, found: NotThere, network: Network, language: Language) -> Answer:
    """Answer where a box stands, what keeps it from other places, and what was tried and helps."""
    show = Presentation(language)
    lines = [
        say(
            language,
            "explain.stay",
            place=plain(stay.place),
            span=show.span(stay.first_day, stay.last_day),
        )
        for stay in facts.stays
    ]
    if not lines and facts.box.lost_from is None:
        lines = [say(language, "explain.in_depot", place=plain(facts.box.stands_at))]
    counts = {name: getattr(facts, name) for name in ("visited", "misfit", "resting", "free")}
    lines.append(say(language, "explain.box", **counts))
    lines += _why(facts, found, language)
    lines += [_remedy(one, network, language) for one in found.remedies]
    if not found.there and not found.remedies:
        key = "explain.box_no_remedy" if found.trials else "explain.box_past_help"
        lines.append("  " + say(language, key, count=found.trials))
    document = {
        "box": facts.box.id,
        "place": None if found.place is None else found.place.id,
        "there": found.there,
        "stays": [stay.model_dump(mode="json") for stay in facts.stays],
        **counts,
        "barriers": [_barrier(one) for one in found.barriers],
        "trials": found.trials,
        "remedies": [_document(one, network) for one in found.remedies],
    }
    return Answer(lines, document)


def _why(facts: BoxFacts, found: NotThere, language: Language) -> Iterator[str]:
    """Yield what keeps the box from the place; without a place what keeps it from any."""
    show, place = Presentation(language), found.place
    if place is not None:
        named = plain(f"{place.id} {place.name}")
        key = "explain.box_there" if found.there else "explain.box_line"
        yield say(language, key, box=plain(facts.box.id), place=named)
    for one in found.barriers:
        told = {
            name: show.date(value) if isinstance(value, dt.date) else show.number(value)
            for name, value in one.facts.items()
        }
        yield "  " + say(language, f"explain.barrier.{one.code}", **told)


def _remedy(one: Brought, network: Network, language: Language) -> str:
    show = Presentation(language)
    worth = "gained" if one.value < 0 else "lost"
    price = say(
        language,
        "explain.box_price",
        dong=signed(one.dong, show),
        value=say(language, f"explain.box_value_{worth}", value=show.number(abs(one.value))),
        kilometres=show.decimal(one.metres / 1000),
        minutes=show.number(round(one.seconds / 60)),
        moved=one.moved.unkept,
        boxes=max(0, len(one.moved.boxes) - 1),
    )
    return "  " + say(
        language,
        "explain.box_remedy",
        what="; ".join(change_line(change, network, language) for change in one.changes),
        place=plain(f"{one.place.id} {one.place.name}"),
        day=show.day(one.since),
        price=price,
    )


def _barrier(one: Barrier) -> dict[str, object]:
    return {
        "code": one.code,
        "facts": {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in one.facts.items()
        },
    }


def _document(one: Brought, network: Network) -> dict[str, object]:
    return {
        "changes": [
            change.model_dump(mode="json", exclude_defaults=True) for change in one.changes
        ],
        "place": one.place.id,
        "since": one.since.isoformat(),
        "dong": one.dong,
        "value": one.value,
        "metres": one.metres,
        "seconds": one.seconds,
        "differences": difference_document(one.moved, network),
    }
