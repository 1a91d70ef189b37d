"""Measure on the ground around Tam Đường, with nothing that rounds differently elsewhere."""

import math

from vongsach.places import Location

METRES_PER_DEGREE_LAT = 110_734
"""At 22°20' north on the ellipsoid of WGS 84."""

METRES_PER_DEGREE_LON = 103_026
"""At 22°20' north on the ellipsoid of WGS 84."""

DECIMALS = 5
"""Of a coordinate: about one metre."""


def metres_apart(one: Location, other: Location) -> float:
    """Return the distance as the crow flies; the district is small enough to be a plane."""
    north = (one.lat - other.lat) * METRES_PER_DEGREE_LAT
    east = (one.lon - other.lon) * METRES_PER_DEGREE_LON
    return math.sqrt(north * north + east * east)


def location(lat: float, lon: float) -> Location:
    """Return a point with rounded coordinates."""
    return Location(lat=round(lat, DECIMALS), lon=round(lon, DECIMALS))
