"""Word why something is not planned, and the changes that were tested and help."""

from collections.abc import Iterator, Sequence

from vongsach.changing import Change, ChangeKind
from vongsach.explaining import (
    PAST_HELP,
    Deadlock,
    Explained,
    Spared,
    Suggestion,
    Tried,
    TripFacts,
)
from vongsach.network import Network
from vongsach.output.presentation import Presentation, plain
from vongsach.wording.answers import FINDINGS, Answer
from vongsach.wording.changes import difference_document
from vongsach.wording.codes import error_sentence
from vongsach.wording.unserved import entry_line
from vongsach.words import Language, say


def explained_answer(
    found: Sequence[Explained], network: Network, head: str, language: Language
) -> Answer:
    """Answer with each reason and its remedies."""
    lines = [head] if head else []
    for one in found:
        lines.append(entry_line(one.entry, network, language))
        lines += [f"  {remedy_line(remedy, network, language)}" for remedy in one.remedies]
        if not one.remedies:
            key = _why_none(one)
            facts = {"count": one.trials, "looked_at": one.looked_at}
            lines.append("  " + say(language, f"explain.{key}", **facts))
    if not found:
        lines.append(say(language, "cli.done.all_served"))
    return Answer(
        lines=lines,
        document={
            "unserved": [
                {
                    "service": one.service.id,
                    "reason": one.entry.reason.value,
                    "missing": one.entry.missing,
                    "facts": {fact.name: fact.value for fact in one.entry.facts},
                    "trials": one.trials,
                    "looked_at": one.looked_at,
                    "as_it_is": one.as_it_is,
                    "remedies": [_document(remedy, network) for remedy in one.remedies],
                }
                for one in found
            ]
        },
    )


def _why_none(one: Explained) -> str:
    """Return the key of the sentence for who has no remedy."""
    if one.trials:
        return "no_remedy"
    if one.as_it_is:
        return "only_as_it_is"
    return "past_help" if one.entry.reason in PAST_HELP else "no_day"


def _document(one: Tried, network: Network) -> dict[str, object]:
    return {
        "changes": [
            change.model_dump(mode="json", exclude_defaults=True) for change in one.changes
        ],
        "served": one.served,
        "left": one.left,
        "dong": one.dong,
        "metres": one.metres,
        "seconds": one.seconds,
        "differences": difference_document(one.moved, network),
    }


def remedy_line(one: Tried, network: Network, language: Language) -> str:
    """Return a tried change with what it serves and its price."""
    what = "; ".join(change_line(change, network, language) for change in one.changes)
    return say(
        language,
        "explain.remedy" if not one.left else "explain.remedy_part",
        what=what or say(language, "explain.as_it_is"),
        served=one.served,
        left=one.left,
        price=_price(one, language),
    )


def _price(one: Tried | Spared, language: Language) -> str:
    show = Presentation(language)
    return say(
        language,
        "explain.price",
        dong=signed(one.dong, show),
        kilometres=show.decimal(one.metres / 1000),
        minutes=show.number(round(one.seconds / 60)),
        moved=one.moved.unkept,
    )


def signed(number: int, show: Presentation) -> str:
    """Return a number with its sign, where it is more than nothing."""
    return f"+{show.number(number)}" if number > 0 else show.number(number)


def change_line(change: Change, network: Network, language: Language) -> str:
    """Return one change as a sentence part, with the thing that it names."""
    show = Presentation(language)
    span = ""
    if change.first_day is not None:
        span = " " + show.day(change.first_day)
        if change.last_day not in {None, change.first_day}:
            span = " " + show.span(change.first_day, change.last_day)
    if change.what is ChangeKind.BOX_AT and change.like:
        box, place = plain(change.target), plain(_named(change.like, network))
        return say(language, "explain.box_at", box=box, place=place) + span
    hours = ""
    if change.closes is not None or change.opens is not None:
        hours = " " + "–".join(
            show.clock(time) for time in (change.opens, change.closes) if time is not None
        )
    days = ", ".join(show.say(f"weekday.{day}") for day in change.weekdays)
    number = "" if change.number is None else f" {change.number}"
    if change.what is ChangeKind.MAX_GAP and change.number == 0:
        number = " ∞"
    kind = say(language, f"workbook.choice.change_kind.{change.what}")
    like = f" ~ {plain(change.like)}" if change.like else ""
    named = f"{kind} {plain(_named(change.target, network))}{number}"
    return f"{named}{like}{' ' + days if days else ''}{hours}{span}"


