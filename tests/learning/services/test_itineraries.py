"""A path as it is shown: weeks with days, whys in names, what is left out and what could not be found."""

import uuid
from datetime import date

import pytest

from learning import paths
from learning.services.itineraries import Known, Target, lay_out, on_the_way
from learning.services.library import Aim, Entry, Library
from learning.services.paths import Wishes

TODAY = date(2026, 11, 25)
A, B, C, D = (uuid.UUID(int=number) for number in range(1, 5))
TRACK, EMPTY, BASICS, LOOPS, DANCE, GONE = (uuid.UUID(int=number) for number in range(11, 17))


@pytest.fixture
def library() -> Library:
    """A, then B, then C in a track; D teaches loops after A; nobody teaches dance."""
    entries = {
        key: Entry(key, title, f"/{title}/", 30) for key, title in ((A, "a"), (B, "b"), (C, "c"), (D, "d"))
    }
    teaches = {A: [BASICS], B: [BASICS, LOOPS], C: [], D: [LOOPS]}
    needs = {A: [], B: [A], C: [B], D: [A]}
    lessons = [
        paths.Lesson(key, 30, needs[key], teaches[key], (0, nth) if key != D else paths.NOWHERE, key.hex)
        for nth, key in enumerate(entries)
    ]
    return Library(
        graph=paths.graph(lessons),
        entries=entries,
        tracks={
            TRACK: Aim(TRACK, "First", "/first/", (A, B, C), minutes=90),
            EMPTY: Aim(EMPTY, "Empty", "/empty/"),
        },
        topics={
            BASICS: Aim(BASICS, "Basics", "/?topic=basics", taught=2),
            DANCE: Aim(DANCE, "Dance", "/?topic=dance"),
            LOOPS: Aim(LOOPS, "Loops", "/?topic=loops", taught=2),
        },
    )


def lay(library, *, states=None, minutes=60, **wishes):
    wanted = Wishes(**{name: frozenset(keys) for name, keys in wishes.items()}, minutes=minutes)
    return lay_out(library=library, wishes=wanted, states=states or {}, today=TODAY)


def told(way) -> list[tuple]:
    return [(row.entry.title, row.tracks, row.topics, row.before, row.wanted_by) for row in way.rows]


def test_each_lesson_says_why_it_is_there(library):
    way = lay(library, tracks=[TRACK], topics=[LOOPS])
    assert told(way) == [
        ("a", ("First",), (), "b", ("First", "Loops")),
        ("b", ("First",), ("Loops",), "c", ("First", "Loops")),
        ("c", ("First",), (), "", ("First",)),
    ]


def test_what_only_comes_before_is_told_with_what_it_is_for(library):
    assert told(lay(library, topics=[LOOPS])) == [
        ("a", (), (), "b", ("Loops",)),
        ("b", (), ("Loops",), "", ("Loops",)),
    ]


def test_the_weeks_have_days_and_minutes(library):
    way = lay(library, tracks=[TRACK])
    assert [(week.number, week.begins, week.ends, week.minutes) for week in way.weeks] == [
        (1, date(2026, 11, 25), date(2026, 12, 1), 60),
        (2, date(2026, 12, 2), date(2026, 12, 8), 30),
    ]
    assert (way.minutes, way.week_count, way.minutes_per_week, way.untimed) == (90, 2, 60, 0)


def test_a_lesson_longer_than_a_week_says_how_long_it_goes_on(library):
    way = lay(library, tracks=[TRACK], minutes=20)
    assert [(row.entry.title, row.until) for row in way.rows] == [("a", 2), ("b", 3), ("c", 5)]


def test_the_first_lesson_is_next_and_keeps_its_state(library):
    way = lay(library, tracks=[TRACK], states={A: "done", B: "started"})
    assert [(row.entry.title, row.is_next, row.state) for row in way.rows] == [
        ("b", True, "started"),
        ("c", False, "todo"),
    ]
    assert way.next == way.rows[0]


def test_what_is_left_out_says_why(library):
    way = lay(library, tracks=[TRACK], known_lessons=[B], known_topics=[BASICS], states={C: "done"})
    assert way.left_out == (
        Known(library.entries[A], "topics", ("Basics",)),
        Known(library.entries[B], "told"),
        Known(library.entries[C], "done"),
    )
    assert ([aim.title for aim in way.topics], way.rows, way.is_reached) == (["Basics"], (), True)


def test_a_goal_says_how_it_stands(library):
    way = lay(library, tracks=[TRACK, EMPTY, GONE], topics=[LOOPS, DANCE, BASICS], known_topics=[BASICS])
    assert way.targets == (
        Target("track", TRACK, "First", "/first/"),
        Target("track", EMPTY, "Empty", "/empty/", "missing"),
        Target("track", GONE, "", "", "gone"),
        Target("topic", BASICS, "Basics", "/?topic=basics", "reached", "", 1),
        Target("topic", DANCE, "Dance", "/?topic=dance", "missing"),
        Target("topic", LOOPS, "Loops", "/?topic=loops", "ahead", "b", 1),
    )
    assert way.unfound == 3


def test_where_nothing_leads_there_is_no_way_and_nothing_is_reached(library):
    way = lay(library, topics=[DANCE])
    assert (way.weeks, way.is_reached, way.next) == ((), False, None)


def test_all_lessons_on_the_way_are_offered_with_those_that_are_known(library):
    wishes = Wishes(topics=frozenset([LOOPS]), known_lessons=frozenset([A, C, GONE]))
    assert [entry.title for entry in on_the_way(library=library, wishes=wishes)] == ["a", "b", "c"]
