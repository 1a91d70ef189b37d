"""Draw random numbers in compiled loops, the same on every machine.

Xorshift64* after Vigna, ACM Transactions on Mathematical Software 42(4), 2016,
doi:10.1145/2845077. The state is an argument: one array of one unsigned integer.
"""

import numpy as np
from numpy.typing import NDArray

from routing.search.compiled import inner

State = NDArray[np.uint64]

SCALE = 1.0 / (1 << 53)
MULTIPLIER = np.uint64(0x2545F4914F6CDD1D)


def seeded(seed: int) -> State:
    """Return a state that is never zero and differs between neighbouring seeds."""
    mixed = (seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) % (1 << 64)
    return np.array([mixed or 1], dtype=np.uint64)


@inner
def uniform(state: State) -> float:
    """Return a number in [0, 1)."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return float((x * MULTIPLIER) >> np.uint64(11)) * SCALE


@inner
def below(state: State, count: int) -> int:
    """Return a whole number from 0 to count - 1."""
    return int(uniform(state) * count)
