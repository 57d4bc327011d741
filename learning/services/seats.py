"""The rows beneath answers to meetups: one lock, one way to take a seat, to give it back, to hand it on, and to tell.

Whoever changes an answer writes its pool first. Until the end of that transaction nobody else changes anything about
these seats, so what is read afterwards is true.

Locks are taken in one order, everywhere, and each only where it is needed:

1. the group (`lock_group`), by whoever plans for it, changes or ends it, and by whoever comes into it or goes;
2. the people (`lock_people`), several in the order of their keys, by whoever gives somebody a seat or changes where they
   belong: one person's answers to two meetups at the same hour, or two answers to one meetup, wait for each other;
3. the pools (`lock`), several of one meetup in the order of their keys, of several meetups in the order of the evenings;
4. only then answers, meetups, memberships and messages are read and written.

Giving back, handing on and lapsing touch one pool and nobody's other answers, so they begin with the third. Where two
meetups change places in the order of the evenings while both are locked, the database ends one of the two transactions,
and `retried` does that one again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from cms.models import Member
from cms.services import events, messages
from learning.meetup_exceptions import (
    MeetupCancelled,
    MeetupStarted,
    NoSuchSeats,
    SeatGone,
)
from learning.models import RSVP, Meetup, SeatPool, StudyGroup
from learning.models.seats import RSVPQuerySet

State = RSVP.State

OFFERED_FOR = timedelta(hours=24)
#: An offer leaves this long before the beginning for somebody else to come, if there is as much time.
BEFORE_THE_START = timedelta(hours=2)
AT_LEAST = timedelta(minutes=30)


def lock_group(*, group: StudyGroup) -> StudyGroup:
    """The group as it stands now; until the end of the transaction nobody plans for it, comes into it or leaves it."""
    rows = StudyGroup.objects.select_for_update(of=("self",), no_key=True).select_related("chapter")
    return rows.get(pk=group.pk)


def lock_people(*, keys: Iterable[int]) -> None:
    """Until the end of the transaction nobody else gives these members a seat, or takes them into a group or out of it."""
    rows = Member.objects.select_for_update(no_key=True).filter(pk__in=set(keys)).order_by("pk")
    list(rows.values_list("pk", flat=True))


def lock(*, meetup: Meetup, kinds: Iterable[str]) -> dict[str, SeatPool]:
    """The pools of these kinds, locked and as they stand now, by kind. Raises NoSuchSeats for one the meetup lacks."""
    wanted = set(kinds)
    found = {}
    for key in meetup.pools.filter(kind__in=wanted).order_by("pk").values_list("pk", flat=True):
        # A write that changes nothing is a lock on PostgreSQL and on SQLite alike.
        if SeatPool.objects.filter(pk=key).update(taken=F("taken")):
            pool = SeatPool.objects.get(pk=key)
            found[pool.kind] = pool
    if missing := wanted - found.keys():
        raise NoSuchSeats(kinds=missing)
    meetup.refresh_from_db(fields=["state", "starts_at", "ends_at", "ics_sequence"])
    return found


def lock_all(*, meetup: Meetup) -> dict[str, SeatPool]:
    """Every pool of the meetup, locked: what a cancellation, a move and a reopening begin with."""
    return lock(meetup=meetup, kinds=meetup.pools.values_list("kind", flat=True))


def require_open(*, meetup: Meetup) -> None:
    """Refuse answers once the meetup has begun or is cancelled. Raises MeetupCancelled, MeetupStarted."""
    if meetup.is_cancelled:
        raise MeetupCancelled
    if meetup.has_started:
        raise MeetupStarted


def take(*, pool: SeatPool) -> bool:
    """Take a seat if one is free. The condition stands in the statement that takes it, and a constraint behind it."""
    seats = SeatPool.objects.filter(pk=pool.pk)
    if pool.capacity is not None:
        seats = seats.filter(taken__lt=F("capacity"))
    taken = bool(seats.update(taken=F("taken") + 1))
    pool.refresh_from_db(fields=["taken"])
    return taken


def take_or_refuse(*, pool: SeatPool) -> None:
    """Take a seat. Raises SeatGone when there is none."""
    if not take(pool=pool):
        raise SeatGone


def give_back(*, pool: SeatPool) -> None:
    """Free one seat. Whoever frees one calls `hand_on` in the same transaction."""
    SeatPool.objects.filter(pk=pool.pk, taken__gt=0).update(taken=F("taken") - 1)
    pool.refresh_from_db(fields=["taken"])


def next_place(*, pool: SeatPool) -> int:
    """The next place in the queue: numbers only grow, so the order of the queue is the order of asking."""
    SeatPool.objects.filter(pk=pool.pk).update(queue_count=F("queue_count") + 1)
    pool.refresh_from_db(fields=["queue_count"])
    return pool.queue_count


def waiting(*, pool: SeatPool) -> list[RSVP]:
    """Those who wait for these seats, the longest waiting first."""
    return list(_of_pool(pool).queue().select_related("member"))


def _of_pool(pool: SeatPool) -> RSVPQuerySet:
    answers = RSVP.objects.filter(meetup_id=pool.meetup_id)
    if pool.kind == SeatPool.Kind.HELPER:
        return answers.filter(role=RSVP.Role.HELPER)
    return answers.filter(role=RSVP.Role.LEARNER, mode=pool.kind)


def hand_on(*, pool: SeatPool, meetup: Meetup) -> list[RSVP]:
    """Offer free seats to those who wait, in order, until there are no seats or nobody waits. Returns the offers."""
    if meetup.is_cancelled or meetup.has_started:
        return []
    offers = []
    while (pool.free is None or pool.free > 0) and (first := _of_pool(pool).queue().first()):
        if not take(pool=pool):
            break
        until = offered_until(meetup=meetup, now=timezone.now())
        offers.append(change(rsvp=first, state=State.OFFERED, actor=None, verb="offered", offer_until=until))
    return offers


def offered_until(*, meetup: Meetup, now: datetime) -> datetime:
    """How long an offer made now stands: a day, but not into the last two hours unless it is made in them."""
    latest = max(meetup.starts_at - BEFORE_THE_START, now + AT_LEAST)
    return min(now + OFFERED_FOR, latest, max(meetup.starts_at, now + timedelta(minutes=1)))


def offered(*, pool: SeatPool) -> int:
    """How many of the taken seats are on offer."""
    return _of_pool(pool).filter(state=State.OFFERED).count()


def withdraw_offers(*, pool: SeatPool, number: int | None = None, told: bool = True) -> int:
    """Put those with an offer back to their places in the queue: the seats are no longer there. Returns how many.

    With a `number` the last that many; whoever has waited longer keeps the offer.
    """
    held = _of_pool(pool).filter(state=State.OFFERED).select_related("member").order_by("-queue_number")
    offers = list(held[:number])
    for rsvp in offers:
        give_back(pool=pool)
        change(
            rsvp=rsvp,
            state=State.WAITLISTED,
            actor=None,
            verb="offer-withdrawn",
            told=told,
            offer_until=None,
        )
    return len(offers)


def change(
    *, rsvp: RSVP, state: str, actor: Member | None, verb: str, told: bool = True, **fields: Any
) -> RSVP:
    """Write a change of an answer with its event and its one message. The caller holds the pool's lock."""
    before = rsvp.state
    rsvp.state, rsvp.changes = State(state), rsvp.changes + 1
    if state in {State.CONFIRMED, State.RELEASED}:
        fields |= {"queued_at": None, "queue_number": None, "offer_until": None}
    for name, value in fields.items():
        setattr(rsvp, name, value)
    rsvp.save(update_fields=["state", "changes", *fields])
    note(rsvp=rsvp, actor=actor, verb=verb, before=before)
    if told:
        tell(rsvp=rsvp, kind=verb)
    return rsvp


