"""Test that trading among boxes only ever improves a choice, and finds the best of a small one."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no hints

from rotation.chart import Ints
from rotation.packing import PER_THOUSAND, Packing, Trying, relaxed
from rotation.trading import Relaxed, traded
from vongsach.solving import Unwatched

TRYING = Trying(np.zeros(0, np.bool_), breach_price=0, gap=0.0, nodes=1, trades=2_000, until=None)


@st.composite
def packings(draw: st.DrawFn) -> tuple[Packing, Ints]:
    """Draw boxes that may do nothing or take some of the room there is, and the owners."""
    boxes, rooms = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    taken = draw(
        st.lists(
            st.lists(st.lists(st.integers(0, 2), min_size=rooms, max_size=rooms), max_size=3),
            min_size=boxes,
            max_size=boxes,
        )
    )
    ways = [(box, way) for box, some in enumerate(taken) for way in ([0] * rooms, *some)]
    owner = np.array([box for box, _ in ways])
    one = (owner == np.arange(boxes)[:, None]).astype(float)
    table = csr_array(np.vstack((one, np.array([way for _, way in ways], float).T)))
    worth = [0 if not any(way) else draw(st.integers(1, 1_000)) for _, way in ways]
    room = draw(st.lists(st.integers(1, 4), min_size=rooms, max_size=rooms))
    return Packing(
        cost=-np.array(worth, float),
        table=table,
        low=np.concatenate((np.ones(boxes), np.full(rooms, -np.inf))),
        high=np.concatenate((np.ones(boxes), np.array(room, float))),
        most=np.ones(len(ways)),
        boxes=boxes,
    ), owner


def fits(packing: Packing, chosen: Ints) -> bool:
    """Say whether a choice of columns keeps every row."""
    used = packing.table @ chosen
    return bool((used >= packing.low).all() and (used <= packing.high).all())


def best_by_trying(packing: Packing, owner: Ints) -> float:
    """Return the least cost of all choices that fit."""
    ways = [np.flatnonzero(owner == box).tolist() for box in range(packing.boxes)]
    choices = (
        np.isin(np.arange(len(owner)), columns).astype(np.int64) for columns in product(*ways)
    )
    return min(float(packing.cost @ one) for one in choices if fits(packing, one))


@given(packings())
@settings(max_examples=40)
def test_trading_from_nothing_ends_with_the_best_choice(drawn: tuple[Packing, Ints]) -> None:
    """With all boxes free in one step nothing is missed; every row holds."""
    packing, owner = drawn
    nothing = np.zeros(len(owner))
    nothing[np.searchsorted(owner, np.arange(packing.boxes))] = 1
    found = relaxed(packing, np.ones(len(owner), np.bool_), TRYING)
    limit = Relaxed(found.fun * PER_THOUSAND, found.lower.marginals * PER_THOUSAND)
    chosen = traded(packing, owner, (nothing, limit), TRYING, watch=Unwatched())
    assert fits(packing, chosen.astype(np.int64))
    best = best_by_trying(packing, owner)
    assert limit.cost <= best + 1e-6
    assert packing.cost @ chosen == best
