"""What learning tells mentoring about somebody's progress, and nothing beyond: which lessons are done, and their topics.

Who may ask is for the asker to settle: the learner for themselves, a mentor with the learner's consent.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from cms.models import Member
from learning.models import Enrollment, LessonProgress, LessonTopic, TrackTopic


def done_since(*, member: Member, lesson_keys: Collection[UUID]) -> dict[UUID, datetime]:
    """Since when this member has done each of these lessons; one that is not done is left out. One query, or none."""
    if not lesson_keys:
        return {}
    done = LessonProgress.objects.filter(
        member=member, lesson_key__in=lesson_keys, state=LessonProgress.State.DONE, done_at__isnull=False
    )
    return {key: moment for key, moment in done.values_list("lesson_key", "done_at") if moment}


def topics_done(*, member: Member) -> dict[UUID, bool]:
    """The topics of what this member finished, by topic key: True where a whole track about it is done. Two queries."""
    tracks = Enrollment.objects.filter(member=member, state=Enrollment.State.DONE).values("track_key")
    lessons = LessonProgress.objects.filter(member=member, state=LessonProgress.State.DONE).values(
        "lesson_key"
    )
    of_lessons = LessonTopic.objects.filter(lesson__translation_key__in=lessons)
    of_tracks = TrackTopic.objects.filter(track__translation_key__in=tracks)
    return dict.fromkeys(of_lessons.values_list("topic__translation_key", flat=True), False) | dict.fromkeys(
        of_tracks.values_list("topic__translation_key", flat=True), True
    )