def note(*, rsvp: RSVP, actor: Member | None, verb: str, before: str) -> None:
    """Add the event of a change to the audit."""
    events.record(
        actor=actor,
        object=f"learning.rsvp:{rsvp.uuid}",
        verb=verb,
        before=before,
        after=rsvp.state,
        data={"mode": rsvp.mode, "role": rsvp.role},
    )


def tell(*, rsvp: RSVP, kind: str) -> None:
    """Put the one message about this change into the ledger, in the same transaction."""
    messages.queue(
        kind=f"learning.rsvp_{kind.replace('-', '_')}",
        recipient=rsvp.member,
        dedupe_key=f"learning.rsvp:{rsvp.uuid}:{rsvp.changes}",
        about=f"learning.meetup:{rsvp.meetup.uuid}",
        context={"rsvp": rsvp.pk, "changes": rsvp.changes},
    )


def tell_of_meetup(*, rsvp: RSVP, meetup: Meetup, kind: str, **context: Any) -> None:
    """Tell somebody who has a seat or a place of a change of the meetup itself, once a change."""
    messages.queue(
        kind=f"learning.meetup_{kind}",
        recipient=rsvp.member,
        dedupe_key=f"learning.meetup:{meetup.uuid}:{meetup.ics_sequence}:{rsvp.member_id}",
        about=f"learning.meetup:{meetup.uuid}",
        context={"rsvp": rsvp.pk, "sequence": meetup.ics_sequence, **context},
    )
