"""The same thing sent twice at the same moment, over real connections: one row, one result, no error."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cms.models import Event, Message
from learning.models import Certificate, CheckpointAnswer, Enrollment, Knowledge, LearningGoal, LessonProgress
from learning.services import certificates, checkpoints, enrollments, paths, progress
from tests.factories.learning import BLOCKS

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
TIMES = 4


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Do all of this at the same moment, each on a connection of its own."""
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        start.wait(timeout=20)
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(run, call) for call in calls]]


def test_a_track_started_many_times_at_once_is_one_enrollment(member, track):
    rows = at_once(*[lambda: enrollments.start(member=member, track_key=track.translation_key)] * TIMES)
    assert {(row.pk, row.state) for row in rows} == {(Enrollment.objects.get().pk, "active")}
    assert list(Event.objects.values_list("verb", flat=True)) == ["start"]


def test_a_lesson_marked_done_many_times_at_once_is_done_once(member, lesson):
    rows = at_once(*[lambda: progress.mark_done(member=member, lesson=lesson, confidence=2)] * TIMES)
    assert {(row.pk, row.state, row.done_at) for row in rows} == {
        (LessonProgress.objects.get().pk, "done", LessonProgress.objects.get().done_at)
    }
    assert list(Event.objects.values_list("verb", flat=True)) == ["done"]


def test_an_answer_sent_many_times_at_once_is_one_attempt(member, lesson):
    def send() -> CheckpointAnswer:
        return checkpoints.answer(member=member, lesson=lesson, block_id=BLOCKS["single"], values=["0"])

    at_once(*[send] * TIMES)
    assert CheckpointAnswer.objects.values_list("attempts", "correct").get() == (1, True)


def test_the_last_two_lessons_finished_at_once_finish_the_track(member, track, lessons):
    enrollments.start(member=member, track_key=track.translation_key)
    at_once(
        *[
            lambda lesson=lesson: progress.mark_done(member=member, lesson=lesson, confidence=3)
            for lesson in lessons[:2]
        ]
    )
    assert Enrollment.objects.get().state == "done"
    assert Event.objects.filter(object__startswith="learning.enrollment", verb="done").count() == 1
    assert (Certificate.objects.count(), Message.objects.count()) == (1, 1)


def test_a_certificate_that_is_missing_is_given_once_by_many_sweeps_at_once(member, track, lessons):
    for lesson in lessons[:2]:
        progress.mark_done(member=member, lesson=lesson, confidence=3)
    enrollments.start(member=member, track_key=track.translation_key)
    Certificate.objects.all().delete()
    Message.objects.all().delete()
    at_once(*[certificates.issue_missing] * TIMES)
    assert (Certificate.objects.count(), Message.objects.count()) == (1, 1)


def test_done_and_undo_at_once_leave_one_whole_state(member, lesson):
    at_once(
        lambda: progress.mark_done(member=member, lesson=lesson, confidence=3),
        lambda: progress.undo(member=member, lesson_key=lesson.translation_key),
    )
    row = LessonProgress.objects.get()
    assert (row.state == "done", row.done_at is not None, row.confidence is not None) in {
        (True, True, True),
        (False, False, False),
    }


def test_a_path_saved_many_times_at_once_is_one_path(member):
    track, topic = uuid.UUID(int=1), uuid.UUID(int=2)
    wanted = paths.Wishes(
        tracks=frozenset([track]), topics=frozenset([topic]), known_lessons=frozenset([topic])
    )
    at_once(*[lambda: paths.save(member=member, wishes=wanted)] * TIMES)
    at_once(*[lambda: paths.know(member=member, kind=Knowledge.Kind.LESSON, key=track)] * TIMES)
    assert paths.wishes(member=member).known_lessons == {track, topic}
    assert (LearningGoal.objects.count(), Knowledge.objects.count()) == (2, 2)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["save", "know"]
