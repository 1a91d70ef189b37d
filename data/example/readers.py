"""Say who reads at the places of the example."""

from collections.abc import Callable

from data.example.tables import Area
from vongsach.places import AudienceGroup, AudienceShare

CHILDREN, TEENAGERS, ADULTS = AudienceGroup
Parts = tuple[tuple[AudienceGroup, str, int], ...]

READERS: dict[str, tuple[int, int]] = {
    "library": (250, 600),
    "post_office": (80, 180),
    "bookcase": (60, 150),
    "stop": (40, 120),
    "market": (150, 300),
    "DT": (60, 130),
    "TH": (220, 420),
    "PTDTBT": (200, 380),
    "THCS": (180, 380),
    "PTDTNT": (250, 330),
    "THPT": (450, 600),
}
"""Fewest and most people who may come, by use. Small upland sites have 40 to 120 readers, a school
with a mobile service about 330 (Yên Bái 2023, Điện Biên 2023)."""


def _pupils(area: Area) -> Parts:
    return (CHILDREN, "vi", 100 - area.share), (CHILDREN, area.language, area.share)


def _lower_secondary(area: Area) -> Parts:
    half = area.share // 2
    return (TEENAGERS, "vi", 75 - half), (TEENAGERS, area.language, half), (CHILDREN, "vi", 25)


def _upper_secondary(_area: Area) -> Parts:
    return (TEENAGERS, "vi", 80), (ADULTS, "vi", 20)


def _library(area: Area) -> Parts:
    half, quarter = area.share // 2, area.share // 4
    return (
        (CHILDREN, "vi", 40 - half),
        (CHILDREN, area.language, half),
        (TEENAGERS, "vi", 25),
        (ADULTS, "vi", 35 - quarter),
        (ADULTS, area.language, quarter),
    )


def _post_office(_area: Area) -> Parts:
    return (CHILDREN, "vi", 25), (TEENAGERS, "vi", 25), (ADULTS, "vi", 50)


def _village(area: Area) -> Parts:
    half = area.share // 2
    return (
        (CHILDREN, "vi", 45 - half),
        (CHILDREN, area.language, half),
        (TEENAGERS, "vi", 15),
        (ADULTS, "vi", 40 - half),
        (ADULTS, area.language, half),
    )


_PARTS: dict[str, Callable[[Area], Parts]] = {
    "library": _library,
    "post_office": _post_office,
    "DT": _pupils,
    "TH": _pupils,
    "PTDTBT": _pupils,
    "THCS": _lower_secondary,
    "PTDTNT": _lower_secondary,
    "THPT": _upper_secondary,
}


def audiences(use: str, area: Area) -> tuple[AudienceShare, ...]:
    """Return who reads at a place of this use in a former commune; the shares sum to 100."""
    return tuple(
        AudienceShare(group=group, language=language, percent=percent)
        for group, language, percent in _PARTS.get(use, _village)(area)
        if percent
    )
