"""The shortest way, against every way there is on small graphs, and in what order.

`HYPOTHESIS_PROFILE=nightly` tries each property on two thousand libraries.
"""

import os
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from learning import paths
from learning.paths import Goal, Lesson, cover

EXAMPLES = settings(
    max_examples=2_000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 60, deadline=None
)
KEYS = "abcdefgh"
TOPICS = "TUVW"


@st.composite
def libraries(draw, *, circles: bool = False) -> list[Lesson]:
    """Up to eight lessons in up to three tracks; each builds on earlier ones, with `circles` on any."""
    size = draw(st.integers(1, len(KEYS)))
    return [
        Lesson(
            key=KEYS[nth],
            minutes=draw(st.integers(0, 40)),
            requires=draw(
                st.sets(st.sampled_from(KEYS[:size] if circles else KEYS[:nth] or "?"), max_size=3)
            ),
            teaches=draw(st.sets(st.sampled_from(TOPICS), max_size=2)),
            place=(draw(st.integers(0, 2)), nth),
            name=f"Lesson {nth}",
        )
        for nth in range(size)
    ]


GOALS = st.lists(
    st.one_of(
        st.builds(
            lambda name, keys: Goal(name, lessons=keys),
            st.sampled_from(["first", "second"]),
            st.lists(st.sampled_from(KEYS), max_size=3, unique=True),
        ),
        st.sampled_from(TOPICS).map(lambda topic: Goal(topic, topic=topic)),
    ),
    max_size=4,
    unique_by=lambda goal: goal.name,
)
KNOWN = st.sets(st.sampled_from(KEYS), max_size=3)
FAMILIAR = st.sets(st.sampled_from(TOPICS), max_size=1)


def measure(graph: paths.Graph, keys) -> tuple[int, int]:
    return sum(graph.lessons[graph.ranks[key]].minutes for key in keys), len(keys)


def cheapest(graph: paths.Graph, goals: list[Goal], known: set, topics: set) -> tuple[int, int]:
    """Minutes and lessons of the best of all sets of lessons that hold the goals and all they build on."""
    over = paths.known_lessons(graph, lessons=known, topics=topics)
    needs = {
        lesson.key: {graph.lessons[need].key for need in graph.needs[rank]}
        for rank, lesson in enumerate(graph.lessons)
    }
    teachers = {topic: {graph.lessons[rank].key for rank in ranks} for topic, ranks in graph.teachers.items()}

    def is_enough(chosen: set) -> bool:
        held = chosen | over
        return (
            all(needs[key] <= held for key in chosen)
            and all(key in held for goal in goals for key in goal.lessons if key in needs)
            and all(
                teachers[goal.topic] & held
                for goal in goals
                if goal.topic in teachers and goal.topic not in topics
            )
        )

    free = sorted(needs.keys() - over)
    ways = (set(chosen) for size in range(len(free) + 1) for chosen in combinations(free, size))
    return min(measure(graph, chosen) for chosen in ways if is_enough(chosen))


@EXAMPLES
@given(libraries(circles=True), GOALS, KNOWN, FAMILIAR)
def test_no_way_is_shorter(library, goals, known, topics):
    graph = paths.graph(library)
    path = paths.plan(graph, goals=goals, known=known, topics=topics)
    keys = [stop.key for stop in path.stops]
    assert path.is_shortest
    assert measure(graph, keys) == cheapest(graph, goals, known, topics)


@EXAMPLES
@given(libraries(circles=True), GOALS, KNOWN, FAMILIAR)
def test_each_lesson_comes_once_after_what_it_builds_on_and_none_is_known(library, goals, known, topics):
    graph = paths.graph(library)
    over = paths.known_lessons(graph, lessons=known, topics=topics)
    keys = [stop.key for stop in paths.plan(graph, goals=goals, known=known, topics=topics).stops]
    place = {key: nth for nth, key in enumerate(keys)}
    needs = {key: {graph.lessons[need].key for need in graph.needs[graph.ranks[key]]} - over for key in keys}
    assert len(place) == len(keys)
    assert over.isdisjoint(keys)
    assert all(place[need] < place[key] for key in keys for need in needs[key])


