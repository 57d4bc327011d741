from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.models import Event, Message
from learning.meetup_exceptions import (
    Clash,
    MeetupCancelled,
    MeetupStarted,
    NoOffer,
    NoSuchSeats,
    NotInTheGroup,
    OfferLapsed,
    SeatGone,
)
from learning.models import RSVP, SeatPool
from learning.services import meetups, rsvps
from tests.factories import groups as make


@pytest.fixture
def people(make_member):
    return [make_member(name) for name in ("Ada", "Bea", "Cleo", "Dana")]


def answer(meetup, member, mode="room", **more) -> RSVP:
    return rsvps.respond(meetup=meetup, member=member, mode=mode, **more)


def states(meetup) -> list[tuple[str, str]]:
    return [
        (row.member.display_name, row.state) for row in meetup.rsvps.select_related("member").order_by("pk")
    ]


def told() -> list[tuple[str, str]]:
    rows = Message.objects.select_related("recipient").order_by("pk")
    return [(row.recipient.display_name, row.kind.removeprefix("learning.")) for row in rows]


def taken(meetup) -> dict[str, tuple[int, int | None]]:
    return {pool.kind: (pool.taken, pool.capacity) for pool in meetup.pools.all()}


def test_a_full_meetup_puts_the_next_people_in_the_queue_in_order(people):
    meetup = make.meetup(room=2)
    for person in people:
        answer(meetup, person)
    assert states(meetup) == [
        ("Ada", "confirmed"),
        ("Bea", "confirmed"),
        ("Cleo", "waitlisted"),
        ("Dana", "waitlisted"),
    ]
    assert list(meetup.rsvps.queue().values_list("queue_number", flat=True)) == [1, 2]
    assert taken(meetup) == {"room": (2, 2)}
    assert told() == [
        ("Ada", "rsvp_confirmed"),
        ("Bea", "rsvp_confirmed"),
        ("Cleo", "rsvp_waitlisted"),
        ("Dana", "rsvp_waitlisted"),
    ]


def test_answering_twice_is_one_seat_and_one_message(people):
    meetup = make.meetup()
    assert answer(meetup, people[0]) == answer(meetup, people[0])
    assert (taken(meetup), len(told()), Event.objects.filter(object__startswith="learning.rsvp").count()) == (
        {"room": (1, 2)},
        1,
        1,
    )


def test_a_seat_that_becomes_free_is_offered_to_the_first_who_waits(people):
    meetup = make.meetup(room=1)
    first, second, third = (answer(meetup, person) for person in people[:3])
    rsvps.release(rsvp=first, actor=people[0])
    rsvps.release(rsvp=first, actor=people[0])
    assert states(meetup) == [("Ada", "released"), ("Bea", "offered"), ("Cleo", "waitlisted")]
    second.refresh_from_db()
    assert second.offer_until - timezone.now() > timedelta(hours=23)
    assert taken(meetup) == {"room": (1, 1)}
    assert told()[3:] == [("Ada", "rsvp_released"), ("Bea", "rsvp_offered")]
    accepted = rsvps.accept(rsvp=second, actor=people[1])
    assert rsvps.accept(rsvp=second, actor=people[1]) == accepted
    assert states(meetup)[1] == ("Bea", "confirmed")
    assert third.queue_number == 2


def test_an_offer_that_nobody_takes_goes_to_the_next(people):
    meetup = make.meetup(room=1)
    first, second, _third = (answer(meetup, person) for person in people[:3])
    rsvps.release(rsvp=first, actor=people[0])
    RSVP.objects.filter(pk=second.pk).update(offer_until=timezone.now() - timedelta(minutes=1))
    with pytest.raises(OfferLapsed):
        rsvps.accept(rsvp=second, actor=people[1])
    assert [rsvps.lapse_due(), rsvps.lapse_due()] == [1, 0]
    assert states(meetup) == [("Ada", "released"), ("Bea", "released"), ("Cleo", "offered")]
    assert told()[-2:] == [("Bea", "rsvp_lapsed"), ("Cleo", "rsvp_offered")]


