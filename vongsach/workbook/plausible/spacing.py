"""Count how many visits fit into days that can be had, by the gaps that are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is asked of the days of visits; all numbers are offsets from the first day."""

    asked: int
    least: int
    most: int | None
    last_visit: int | None
    """Negative for a visit of the past."""


def most_visits(days: Sequence[int], gaps: Gaps) -> int:
    """Return the greatest number of visits, at most those asked for, that keep all gaps.

    Parameters
    ----------
    days
        Offsets of the days that can be had, ascending.
    gaps
        What is asked. The first gap, from the last visit, has no upper limit where it is
        exceeded before the first day already.
    """
    least = max(gaps.least, 1)
    counts: list[int] = []  # bit k of a day: k visits may end on it
    for place, day in enumerate(days):
        bits = 0b10 if _may_begin(day, gaps) else 0
        for earlier in range(place - 1, -1, -1):
            gap = day - days[earlier]
            if gaps.most is not None and gap > gaps.most:
                break
            if gap >= least:
                bits |= counts[earlier] << 1
                if gaps.most is None:
                    break
        counts.append(bits)
        if gaps.most is None and place:
            counts[place] |= counts[place - 1]
    reached = max((bits.bit_length() - 1 for bits in counts), default=0)
    return min(max(reached, 0), gaps.asked)


def _may_begin(day: int, gaps: Gaps) -> bool:
    if gaps.last_visit is None:
        return True
    gap = day - gaps.last_visit
    overdue = gaps.most is not None and gaps.last_visit + gaps.most < 0
    return gap >= gaps.least and (gaps.most is None or overdue or gap <= gaps.most)
