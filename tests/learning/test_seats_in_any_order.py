"""Whatever people and organizers do about seats, in whatever order and with time passing: the rules of seats hold.

Some stories here; `STORIES=300 STORY_STEPS=80 uv run pytest tests/learning/test_seats_in_any_order.py` tells many more.
"""

import os
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps

import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from cms.models import Event, Message
from learning.exceptions import LearningError
from learning.models import RSVP, GroupMembership, Meetup, SeatPool
from learning.services import meetups, memberships, rsvps
from tests.factories import groups as make

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SATURDAY = date(2026, 11, 28)
WHO, WHICH, NTH, TWICE = st.integers(0, 4), st.sampled_from([0, 0, 1, 2]), st.integers(0, 9), st.booleans()
WAYS = st.sampled_from([("room", "learner"), ("room", "learner"), ("remote", "learner"), ("room", "helper")])
HOLDING = {"confirmed", "offered"}


@dataclass(frozen=True)
class Sight:
    """Everything about seats at one moment."""

    answers: dict[int, RSVP]
    pools: dict[tuple[int, str], SeatPool]
    meetups: dict[int, Meetup]
    events: int
    messages: int

    @property
    def facts(self) -> tuple:
        """What a refusal must leave as it was."""
        answers = [
            (row.pk, row.state, row.kind, row.queue_number, row.changes) for row in self.answers.values()
        ]
        pools = [(pool.pk, pool.capacity, pool.taken, pool.queue_count) for pool in self.pools.values()]
        return answers, pools, self.events, self.messages

    def waiting(self, pool: tuple[int, str]) -> dict[int, int]:
        """Who waits for these seats, and at which place."""
        rows = [row for row in self.answers.values() if (row.meetup_id, row.kind) == pool]
        return {row.pk: row.queue_number for row in rows if row.state == "waitlisted"}


def look() -> Sight:
    return Sight(
        {row.pk: row for row in RSVP.objects.order_by("pk")},
        {(pool.meetup_id, pool.kind): pool for pool in SeatPool.objects.order_by("pk")},
        {row.pk: row for row in Meetup.objects.all()},
        Event.objects.count(),
        Message.objects.count(),
    )


def step(act):
    """Do it, perhaps twice, and look at what it did: a refusal nothing, everything else what the rules allow."""

    @wraps(act)
    def checked(self, *, twice=False, **how):
        self.clock.shift(timedelta(seconds=1))
        before = look()
        try:
            with transaction.atomic():
                act(self, **how)
        except LearningError:
            assert look().facts == before.facts
            return
        after = look()
        self.check(before, after)
        if twice:
            act(self, **how)
            assert look().facts == after.facts

    return checked