def test_nothing_is_offered_where_nothing_was_asked(people):
    meetup = make.meetup(room=1)
    answer(meetup, people[0])
    waiting = answer(meetup, people[1])
    with pytest.raises(NoOffer):
        rsvps.accept(rsvp=waiting, actor=people[1])


def test_who_comes_back_takes_the_last_place(people):
    meetup = make.meetup(room=1)
    for person in people[:3]:
        answer(meetup, person)
    waiting = RSVP.objects.get(member=people[1])
    rsvps.release(rsvp=waiting, actor=people[1])
    answer(meetup, people[1])
    assert [row.member.display_name for row in meetup.rsvps.queue()] == ["Cleo", "Bea"]


def test_a_change_of_mode_frees_the_seat_for_who_waits(people):
    meetup = make.meetup(room=1, online=True)
    answer(meetup, people[0])
    answer(meetup, people[1])
    changed = answer(meetup, people[0], mode="remote")
    assert (changed.mode, changed.state) == ("remote", "confirmed")
    assert states(meetup) == [("Ada", "confirmed"), ("Bea", "offered")]
    assert taken(meetup) == {"room": (1, 1), "remote": (1, None)}


def test_who_has_a_seat_keeps_it_when_the_wished_one_is_taken(people):
    meetup = make.meetup(room=2, remote=1)
    answer(meetup, people[0], mode="remote")
    answer(meetup, people[1])
    with pytest.raises(SeatGone):
        answer(meetup, people[1], mode="remote")
    assert states(meetup) == [("Ada", "confirmed"), ("Bea", "confirmed")]
    assert taken(meetup) == {"room": (1, 2), "remote": (1, 1)}


def test_who_waits_may_wait_for_another_kind_of_seat(people):
    meetup = make.meetup(room=1, remote=1)
    answer(meetup, people[0])
    answer(meetup, people[1], mode="remote")
    answer(meetup, people[2])
    moved = answer(meetup, people[2], mode="remote")
    assert (moved.mode, moved.state, moved.queue_number) == ("remote", "waitlisted", 1)


def test_helpers_have_seats_of_their_own_and_may_change_between_room_and_online(people):
    meetup = make.meetup(room=1, online=True, helpers=1)
    answer(meetup, people[0])
    helper = answer(meetup, people[1], role="helper")
    answer(meetup, people[1], mode="remote", role="helper")
    helper.refresh_from_db()
    assert (helper.mode, helper.state) == ("remote", "confirmed")
    assert taken(meetup) == {"room": (1, 1), "remote": (0, None), "helper": (1, 1)}


def test_more_seats_go_to_the_queue_and_fewer_take_nobodys_seat(people):
    meetup = make.meetup(room=1)
    for person in people:
        answer(meetup, person)
    meetups.resize(actor=people[0], meetup=meetup, kind="room", capacity=3)
    assert [state for _name, state in states(meetup)] == ["confirmed", "offered", "offered", "waitlisted"]
    first = meetup.rsvps.get(member=people[1])
    meetups.resize(actor=people[0], meetup=meetup, kind="room", capacity=2)
    assert [state for _name, state in states(meetup)] == ["confirmed", "offered", "waitlisted", "waitlisted"]
    assert told()[-1] == ("Cleo", "rsvp_offer_withdrawn")
    assert meetup.rsvps.get(member=people[1]).offer_until == first.offer_until
    meetups.resize(actor=people[0], meetup=meetup, kind="room", capacity=1)
    assert [state for _name, state in states(meetup)] == [
        "confirmed",
        "waitlisted",
        "waitlisted",
        "waitlisted",
    ]
    assert [row.member.display_name for row in meetup.rsvps.queue()] == ["Bea", "Cleo", "Dana"]
    assert taken(meetup) == {"room": (1, 1)}


