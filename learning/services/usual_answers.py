"""The usual answers of a group's members: given to every meetup to come when somebody joins, and to meetups planned later.

However many answers are given at once, each member hears of them in one letter, which says how each of them stands.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from cms.services import messages
from learning.exceptions import LearningError
from learning.models import RSVP, GroupMembership, Meetup, StudyGroup

from . import rsvps, seats

Role = GroupMembership.Role


def give(*, membership: GroupMembership) -> list[RSVP]:
    """Answer every meetup to come for somebody who comes into the group. Returns the answers; the caller tells of them.

    Who comes back has the default answer again, also where leaving had given a seat back.
    """
    planned = Meetup.objects.upcoming().filter(group=membership.group_id, state=Meetup.State.PLANNED)
    to_come = planned.filter(starts_at__gt=timezone.now()).select_related("group")
    answers = [_answer(membership, meetup, again=True) for meetup in to_come]
    return [answer for answer in answers if answer]


def give_to_members(*, group: StudyGroup, meetups: Sequence[Meetup]) -> int:
    """Give new meetups of a group the default answers of its members, those who joined first before the others.

    Returns how many were given; who has a seat elsewhere at that time is left out. The caller holds the group's lock.
    """
    ahead = [meetup for meetup in meetups if not meetup.has_started]
    rows = GroupMembership.objects.joined().filter(group=group).select_related("member", "group")
    rows = rows.order_by("joined_at", "pk") if ahead else rows.none()
    seats.lock_people(keys=[row.member_id for row in rows])
    given = 0
    for row in rows:
        answers = [answer for meetup in ahead if (answer := _answer(row, meetup))]
        tell(membership=row, answers=answers)
        given += len(answers)
    return given


def tell(*, membership: GroupMembership, answers: Sequence[RSVP]) -> None:
    """One letter about answers that were given together; about a single one the letter that every answer has."""
    if len(answers) == 1:
        seats.tell(rsvp=answers[0], kind=answers[0].state)
    elif answers:
        first = answers[0]
        messages.queue(
            kind="learning.group_seats",
            recipient=membership.member,
            dedupe_key=f"learning.group_seats:{first.uuid}:{first.changes}",
            about=f"learning.group:{membership.group.uuid}",
            context={"membership": membership.pk, "answers": noted(answers=answers)},
        )


def noted(*, answers: Sequence[RSVP]) -> dict[str, int]:
    """Which answers a letter tells of, and at which change of each: what changes later is told by a letter of its own."""
    return {str(answer.pk): answer.changes for answer in answers}


def _answer(row: GroupMembership, meetup: Meetup, *, again: bool = False) -> RSVP | None:
    old = RSVP.objects.filter(meetup=meetup, member=row.member_id)
    if (old.exclude(state=RSVP.State.RELEASED) if again else old).exists():
        return None
    kinds = set(meetup.pools.values_list("kind", flat=True))
    role = RSVP.Role.HELPER if row.role != Role.LEARNER and "helper" in kinds else RSVP.Role.LEARNER
    mode = (
        row.default_mode
        if row.default_mode in kinds
        else next(iter(sorted(kinds - {"helper"})), row.default_mode)
    )
    try:
        with transaction.atomic():
            return rsvps.respond(meetup=meetup, member=row.member, mode=mode, role=role, told=False)
    except LearningError:
        return None
