"""Meetups: planned, moved, given another place, cancelled, reopened, held. Whatever happens to one, it stays the same one.

The uuid, the seats, the answers, the links and the calendar's UID stay; each change raises the calendar's sequence number
and tells everybody who has a seat or a place once.
"""

from collections.abc import Mapping
from datetime import date, time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cms.models import Chapter, Member
from cms.services import events
from cms.services.retry import retried
from learning import schedule
from learning.meetup_exceptions import (
    MeetupOver,
    SeatsInUse,
)
from learning.models import RSVP, Meetup, SeatPool, StudyGroup, Venue

from . import seats

State = Meetup.State


@retried
@transaction.atomic
def plan(
    *,
    actor: Member | None,
    chapter: Chapter,
    kind: str,
    day: date,
    clock: time,
    minutes: int,
    zone: str,
    seats_of: Mapping[str, int | None],
    group: StudyGroup | None = None,
    **facts: object,
) -> Meetup:
    """A new meetup with its seats. `seats_of` has a capacity (None: no limit) for each kind of seat it offers.

    `facts` are further fields: title, description, venue, online_url, rule, rule_date.
    """
    # Numbers are given out one after the other: whoever plans for a group or a chapter holds its row.
    if group is not None:
        seats.lock_group(group=group)
    else:
        Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    of_kind = Meetup.objects.filter(chapter=chapter, group=group, kind=kind)
    starts_at, ends_at = schedule.span(day, clock, minutes, zone)
    meetup = Meetup.objects.create(
        chapter=chapter,
        group=group,
        kind=kind,
        number=(of_kind.aggregate(last=Max("number"))["last"] or 0) + 1,
        local_date=day,
        local_time=clock,
        minutes=minutes,
        timezone=zone,
        starts_at=starts_at,
        ends_at=ends_at,
        **facts,
    )
    SeatPool.objects.bulk_create(
        SeatPool(meetup=meetup, kind=kind, capacity=capacity) for kind, capacity in seats_of.items()
    )
    _note(actor, meetup, "planned", "")
    return meetup


@retried
@transaction.atomic
def move(
    *,
    actor: Member,
    meetup: Meetup,
    day: date,
    clock: time,
    minutes: int,
    place: tuple[Venue | None, str] | None = None,
) -> Meetup:
    """Another day or time, and another `place` (venue, link) where one is given: one change, told once.

    Seats, places and answers stay. Moving to where it is changes nothing. Raises MeetupOver.
    """
    pools = seats.lock_all(meetup=meetup)
    meetup.refresh_from_db()
    _require_not_over(meetup)
    venue, online_url = place if place is not None else (meetup.venue, meetup.online_url)
    old = (meetup.local_date, meetup.local_time, meetup.minutes, meetup.venue_id, meetup.online_url)
    if old == (day, clock, minutes, venue and venue.pk, online_url):
        return meetup
    before = meetup.starts_at
    meetup.local_date, meetup.local_time, meetup.minutes = day, clock, minutes
    meetup.starts_at, meetup.ends_at = schedule.span(day, clock, minutes, meetup.timezone)
    meetup.venue, meetup.online_url = venue, online_url
    _save(meetup, "local_date", "local_time", "minutes", "starts_at", "ends_at", "venue", "online_url")
    _shorten_offers(meetup)
    facts = {"from": before.isoformat(), "to": meetup.starts_at.isoformat(), "venue": str(venue or "")}
    _note(actor, meetup, "moved", meetup.state, **facts)
    if not meetup.is_cancelled:
        _tell_all(meetup, "moved")
    for pool in pools.values():
        seats.hand_on(pool=pool, meetup=meetup)
    return meetup


def change_place(*, actor: Member, meetup: Meetup, venue: Venue | None, online_url: str) -> Meetup:
    """Another venue or another link to join, at the same time. Raises MeetupOver."""
    return move(
        actor=actor,
        meetup=meetup,
        day=meetup.local_date,
        clock=meetup.local_time,
        minutes=meetup.minutes,
        place=(venue, online_url),
    )


