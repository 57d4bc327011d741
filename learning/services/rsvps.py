"""Answers to meetups. The rules of seats:

1. A member has one answer a meetup. Sending it again changes nothing.
2. A seat is taken in one statement that says "if one is free"; the database refuses to sell more (`seats_never_oversold`).
3. Without a free seat one gets the next place in the queue. Places keep the order of asking.
4. A seat that becomes free is offered to the first who waits, in the transaction that freed it: there is never a free
   seat while somebody waits for it. An offered seat counts as taken. Who does not answer in time is passed over.
5. After the beginning, and while a meetup is cancelled, answers are refused. Seats, places and links stay as they are.
6. Each change writes one event and one message, in the same transaction.

Every function here locks what it touches first, in the order that `seats` gives, and only then reads.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from learning.meetup_exceptions import (
    Clash,
    NoOffer,
    NotInTheGroup,
    OfferLapsed,
)
from learning.models import RSVP, GroupMembership, Meetup, SeatPool, StudyGroup

from . import seats

State, Role = RSVP.State, RSVP.Role


@retried
@transaction.atomic
def respond(
    *,
    meetup: Meetup,
    member: Member,
    mode: str,
    role: str = Role.LEARNER,
    actor: Member | None = None,
    told: bool = True,
) -> RSVP:
    """Take a seat, or the next place in the queue; of somebody who has a seat it changes how they come.

    `actor` is who answers for the member: themselves when it is None. Whoever says `told=False` tells the member of a
    first answer in another letter. Raises MeetupStarted, MeetupCancelled, NoSuchSeats, NotInTheGroup, Clash, and SeatGone
    when a seat one holds cannot be changed into the wished one (it stays).
    """
    kind = SeatPool.Kind.HELPER if role == Role.HELPER else SeatPool.Kind(mode)
    # From here on nobody but us changes whether this member has an answer, and to which kind of seat.
    seats.lock_people(keys=[member.pk])
    old = RSVP.objects.filter(meetup=meetup, member=member).first()
    kinds = {kind, old.kind} if old and old.state != State.RELEASED else {kind}
    pools = seats.lock(meetup=meetup, kinds=kinds)
    seats.require_open(meetup=meetup)
    # Read again under the lock of the seats: an offer may have been made, or have lapsed.
    rsvp = RSVP.objects.filter(meetup=meetup, member=member).first()
    if rsvp and rsvp.state != State.RELEASED:
        if rsvp.kind == kind:
            return _same_kind(rsvp, mode, actor or member)
        return _change_kind(rsvp, pools, kind, mode, role, actor or member)
    _require_membership(meetup, member)
    _require_free_time(meetup, member)
    rsvp = rsvp or RSVP(meetup=meetup, member=member)
    return _enter(rsvp, pools[kind], mode, role, actor or member, told)


def _same_kind(rsvp: RSVP, mode: str, actor: Member) -> RSVP:
    """The same answer again; a helper may change between room and online, which is one kind of seat."""
    if rsvp.mode != mode:
        seats.change(rsvp=rsvp, state=rsvp.state, actor=actor, verb="mode-changed", mode=mode)
    return rsvp


def _enter(rsvp: RSVP, pool: SeatPool, mode: str, role: str, actor: Member, told: bool) -> RSVP:
    """A seat if one is free, or else the next place in the queue."""
    now = timezone.now()
    place: dict[str, Any] = {}
    rsvp.mode, rsvp.role, rsvp.answered_at = mode, role, now
    if seats.take(pool=pool):
        state, verb = State.CONFIRMED, "confirmed"
    else:
        state, verb = State.WAITLISTED, "waitlisted"
        place = {"queued_at": now, "queue_number": seats.next_place(pool=pool)}
    if rsvp._state.adding:
        # Of two at once the lock let one go first, and this one has found that row.
        rsvp.state, rsvp.queued_at, rsvp.queue_number = (
            state,
            place.get("queued_at"),
            place.get("queue_number"),
        )
        rsvp.save()
    place |= {"mode": mode, "role": role, "answered_at": now}
    return seats.change(rsvp=rsvp, state=state, actor=actor, verb=verb, told=told, **place)


def _change_kind(
    rsvp: RSVP, pools: dict[str, SeatPool], kind: str, mode: str, role: str, actor: Member
) -> RSVP:
    """From one kind of seat to another. Who holds a seat gives it up only for a seat."""
    if rsvp.state != State.CONFIRMED:
        _require_free_time(rsvp.meetup, rsvp.member)
    old, new = pools[rsvp.kind], pools[kind]
    now = timezone.now()
    wish: dict[str, Any] = {"mode": mode, "role": role, "answered_at": now}
    if rsvp.holds_a_seat:
        seats.take_or_refuse(pool=new)
        seats.change(rsvp=rsvp, state=State.CONFIRMED, actor=actor, verb="mode-changed", **wish)
        seats.give_back(pool=old)
        seats.hand_on(pool=old, meetup=rsvp.meetup)
        return rsvp
    if seats.take(pool=new):
        return seats.change(rsvp=rsvp, state=State.CONFIRMED, actor=actor, verb="confirmed", **wish)
    wish |= {"queued_at": now, "queue_number": seats.next_place(pool=new)}
    return seats.change(rsvp=rsvp, state=State.WAITLISTED, actor=actor, verb="waitlisted", **wish)


def _require_membership(meetup: Meetup, member: Member) -> None:
    """Whoever was removed from the group, or waits for its yes, has no seat there. Raises NotInTheGroup."""
    group = meetup.group
    if group is None:
        return
    row = GroupMembership.objects.filter(group=group, member=member).first()
    asks = group.join == StudyGroup.Join.APPROVAL
    if (row and row.state == GroupMembership.State.REMOVED) or (
        asks and (row is None or row.state != GroupMembership.State.JOINED)
    ):
        raise NotInTheGroup


def _require_free_time(meetup: Meetup, member: Member) -> None:
    """Nobody sits in two places. Raises Clash with the other meetup's name."""
    other = (
        RSVP.objects.confirmed()
        .of(member)
        .filter(meetup__starts_at__lt=meetup.ends_at, meetup__ends_at__gt=meetup.starts_at)
        .exclude(meetup=meetup.pk)
        .exclude(meetup__state=Meetup.State.CANCELLED)
        .select_related("meetup")
        .first()
    )
    if other:
        raise Clash(name=other.meetup.name)


