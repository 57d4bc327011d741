"""Program staff keep the records of chapters and who runs them."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Chapter, ChapterRole, Event
from tests.factories import groups as make

FIELDS = {
    "name": "PyLadies Porto",
    "city": "Porto",
    "region": "",
    "country": "PT",
    "timezone": "Europe/Lisbon",
}
EMPTY = dict.fromkeys(["latitude", "longitude", "founded_on", "paused_at", "closed_at"], "")


def add(client, **fields):
    return client.post(reverse("chapters:add"), FIELDS | EMPTY | {"languages": "pt, en"} | fields)


def test_a_chapter_is_recorded_with_its_languages(client, program_staff):
    client.force_login(program_staff)
    response = add(client)
    assert (response.status_code, Chapter.objects.get().languages) == (302, ["pt", "en"])


def test_a_word_that_is_no_language_tag_is_refused(client, program_staff):
    client.force_login(program_staff)
    response = add(client, languages="pt, Portuguese, !")
    assert (response.status_code, Chapter.objects.exists()) == (200, False)
    assert "Not a language tag: Portuguese, !." in response.text


def test_a_role_is_given_by_address_and_only_once_while_it_lasts(client, program_staff, member):
    client.force_login(program_staff)
    chapter = Chapter.objects.create(name="PyLadies Porto", city="Porto", country="PT")
    fields = {
        "email": "Rosa@example.org",
        "chapter": chapter.pk,
        "kind": "organizer",
        "since": "2026-09-01",
        "until": "",
    }
    first, second = (client.post(reverse("chapter_roles:add"), fields) for _time in range(2))
    role = ChapterRole.objects.get()
    assert (first.status_code, second.status_code) == (302, 200)
    assert (role.member, role.kind, role.since) == (member, "organizer", date(2026, 9, 1))


def test_an_address_nobody_has_is_refused(client, program_staff):
    client.force_login(program_staff)
    chapter = Chapter.objects.create(name="PyLadies Porto", city="Porto", country="PT")
    fields = {
        "email": "x@example.org",
        "chapter": chapter.pk,
        "kind": "door",
        "since": "2026-09-01",
        "until": "",
    }
    assert "No member has this address." in client.post(reverse("chapter_roles:add"), fields).text


def test_the_last_organizer_goes_only_with_a_reason(client, program_staff, member):
    client.force_login(program_staff)
    role = make.organizer(make.chapter(), member).chapter_roles.get()
    address = reverse("chapter_roles:edit", args=[role.pk])
    refused = client.post(address, {"until": "2026-11-20", "reason": "", "kind": "door"})
    role.refresh_from_db()
    assert ("This is the last organizer" in refused.text, role.until, role.kind) == (True, None, "organizer")
    assert client.post(address, {"until": "2020-01-01", "reason": "x"}).status_code == 200
    assert client.post(address, {"until": "2026-11-20", "reason": "Moved away"}).status_code == 302
    role.refresh_from_db()
    assert (role.until, Event.objects.get(verb="closed").data["reason"]) == (date(2026, 11, 20), "Moved away")
    assert client.post(address, {"until": "", "reason": ""}).status_code == 302
    assert "Nobody" in client.get(reverse("chapters:index")).text


def test_the_listing_of_chapters_costs_the_same_for_one_and_for_three(client, program_staff):
    client.force_login(program_staff)
    costs = []
    for names in (["One"], ["Two", "Three"]):
        for name in names:
            make.chapter(name)
        client.get(reverse("chapters:index"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("chapters:index")).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_role_does_not_end_on_a_day_to_come(client, program_staff, member):
    client.force_login(program_staff)
    role = make.organizer(make.chapter(), member).chapter_roles.get()
    later = {"until": timezone.localdate() + timedelta(days=1), "reason": "Moves away"}
    assert client.post(reverse("chapter_roles:edit", args=[role.pk]), later).status_code == 200
    role.refresh_from_db()
    assert role.until is None
