"""Price what chosen stays break that cannot be kept always, as the model does."""

import datetime as dt
from collections.abc import Iterable

from rotation.candidates import Candidates, StayOption, most_value
from rotation.itineraries import rides_of
from vongsach.closures import Pin
from vongsach.units import BoxId


def price_of_a_breach(candidates: Candidates) -> int:
    """Return a price above all reader value, in đồng: no rule is broken for readers' sake."""
    return max(candidates.rules.unmet_required.value, 1 + most_value(candidates))


def overlong_price(days_over: int, breach_price: int) -> int:
    """S04, S18: return the price of a stay that is so many days too long, in đồng."""
    return breach_price + days_over * (breach_price // 100) if days_over else 0


def forced_price(candidates: Candidates, chosen: Iterable[StayOption]) -> int:
    """Return what stays pay for rules that they break, in đồng; soft pins are not counted."""
    stays = tuple(chosen)
    price = price_of_a_breach(candidates)
    missed = sum(pin.hard and not _kept(candidates, stays, pin) for pin in candidates.goals)
    overlong = sum(overlong_price(stay.days_over, price) for stay in stays)
    return overlong + price * (missed + _surplus(candidates, stays))


def breaches_of(candidates: Candidates, chosen: Iterable[StayOption]) -> int:
    """Return what stays pay for rules that they break and soft pins that they miss, in đồng."""
    stays = tuple(chosen)
    missed = sum(not pin.hard and not _kept(candidates, stays, pin) for pin in candidates.goals)
    moved = sum(
        any(moves_within(candidates, stay, pin) for stay in stays) for pin in candidates.wishes
    )
    wish = candidates.rules.unmet_wished.value
    return forced_price(candidates, stays) + wish * (missed + moved)


def moves_within(candidates: Candidates, stay: StayOption, pin: Pin) -> bool:
    """Say whether a stay of a pinned box begins or ends in the span of the pin."""
    days = (
        candidates.events.visits[end].day for end in (stay.begins, stay.ends) if end is not None
    )
    return stay.box == pin.box and any(pin.first_day <= day <= pin.last_day for day in days)


def misses_its_pins(candidates: Candidates, box: BoxId, stays: Iterable[StayOption]) -> bool:
    """Say whether a box with these stays is not where a hard pin holds it."""
    own = tuple(stays)
    pins = [pin for pin in candidates.goals if pin.hard and pin.box == box]
    return any(not _kept(candidates, own, pin) for pin in pins)


def _kept(candidates: Candidates, stays: tuple[StayOption, ...], pin: Pin) -> bool:
    """Say whether a box is at its pinned place when the last day of the pin ends."""
    own = [stay for stay in stays if stay.box == pin.box]
    if pin.place not in candidates.events.depots:
        return any(
            stay.place == pin.place and _stands(candidates, stay, pin.last_day) for stay in own
        )
    here = int(
        any(
            box == pin.box and found.stands_at == pin.place
            for box, found in candidates.boxes.items()
        )
    )
    for ride in rides_of(candidates, own):
        voyage = candidates.events.voyages[ride.voyage]
        if voyage.depot == pin.place:
            here -= ride.first == 0 and voyage.first_day <= pin.last_day
            here += ride.last == len(voyage.visits) and voyage.last_day <= pin.last_day
    return here > 0


def _stands(candidates: Candidates, stay: StayOption, day: dt.date) -> bool:
    visits = candidates.events.visits
    began = stay.begins is None or visits[stay.begins].day <= day
    return began and (stay.ends is None or visits[stay.ends].day > day)


def _surplus(candidates: Candidates, stays: tuple[StayOption, ...]) -> int:
    """Return how many boxes too many stand after the visits of places that were too full."""
    over = 0
    for place in candidates.surplus:
        here = [stay for stay in stays if stay.place == place]
        for visit in candidates.events.visits_at.get(place, ()):
            standing = sum(
                (stay.begins is None or stay.begins <= visit.index)
                and (stay.ends is None or stay.ends > visit.index)
                for stay in here
            )
            over += max(0, standing - candidates.places[place].shelf)
    return over