@EXAMPLES
@given(libraries(circles=True), GOALS, KNOWN, FAMILIAR, st.randoms(use_true_random=False))
def test_names_and_the_order_of_the_data_change_nothing(library, goals, known, topics, rng):
    def rename(key):
        return 1000 - ord(key) if key in KEYS else key

    def retitle(topic):
        return f"{ord('Z') - ord(topic):02}" if topic else None

    shuffled = [
        Lesson(
            key=rename(lesson.key),
            minutes=lesson.minutes,
            requires=rng.sample([rename(key) for key in sorted(lesson.requires)], len(lesson.requires)),
            teaches=rng.sample([retitle(topic) for topic in sorted(lesson.teaches)], len(lesson.teaches)),
            place=lesson.place,
            name=lesson.name,
        )
        for lesson in rng.sample(library, len(library))
    ]
    told = [Goal(goal.name, [rename(key) for key in goal.lessons], retitle(goal.topic)) for goal in goals]
    path = paths.plan(paths.graph(library), goals=goals, known=known, topics=topics)
    other = paths.plan(
        paths.graph(shuffled),
        goals=told,
        known={rename(key) for key in known},
        topics={retitle(topic) for topic in topics},
    )
    assert [rename(stop.key) for stop in path.stops] == [stop.key for stop in other.stops]
    assert [stop.goals for stop in path.stops] == [stop.goals for stop in other.stops]


@EXAMPLES
@given(libraries(circles=True), GOALS, KNOWN, KNOWN, FAMILIAR, FAMILIAR)
def test_to_know_more_never_makes_the_way_longer(library, goals, known, more, topics, familiar):
    graph = paths.graph(library)
    before = paths.plan(graph, goals=goals, known=known, topics=topics)
    after = paths.plan(graph, goals=goals, known=known | more, topics=topics | familiar)
    assert (after.minutes, len(after.stops)) <= (before.minutes, len(before.stops))


@EXAMPLES
@given(libraries(), GOALS, st.randoms(use_true_random=False))
def test_goals_in_another_order_ask_for_the_same_lessons(library, goals, rng):
    graph = paths.graph(library)
    one = paths.plan(graph, goals=goals)
    other = paths.plan(graph, goals=rng.sample(goals, len(goals)))
    assert {stop.key for stop in one.stops} == {stop.key for stop in other.stops}


@EXAMPLES
@given(libraries(), GOALS)
def test_a_search_that_is_cut_short_still_reaches_every_goal_and_says_so(library, goals):
    graph = paths.graph(library)
    best = paths.plan(graph, goals=goals)
    looks, cover.LOOKS = cover.LOOKS, 0
    try:
        greedy = paths.plan(graph, goals=goals)
    finally:
        cover.LOOKS = looks
    topics = sum(goal.topic is not None for goal in goals)
    taught = {topic for stop in greedy.stops for topic in graph.lessons[graph.ranks[stop.key]].teaches}
    assert {goal.topic for goal in goals if goal.topic in graph.teachers} <= taught
    assert greedy.minutes <= max(topics, 1) * best.minutes
    assert greedy.is_shortest or greedy.minutes >= best.minutes


def chain(*keys: str, track: int = 0, **lessons: dict) -> list[Lesson]:
    """Lessons of ten minutes, each building on the one before."""
    return [
        Lesson(
            key=key, minutes=10, requires=keys[nth - 1 : nth] if nth else (), place=(track, nth), **lessons
        )
        for nth, key in enumerate(keys)
    ]


def test_each_lesson_says_for_which_goal_it_is_and_what_builds_on_it():
    library = [*chain("a", "b", "c"), Lesson("x", 5, requires=["b"], teaches=["T"])]
    goals = [Goal("track", lessons=["a", "c"]), Goal("T", topic="T")]
    path = paths.plan(paths.graph(library), goals=goals)
    told = [(stop.key, stop.goals, stop.of, stop.before) for stop in path.stops]
    assert told == [
        ("a", ("track", "T"), ("track",), "b"),
        ("b", ("track", "T"), (), "c"),
        ("c", ("track",), ("track",), None),
        ("x", ("T",), ("T",), None),
    ]


