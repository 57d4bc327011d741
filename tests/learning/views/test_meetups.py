"""A meetup's page and the answers given on it: success, refusals in a sentence, strangers, cost."""

import json
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Block, ChapterRole
from learning.models import RSVP, Meetup, MeetupLesson, StudyGroup, Venue
from learning.services import meetups, rsvps
from tests.factories import groups as make

LINK = "https://meet.example.org/secret-room"


@pytest.fixture
def rosa(client, member, home):
    client.force_login(member)
    return client


def at(meetup: Meetup, name: str = "meetup") -> str:
    return reverse(f"learning:{name}", args=[meetup.uuid])


def box(answer) -> str:
    """The words of the answer's box."""
    found = BeautifulSoup(answer.text, "html.parser").select_one("#answer")
    return " ".join(found.get_text(" ").split())


def refusal(answer) -> str:
    found = BeautifulSoup(answer.text, "html.parser").select_one("#answer [role=alert]")
    return found.get_text(" ").strip() if found else ""


def rows(meetup: Meetup) -> list[tuple[str, str, str]]:
    found = meetup.rsvps.select_related("member").order_by("pk")
    return [(row.member.name, row.mode, row.state) for row in found]


def organizer(make_member, meetup: Meetup, name: str = "Olga"):
    made = make_member(name)
    ChapterRole.objects.create(chapter=meetup.chapter, member=made, kind="organizer", since="2024-01-01")
    return made


def test_a_visitor_sees_when_where_and_how_many_seats_and_no_names(client, home, make_member):
    venue = Venue.objects.create(
        chapter=make.chapter(), name="Blue Cup", address="1 Main St", directions="Ring twice.",
        accessibility="Two steps.", latitude="45.52", longitude="-122.68",
    )  # fmt: skip
    meetup = make.meetup(venue=venue, title="Saturday table", online_url=LINK, online=True, day=make_day())
    rsvps.respond(meetup=meetup, member=make_member("Ada"), mode="room")
    answer = client.get(at(meetup))
    page = " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())
    for words in (
        "Saturday table",
        "Blue Cup",
        "1 Main St",
        "Ring twice.",
        "Two steps.",
        "1 seat left of 2",
        "6 p.m.",
    ):
        assert words in page
    assert ("Ada" in page, LINK in answer.text, "openstreetmap.org/?mlat=45.52" in answer.text) == (
        False,
        False,
        True,
    )
    assert "no-store" in answer["Cache-Control"]


def make_day():
    return timezone.localdate() + timedelta(days=7)


def test_the_page_speaks_to_search_engines_without_the_link_to_join(client, home):
    meetup = make.meetup(online=True, online_url=LINK, title="</script>Talks")
    page = BeautifulSoup(client.get(at(meetup)).text, "html.parser")
    facts = json.loads(page.select_one('script[type="application/ld+json"]').string)
    assert {key: facts[key] for key in ("@type", "name", "eventStatus", "eventAttendanceMode", "url")} == {
        "@type": "Event",
        "name": "</script>Talks",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "url": f"http://testserver{at(meetup)}",
    }
    assert facts["startDate"].endswith(("-08:00", "-07:00"))
    assert LINK not in json.dumps(facts)


def test_the_readers_own_clock_is_shown_where_it_differs(rosa, member):
    meetup = make.meetup(day=make_day())
    member.timezone = "Europe/Prague"
    member.save()
    assert "On your clock:" in rosa.get(at(meetup)).text
    member.timezone = "America/Vancouver"
    member.save()
    assert "On your clock:" not in rosa.get(at(meetup)).text


def test_answering_gives_a_seat_and_comes_back_to_the_page(rosa, member):
    meetup = make.meetup()
    answer = rosa.post(at(meetup, "rsvp"), {"mode": "room", "role": "learner"})
    assert (answer.status_code, answer["Location"]) == (302, f"{at(meetup)}#answer")
    assert rows(meetup) == [("Rosa", "room", "confirmed")]
    assert "You have a seat in the room" in box(rosa.get(at(meetup)))


def test_the_same_answer_twice_is_one_row(rosa):
    meetup = make.meetup()
    for _time in range(2):
        assert rosa.post(at(meetup, "rsvp"), {"mode": "room"}).status_code == 302
    assert rows(meetup) == [("Rosa", "room", "confirmed")]


