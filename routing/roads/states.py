"""Say in which state the roads are on a day: which season it is and which roads are cut."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from routing.roads.names import ends_of_stretch, folded, road_keys
from vongsach.closures import Closure, ClosureKind, Scope
from vongsach.days import days_of
from vongsach.quarter import Quarter
from vongsach.roads import Season

WET_MONTHS = frozenset(range(4, 11))
"""Rain falls from April to October: 2,500-2,700 mm a year in Tam Đường (working paper, B.5)."""

SHUTS_ROADS = frozenset({ClosureKind.FLOOD, ClosureKind.ROAD_CUT})
"""A closure of a commune shuts its roads for these reasons only: nobody stops on a holiday."""

COMMUNE = "@"
"""Begins the canonical target of a closed commune: no road and no place is spelled so."""

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class RoadState:
    """What is shut on some days; equal states have equal matrices."""

    wet: bool | None = None
    """Whether it is the rainy season; ``None`` where the season makes no difference."""

    cuts: frozenset[str] = frozenset()
    """Targets of the closures in force, in their canonical form."""

    @property
    def name(self) -> str:
        """The same name in every run; empty where every road is open."""
        season = {None: [], True: ["wet"], False: ["dry"]}[self.wet]
        full = "+".join([*season, *sorted(self.cuts)])
        if len(full) <= _LONGEST_NAME:
            return full
        digest = hashlib.sha256(full.encode()).hexdigest()[:12]
        return f"{full[: _LONGEST_NAME - 13]}#{digest}"


ALL_OPEN = RoadState()


def is_wet(day: dt.date) -> bool:
    """Say whether a day lies in the rainy season."""
    return day.month in WET_MONTHS


def canonical_cut(target: str) -> str:
    """Return a closure's target so that one cut has one spelling, however it was typed."""
    stretch = ends_of_stretch(target)
    if stretch is not None:
        return " – ".join(sorted(stretch))
    return ";".join(sorted(road_keys(target)))


def cut_of(closure: Closure) -> str | None:
    """Return the canonical target of a closure that shuts roads; ``None`` for all others."""
    if closure.scope is Scope.ROAD:
        return canonical_cut(closure.target)
    if closure.scope is Scope.COMMUNE and closure.kind in SHUTS_ROADS:
        return COMMUNE + folded(closure.target)
    return None


def states_of(
    closures: Iterable[Closure],
    quarter: Quarter,
    *,
    cuts: Callable[[str], bool],
    season_matters: Callable[[bool], bool],
) -> dict[dt.date, RoadState]:
    """Return the road state of every day of a quarter.

    Parameters
    ----------
    closures
        Those that shut no road are passed over.
    quarter
        The days in question, both ends included.
    cuts
        Says whether a canonical target shuts anything: a cut that shuts nothing makes no state.
    season_matters
        Says whether something is shut or slower in the rainy (true) or the dry season (false).
    """
    in_force = [(closure, cut_of(closure)) for closure in closures]
    effective = [(closure, cut) for closure, cut in in_force if cut is not None and cuts(cut)]
    return {
        day: RoadState(
            wet=is_wet(day) if season_matters(is_wet(day)) else None,
            cuts=frozenset(
                cut for closure, cut in effective if closure.first_day <= day <= closure.last_day
            ),
        )
        for day in days_of(quarter)
    }


def season_shuts(season: Season, *, wet: bool | None) -> bool:
    """Say whether a road of a season is shut; never where the season makes no difference."""
    match season:
        case Season.ALL_YEAR:
            return False
        case Season.DRY:
            return wet is True
        case Season.WET:
            return wet is False
