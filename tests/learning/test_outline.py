"""A way through a track, worked out from states alone."""

from uuid import UUID

from learning.outline import Lesson, Module, Outline, way

KEYS = [UUID(int=nth) for nth in range(1, 6)]
LESSONS = [Lesson(key, f"L{nth}", f"/l{nth}/", 10, required=nth != 3) for nth, key in enumerate(KEYS, 1)]
TRACK = Outline(
    UUID(int=99),
    "Track",
    "/track/",
    (Module("A", "", tuple(LESSONS[:2])), Module("B", "", tuple(LESSONS[2:]))),
)


def test_minutes_are_those_of_the_required_lessons():
    assert TRACK.minutes == 40


def test_a_visitors_way_has_a_bud_and_nothing_grown():
    walked = way(TRACK, {})
    assert (walked.next.title, walked.growth.done, walked.growth.lessons, walked.is_done) == (
        "L1",
        0,
        4,
        False,
    )
    assert [step.grown for step in walked.steps] == [True, False, False, False, False]


def test_the_stem_reaches_the_furthest_lesson_begun():
    walked = way(TRACK, {KEYS[0]: "done", KEYS[3]: "started"})
    assert [step.grown for step in walked.steps] == [True, True, True, True, False]
    assert walked.next.title == "L2"


def test_a_module_blooms_with_its_required_lessons():
    walked = way(TRACK, dict.fromkeys((KEYS[0], KEYS[1], KEYS[3], KEYS[4]), "done"))
    assert ([leg.in_bloom for leg in walked.legs], walked.is_done, walked.next.title) == (
        [True, True],
        True,
        "L3",
    )


def test_the_neighbors_of_the_first_and_the_last_lesson():
    ends = [way(TRACK, {}, current=KEYS[nth]) for nth in (0, 4)]
    assert [(each.previous_lesson, each.following_lesson) for each in ends] == [
        (None, ends[0].steps[1]),
        (ends[1].steps[3], None),
    ]


def test_a_lesson_of_another_track_has_no_neighbors():
    walked = way(TRACK, {}, current=UUID(int=50))
    assert (walked.previous_lesson, walked.following_lesson) == (None, None)


def test_a_track_without_lessons_is_never_done():
    assert way(Outline(UUID(int=1), "Empty", "/"), {}).is_done is False
