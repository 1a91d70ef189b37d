"""Share the field days of a quarter among its people, as evenly as crews can be named."""

from collections import Counter
from collections.abc import Iterable, Mapping

from routing.board import Board
from routing.case import Case, is_operator
from routing.crews import Duty, Named, name_crews

Key = tuple[int, int]
"""First day and van of a trip."""
LEAST_GAP = 2
"""With a smaller difference, to change places makes nothing more even."""
ROUNDS = 200
"""People replaced at most; each time the work becomes more even."""


def share_work(board: Board) -> dict[Key, tuple[int, ...]]:
    """Return the workers of every trip of a board, by its first day and van.

    Weeks are named one after the other, those who were out least going first; then single people
    are replaced by others of their role who were out at least two days less.
    """
    case, named = board.desk.case, Named()
    had = _booked_days(case)
    for week in board.desk.weeks:
        found = _named_week(board, week, had)
        had.update(_days_of(found))
        named |= found
    _even_out(board, named, had)
    return {(duty.day, duty.van): crew for duty, crew in named.items()}


def share_weeks(
    board: Board, weeks: Iterable[int], others: Mapping[Key, tuple[int, ...]]
) -> dict[Key, tuple[int, ...]]:
    """Return the workers of the trips of some weeks, beside the crews of all other trips."""
    had = _booked_days(board.desk.case)
    for key, crew in others.items():
        had.update(dict.fromkeys(crew, len(board.routes[key].days)))
    named = Named()
    for week in sorted(weeks):
        found = _named_week(board, week, had)
        had.update(_days_of(found))
        named |= found
    return {(duty.day, duty.van): crew for duty, crew in named.items()}


def _booked_days(case: Case) -> Counter[int]:
    """Return the field days that people have on trips that stand already."""
    numbers = {worker.id: number for number, worker in enumerate(case.workers)}
    had: Counter[int] = Counter()
    for (_, name), days in case.booked.field_days.items():
        if name in numbers:
            had[numbers[name]] += days
    return had


def _named_week(board: Board, week: int, had: Counter[int]) -> Named:
    case = board.desk.case
    return name_crews(case, board.duties(week), [had[n] for n in range(len(case.workers))]) or {}


def _days_of(named: Named) -> Counter[int]:
    days: Counter[int] = Counter()
    for duty, crew in named.items():
        days.update(dict.fromkeys(crew, len(duty.days)))
    return days


def _even_out(board: Board, named: Named, had: Counter[int]) -> None:
    """Replace people by others of their role as long as that makes the work more even."""
    for _ in range(ROUNDS if board.desk.case.workers else 0):
        change = _replacement(board, named, had)
        if change is None:
            return
        duty, worker, other = change
        named[duty] = tuple(other if one == worker else one for one in named[duty])
        had[worker] -= len(duty.days)
        had[other] += len(duty.days)


def _replacement(board: Board, named: Named, had: Counter[int]) -> tuple[Duty, int, int] | None:
    """Return a trip, who gives it up and who takes it: from who was out most to who was least."""
    people = range(len(board.desk.case.workers))
    for worker in sorted(people, key=lambda one: (-had[one], one)):
        for other in sorted(people, key=lambda one: (had[one], one)):
            gap = had[worker] - had[other]
            if gap < LEAST_GAP:
                break
            if is_operator(board.desk.case.workers[worker]) is not is_operator(
                board.desk.case.workers[other]
            ):
                continue
            for duty in sorted(named):
                fits = worker in named[duty] and other not in named[duty]
                if fits and len(duty.days) < gap and _can(board, named, duty, other):
                    return duty, worker, other
    return None


def _can(board: Board, named: Named, duty: Duty, worker: int) -> bool:
    """Say whether somebody can go on one trip more."""
    case = board.desk.case
    who, week = case.workers[worker], case.week(duty.day)
    own = [one for one, crew in named.items() if worker in crew and case.week(one.day) == week]
    booked = case.booked
    days = sum(len(one.days) for one in own) + booked.field_days[week, who.id]
    driven = sum(one.driving for one in own) + booked.driven[week, who.id]
    return (
        days + len(duty.days) <= who.days_per_week
        and all(worker in case.at_work[day] for day in duty.days)
        and not any(set(one.days) & set(duty.days) for one in own)
        and (not is_operator(who) or driven + duty.driving <= case.network.rules.driving_week.value)
    )
