"""Reviews: what members said of a meetup, with their consent, put on the pages of the group and the chapter."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.models import Block, Chapter, Member
from cms.services.retry import retried
from learning.afterwards_exceptions import ReviewChanged
from learning.models import MeetupFeedback, StudyGroup

from . import feedback

NEWEST = 3


@dataclass(frozen=True, slots=True)
class Review:
    """Published words: by whom, of which meetup, when that was."""

    text: str
    name: str
    meetup: str
    day: date


def reviews_of(
    *,
    chapter: Chapter | None = None,
    group: StudyGroup | None = None,
    member: Member | None = None,
    limit: int = NEWEST,
) -> list[Review]:
    """The latest reviews of a chapter or of a group, without anybody a block hides from the reader: one statement."""
    about = {"meetup__group": group} if group else {"meetup__chapter": chapter}
    rows = MeetupFeedback.objects.published().filter(**about, member__is_active=True)
    if member:
        mine = Block.objects.filter(blocker=member).values("blocked")
        of_me = Block.objects.filter(blocked=member).values("blocker")
        rows = rows.exclude(Q(member__in=mine) | Q(member__in=of_me))
    rows = rows.select_related("member", "meetup")[:limit]
    return [Review(row.text, row.member.name, row.meetup.name, row.meetup.local_date) for row in rows]


@retried
@transaction.atomic
def publish(*, actor: Member, row: MeetupFeedback, seen: str) -> None:
    """Put words on the public pages. `seen` is the moment of the version that was read. Twice is once.

    Raises ReviewChanged when the words changed since, or may no longer be published.
    """
    row = MeetupFeedback.objects.select_for_update().get(pk=row.pk)
    if row.given_at.isoformat() != seen or not row.publish_ok:
        raise ReviewChanged
    if row.published_at is None:
        rows = MeetupFeedback.objects.filter(pk=row.pk, publish_ok=True, given_at=row.given_at)
        if not rows.update(published_at=timezone.now()):
            raise ReviewChanged
        feedback.note(actor=actor, row=row, verb="published")


@retried
@transaction.atomic
def take_down(*, actor: Member, row: MeetupFeedback) -> None:
    """Take words off the public pages; the consent stays. Twice is once."""
    rows = MeetupFeedback.objects.filter(pk=row.pk, published_at__isnull=False)
    if rows.update(published_at=None):
        feedback.note(actor=actor, row=row, verb="taken-down")