def _named(target: str, network: Network) -> str:
    names: dict[str, str] = {place.id: f"{place.id} {place.name}" for place in network.places}
    services = {one.id: f"{one.id} {names[one.place]}" for one in network.services}
    return names.get(target) or {str(key): text for key, text in services.items()}.get(
        target, target
    )


def suggest_answer(
    found: Sequence[Suggestion], place: str, version: str, language: Language
) -> Answer:
    """Answer with the best days for a visit more of a version of a plan."""
    show = Presentation(language)
    lines = [
        say(
            language,
            "suggest.line",
            number=number,
            service=plain(one.service.id),
            when=f"{show.day(one.visit.day)} "
            f"{show.clock_span(one.visit.start, one.visit.departure)}",
            van=plain(one.visit.van),
            price=_price(one.outcome, language),
        )
        for number, one in enumerate(found, start=1)
    ]
    return Answer(
        lines=lines or [say(language, "suggest.none", place=plain(place))],
        document={
            "place": place,
            "suggestions": [
                {
                    "service": one.service.id,
                    "day": one.visit.day.isoformat(),
                    "start": int(one.visit.start),
                    "departure": int(one.visit.departure),
                    "van": one.visit.van,
                    "dong": one.outcome.dong,
                    "metres": one.outcome.metres,
                    "seconds": one.outcome.seconds,
                    "moved": one.outcome.moved.unkept,
                    "visits": one.outcome.changes[0].number,
                }
                for one in found
            ],
        },
        code=0 if found else FINDINGS,
        next_step=_row_to_write(found[0], version, language) if found else "",
    )


def _row_to_write(first: Suggestion, version: str, language: Language) -> str:
    """Return the row of a list of changes that asks for what was suggested, and what to type."""
    more = first.outcome.changes[0]
    return say(
        language,
        "cli.verb.suggest.next",
        what=say(language, f"workbook.choice.change_kind.{more.what.value}"),
        target=plain(more.target),
        number=more.number or 0,
        day=first.visit.day.isoformat(),
        version=version,
    )


def trip_answer(facts: TripFacts, spared: Spared | None, language: Language) -> Answer:
    """Answer what a trip costs and leaves, and what came of planning without it."""
    show = Presentation(language)
    line = say(
        language,
        "explain.trip",
        trip=plain(facts.trip.id),
        day=show.day(facts.trip.days[0].day),
        van=plain(facts.trip.van),
        kilometres=show.kilometres(facts.metres),
        driving=show.duration(facts.driving),
        dong=show.number(facts.dong),
        waiting=show.duration(facts.waiting),
        spare=show.duration(max(0, facts.spare)),
    )
    document: dict[str, object] = {
        "trip": facts.trip.id,
        **{
            name: int(getattr(facts, name))
            for name in ("metres", "driving", "dong", "waiting", "spare")
        },
    }
    if spared is None:
        without = say(language, "explain.trip_needed")
    else:
        case = "trip_lost" if spared.lost else "trip_spared"
        facts_told = {"lost": spared.lost, "price": _price(spared, language)}
        without = say(language, f"explain.{case}", **facts_told)
        numbers = ("lost", "dong", "metres", "seconds")
        document["without"] = {name: int(getattr(spared, name)) for name in numbers}
    return Answer([line, "  " + without], document)


def deadlock_answer(found: Deadlock | None, language: Language) -> Answer:
    """Answer which pins stand in the way of any plan."""
    if found is None:
        return Answer([say(language, "explain.feasible")], {"feasible": True})
    lines = [error_sentence(found.error, language), *_cures(found, language)]
    document = {
        "feasible": False,
        "code": found.error.code,
        "facts": dict(found.error.facts),
        "cures": [pin.model_dump(mode="json") for pin, _ in found.cures],
    }
    return Answer(lines, document, code=found.error.exit_code)


def _cures(found: Deadlock, language: Language) -> Iterator[str]:
    show = Presentation(language)
    for pin, _ in found.cures:
        what = " ".join(part for part in (pin.place, pin.box) if part)
        span = show.span(pin.first_day, pin.last_day)
        yield "  " + say(language, "explain.unpin", what=plain(what), span=span)
    if not found.cures:
        yield "  " + say(language, "explain.no_remedy", count=found.pins)
