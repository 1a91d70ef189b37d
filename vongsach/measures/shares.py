"""Count shares and how evenly they fall."""

from collections.abc import Iterable


def percent(part: float, whole: float) -> float | None:
    """Return a share in percent; ``None`` of nothing."""
    return 100 * part / whole if whole else None


def gini(shares: Iterable[tuple[float, int]]) -> float | None:
    """Return the Gini coefficient of (amount per head, heads); ``None`` where nobody has anything.

    Twice the area between the line of equality and the Lorenz curve (Gini 1912).
    """
    ordered = sorted(share for share in shares if share[1] > 0)
    heads = sum(weight for _, weight in ordered)
    whole = sum(amount * weight for amount, weight in ordered)
    if not heads or whole <= 0:
        return None
    area = below = 0.0
    for amount, weight in ordered:
        above = below + amount * weight
        area += weight * (below + above)
        below = above
    return 1 - area / (heads * whole)
