"""Calendars to subscribe to: what stands in them and what never does, what a program is told, what they cost."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cms.models import ChapterFollow, FeedToken, Member
from learning.models import StudyGroup, Venue
from learning.services import meetups, rsvps
from tests.factories import groups as make

LINK = "https://meet.example.org/secret-room"


def events(answer) -> list[dict]:
    parsed = Calendar.from_ical(answer.content)
    return [
        {
            "uid": str(each["UID"]),
            "sequence": each["SEQUENCE"],
            "status": str(each["STATUS"]),
            "name": str(each["SUMMARY"]),
        }
        for each in parsed.walk("VEVENT")
    ]


def address(name: str, *args) -> str:
    return reverse(f"learning:feed-{name}", args=args)


def my_address(client) -> str:
    """Make a personal address the way a browser does, and give its path."""
    page = BeautifulSoup(client.get("/learn/calendar/").text, "html.parser")
    answer = client.post("/learn/calendar/", {"token": page.select_one("[name=token]")["value"]})
    shown = BeautifulSoup(answer.text, "html.parser").select_one(".copied samp").get_text()
    return shown.partition("127.0.0.1:8000")[2]


@pytest.fixture
def rosa(client, member, home) -> Member:
    client.force_login(member)
    return member


def test_everybodys_calendars_hold_what_is_shown_and_no_link_to_join(client, home, make_member):
    group = make.group()
    venue = Venue.objects.create(chapter=make.chapter(), name="Blue Cup", address="1 Main St")
    mine = make.meetup(group=group, online=True, online_url=LINK, venue=venue)
    alone = make.meetup(in_days=8)
    far = make.meetup(chapter=make.chapter("Brno"), in_days=9)
    make.meetup(group=make.group("Secret", state=StudyGroup.State.DRAFT))
    rsvps.respond(meetup=mine, member=make_member("Ada"), mode="room")
    found = {
        name: [each["uid"] for each in events(client.get(path))]
        for name, path in {
            "site": address("site"),
            "chapter": address("chapter", group.chapter.uuid),
            "group": address("group", group.uuid),
            "meetup": address("meetup", mine.uuid),
        }.items()
    }
    uids = [str(each.uuid) for each in (mine, alone, far)]
    assert found == {"site": uids, "chapter": uids[:2], "group": uids[:1], "meetup": uids[:1]}
    text = client.get(address("site")).text
    assert [word for word in (LINK, "secret-room", "Ada", "Secret") if word in text] == []
    assert "Blue Cup" in text


def test_a_draft_groups_calendar_and_its_meetups_file_are_not_there(client, home):
    group = make.group(state=StudyGroup.State.DRAFT)
    for path in (address("group", group.uuid), address("meetup", make.meetup(group=group).uuid)):
        assert client.get(path).status_code == 404


def test_a_move_raises_the_sequence_and_keeps_the_uid_and_a_cancellation_stays(client, home, make_member):
    boss, meetup = make_member("Boss"), make.meetup()
    first = client.get(address("site"))
    meetups.move(
        actor=boss,
        meetup=meetup,
        day=meetup.local_date + timedelta(days=1),
        clock=meetup.local_time,
        minutes=60,
    )
    second = client.get(address("site"))
    meetups.cancel(actor=boss, meetup=meetup)
    third = client.get(address("site"))
    seen = [events(each)[0] for each in (first, second, third)]
    assert [each["uid"] for each in seen] == [str(meetup.uuid)] * 3
    assert [(each["sequence"], each["status"]) for each in seen] == [
        (0, "CONFIRMED"),
        (1, "CONFIRMED"),
        (2, "CANCELLED"),
    ]


def test_what_is_over_stays_for_a_year(client, home):
    kept, gone = make.over(make.meetup(), days=360), make.over(make.meetup(in_days=8), days=370)
    assert [each["uid"] for each in events(client.get(address("site")))] == [str(kept.uuid)]
    assert gone.is_over


def test_a_program_that_has_it_gets_304_until_something_changes(client, home, make_member):
    meetup = make.meetup()
    first = client.get(address("site"))
    known = {"If-None-Match": first["ETag"]}
    again = client.get(address("site"), headers=known)
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first["Last-Modified"] == again["Last-Modified"]
    meetups.cancel(actor=make_member("Boss"), meetup=meetup)
    assert client.get(address("site"), headers=known).status_code == 200
    only_a_date = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get(address("site"), headers=only_a_date).status_code == 200


def test_head_is_answered_like_get_without_the_calendar(client, home):
    make.meetup()
    got, head = client.get(address("site")), client.head(address("site"))
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", got["ETag"])
    assert client.post(address("site")).status_code == 405


def test_public_calendars_may_be_kept_and_come_with_no_door_for_other_sites(client, home):
    answer = client.get(address("site"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert ("public" in answer["Cache-Control"], "Access-Control-Allow-Origin" in answer) == (True, False)
    assert "Set-Cookie" not in answer


def test_a_calendar_is_named_in_the_language_asked(client, languages_ready, rosa):
    path = my_address(client)
    name = str(Calendar.from_ical(client.get(path).content)["X-WR-CALNAME"])
    assert name == "My meetups · Trellis"
    assert client.get(f"/es{path}").status_code == 200


def test_my_calendar_holds_my_seats_with_the_link_while_they_are_confirmed(client, rosa, make_member):
    meetup = make.meetup(room=None, remote=1, online_url=LINK)
    first = rsvps.respond(meetup=meetup, member=make_member("Ada"), mode="remote")
    mine = rsvps.respond(meetup=meetup, member=rosa, mode="remote")
    path = my_address(client)
    client.logout()
    assert events(client.get(path)) == []
    rsvps.release(rsvp=first, actor=first.member)
    offered = client.get(path)
    assert (events(offered)[0]["name"].startswith("On offer: "), LINK in offered.text) == (True, False)
    rsvps.accept(rsvp=mine, actor=rosa)
    confirmed = client.get(path)
    text = confirmed.text.replace("\r\n ", "")
    assert (LINK in text, "CLASS:PRIVATE" in text, "Ada" in text) == (True, True, False)
    assert events(confirmed)[0]["sequence"] > events(offered)[0]["sequence"]
    rsvps.release(rsvp=mine, actor=rosa)
    assert (events(client.get(path)), LINK in client.get(path).text) == ([], False)


def test_my_calendar_is_kept_nowhere_and_changes_nothing(client, rosa):
    path = my_address(client)
    answer = client.get(path)
    control = answer["Cache-Control"]
    assert ("private" in control, "no-store" in control, "public" in control) == (True, True, False)
    assert (answer["X-Robots-Tag"], "Access-Control-Allow-Origin" in answer) == ("noindex", False)
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, "no-store" in again["Cache-Control"]) == (304, True)


def test_a_new_address_and_a_revocation_end_the_old_one(client, rosa):
    old = my_address(client)
    new = my_address(client)
    assert [client.get(path).status_code for path in (old, new)] == [404, 200]
    assert client.post("/learn/calendar/revoke/").status_code == 302
    assert client.get(new).status_code == 404
    assert client.get("/learn/calendar/revoke/").status_code == 405


def test_sending_the_form_twice_makes_one_address_and_shows_it_twice(client, rosa):
    page = BeautifulSoup(client.get("/learn/calendar/").text, "html.parser")
    sent = {"token": page.select_one("[name=token]")["value"]}
    shown = [sent["token"] in client.post("/learn/calendar/", sent).text for _time in range(2)]
    assert (shown, FeedToken.objects.count()) == ([True, True], 1)
    client.post("/learn/calendar/revoke/")
    answer = client.post("/learn/calendar/", sent)
    assert (answer.status_code, "This address was revoked" in answer.text) == (200, True)
    assert "This form is not complete" in client.post("/learn/calendar/", {"token": "guess"}).text


def test_the_page_lists_what_i_follow_and_is_for_members(client, rosa):
    group = make.group()
    ChapterFollow.objects.create(chapter=group.chapter, member=rosa)
    make.joined(group, rosa)
    page = client.get("/learn/calendar/").text
    assert [f"webcal://127.0.0.1:8000{address(name, key)}" in page for name, key in (
        ("chapter", group.chapter.uuid), ("group", group.uuid))] == [True, True]  # fmt: skip
    assert FeedToken.objects.count() == 0
    client.logout()
    assert client.get("/learn/calendar/").status_code == 302


@pytest.mark.parametrize("token", ["x", "x" * 43, "é" * 43, "x" * 500])
def test_a_guessed_address_is_not_there(token, client, home):
    assert client.get(f"/learn/calendar/mine/{token}.ics").status_code == 404


def cost(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_calendars_cost_two_or_three_statements_whatever_is_in_them(client, rosa):
    path = my_address(client)
    group = make.group()
    client.logout()

    def costs() -> list[int]:
        ways = [address("site"), address("chapter", group.chapter.uuid), address("group", group.uuid), path]
        return [cost(client, way) for way in ways]

    rsvps.respond(meetup=make.meetup(group=group), member=rosa, mode="room")
    one = costs()
    for nth in range(2, 11):
        rsvps.respond(meetup=make.meetup(group=group, in_days=7 + nth), member=rosa, mode="room")
    assert (one, costs()) == ([2, 3, 3, 3], [2, 3, 3, 3])


def test_local_times_stand_in_the_zone_of_the_place(client, home):
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False):
        meetup = make.meetup(day=timezone.localdate() + timedelta(days=10))
        event = Calendar.from_ical(client.get(address("meetup", meetup.uuid)).content).walk("VEVENT")[0]
        start = event.decoded("DTSTART")
    assert (start.hour, event["DTSTART"].params["TZID"], start) == (18, make.ZONE, meetup.starts_at)