@retried
@transaction.atomic
def cancel(*, actor: Member, meetup: Meetup, reason: str = "") -> Meetup:
    """It does not take place. Answers stay for a reopening; open offers go back to their places. Twice is once.

    Raises MeetupOver.
    """
    pools = seats.lock_all(meetup=meetup)
    meetup.refresh_from_db()
    if meetup.is_cancelled:
        return meetup
    _require_not_over(meetup)
    for pool in pools.values():
        seats.withdraw_offers(pool=pool, told=False)
    before, meetup.state = meetup.state, State.CANCELLED
    _save(meetup, "state")
    _note(actor, meetup, "cancelled", before, reason=reason)
    _tell_all(meetup, "cancelled", reason=reason)
    return meetup


@retried
@transaction.atomic
def reopen(*, actor: Member, meetup: Meetup) -> Meetup:
    """It takes place after all, with everybody who had a seat or a place. Twice is once. Raises MeetupOver."""
    pools = seats.lock_all(meetup=meetup)
    meetup.refresh_from_db()
    if not meetup.is_cancelled:
        return meetup
    _require_not_over(meetup)
    meetup.state = State.PLANNED
    _save(meetup, "state")
    _note(actor, meetup, "reopened", State.CANCELLED)
    _tell_all(meetup, "reopened")
    for pool in pools.values():
        seats.hand_on(pool=pool, meetup=meetup)
    return meetup


@retried
@transaction.atomic
def resize(*, actor: Member, meetup: Meetup, kind: str, capacity: int | None) -> SeatPool:
    """More or fewer seats of a kind. More go to the queue at once; fewer take the last offers back, but nobody's seat.

    Raises SeatsInUse when more people have a seat than there would be, NoSuchSeats.
    """
    pool = seats.lock(meetup=meetup, kinds={kind})[kind]
    if pool.capacity == capacity:
        return pool
    before = pool.capacity
    if capacity is not None and pool.taken > capacity:
        if (confirmed := pool.taken - seats.offered(pool=pool)) > capacity:
            raise SeatsInUse(people=confirmed)
        seats.withdraw_offers(pool=pool, number=pool.taken - capacity)
    SeatPool.objects.filter(pk=pool.pk).update(capacity=capacity)
    pool.refresh_from_db()
    _note(actor, meetup, "resized", meetup.state, kind=kind, seats_before=before, seats=capacity)
    seats.hand_on(pool=pool, meetup=meetup)
    return pool


def hold_due() -> int:
    """Note that meetups which are over took place, and when their chapters last met. Safe to run twice."""
    over = Meetup.objects.past().filter(state=State.PLANNED).select_related("chapter").order_by("pk")
    return sum(_hold(meetup) for meetup in over)


@retried
@transaction.atomic
def _hold(meetup: Meetup) -> bool:
    seats.lock_all(meetup=meetup)
    now = timezone.now()
    held = Meetup.objects.filter(pk=meetup.pk, state=State.PLANNED, ends_at__lte=now)
    if not held.update(state=State.HELD):
        return False
    meetup.state = State.HELD
    _note(None, meetup, "held", State.PLANNED)
    later = Chapter.objects.filter(pk=meetup.chapter_id).exclude(last_met_at__gte=meetup.starts_at)
    later.update(last_met_at=meetup.starts_at)
    return True


def _require_not_over(meetup: Meetup) -> None:
    if meetup.is_over:
        raise MeetupOver


def _save(meetup: Meetup, *fields: str) -> None:
    """Write a change that calendars must hear of."""
    meetup.ics_sequence += 1
    meetup.changed_at = meetup.edited_at = timezone.now()
    meetup.save(update_fields=["ics_sequence", "changed_at", "edited_at", *fields])


def _shorten_offers(meetup: Meetup) -> None:
    """No offer stands beyond the beginning."""
    latest = seats.offered_until(meetup=meetup, now=timezone.now())
    meetup.rsvps.filter(state=RSVP.State.OFFERED, offer_until__gt=latest).update(offer_until=latest)


def _tell_all(meetup: Meetup, kind: str, **context: object) -> None:
    """One message about this change to everybody with a seat, an offer or a place."""
    for rsvp in meetup.rsvps.exclude(state=RSVP.State.RELEASED).select_related("member").order_by("pk"):
        seats.tell_of_meetup(rsvp=rsvp, meetup=meetup, kind=kind, **context)


def _note(actor: Member | None, meetup: Meetup, verb: str, before: str, **data: object) -> None:
    events.record(
        actor=actor,
        object=f"learning.meetup:{meetup.uuid}",
        verb=verb,
        before=before,
        after=meetup.state,
        data=data,
    )
