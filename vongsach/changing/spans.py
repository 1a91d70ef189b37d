"""Cut the days of a change out of closures."""

import datetime as dt
from collections.abc import Iterable

from vongsach.changing.change import Change
from vongsach.closures import Closure, Scope
from vongsach.days import ONE_DAY
from vongsach.places import Place


def first_of(change: Change) -> dt.date:
    """Return the first day of a change whose days are settled."""
    return change.first_day or dt.date.min


def last_of(change: Change) -> dt.date:
    """Return the last day of a change whose days are settled."""
    return change.last_day or dt.date.max


def without(closures: Iterable[Closure], place: Place, change: Change) -> tuple[Closure, ...]:
    """Return closures without the days on which they are lifted for a place of their own."""
    targets = {
        (Scope.PLACE, place.id),
        (Scope.COMMUNE, place.commune_code),
        (Scope.COMMUNE, place.commune),
    }
    return tuple(
        part
        for closure in closures
        for part in (
            beside(closure, change) if (closure.scope, closure.target) in targets else (closure,)
        )
    )


def beside(closure: Closure, change: Change) -> Iterable[Closure]:
    """Yield what of a closure lies before and after the days of a change."""
    first, last = first_of(change), last_of(change)
    if closure.last_day < first or last < closure.first_day:
        yield closure
        return
    if closure.first_day < first:
        yield closure.model_copy(update={"last_day": first - ONE_DAY})
    if last < closure.last_day:
        yield closure.model_copy(update={"first_day": last + ONE_DAY})
