"""Plan the places that no day trip serves first, so that day trips are planned around them."""

from dataclasses import replace

import numpy as np

from routing.board import Board, Desk
from routing.improvement import Step, fill

TRIES = 12
"""Orders in which the far services are put in; the cheapest is kept."""

BLINK = 0.15
"""Chance that a day is overlooked, from the second try on."""


def hold_far(desk: Desk) -> Desk:
    """Return a desk that holds the trips of services that cannot be done without a night away."""
    far = [ask for ask in range(len(desk.options)) if _needs_night(desk, ask)]
    if not far:
        return desk
    rng = np.random.default_rng(0)
    boards = []
    for number in range(TRIES):
        board = Board(desk)
        mixed = [far[int(at)] for at in rng.permutation(len(far))]
        order = sorted(mixed, key=lambda ask: -desk.case.asks[ask].price)
        fill(board, order, rng, Step(BLINK if number else 0.0))
        boards.append(board)
    best = min(boards, key=lambda board: board.cost())
    return replace(desk, held=tuple(best.trips()))


def _needs_night(desk: Desk, ask: int) -> bool:
    days = [alone for alone in desk.options[ask].values() if alone]
    return bool(days) and all(alone.needs_night() for alone in days)
