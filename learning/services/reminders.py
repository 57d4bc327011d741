"""Keeps the planned messages of meetups in line with the meetups: reminders before, and questions afterwards.

Each is a row of the ledger long before it is due, so that organizers see it, change its words or stop it. What should be
planned follows from the meetup, its answers and its organizers alone; `keep_in_line` makes the ledger agree, whatever
happened in between, and changes nothing when it agrees already.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from cms import quiet_hours
from cms.models import Member, Message
from learning import schedule
from learning.addresses import has_page
from learning.models import RSVP, Attendance, Meetup

from . import meetup_people

AHEAD = timedelta(days=14)
AFTERWARDS = timedelta(days=3)
EVENING_AT, MORNING_AT = time(18), time(9)
SOON = timedelta(hours=3)
RECAP_AFTER = timedelta(minutes=30)
REST = timedelta(hours=6)

EVENING_KIND, SOON_KIND = "learning.meetup_evening", "learning.meetup_soon"
RECAP_KIND, FEEDBACK_KIND = "learning.meetup_recap", "learning.meetup_feedback"
PLANNED = (EVENING_KIND, SOON_KIND, RECAP_KIND, FEEDBACK_KIND)


@dataclass(frozen=True)
class Plan:
    """One message that should be in the ledger."""

    kind: str
    meetup: Meetup
    member: Member
    due_at: datetime

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.meetup.uuid}:{self.member.pk}"

    @property
    def context(self) -> dict[str, str]:
        return {"meetup": str(self.meetup.uuid), "starts": self.meetup.starts_at.isoformat()}


def about(meetup: Meetup) -> str:
    """What the ledger calls a meetup."""
    return f"learning.meetup:{meetup.uuid}"


def keep_in_line() -> int:
    """Bring the planned messages of all meetups that are near in line. Safe to run twice. Returns how many changed."""
    now = timezone.now()
    left = Message.objects.open(now).filter(kind__in=PLANNED).values_list("about", flat=True).distinct()
    keys = [UUID(each.rpartition(":")[2]) for each in left]
    near = Q(ends_at__gt=now - AFTERWARDS, starts_at__lt=now + AHEAD) | Q(uuid__in=keys)
    return align(meetups=Meetup.objects.shown().filter(near).select_related("chapter", "group"), now=now)


def align(*, meetups: Iterable[Meetup], now: datetime) -> int:
    """Bring the planned messages of these meetups in line with how they stand. Returns how many changed."""
    known = {about(meetup): meetup for meetup in meetups}
    people = meetup_people.of(meetups=list(known.values()))
    wanted = {plan.key: plan for meetup in known.values() for plan in _plans(meetup, people[meetup.pk], now)}
    rows = {row.dedupe_key: row for row in Message.objects.filter(about__in=known, kind__in=PLANNED)}
    for key, plan in list(wanted.items()):
        row = rows.get(key)
        if row and row.sent_at and row.context != plan.context:
            # It was sent for another day, and the meetup has moved since: that day has a message of its own.
            wanted[f"{key}:{int(plan.meetup.starts_at.timestamp())}"] = wanted.pop(key)
    new = {key: plan for key, plan in wanted.items() if key not in rows}
    gone = [
        row.pk for key, row in rows.items() if key not in wanted and not row.sent_at and not row.stopped_at
    ]
    changed = sum(_follow(rows[key], plan, now) for key, plan in wanted.items() if key in rows)
    return changed + _write(new) + _stop(gone, now)


def _plans(meetup: Meetup, people: meetup_people.People, now: datetime) -> list[Plan]:
    """What should be planned for one meetup: nothing that is too late, or that has been told in another letter just now."""
    if meetup.is_cancelled:
        return []
    found = []
    if not meetup.has_started:
        for rsvp in people.confirmed:
            told_at = max(rsvp.answered_at, meetup.changed_at)
            found += [plan for plan in _before(meetup, rsvp.member) if plan.due_at >= told_at]
    # Nobody is asked for what there is no page to say it on.
    if now < meetup.ends_at + AFTERWARDS and has_page("recap"):
        found += [
            Plan(RECAP_KIND, meetup, each, quiet_hours.after(meetup.ends_at + RECAP_AFTER, each.zone))
            for each in people.organizers
        ]
    if now < meetup.ends_at + AFTERWARDS and has_page("feedback"):
        found += [Plan(FEEDBACK_KIND, meetup, each, _morning_after(meetup, each)) for each in people.came]
    return found


def _before(meetup: Meetup, member: Member) -> list[Plan]:
    """The evening before, on the member's clock, and three hours before; who would be woken by that has the first only."""
    day = meetup.starts_at.astimezone(member.zone).date() - timedelta(days=1)
    soon = meetup.starts_at - SOON
    found = [Plan(EVENING_KIND, meetup, member, schedule.instant(day, EVENING_AT, member.zone.key))]
    if not quiet_hours.is_night(soon, member.zone):
        found.append(Plan(SOON_KIND, meetup, member, soon))
    return found


def _morning_after(meetup: Meetup, member: Member) -> datetime:
    """The first morning on the member's clock that leaves them some hours of rest."""
    day = meetup.ends_at.astimezone(member.zone).date()
    morning = schedule.instant(day, MORNING_AT, member.zone.key)
    if morning < meetup.ends_at + REST:
        morning = schedule.instant(day + timedelta(days=1), MORNING_AT, member.zone.key)
    return morning


def _write(plans: dict[str, Plan]) -> int:
    Message.objects.bulk_create(
        (
            Message(
                dedupe_key=key,
                kind=plan.kind,
                recipient=plan.member,
                about=about(plan.meetup),
                context=plan.context,
                due_at=plan.due_at,
            )
            for key, plan in plans.items()
        ),
        ignore_conflicts=True,
        batch_size=500,
    )
    return len(plans)


def _follow(row: Message, plan: Plan, now: datetime) -> bool:
    """Let a row follow its plan: another time, or wanted again. What somebody stopped, or the member declined, stays so."""
    if row.sent_at or row.stopped_why not in {"", Message.Why.PLAN}:
        return False
    moved = row.context != plan.context or (row.tries == 0 and row.due_at != plan.due_at)
    if not moved and not row.stopped_at:
        return False
    rows = Message.objects.filter(pk=row.pk, sent_at__isnull=True, stopped_why__in=["", Message.Why.PLAN])
    rows = rows.filter(Q(locked_until__isnull=True) | Q(locked_until__lte=now))
    fresh = {"due_at": plan.due_at, "context": plan.context, "tries": 0, "error": ""}
    return bool(rows.update(stopped_at=None, stopped_why="", **fresh))


def _stop(keys: Collection[int], now: datetime) -> int:
    rows = Message.objects.open(now).filter(pk__in=keys)
    return rows.update(stopped_at=now, stopped_why=Message.Why.PLAN) if keys else 0


def was_there(*, meetup: Meetup, member: Member) -> bool:
    """Whether a member was at a meetup as far as we know: noted at the door, or with a seat and not noted as away."""
    noted = Attendance.objects.filter(meetup=meetup, member=member).first()
    if noted:
        return noted.state in meetup_people.THERE
    return RSVP.objects.confirmed().filter(meetup=meetup, member=member).exists()
