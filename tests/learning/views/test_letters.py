"""The organizer's screen of the ledger: seen beforehand, edited, stopped, and nobody else's."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from cms.models import ChapterRole, Event, Message, MessageEdit
from cms.services import messages
from learning.services import reminders, rsvps
from tests.factories import groups as make

LIST = "/learn/messages/"
SATURDAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def boss(make_member):
    boss = make_member("Olga", timezone=make.ZONE)
    ChapterRole.objects.create(
        chapter=make.chapter(), member=boss, kind=ChapterRole.Kind.ORGANIZER, since=date(2024, 1, 1)
    )
    return boss


@pytest.fixture
def meetup(home, boss, member):
    meetup = make.meetup(day=SATURDAY, clock=time(10), room=5, title="Saturday")
    rsvps.respond(meetup=meetup, member=member, mode="room")
    call_command("tick")
    mail.outbox.clear()
    return meetup


@pytest.fixture
def organizer(client, boss):
    client.force_login(boss)
    return client


def one(meetup, what: str = "evening", do: str = "") -> str:
    return f"{LIST}{meetup.uuid}/{what}/{do}"


def test_an_organizer_sees_what_will_be_sent_to_how_many_and_what_was(organizer, meetup):
    page = organizer.get(LIST)
    sheet = page.context["sheet"]
    assert [(line.name, line.waiting) for line in sheet.planned] == [
        ("Reminder the evening before", 1),
        ("Reminder three hours before", 1),
        ("To organizers: write a recap", 1),
        ("To those who came: how was it?", 1),
    ]
    assert [(line.name, line.sent) for line in sheet.sent] == [("You have a seat", 1)]
    assert sheet.failing == []
    assert "rosa@example.org" not in page.text


def test_a_letter_is_read_beforehand_as_its_reader_will_and_without_their_keys(organizer, meetup, member):
    page = organizer.get(one(meetup))
    subject, text = page.context["preview"]
    assert subject == "Tomorrow: Saturday"
    assert "Hello Rosa," in text
    assert "As Rosa will read it" in page.text
    assert ("/off/" in page.text, member.email in page.text) == (False, False)


def test_words_and_subject_are_in_every_letter_that_has_not_gone_out(organizer, meetup, make_member, now):
    words = "Bring a laptop.\r\nThe side door is open."
    for _time in range(2):
        answer = organizer.post(one(meetup), {"words": words, "subject": "Until\ttomorrow"})
        assert (answer.status_code, answer["Location"]) == (302, one(meetup))
    assert Event.objects.filter(verb="letter-edited").count() == 1
    assert "Until tomorrow" in organizer.get(one(meetup)).text
    rsvps.respond(meetup=meetup, member=make_member("Late"), mode="room")
    now.move_to(datetime(2026, 11, 28, 2, 1, tzinfo=UTC))
    call_command("tick")
    told = {letter.to[0]: letter for letter in mail.outbox if letter.subject == "Until tomorrow"}
    assert sorted(told) == ["late@example.org", "rosa@example.org"]
    assert "The side door is open." in told["late@example.org"].body


def test_too_many_words_are_refused_and_nothing_is_lost(organizer, meetup):
    answer = organizer.post(one(meetup), {"words": "x" * 2001, "subject": "s"})
    assert (answer.status_code, MessageEdit.objects.count()) == (200, 0)
    assert "x" * 2001 in answer.text


def test_a_letter_is_stopped_and_sent_after_all(organizer, meetup, now):
    for _time in range(2):
        assert organizer.post(one(meetup, do="stop/"))["Location"] == one(meetup)
    assert "You stopped this letter" in organizer.get(one(meetup)).text
    assert organizer.get(LIST).context["sheet"].planned[0].is_stopped
    assert Event.objects.filter(verb="letter-stopped").count() == 1
    for _time in range(2):
        organizer.post(one(meetup, do="resume/"))
    organizer.post(one(meetup, "soon", "stop/"))
    now.move_to(meetup.starts_at - timedelta(minutes=10))
    Message.objects.filter(kind=reminders.EVENING_KIND).update(due_at=NOW)
    messages.send_due()
    assert [letter.subject for letter in mail.outbox] == []
    row = Message.objects.get(kind=reminders.SOON_KIND)
    assert (row.stopped_why, row.sent_at) == (Message.Why.PERSON, None)


def test_what_the_mail_server_did_not_take_is_shown_with_the_next_try_and_without_addresses(
    organizer, meetup, monkeypatch, now
):
    def refuse(self, **kwargs):
        raise OSError("550 rosa@example.org is unknown")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    now.move_to(datetime(2026, 11, 28, 2, 1, tzinfo=UTC))
    call_command("tick")
    page = organizer.get(LIST)
    assert [(line.what, line.failing) for line in page.context["sheet"].failing] == [("evening", 1)]
    assert "next try Nov. 27, 2026, 6:02 p.m." in page.text
    assert "rosa@example.org" not in page.text
    Message.objects.filter(kind=reminders.EVENING_KIND).update(tries=Message.MOST_TRIES)
    assert "is given up" in organizer.get(LIST).text


def test_for_anybody_else_the_pages_are_not_there(client, meetup, make_member):
    elsewhere = make_member("Elsewhere")
    ChapterRole.objects.create(
        chapter=make.chapter("Brno"),
        member=elsewhere,
        kind=ChapterRole.Kind.ORGANIZER,
        since=date(2024, 1, 1),
    )
    make.meetup(chapter=make.chapter("Brno"), day=SATURDAY)
    assert [client.get(path).status_code for path in (LIST, one(meetup))] == [302, 302]
    client.force_login(make_member("Nobody"))
    assert client.get(LIST).status_code == 404
    client.force_login(elsewhere)
    assert client.get(LIST).context["sheet"].planned == []
    assert client.get(one(meetup)).status_code == 404
    assert client.post(one(meetup), {"words": "Mine"}).status_code == 404
    assert [client.post(one(meetup, do=do)).status_code for do in ("stop/", "resume/")] == [404, 404]
    assert MessageEdit.objects.count() == 0


@pytest.mark.parametrize("what", ["cancelled", "moved", "x"])
def test_what_has_to_be_known_is_neither_edited_nor_stopped(organizer, meetup, what):
    assert organizer.get(one(meetup, what)).status_code == 404
    assert organizer.post(one(meetup, what, "stop/")).status_code == 404


def test_nothing_is_stopped_by_a_get(organizer, meetup):
    assert [organizer.get(one(meetup, do=do)).status_code for do in ("stop/", "resume/")] == [405, 405]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(
    number, organizer, home, make_member, django_assert_num_queries
):
    for nth in range(number):
        meetup = make.meetup(day=SATURDAY + timedelta(days=nth), room=9, clock=time(10))
        for each in range(number):
            rsvps.respond(meetup=meetup, member=make_member(f"M{nth} {each}"), mode="room")
    call_command("tick")
    organizer.get(LIST)
    with django_assert_num_queries(6):
        organizer.get(LIST)