def test_htmx_gets_the_answer_alone(rosa):
    meetup = make.meetup()
    answer = rosa.post(at(meetup, "rsvp"), {"mode": "room"}, headers={"HX-Request": "true"})
    assert (answer.status_code, "<html" in answer.text, "HX-Request" in answer["Vary"]) == (200, False, True)
    assert ("You have a seat in the room" in box(answer), "autofocus" in answer.text) == (True, True)
    assert "autofocus" not in rosa.get(at(meetup)).text


def test_a_full_meetup_says_ones_place_in_the_queue(rosa, make_member):
    meetup = make.meetup(room=1)
    for name in ("Ada", "Bea"):
        rsvps.respond(meetup=meetup, member=make_member(name), mode="room")
    assert "Queue for a seat" in box(rosa.get(at(meetup)))
    rosa.post(at(meetup, "rsvp"), {"mode": "room"})
    assert "You are number 2 in the queue" in box(rosa.get(at(meetup)))


def test_an_offer_is_accepted_or_passed_on(rosa, member, make_member):
    meetup = make.meetup(room=1)
    first = rsvps.respond(meetup=meetup, member=make_member("Ada"), mode="room")
    rsvps.respond(meetup=meetup, member=member, mode="room")
    rsvps.release(rsvp=first, actor=first.member)
    for address in (at(meetup), at(meetup, "rsvp-offer")):
        assert "A seat is yours if you say yes" in box(rosa.get(address))
    assert rows(meetup)[1] == ("Rosa", "room", "offered")  # looking changed nothing
    rosa.post(at(meetup, "rsvp-accept"))
    rosa.post(at(meetup, "rsvp-accept"))
    assert rows(meetup)[1] == ("Rosa", "room", "confirmed")
    rosa.post(at(meetup, "rsvp-release"))
    rosa.post(at(meetup, "rsvp-release"))
    assert rows(meetup)[1] == ("Rosa", "room", "released")
    assert "You are not coming" in box(rosa.get(at(meetup)))


def test_who_helps_says_so_with_a_tick(rosa):
    meetup = make.meetup(helpers=2)
    rosa.post(at(meetup, "rsvp"), {"mode": "room", "role": "helper"})
    assert "You have a seat as a helper" in box(rosa.get(at(meetup)))


NONSENSE = [
    ({}, "Choose how you come."),
    ({"mode": "\x00"}, "Choose one of the ways to come."),
    ({"mode": "moon"}, "Choose one of the ways to come."),
    ({"mode": "room", "role": "king"}, "Choose one of the ways to come."),
    ({"mode": "remote"}, "This meetup has no seats of this kind. Choose another way to come."),
]


def test_nonsense_gets_a_sentence_and_changes_nothing(rosa):
    meetup = make.meetup()
    for sent, words in NONSENSE:
        answer = rosa.post(at(meetup, "rsvp"), sent)
        assert (sent, answer.status_code, refusal(answer), rows(meetup)) == (sent, 200, words, [])


@pytest.mark.parametrize("name", ["rsvp", "rsvp-accept"])
def test_a_stale_page_gets_a_sentence_and_the_present_state(name, rosa, member, make_member):
    boss = make_member("Boss")
    meetup = make.meetup()
    meetups.cancel(actor=boss, meetup=meetup, reason="The pipe burst.")
    answer = rosa.post(at(meetup, name), {"mode": "room"})
    assert answer.status_code == 200
    assert refusal(answer) != ""
    assert ("It does not take place" in box(answer), "The pipe burst." in box(answer)) == (True, True)
    started = make.over(make.meetup())
    answer = rosa.post(at(started, name), {"mode": "room"})
    assert (answer.status_code, "It is over" in box(answer), refusal(answer) != "") == (200, True, True)
    assert (rows(meetup), rows(started)) == ([], [])


def test_a_lapsed_offer_is_said_to_be_over(rosa, member, make_member):
    meetup = make.meetup(room=1)
    first = rsvps.respond(meetup=meetup, member=make_member("Ada"), mode="room")
    rsvps.respond(meetup=meetup, member=member, mode="room")
    rsvps.release(rsvp=first, actor=first.member)
    RSVP.objects.filter(member=member).update(offer_until=timezone.now() - timedelta(minutes=1))
    answer = rosa.post(at(meetup, "rsvp-accept"))
    assert (answer.status_code, "The time to say yes is over" in box(answer)) == (200, True)
    assert "The time to say yes to this seat is over" in refusal(answer)


