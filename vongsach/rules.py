"""State every limit and weight of a good plan once: value, unit, hard or soft, source.

Numbers of the law and of practice come from Thông tư 05/2022/TT-BVHTTDL (TT 05/2022), the Law on
Road Traffic Order and Safety 2024, and local policy. Policy is never called law.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from vongsach.units import Given


class Unit(StrEnum):
    """What a number counts."""

    DAYS = "days"
    SECONDS = "seconds"
    METRES = "metres"
    COPIES = "copies"
    PEOPLE = "people"
    PERCENT = "percent"
    DONG = "dong"
    DONG_PER_1000 = "dong_per_1000_reader_copy_days"


class Force(StrEnum):
    """What a number does."""

    HARD = "hard"
    """A plan that breaks it cannot be carried out."""
    SOFT = "soft"
    """Weighed in money against everything else."""


class Basis(StrEnum):
    """Who says so."""

    LAW = "law"
    POLICY = "policy"


class Limit(Given):
    """One number with its unit, its force and its source."""

    value: Annotated[int, Field(ge=0)]
    unit: Unit
    force: Force
    basis: Basis
    source: str


def _law(value: int, unit: Unit, source: str) -> Limit:
    return Limit(value=value, unit=unit, force=Force.HARD, basis=Basis.LAW, source=source)


def _policy(value: int, unit: Unit, source: str = "") -> Limit:
    return Limit(value=value, unit=unit, force=Force.HARD, basis=Basis.POLICY, source=source)


def _weight(value: int, unit: Unit = Unit.DONG, source: str = "") -> Limit:
    return Limit(value=value, unit=unit, force=Force.SOFT, basis=Basis.POLICY, source=source)


class Rules(Given):
    """Every limit and weight, each with a default that a planner can change in the workbook."""

    stay_most: Limit = _law(180, Unit.DAYS, "TT 05/2022 Điều 6.2.c (R1)")
    """Longest stay at an ordinary point: six months, counted as 180 days to be on the safe side."""

    stay_most_remote: Limit = _policy(365, Unit.DAYS, "TT 05/2022 Điều 6.2.c (R1)")
    """Longest stay at a remote or border point: decided by the library."""

    stay_least: Limit = _policy(14, Unit.DAYS)
    """Shortest stay of a box at a point."""

    rest: Limit = _policy(360, Unit.DAYS, "P5")
    """A box does not come back to a point that it left fewer days ago."""

    audience_fit: Limit = _policy(20, Unit.PERCENT)
    """Least fit of a box to the readers of a point."""

    title_stock: Limit = _law(3, Unit.COPIES, "TT 05/2022 Điều 5.1.b, 6.2.b (R2)")
    """Copies of a title in stock before one may travel."""

    crew_mobile_operators: Limit = _law(1, Unit.PEOPLE, "TT 05/2022 Điều 8.1.c (R5)")
    """Vehicle operators on a trip with mobile service."""

    crew_mobile_librarians: Limit = _law(2, Unit.PEOPLE, "TT 05/2022 Điều 8.1.c (R5)")
    """Librarians on a trip with mobile service."""

    crew_rotation: Limit = _law(1, Unit.PEOPLE, "TT 05/2022 Điều 8.1.d (R6)")
    """People on a trip that only rotates boxes."""

    driving_day: Limit = _law(36_000, Unit.SECONDS, "Luật TTATGTĐB 2024 Điều 64 (R20)")
    """Driving of one operator in one day."""

    driving_week: Limit = _law(172_800, Unit.SECONDS, "Luật TTATGTĐB 2024 Điều 64 (R20)")
    """Driving of one operator in one calendar week."""

    driving_unbroken: Limit = _law(14_400, Unit.SECONDS, "Luật TTATGTĐB 2024 Điều 64 (R20)")
    """Driving without a rest."""

    driving_rest: Limit = _policy(900, Unit.SECONDS, "R20")
    """Rest that ends a stretch of driving; time at a stop counts."""

    preparation: Limit = _policy(900, Unit.SECONDS)
    """From the start of the shift until the van leaves."""

    travel_buffer: Limit = _policy(15, Unit.PERCENT)
    """Added to every driving time, for weather and road works."""

    snap_distance: Limit = _policy(1000, Unit.METRES)
    """A place farther than this from every road of an imported map is not taken to lie on it."""

    unmet_required: Limit = _weight(50_000_000)
    """Price of a required visit that is not made."""

    unmet_wished: Limit = _weight(5_000_000)
    """Price of a wished visit of priority 100 that is not made."""

    crew_day: Limit = _weight(200_000, Unit.DONG, "TT 40/2017/TT-BTC")
    """Stay allowance of one person for one day on the road."""

    night: Limit = _weight(300_000, Unit.DONG, "TT 40/2017/TT-BTC")
    """Lodging of one person for one night."""

    reader_value: Limit = _weight(300, Unit.DONG_PER_1000)
    """Worth of 1,000 reader × matched fresh copy × effective day."""

    session_days: Limit = _weight(7, Unit.DAYS)
    """Days of a stay that one mobile session is worth: borrowers keep a book for some time."""

    uneven_gap: Limit = _weight(5_000)
    """Price of each day by which a gap is away from the even one."""

    uneven_work: Limit = _weight(20_000)
    """Price of each field day of a person above the even share of those of the same role."""

    other_weekday: Limit = _weight(20_000)
    """Price of a visit on another weekday than the place's most frequent one."""