@retried
@transaction.atomic
def release(*, rsvp: RSVP, actor: Member) -> RSVP:
    """Give up a seat, an offer or a place; the seat goes on at once. Twice is once. Raises MeetupStarted."""
    meetup = rsvp.meetup
    pools, rsvp = _locked(rsvp)
    if rsvp.state == State.RELEASED:
        return rsvp
    if not meetup.is_cancelled:
        seats.require_open(meetup=meetup)
    held, pool = rsvp.holds_a_seat, pools[rsvp.kind]
    seats.change(rsvp=rsvp, state=State.RELEASED, actor=actor, verb="released")
    if held:
        seats.give_back(pool=pool)
        seats.hand_on(pool=pool, meetup=meetup)
    return rsvp


@retried
@transaction.atomic
def accept(*, rsvp: RSVP, actor: Member) -> RSVP:
    """Say yes to an offered seat. Twice is once. Raises OfferLapsed, NoOffer, Clash, MeetupStarted, MeetupCancelled."""
    meetup = rsvp.meetup
    seats.lock_people(keys=[rsvp.member_id])
    _pools, rsvp = _locked(rsvp)
    if rsvp.state == State.CONFIRMED:
        return rsvp
    seats.require_open(meetup=meetup)
    if rsvp.state != State.OFFERED:
        raise NoOffer
    if rsvp.has_lapsed:
        raise OfferLapsed
    _require_free_time(meetup, rsvp.member)
    now = timezone.now()
    return seats.change(rsvp=rsvp, state=State.CONFIRMED, actor=actor, verb="confirmed", answered_at=now)


def lapse_due() -> int:
    """Pass over everybody who did not answer an offer in time. Safe to run twice or side by side. Returns how many."""
    now = timezone.now()
    lapsed = RSVP.objects.lapsed(now).select_related("meetup", "member").order_by("offer_until", "pk")
    return sum(_lapse(rsvp=rsvp) for rsvp in lapsed)


@retried
@transaction.atomic
def _lapse(*, rsvp: RSVP) -> bool:
    meetup = rsvp.meetup
    pools, rsvp = _locked(rsvp)
    if rsvp.state != State.OFFERED or not rsvp.has_lapsed:
        return False
    pool = pools[rsvp.kind]
    seats.change(rsvp=rsvp, state=State.RELEASED, actor=None, verb="lapsed")
    seats.give_back(pool=pool)
    seats.hand_on(pool=pool, meetup=meetup)
    return True


def _locked(rsvp: RSVP) -> tuple[dict[str, SeatPool], RSVP]:
    """The answer as it stands, under the lock of its seats, whichever kind they are by now."""
    meetup, kind = rsvp.meetup, rsvp.kind
    while True:
        pools = seats.lock(meetup=meetup, kinds={kind})
        fresh = RSVP.objects.select_related("member").get(pk=rsvp.pk)
        fresh.meetup = meetup
        if fresh.kind == kind:
            return pools, fresh
        kind = fresh.kind
