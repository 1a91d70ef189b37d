"""Lay out the manager's page: the verdict, what is to be decided, and what it rests on."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vongsach.measures import BoundGap, FreshCopies, Work
from vongsach.network import Network
from vongsach.output import captions, signs
from vongsach.output.presentation import Presentation, plain
from vongsach.output.report_changes import Earlier, changes
from vongsach.output.report_charts import calendar, heat_map
from vongsach.output.report_decisions import decisions
from vongsach.output.report_figures import Figured, figures, share
from vongsach.output.report_rules import RuleVerdict, rule_rows
from vongsach.output.sketches import sketch_of_plan
from vongsach.output.typesetting import Text
from vongsach.output.view import PlaceStatus, UnservedView
from vongsach.places import Accuracy, PlaceKind
from vongsach.units import ServiceId
from vongsach.words import say, sentences

_MOST_UNSERVED, _MOST_COMMUNES = 14, 14
_MAP_WIDTH, _MAP_HEIGHT = 132.0, 52.0


@dataclass(frozen=True, slots=True)
class ReportData:
    """Turn a plan with all that is said of it into the document of the manager's page."""

    now: Figured
    before: Figured | None
    """The plan of the quarter before, where the workspace has one."""
    network: Network
    verdicts: Sequence[RuleVerdict]
    show: Presentation
    version: str
    made_on: dt.date
    earlier: Earlier | None = None
    """The version of this quarter that the plan takes the place of."""
    remedies: Mapping[ServiceId, str] = field(default_factory=dict)
    """What would serve a service that is not served: a sentence with its price, tried out."""

    def document(self) -> Text:
        """Return everything that the page says."""
        view, show = self.now.view, self.show
        return {
            "language": show.language,
            "words": show.table("report_words"),
            "title": show.say("report.title", name=plain(view.network_name)),
            "quarter": captions.quarter_name(show, view),
            "version": plain(self.version),
            "hash": captions.plan_mark(show, view),
            "date": show.say("report.made_on", day=show.date(self.made_on)),
            "verdict": self._verdict(),
            "good": self._is_good(),
            "decisions": decisions(self.now, show),
            "figures": figures(self.now, self.before, show),
            "before": plain(self.before.view.quarter.name) if self.before else "",
            "changes": changes(view, self.earlier, show),
            "unserved": [self._unserved(entry) for entry in view.unserved[:_MOST_UNSERVED]],
            "unserved_more": self._more(len(view.unserved) - _MOST_UNSERVED),
            "communes": self._bars(self._by_commune()),
            "areas": self._bars(self.now.measures.fresh_by_area),
            "gini": self._gini(),
            "gaps": list(self._gaps()),
            "work": [*self._work("vans"), *self._work("workers")],
            "parked": self._parked(),
            "map": sketch_of_plan(view, _MAP_WIDTH, _MAP_HEIGHT, trips=view.trips).svg,
            "statuses": list(self._statuses()),
            "credit": show.say("map.credit") if view.from_maps else "",
            "calendar": calendar(view, self.network.closures, show),
            "heat": heat_map(view, show),
            "rules": rule_rows(self.verdicts, self.network.rules, show),
            "rests_on": list(self._rests_on()),
        }

    def _say(self, key: str, **facts: object) -> str:
        return self.show.say(f"report.{key}", **facts)

    def _is_good(self) -> bool:
        missing = any(entry.service.required for entry in self.now.view.unserved)
        return not missing and not self._broken()

    def _broken(self) -> int:
        return sum(verdict.hard and verdict.count > 0 for verdict in self.verdicts)

    def _verdict(self) -> str:
        required, show = self.now.measures.required, self.show
        broken = self._broken()
        return self._say(
            "verdict",
            share=share(required.made, required.asked, show),
            lacking=", ".join(self._lacking()),
            broken=self._say("broken", count=show.number(broken))
            if broken
            else self._say("none_broken"),
            estimated=show.decimal(self.now.measures.estimated_percent or 0.0),
        )

    def _lacking(self) -> Iterator[str]:
        """Yield how many places miss visits, the required ones first."""
        required = self.now.measures.required
        entries = self.now.view.unserved
        for kind, wanted in (("required", True), ("wished", False)):
            places = {one.place.id for one in entries if one.service.required is wanted}
            if places:
                yield self._say(f"lacking_{kind}", count=self.show.number(len(places)))
        if not entries:
            unlisted = required.made < required.asked
            yield self._say("lacking_unlisted" if unlisted else "none_lacking")

    def _unserved(self, entry: UnservedView) -> Text:
        return {
            "place": captions.place_name(entry.place),
            "code": plain(entry.place.id),
            "commune": plain(entry.place.commune),
            "asked": self._say("required" if entry.service.required else "wished"),
            "missing": self.show.number(entry.missing),
            "reason": say(self.show.language, f"reasons.reason.{entry.reason}"),
            "remedy": plain(self.remedies.get(entry.service.id, "")),
            "facts": "; ".join(self._fact(fact.name, fact.value) for fact in entry.facts),
        }

    def _fact(self, name: str, value: int) -> str:
        key = f"reasons.fact.{name}"
        is_time = name.endswith(("seconds", "_time"))
        text = self.show.duration(value) if is_time else self.show.number(value)
        if key in sentences(self.show.language):
            return say(self.show.language, key, value=text)
        return f"{plain(name).replace('_', ' ')}: {text}"

    def _more(self, count: int) -> str:
        return self._say("more", count=self.show.number(count)) if count > 0 else ""

    def _by_commune(self) -> Sequence[FreshCopies]:
        """Return the communes, those that get least first."""
        groups = sorted(self.now.measures.fresh_by_commune, key=lambda group: group.per_reader)
        return groups[:_MOST_COMMUNES]

    def _bars(self, groups: Sequence[FreshCopies]) -> list[Text]:
        most = max((group.per_reader for group in groups), default=0.0)
        return [
            {
                "name": plain(group.name) or self._say("no_name"),
                "value": self.show.decimal(group.per_reader, 2),
                "detail": self._say(
                    "bar_detail",
                    copies=self.show.number(group.copies),
                    readers=self.show.number(group.readers),
                ),
                "length": round(100 * group.per_reader / most, 1) if most else 0,
            }
            for group in groups
        ]

    def _gini(self) -> str:
        gini = self.now.measures.fresh_gini
        return self._say("gini", value=self.show.decimal(gini, 2)) if gini is not None else ""

    def _gaps(self) -> Iterator[Text]:
        places = {entry.place.id: entry.place for entry in self.now.view.places}
        for gap in self.now.measures.worst_gaps:
            place = places.get(gap.place)
            yield {
                "place": captions.place_name(place) if place else plain(gap.place),
                "commune": plain(place.commune) if place else "",
                "days": self.show.number(gap.longest),
            }

    def _work(self, kind: str) -> Iterator[Text]:
        names: Mapping[str, str] = {van.id: captions.van_name(van) for van in self.network.vans} | {
            worker.id: plain(worker.name) for worker in self.network.workers
        }
        entries: tuple[Work, ...] = getattr(self.now.measures, kind)
        most = max((entry.days for entry in entries), default=0)
        for entry in entries:
            yield {
                "name": names.get(entry.name, plain(entry.name)),
                "days": self.show.number(entry.days),
                "driving": self.show.duration(entry.driving),
                "length": round(100 * entry.days / most, 1) if most else 0,
            }

    def _parked(self) -> str:
        parked = self.now.measures.parked_percent
        return self._say("parked", percent=self.show.decimal(parked, 0)) if parked else ""

    def _statuses(self) -> Iterator[Text]:
        found = [
            entry.status
            for entry in self.now.view.places
            if entry.place.kind is not PlaceKind.JUNCTION
        ]
        for status in PlaceStatus:
            if status in found:
                inside = signs.status_sign((2.5, 2.5), status, 1.6)
                yield {
                    "sign": f'<svg width="5mm" height="5mm" viewBox="0 0 5 5">{inside}</svg>',
                    "label": self.show.say(f"status.{status}"),
                    "count": self.show.number(found.count(status)),
                }

    def _rests_on(self) -> Iterator[str]:
        places = [p for p in self.network.places if p.kind is not PlaceKind.JUNCTION]
        boxes, show = self.network.boxes, self.show
        counts = {
            "coordinates": (sum(p.accuracy is Accuracy.ESTIMATE for p in places), len(places)),
            "readers": (sum(not p.readers for p in places), len(places)),
            "synthetic": (sum(p.synthetic for p in places), len(places)),
            "copies": (sum(not box.copies for box in boxes), len(boxes)),
            "road_lengths": (
                sum(leg.estimated for leg in self.network.road_legs),
                len(self.network.road_legs),
            ),
        }
        estimated = show.decimal(self.now.measures.estimated_percent or 0.0)
        yield self._say("rests_kilometres", percent=estimated)
        for name, (count, whole) in counts.items():
            if count:
                yield self._say(f"rests_{name}", count=show.number(count), whole=show.number(whole))
        if not self.network.workers:
            yield self._say("rests_crews")
        yield self._say("rests_buffer", percent=self.network.rules.travel_buffer.value)
        for bound in self.now.measures.bounds:
            yield self._bound(bound)

    def _bound(self, gap: BoundGap) -> str:
        """Return how far a part may be from the best; a cost below 0 is a value."""
        part = self._part(gap.solver)
        if gap.bound is not None and gap.bound == gap.cost:
            return self._say("rests_best", part=part)
        if gap.bound is None or gap.percent is None:
            return self._say("rests_no_bound", part=part)
        key = "rests_bound" if gap.cost > 0 else "rests_bound_value"
        return self._say(key, part=part, percent=self.show.decimal(gap.percent))

    def _part(self, solver: str) -> str:
        """Return what a solver decides on; managers do not know solvers by name."""
        key, language = f"measures.part.{solver}", self.show.language
        return say(language, key) if key in sentences(language) else plain(solver)