def test_the_link_to_join_is_for_who_has_a_seat_from_half_an_hour_before(client, rosa, member, make_member):
    meetup = make.meetup(room=None, online=True, online_url=LINK)
    rsvps.respond(meetup=meetup, member=member, mode="remote")
    assert LINK not in rosa.get(at(meetup)).text
    with time_machine.travel(meetup.starts_at - timedelta(minutes=29), tick=False):
        rosa.force_login(member)
        assert LINK in rosa.get(at(meetup)).text
        rosa.force_login(make_member("Eve"))
        assert LINK not in rosa.get(at(meetup)).text
    with time_machine.travel(meetup.ends_at + timedelta(minutes=1), tick=False):
        rosa.force_login(member)
        assert LINK not in rosa.get(at(meetup)).text


def test_names_are_for_who_has_a_seat_and_blocks_hide_both_ways(rosa, member, make_member):
    meetup = make.meetup(room=9)
    others = {name: make_member(name) for name in ("Ada", "Bea", "Cleo")}
    for each in others.values():
        rsvps.respond(meetup=meetup, member=each, mode="room")
    Block.objects.create(blocker=others["Ada"], blocked=member)
    Block.objects.create(blocker=member, blocked=others["Bea"])

    def names():
        page = BeautifulSoup(rosa.get(at(meetup)).text, "html.parser")
        return [each.get_text().strip() for each in page.select(".meetup-people .person__name")]

    assert names() == []
    rsvps.respond(meetup=meetup, member=member, mode="room")
    assert names() == ["Cleo", "Rosa"]


def test_a_draft_groups_meetup_is_there_for_its_organizers_alone(client, rosa, make_member):
    meetup = make.meetup(group=make.group(state=StudyGroup.State.DRAFT))
    for name in ("meetup", "rsvp-offer"):
        assert rosa.get(at(meetup, name)).status_code == 404
    for name in ("rsvp", "rsvp-release", "rsvp-accept"):
        assert rosa.post(at(meetup, name), {"mode": "room"}).status_code == 404
    rosa.force_login(organizer(make_member, meetup))
    page = rosa.get(at(meetup)).text
    assert ('content="noindex"' in page, "ld+json" in page) == (True, False)
    rosa.logout()
    assert rosa.get(at(meetup)).status_code == 404


def test_a_visitor_who_answers_signs_in_and_comes_back(client, home):
    meetup = make.meetup()
    for name in ("rsvp", "rsvp-release", "rsvp-accept"):
        answer = client.post(at(meetup, name), {"mode": "room"})
        assert (answer.status_code, at(meetup) in answer["Location"].replace("%2F", "/")) == (302, True)
    assert client.get(at(meetup, "rsvp-offer")).status_code == 302
    assert rows(meetup) == []


def test_nothing_changes_on_a_get(rosa):
    meetup, names = make.meetup(), ["rsvp", "rsvp-release", "rsvp-accept"]
    assert [rosa.get(at(meetup, name)).status_code for name in names] == [405] * 3


def cost(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_page_costs_the_same_for_one_and_for_ten(rosa, member, make_member, lessons):
    def fill(number: int) -> Meetup:
        meetup = make.meetup(room=20, helpers=2, group=make.group(name=f"Group {number}"), in_days=number)
        for nth in range(number):
            rsvps.respond(meetup=meetup, member=make_member(f"P{number}-{nth}"), mode="room")
        for nth, lesson in enumerate(lessons[: max(1, number // 3)]):
            key = lesson.translation_key
            MeetupLesson.objects.create(meetup=meetup, lesson_key=key, use="cover", sort_order=nth)
        rsvps.respond(meetup=meetup, member=member, mode="room")
        organizer(make_member, meetup, f"Olga {number}")
        return meetup

    assert [cost(rosa, at(fill(number))) for number in (1, 10)] == [14, 14]
    rosa.logout()
    assert cost(rosa, at(Meetup.objects.first())) == 8


def test_the_lessons_of_a_meetup_are_listed_for_whoever_may_read_them(rosa, lessons):
    meetup = make.meetup()
    for use, lesson in (("cover", lessons[0]), ("homework_due", lessons[1])):
        MeetupLesson.objects.create(meetup=meetup, lesson_key=lesson.translation_key, use=use)
    lessons[1].unpublish()
    page = rosa.get(at(meetup)).text
    assert ("What we go through" in page, "Lists" in page, "Homework to bring" in page) == (True, True, False)