class Seats(RuleBasedStateMachine):
    """Five people, two meetups of a group at overlapping hours and one of the chapter: few seats, queues from the start."""

    people = ()
    boss = None
    group = None
    meetups = ()

    def __init__(self):
        super().__init__()
        self.travel = time_machine.travel(NOW, tick=False)
        self.clock = self.travel.start()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.travel.stop()

    def meetup(self, which: int) -> Meetup:
        return Meetup.objects.select_related("group").get(pk=self.meetups[which].pk)

    # What people do

    @rule(who=WHO, which=WHICH, way=WAYS, twice=TWICE)
    @step
    def answer(self, who, which, way):
        rsvps.respond(meetup=self.meetup(which), member=self.people[who], mode=way[0], role=way[1])

    @rule(who=WHO, which=WHICH)
    @step
    def come_as_usual(self, who, which):
        rsvps.respond(meetup=self.meetup(which), member=self.people[who], mode="room")

    @rule(nth=NTH, which=WHICH, twice=TWICE)
    def say_no(self, nth, which, twice):
        mine = RSVP.objects.for_listing().filter(meetup=self.meetups[which]).exclude(state="released")
        if rows := list(mine.order_by("pk")):
            self.give_up(rsvp=rows[nth % len(rows)], twice=twice)

    @step
    def give_up(self, rsvp):
        rsvps.release(rsvp=rsvp, actor=rsvp.member)

    @rule(nth=NTH, twice=TWICE)
    @precondition(lambda self: RSVP.objects.filter(state="offered").exists())
    def say_yes(self, nth, twice):
        offers = list(RSVP.objects.for_listing().filter(state="offered").order_by("pk"))
        self.accept(offer=offers[nth % len(offers)], twice=twice)

    @step
    def accept(self, offer):
        rsvps.accept(rsvp=offer, actor=offer.member)

    @rule(
        who=WHO,
        mode=st.sampled_from(["room", "remote"]),
        role=st.sampled_from(["learner", "helper"]),
        twice=TWICE,
    )
    @step
    def join(self, who, mode, role):
        memberships.join(group=self.group, member=self.people[who], mode=mode, role=role)

    @rule(who=WHO, verb=st.sampled_from(["leave", "leave", "remove"]), twice=TWICE)
    @step
    def end(self, who, verb):
        row = GroupMembership.objects.filter(group=self.group, member=self.people[who]).first()
        if row:
            getattr(memberships, verb)(membership=row, actor=self.boss)
            held = RSVP.objects.of(row.member).filter(
                meetup__group=self.group, meetup__starts_at__gt=timezone.now()
            )
            assert row.state in {"left", "removed"} or set(held.values_list("state", flat=True)) <= {
                "released"
            }

    # What organizers do

    @rule(
        which=WHICH,
        kind=st.sampled_from(["room", "room", "remote", "helper"]),
        capacity=st.sampled_from([0, 1, 2, 3, None]),
        twice=TWICE,
    )
    @step
    def resize(self, which, kind, capacity):
        meetups.resize(actor=self.boss, meetup=self.meetup(which), kind=kind, capacity=capacity)

    @rule(which=WHICH, by=st.sampled_from([-1, 1, 2]), twice=TWICE)
    def a_chair_more_or_fewer(self, which, by, twice):
        pool = self.meetups[which].pools.get(kind="room")
        chairs = pool.taken if pool.capacity is None or by < 0 else pool.capacity
        self.set_chairs(which=which, number=max(chairs + by, 0), twice=twice)

    @step
    def set_chairs(self, which, number):
        meetups.resize(actor=self.boss, meetup=self.meetup(which), kind="room", capacity=number)

    @rule(which=WHICH, twice=TWICE)
    @step
    def cancel(self, which):
        meetups.cancel(actor=self.boss, meetup=self.meetup(which), reason="Rain")

    @rule(nth=NTH, twice=TWICE)
    @precondition(lambda self: Meetup.objects.filter(state="cancelled").exists())
    def have_it_after_all(self, nth, twice):
        rows = list(Meetup.objects.filter(state="cancelled").order_by("pk"))
        self.reopen(meetup=rows[nth % len(rows)], twice=twice)

    @step
    def reopen(self, meetup):
        meetups.reopen(actor=self.boss, meetup=meetup)

    @rule(which=WHICH, days=st.integers(0, 2), hour=st.sampled_from([10, 11, 14]), twice=TWICE)
    @step
    def move(self, which, days, hour):
        today = timezone.localdate()
        day = max(SATURDAY, today) + timedelta(days=days)
        meetups.move(actor=self.boss, meetup=self.meetup(which), day=day, clock=time(hour), minutes=120)

    # What time does

    @rule(hours=st.sampled_from([1, 5, 25, 50]), twice=TWICE)
    def time_passes(self, hours, twice):
        self.clock.shift(timedelta(hours=hours))
        self.tick(twice=twice)

    @step
    def tick(self):
        rsvps.lapse_due()
        meetups.hold_due()

    # What always holds

    def check(self, before: Sight, after: Sight) -> None:
        self.nothing_is_sold_twice(after)
        self.no_seat_is_free_while_somebody_waits(after)
        self.nobody_overtakes(before, after)
        self.nobody_answers_for_one_hour_twice(before, after)
        self.each_change_is_noted_and_told_once(before, after)

    def nothing_is_sold_twice(self, after: Sight) -> None:
        held = Counter((row.meetup_id, row.kind) for row in after.answers.values() if row.state in HOLDING)
        assert {key: pool.taken for key, pool in after.pools.items() if pool.taken} == dict(held)
        assert [
            key
            for key, pool in after.pools.items()
            if pool.capacity is not None and pool.taken > pool.capacity
        ] == []

    def no_seat_is_free_while_somebody_waits(self, after: Sight) -> None:
        open_to_all = {
            pk for pk, row in after.meetups.items() if row.state == "planned" and not row.has_started
        }
        free = [key for key, pool in after.pools.items() if key[0] in open_to_all and pool.free != 0]
        assert [key for key in free if after.waiting(key)] == []

    def nobody_overtakes(self, before: Sight, after: Sight) -> None:
        """Whoever has got a seat stood before everybody who waited for it then, and still does."""
        for key in after.pools:
            then, now = before.waiting(key), after.waiting(key)
            still = then.keys() & now.keys()
            assert [now[pk] for pk in still] == [then[pk] for pk in still]
            # Of several offers the last ones are taken back.
            offered = {
                row.pk: row for row in before.answers.values() if row.state == "offered" and row.offer_until
            }
            back = [
                offered[pk].queue_number
                for pk in now.keys() & offered.keys()
                if offered[pk].meetup_id == key[0]
            ]
            kept = [
                row.queue_number
                for row in after.answers.values()
                if row.pk in offered and row.state == "offered" and (row.meetup_id, row.kind) == key
            ]
            assert not back or not kept or max(kept) < min(back)
            for row in after.answers.values():
                old = before.answers.get(row.pk)
                had = old and (old.meetup_id, old.kind) == key and old.state in HOLDING
                if (row.meetup_id, row.kind) == key and row.state in HOLDING and not had:
                    place = then.get(row.pk)
                    assert [pk for pk in still if place is None or then[pk] < place] == []

    def nobody_answers_for_one_hour_twice(self, before: Sight, after: Sight) -> None:
        """Moving and reopening keep seats, even at the hour of another; no answer gives a second one."""
        for row in after.answers.values():
            old = before.answers.get(row.pk)
            if row.state != "confirmed" or (old and old.state == "confirmed"):
                continue
            mine = after.meetups[row.meetup_id]
            others = [
                each
                for each in after.answers.values()
                if each.member_id == row.member_id and each.pk != row.pk
            ]
            at = [after.meetups[each.meetup_id] for each in others if each.state == "confirmed"]
            at = [each for each in at if each.state != "cancelled"]
            assert [
                each for each in at if each.starts_at < mine.ends_at and each.ends_at > mine.starts_at
            ] == []

    def each_change_is_noted_and_told_once(self, before: Sight, after: Sight) -> None:
        events = list(Event.objects.order_by("pk")[before.events :])
        told = list(Message.objects.order_by("pk")[before.messages :])
        by_key = Counter(message.dedupe_key for message in told)
        together = Counter(item for message in told for item in message.context.get("answers", {}).items())
        cancelled = {message.recipient_id for message in told if message.kind == "learning.meetup_cancelled"}
        for row in after.answers.values():
            old = before.answers.get(row.pk)
            noted = [event for event in events if event.object == f"learning.rsvp:{row.uuid}"]
            made = row.changes - (old.changes if old else 0)
            assert len(noted) == made
            assert [event.after for event in noted][-1:] == ([row.state] if made else [])
            for number, event in enumerate(noted, (old.changes if old else 0) + 1):
                times = by_key[f"learning.rsvp:{row.uuid}:{number}"] + together[str(row.pk), number]
                by_cancellation = event.verb == "offer-withdrawn" and row.member_id in cancelled
                assert times + by_cancellation == 1
        self.each_change_of_a_meetup_is_told_once(before, after, told)

    def each_change_of_a_meetup_is_told_once(self, before: Sight, after: Sight, told: list[Message]) -> None:
        """Everybody with a seat or a place hears of it; of a cancelled one that moves nobody does, until it is reopened."""
        for pk, meetup in after.meetups.items():
            about = f"learning.meetup:{meetup.uuid}"
            kinds = [m.kind for m in told if m.about == about and m.kind.startswith("learning.meetup_")]
            old = before.meetups[pk]
            involved = [
                row for row in before.answers.values() if row.meetup_id == pk and row.state != "released"
            ]
            stays_away = old.state == meetup.state == "cancelled"
            changed = meetup.ics_sequence != old.ics_sequence and not stays_away
            assert len(kinds) == (len(involved) if changed else 0)


def test_the_rules_of_seats_hold_in_whatever_order(make_member):
    Seats.people = people = tuple(make_member(f"M{nth}") for nth in range(5))
    Seats.boss, Seats.group = make_member("Olga"), make.group()
    make.joined(Seats.group, Seats.boss, role="organizer")
    with time_machine.travel(NOW, tick=False):
        Seats.meetups = (
            make.meetup(group=Seats.group, day=SATURDAY, clock=time(10), room=2, helpers=1),
            make.meetup(group=Seats.group, day=SATURDAY, clock=time(11), room=1, remote=1),
            make.meetup(day=SATURDAY + timedelta(days=1), room=1),
        )
        for meetup, coming in zip(Seats.meetups, (people, people[2:], people[::-1]), strict=True):
            for each in coming:
                rsvps.respond(meetup=meetup, member=each, mode="room")
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=int(os.environ.get("STORIES", "7")),
            stateful_step_count=int(os.environ.get("STORY_STEPS", "30")),
            deadline=None,
            database=None,
            derandomize=not os.environ.get("STORIES"),
            phases=[Phase.generate, Phase.shrink] if os.environ.get("STORIES") else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
