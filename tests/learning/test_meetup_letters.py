"""The letters about seats and meetups: true when they are sent, in the reader's language and on the reader's clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.core import mail
from icalendar import Calendar

from cms.models import Block, Member, Message
from cms.services import messages
from learning.models import RSVP, Venue
from learning.services import meetups, memberships, rsvps, rules
from learning.services.rules import Wish
from tests.factories import groups as make

SATURDAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ONLINE = "https://meet.example.org/secret-room"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def meetup(db):
    here = make.chapter()
    venue = Venue.objects.create(
        chapter=here, name="The Bean", address="1 Main St", directions="Up the stairs"
    )
    return make.meetup(
        day=SATURDAY,
        clock=time(10),
        room=1,
        remote=1,
        venue=venue,
        online_url=ONLINE,
        title="Homework Saturday",
    )


@pytest.fixture
def boss(make_member) -> Member:
    return make_member("Olga")


def come(meetup, member, mode="room") -> RSVP:
    return rsvps.respond(meetup=meetup, member=member, mode=mode)


def sent() -> list[tuple[str, str]]:
    """Send what is due; whom which subject reached."""
    mail.outbox.clear()
    messages.send_due()
    return [(letter.to[0].partition("@")[0], letter.subject) for letter in mail.outbox]


def calendar_of(letter) -> tuple[str, dict]:
    """The method of the mail's calendar part, as on the wire, and what its one event says."""
    wire = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
    part = next(part for part in wire.walk() if part.get_content_type() == "text/calendar")
    event = Calendar.from_ical(part.get_content()).events[0]
    return part.get_param("method"), event


def test_a_seat_is_confirmed_with_an_entry_for_the_calendar(member, meetup):
    come(meetup, member)
    assert sent() == [("rosa", "You have a seat: Homework Saturday, Saturday, November 28")]
    letter = mail.outbox[0]
    assert "Saturday, Nov. 28, 2026, 6 p.m. to 8 p.m. your time (UTC); " in letter.body
    assert "Saturday, Nov. 28, 2026, 10 a.m. to noon in Los Angeles" in letter.body
    assert "Where: The Bean, 1 Main St" in letter.body
    assert f"/learn/meetups/{meetup.uuid}/" in letter.body
    method, event = calendar_of(letter)
    assert (method, event["UID"], event["LOCATION"]) == ("REQUEST", str(meetup.uuid), "The Bean, 1 Main St")
    assert event["ATTENDEE"] == "mailto:rosa@example.org"


def test_a_reader_on_the_clock_of_the_place_is_told_one_time(member, meetup):
    Member.objects.update(timezone="America/Vancouver")
    come(meetup, member)
    sent()
    assert "When: Saturday, Nov. 28, 2026, 10 a.m. to noon\n" in mail.outbox[0].body


def test_letters_are_in_the_readers_language_and_zone(member, meetup):
    Member.objects.update(timezone="Europe/Prague", locale="es")
    come(meetup, member)
    sent()
    letter = mail.outbox[0]
    assert letter.subject.lower().endswith("homework saturday, sábado, 28 de noviembre")
    assert "19:00" in letter.body
    assert "21:00" in letter.body
    assert f"/es/learn/meetups/{meetup.uuid}/" in letter.body
    assert 'lang="es"' in letter.alternatives[0].content


def test_the_link_to_join_is_only_for_who_has_a_seat_and_comes_online(member, make_member, meetup):
    come(meetup, member)
    online, waiting = make_member("Nora"), make_member("Wanda")
    come(meetup, online, "remote")
    come(meetup, waiting, "remote")
    sent()
    told = {letter.to[0]: ONLINE in str(letter.message()) for letter in mail.outbox}
    assert told == {"rosa@example.org": False, "nora@example.org": True, "wanda@example.org": False}


def test_who_waits_is_told_the_place_and_brings_nothing_into_the_calendar(member, make_member, meetup):
    come(meetup, member)
    for name in ("Ada", "Bo"):
        come(meetup, make_member(name))
    sent()
    bodies = [letter.body for letter in mail.outbox[1:]]
    assert ["number 1" in bodies[0], "number 2" in bodies[1]] == [True, True]
    assert [len(letter.alternatives) for letter in mail.outbox] == [2, 1, 1]


