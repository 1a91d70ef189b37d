"""Hold what is asked for on the command line, whichever the verb."""

from dataclasses import dataclass

from vongsach.check import check_plan
from vongsach.store import PlanStore, Stored
from vongsach.wording import Answer, Judged, judge
from vongsach.words import Language
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

    def load(self, version: str | None) -> Stored:
        """Return a stored plan of the workspace; the newest where none is named."""
        return PlanStore(self.workspace.folder).load(version)

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
