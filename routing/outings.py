"""Say how long a van may be out, and what being out costs."""

from routing.case import Case


def may_stay_out(case: Case, day: int, van: int, nights: int) -> bool:
    """Say whether a van may begin a trip with some nights away on a day.

    All days lie in one calendar week, so that the limits of a week never span two trips' worth
    of weeks; the van works on each of them.
    """
    last = day + nights
    return (
        nights <= case.vans[van].nights
        and day >= 0
        and last < case.length
        and case.week(day) == case.week(last)
        and all((one, van) in case.working for one in range(day, last + 1))
    )


def price(case: Case, van: int, driven: tuple[int, int], *, people: int, nights: int) -> int:
    """Return what a trip costs that drives some metres and seconds, in đồng."""
    it, rules = case.vans[van], case.network.rules
    metres, seconds = driven
    days = nights + 1
    return (
        metres * it.cost_per_km // 1000
        + seconds * it.cost_per_hour // 3600
        + days * (it.cost_per_day + people * rules.crew_day.value)
        + nights * people * rules.night.value
    )
