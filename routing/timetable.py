"""Set the clock of one day for a given order of stops, exactly as ``docs/models.md`` says.

A day is looked at as labels: how late it is, how long has been driven since the last rest, and
whether the meal was had. Of two labels the one that is nowhere better is dropped, so that a day
that can be driven at all is found, and with the earliest end.
"""

from dataclasses import dataclass

from vongsach.fleet import MealBreak

Span = tuple[int, int]
"""From, to: seconds after midnight."""

Matrix = list[list[int]]
"""Whole numbers by row (from) and column (to)."""

NO_WAY = 10**9
"""Seconds of a leg that cannot be driven."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What a van may do on a day with one road state."""

    depot: int
    """Row of the place from which the day leaves: the depot, or the night stop before."""
    home: int
    """Row of the place at which the day ends: the depot, or a night stop."""
    leaves: int
    """Earliest second of leaving."""
    ends: int
    """Latest second of coming back."""
    driving: int
    """Most seconds of driving in the day."""
    unbroken: int
    """Most seconds of driving between two rests."""
    rest: int
    """Least seconds of a rest."""
    meal: MealBreak | None
    duty: int | None
    """Most seconds from leaving to coming back; ``None``: no limit but the shift."""
    seconds: Matrix
    """Driving time; ``NO_WAY`` where no way exists."""
    metres: Matrix


@dataclass(frozen=True, slots=True)
class Call:
    """One stop to be timed."""

    place: int
    """Row of the place in the matrices."""
    length: int
    """Seconds of service."""
    windows: tuple[Span, ...]
    """Stretches that hold the whole service, by opening."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The times of one day."""

    leaves: int
    stops: tuple[tuple[int, int, int], ...]
    """Arrival, start, departure of each stop."""
    pauses: tuple[Span, ...]
    ends: int


@dataclass(frozen=True, slots=True)
class _Label:
    time: int
    driven: int
    """Seconds driven since the last rest."""
    fed: bool
    stops: tuple[tuple[int, int, int], ...] = ()
    pauses: tuple[Span, ...] = ()


def driven_seconds(frame: Frame, calls: tuple[Call, ...]) -> int:
    """Return the driving of a day; at least ``NO_WAY`` where a leg cannot be driven."""
    here, total = frame.depot, 0
    for call in calls:
        total += frame.seconds[here][call.place]
        here = call.place
    return total + frame.seconds[here][frame.home]


def fits(frame: Frame, calls: tuple[Call, ...]) -> bool:
    """Say whether a day can be driven in this order."""
    if driven_seconds(frame, calls) > frame.driving:
        return False
    quick = _without_pauses(frame, calls)
    return quick if quick is not None else set_clock(frame, calls) is not None


def set_clock(frame: Frame, calls: tuple[Call, ...]) -> Clock | None:
    """Return the times of a day that ends as early as can be; ``None`` where none is allowed."""
    if driven_seconds(frame, calls) > frame.driving:
        return None
    begins = [(frame.leaves, frame.meal)]
    if frame.meal is not None and frame.leaves < frame.meal.earliest:
        begins.append((frame.meal.earliest, None))
    for leaves, meal in begins:
        clock = _run(frame, calls, leaves=leaves, meal=meal)
        later = clock and _leave_later(frame, calls, clock)
        if later and (frame.duty is None or later.ends - later.leaves <= frame.duty):
            return later
    return None


def _without_pauses(frame: Frame, calls: tuple[Call, ...]) -> bool | None:
    """Say yes or no where that is plain without thinking of pauses; else ``None``."""
    time, here, driven, longest = frame.leaves, frame.depot, 0, 0
    for call in calls:
        leg = frame.seconds[here][call.place]
        arrival, here = time + leg, call.place
        longest = max(longest, driven + leg)
        start = _first_start(call, arrival)
        if start is None:
            return False
        time = start + call.length
        driven = 0 if time - arrival >= frame.rest else driven + leg
    leg = frame.seconds[here][frame.home]
    time, longest = time + leg, max(longest, driven + leg)
    if time > frame.ends:
        return False
    if frame.duty is not None and time - frame.leaves > frame.duty:
        return None
    unfed = frame.meal and frame.leaves < frame.meal.earliest and time > frame.meal.latest
    return None if unfed or longest > frame.unbroken else True


def _run(
    frame: Frame, calls: tuple[Call, ...], *, leaves: int, meal: MealBreak | None
) -> Clock | None:
    must_eat = meal is not None and leaves < meal.earliest
    eats = meal if must_eat else None
    labels = [_Label(time=leaves, driven=0, fed=not must_eat)]
    here = frame.depot
    for call in calls:
        arrived = _drive_all(frame, labels, frame.seconds[here][call.place], eats)
        labels = _undominated(
            [done for label in arrived for done in _serve(frame, label, call, eats)]
        )
        here = call.place
    home = _drive_all(frame, labels, frame.seconds[here][frame.home], eats)
    good = [label for label in home if label.fed or eats is None or label.time <= eats.latest]
    if not good:
        return None
    best = min(good, key=lambda label: (label.time, label.driven))
    return Clock(leaves=leaves, stops=best.stops, pauses=best.pauses, ends=best.time)


