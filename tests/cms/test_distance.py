"""Distances on the globe: known ones, and what holds for all."""

from math import acos, cos, radians, sin

from hypothesis import given
from hypothesis import strategies as some

from cms.distance import EARTH, kilometers, latitudes, rounded

POINTS = some.tuples(some.integers(-900, 900), some.integers(-1800, 1800)).map(
    lambda tenths: (tenths[0] / 10, tenths[1] / 10)
)
PORTLAND, PRAGUE, AUCKLAND = (45.5202, -122.6742), (50.0755, 14.4378), (-36.8485, 174.7633)


def test_known_distances():
    """Parts of a great circle of 40,030.2 km, and two cities by another formula, the spherical law of cosines."""
    assert round(kilometers((90, 0), (-90, 0)), 1) == 20015.1
    assert round(kilometers((0, 10), (0, 11)), 3) == 111.195
    assert round(kilometers((0, 179.9), (0, -179.9)), 2) == 22.24
    for there in (PRAGUE, AUCKLAND):
        (a, b), (c, d) = ([radians(degrees) for degrees in point] for point in (PORTLAND, there))
        other = EARTH * acos(sin(a) * sin(c) + cos(a) * cos(c) * cos(b - d))
        assert abs(kilometers(PORTLAND, there) - other) < 0.001


@given(POINTS, POINTS, POINTS)
def test_it_is_a_distance(one, two, three):
    assert abs(kilometers(one, two) - kilometers(two, one)) < 1e-6
    assert 0 <= kilometers(one, two) <= 20016
    assert kilometers(one, three) <= kilometers(one, two) + kilometers(two, three) + 1e-6


@given(POINTS, POINTS)
def test_the_belt_holds_everything_near(here, there):
    low, high = latitudes(here, 50)
    assert kilometers(here, there) > 50 or low - 1e-9 <= there[0] <= high + 1e-9


def test_people_read_round_numbers():
    assert [rounded(far) for far in (0, 0.4, 3.6, 12.4, 12.6, 97.6, 104.9, 8601)] == [
        1,
        1,
        4,
        10,
        15,
        100,
        100,
        8600,
    ]
