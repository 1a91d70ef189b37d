"""Draw lines and signs as SVG made of numbers only: no name ever enters it."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from vongsach.output.ground import Frame, Spot
from vongsach.output.view import PlaceStatus

VAN_COLOURS = ("#0b5394", "#a84300", "#6a1b9a", "#00695c", "#ad1457", "#37474f")
VAN_DASHES = ("", "3 1.6", "0.8 1.4", "5 1.4 0.8 1.4", "2 1.2", "0.5 1 3 1")
_SHAPES = {
    PlaceStatus.ON_SITE: '<rect x="-1" y="-1" width="2" height="2" fill="#111"/>',
    PlaceStatus.ROTATION: '<circle r="1" fill="#1f6f43"/>',
    PlaceStatus.MOBILE: '<path d="M0 -1.25L1.25 0L0 1.25L-1.25 0Z" fill="#ffd166"/>',
    PlaceStatus.BOTH: (
        '<path d="M0 -1.35L1.35 0L0 1.35L-1.35 0Z" fill="#ffd166"/><circle r="0.7" fill="#1f6f43"/>'
    ),
    PlaceStatus.UNSERVED: '<path d="M0 -1.2L1.2 1L-1.2 1Z" fill="#fff" stroke="#c00000"/>',
    PlaceStatus.UNASKED: '<circle r="0.8" fill="#fff" stroke="#666"/>',
}


def van_colour(row: int) -> str:
    """Return the colour of a van by its row."""
    return VAN_COLOURS[row % len(VAN_COLOURS)]


def van_dash(row: int) -> str:
    """Return how the line of a van is broken, so that it is known without colours."""
    return VAN_DASHES[row % len(VAN_DASHES)]


def picture(frame: Frame, parts: Iterable[str]) -> str:
    """Return an SVG of the size of a frame."""
    size = f'width="{frame.width:g}mm" height="{frame.height:g}mm"'
    box = f'viewBox="0 0 {frame.width:g} {frame.height:g}"'
    inside = "".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}>{inside}</svg>'


def stroke(line: Sequence[Spot], colour: str, width: float, dash: str = "") -> str:
    """Return a line."""
    points = "L".join(f"{x:g} {y:g}" for x, y in line)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="M{points}" fill="none" stroke="{colour}" stroke-width="{width:g}"'
        f' stroke-linejoin="round" stroke-linecap="round"{dashes}/>'
    )


def strokes(lines: Iterable[Sequence[Spot]], colour: str, width: float) -> str:
    """Return many lines of one kind as one path."""
    moves = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in line) for line in lines)
    if not moves:
        return ""
    return (
        f'<path d="{moves}" fill="none" stroke="{colour}" stroke-width="{width:g}"'
        ' stroke-linejoin="round" stroke-linecap="round"/>'
    )


def status_sign(spot: Spot, status: PlaceStatus, size: float = 1.0) -> str:
    """Return the sign that tells how a place is served, in black and white as in colour."""
    return (
        f'<g transform="translate({spot[0]:g} {spot[1]:g}) scale({size:g})"'
        f' stroke="#000" stroke-width="0.25">{_SHAPES[status]}</g>'
    )


def badge(spot: Spot, radius: float) -> str:
    """Return a white disc for the number of a stop."""
    return (
        f'<circle cx="{spot[0]:g}" cy="{spot[1]:g}" r="{radius:g}"'
        ' fill="#fff" stroke="#000" stroke-width="0.4"/>'
    )


def dot(spot: Spot, radius: float, colour: str = "#777") -> str:
    """Return a small filled disc."""
    return f'<circle cx="{spot[0]:g}" cy="{spot[1]:g}" r="{radius:g}" fill="{colour}"/>'


def ring(spot: Spot, radius: float) -> str:
    """Return a thin ring around a sign."""
    return (
        f'<circle cx="{spot[0]:g}" cy="{spot[1]:g}" r="{radius:g}" fill="none"'
        ' stroke="#000" stroke-width="0.2"/>'
    )


def arrow(line: Sequence[Spot], colour: str, size: float = 1.5) -> str:
    """Return an arrow head past the middle of a line, in its direction."""
    pieces = [(math.dist(start, end), start, end) for start, end in pairwise(line)]
    left = sum(length for length, _, _ in pieces) * 0.55
    for length, start, end in pieces:
        if length and left <= length:
            share = left / length
            x = start[0] + (end[0] - start[0]) * share
            y = start[1] + (end[1] - start[1]) * share
            turn = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
            return (
                f'<path d="M-1 -1L1.3 0L-1 1L-0.4 0Z" fill="{colour}" stroke="#fff"'
                f' stroke-width="0.15" transform="translate({x:.2f} {y:.2f})'
                f' rotate({turn:.1f}) scale({size:g})"/>'
            )
        left -= length
    return ""
