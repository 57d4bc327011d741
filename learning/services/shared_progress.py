"""What learning tells mentoring about somebody's progress, and nothing beyond: since when given lessons are done.

Who may ask is for the asker to settle: the learner for themselves, a mentor with the learner's consent.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from cms.models import Member
from learning.models import LessonProgress


def done_since(*, member: Member, lesson_keys: Collection[UUID]) -> dict[UUID, datetime]:
    """Since when this member has done each of these lessons; one that is not done is left out. One query, or none."""
    if not lesson_keys:
        return {}
    done = LessonProgress.objects.filter(
        member=member, lesson_key__in=lesson_keys, state=LessonProgress.State.DONE, done_at__isnull=False
    )
    return {key: moment for key, moment in done.values_list("lesson_key", "done_at") if moment}
