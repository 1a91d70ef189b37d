"""Word what is not served, and why."""

from vongsach.network import Network
from vongsach.output.presentation import Presentation, plain
from vongsach.plan import Fact, Plan, Unserved
from vongsach.words import Language, say, sentences


def unserved_lines(plan: Plan, network: Network, language: Language) -> list[str]:
    """Return one line for each service with missing visits, required ones first."""
    services = {service.id: service for service in network.services}
    entries = sorted(
        plan.routing.unserved,
        key=lambda entry: (not services[entry.service].required, entry.service),
    )
    return [entry_line(entry, network, language) for entry in entries]


def entry_line(entry: Unserved, network: Network, language: Language) -> str:
    """Return what a service misses, why, and the facts."""
    service = next(found for found in network.services if found.id == entry.service)
    place = next(found for found in network.places if found.id == service.place)
    facts = ", ".join(_fact(fact, language) for fact in entry.facts)
    return say(
        language,
        "reasons.line.required" if service.required else "reasons.line.wished",
        place=plain(f"{place.id} {place.name}"),
        missing=entry.missing,
        reason=say(language, f"reasons.reason.{entry.reason}"),
        facts=f" ({facts})" if facts else "",
    )


def _fact(fact: Fact, language: Language) -> str:
    """Return a measured number; a fact that has no words yet is shown by its name."""
    key = f"reasons.fact.{fact.name}"
    value = Presentation(language).number(fact.value)
    if fact.name.endswith(("seconds", "_time")):
        value = Presentation(language).duration(fact.value)
    if key in sentences(language):
        return say(language, key, value=value)
    return f"{plain(fact.name).replace('_', ' ')}: {value}"
