"""Planned messages: rows before they are due, in line with the meetup whatever happens to it, and true when they go."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from cms.models import ChapterRole, Member, Message, MessageEdit, Topic
from cms.services import message_choices
from learning.models import RSVP, Attendance, MeetupFeedback
from learning.services import meetups, reminders, rsvps
from tests.factories import groups as make

SATURDAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVENING, SOON, RECAP, FEEDBACK = "evening", "soon", "recap", "feedback"


@pytest.fixture(autouse=True)
def pages_to_answer_on(request, monkeypatch):
    """The letters after a meetup go out where the site has the pages they lead to."""
    monkeypatch.setattr(reminders, "has_page", lambda name: "without_pages" not in request.fixturenames)


@pytest.fixture
def without_pages():
    """A site without pages for recaps and feedback."""


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def portlander(make_member) -> Member:
    return make_member("Rosa", timezone=make.ZONE)


@pytest.fixture
def boss(make_member) -> Member:
    boss = make_member("Olga", timezone=make.ZONE)
    ChapterRole.objects.create(
        chapter=make.chapter(), member=boss, kind=ChapterRole.Kind.ORGANIZER, since=date(2024, 1, 1)
    )
    return boss


@pytest.fixture
def meetup(boss):
    return make.meetup(day=SATURDAY, clock=time(10), room=5, title="Saturday")


def come(meetup, member) -> RSVP:
    return rsvps.respond(meetup=meetup, member=member, mode="room")


def planned() -> list[tuple[str, str, str]]:
    """What will be sent: which kind, to whom, when on the clock of the recipient."""
    rows = Message.objects.filter(kind__in=reminders.PLANNED, sent_at=None, stopped_at=None)
    return sorted(
        (
            row.kind.partition("meetup_")[2],
            row.recipient.display_name,
            row.due_at.astimezone(row.recipient.zone).strftime("%d %H:%M"),
        )
        for row in rows.select_related("recipient")
    )


def test_everything_is_in_the_ledger_long_before_it_is_due(meetup, portlander):
    come(meetup, portlander)
    assert reminders.keep_in_line() == 4
    assert planned() == [
        (EVENING, "Rosa", "27 18:00"),
        (FEEDBACK, "Rosa", "29 09:00"),
        (RECAP, "Olga", "28 12:30"),
        (SOON, "Rosa", "28 07:00"),
    ]
    assert reminders.keep_in_line() == 0


def test_the_evening_is_the_readers_and_nobody_is_woken(meetup, make_member):
    come(meetup, make_member("Priya", timezone="Asia/Kolkata"))  # there it begins at 23:30
    come(meetup, make_member("Aroha", timezone="Pacific/Auckland"))  # and there at 7:00 on Sunday
    reminders.keep_in_line()
    assert [plan for plan in planned() if plan[1] != "Olga"] == [
        (EVENING, "Aroha", "28 18:00"),
        (EVENING, "Priya", "27 18:00"),
        (FEEDBACK, "Aroha", "30 09:00"),
        (FEEDBACK, "Priya", "29 09:00"),
        (SOON, "Priya", "28 20:30"),
    ]


def test_who_just_answered_is_not_reminded_of_it(meetup, portlander, now):
    now.move_to(datetime(2026, 11, 28, 4, tzinfo=UTC))  # 20:00 on Friday in Portland
    come(meetup, portlander)
    reminders.keep_in_line()
    assert [kind for kind, name, _due in planned() if name == "Rosa"] == [FEEDBACK, SOON]


def test_reminders_move_with_the_meetup_and_keep_their_rows(meetup, portlander, boss):
    come(meetup, portlander)
    reminders.keep_in_line()
    before = set(Message.objects.values_list("pk", flat=True))
    meetups.move(actor=boss, meetup=meetup, day=SATURDAY + timedelta(days=40), clock=time(15), minutes=60)
    assert reminders.keep_in_line() == 4
    rows = Message.objects.filter(kind__in=reminders.PLANNED)
    assert set(rows.values_list("pk", flat=True)) <= before
    assert planned() == [
        (EVENING, "Rosa", "06 18:00"),
        (FEEDBACK, "Rosa", "08 09:00"),
        (RECAP, "Olga", "07 16:30"),
        (SOON, "Rosa", "07 12:00"),
    ]


def test_a_cancellation_stops_them_and_a_reopening_brings_them_back(meetup, portlander, boss):
    come(meetup, portlander)
    reminders.keep_in_line()
    before = planned()
    meetups.cancel(actor=boss, meetup=meetup)
    assert reminders.keep_in_line() == 4
    stopped = Message.objects.filter(stopped_why=Message.Why.PLAN)
    assert (planned(), stopped.count()) == ([], 4)
    meetups.reopen(actor=boss, meetup=meetup)
    assert reminders.keep_in_line() == 4
    assert (planned(), reminders.keep_in_line()) == (before, 0)


def test_a_released_seat_and_a_place_in_the_queue_have_no_reminders(meetup, portlander):
    rsvp = come(meetup, portlander)
    reminders.keep_in_line()
    rsvps.release(rsvp=rsvp, actor=portlander)
    reminders.keep_in_line()
    assert [name for _kind, name, _due in planned()] == ["Olga"]
    come(meetup, portlander)
    reminders.keep_in_line()
    assert len(planned()) == 4


def test_a_meetup_that_moves_after_its_reminder_has_another(meetup, portlander, boss, now):
    come(meetup, portlander)
    call_command("tick")
    now.move_to(datetime(2026, 11, 28, 2, 1, tzinfo=UTC))
    mail.outbox.clear()
    call_command("tick")
    assert [letter.subject for letter in mail.outbox] == ["Tomorrow: Saturday"]
    meetups.move(actor=boss, meetup=meetup, day=SATURDAY + timedelta(days=7), clock=time(10), minutes=60)
    call_command("tick")
    now.move_to(datetime(2026, 12, 5, 2, 1, tzinfo=UTC))
    mail.outbox.clear()
    for _time in range(2):
        call_command("tick")
    assert [letter.subject for letter in mail.outbox] == ["Tomorrow: Saturday"]


def test_ticks_tell_the_whole_story_once_however_often_they_run(meetup, portlander, now, capsys):
    come(meetup, portlander)
    call_command("tick")
    now.move_to(datetime(2026, 11, 27, 12, tzinfo=UTC))
    for _time in range(30):
        call_command("tick")
        now.shift(timedelta(hours=2))
    assert [(letter.to[0].partition("@")[0], letter.subject) for letter in mail.outbox] == [
        ("rosa", "You have a seat: Saturday, Saturday, November 28"),
        ("rosa", "Tomorrow: Saturday"),
        ("rosa", "Today: Saturday"),
        ("olga", "How was it? A recap of Saturday"),
        ("rosa", "How was Saturday?"),
    ]
    assert "meetups held: 1" in capsys.readouterr().out


def test_a_dry_run_says_what_would_be_planned_and_plans_nothing(meetup, portlander, capsys):
    come(meetup, portlander)
    call_command("tick", "--dry-run")
    said = capsys.readouterr().out.splitlines()
    assert {"reminders planned or changed: 4", "offers passed on: 0", "meetups held: 0", "mail: 1"} <= set(
        said
    )
    assert planned() == []


def test_nobody_is_asked_who_was_away_or_has_said_it_and_guests_with_an_account_are(
    meetup, make_member, boss, now
):
    there, away, said, walked_in = (make_member(name) for name in ("Ada", "Bo", "Cleo", "Dana"))
    for member in (there, away, said):
        come(meetup, member)
    now.move_to(meetup.ends_at)
    for member, state in ((there, "present"), (away, "absent"), (walked_in, "late")):
        Attendance.objects.create(meetup=meetup, member=member, state=state, noted_at=meetup.ends_at)
    MeetupFeedback.objects.create(meetup=meetup, member=said, rating=5)
    mail.outbox.clear()
    for _time in range(8):
        call_command("tick")
        now.shift(timedelta(hours=4))
    asked = [
        letter.to[0].partition("@")[0] for letter in mail.outbox if letter.subject == "How was Saturday?"
    ]
    assert sorted(asked) == ["ada", "dana"]


def test_what_somebody_stopped_or_declined_stays_so(meetup, portlander, make_member, now):
    quiet = make_member("Quinn", timezone=make.ZONE)
    message_choices.decline(member=quiet, topic=Topic.REMINDERS)
    for member in (portlander, quiet):
        come(meetup, member)
    call_command("tick")
    MessageEdit.objects.create(kind=reminders.SOON_KIND, about=reminders.about(meetup), stopped_at=NOW)
    MessageEdit.objects.create(
        kind=reminders.EVENING_KIND,
        about=reminders.about(meetup),
        subject="Bring a\r\nlaptop",
        words="Side <door>!",
    )
    mail.outbox.clear()
    now.move_to(meetup.starts_at - timedelta(hours=20))
    for _hour in range(19):
        call_command("tick")
        now.shift(timedelta(hours=1))
    assert [(letter.to[0].partition("@")[0], letter.subject) for letter in mail.outbox] == [
        ("rosa", "Bring a laptop")
    ]
    assert "The organizers write:\n\nSide <door>!\n" in mail.outbox[0].body
    assert "<p>Side &lt;door&gt;!</p>" in mail.outbox[0].alternatives[0].content
    whys = Message.objects.filter(kind__in=reminders.PLANNED, recipient__in=[quiet, portlander])
    assert sorted(whys.values_list("recipient__display_name", "stopped_why")) == [
        ("Quinn", ""), ("Quinn", "choice"), ("Quinn", "choice"), ("Rosa", ""), ("Rosa", ""), ("Rosa", "person"),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_what_a_tick_asks_does_not_grow_with_meetups_and_people(
    number, boss, make_member, django_assert_num_queries
):
    for nth in range(number):
        meetup = make.meetup(day=SATURDAY + timedelta(days=nth), clock=time(10), room=5)
        for each in range(number):
            come(meetup, make_member(f"M{nth} {each}"))
    with django_assert_num_queries(7):  # 6 to read, one to write
        reminders.keep_in_line()
    with django_assert_num_queries(6):
        assert reminders.keep_in_line() == 0


def test_nobody_is_asked_for_what_there_is_no_page_to_say_it_on(meetup, portlander, boss, now, without_pages):
    come(meetup, portlander)
    reminders.keep_in_line()
    assert {kind for kind, _name, _due in planned()} == {EVENING, SOON}
