"""Finding a circle among prerequisites."""

from hypothesis import given
from hypothesis import strategies as st

from learning.models.prerequisites import circle

GRAPHS = st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 8), max_size=4), max_size=9)


def test_a_straight_way_has_no_circle():
    assert circle({"loops": ["lists"], "lists": ["text"]}, "loops") == []


def test_the_shortest_circle_is_told_in_the_order_of_the_requirements():
    requires = {"loops": ["text", "lists"], "lists": ["loops"], "text": ["files"], "files": ["loops"]}
    assert circle(requires, "loops") == ["loops", "lists", "loops"]


def test_a_lesson_that_requires_itself_is_a_circle_of_one():
    assert circle({"loops": ["loops"]}, "loops") == ["loops", "loops"]


@given(GRAPHS, st.integers(0, 8))
def test_what_is_told_is_a_way_that_exists(requires, start):
    way = circle(requires, start)
    assert all(later in requires[earlier] for earlier, later in zip(way, way[1:], strict=False))
    assert not way or way[0] == way[-1] == start


@given(GRAPHS, st.integers(0, 8))
def test_no_circle_is_missed(requires, start):
    reached, waiting = set(), list(requires.get(start, []))
    while waiting:
        lesson = waiting.pop()
        if lesson not in reached:
            reached.add(lesson)
            waiting += requires.get(lesson, [])
    assert bool(circle(requires, start)) == (start in reached)
