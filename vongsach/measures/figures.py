"""State the figures that every plan reports."""

from vongsach.plan import CostTerm, RunStatus
from vongsach.units import Decided, Dong, Metres, PlaceId, Seconds, ServiceId


class VisitCount(Decided):
    """How many visits were asked for, and how many of these are made."""

    asked: int
    made: int


class Gap(Decided):
    """The days between the visits of one service, the last one of the past quarter included."""

    service: ServiceId
    place: PlaceId
    longest: int
    mean: float


class FreshCopies(Decided):
    """What new a group of readers gets in the quarter."""

    name: str
    """Commune or area class; empty where a place names none."""
    readers: int
    copies: int
    """Copies that fit the readers of the place that they come to."""
    per_reader: float


class Work(Decided):
    """What one van, worker or calendar week (by its Monday) carries."""

    name: str
    days: int
    """Days out; for a week the days of all vans together."""
    driving: Seconds


class BoundGap(Decided):
    """How far the cost of one solver is from what it proved to be possible at best.

    A cost below 0 is a value: the bound then says how much more there can be at most.
    """

    solver: str
    status: RunStatus
    cost: Dong
    bound: Dong | None
    percent: float | None
    """By how much of its size the cost can still fall at most; ``None``: no bound, or no cost."""
    relaxation: str


class JointGain(Decided):
    """What the improvement of trips and boxes together brought."""

    dong: Dong
    """By how much the plan became cheaper."""
    changes: int
    """Changes that were taken."""
    tried: int


class Measures(Decided):
    """The figures that every plan reports."""

    required: VisitCount
    wished: VisitCount
    longest_gap: int | None
    """Days; ``None`` where no service has two visits."""
    mean_gap: float | None
    worst_gaps: tuple[Gap, ...]
    """The places that wait longest, at most ten."""
    fresh_copies: int
    fresh_per_reader: float
    fresh_by_commune: tuple[FreshCopies, ...]
    fresh_by_area: tuple[FreshCopies, ...]
    fresh_gini: float | None
    """Spread of fresh copies per reader over readers: 0 equal, towards 1 all for a few."""
    stays: int
    """Stays that begin in the quarter."""
    fitting_percent: float | None
    """Share of all stays whose box fits the readers at least as well as the rule asks."""
    mean_fit_percent: float | None
    exchanges: int
    """Stops at which boxes change hands."""
    rotation_visits: int
    """Stops that serve rotation."""
    rotation_visits_fresh: int
    """Of these, how many hand in a box."""
    rotation_visits_idle: int
    """Of these, at how many no box changes hands at all."""
    places_without_fresh: tuple[PlaceId, ...]
    """Places of the rotation visits that hand in nothing, by code."""
    direct_transfers: int
    """Boxes taken from one place and handed in at a later stop of the same trip."""
    boxes: int
    idle_boxes: int
    """Boxes that stand at a depot from the first to the last day."""
    idle_box_days_percent: float | None
    """Share of all box-days not spent at a place."""
    trips: int
    metres: Metres
    driving: Seconds
    parked_percent: float | None
    """Share of the time away in which the van does not drive, for whatever reason."""
    service_percent: float | None
    """Share of the time away in which a place is served."""
    pause_percent: float | None
    """Share of the time away in which the crew rests."""
    waiting_percent: float | None
    """Share of the time away that is left: early at a place, or before the day is over."""
    van_days: int
    crew_days: int
    nights: int
    litres: float
    cost: tuple[CostTerm, ...]
    vans: tuple[Work, ...]
    workers: tuple[Work, ...]
    weeks: tuple[Work, ...]
    usual_weekday_percent: float | None
    """Share of the visits on the most frequent weekday of their service."""
    estimated_percent: float | None
    """Share of the kilometres that are great-circle estimates."""
    bounds: tuple[BoundGap, ...]
    joint: JointGain | None = None
    """``None``: trips and boxes were not improved together."""
