"""The calendar of the site: what is to come, by day, narrowed without scripts; what it costs."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.models import CalendarPage, Meetup, StudyGroup
from learning.services import meetups, rsvps
from tests.factories import groups as make


@pytest.fixture
def calendar(home) -> CalendarPage:
    return home.add_child(instance=CalendarPage(title="Calendar", slug="calendar"))


def days(client, query: str = "") -> dict[str, list[str]]:
    page = BeautifulSoup(client.get(f"/calendar/{query}").text, "html.parser")
    return {
        day.select_one("h2 time")["datetime"]: [each.get_text() for each in day.select("h3")]
        for day in page.select(".meetup-day")
    }


def test_what_is_to_come_stands_by_day_the_next_first(client, calendar, make_member):
    late = make.meetup(title="Late", in_days=9)
    early, same = make.meetup(title="Early", in_days=3), make.meetup(title="Same day", in_days=3)
    make.over(make.meetup(title="Over", in_days=5))
    make.meetup(title="Secret", group=make.group(state=StudyGroup.State.DRAFT))
    meetups.cancel(actor=make_member("Boss"), meetup=same)
    assert days(client) == {
        early.local_date.isoformat(): ["Early", "Same day"],
        late.local_date.isoformat(): ["Late"],
    }
    assert "Cancelled" in client.get("/calendar/").text


def test_it_is_narrowed_by_chapter_kind_and_place_and_nonsense_narrows_nothing(client, calendar):
    far = make.chapter("Brno")
    make.meetup(title="Talk", kind="talks")
    make.meetup(title="Far", chapter=far)
    make.meetup(title="Online", room=None, online=True)
    asked = {
        query: sorted(title for titles in days(client, query).values() for title in titles)
        for query in (
            "?kind=talks",
            f"?chapter={far.uuid}",
            "?where=remote",
            f"?chapter={far.uuid}&kind=talks",
        )
    }
    assert list(asked.values()) == [["Talk"], ["Far"], ["Online"], []]
    for query in ("?kind=%22", "?chapter=x", "?where=moon", "?page=x"):
        assert sum(len(titles) for titles in days(client, query).values()) == 3
    assert f"/learn/calendar/chapters/{far.uuid}.ics" in client.get(f"/calendar/?chapter={far.uuid}").text
    assert "Nothing like that is planned" in client.get(f"/calendar/?chapter={far.uuid}&kind=talks").text


def test_members_see_their_own_answers_and_nobody_sees_names(client, calendar, member):
    meetup = make.meetup(room=1)
    rsvps.respond(meetup=meetup, member=member, mode="room")
    assert ("Full, with a queue" in (page := client.get("/calendar/").text), "You have a seat" in page) == (
        True,
        False,
    )
    client.force_login(member)
    assert "You have a seat" in client.get("/calendar/").text


def test_an_empty_calendar_says_what_will_be_here(client, calendar):
    assert "No meetups yet" in client.get("/calendar/").text


def cost(client) -> int:
    client.get("/calendar/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/calendar/").status_code == 200
    return len(queries)


def test_it_costs_the_same_for_one_meetup_and_for_ten(client, calendar, member):
    client.force_login(member)
    rsvps.respond(meetup=make.meetup(), member=member, mode="room")
    one = cost(client)
    for nth in range(9):
        make.meetup(in_days=8 + nth, group=make.group(f"Group {nth}"))
    assert (one, cost(client), Meetup.objects.count()) == (10, 10, 10)
