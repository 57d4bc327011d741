"""Goals of a pair: written by either, linked to a lesson if they like, done by hand or with the lesson."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from mentorship.exceptions import TooMany
from mentorship.models import PairGoal, Pairing

from .pair_rows import enter, note_down

State = Pairing.State
MOST = 20


@retried
@transaction.atomic
def add(
    *,
    pairing: Pairing,
    member: Member,
    title: str,
    lesson_key: UUID | None = None,
    due_on: date | None = None,
) -> PairGoal:
    """A new goal; the same words twice are one goal. Raises NotNow, TooMany."""
    pairing, _side = enter(pairing, member, State.ACTIVE, State.PAUSED)
    title = title.strip()
    if already := pairing.goals.filter(title=title).first():
        return already
    if pairing.goals.count() >= MOST:
        raise TooMany
    goal = PairGoal.objects.create(pairing=pairing, title=title, lesson_key=lesson_key, due_on=due_on)
    note_down(member, pairing, "goal_added", goal=str(goal.uuid))
    return goal


@retried
@transaction.atomic
def mark(*, goal: PairGoal, member: Member, done: bool) -> PairGoal:
    """Say by hand that a goal is reached, or not yet. Raises NotNow."""
    pairing, _side = enter(goal.pairing, member, State.ACTIVE, State.PAUSED)
    moment = timezone.now() if done else None
    changed = pairing.goals.filter(pk=goal.pk, done_at__isnull=done).update(done_at=moment)
    if changed:
        note_down(member, pairing, "goal_done" if done else "goal_undone", goal=str(goal.uuid))
    return pairing.goals.filter(pk=goal.pk).first() or goal  # the other one may have removed it


@retried
@transaction.atomic
def remove(*, goal: PairGoal, member: Member) -> None:
    """Take a goal away; twice is once. Raises NotNow."""
    pairing, _side = enter(goal.pairing, member, State.ACTIVE, State.PAUSED)
    gone, _rows = pairing.goals.filter(pk=goal.pk).delete()
    if gone:
        note_down(member, pairing, "goal_removed", goal=str(goal.uuid))