def test_an_offer_says_until_when_on_both_clocks_and_its_link_leads_to_a_question(
    member, make_member, meetup
):
    first, ada = come(meetup, member), make_member("Ada", timezone="Europe/Prague")
    come(meetup, ada)
    sent()
    rsvps.release(rsvp=first, actor=member)
    assert sorted(sent()) == [
        ("ada", "A seat for you: Homework Saturday, Saturday, November 28"),
        ("rosa", "You are not coming: Homework Saturday, Saturday, November 28"),
    ]
    offer = next(letter for letter in mail.outbox if letter.to == ["ada@example.org"])
    until = (
        "It is kept for you until Saturday, Nov. 21, 2026, 1 p.m. your time (Prague); "
        "Saturday, Nov. 21, 2026, 4 a.m. in Los Angeles."
    )
    assert until in offer.body
    assert f"/learn/meetups/{meetup.uuid}/" in offer.body
    gone = next(letter for letter in mail.outbox if letter.to == ["rosa@example.org"])
    assert calendar_of(gone)[0] == "CANCEL"
    assert calendar_of(gone)[1]["STATUS"] == "CANCELLED"


def test_giving_up_a_place_in_the_queue_takes_nothing_out_of_a_calendar(member, make_member, meetup):
    come(meetup, member)
    ada = make_member("Ada")
    waiting = come(meetup, ada)
    sent()
    rsvps.release(rsvp=waiting, actor=ada)
    assert sent() == [("ada", "You are not coming: Homework Saturday, Saturday, November 28")]
    assert len(mail.outbox[0].alternatives) == 1


def test_an_offer_that_ran_out_is_told_and_the_next_one_has_it(member, make_member, meetup, now):
    first = come(meetup, member)
    for name in ("Ada", "Bo"):
        come(meetup, make_member(name))
    rsvps.release(rsvp=first, actor=member)
    sent()
    now.shift(timedelta(days=1, seconds=1))
    assert rsvps.lapse_due() == 1
    assert sorted(sent()) == [
        ("ada", "The seat went on: Homework Saturday, Saturday, November 28"),
        ("bo", "A seat for you: Homework Saturday, Saturday, November 28"),
    ]


def test_another_way_to_come_changes_the_entry_in_the_calendar(member, meetup):
    come(meetup, member)
    sent()
    before = calendar_of(mail.outbox[0])[1]["SEQUENCE"]
    come(meetup, member, "remote")
    assert sent() == [("rosa", "Changed: how you come to Homework Saturday, Saturday, November 28")]
    method, event = calendar_of(mail.outbox[0])
    assert (method, event["LOCATION"], event["SEQUENCE"] > before) == ("REQUEST", ONLINE, True)


def test_fewer_seats_take_an_offer_back_and_say_so(member, make_member, meetup, boss):
    first, ada = come(meetup, member), make_member("Ada")
    come(meetup, ada)
    rsvps.release(rsvp=first, actor=member)
    sent()
    meetups.resize(actor=boss, meetup=meetup, kind="room", capacity=0)
    assert sent() == [("ada", "The offered seat is gone: Homework Saturday, Saturday, November 28")]
    assert "number 1" in mail.outbox[0].body


def test_a_move_a_cancellation_and_a_reopening_are_told_with_growing_sequences(
    member, make_member, meetup, boss
):
    come(meetup, member)
    come(meetup, make_member("Ada"))
    sent()
    found = [calendar_of(mail.outbox[0])[1]["SEQUENCE"]]
    changes = [
        lambda: meetups.move(actor=boss, meetup=meetup, day=SATURDAY, clock=time(11), minutes=90),
        lambda: meetups.cancel(actor=boss, meetup=meetup, reason="A <b>flood</b> at http://x.example"),
        lambda: meetups.reopen(actor=boss, meetup=meetup),
    ]
    said = []
    for change in changes:
        change()
        said.append(sorted(sent()))
        mine = next(letter for letter in mail.outbox if letter.to == ["rosa@example.org"])
        method, event = calendar_of(mine)
        found.append((method, event["UID"] == str(meetup.uuid), event["SEQUENCE"]))
        other = next(letter for letter in mail.outbox if letter.to == ["ada@example.org"])
        assert len(other.alternatives) == 1
        if "Cancelled" in mine.subject:
            assert "A <b>flood</b>" in mine.body
            assert "A &lt;b&gt;flood&lt;/b&gt; at http://x.example" in mine.alternatives[0].content
    first = found.pop(0)
    assert found == [
        ("REQUEST", True, first + 1),
        ("CANCEL", True, first + 2),
        ("REQUEST", True, first + 3),
    ]
    assert [subject.partition(":")[0] for _who, subject in sum(said, [])] == [
        "Another time or place", "Another time or place", "Cancelled", "Cancelled",
        "It takes place after all", "It takes place after all",
    ]  # fmt: skip


def test_what_is_no_longer_true_is_not_written(member, make_member, meetup, boss):
    first = come(meetup, member)
    come(meetup, make_member("Ada"))
    rsvps.release(rsvp=first, actor=member)
    come(meetup, member)
    meetups.move(actor=boss, meetup=meetup, day=SATURDAY, clock=time(11), minutes=90)
    meetups.cancel(actor=boss, meetup=meetup)
    assert sorted(sent()) == [
        ("ada", "Cancelled: Homework Saturday, Saturday, November 28"),
        ("rosa", "Cancelled: Homework Saturday, Saturday, November 28"),
    ]
    left = Message.objects.filter(sent_at=None)
    assert set(left.values_list("stopped_why", flat=True)) == {Message.Why.MOOT}
    assert messages.count_due() == 0


