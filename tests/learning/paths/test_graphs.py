"""Ranks, and circles that an import wrote."""

from hypothesis import given, settings
from hypothesis import strategies as st

from learning import paths
from learning.models.prerequisites import circle
from learning.paths import Goal, Lesson

EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30)


def library(edges) -> list[Lesson]:
    return [
        Lesson(nth, 10, requires=[need for lesson, need in edges if lesson == nth], place=(0, nth))
        for nth in range(10)
    ]


def has_circle(needs) -> bool:
    left = set(range(len(needs)))
    while free := {rank for rank in left if not left.intersection(needs[rank])}:
        left -= free
    return bool(left)


@settings(max_examples=150)
@given(EDGES)
def test_no_circle_is_left_and_nothing_is_cut_without_one(edges):
    graph = paths.graph(library(edges))
    before = [set(lesson.requires) for lesson in graph.lessons]
    assert not has_circle(graph.needs)
    assert bool(graph.cut) == has_circle(before)
    assert {(rank, need) for rank, row in enumerate(before) for need in row} == {
        *graph.cut,
        *((rank, need) for rank, row in enumerate(graph.needs) for need in row),
    }


def test_the_advice_against_the_order_of_the_track_is_cut():
    graph = paths.graph(library([(1, 0), (2, 1), (0, 2), (5, 2), (3, 7)]))
    path = paths.plan(graph, goals=[Goal("all", lessons=[5])])
    assert (graph.cut, [stop.key for stop in path.stops]) == (((0, 2),), [0, 1, 2, 5])


def test_a_lesson_that_requires_itself_is_no_obstacle():
    graph = paths.graph([Lesson("a", 10, requires=["a"])])
    assert (graph.cut, graph.needs) == ((("a", "a"),), ((),))


def test_a_prerequisite_that_is_not_there_does_not_count():
    assert paths.graph([Lesson("a", requires=["draft"])]).needs == ((),)


def test_lessons_of_no_track_come_last_the_shortest_first():
    lessons = [Lesson("long", 30), Lesson("short", 5), Lesson("late", 99, place=(3, 1)), Lesson("b", 5)]
    assert [lesson.key for lesson in paths.graph(lessons).lessons] == ["late", "b", "short", "long"]


@given(EDGES)
def test_the_lessons_of_a_circle_are_named(edges):
    requires = {nth: [need for lesson, need in edges if lesson == nth] for nth in range(10)}
    assert paths.circular(requires) == {nth for nth in requires if circle(requires, nth)}
