"""What organizers say of their chapter, and that nobody else does: on the site and in the admin."""

import pytest
from django.urls import reverse

from cms.models import Chapter
from tests.factories import groups as make

EMPTY = dict.fromkeys(["pick", "region", "latitude", "longitude", "contact_email"], "")
FACTS = {
    **EMPTY,
    "city": "Portland",
    "country": "us",
    "timezone": "America/Los_Angeles",
    "languages": "en, es",
}


@pytest.fixture
def organizer(client, member):
    client.force_login(make.organizer(make.chapter(), member))
    return member


def post(client, **fields):
    return client.post(reverse("cms:chapter-facts", args=[make.chapter().uuid]), FACTS | fields)


def kept() -> tuple:
    row = Chapter.objects.get(name="Portland")
    return row.city, row.region, row.country, row.timezone, row.point


def test_a_picked_city_gives_name_coordinates_and_zone(client, organizer, home):
    make.chapter_page(make.chapter())
    answer = post(client, pick="Portland, Maine", city="", country="", timezone="UTC", rests="on")
    assert answer.status_code == 302
    assert '<a href="/chapters/portland/">Portland</a>' in client.get(answer.url).text
    assert kept() == ("Portland", "Maine", "US", "America/New_York", (43.6574, -70.2589))
    assert Chapter.objects.get().paused_at is not None


def test_another_city_takes_the_names_of_the_last_one_with_it(client, organizer):
    Chapter.objects.filter(pk=make.chapter().pk).update(region="Oregon", country="US")
    assert post(client, region="Oregon", country="US", pick="Brno").status_code == 302
    assert kept()[:4] == ("Brno", "", "CZ", "Europe/Prague")
    own = {"city": "Brno", "region": "South", "country": "CZ", "timezone": "Europe/Prague", "pick": "Brno"}
    assert post(client, **own).status_code == 302
    assert kept()[:4] == ("Brno", "South", "CZ", "Europe/Prague")


def test_typed_coordinates_are_kept_as_they_are(client, organizer):
    assert post(client, latitude="45.52", longitude="-122.67").status_code == 302
    assert kept() == ("Portland", "", "US", "America/Los_Angeles", (45.52, -122.67))


def test_bad_input_gets_a_sentence_and_nothing_is_lost(client, organizer):
    before = kept()
    said = {
        "There are several: Portland, Oregon, United States; Portland, Maine": {"pick": "Portland"},
        "This city is not in our list.": {"pick": "Narnia"},
        "Latitude and longitude belong together": {"latitude": "45.5"},
        "This is no country code": {"country": "XX"},
        "Type it here, or pick a city.": {"city": ""},
        "Not a language tag: English !.": {"languages": "English !"},
    }
    for words, fields in said.items():
        answer = post(client, region="What I typed", **fields)
        assert (answer.status_code, words in answer.text, "What I typed" in answer.text) == (200, True, True)
    assert post(client, latitude="100", longitude="0").status_code == 200
    assert kept() == before


def test_an_organizer_of_another_chapter_meets_no_door(client, organizer):
    other = make.chapter("Prague")
    page = make.chapter_page(other)
    ours = {"chapters": other.pk, "chapter_roles": make.organizer(other, organizer).chapter_roles.last().pk}
    organizer.chapter_roles.filter(chapter=other).update(until="2030-01-01")
    address = reverse("cms:chapter-facts", args=[other.uuid])
    assert [client.get(address).status_code, client.post(address, FACTS).status_code] == [404, 404]
    refused = []
    for name, pk in ours.items():
        refused += [reverse(f"{name}:index"), reverse(f"{name}:add"), reverse(f"{name}:edit", args=[pk])]
        refused += [reverse(f"{name}:usage", args=[pk]), reverse(f"{name}:history", args=[pk])]
    refused += [reverse("chapters:inspect", args=[other.pk]), reverse("chapters:delete", args=[other.pk])]
    refused += [reverse("chapter_interests:index"), reverse("wagtailadmin_pages:edit", args=[page.pk])]
    refused += [reverse("wagtailadmin_pages:add", args=["cms", "formpage", page.pk])]
    for address in refused:
        for answer in (client.get(address), client.post(address, {"name": "Mine"})):
            assert (address, answer.status_code) in {(address, 302), (address, 403), (address, 404)}
            assert answer.get("Location", "/admin/") == "/admin/"
    assert list(Chapter.objects.values_list("name", flat=True)) == ["Portland", "Prague"]
    assert client.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code in {302, 403}
    assert type(page).objects.filter(pk=page.pk).exists()


def test_a_visitor_signs_in_first_and_a_member_finds_nothing(client, make_member):
    address = reverse("cms:chapter-facts", args=[make.chapter().uuid])
    assert client.get(address).status_code == 302
    client.force_login(make_member("Ana"))
    assert client.get(address).status_code == 404
