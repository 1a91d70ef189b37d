"""Word what the checker found."""

import datetime as dt
from collections.abc import Mapping

from vongsach.check import Report, Severity, Violation
from vongsach.check.report import Quantity
from vongsach.network import Network
from vongsach.output.presentation import Presentation, plain
from vongsach.wording.codes import code_sentence
from vongsach.words import Language, say

MOST_OF_A_KIND = 10


def violation_lines(report: Report, network: Network, language: Language) -> list[str]:
    """Return every violation, errors first, and a last line that counts them.

    Of warnings of one code at most ten are shown; errors are never left out.
    """
    names = _names(network)
    lines: list[str] = []
    for severity in Severity:
        found = [entry for entry in report.violations if entry.severity is severity]
        for code in dict.fromkeys(entry.code for entry in found):
            alike = [entry for entry in found if entry.code == code]
            shown = alike if severity is Severity.ERROR else alike[:MOST_OF_A_KIND]
            lines += [_line(entry, names, language) for entry in shown]
            if len(alike) > len(shown):
                lines.append(
                    say(language, "errors.violation.more", count=len(alike) - len(shown), code=code)
                )
    return [*lines, _verdict(report, language)]


def _line(violation: Violation, names: Mapping[str, str], language: Language) -> str:
    facts = violation_facts(violation, names, language)
    sentence = code_sentence(violation.code, facts, language, violation.wording)
    if sentence is None:
        sentence = code_sentence(violation.code, facts, language)
    level = say(language, f"errors.level.{violation.severity}")
    day = Presentation(language).day(violation.day) if violation.day else ""
    where = " · ".join(part for part in (day, facts["trip"]) if part)
    return f"{level} {violation.code}  {where}\n  {sentence or violation.code}"


def violation_facts(
    violation: Violation, names: Mapping[str, str], language: Language
) -> dict[str, str]:
    """Return the facts of a violation as people read them."""
    show = Presentation(language)
    facts = {
        name: plain(names.get(str(value), str(value)))
        for name in ("trip", "place", "service", "box", "van", "worker", "about")
        for value in (getattr(violation, name),)
    }
    facts["day"] = show.day(violation.day) if violation.day else ""
    for name in ("measured", "limit"):
        facts[name] = _quantity(getattr(violation, name), violation.quantity, names, show)
    return facts


def _quantity(
    value: int | str | None, quantity: Quantity, names: Mapping[str, str], show: Presentation
) -> str:
    if isinstance(value, int):
        return _number(value, quantity, show)
    if value is not None and quantity is Quantity.DAY:
        return show.day(dt.date.fromisoformat(value))
    return "–" if value is None else plain(names.get(value, value))


def _number(value: int, quantity: Quantity, show: Presentation) -> str:
    match quantity:
        case Quantity.DURATION:
            return show.duration(value)
        case Quantity.CLOCK:
            return show.clock(value)
        case Quantity.WEIGHT:
            return say(show.language, "measures.unit.kilograms", count=f"{value / 1000:.1f}")
        case Quantity.MONEY:
            return say(show.language, "measures.unit.dong", count=show.number(value))
        case Quantity.NUMBER | Quantity.DAY | Quantity.PLACE:
            return show.number(value)


def _names(network: Network) -> dict[str, str]:
    """Return what people call the places, vans and workers: code and name."""
    named: list[tuple[str, str]] = [(place.id, place.name) for place in network.places]
    named += [(van.id, van.name) for van in network.vans]
    named += [(worker.id, worker.name) for worker in network.workers]
    return {name: f"{name} {words}".strip() for name, words in named}


def _verdict(report: Report, language: Language) -> str:
    counts = {
        severity.value: sum(entry.severity is severity for entry in report.violations)
        for severity in Severity
    }
    return say(language, "errors.violation.ok" if report.ok else "errors.violation.bad", **counts)
