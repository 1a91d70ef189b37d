"""Hold what is asked for on the command line, whichever the verb."""

from dataclasses import dataclass
from pathlib import Path

from vongsach.check import check_plan
from vongsach.network import Network
from vongsach.output.joining import join
from vongsach.output.view import PlanView
from vongsach.planning import Planned
from vongsach.store import PlanStore, Stored
from vongsach.survey import RoadSurvey
from vongsach.travel import Travel
from vongsach.wording import Answer, Judged, judge
from vongsach.words import Language
from vongsach.workbook import Workbook, read_workbook
from vongsach.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Job:
    """The options that every verb has."""

    workspace: Workspace
    language: Language
    seed: int
    dry_run: bool
    quiet: bool
    verbose: bool

    @property
    def store(self) -> PlanStore:
        """Return the plans of the workspace."""
        return PlanStore(self.workspace.folder)

    @property
    def roads(self) -> Path:
        """Return the folder of imported roads."""
        return self.workspace.roads

    def read(self) -> Workbook:
        """Return what the workbook of the workspace says."""
        return read_workbook(self.workspace.require_workbook())

    def keep(self, planned: Planned, network: Network, travel: Travel, roads: RoadSurvey) -> Judged:
        """Store a new plan, unless it is only tried, and return it with its measures."""
        before = {version.folder for version in self.store.versions()}
        kept = None if self.dry_run else self.store.save(planned.plan, network, travel)
        stored = Stored(planned.plan, network, travel, kept or self.workspace.folder)
        known = kept in before
        return judge(stored, planned.report, kept=kept is not None, known=known, roads=roads)

    def load(self, version: str | None) -> Stored:
        """Return a stored plan of the workspace; the newest where none is named."""
        return self.store.load(version)

    def load_viewed(self, version: str | None) -> tuple[Judged, PlanView]:
        """Return a stored plan that was judged anew, and the same as people are shown it."""
        judged = self.load_judged(version)
        return judged, join(judged.plan, judged.network, judged.stored.travel)

    def load_judged(self, version: str | None) -> Judged:
        """Return a stored plan that the checker has judged anew."""
        stored = self.load(version)
        return judge(stored, check_plan(stored.plan, stored.network, stored.travel))


class Told(Exception):  # noqa: N818 -- an answer that needs no verb, not an error
    """Carry an answer past the verbs."""

    def __init__(self, answer: Answer) -> None:
        """Keep the answer."""
        super().__init__()
        self.answer = answer