def test_cancelling_and_reopening_keep_seats_places_and_identity(people):
    meetup = make.meetup(room=1)
    first, *_rest = [answer(meetup, person) for person in people[:3]]
    rsvps.release(rsvp=first, actor=people[0])
    before = (meetup.uuid, meetup.ics_sequence)
    for _time in range(2):
        meetups.cancel(actor=people[3], meetup=meetup)
    assert states(meetup) == [("Ada", "released"), ("Bea", "waitlisted"), ("Cleo", "waitlisted")]
    with pytest.raises(MeetupCancelled):
        answer(meetup, people[3])
    for _time in range(2):
        meetups.reopen(actor=people[3], meetup=meetup)
    assert states(meetup) == [("Ada", "released"), ("Bea", "offered"), ("Cleo", "waitlisted")]
    assert (meetup.uuid, meetup.ics_sequence) == (before[0], before[1] + 2)
    assert told()[-5:] == [
        ("Bea", "meetup_cancelled"),
        ("Cleo", "meetup_cancelled"),
        ("Bea", "meetup_reopened"),
        ("Cleo", "meetup_reopened"),
        ("Bea", "rsvp_offered"),
    ]


def test_a_moved_meetup_keeps_its_seats_and_offers_end_before_it_begins(people):
    meetup = make.meetup(room=1, in_days=30)
    first, second = answer(meetup, people[0]), answer(meetup, people[1])
    rsvps.release(rsvp=first, actor=people[0])
    tomorrow = timezone.localdate() + timedelta(days=1)
    meetups.move(actor=people[3], meetup=meetup, day=tomorrow, clock=meetup.local_time, minutes=60)
    second.refresh_from_db()
    assert second.state == "offered"
    assert second.offer_until <= meetup.starts_at
    assert (meetup.ics_sequence, meetup.minutes) == (1, 60)


def test_no_answer_is_taken_after_the_beginning(people):
    meetup = make.meetup(room=1)
    mine = answer(meetup, people[0])
    make.over(meetup)
    with pytest.raises(MeetupStarted):
        answer(meetup, people[1])
    with pytest.raises(MeetupStarted):
        rsvps.release(rsvp=mine, actor=people[0])
    assert meetups.hold_due() == 1
    meetup.chapter.refresh_from_db()
    assert (meetup.chapter.last_met_at, meetups.hold_due()) == (meetup.starts_at, 0)


def test_a_kind_of_seat_the_meetup_lacks_is_refused(people):
    with pytest.raises(NoSuchSeats):
        answer(make.meetup(), people[0], mode="remote")
    assert RSVP.objects.count() == 0


def test_nobody_sits_in_two_places(people):
    saturday, other = make.meetup(), make.meetup(title="The other one")
    answer(other, people[0])
    with pytest.raises(Clash) as refused:
        answer(saturday, people[0])
    assert str(refused.value.message) == (
        "You have a seat at “The other one” at the same time. Give that one up first."
    )
    assert states(saturday) == []


def test_a_group_that_asks_first_gives_no_seats_to_strangers_and_none_to_the_removed(people):
    asks = make.group(join="approval")
    with pytest.raises(NotInTheGroup):
        answer(make.meetup(group=asks), people[0])
    make.joined(asks, people[1])
    assert answer(make.meetup(group=asks), people[1]).state == "confirmed"
    anybody = make.group("Open table")
    make.joined(anybody, people[2])
    anybody.memberships.update(state="removed", left_at=timezone.now())
    with pytest.raises(NotInTheGroup):
        answer(make.meetup(group=anybody, in_days=9), people[2])


def test_the_database_refuses_to_sell_a_seat_twice(people):
    meetup = make.meetup(room=1)
    answer(meetup, people[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatPool.objects.filter(meetup=meetup).update(taken=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        RSVP.objects.create(meetup=meetup, member=people[0], state="confirmed", answered_at=timezone.now())


def test_an_offer_at_the_hour_of_another_seat_is_refused_and_stays(people):
    full, other = make.meetup(room=1), make.meetup(title="The other one")
    first = answer(full, people[0])
    waiting = answer(full, people[1])
    answer(other, people[1])
    rsvps.release(rsvp=first, actor=people[0])
    with pytest.raises(Clash):
        rsvps.accept(rsvp=waiting, actor=people[1])
    assert states(full) == [("Ada", "released"), ("Bea", "offered")]