def test_a_letter_that_was_held_up_until_the_meetup_began_is_not_written(member, meetup, now):
    come(meetup, member)
    now.move_to(meetup.starts_at)
    assert sent() == []


def test_who_joins_a_group_is_told_of_the_seat_in_the_same_letter(member):
    group = make.group()
    planned = make.meetup(group=group, day=SATURDAY, title="First evening")
    memberships.join(group=group, member=member, mode="room")
    assert sent() == [("rosa", "You are in: Python evenings")]
    letter = mail.outbox[0]
    assert "First evening: Sunday, Nov. 29, 2026, 2 a.m. to 4 a.m. your time (UTC); " in letter.body
    assert f"/groups/{group.uuid}/" in letter.body
    method, event = calendar_of(letter)
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", str(planned.uuid), 1)


def test_one_letter_names_all_meetups_of_a_group_and_what_changed_since_has_its_own(member, make_member):
    group = make.group()
    days = [SATURDAY + timedelta(weeks=nth) for nth in range(4)]
    planned = [
        make.meetup(group=group, day=day, title=f"Evening {day.day}", room=room)
        for day, room in zip(days, (1, 2, 2, 2), strict=True)
    ]
    come(planned[0], make_member("Ada"))
    sent()
    memberships.join(group=group, member=member, mode="room")
    rsvps.release(rsvp=RSVP.objects.get(member=member, meetup=planned[1]), actor=member)
    assert sent() == [
        ("rosa", "You are in: Python evenings"),
        ("rosa", "You are not coming: Evening 5, Sunday, December 6"),
    ]
    letter = mail.outbox[0]
    assert [f"Evening {day.day}: " in letter.body for day in days] == [True, False, True, True]
    assert letter.body.count("you are number 1 in the queue") == 1
    name, content, media_type = letter.attachments[0]
    events = Calendar.from_ical(content).events
    assert (name, media_type, len(letter.alternatives)) == ("meetups.ics", "text/calendar", 1)
    assert [(event["UID"], event["SEQUENCE"]) for event in events] == [
        (str(each.uuid), 1) for each in planned[2:]
    ]
    assert "ATTENDEE" not in events[0]


def test_meetups_planned_at_once_are_told_in_one_letter_and_a_single_one_as_ever(member, boss):
    group = make.group(starts_on=SATURDAY, seats_room=5)
    make.joined(group, member)
    saturdays = Wish(
        kind="weekly_meeting", weekday=5, clock=time(10), minutes=90, first=SATURDAY, last=SATURDAY
    )
    rules.add(actor=boss, group=group, wish=replace(saturdays, last=SATURDAY + timedelta(weeks=2)))
    assert sent() == [("rosa", "New meetups: Python evenings")]
    assert len(Calendar.from_ical(mail.outbox[0].attachments[0][1]).events) == 3
    rules.add(actor=boss, group=group, wish=replace(saturdays, clock=time(15), kind="hangout"))
    assert sent() == [("rosa", "You have a seat: Hangout 1, Saturday, November 28")]


def test_organizers_hear_who_asks_to_join_unless_there_is_a_block_or_an_answer(member, make_member):
    group = make.group(join="approval")
    for name in ("Olga", "Otto", "Oda"):
        make.joined(group, make_member(name), role="organizer")
    row = memberships.join(group=group, member=member, mode="room")
    Block.objects.create(blocker=Member.objects.get(display_name="Otto"), blocked=member)
    assert sorted(sent()) == [
        ("oda", "Rosa asks to join Python evenings"),
        ("olga", "Rosa asks to join Python evenings"),
    ]
    other = memberships.join(group=group, member=make_member("Pia"), mode="room")
    memberships.approve(membership=other, actor=Member.objects.get(display_name="Olga"))
    assert sent() == [("pia", "You are in: Python evenings")]
    assert row.state == "pending"


@pytest.mark.parametrize("name", ["A\r\nBcc: x@evil.example", "Ro\u2028sa\x07", "\u202easor", "a" * 80])
def test_no_name_breaks_a_header(name, make_member, meetup):
    meetup.title = name
    meetup.save(update_fields=["title"])
    who = make_member("Rosa")
    Member.objects.filter(pk=who.pk).update(display_name=name)
    come(meetup, Member.objects.get(pk=who.pk))
    assert len(sent()) == 1
    wire = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert (wire["Bcc"], wire["To"]) == (None, "rosa@example.org")
    assert calendar_of(mail.outbox[0])[0] == "REQUEST"
