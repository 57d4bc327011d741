"""What Today says of meetups and groups."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import Block
from learning.addresses import has_page
from learning.meetups_today import organizing, seats
from learning.models import RSVP, MeetupFeedback, Venue
from learning.services import meetups, memberships, programs, progress, rsvps
from tests.factories import groups as make
from tests.factories import homework as make_homework

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Los_Angeles"))  # a Monday


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rosa(make_member):
    return make_member("Rosa", timezone="America/Los_Angeles")


def thursday(**facts):
    return make.meetup(day=date(2026, 11, 26), **facts)


def come(meetup, *members, mode: str = "room") -> None:
    for member in members:
        rsvps.respond(meetup=meetup, member=member, mode=mode)


def short(lines) -> list[tuple[str, str, str, int]]:
    return [(line.title, str(line.detail), line.url, line.urgency) for line in lines]


def test_the_next_seat_with_when_and_where(rosa):
    venue = Venue.objects.create(chapter=make.chapter(), name="Blue Cup")
    first, later = thursday(venue=venue, title="Table"), thursday(clock=time(21), title="Later")
    come(later, rosa)
    come(first, rosa)
    url = f"/learn/meetups/{first.uuid}/"
    assert short(seats(rosa)) == [("Table", "Thursday, November 26, 6 p.m., Blue Cup", url, 35)]
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        meetups.move(actor=rosa, meetup=first, day=date(2026, 11, 24), clock=time(8), minutes=60)
    said = "Time or place has changed: Tuesday, November 24, 8 a.m., Blue Cup"
    assert short(seats(rosa)) == [("Table", said, url, 12)]
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        assert [line for line in seats(rosa) if line.action == "To the meetup"] == []


def test_an_offer_with_its_end_a_place_in_the_queue_and_a_cancelled_meetup(rosa, make_member):
    ada, bo, cy = (make_member(name) for name in ("Ada", "Bo", "Cy"))
    full, offered, off = (thursday(room=1, title=name, clock=time(9 + nth)) for nth, name in enumerate("ABC"))
    come(full, ada, bo, rosa)
    come(offered, cy, rosa)
    come(off, rosa)
    meetups.cancel(actor=ada, meetup=off)
    rsvps.release(rsvp=RSVP.objects.get(meetup=offered, member=cy), actor=cy)
    at = {each: f"/learn/meetups/{each.uuid}/" for each in (full, offered, off)}
    found = short(seats(rosa))
    assert [(title, url, urgency) for title, _detail, url, urgency in found] == [
        ("A seat for you: B", f"{at[offered]}rsvp/offer/", 4),
        ("Cancelled: C", at[off], 10),
        ("A", at[full], 48),
    ]
    assert " · kept for you until " in found[0][1]
    assert [found[1][1], found[2][1]] == [
        "Thursday, November 26, 11 a.m.",
        "Thursday, November 26, 9 a.m. · you are number 2 in the queue",
    ]


def test_what_to_read_before_the_next_meetup_until_it_is_done(rosa, track, lessons):
    group = make.group(track_key=track.translation_key)
    meetup = thursday(group=group, room=5)
    task = make_homework.exercise()
    make_homework.place(lessons[1], task)
    keys = [each.translation_key for each in lessons]
    programs.choose(actor=rosa, meetup=meetup, covered=keys[:2], due=keys[1:2])
    memberships.join(group=group, member=rosa, mode="room")

    def read():
        return [(*line[:3], line[3]) for line in short(seats(rosa)) if line[3] == 36]

    assert read() == [
        ("For Thursday: 2 lessons, about 30 min, 1 homework", "Python evenings", "/lessons/lists/", 36)
    ]
    for lesson in lessons:
        progress.mark_done(member=rosa, lesson=lesson, confidence=2)
    assert read() == [("For Thursday: 1 homework", "Python evenings", "/lessons/loops/", 36)]
    make_homework.handed_in(rosa, task)
    assert read() == []


def test_organizers_see_tonights_meetup_and_who_asks_but_nobody_across_a_block(rosa, make_member):
    group = make.group(join="approval")
    tonight = make.meetup(group=group, day=date(2026, 11, 23), room=1, title="Table")
    make.organizer(group.chapter, rosa)
    for name in ("Ada", "Bo", "Cy"):
        memberships.join(group=group, member=make_member(name), mode="room")
    ada, bo = (group.memberships.get(member__display_name=name) for name in ("Ada", "Bo"))
    for row in (ada, bo):
        memberships.approve(membership=row, actor=rosa)
    memberships.join(group=group, member=make_member("Di"), mode="room")
    Block.objects.create(blocker=rosa, blocked=group.memberships.get(member__display_name="Cy").member)
    assert short(organizing(rosa)) == [
        (
            "You run it: Table",
            "Monday, November 23, 6 p.m. · 1 person comes, 1 in the queue",
            f"/learn/meetups/{tonight.uuid}/organize/",
            8,
        ),
        ("1 person asks to join “Python evenings”", "", f"/learn/groups/{group.uuid}/people/", 18),
    ]
    with time_machine.travel(NOW + timedelta(hours=8), tick=False):
        assert organizing(rosa)[0].url == f"/learn/meetups/{tonight.uuid}/door/"
    wes = make.organizer(make.chapter("Atlanta"), make_member("Wes"))
    assert [organizing(each) for each in (wes, ada.member)] == [[], []]


@pytest.mark.skipif(not (has_page("recap") and has_page("feedback")), reason="there is no page to say it on")
def test_what_was_is_to_be_written_and_talked_about_once(rosa, make_member):
    meetup = thursday(title="Table")
    ada = make_member("Ada", timezone="America/Los_Angeles")
    come(meetup, ada)
    make.organizer(meetup.chapter, rosa)
    make.over(meetup, days=2)
    found = [short(organizing(rosa)), short(seats(ada))]
    assert [[(title, urgency) for title, _detail, _url, urgency in lines] for lines in found] == [
        [("Write the recap of Table", 33)],
        [("How was it? Table", 32)],
    ]
    MeetupFeedback.objects.create(meetup=meetup, member=ada, rating=5)
    assert seats(ada) == []


def test_it_costs_the_same_for_one_and_for_many(client, rosa, track, lessons, make_member, home):
    keys = [each.translation_key for each in lessons]

    def more(number: int) -> None:
        for nth in range(number):
            group = make.group(f"Group {number}-{nth}", track_key=track.translation_key, join="approval")
            make.joined(group, rosa, role="organizer")
            meetup = make.meetup(
                group=group, day=timezone.localdate(), clock=time(11 + number + nth), minutes=50
            )
            thursday(group=group, clock=time(9 + number + nth), minutes=50)
            for each in group.meetups.all():
                come(each, rosa)
            programs.choose(actor=rosa, meetup=meetup, covered=keys[: nth + 1], due=keys[:1])
            ana = make_member(f"Ana {number}-{nth}")
            memberships.join(group=group, member=ana, mode="room")
            come(make.meetup(room=1, in_days=10 * number + nth), ana, rosa)  # who waits

    def cost(*, cold: bool) -> int:
        client.get("/today/")
        if cold:
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/today/").status_code == 200
        return len(queries)

    client.force_login(rosa)
    found = [(cost(cold=False), cost(cold=True))]
    for number in (1, 3):
        more(number)
        found.append((cost(cold=False), cost(cold=True)))
    assert found == [(13, 24), (19, 30), (19, 30)]
