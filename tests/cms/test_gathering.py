"""Enough people near one place: counted by people, around the best center, whatever the order."""

from hypothesis import given
from hypothesis import strategies as some

from cms.distance import kilometers
from cms.gathering import Voice, gathered

NEAR = {"within": 50, "enough": 3}


def voices(*points: tuple[int, float, float]) -> list[Voice]:
    return [Voice(key, person, (lat, lon)) for key, (person, lat, lon) in enumerate(points, 1)]


def test_people_are_counted_not_voices():
    same = voices((1, 50, 14), (1, 50.1, 14), (1, 50.2, 14), (2, 50, 14))
    assert gathered(same[-1], same[:-1], **NEAR) == ()
    third = Voice(9, 3, (50, 14.1))
    assert [voice.key for voice in gathered(third, same, **NEAR)] == [1, 2, 3, 4, 9]


def test_the_center_may_be_somebody_else():
    """Two live 80 km apart and 40 km from a third: only around the third are there three."""
    west, center, east = voices((1, 50, 13.44), (2, 50, 14), (3, 50, 14.56))
    assert kilometers(west.point, east.point) > 50
    assert gathered(east, [west, center], **NEAR) == (center, west, east)


def test_those_beyond_do_not_count():
    here, near, far = voices((1, 50, 14), (2, 50, 14.1), (3, 52, 14))
    assert gathered(here, [near, far], **NEAR) == ()


@given(
    some.lists(
        some.tuples(some.integers(1, 4), some.integers(-9, 9), some.integers(-9, 9)), min_size=1, max_size=12
    ),
    some.randoms(),
)
def test_the_order_does_not_matter_and_everybody_is_near(points, random):
    said = voices(*((who, 50 + lat / 10, 14 + lon / 10) for who, lat, lon in points))
    new, others = said[-1], said[:-1]
    found = gathered(new, others, **NEAR)
    random.shuffle(others)
    assert gathered(new, others, **NEAR) == found
    if found:
        assert new in found
        assert len({voice.person for voice in found}) >= 3
        assert max(kilometers(found[0].point, voice.point) for voice in found) <= 50
