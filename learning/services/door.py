"""The door of a meetup: who was there, who came late, who was missing. The rules:

1. A person has one mark a meetup; the last one stands. Each tap has a key, and the same key counts once.
2. Every tap can be taken back, the last one of a person first; what stood there before stands again.
3. A tap that was kept on a phone without network does not replace what somebody else noted after it was made; that the
   door was closed meanwhile notes nobody: who was ticked before the end was there.
4. "Not there" is noted after the end, and only for those who had a seat when the meetup began; where nobody was noted
   as being there, the door was not used, and nobody is missing.
5. Each change writes one event, in the same transaction.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.models import Block, Member
from cms.services import events
from cms.services.retry import retried
from learning.door_exceptions import DoorClosed, MarkedSince, NobodyNoted, NotOnTheList, NotOverYet
from learning.meetup_exceptions import MeetupCancelled
from learning.models import RSVP, Attendance, DoorMark, GroupMembership, Meetup

State, Source = Attendance.State, Attendance.Source

OPENS = timedelta(hours=2)
CORRECTED = timedelta(days=30)
#: A phone keeps what it could not send for an evening, not for longer.
KEPT = timedelta(hours=24)
#: So long after the end the door is closed by itself, if nobody does: a sheet of paper is typed in the next morning.
CLOSES = timedelta(hours=18)


def is_open(*, meetup: Meetup) -> bool:
    """Whether people can be noted now."""
    return (
        not meetup.is_cancelled and meetup.starts_at - OPENS <= timezone.now() <= meetup.ends_at + CORRECTED
    )


def require_open(*, meetup: Meetup) -> None:
    """Raises MeetupCancelled, DoorClosed."""
    if meetup.is_cancelled:
        raise MeetupCancelled
    if not is_open(meetup=meetup):
        raise DoorClosed


@retried
@transaction.atomic
def mark(
    *,
    actor: Member,
    meetup: Meetup,
    member: Member,
    state: str,
    key: UUID,
    ago: timedelta = timedelta(0),
    source: str = Source.DOOR,
) -> DoorMark:
    """Note how somebody came. `ago` says how long the tap was kept without network. The same key again is the same tap.

    Raises MeetupCancelled, DoorClosed, and NotOnTheList for a person who is not on this actor's list.
    """
    made_at = timezone.now() - min(max(ago, timedelta(0)), KEPT)
    tap = DoorMark(key=key, meetup=meetup, state=State(state), made_by=actor, made_at=made_at)
    if not enter(tap=tap):
        return tap
    require_open(meetup=meetup)
    _require_listed(meetup, member, actor)
    facts = {"state": tap.state, "source": source, "noted_by": actor, "noted_at": made_at}
    row, is_new = _row(meetup, member, facts)
    if not is_new:
        is_seen = row.source != Source.CLOSE
        is_older = bool(ago) and is_seen and row.noted_by_id != actor.pk and row.noted_at > made_at
        tap.before, tap.before_source = row.state, row.source
        if is_older or row.state == tap.state:
            tap.state = row.state
        else:
            write(row=row, actor=actor, verb="marked", **facts)
    else:
        note(row=row, actor=actor, verb="marked", before="")
    tap.attendance = row
    tap.save(update_fields=["attendance", "state", "before", "before_source"])
    return tap


@retried
@transaction.atomic
def undo(*, actor: Member, meetup: Meetup, key: UUID) -> None:
    """Take a tap back; before it was made, nothing or something else stood there. Twice is once.

    A tap that never arrived was never made. Raises MarkedSince when something newer stands.
    """
    tap = DoorMark.objects.filter(meetup=meetup, key=key).first()
    waiting = DoorMark.objects.filter(meetup=meetup, key=key, undone_at__isnull=True)
    if tap is None or not waiting.update(undone_at=timezone.now()):
        return
    rows = Attendance.objects.select_for_update()
    row = rows.filter(pk=tap.attendance_id).first() if tap.attendance_id else None
    if row is None:
        raise MarkedSince
    newer = DoorMark.objects.standing().filter(attendance=row, pk__gt=tap.pk)
    is_claimed = row.source == Source.CLAIM
    if newer.exists() or is_claimed or row.state != tap.state:
        raise MarkedSince
    if tap.before:
        facts = {"source": tap.before_source, "noted_by": actor, "noted_at": timezone.now()}
        write(row=row, actor=actor, verb="undone", state=tap.before, **facts)
        return
    before, row.state = row.state, ""
    note(row=row, actor=actor, verb="undone", before=before)
    row.delete()


@retried
@transaction.atomic
def arrive(*, member: Member, meetup: Meetup) -> Attendance:
    """The member says that they are there, with the code of the room. Twice is once; whoever came late stays late."""
    facts = {"state": State.PRESENT, "source": Source.CODE, "noted_by": member, "noted_at": timezone.now()}
    row, is_new = _row(meetup, member, facts)
    if is_new:
        note(row=row, actor=member, verb="arrived", before="")
    elif row.state in {State.ABSENT, State.EXCUSED}:
        write(row=row, actor=member, verb="arrived", **facts)
    return row


@retried
@transaction.atomic
def close(*, actor: Member | None, meetup: Meetup) -> int:
    """After the end: who had a seat and was not noted was not there. Returns how many; twice is once.

    Raises NotOverYet, MeetupCancelled, NobodyNoted.
    """
    if meetup.is_cancelled:
        raise MeetupCancelled
    if not meetup.is_over:
        raise NotOverYet
    if not meetup.attendances.filter(state__in=[State.PRESENT, State.LATE]).exists():
        raise NobodyNoted
    now = timezone.now()
    if not Meetup.objects.filter(pk=meetup.pk, door_closed_at__isnull=True).update(door_closed_at=now):
        return 0
    noted = Attendance.objects.filter(meetup=meetup, member=OuterRef("member"))
    missing = RSVP.objects.confirmed().filter(~Exists(noted), meetup=meetup).select_related("member")
    number = 0
    for rsvp in missing.order_by("pk"):
        facts = {"state": State.ABSENT, "source": Source.CLOSE, "noted_by": actor, "noted_at": now}
        row, is_new = Attendance.objects.get_or_create(meetup=meetup, member=rsvp.member, defaults=facts)
        if is_new:
            note(row=row, actor=actor, verb="closed", before="")
            number += 1
    return number


def close_due() -> int:
    """Close the doors that nobody closed by hand, where the door was used. Returns how many people were missing."""
    now = timezone.now()
    was_used = Attendance.objects.filter(meetup=OuterRef("pk"), state__in=[State.PRESENT, State.LATE])
    over = Meetup.objects.filter(
        Exists(was_used), ends_at__lte=now - CLOSES, ends_at__gt=now - CORRECTED, door_closed_at__isnull=True
    ).exclude(state=Meetup.State.CANCELLED)
    return sum(close(actor=None, meetup=each) for each in over.order_by("pk"))


def enter(*, tap: DoorMark) -> bool:
    """Keep a tap by its key. Whether it is new; one that arrived before becomes what it was."""
    known, is_new = DoorMark.objects.get_or_create(
        key=tap.key,
        defaults={
            "meetup": tap.meetup,
            "state": tap.state,
            "made_by": tap.made_by,
            "made_at": tap.made_at,
        },
    )
    tap.__dict__.update(known.__dict__)
    return is_new


def write(*, row: Attendance, actor: Member | None, verb: str, **facts: object) -> None:
    """Change a mark, with its event."""
    before = row.state
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))
    note(row=row, actor=actor, verb=verb, before=before)


def note(*, row: Attendance, actor: Member | None, verb: str, before: str) -> None:
    """Add the event of a mark. A guest's name stays out of it: it goes when the guest asks."""
    events.record(
        actor=actor,
        object=f"learning.attendance:{row.uuid}",
        verb=verb,
        before=before,
        after=row.state,
        data={"meetup": str(row.meetup.uuid), "source": row.source},
    )


def _row(meetup: Meetup, member: Member, facts: dict[str, Any]) -> tuple[Attendance, bool]:
    """The person's row, locked, and whether it is new; one that is taken back meanwhile is made anew."""
    while True:
        row, is_new = Attendance.objects.get_or_create(meetup=meetup, member=member, defaults=facts)
        locked = row if is_new else Attendance.objects.select_for_update().filter(pk=row.pk).first()
        if locked:
            return locked, is_new


def _require_listed(meetup: Meetup, member: Member, actor: Member) -> None:
    """Noted are those who answered, who belong to the group, or who are noted already; nobody across a block."""
    is_listed = (
        RSVP.objects.filter(meetup=meetup, member=member).exists()
        or GroupMembership.objects.joined().filter(group=meetup.group_id, member=member).exists()
        or Attendance.objects.filter(meetup=meetup, member=member).exists()
    )
    if not is_listed or Block.objects.between(actor, member).exists():
        raise NotOnTheList
