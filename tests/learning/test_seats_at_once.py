"""Several people at the same seats at the same moment, over real connections: the rules hold, and nobody sees an error."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import combinations_with_replacement, count
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.models import Event, Message
from cms.services.retry import retried
from learning.exceptions import LearningError
from learning.models import RSVP, Meetup, SeatPool
from learning.services import groups, meetups, memberships, rsvps, seats, usual_answers
from tests.factories import groups as make
from tests.learning.test_at_once import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def mail_waits(settings):
    """As in production, where a request wakes a worker and sends nothing itself."""
    settings.TASKS = {
        alias: {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": []}
        for alias in settings.TASKS
    }


def quietly(call: Callable[[], object]) -> Callable[[], str]:
    """The same, with what it refused as its result; any other error stands."""

    def run() -> str:
        try:
            call()
        except LearningError as refusal:
            return refusal.code
        return "done"

    return run


def check(meetup: Meetup) -> None:
    """What must hold whatever happened at once."""
    meetup.refresh_from_db()
    for pool in meetup.pools.all():
        mine = [row for row in meetup.rsvps.all() if row.kind == pool.kind]
        assert pool.taken == sum(row.holds_a_seat for row in mine)
        assert pool.capacity is None or pool.taken <= pool.capacity
        waits = any(row.state == "waitlisted" for row in mine)
        assert meetup.is_cancelled or not (pool.free and waits)
    for row in meetup.rsvps.all():
        events = Event.objects.filter(object=f"learning.rsvp:{row.uuid}")
        told = Message.objects.filter(dedupe_key__startswith=f"learning.rsvp:{row.uuid}:")
        # An offer that a cancellation takes back is told by the letter about the cancellation.
        silent = events.filter(verb="offer-withdrawn").count() if meetup.is_cancelled else 0
        assert events.count() == row.changes
        assert row.changes - told.count() in {0, silent}


def test_two_different_changes_at_once_leave_a_state_that_one_after_the_other_could(make_member):
    ada, bea, cleo, dana, olga = (make_member(name) for name in ("Ada", "Bea", "Cleo", "Dana", "Olga"))
    days = count(7)
    answer = partial(rsvps.respond, mode="room")

    def changes_of(meetup: Meetup) -> dict[str, Callable[[], object]]:
        rows = {row.member_id: row for row in RSVP.objects.for_listing().filter(meetup=meetup)}
        return {
            "accept": lambda: rsvps.accept(rsvp=rows[cleo.pk], actor=cleo),
            "lapse": rsvps.lapse_due,
            "release": lambda: rsvps.release(rsvp=rows[ada.pk], actor=ada),
            "cancel": lambda: meetups.cancel(actor=olga, meetup=Meetup.objects.get(pk=meetup.pk)),
            "resize": lambda: meetups.resize(actor=olga, meetup=Meetup.objects.get(pk=meetup.pk), kind="room", capacity=1),
        }  # fmt: skip

    for one, other in combinations_with_replacement(["accept", "lapse", "release", "cancel", "resize"], 2):
        with transaction.atomic():
            meetup = make.meetup(room=2, in_days=next(days))
            for each in (ada, bea, cleo, dana):
                answer(meetup=meetup, member=each)
            rsvps.release(rsvp=meetup.rsvps.get(member=bea), actor=bea)
        if "lapse" in {one, other}:
            meetup.rsvps.filter(state="offered").update(offer_until=timezone.now())
        changes = changes_of(meetup)
        at_once(quietly(changes[one]), quietly(changes[other]))
        check(meetup)
    assert (
        Counter(Event.objects.filter(verb="cancelled").values_list("object", flat=True)).most_common(1)[0][1]
        == 1
    )


def test_one_person_who_answers_in_two_ways_at_once_has_one_answer_and_one_seat_at_an_hour(member):
    for nth in range(3):
        meetup = make.meetup(room=2, online=True, in_days=7 + 2 * nth)
        other = make.meetup(room=2, day=meetup.local_date)
        ways = [
            partial(rsvps.respond, meetup=meetup, member=member, mode=mode) for mode in ("room", "remote")
        ]
        at_once(*[quietly(way) for way in ways])
        check(meetup)
        rsvps.release(rsvp=meetup.rsvps.get(), actor=member)
        both = [partial(rsvps.respond, meetup=each, member=member, mode="room") for each in (meetup, other)]
        assert Counter(at_once(*[quietly(each) for each in both])) == {"done": 1, "clash": 1}


def _planned_in(group, facts) -> Meetup:
    """As a rule plans it: the meetup and the usual answers of the members in one transaction."""
    with transaction.atomic():
        seats.lock_group(group=group)
        made = make.meetup(group=group, **facts)
        usual_answers.give_to_members(group=group, meetups=[made])
    return made


def test_belonging_to_a_group_and_answering_at_once_agree(make_member):
    group, olga = make.group(), make_member("Olga")
    make.joined(group, olga, role="organizer")
    for nth in range(3):
        meetup, who = make.meetup(group=group, in_days=7 + nth), make_member(f"M{nth}")
        row = make.joined(group, who)
        at_once(
            quietly(partial(memberships.remove, membership=row, actor=olga)),
            quietly(partial(rsvps.respond, meetup=meetup, member=who, mode="room")),
        )
        assert not meetup.rsvps.filter(member=who).exclude(state="released").exists()
        late = make_member(f"L{nth}")
        memberships.leave(membership=memberships.join(group=group, member=late, mode="room"), actor=late)
        facts = {"room": None, "in_days": 20 + nth}
        planned, _row = at_once(
            partial(_planned_in, group, facts),
            partial(memberships.join, group=group, member=late, mode="room"),
        )
        assert planned.rsvps.filter(member=late, state="confirmed").count() == 1

    # A way of coming that goes while somebody chooses it is refused with a sentence.
    both = make.group("Both ways", mode="both", seats_room=2)
    meetup = make.meetup(group=both, online=True, helpers=2)
    wanted = groups.Change(both.name, "", "open", "room", 2, None, 2, both.level, both.language, "")
    found = at_once(
        quietly(partial(groups.change, actor=olga, group=both, wanted=wanted)),
        quietly(partial(rsvps.respond, meetup=meetup, member=late, mode="remote")),
    )
    left = set(meetup.pools.values_list("kind", flat=True))
    assert (found, left) in [
        (["done", "no-such-seats"], {"room", "helper"}),
        (["seats-taken", "done"], {"room", "helper", "remote"}),
    ]


def test_seats_locked_in_opposite_orders_are_a_conflict_that_nobody_sees():
    first, second = make.meetup(room=1), make.meetup(room=1, in_days=9)
    meeting, runs = Barrier(2), Counter()

    @retried
    @transaction.atomic
    def lock_both(one: Meetup, other: Meetup) -> str:
        runs[one.pk] += 1
        seats.lock_all(meetup=one)
        # SQLite lets only one of them come this far.
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=0.5)
        seats.lock_all(meetup=other)
        SeatPool.objects.filter(meetup__in=[one, other]).update(queue_count=F("queue_count") + 1)
        return "done"

    assert at_once(lambda: lock_both(first, second), lambda: lock_both(second, first)) == ["done", "done"]
    assert list(SeatPool.objects.values_list("queue_count", flat=True)) == [2, 2]
    assert runs.total() == (3 if connection.vendor == "postgresql" else 2)


def test_many_at_once_at_the_real_address_fill_the_seats_and_then_the_queue(make_member):
    meetup = make.meetup(room=3)
    url = reverse("learning:rsvp", args=[meetup.uuid])
    clients = []
    for nth in range(8):
        client = Client()
        client.force_login(make_member(f"M{nth}"))
        clients.append(client)
    statuses = at_once(
        *[lambda client=client: client.post(url, {"mode": "room"}).status_code for client in clients]
    )
    assert Counter(statuses) == {302: 8}
    rows = list(meetup.rsvps.order_by("answered_at"))
    assert [(row.state, row.queue_number) for row in rows] == [
        *[("confirmed", None)] * 3,
        *[("waitlisted", place) for place in range(1, 6)],
    ]
    check(meetup)
    again = at_once(*[lambda: clients[0].post(url, {"mode": "room"}).status_code] * 6)
    assert Counter(again) == {302: 6}
    check(meetup)
