"""How far a member is with a lesson: seen, done with a confidence, undone. In any language it is the same lesson."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cms.models import Member
from cms.services import events
from learning.exceptions import CheckpointsOpen, HomeworkOpen, NoConfidence
from learning.models import CheckpointAnswer, Enrollment, LessonPage, LessonProgress

from . import enrollments, homework, tracks

State = LessonProgress.State


@transaction.atomic
def visit(*, member: Member, lesson: LessonPage, block_id: str = "") -> LessonProgress:
    """Note that the member reads this lesson, at this block. A block the lesson does not have keeps the last place."""
    now = timezone.now()
    progress, _made = LessonProgress.objects.get_or_create(
        member=member,
        lesson_key=lesson.translation_key,
        defaults={"started_at": now, "last_seen_at": now},
    )
    seen: dict[str, Any] = {"last_seen_at": now}
    if block_id and block_id in block_ids(lesson):
        seen["last_block_id"] = block_id
    LessonProgress.objects.filter(pk=progress.pk).update(**seen)
    Enrollment.objects.filter(
        member=member,
        track_key__in=tracks.keys_with(lesson_key=lesson.translation_key),
        state__in=[Enrollment.State.ACTIVE, Enrollment.State.DONE],
    ).update(
        last_lesson_key=lesson.translation_key,
        last_block_id=seen.get("last_block_id", progress.last_block_id),
        last_seen_at=now,
    )
    progress.refresh_from_db()
    return progress


@transaction.atomic
def mark_done(*, member: Member, lesson: LessonPage, confidence: int) -> LessonProgress:
    """Mark a lesson done. Doing it again changes the confidence only: what changed meanwhile is still to be read.

    Raises NoConfidence, CheckpointsOpen, HomeworkOpen.
    """
    if confidence not in LessonProgress.Confidence.values:
        raise NoConfidence
    if lesson.completion_rule == LessonPage.CompletionRule.CHECKPOINTS and open_checkpoints(member, lesson):
        raise CheckpointsOpen
    if lesson.completion_rule == LessonPage.CompletionRule.HOMEWORK and homework.open_homework(
        member=member, lesson=lesson
    ):
        raise HomeworkOpen
    progress = visit(member=member, lesson=lesson)
    first = LessonProgress.objects.filter(pk=progress.pk, state=State.STARTED).update(
        state=State.DONE,
        done_at=timezone.now(),
        done_revision=published_revision(lesson),
        confidence=confidence,
    )
    if first:
        _record(progress, "done", State.STARTED, State.DONE, confidence=confidence)
        enrollments.stamp_done(member=member, track_keys=tracks.keys_with(lesson_key=lesson.translation_key))
    else:
        LessonProgress.objects.filter(pk=progress.pk).update(confidence=confidence)
    progress.refresh_from_db()
    return progress


@transaction.atomic
def read_again(*, member: Member, lesson: LessonPage) -> LessonProgress | None:
    """Note that a member has read what changed in a lesson since they finished it. A lesson not finished stays as it is.

    Twice is once. Done stays done since when it was; None when there is no record of the lesson.
    """
    revision = published_revision(lesson)
    mine = LessonProgress.objects.filter(member=member, lesson_key=lesson.translation_key)
    unread = mine.filter(state=State.DONE).exclude(done_revision=revision) if revision else mine.none()
    noted = unread.update(done_revision=revision, read_at=timezone.now())
    progress = mine.first()
    if noted and progress:
        _record(progress, "read-again", State.DONE, State.DONE)
    return progress


@transaction.atomic
def undo(*, member: Member, lesson_key: UUID) -> LessonProgress | None:
    """Take a lesson's "done" back; a track that was stamped done stays so. None when there was nothing to undo."""
    undone = LessonProgress.objects.filter(member=member, lesson_key=lesson_key, state=State.DONE).update(
        state=State.STARTED, done_at=None, done_revision=None, read_at=None, confidence=None
    )
    progress = LessonProgress.objects.filter(member=member, lesson_key=lesson_key).first()
    if undone and progress:
        _record(progress, "undo", State.DONE, State.STARTED)
    return progress


def published_revision(lesson: LessonPage) -> int | None:
    """The revision a reader of this page has before them; an untranslated page shows its original's."""
    return lesson.alias_of.live_revision_id if lesson.alias_of_id else lesson.live_revision_id


def block_ids(lesson: LessonPage) -> set[str]:
    """The ids of the blocks of a lesson: the places where one can stop."""
    return {block.get("id") for block in lesson.body.raw_data} - {None}


def open_checkpoints(member: Member, lesson: LessonPage) -> set[str]:
    """The ids of the lesson's checkpoints this member has not answered yet."""
    asked = {block.get("id") for block in lesson.body.raw_data if block["type"] == "checkpoint"}
    answered = CheckpointAnswer.objects.filter(member=member, lesson_key=lesson.translation_key)
    return asked - set(answered.values_list("block_id", flat=True))


def _record(progress: LessonProgress, verb: str, before: str, after: str, **data: Any) -> None:
    events.record(
        actor=progress.member,
        object=f"learning.lessonprogress:{progress.pk}",
        verb=verb,
        before=before,
        after=after,
        data={"lesson": str(progress.lesson_key), **data},
    )
