"""Find the roads of a list of changes that nobody knows, and the names that come near to them."""

import difflib
from collections.abc import Callable, Iterable, Mapping

from vongsach.closures import Closure, ClosureKind, Scope
from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.survey import RoadSurvey
from vongsach.workbook.texts import fold

Unknown = Callable[[Iterable[str]], Mapping[str, str]]
"""Gives those of some roads that are not known, each with the names that come near to it."""

UNKNOWN_ROAD, NOBODY_NEAR = "W401", "–"
MOST_NEAR, LEAST_ALIKE = 3, 0.5


def every_road_known(_: Iterable[str]) -> Mapping[str, str]:
    """Know every road: where nothing is known of roads, no name is wrong."""
    return {}


def unknown_roads(
    network: Network, quarter: Quarter, survey: Callable[[Network], RoadSurvey]
) -> Unknown:
    """Return what finds the roads that neither the workbook nor an imported map holds."""

    def found(targets: Iterable[str]) -> Mapping[str, str]:
        wanted = dict.fromkeys(targets)
        if not wanted:
            return {}
        cuts = tuple(
            Closure(
                kind=ClosureKind.ROAD_CUT,
                scope=Scope.ROAD,
                target=target,
                first_day=quarter.first_day,
                last_day=quarter.last_day,
            )
            for target in wanted
        )
        seen = survey(Network(**dict(network) | {"closures": cuts}))
        names = {fold(name): name for name in seen.names}
        strange = {one.facts["road"] for one in seen.problems if one.code == UNKNOWN_ROAD}
        return {target: _near(target, names) for target in wanted if target in strange}

    return found


def _near(target: str, names: Mapping[str, str]) -> str:
    alike = difflib.get_close_matches(fold(target), names, n=MOST_NEAR, cutoff=LEAST_ALIKE)
    return ", ".join(names[one] for one in alike) or NOBODY_NEAR
