"""Plan the cycle of one van: from the network to arrays, search, and back to trips."""

import time
from importlib.metadata import version

import numpy as np

from routing.cycle.layout import Layout, case_of, state_of, trips_of
from routing.cycle.relabel import keep_weekdays
from routing.cycle.search import copy_state, run_steps
from routing.cycle.tables import Case, State, empty_state
from vongsach.network import Network
from vongsach.objective import routing_terms, total
from vongsach.plan import Routing, RunStatus, SolverRun, Unserved, UnservedReason
from vongsach.quarter import Quarter
from vongsach.solving import Effort, Progress, Solved, Watch
from vongsach.travel import Travel

STEPS = (10_000, 40_000, 150_000, 600_000, 2_500_000)
"""Steps of the search for each level of effort."""
CHUNKS = 100
HOT, COLD = 0.5, 0.005
"""First and last temperature, in mean legs for each visit of the stop that recurs most."""
ROUNDS_MIXED = 4
"""How often the temperature falls anew where intervals are mixed: a stop that recurs more often
than others ties their days together, and one fall alone may end far from the best ties."""
STAGE = "routing.stage.cycle"
_SEED = 88_172_645_463_325_252
_SPREAD = 7_919


def solve_cycle(
    network: Network,
    quarter: Quarter,
    travel: Travel,
    *,
    published: Routing,
    most_changes: int | None,
    effort: Effort,
    seed: int,
    watch: Watch,
) -> Solved[Routing]:
    """Return trips with less driving; see ``vongsach.recurring.CycleSolver``."""
    began = time.monotonic()
    layout = Layout.of(network, quarter)
    case = case_of(layout, network, travel, published=published, changes=most_changes)
    best = _search(case, state_of(layout, case, published), effort, seed=seed, watch=watch)
    if most_changes is None:
        best = keep_weekdays(case, best)
    routing = Routing(
        trips=trips_of(layout, case, best),
        unserved=tuple(
            Unserved(
                service=service.id,
                missing=case.weeks // int(case.every[number]),
                reason=UnservedReason.NO_TIME,
            )
            for number, service in enumerate(layout.services, start=1)
            if best.phase[number] < 0
        ),
    )
    terms = routing_terms(network, quarter, routing, travel)
    watch.report(Progress(stage=STAGE, done=1.0, cost=total(terms)))
    run = SolverRun(
        solver="vongsach.cycle",
        version=version("numba"),
        seed=seed,
        effort=effort.level,
        seconds_limit=effort.seconds,
        status=RunStatus.STOPPED if watch.stopped() else RunStatus.FEASIBLE,
        cost=terms,
        runtime_ms=round(1000 * (time.monotonic() - began)),
    )
    return Solved(routing, run)


def _search(case: Case, start: State, effort: Effort, *, seed: int, watch: Watch) -> State:
    best, current = empty_state(case), start
    copy_state(start, best)
    if not len(case.dwell) - 1:
        return best
    dice = np.array([_SEED + _SPREAD * (seed % (1 << 40))], dtype=np.int64)
    leg = max(1.0, float(start.drive.sum()) / max(1, int(start.lengths.sum())))
    most, fewest = case.weeks // int(case.every[1:].min()), case.weeks // int(case.every[1:].max())
    leg, rounds = leg * most / fewest, ROUNDS_MIXED if most > fewest else 1
    steps = max(1, STEPS[effort.level - 1] // CHUNKS)
    began, done = time.monotonic(), 0.0
    for chunk in range(CHUNKS):
        spent = (time.monotonic() - began) / effort.seconds if effort.seconds else 0.0
        done, before = max((chunk + 1) / CHUNKS, spent), done
        if before >= 1 or watch.stopped():
            break
        heat = tuple(leg * HOT * (COLD / HOT) ** part for part in _fallen(before, done, rounds))
        run_steps(case, current, best, (heat[0], heat[1]), steps, dice)
        watch.report(Progress(stage=STAGE, done=min(done, 1.0)))
    return best


def _fallen(before: float, done: float, rounds: int) -> tuple[float, float]:
    """Return how far, 0 to 1, the temperature of a round has fallen before and after a chunk."""
    current = min(int(before * rounds), rounds - 1)
    return before * rounds - current, min(done * rounds - current, 1.0)
