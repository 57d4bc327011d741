"""Organizers plan, move, cancel, reopen and resize: success, refusals that keep what was typed, strangers, cost."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Chapter, ChapterRole, Member, Message
from learning import clock_words
from learning.models import GroupMembership, Meetup, Venue
from learning.services import rsvps
from tests.factories import groups as make

PLAN = "/learn/meetups/plan/"


def day(number: int = 20) -> str:
    return (timezone.localdate() + timedelta(days=number)).isoformat()


def planned(**fields) -> dict:
    return {
        "key": str(uuid4()), "kind": "talks", "title": "Short talks", "description": "", "day": day(), "clock": "18:00",
        "until": "20:00", "zone": make.ZONE, "venue": "", "online_url": "", "with_room": "on", "seats_room": "12", **fields,
    }  # fmt: skip


def moved(**fields) -> dict:
    return {"day": day(), "clock": "19:00", "until": "20:30", "venue": "", "online_url": "", **fields}


def run(member: Member, chapter: Chapter | None = None) -> Member:
    chapter = chapter or make.chapter()
    ChapterRole.objects.create(chapter=chapter, member=member, kind="organizer", since="2024-01-01")
    return member


@pytest.fixture
def olga(client, make_member, home) -> Member:
    made = run(make_member("Olga"))
    client.force_login(made)
    return made


def at(meetup: Meetup, name: str) -> str:
    return reverse(f"learning:meetup-{name}", args=[meetup.uuid])


def errors(answer) -> list[str]:
    page = BeautifulSoup(answer.text, "html.parser")
    return [each.get_text().strip() for each in page.select(".error-summary p, .error-summary li")]


def test_an_organizer_plans_a_single_meetup(client, olga):
    venue = Venue.objects.create(chapter=make.chapter(), name="Blue Cup")
    sent = planned(
        venue=venue.pk,
        with_remote="on",
        online_url="https://meet.example.org/a",
        with_helper="on",
        seats_helper="3",
    )
    answer = client.post(PLAN, sent)
    meetup = Meetup.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, at(meetup, "desk"))
    assert (meetup.title, meetup.minutes, meetup.local_time, meetup.timezone, meetup.venue) == (
        "Short talks", 120, time(18), make.ZONE, venue,
    )  # fmt: skip
    assert {pool.kind: pool.capacity for pool in meetup.pools.all()} == {
        "room": 12,
        "remote": None,
        "helper": 3,
    }
    assert (client.get(at(meetup, "desk")).status_code, str(meetup.uuid)) == (200, sent["key"])


def test_the_form_sent_twice_plans_one(client, olga):
    sent = planned()
    assert [client.post(PLAN, sent).status_code for _time in range(2)] == [302, 302]
    assert Meetup.objects.count() == 1


BAD = [
    ({"until": "17:00"}, "Until: The end is before the beginning."),
    ({"until": "18:00"}, "Until: The end is before the beginning."),
    ({"until": "18:05"}, "Until: A meetup lasts at least a quarter of an hour."),
    ({"clock": "00:10", "until": "23:50"}, "Until: A meetup lasts at most twelve hours."),
    ({"zone": "Mars/Olympus"}, "Time zone: This is not a time zone we know, such as Europe/Prague."),
    ({"day": "2020-01-01"}, "Day: That day is over. Choose one that is to come."),
    ({"day": "9999-12-31"}, "Day: That is more than two years away. Choose a day before that."),
    ({"seats_room": "0"}, "How many in the room: Ensure this value is greater than or equal to 1."),
    ({"seats_room": "1000000"}, "How many in the room: Ensure this value is less than or equal to 500."),
    ({"with_room": ""}, "Offer seats in the room or online, so that somebody can come."),
    ({"with_remote": "on"}, "Link to join online: Who comes online needs a link to join."),
    ({"online_url": "ftp://example.org/a"}, "Link to join online: A link begins with https://."),
    ({"online_url": "javascript:alert(1)"}, "Link to join online: Enter a valid URL."),
    ({"kind": "party"}, "What kind: Select a valid choice. party is not one of the available choices."),
]


def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(client, olga):
    for wrong, words in BAD:
        answer = client.post(PLAN, planned(**wrong))
        said = (answer.status_code, errors(answer), Meetup.objects.count())
        assert (wrong, *said) == (wrong, 200, [words], 0)
        assert 'value="Short talks"' in answer.text


def test_a_venue_of_another_chapter_is_not_offered(client, olga):
    far = Venue.objects.create(chapter=make.chapter("Brno"), name="Kavárna")
    assert client.post(PLAN, planned(venue=far.pk)).status_code == 200
    assert Meetup.objects.count() == 0


def test_who_runs_two_chapters_chooses_and_who_runs_none_finds_nothing(client, olga, member):
    run(olga, make.chapter("Brno"))
    page = client.get(PLAN).text
    assert [f"?chapter={each.uuid}" in page for each in Chapter.objects.all()] == [True, True]
    assert client.get(f"{PLAN}?chapter={make.chapter('Brno').uuid}").status_code == 200
    assert client.get(f"{PLAN}?chapter=nonsense").status_code == 404
    client.force_login(member)
    for query in ("", f"?chapter={make.chapter().uuid}", f"?group={make.group().uuid}"):
        assert client.get(f"{PLAN}{query}").status_code == 404
        assert client.post(f"{PLAN}{query}", planned()).status_code == 404


def test_an_organizer_of_a_group_plans_for_it(client, member, home):
    group = make.group()
    make.joined(group, member, role=GroupMembership.Role.ORGANIZER)
    client.force_login(member)
    assert client.post(f"{PLAN}?group={group.uuid}", planned()).status_code == 302
    assert Meetup.objects.get().group == group


def test_moving_keeps_seats_and_tells_everybody_once(client, olga, member):
    meetup = make.meetup()
    rsvps.respond(meetup=meetup, member=member, mode="room")
    for _time in range(2):
        assert client.post(at(meetup, "move"), moved()).status_code == 302
    meetup.refresh_from_db()
    assert (meetup.local_time, meetup.minutes, meetup.ics_sequence) == (time(19), 90, 1)
    assert meetup.rsvps.confirmed().count() == 1
    assert Message.objects.filter(kind="learning.meetup_moved").count() == 1


def test_a_refused_move_keeps_what_was_typed_and_changes_nothing(client, olga):
    meetup = make.meetup()
    answer = client.post(at(meetup, "move"), moved(until="18:30"))
    assert (answer.status_code, errors(answer)) == (200, ["Until: The end is before the beginning."])
    assert 'value="18:30"' in answer.text
    over = make.over(make.meetup(in_days=9))
    assert client.post(at(over, "move"), moved()).status_code == 200
    assert [each.ics_sequence for each in Meetup.objects.all()] == [0, 0]


def test_cancelling_and_reopening_keep_the_seats(client, olga, member):
    meetup = make.meetup()
    rsvps.respond(meetup=meetup, member=member, mode="room")
    client.post(at(meetup, "cancel"), {"reason": "The pipe burst."})
    assert "The pipe burst." in client.get(meetup.get_absolute_url()).text
    assert "Reopen it" in client.get(at(meetup, "desk")).text
    client.post(at(meetup, "reopen"))
    client.post(at(meetup, "reopen"))
    meetup.refresh_from_db()
    assert (meetup.state, meetup.rsvps.confirmed().count()) == ("planned", 1)
    answer = client.post(at(meetup, "cancel"), {"reason": "x" * 301})
    assert (answer.status_code, len(errors(answer))) == (200, 1)


def test_nobodys_seat_is_taken_away_by_fewer_seats(client, olga, make_member):
    meetup = make.meetup(room=2)
    for name in ("Ada", "Bea", "Cleo"):
        rsvps.respond(meetup=meetup, member=make_member(name), mode="room")
    answer = client.post(at(meetup, "resize"), {"kind": "room", "seats": "1"})
    assert "2 people have a seat." in errors(answer)[0]
    assert client.post(at(meetup, "resize"), {"kind": "room", "seats": "0"}).status_code == 200
    client.post(at(meetup, "resize"), {"kind": "room", "seats": "3"})
    assert (meetup.pools.get().capacity, meetup.rsvps.filter(state="offered").count()) == (3, 1)
    client.post(at(meetup, "resize"), {"kind": "room", "seats": ""})
    assert meetup.pools.get().capacity is None
    assert client.post(at(meetup, "resize"), {"kind": "moon", "seats": "3"}).status_code == 404


def test_the_sheet_lists_who_has_a_seat_and_nobody_else(client, olga, make_member):
    meetup = make.meetup(room=2)
    for name in ("Cleo", "Ada", "Bea"):
        rsvps.respond(meetup=meetup, member=make_member(name), mode="room")
    page = BeautifulSoup(client.get(at(meetup, "sheet")).text, "html.parser")
    assert [row.get_text() for row in page.select("tbody th")] == ["Ada", "Cleo"]


GETS, POSTS = ["desk", "sheet"], ["move", "cancel", "reopen", "resize"]


def test_organizers_of_another_chapter_members_and_visitors_find_nothing(client, make_member, member, home):
    meetup = make.meetup()
    for who in (run(make_member("Far"), make.chapter("Brno")), member):
        client.force_login(who)
        assert [client.get(at(meetup, name)).status_code for name in GETS] == [404, 404]
        sent = moved(kind="room", seats="5")
        assert [client.post(at(meetup, name), sent).status_code for name in POSTS] == [404] * 4
        assert "For organizers" not in client.get(meetup.get_absolute_url()).text
    client.logout()
    assert [client.get(at(meetup, name)).status_code for name in GETS] == [302, 302]
    meetup.refresh_from_db()
    assert (meetup.ics_sequence, meetup.state, meetup.pools.get().capacity) == (0, "planned", 2)


def test_nothing_changes_on_a_get(client, olga):
    meetup = make.meetup()
    assert [client.get(at(meetup, name)).status_code for name in POSTS] == [405] * 4


def test_the_desk_says_what_the_clocks_do_that_day():
    table = [
        ("2027-03-14", time(18), make.ZONE), ("2027-03-14", time(2, 30), make.ZONE),
        ("2026-11-01", time(1, 30), make.ZONE), ("2026-11-01", time(18), make.ZONE), ("2026-11-25", time(18), make.ZONE),
        ("2027-04-04", time(18), "Australia/Lord_Howe"),
    ]  # fmt: skip
    assert [clock_words.note(date.fromisoformat(each), clock, zone) for each, clock, zone in table] == [
        "The clocks go forward that day. It begins at 6 p.m. on the new time.",
        "The clocks skip 2:30 a.m. that day, and it begins at 3:30 a.m. instead.",
        "1:30 a.m. comes twice that day, because the clocks go back. The first one is meant.",
        "The clocks go back that day. It begins at 6 p.m. by the clock on the wall.",
        "",
        "The clocks go back that day. It begins at 6 p.m. by the clock on the wall.",
    ]


def cost(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_desk_and_the_sheet_cost_the_same_for_one_and_for_three(client, olga, make_member):
    def costs(number: int) -> list[int]:
        meetup = make.meetup(room=5, in_days=number)
        for nth in range(number):
            rsvps.respond(meetup=meetup, member=make_member(f"P{number}-{nth}"), mode="room")
        return [cost(client, at(meetup, name)) for name in GETS]

    assert (costs(1), costs(3)) == ([8, 5], [8, 5])
