""" "Start one here": seen by everybody, joined by members, read by program staff, and made a chapter of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Chapter, ChapterInterest, Message
from cms.places.near import read
from cms.services import interests
from tests.factories import groups as make

pytestmark = pytest.mark.django_db

START = "/start-here/"


@pytest.fixture
def five(make_member):
    return [
        interests.add(member=make_member(f"Person {nth}"), place=read("Brno"), note=f"Note {nth}")
        for nth in range(5)
    ]


def test_a_visitor_reads_how_many_and_never_who(client, home, five):
    page = client.get(f"{START}?near=Brno").text
    assert ("At least 5 people within 50 km" in page, "Person" in page, "Note" in page) == (
        True,
        False,
        False,
    )
    assert "fewer than 5 people" in client.get(f"{START}?near=Porto").text
    assert "We do not know this place." in client.get(f"{START}?near=Narnia").text
    assert 'href="?near=Portland%2C%20Maine' in client.get(f"{START}?near=Portland").text


def test_a_member_who_asks_for_a_place_nobody_knows_is_told_so(client, home, member):
    client.force_login(member)
    assert "We do not know this place." in client.get(f"{START}?near=Narnia").text


def test_whoever_asks_is_led_to_a_chapter_that_is_near_already(client, home):
    for name, latitude, closed in (
        ("Brno", 49.2, None),
        ("Sobota", 49.0, timezone.now()),
        ("Praha", 50.1, None),
    ):
        place = {"latitude": latitude, "longitude": 16.6, "closed_at": closed}
        make.chapter_page(make.chapter(name, **place))
    page = client.get(f"{START}?near=Brno").text
    words = [
        "A chapter is 1 km away:",
        'href="/chapters/brno/"',
        'href="/chapters/sobota/"',
        'href="/chapters/praha/"',
    ]
    assert [word in page for word in words] == [True, True, False, False]


def test_a_member_is_on_the_list_once(client, home, member):
    client.force_login(member)
    for _time in range(2):
        assert client.post(START, {"near": "Brno", "note": "I have a room"}).status_code == 302
    row = ChapterInterest.objects.get()
    assert (row.member, row.place, row.note) == (member, "Brno, Czechia", "I have a room")
    assert 'href="?near=Brno%2C%20Czechia"' in client.get(START).text
    answer = client.post(START, {"near": "Brno", "note": "I have a room"}, follow=True)
    assert "fewer than 5 people" in answer.text  # whoever joins reads how many there are


def test_bad_input_gets_a_sentence_and_nothing_is_lost(client, home, member):
    client.force_login(member)
    said = {
        "Type a city or coordinates.": "",
        "We do not know this place.": "Narnia",
        "There are several: Portland, Oregon, United States; Portland, Maine": "Portland",
    }
    for words, near in said.items():
        answer = client.post(START, {"near": near, "note": "What I typed"})
        assert (words in answer.text, "What I typed" in answer.text) == (True, True)
    for latitude in range(5):
        client.post(START, {"near": f"{latitude}, 0"})
    assert "You are on the list for five places." in client.post(START, {"near": "9, 0"}).text
    assert ChapterInterest.objects.count() == 5


def test_only_ones_own_place_is_taken_off(client, home, five, member):
    client.force_login(member)
    assert client.post(reverse("cms:interest-remove", args=[five[0].pk])).status_code == 404
    client.force_login(five[0].member)
    address = reverse("cms:interest-remove", args=[five[0].pk])
    assert [client.get(address).status_code, client.post(address).status_code] == [405, 302]
    assert ChapterInterest.objects.count() == 4


def test_staff_read_the_list_and_make_a_chapter_of_it(client, home, five, program_staff):
    client.force_login(program_staff)
    page = client.get(reverse("chapter_interests:index")).text
    assert ("Person 3" in page, "Note 3" in page, "person.3@example.org" in page) == (True, True, False)
    assert (
        f"/admin/chapters/new/?interest={five[2].pk}"
        in client.get(reverse("chapter_interests:inspect", args=[five[2].pk])).text
    )
    form = client.get(f"{reverse('chapters:add')}?interest={five[2].pk}").context["form"]
    assert (
        form["city"].value(),
        form["country"].value(),
        form["timezone"].value(),
        form["latitude"].value(),
    ) == (
        "Brno",
        "CZ",
        "Europe/Prague",
        49.2,
    )
    empty = dict.fromkeys(["pick", "region", "contact_email", "founded_on", "paused_at", "closed_at"], "")
    facts = {"name": "Brno", "city": "Brno", "country": "CZ", "timezone": "Europe/Prague", "languages": "cs"}
    facts |= {"latitude": "49.2", "longitude": "16.6", "interest": five[2].pk}
    for _time in range(2):
        client.post(reverse("chapters:add"), empty | facts)
    assert set(ChapterInterest.objects.values_list("chapter", flat=True)) == {Chapter.objects.get().pk}
    assert Message.objects.filter(kind="cms.chapter_founded").count() == 5
    for nonsense in ("x", "", "999999", "²"):
        assert client.get(f"{reverse('chapters:add')}?interest={nonsense}").status_code == 200


def test_nobody_else_reads_the_list(client, home, five, member, editor, moderator):
    address = reverse("chapter_interests:index")
    for person in (member, editor, moderator):
        client.force_login(person)
        assert client.get(address).status_code == 302


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_lists_cost_the_same_for_one_and_for_three(client, home, member, make_member, program_staff):
    costs = []
    for places in (["Brno"], ["Porto", "Prague"]):
        for place in places:
            make.chapter_page(make.chapter(place, latitude=49.2, longitude=16.6))
            interests.add(member=member, place=read(place))
        client.force_login(member)
        costs.append(cost(client, f"{START}?near=Brno"))
        client.force_login(program_staff)
        costs.append(cost(client, reverse("chapter_interests:index")))
    assert costs[:2] == costs[2:]
    assert costs[0] == 7
