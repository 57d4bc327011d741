"""Distances on the globe, and the box around a place in which everything near it lies."""

from math import asin, cos, degrees, radians, sin, sqrt

EARTH = 6371.0088  # km, the mean radius (IUGG)
Point = tuple[float, float]  # latitude and longitude in degrees


def kilometers(here: Point, there: Point) -> float:
    """The great-circle distance by the haversine formula, which stays exact for places next to each other.

    R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984). At most 0.6 % off, as the Earth is no ball.
    """
    (lat1, lon1), (lat2, lon2) = [(radians(lat), radians(lon)) for lat, lon in (here, there)]
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, half)))


def latitudes(here: Point, within: float) -> tuple[float, float]:
    """The southernmost and northernmost latitude of what lies within so many kilometers: for a first, coarse choice.

    Longitudes are left to the exact distance: near a pole or the date line a box of them is not a box.
    """
    reach = degrees(within / EARTH)
    return max(-90.0, here[0] - reach), min(90.0, here[0] + reach)


def rounded(distance: float) -> int:
    """A distance for people: whole kilometers, from ten on in fives, from a hundred on in tens."""
    step = 1 if distance < 10 else 5 if distance < 100 else 10
    return max(1, int(distance / step + 0.5) * step)
