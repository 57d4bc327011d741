"""Following a track: every transition, twice, and what is refused."""

import uuid

import pytest
from wagtail.models import Page

from cms.models import Event
from learning.exceptions import NotFollowing
from learning.models import Enrollment, LessonProgress
from learning.services import enrollments, progress


@pytest.fixture
def follow(member, track):
    """Call a transition for this member and track."""
    return lambda transition: transition(member=member, track_key=track.translation_key)


def verbs() -> list[str]:
    return list(
        Event.objects.filter(object__startswith="learning.enrollment:").values_list("verb", flat=True)
    )


def test_starting_twice_is_one_enrollment(follow):
    first, second = follow(enrollments.start), follow(enrollments.start)
    assert (first.pk, second.state, second.started_at) == (second.pk, "active", first.started_at)
    assert verbs() == ["start"]


def test_a_track_is_paused_and_taken_up_again(follow):
    follow(enrollments.start)
    states = [follow(step).state for step in (enrollments.pause, enrollments.pause, enrollments.resume)]
    assert states == ["paused", "paused", "active"]
    assert verbs() == ["start", "pause", "resume"]


def test_starting_a_paused_track_takes_it_up(follow):
    follow(enrollments.start)
    follow(enrollments.pause)
    assert follow(enrollments.start).state == "active"


def test_leaving_twice_is_leaving_once_and_starting_again_comes_back(follow):
    follow(enrollments.start)
    states = [follow(step).state for step in (enrollments.leave, enrollments.leave, enrollments.start)]
    assert states == ["left", "left", "active"]
    assert verbs() == ["start", "leave", "start"]
    assert Enrollment.objects.count() == 1


@pytest.mark.parametrize("transition", [enrollments.pause, enrollments.resume, enrollments.leave])
def test_what_was_never_started_cannot_be_changed(follow, transition):
    with pytest.raises(NotFollowing):
        follow(transition)
    assert Enrollment.objects.count() == 0


@pytest.mark.parametrize("transition", [enrollments.pause, enrollments.resume])
def test_what_was_left_cannot_be_paused_or_resumed(follow, transition):
    follow(enrollments.start)
    follow(enrollments.leave)
    with pytest.raises(NotFollowing):
        follow(transition)


def finish(member, *lessons) -> None:
    for lesson in lessons:
        progress.mark_done(member=member, lesson=lesson, confidence=3)


def test_a_track_is_done_with_its_required_lessons_and_stamped_once(member, track, lessons, follow):
    follow(enrollments.start)
    finish(member, lessons[0])
    assert Enrollment.objects.get().state == "active"
    finish(member, lessons[1])
    done = Enrollment.objects.get()
    assert (done.state, done.done_at is not None) == ("done", True)
    finish(member, lessons[2])
    assert Enrollment.objects.get().done_at == done.done_at
    assert verbs() == ["start", "done"]


def test_done_is_never_taken_back(member, track, lessons, follow):
    follow(enrollments.start)
    finish(member, *lessons[:2])
    stamped = Enrollment.objects.get().done_at
    progress.undo(member=member, lesson_key=lessons[0].translation_key)
    for transition in (enrollments.pause, enrollments.leave, enrollments.start):
        follow(transition)
    row = Enrollment.objects.get()
    assert (row.state, row.done_at) == ("done", stamped)


def test_a_track_whose_lessons_were_done_before_is_done_at_once(member, track, lessons, follow):
    finish(member, *lessons[:2])
    assert follow(enrollments.start).state == "done"


def test_a_paused_track_can_become_done(member, track, lessons, follow):
    follow(enrollments.start)
    follow(enrollments.pause)
    finish(member, *lessons[:2])
    assert Enrollment.objects.get().state == "done"


def test_a_left_track_is_not_stamped(member, track, lessons, follow):
    follow(enrollments.start)
    follow(enrollments.leave)
    finish(member, *lessons[:2])
    assert Enrollment.objects.get().state == "left"


def test_an_unpublished_lesson_does_not_keep_a_track_open(member, track, lessons, follow):
    follow(enrollments.start)
    Page.objects.get(pk=lessons[1].pk).specific.unpublish()
    finish(member, lessons[0])
    assert Enrollment.objects.get().state == "done"


def test_a_track_nobody_knows_is_never_done(member, db):
    assert enrollments.start(member=member, track_key=uuid.uuid4()).state == "active"
    assert LessonProgress.objects.count() == 0
