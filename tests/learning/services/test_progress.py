"""Seen, done, undone: the same result however often, and the place to come back to."""

import pytest

from cms.models import Event
from learning.exceptions import CheckpointsOpen, NoConfidence
from learning.models import Enrollment, LessonProgress
from learning.services import checkpoints, enrollments, progress
from tests.factories.learning import BLOCKS


def row() -> LessonProgress:
    return LessonProgress.objects.get()


def test_a_visit_starts_the_lesson_and_keeps_the_block(member, lesson):
    progress.visit(member=member, lesson=lesson)
    progress.visit(member=member, lesson=lesson, block_id=BLOCKS["last"])
    assert (row().state, row().last_block_id, row().done_at) == ("started", BLOCKS["last"], None)


@pytest.mark.parametrize("block_id", ["", "no-such-block", "0" * 64])
def test_a_block_the_lesson_does_not_have_keeps_the_last_place(member, lesson, block_id):
    progress.visit(member=member, lesson=lesson, block_id=BLOCKS["text"])
    progress.visit(member=member, lesson=lesson, block_id=block_id)
    assert row().last_block_id == BLOCKS["text"]


def test_a_visit_moves_the_place_in_followed_tracks_only(member, make_member, track, lesson):
    other = make_member("Ines")
    for who in (member, other):
        enrollments.start(member=who, track_key=track.translation_key)
    enrollments.pause(member=other, track_key=track.translation_key)
    for who in (member, other):
        progress.visit(member=who, lesson=lesson, block_id=BLOCKS["last"])
    places = Enrollment.objects.order_by("pk").values_list("last_lesson_key", "last_block_id")
    assert list(places) == [(lesson.translation_key, BLOCKS["last"]), (None, "")]


def test_done_keeps_the_moment_the_confidence_and_the_revision(member, lesson):
    done = progress.mark_done(member=member, lesson=lesson, confidence=2)
    assert (done.state, done.confidence, done.done_revision) == ("done", 2, lesson.live_revision_id)
    assert done.done_at is not None


def test_done_again_changes_the_confidence_only(member, lesson):
    first = progress.mark_done(member=member, lesson=lesson, confidence=1)
    second = progress.mark_done(member=member, lesson=lesson, confidence=3)
    assert (second.pk, second.done_at, second.confidence) == (first.pk, first.done_at, 3)
    assert list(Event.objects.values_list("verb", flat=True)) == ["done"]


@pytest.mark.parametrize("confidence", [0, 4, -1, 10**9])
def test_a_confidence_that_is_none_is_refused(member, lesson, confidence):
    with pytest.raises(NoConfidence):
        progress.mark_done(member=member, lesson=lesson, confidence=confidence)
    assert LessonProgress.objects.count() == 0


def test_undo_takes_done_back_and_keeps_the_place(member, lesson):
    progress.visit(member=member, lesson=lesson, block_id=BLOCKS["last"])
    progress.mark_done(member=member, lesson=lesson, confidence=3)
    for _twice in range(2):
        progress.undo(member=member, lesson_key=lesson.translation_key)
    undone = row()
    assert (undone.state, undone.done_at, undone.confidence, undone.done_revision, undone.last_block_id) == (
        "started",
        None,
        None,
        None,
        BLOCKS["last"],
    )
    assert list(Event.objects.values_list("verb", flat=True)) == ["done", "undo"]


def test_undo_of_nothing_is_nothing(member, lesson):
    assert progress.undo(member=member, lesson_key=lesson.translation_key) is None


def test_a_lesson_that_is_done_with_its_checkpoints_wants_them_answered(member, lesson):
    lesson.completion_rule = "checkpoints"
    with pytest.raises(CheckpointsOpen):
        progress.mark_done(member=member, lesson=lesson, confidence=3)
    for name, values in {"single": ["1"], "multiple": ["0"], "short": ["?"], "predict": ["?"]}.items():
        checkpoints.answer(member=member, lesson=lesson, block_id=BLOCKS[name], values=values)
    assert progress.mark_done(member=member, lesson=lesson, confidence=3).state == "done"
