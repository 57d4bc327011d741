"""The door: marks that count once, undo, the code, guests and their links, and who counts as missing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cms.models import Block, Event, Member
from learning.door_exceptions import (
    ClaimGone,
    CodeClosed,
    DoorClosed,
    MarkedSince,
    NobodyNoted,
    NoName,
    NotOnTheList,
    NotOverYet,
    TooManyTries,
    WrongCode,
)
from learning.meetup_exceptions import MeetupCancelled
from learning.models import Attendance, CodeTries, DoorMark, Meetup
from learning.services import door, door_codes, door_lists, rsvps, walk_ins
from tests.factories import groups as make


@pytest.fixture
def olga(make_member) -> Member:
    return make.organizer(make.chapter(), make_member("Olga"))


@pytest.fixture
def evening(member) -> Meetup:
    """It has begun, and Rosa has a seat."""
    planned = make.meetup()
    rsvps.respond(meetup=planned, member=member, mode="room")
    return make.on(planned)


def mark(olga, evening, member, state="present", key=None, **given):
    return door.mark(actor=olga, meetup=evening, member=member, state=state, key=key or uuid4(), **given)


def noted() -> list[tuple]:
    return list(Attendance.objects.order_by("pk").values_list("member__display_name", "state", "source"))


def events() -> list[tuple[str, str, str]]:
    rows = Event.objects.filter(object__startswith="learning.attendance:")
    return list(rows.order_by("pk").values_list("verb", "before", "after"))


def test_a_tap_counts_once_however_often_it_arrives(olga, evening, member):
    key = uuid4()
    for _time in range(3):
        mark(olga, evening, member, key=key)
    mark(olga, evening, member)  # another tap that says the same
    assert noted() == [("Rosa", "present", "door")]
    assert events() == [("marked", "", "present")]


def test_the_last_mark_stands_and_each_is_taken_back_in_its_turn(olga, evening, member):
    first, second = mark(olga, evening, member), mark(olga, evening, member, "late")
    with pytest.raises(MarkedSince):
        door.undo(actor=olga, meetup=evening, key=first.key)
    assert (noted(), DoorMark.objects.filter(undone_at__isnull=False).count()) == (
        [("Rosa", "late", "door")],
        0,
    )
    for _time in range(2):
        door.undo(actor=olga, meetup=evening, key=second.key)
    assert noted() == [("Rosa", "present", "door")]
    door.undo(actor=olga, meetup=evening, key=first.key)
    door.undo(actor=olga, meetup=evening, key=uuid4())  # a tap that never arrived
    assert (noted(), [verb for verb, _before, _after in events()]) == (
        [],
        ["marked", "marked", "undone", "undone"],
    )
    mark(olga, evening, member, key=first.key)  # arrives again, late, and was taken back
    assert noted() == []


def test_a_kept_tap_does_not_replace_what_somebody_else_noted_since(olga, evening, member, make_member):
    mark(make.organizer(make.chapter(), make_member("Sam")), evening, member, "late")
    mark(olga, evening, member, "absent", ago=timedelta(minutes=5))
    assert noted() == [("Rosa", "late", "door")]
    mark(olga, evening, member, "excused")
    row = Attendance.objects.get()
    Attendance.objects.update(noted_at=timezone.now() - timedelta(minutes=9))
    mark(olga, evening, member, ago=timedelta(minutes=5))
    row.refresh_from_db()
    kept = (timezone.now() - row.noted_at).total_seconds()
    assert (row.state, 299 <= kept <= 310) == ("present", True)


def test_only_people_of_the_evening_are_noted_while_the_door_is_open(olga, evening, member, make_member):
    stranger = make_member("Stranger")
    with pytest.raises(NotOnTheList):
        mark(olga, evening, stranger)
    Block.objects.create(blocker=member, blocked=olga)
    with pytest.raises(NotOnTheList):
        mark(olga, evening, member)
    Block.objects.all().delete()
    early = make.meetup(in_days=3)
    with pytest.raises(DoorClosed):
        mark(olga, early, member)
    with pytest.raises(DoorClosed):
        walk_ins.add(actor=olga, meetup=make.over(early, days=40), name="Ann", key=uuid4())
    Meetup.objects.filter(pk=evening.pk).update(state="cancelled")
    evening.refresh_from_db()
    with pytest.raises(MeetupCancelled):
        mark(olga, evening, member)
    assert (noted(), DoorMark.objects.count(), events()) == ([], 0, [])


def test_missing_is_who_had_a_seat_and_was_not_noted(olga, evening, member, make_member):
    ada, late_joiner = make_member("Ada"), make_member("Late")
    waits = make_member("Waits")
    Meetup.objects.filter(pk=evening.pk).update(starts_at=timezone.now() + timedelta(hours=1))
    for each in (ada, waits):  # two seats, so the third one waits
        rsvps.respond(meetup=evening, member=each, mode="room")
    make.on(evening)
    with pytest.raises(NotOverYet):
        door.close(actor=olga, meetup=evening)
    mark(olga, evening, member)
    make.over(evening, days=2)
    make.joined(make.group(), late_joiner)
    assert (door.close_due(), door.close_due()) == (1, 0)
    assert noted() == [("Rosa", "present", "door"), ("Ada", "absent", "close")]
    assert door.close(actor=olga, meetup=evening) == 0
    assert events()[1:] == [("closed", "", "absent")]
    mark(olga, evening, ada, "excused")
    assert noted()[1] == ("Ada", "excused", "door")


def test_a_tick_that_a_phone_kept_counts_although_the_door_was_closed_meanwhile(
    olga, evening, member, make_member
):
    ada, door_helper = make_member("Ada"), make.organizer(evening.chapter, make_member("Dora"))
    Meetup.objects.filter(pk=evening.pk).update(starts_at=timezone.now() + timedelta(hours=1))
    rsvps.respond(meetup=evening, member=ada, mode="room")
    make.over(make.on(evening), days=1)
    mark(olga, evening, member)
    assert door.close(actor=olga, meetup=evening) == 1
    door.mark(
        actor=door_helper, meetup=evening, member=ada, state="present", key=uuid4(), ago=timedelta(hours=3)
    )
    assert noted() == [("Rosa", "present", "door"), ("Ada", "present", "door")]


def test_where_the_door_was_not_used_nobody_is_missing(olga, evening):
    make.over(evening, days=2)
    with pytest.raises(NobodyNoted):
        door.close(actor=olga, meetup=evening)
    assert (door.close_due(), noted()) == (0, [])


def test_the_code_changes_every_minute_and_is_taken_a_minute_around(evening, member):
    now = timezone.now()
    codes = [door_codes.current(meetup=evening, now=now, shift=shift) for shift in range(-2, 3)]
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert codes[1] == door_codes.current(meetup=evening, now=now - timedelta(minutes=1))
    assert door_codes.current(meetup=make.meetup(), now=now) != codes[2]
    assert 1 <= door_codes.seconds_left() <= 60
    for wrong in (codes[0], codes[4], "", "abc", "٣" * 6):
        if wrong not in codes[1:4]:
            with pytest.raises(WrongCode):
                door_codes.enter(member=member, meetup=evening, code=wrong)
    for _time in range(2):
        door_codes.enter(member=member, meetup=evening, code=f"{codes[3][:3]} {codes[3][3:]}")
    assert (noted(), events()) == ([("Rosa", "present", "code")], [("arrived", "", "present")])


def test_guessing_the_code_ends_after_eight_tries_until_ten_minutes_have_passed(evening, member):
    right = door_codes.current(meetup=evening)
    for _time in range(CodeTries.MOST):
        with pytest.raises(WrongCode):
            door_codes.enter(member=member, meetup=evening, code="x")
    with pytest.raises(TooManyTries):
        door_codes.enter(member=member, meetup=evening, code=right)
    assert (noted(), CodeTries.objects.get().tries) == ([], 8)
    CodeTries.objects.update(since=timezone.now() - timedelta(minutes=11))
    door_codes.enter(member=member, meetup=evening, code=door_codes.current(meetup=evening))
    assert noted() == [("Rosa", "present", "code")]


def test_the_code_is_for_the_time_of_the_meetup_and_does_not_undo_who_came_late(olga, evening, member):
    mark(olga, evening, member, "late")
    door_codes.enter(member=member, meetup=evening, code="whatever: noted already")
    mark(olga, evening, member, "absent")
    door.arrive(member=member, meetup=evening)
    assert noted() == [("Rosa", "present", "code")]
    for other in (make.meetup(in_days=2), make.over(make.meetup(in_days=3))):
        with pytest.raises(CodeClosed):
            door_codes.enter(member=member, meetup=other, code=door_codes.current(meetup=other))


def test_a_guest_claims_the_evening_by_a_link_that_was_shown_once(olga, evening, make_member):
    key, ann = uuid4(), make_member("Ann")
    welcome = walk_ins.add(actor=olga, meetup=evening, name="  Ann \n from  afar ", key=key)
    again = walk_ins.add(actor=olga, meetup=evening, name="Ann", key=key)
    assert (welcome.guest.guest_name, len(welcome.token), again.token) == ("Ann from afar", 43, "")
    assert welcome.token not in str(Attendance.objects.values().get())
    with pytest.raises(NoName):
        walk_ins.add(actor=olga, meetup=evening, name=" ", key=uuid4())
    for _time in range(2):
        walk_ins.claim(token=welcome.token, member=ann)
    assert noted() == [("Ann", "present", "claim")]
    assert events() == [("walked-in", "", "present"), ("claimed", "present", "present")]
    for who, token in ((make_member("Eve"), welcome.token), (ann, "x"), (ann, "A" * 43)):
        with pytest.raises(ClaimGone):
            walk_ins.claim(token=token, member=who)
    with pytest.raises(MarkedSince):  # what became somebody's own is not deleted by a thumb
        door.undo(actor=olga, meetup=evening, key=key)
    with pytest.raises(ClaimGone):
        walk_ins.renew(actor=olga, guest=welcome.guest)


def test_a_claim_joins_with_the_mark_a_member_has_already(olga, evening, member):
    first = walk_ins.add(actor=olga, meetup=evening, name="R.", key=uuid4())
    mark(olga, evening, member, "absent")
    for _time in range(2):
        walk_ins.claim(token=first.token, member=member)
    assert noted() == [("Rosa", "present", "claim")]
    second = walk_ins.add(actor=olga, meetup=evening, name="R. again", key=uuid4())
    mark(olga, evening, member, "late")
    walk_ins.claim(token=second.token, member=member)
    assert noted() == [("Rosa", "late", "door")]


def test_a_new_link_replaces_the_one_before_and_a_guest_is_taken_back(olga, evening, member):
    key = uuid4()
    old = walk_ins.add(actor=olga, meetup=evening, name="Ann", key=key)
    new = walk_ins.renew(actor=olga, guest=old.guest)
    with pytest.raises(ClaimGone):
        walk_ins.find(token=old.token, member=member)
    assert walk_ins.find(token=new.token, member=member) == old.guest
    door.undo(actor=olga, meetup=evening, key=key)
    assert (noted(), walk_ins.add(actor=olga, meetup=evening, name="Ann", key=key).guest) == ([], None)


def test_the_list_has_seats_first_then_the_queue_then_members_and_hides_across_a_block(
    olga, member, make_member
):
    group = make.group()
    planned = make.meetup(group=group, room=2)
    people = {name: make_member(name) for name in ("Zoë", "Ana", "Quin", "Bert", "Mia")}
    for name in ("Zoë", "Ana", "Quin"):
        rsvps.respond(meetup=planned, member=people[name], mode="room")
    make.joined(group, people["Bert"])
    make.on(planned)
    door.arrive(member=people["Mia"], meetup=planned)
    tap = mark(olga, planned, people["Zoë"])
    Block.objects.create(blocker=people["Bert"], blocked=olga)

    seen = door_lists.door(meetup=planned, reader=olga)
    assert [(part.kind, [person.name for person in part.people]) for part in seen.parts] == [
        ("seats", ["Ana", "Zoë"]),
        ("queue", ["Quin"]),
        ("others", ["Mia"]),
    ]
    assert (seen.there, seen.expected, seen.missing) == (2, 2, 1)
    assert [(each.key, each.name, str(each.words)) for each in seen.last] == [(tap.key, "Zoë", "There")]
    assert seen.person(people["Zoë"].pk).tap == tap.key
    found = door_lists.door(meetup=planned, reader=olga, words="ZOE")
    assert [person.name for part in found.parts for person in part.people] == ["Zoë"]
