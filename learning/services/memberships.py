"""Belonging to a study group: join once with a default answer to each meetup, make exceptions later, leave without a word.

Everybody waits for seats, not for groups: who joins a group whose Saturdays are full stands in the queue of each Saturday.
Late joiners begin with the next meetup. What was before stays as it was.
"""

from django.db import transaction
from django.utils import timezone

from cms.models import Block, Member
from cms.services import events, messages
from cms.services.retry import retried
from learning.exceptions import LearningError
from learning.meetup_exceptions import (
    GroupClosed,
    LastOrganizer,
    NotInTheGroup,
)
from learning.models import RSVP, GroupMembership, Meetup, StudyGroup

from . import rsvps

State, Role = GroupMembership.State, GroupMembership.Role


@retried
@transaction.atomic
def join(*, group: StudyGroup, member: Member, mode: str, role: str = Role.LEARNER) -> GroupMembership:
    """Join, or ask to, with how one usually comes. Twice is once; joining again after leaving is joining.

    An organizer's role is given, not taken: it counts as a helper's here. Raises GroupClosed, NotInTheGroup for the removed.
    """
    group = StudyGroup.objects.get(pk=group.pk)
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
        _answer_all(row)
        _tell(row, "joined")
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
    _answer_all(row)
    _tell(row, "joined")
    return row


@retried
@transaction.atomic
def leave(*, membership: GroupMembership, actor: Member) -> GroupMembership:
    """Leave, or take back the wish to join; seats of meetups to come go on at once. Raises LastOrganizer."""
    return _end(_locked(membership), State.LEFT, actor, "left")


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


def answer_for_members(*, meetup: Meetup) -> int:
    """Give a new meetup of a group the default answers of its members, those who joined first before the others.

    Returns how many were given; who has a seat elsewhere at that time is left out.
    """
    rows = GroupMembership.objects.joined().filter(group=meetup.group_id).select_related("member")
    return sum(_answer(row, meetup) for row in rows.order_by("joined_at", "pk"))


def _answer_all(row: GroupMembership) -> None:
    planned = Meetup.objects.upcoming().filter(group=row.group_id, state=Meetup.State.PLANNED)
    for meetup in planned.filter(starts_at__gt=timezone.now()).select_related("group"):
        # Who comes back has the default answer again, also where leaving had given a seat back.
        _answer(row, meetup, again=True)


def _answer(row: GroupMembership, meetup: Meetup, *, again: bool = False) -> bool:
    old = RSVP.objects.filter(meetup=meetup, member=row.member_id)
    if (old.exclude(state=RSVP.State.RELEASED) if again else old).exists():
        return False
    kinds = set(meetup.pools.values_list("kind", flat=True))
    role = RSVP.Role.HELPER if row.role != Role.LEARNER and "helper" in kinds else RSVP.Role.LEARNER
    mode = (
        row.default_mode
        if row.default_mode in kinds
        else next(iter(sorted(kinds - {"helper"})), row.default_mode)
    )
    try:
        with transaction.atomic():
            rsvps.respond(meetup=meetup, member=row.member, mode=mode, role=role)
    except LearningError:
        return False
    return True


def _end(row: GroupMembership, state: str, actor: Member, verb: str) -> GroupMembership:
    if row.state in {State.LEFT, State.REMOVED}:
        return row
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
    """The last organizer of a group hands it over first. Locks the group, so that of two who leave at once one stays."""
    if row.role != Role.ORGANIZER or row.state != State.JOINED:
        return
    StudyGroup.objects.select_for_update().get(pk=row.group_id)
    others = (
        GroupMembership.objects.joined().filter(group=row.group_id, role=Role.ORGANIZER).exclude(pk=row.pk)
    )
    if not others.exists():
        raise LastOrganizer


def _locked(row: GroupMembership) -> GroupMembership:
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


def _tell(row: GroupMembership, kind: str) -> None:
    messages.queue(
        kind=f"learning.group_{kind}",
        recipient=row.member,
        dedupe_key=f"learning.group:{row.group.uuid}:{row.member_id}:{kind}:{row.asked_at.isoformat()}",
        about=f"learning.group:{row.group.uuid}",
        context={"membership": row.pk},
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
