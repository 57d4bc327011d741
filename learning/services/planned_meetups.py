"""Planning a single meetup by a form that may be sent twice."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cms.models import Chapter, Member
from cms.services.retry import retried
from learning.models import Meetup, StudyGroup

from . import meetups, usual_answers


@retried
def plan_once(
    *, key: UUID, actor: Member, chapter: Chapter, group: StudyGroup | None, facts: dict[str, Any]
) -> Meetup | None:
    """The meetup of this form: planned now, or found when the form came before. None if the key is somebody else's."""
    mine = Meetup.objects.filter(chapter=chapter, group=group)
    if Meetup.objects.filter(uuid=key).exists():
        return mine.filter(uuid=key).first()
    try:
        with transaction.atomic():
            made = meetups.plan(actor=actor, chapter=chapter, group=group, uuid=key, **facts)
            if group is not None:
                usual_answers.give_to_members(group=group, meetups=[made])
        return made
    except IntegrityError:
        # The same form twice at once: the other one planned it.
        return mine.filter(uuid=key).first()
