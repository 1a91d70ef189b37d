"""Count what the days of a timetable cost in one cycle."""

import statistics
from collections.abc import Iterable, Sequence

from vongsach.audit.cases import VanCase
from vongsach.objective import day_driving
from vongsach.plan import Routing
from vongsach.units import Decided, Metres, Seconds


class Figures(Decided):
    """What one cycle costs."""

    driving_s: Seconds
    """Driving, the ways from and to the depots included."""
    metres: Metres
    van_days: int
    longest_day_s: Seconds
    """From leaving the depot to coming back."""
    balance: float
    """Standard deviation of the lengths of days over their mean: 0 where all are equal."""
    parked_share: float
    """Time at stops over time away."""


def figures(sides: Iterable[tuple[VanCase, Routing]]) -> Figures:
    """Return the figures of all vans together."""
    driving = metres = parked = 0
    lengths: list[int] = []
    for case, routing in sides:
        for trip in routing.trips:
            for day in trip.days:
                far, long = day_driving(day, case.van, case.travel)
                driving, metres = driving + long, metres + far
                parked += sum(stop.departure - stop.start for stop in day.stops)
                lengths.append(day.ends - day.leaves)
    return Figures(
        driving_s=Seconds(driving),
        metres=Metres(metres),
        van_days=len(lengths),
        longest_day_s=Seconds(max(lengths, default=0)),
        balance=round(_spread(lengths), 4),
        parked_share=round(parked / sum(lengths), 4) if lengths else 0.0,
    )


def driving_of(case: VanCase, routing: Routing) -> int:
    """Return the seconds of driving of one van."""
    return figures([(case, routing)]).driving_s


def _spread(lengths: Sequence[int]) -> float:
    return statistics.pstdev(lengths) / statistics.fmean(lengths) if len(lengths) > 1 else 0.0