def test_the_way_ends_at_what_is_known_and_tells_what_was_left_out():
    path = paths.plan(
        paths.graph(chain("a", "b", "c", "d")), goals=[Goal("track", lessons=["d"])], known=["b"]
    )
    assert ([stop.key for stop in path.stops], path.left_out, path.minutes) == (["c", "d"], ("b",), 20)


def test_a_lesson_all_of_whose_topics_are_known_is_known():
    library = [Lesson("a", teaches=["T"]), Lesson("b", teaches=["T", "U"]), Lesson("c")]
    graph = paths.graph(library)
    assert paths.known_lessons(graph, lessons=["c", "gone"], topics={"T"}) == {"a", "c"}


def test_a_topic_that_is_known_or_taught_by_a_known_lesson_is_reached():
    library = [Lesson("a", teaches=["T"]), Lesson("b", teaches=["U", "V"])]
    goals = [Goal("t", topic="T"), Goal("u", topic="U"), Goal("both", lessons=["a"])]
    path = paths.plan(paths.graph(library), goals=goals, known=["a"], topics={"U"})
    assert (path.stops, path.reached, path.left_out) == ((), ("t", "u", "both"), ("a",))


def test_a_topic_nobody_teaches_is_missing_and_stops_nothing_else():
    goals = [Goal("dance", topic="dance"), Goal("track", lessons=["b"]), Goal("gone", lessons=["nowhere"])]
    path = paths.plan(paths.graph(chain("a", "b")), goals=goals)
    assert ([stop.key for stop in path.stops], path.missing, path.reached) == (["a", "b"], ("dance",), ())


def test_of_two_lessons_that_teach_a_topic_the_one_with_less_before_it_is_taken():
    library = [
        *chain("a", "b", "c"),
        Lesson("long", 5, requires=["c"], teaches=["T"]),
        Lesson("short", 30, teaches=["T"]),
    ]
    path = paths.plan(paths.graph(library), goals=[Goal("T", topic="T")])
    assert [stop.key for stop in path.stops] == ["short"]


def test_what_another_goal_needs_anyway_costs_a_topic_nothing():
    library = [
        *chain("a", "b", "c"),
        Lesson("long", 5, requires=["c"], teaches=["T"]),
        Lesson("short", 30, teaches=["T"]),
    ]
    path = paths.plan(
        paths.graph(library), goals=[Goal("track", lessons=["a", "b", "c"]), Goal("T", topic="T")]
    )
    assert [stop.key for stop in path.stops] == ["a", "b", "c", "long"]


def test_where_the_greedy_choice_is_dear_the_search_finds_the_cheap_one():
    library = [
        Lesson("both", 11, teaches=["T", "U"]),
        Lesson("t", 5, teaches=["T"]),
        Lesson("u", 7, teaches=["U"]),
    ]
    goals = [Goal(topic, topic=topic) for topic in "TU"]
    assert [stop.key for stop in paths.plan(paths.graph(library), goals=goals).stops] == ["both"]


def test_a_track_is_not_read_past_a_lesson_that_waits_for_another_track():
    first = [Lesson(key, 10, place=(0, nth)) for nth, key in enumerate("abd")]
    library = [*first, Lesson("c", 10, requires=["y"], place=(0, 2)), *chain("x", "y", track=1)]
    path = paths.plan(paths.graph(library), goals=[Goal("track", lessons=["a", "b", "c", "d"])])
    assert [stop.key for stop in path.stops] == ["a", "b", "x", "y", "c", "d"]


def test_a_goal_is_read_in_its_own_order_where_nothing_speaks_against_it():
    library = [Lesson(key, 10, place=(0, nth)) for nth, key in enumerate("abc")]
    path = paths.plan(
        paths.graph(library), goals=[Goal("mine", lessons=["c", "a"]), Goal("next", lessons=["b"])]
    )
    assert [stop.key for stop in path.stops] == ["c", "a", "b"]
