"""What meetups are about: choosing lessons, and spreading a track over the meetups ahead."""

from uuid import UUID

import pytest

from cms.models import Event
from learning.group_exceptions import GroupOver, ProgramChanged
from learning.models import MeetupLesson
from learning.outline import Lesson, Module, Outline
from learning.services import programs
from tests.factories import groups as make

LESSONS = [Lesson(UUID(int=nth), f"Lesson {nth}", f"/l/{nth}/", 10 * nth) for nth in range(1, 6)]
OUTLINE = Outline(UUID(int=99), "Track", "/t/", (Module("One", lessons=tuple(LESSONS)),))
KEYS = [each.key for each in LESSONS]
HOMEWORK = {KEYS[0], KEYS[3]}


@pytest.fixture
def group(db):
    return make.group(track_key=OUTLINE.key)


@pytest.fixture
def evenings(group):
    """A weekly meeting, a Saturday for homework, another weekly meeting, a social evening, another Saturday."""
    kinds = ["weekly_meeting", "homework_meetup", "weekly_meeting", "social", "homework_meetup"]
    return [make.meetup(group=group, kind=kind, in_days=7 + nth) for nth, kind in enumerate(kinds)]


def rows(meetup) -> list[tuple[UUID, str]]:
    return list(MeetupLesson.objects.filter(meetup=meetup).values_list("lesson_key", "use"))


def test_lessons_are_chosen_in_their_order_and_the_same_again_changes_nothing(member, evenings):
    wanted = {"covered": [KEYS[1], KEYS[0], KEYS[1]], "due": [KEYS[0]]}
    changed = [programs.choose(actor=member, meetup=evenings[0], **wanted) for _time in range(2)]
    assert changed == [True, False]
    assert rows(evenings[0]) == [(KEYS[1], "cover"), (KEYS[0], "cover"), (KEYS[0], "homework_due")]
    assert Event.objects.filter(verb="program-chosen").count() == 1
    assert programs.choose(actor=member, meetup=evenings[0], covered=[], due=[])
    assert rows(evenings[0]) == []


def plan(group) -> list[tuple[int, list[int], list[int]]]:
    found = programs.preview(group=group, outline=OUTLINE, homework=HOMEWORK)
    return [
        (each.meetup.pk, [one.key.int for one in each.covered], [one.key.int for one in each.due])
        for each in found.evenings
    ]


def test_a_track_is_spread_over_teaching_evenings_and_its_homework_over_the_others(group, evenings):
    weekly, saturday, second, _social, last = (each.pk for each in evenings)
    assert plan(group) == [
        (weekly, [1, 2, 3], []),
        (saturday, [], [1]),
        (second, [4, 5], []),
        (last, [], [4]),
    ]


def test_what_is_planned_or_was_gone_through_is_left_alone(group, member, evenings):
    past = make.over(make.meetup(group=group))
    programs.choose(actor=member, meetup=past, covered=[KEYS[0]], due=[])
    programs.choose(actor=member, meetup=evenings[0], covered=[KEYS[3]], due=[])
    _weekly, saturday, second, _social, last = (each.pk for each in evenings)
    assert plan(group) == [(saturday, [], [1, 4]), (second, [2, 3, 5], [])]
    assert last not in [each[0] for each in plan(group)]


def test_a_group_that_only_meets_for_homework_goes_through_lessons_there(group):
    made = [make.meetup(group=group, kind="hangout", in_days=7 + nth) for nth in range(5)]
    assert plan(group) == [(each.pk, [nth], []) for nth, each in enumerate(made, 1)]


def test_the_plan_shown_is_the_plan_written_and_twice_is_once(group, member, evenings):
    around = {"group": group, "outline": OUTLINE, "homework": HOMEWORK}
    token = programs.preview(**around).token
    assert programs.apply(actor=member, token=token, **around) == 4
    assert rows(evenings[1]) == [(KEYS[0], "homework_due")]
    with pytest.raises(ProgramChanged):
        programs.apply(actor=member, token=token, **around)
    assert (MeetupLesson.objects.count(), plan(group)) == (7, [])


def test_a_stale_plan_and_a_group_that_is_over_are_refused(group, member, evenings):
    around = {"group": group, "outline": OUTLINE, "homework": HOMEWORK, "actor": member}
    token = programs.preview(group=group, outline=OUTLINE, homework=HOMEWORK).token
    make.meetup(group=group, in_days=30)
    with pytest.raises(ProgramChanged):
        programs.apply(token=token, **around)
    group.state = "finished"
    group.save()
    with pytest.raises(GroupOver):
        programs.apply(token=token, **around)
    assert MeetupLesson.objects.count() == 0
