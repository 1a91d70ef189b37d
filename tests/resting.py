"""Set the rests of a drive by hand, for the tests that draw or enumerate trips."""

from dataclasses import dataclass

from vongsach.plan import Pause
from vongsach.rules import Rules
from vongsach.units import SecondOfDay

MIDNIGHT = 86_400


@dataclass(frozen=True)
class Drive:
    """One leg driven: its pauses, when it ends, and the driving since the last rest."""

    pauses: tuple[Pause, ...]
    ends: int
    unbroken: int


def drive(seconds: int, leaves: int, unbroken: int, rules: Rules) -> Drive | None:
    """Drive a leg with every rest as late as the rule allows, which no other way beats.

    ``None`` where it ends after midnight.
    ``unbroken`` is the driving since the last rest before the leg, all in seconds.
    """
    longest, rest = rules.driving_unbroken.value, rules.driving_rest.value
    pauses: list[Pause] = []
    now, left = leaves, seconds
    while unbroken + left > longest:
        driven = longest - unbroken
        now, left, unbroken = now + driven, left - driven, 0
        if now + rest + left > MIDNIGHT:
            return None
        pauses.append(Pause(starts=SecondOfDay(now), ends=SecondOfDay(now + rest)))
        now += rest
    return Drive(pauses=tuple(pauses), ends=now + left, unbroken=unbroken + left)
