"""Reads which meetups matter to one person now: those they answered, and those they run. For Today, in few statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.models import Member
from learning.addresses import has_page
from learning.models import RSVP, Meetup, MeetupFeedback, RecapPage

#: What is over is remembered so long, and what has changed is said so long.
BEHIND = timedelta(days=7)
NEWS = timedelta(days=3)
#: "Tonight": what organizers are reminded of.
SOON = timedelta(hours=24)
MOST = 12

State = RSVP.State


@dataclass(frozen=True, slots=True)
class Agenda:
    """One person's answers to meetups: what waits for a yes, the next seat, places in the queue, bad news, thanks due."""

    offered: tuple[RSVP, ...] = ()
    next: RSVP | None = None
    waiting: tuple[RSVP, ...] = ()
    cancelled: tuple[RSVP, ...] = ()
    unsaid: tuple[RSVP, ...] = ()

    @property
    def next_in_a_group(self) -> Meetup | None:
        """The group meetup one prepares for: the next with a seat or a place as a learner."""
        held = [*([self.next] if self.next else []), *self.waiting, *self.offered]
        learns = [each for each in held if each.role == RSVP.Role.LEARNER]
        ahead = [each.meetup for each in learns if each.meetup.group_id]
        return min(ahead, key=lambda each: (each.starts_at, each.pk), default=None)


@dataclass(frozen=True, slots=True)
class Duties:
    """What an organizer has before and behind them: meetups of the next day, and those without a recap."""

    soon: tuple[Meetup, ...] = ()
    to_recap: tuple[Meetup, ...] = ()


def agenda(*, member: Member) -> Agenda:
    """The answers of a member that matter now: one statement, and one more where somebody waits or something took place."""
    now = timezone.now()
    rows = list(
        RSVP.objects.of(member)
        .filter(meetup__ends_at__gt=now - BEHIND)
        .exclude(state=State.RELEASED)
        .select_related("meetup__group", "meetup__chapter", "meetup__venue")
        .order_by("meetup__starts_at", "meetup_id")[: 4 * MOST]
    )
    rows = _looked_closer(rows, now)
    ahead = [row for row in rows if row.meetup.ends_at > now]
    on = [row for row in ahead if not row.meetup.is_cancelled]
    return Agenda(
        offered=tuple(row for row in on if row.state == State.OFFERED and not row.has_lapsed),
        next=next((row for row in on if row.state == State.CONFIRMED), None),
        waiting=tuple(row for row in on if row.state == State.WAITLISTED and not row.meetup.has_started),
        cancelled=tuple(row for row in ahead if row.meetup.is_cancelled and _is_news(row.meetup, now)),
        unsaid=tuple(_unsaid(rows, now)),
    )


def is_changed(*, rsvp: RSVP) -> bool:
    """Whether time or place changed lately, after this person had answered."""
    meetup = rsvp.meetup
    return (
        meetup.ics_sequence > 0 and _is_news(meetup, timezone.now()) and meetup.changed_at > rsvp.answered_at
    )


def duties(*, member: Member) -> Duties:
    """Meetups this member runs: of the next day with how many come and wait, and past ones without recap. One statement."""
    now = timezone.now()
    recaps = RecapPage.objects.filter(meetup=OuterRef("pk"), live=True)
    rows = list(
        Meetup.objects.run_by(member)
        .shown()
        .filter(ends_at__gt=now - BEHIND, starts_at__lt=now + SOON)
        .exclude(state=Meetup.State.CANCELLED)
        .annotate(
            come=Count("rsvps", filter=Q(rsvps__state=State.CONFIRMED)),
            wait=Count("rsvps", filter=Q(rsvps__state=State.WAITLISTED)),
            has_recap=Exists(recaps),
        )
        .order_by("starts_at", "pk")[: 4 * MOST]
    )
    return Duties(
        soon=tuple(row for row in rows if row.ends_at > now),
        to_recap=tuple(row for row in rows if row.ends_at <= now and not row.has_recap)
        if has_page("recap")
        else (),
    )


def _looked_closer(rows: list[RSVP], now: datetime) -> list[RSVP]:
    """The same answers; those that wait with their `place` in the queue, from 1, those to what is over with `has_feedback`.

    What is answered differently since is left out.
    """
    asked = {row.pk for row in rows if row.state == State.WAITLISTED or row.meetup.ends_at <= now}
    if not asked:
        return rows
    found = RSVP.objects.filter(pk__in=asked).annotate(place=_place() + 1, has_feedback=_has_feedback())
    states = {row.pk: row.state for row in rows}
    still = {row.pk: row for row in found.only("state") if row.state == states[row.pk]}
    for row in rows:
        if row.pk in still:
            vars(row).update(place=still[row.pk].place, has_feedback=still[row.pk].has_feedback)
    return [row for row in rows if row.pk in still or row.pk not in asked]


def _place() -> Coalesce:
    """How many wait before this answer: for the same kind of seat."""
    before = (
        RSVP.objects.filter(
            meetup=OuterRef("meetup"), state=State.WAITLISTED, role=OuterRef("role"),
            queue_number__lt=OuterRef("queue_number"),
        )
        .filter(Q(role=RSVP.Role.HELPER) | Q(mode=OuterRef("mode")))
        .order_by()
        .values("meetup")
        .annotate(number=Count("pk"))
        .values("number")
    )  # fmt: skip
    return Coalesce(Subquery(before), 0)


def _has_feedback() -> Exists:
    return Exists(MeetupFeedback.objects.filter(meetup=OuterRef("meetup"), member=OuterRef("member")))


def _is_news(meetup: Meetup, now: datetime) -> bool:
    return meetup.changed_at > now - NEWS


def _unsaid(rows: Iterable[RSVP], now: datetime) -> list[RSVP]:
    """Meetups one had a seat at and has said nothing about; none while there is no page to say it on."""
    if not has_page("feedback"):
        return []
    return [
        row
        for row in rows
        if row.state == State.CONFIRMED
        and row.meetup.ends_at <= now
        and not row.meetup.is_cancelled
        and not getattr(row, "has_feedback", False)
    ]
