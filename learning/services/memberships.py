"""Belonging to a study group: join once with a default answer to each meetup, make exceptions later, leave without a word.

Everybody waits for seats, not for groups: who joins a group whose Saturdays are full stands in the queue of each Saturday.
Late joiners begin with the next meetup. What was before stays as it was.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from cms.models import Block, Member
from cms.services import events, messages
from cms.services.retry import retried
from learning.meetup_exceptions import (
    GroupClosed,
    LastOrganizer,
    NotInTheGroup,
)
from learning.models import RSVP, GroupMembership, StudyGroup

from . import rsvps, seats, usual_answers

State, Role = GroupMembership.State, GroupMembership.Role


@retried
@transaction.atomic
def join(*, group: StudyGroup, member: Member, mode: str, role: str = Role.LEARNER) -> GroupMembership:
    """Join, or ask to, with how one usually comes. Twice is once; joining again after leaving is joining.

    An organizer's role is given, not taken: it counts as a helper's here. Raises GroupClosed, NotInTheGroup for the removed.
    """
    group = seats.lock_group(group=group)
    seats.lock_people(keys=[member.pk])
    if group.is_over or group.state == StudyGroup.State.DRAFT:
        raise GroupClosed
    now = timezone.now()
    state = State.PENDING if group.join == StudyGroup.Join.APPROVAL else State.JOINED
    role = Role.HELPER if role == Role.ORGANIZER else Role(role)
    row, made = GroupMembership.objects.get_or_create(
        group=group,
        member=member,
        defaults={
            "state": state,
            "role": role,
            "default_mode": mode,
            "asked_at": now,
            "joined_at": now if state == State.JOINED else None,
        },
    )
    row = _locked(row)
    if not made:
        if row.state == State.REMOVED:
            raise NotInTheGroup
        if row.state in {State.JOINED, State.PENDING}:
            return row
        _move(row, state, actor=member, verb="joined", role=role, default_mode=mode, asked_at=now)
    else:
        _note(row, member, "joined" if state == State.JOINED else "asked", "")
    if row.state == State.JOINED:
        _tell_joined(row, usual_answers.give(membership=row))
    else:
        _tell_organizers(row)
    return row


@retried
@transaction.atomic
def approve(*, membership: GroupMembership, actor: Member) -> GroupMembership:
    """Let somebody in who asked. Twice is once. Raises NotInTheGroup for somebody who no longer asks."""
    row = _locked(membership)
    if row.state == State.JOINED:
        return row
    if row.state != State.PENDING:
        raise NotInTheGroup
    _move(row, State.JOINED, actor=actor, verb="approved")
    _tell_joined(row, usual_answers.give(membership=row))
    return row


@retried
@transaction.atomic
def leave(*, membership: GroupMembership, actor: Member) -> GroupMembership:
    """Leave, or take back the wish to join; seats of meetups to come go on at once. Raises LastOrganizer."""
    return _end(_locked(membership), State.LEFT, actor, "left")


@retried
@transaction.atomic
def part(*, membership: GroupMembership, actor: Member) -> GroupMembership:
    """Leave because the account is deleted, also as the last organizer: those of the chapter run the group then."""
    return _end(_locked(membership), State.LEFT, actor, "left", even_last=True)


@retried
@transaction.atomic
def remove(*, membership: GroupMembership, actor: Member) -> GroupMembership:
    """An organizer ends a membership, or says no to a wish. The person is not told why, and cannot join again by themselves.

    Raises LastOrganizer.
    """
    return _end(_locked(membership), State.REMOVED, actor, "removed")


@retried
@transaction.atomic
def set_default(*, membership: GroupMembership, mode: str) -> GroupMembership:
    """How one usually comes; answers that were given already stay, what is planned from now on takes it."""
    row = _locked(membership)
    if row.default_mode != mode:
        row.default_mode = mode
        row.save(update_fields=["default_mode"])
    return row


@retried
@transaction.atomic
def set_role(*, membership: GroupMembership, role: str, actor: Member) -> GroupMembership:
    """Make somebody a helper, an organizer, or a learner again. Raises LastOrganizer, NotInTheGroup."""
    row = _locked(membership)
    if row.state != State.JOINED:
        raise NotInTheGroup
    if row.role == role:
        return row
    _require_another_organizer(row)
    before, row.role = row.role, Role(role)
    row.save(update_fields=["role"])
    _note(row, actor, "role-changed", before)
    return row


def _end(
    row: GroupMembership, state: str, actor: Member, verb: str, *, even_last: bool = False
) -> GroupMembership:
    if row.state in {State.LEFT, State.REMOVED}:
        return row
    if not even_last:
        _require_another_organizer(row)
    _move(row, state, actor=actor, verb=verb)
    held = RSVP.objects.of(row.member).filter(
        meetup__group=row.group_id, meetup__starts_at__gt=timezone.now()
    )
    for rsvp in (
        held.exclude(state=RSVP.State.RELEASED).for_listing().order_by("meetup__starts_at", "meetup_id")
    ):
        rsvps.release(rsvp=rsvp, actor=actor)
    return row


def _require_another_organizer(row: GroupMembership) -> None:
    """The last organizer of a group hands it over first. The group is locked: of two who leave at once one stays."""
    if row.role != Role.ORGANIZER or row.state != State.JOINED:
        return
    others = (
        GroupMembership.objects.joined().filter(group=row.group_id, role=Role.ORGANIZER).exclude(pk=row.pk)
    )
    if not others.exists():
        raise LastOrganizer


def _locked(row: GroupMembership) -> GroupMembership:
    """The membership as it stands now, under the locks of its group and its member."""
    seats.lock_group(group=row.group)
    seats.lock_people(keys=[row.member_id])
    rows = GroupMembership.objects.select_for_update(of=("self",)).select_related("member", "group")
    return rows.get(pk=row.pk)


def _move(row: GroupMembership, state: str, *, actor: Member, verb: str, **fields: object) -> None:
    before, now = row.state, timezone.now()
    row.state = State(state)
    ended = state in {State.LEFT, State.REMOVED}
    fields |= {"left_at": now if ended else None}
    if state == State.JOINED:
        fields |= {"joined_at": now}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *fields])
    _note(row, actor, verb, before)


def _note(row: GroupMembership, actor: Member, verb: str, before: str) -> None:
    events.record(
        actor=actor,
        object=f"learning.groupmembership:{row.pk}",
        verb=verb,
        before=before,
        after=row.state,
        data={"group": str(row.group.uuid), "role": row.role},
    )


def _tell_joined(row: GroupMembership, answers: Sequence[RSVP]) -> None:
    """One letter: one is in, and these are one's seats and places."""
    messages.queue(
        kind="learning.group_joined",
        recipient=row.member,
        dedupe_key=f"learning.group:{row.group.uuid}:{row.member_id}:joined:{row.asked_at.isoformat()}",
        about=f"learning.group:{row.group.uuid}",
        context={"membership": row.pk, "answers": usual_answers.noted(answers=answers)},
    )


def _tell_organizers(row: GroupMembership) -> None:
    """Somebody asks to join; organizers who blocked them, or whom they blocked, hear nothing."""
    hidden = Block.objects.hiding_from(row.member)
    organizers = GroupMembership.objects.joined().filter(group=row.group_id, role=Role.ORGANIZER)
    for each in organizers.exclude(member__in=hidden).select_related("member"):
        messages.queue(
            kind="learning.group_asked",
            recipient=each.member,
            dedupe_key=f"learning.group:{row.group.uuid}:asked:{row.pk}:{row.asked_at.isoformat()}:{each.member_id}",
            about=f"learning.group:{row.group.uuid}",
            context={"membership": row.pk},
        )
