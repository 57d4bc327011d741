"""The directory of chapters and a chapter's page: found without scripts, followed, and what they cost."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import Block, Chapter, ChapterFollow, FormPage
from learning.services import meetups
from tests.factories import groups as make
from tests.factories.remembered import remembered

PLACES = {"Portland": ("45.5", "-122.7"), "Prague": ("50.1", "14.4"), "Porto": ("41.1", "-8.6")}
LANDS = {"Portland": "US", "Prague": "CZ", "Porto": "PT"}


@remembered
def chapter(name: str = "Portland", **fields) -> Chapter:
    latitude, longitude = PLACES.get(name, (None, None))
    facts = {
        "latitude": latitude,
        "longitude": longitude,
        "country": LANDS.get(name, "US"),
        "languages": ["en"],
    }
    made = make.chapter(name, **{**facts, **fields})
    make.chapter_page(made)
    return made


@pytest.fixture
def three(home) -> list[Chapter]:
    return [
        chapter("Portland"),
        chapter("Prague", languages=["cs", "en"]),
        chapter("Porto", languages=["pt"]),
    ]


def soup(client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).text, "html.parser")


def names(client, query: str = "") -> list[str]:
    return [title.get_text() for title in soup(client, f"/chapters/{query}").select(".card__title")]


def test_near_a_place_the_nearest_comes_first_and_says_how_far(client, three):
    by_place = {
        query: names(client, query)
        for query in ("", "?near=lisboa", "?near=50.1,+14.4", "?near=lisboa&sort=name")
    }
    assert list(by_place.values()) == [
        ["Portland", "Porto", "Prague"],
        ["Porto", "Prague", "Portland"],
        ["Prague", "Porto", "Portland"],
        ["Portland", "Porto", "Prague"],
    ]
    assert "270 km away" in client.get("/chapters/?near=lisboa").text
    chapter("Nowhere")
    assert names(client, "?near=lisboa")[-1] == "Nowhere"


def test_of_cities_with_one_name_the_others_are_offered(client, three):
    page = soup(client, "/chapters/?near=portland&language=en")
    other = page.select_one(".directory-others a")
    assert (other.get_text(), other["href"]) == (
        "Portland, Maine, United States",
        "?near=Portland%2C+Maine%2C+United+States&language=en",
    )
    assert page.select_one("#start-here ~ .actions a")["href"] == "/start-here/?near=portland"


def test_it_is_narrowed_by_language_and_country_and_nonsense_narrows_nothing(client, three):
    asked = {
        query: names(client, query) for query in ("?language=en", "?country=PT", "?language=cs&country=US")
    }
    assert list(asked.values()) == [["Portland", "Prague"], ["Porto"], []]
    assert "No chapter like that yet" in client.get("/chapters/?language=cs&country=US").text
    for query in ("?language=xx", "?country=%22", "?sort=moon", "?page=x", "?near="):
        assert len(names(client, query)) == 3
    unknown = client.get("/chapters/?near=Narnia").text
    assert "We do not know this place." in unknown
    assert 'value="Narnia"' in unknown
    assert len(names(client, "?near=Narnia")) == 3


def test_a_card_says_how_a_chapter_stands_and_what_comes_next(client, three, member):
    make.organizer(three[0], member)
    Chapter.objects.filter(pk=three[0].pk).update(last_met_at=timezone.now() - timedelta(days=5))
    Chapter.objects.filter(pk=three[1].pk).update(closed_at=timezone.now())
    cancelled, planned = (
        make.meetup(in_days=2, chapter=three[0]),
        make.meetup(title="Soup", in_days=3, chapter=three[0]),
    )
    meetups.cancel(actor=member, meetup=cancelled)
    page = soup(client, "/chapters/")
    told = [" ".join(state.get_text().split()) for state in page.select(".chapter-state")]
    assert told == ["Active it met 5 days ago", "Forming it has not met yet", "Closed it said goodbye today"]
    assert [link["href"] for link in page.select(".chapter-next a")] == [planned.get_absolute_url()]


def test_program_staff_see_whom_nobody_organizes(client, three, member, program_staff):
    make.organizer(three[0], member)
    Chapter.objects.filter(pk=three[2].pk).update(closed_at=timezone.now())
    assert "nobody organizes" not in client.get("/chapters/").text
    client.force_login(member)
    assert "nobody organizes" not in client.get("/chapters/").text
    client.force_login(program_staff)
    assert [link.get_text() for link in soup(client, "/chapters/").select("aside.notice a")] == ["Prague"]
    assert "give somebody the role" in client.get("/chapters/prague/").text


def test_an_empty_directory_says_what_will_be_here(client, home):
    page = chapter("Portland").pages.get()
    page.unpublish()
    assert "No chapters yet" in client.get("/chapters/").text


def test_a_page_shows_who_organizes_and_no_private_address(client, home, member, make_member):
    make.organizer(chapter(), member)
    make.organizer(make.chapter(), make_member("Gone", is_active=False))
    page = client.get("/chapters/portland/")
    people = [
        name.get_text() for name in BeautifulSoup(page.text, "html.parser").select(".chapter-people li")
    ]
    assert [" ".join(name.split()) for name in people] == ["R Rosa"]
    assert member.email not in page.text
    assert "openstreetmap.org/?mlat=45.50000&amp;mlon=-122.70000" in page.text


def test_a_block_hides_an_organizer(client, home, member, make_member):
    make.organizer(chapter(), member)
    reader = make_member("Ana")
    Block.objects.create(blocker=member, blocked=reader)
    client.force_login(reader)
    page = client.get("/chapters/portland/").text
    assert (">Rosa<" in page, "Nobody organizes" in page) == (False, False)


def test_its_organizers_find_their_tools_and_others_do_not(client, home, member, make_member):
    made = chapter()
    for person, found in ((make.organizer(made, member), True), (make_member("Ana"), False)):
        client.force_login(person)
        page = client.get("/chapters/portland/").text
        tools = [f"/chapters/{made.uuid}/facts/", "/learn/messages/", "Plan a meetup"]
        assert [tool in page for tool in tools] == [found] * 3


def test_one_writes_to_the_chapter_by_its_address_or_its_form(client, home):
    made = chapter()
    page = made.pages.get()
    assert "Write to the chapter" not in client.get("/chapters/portland/").text
    page.add_child(instance=FormPage(title="Write to us"))
    assert 'href="/chapters/portland/write-to-us/"' in client.get("/chapters/portland/").text
    Chapter.objects.update(contact_email="hello@portland.example")
    assert 'href="mailto:hello@portland.example"' in client.get("/chapters/portland/").text


def test_following_works_without_scripts_and_twice_is_once(client, home, member):
    made = chapter()
    address = f"/chapters/{made.uuid}/follow/"
    client.force_login(member)
    for _time in range(2):
        answer = client.post(address, {"follow": "yes", "next": "/chapters/portland/"})
        assert (answer.status_code, answer["Location"]) == (302, "/chapters/portland/")
    page = client.get("/chapters/portland/").text
    assert (ChapterFollow.objects.count(), "1 person follows it" in page, "You follow it" in page) == (
        1,
        True,
        True,
    )
    client.post(address, {"follow": "no", "next": "https://evil.example/"})
    assert (ChapterFollow.objects.count(), client.get(address).status_code) == (0, 405)


def test_a_closed_chapter_says_goodbye_and_asks_for_nothing(client, home):
    chapter(closed_at=timezone.now() - timedelta(days=3), contact_email="hello@portland.example")
    page = client.get("/chapters/portland/").text
    words = [
        "it said goodbye 3 days ago",
        "Sign in to follow",
        "Nothing is planned",
        "Nobody organizes",
        "mailto:",
    ]
    assert [word in page for word in words] == [True, False, False, False, False]


def test_a_visitor_is_asked_to_sign_in_first(client, home):
    made = chapter()
    page = client.get("/chapters/portland/").text
    assert 'href="/accounts/login/?next=%2Fchapters%2Fportland%2F"' in page
    assert "csrfmiddlewaretoken" not in page
    answer = client.post(f"/chapters/{made.uuid}/follow/", {"follow": "yes"})
    assert (answer.status_code, ChapterFollow.objects.count()) == (302, 0)
    assert client.post("/chapters/00000000-0000-4000-8000-000000000000/follow/").status_code in {302, 404}


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_directory_costs_the_same_for_one_chapter_and_for_ten(client, home, member):
    make.meetup(chapter=chapter())
    costs = [cost(client, "/chapters/?near=porto")]
    for nth in range(9):
        make.meetup(chapter=chapter(f"Chapter {nth}", latitude=nth, longitude=nth))
    costs.append(cost(client, "/chapters/?near=porto"))
    client.force_login(member)
    assert (*costs, cost(client, "/chapters/?near=porto")) == (6, 6, 9)


def test_a_chapters_page_costs_the_same_for_one_and_for_ten(client, home, member, make_member):
    made = chapter()
    costs = []
    for number in (1, 9):
        for nth in range(number):
            person = make_member(f"Person {number} {nth}")
            make.organizer(made, person)
            ChapterFollow.objects.create(chapter=made, member=person)
            make.meetup(in_days=3 + nth, group=make.group(f"Group {number} {nth}", chapter=made))
        client.logout()
        costs.append(cost(client, "/chapters/portland/"))
        client.force_login(member)
        costs.append(cost(client, "/chapters/portland/"))
    assert costs == [10, 14, 10, 14]