def _drive_all(
    frame: Frame, labels: list[_Label], seconds: int, meal: MealBreak | None
) -> list[_Label]:
    found = [done for label in labels for done in _drive(frame, label, seconds, meal)]
    return _undominated([label for label in found if label.time <= frame.ends])


def _drive(frame: Frame, start: _Label, seconds: int, meal: MealBreak | None) -> list[_Label]:
    """Return every way worth having of driving one leg, with the pauses that it needs."""
    if seconds >= NO_WAY or (seconds and not frame.unbroken):
        return []
    found: list[_Label] = []
    open_ends = [(start, seconds)]
    while open_ends:
        label, left = open_ends.pop()
        if label.time + left > frame.ends:
            continue
        stretch = min(left, frame.unbroken - label.driven)
        if meal is not None and not label.fed:
            open_ends.extend(_eat_on_the_way(frame, label, left, meal))
        if stretch == left:
            found.append(_driven(label, left))
        else:
            tired = _driven(label, stretch)
            open_ends.append((_paused(frame, tired, tired.time + frame.rest, meal), left - stretch))
    return found


def _eat_on_the_way(
    frame: Frame, label: _Label, left: int, meal: MealBreak
) -> list[tuple[_Label, int]]:
    """Return the latest pause for the meal before the next rest is due, if there is one.

    Later is better: less is driven after it. A meal at the end of the leg is had at the stop.
    """
    stretch = min(left, frame.unbroken - label.driven)
    begins = min(label.time + stretch, meal.latest - meal.length)
    if begins < label.time or begins >= label.time + left:
        return []
    if begins < meal.earliest and stretch == left:
        return []
    hungry = _driven(label, begins - label.time)
    ends = max(begins, meal.earliest) + meal.length
    return [(_paused(frame, hungry, ends, meal), left - (begins - label.time))]


def _serve(frame: Frame, label: _Label, call: Call, meal: MealBreak | None) -> list[_Label]:
    """Return the ways worth having of doing one stop: at once, after a rest, after the meal."""
    ready = [(label.time, label.pauses, label.fed)]
    if meal is not None and not label.fed:
        begins = max(label.time, meal.earliest)
        if begins + meal.length <= meal.latest:
            ends = begins + meal.length
            ready.append((ends, (*label.pauses, (begins, ends)), True))
    rested = label.time + frame.rest - call.length
    ready += [(max(time, rested), pauses, fed) for time, pauses, fed in ready if rested > time]
    found = []
    for time, pauses, fed in ready:
        start = _first_start(call, time)
        if start is not None:
            departure = start + call.length
            driven = 0 if departure - label.time >= frame.rest else label.driven
            stops = (*label.stops, (label.time, start, departure))
            found.append(_Label(departure, driven, fed, stops, pauses))
    return found


def _driven(label: _Label, seconds: int) -> _Label:
    return _Label(
        label.time + seconds, label.driven + seconds, label.fed, label.stops, label.pauses
    )


def _paused(frame: Frame, label: _Label, ends: int, meal: MealBreak | None) -> _Label:
    """Return the label after a pause until ``ends``, which may be a meal, a rest or both."""
    fed = label.fed or (
        meal is not None
        and ends <= meal.latest
        and ends - max(label.time, meal.earliest) >= meal.length
    )
    pauses = [(label.time, ends)]
    if fed and not label.fed and meal is not None and label.time < meal.earliest:
        pauses = [(label.time, meal.earliest), (meal.earliest, ends)]
    rested = any(end - begin >= frame.rest for begin, end in pauses)
    driven = 0 if rested else label.driven
    return _Label(ends, driven, fed, label.stops, (*label.pauses, *pauses))


def _first_start(call: Call, ready: int) -> int | None:
    for opens, closes in call.windows:
        start = max(ready, opens)
        if start + call.length <= closes:
            return start
    return None


def _undominated(labels: list[_Label]) -> list[_Label]:
    kept: list[_Label] = []
    for label in sorted(labels, key=lambda one: (one.time, one.driven, not one.fed)):
        if not any(one.driven <= label.driven and one.fed >= label.fed for one in kept):
            kept.append(label)
    return kept


def _leave_later(frame: Frame, calls: tuple[Call, ...], clock: Clock) -> Clock:
    """Leave as late as the first stop allows, where no rest is lost by it."""
    if not clock.stops or (clock.pauses and clock.pauses[0][0] < clock.stops[0][1]):
        return clock
    arrival, start, departure = clock.stops[0]
    needs_rest = driven_seconds(frame, calls) > frame.unbroken
    if needs_rest and departure - start < frame.rest:
        return clock
    return Clock(
        leaves=clock.leaves + start - arrival,
        stops=((start, start, departure), *clock.stops[1:]),
        pauses=clock.pauses,
        ends=clock.ends,
    )
