"""What machines ask for: health, sitemap, robots.txt, security.txt; and what people see when the database is away."""

import re
from datetime import datetime

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from wagtail.models import Locale, PageViewRestriction

from cms.models import ProgramSettings, StandardPage
from cms.services import languages


def away(execute, sql, params, many, context):
    raise OperationalError("the connection is closed")


def test_a_living_process_says_so_without_asking_anything(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").text == "ok\n"


def test_a_ready_process_says_so(client, home):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "late_messages": 0})
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.logs_errors
def test_without_its_database_a_process_is_not_ready(client, home):
    with connection.execute_wrapper(away):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": "OperationalError", "migrations": "OperationalError"}


@pytest.mark.logs_errors
def test_people_are_asked_to_come_back_when_the_database_is_away(client, home):
    cache.clear()
    client.raise_request_exception = False
    with connection.execute_wrapper(away):
        answer = client.get("/about/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "Back in a moment" in answer.text


def test_the_sitemap_names_every_public_page_once_with_its_translations(client, home, languages_ready):
    about = home.add_child(instance=StandardPage(title="About"))
    home.add_child(instance=StandardPage(title="A draft", live=False))
    secret = home.add_child(instance=StandardPage(title="Secret"))
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    languages.complete_trees()
    spanish = about.get_translation(Locale.objects.get(language_code="es"))
    StandardPage.objects.filter(pk=spanish.pk).update(alias_of=None)
    text = client.get("/sitemap.xml").text
    base = "http://127.0.0.1:8000"
    places = re.findall(r"<loc>(.*?)</loc>", text)
    assert f"{base}/about/" in places
    assert f"{base}/es/about/" in places
    assert f"{base}/fr/about/" not in places
    assert not any("draft" in place or "secret" in place for place in places)
    entry = re.search(rf"<loc>{base}/about/</loc>(.*?)</url>", text, re.DOTALL)[1]
    assert re.findall(r'hreflang="(.*?)" href="(.*?)"', entry) == [
        ("en", f"{base}/about/"),
        ("es", f"{base}/es/about/"),
        ("x-default", f"{base}/about/"),
    ]


def test_robots_are_kept_from_accounts_and_shown_the_sitemap(client, db):
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain"
    assert "Disallow: /accounts/\n" in answer.text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in answer.text


def test_weaknesses_can_be_told_to_somebody(client, site):
    ProgramSettings.objects.update_or_create(site=site, defaults={"contact_email": "team@example.org"})
    lines = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.strip().splitlines()
    )
    assert lines["Contact"] == "mailto:team@example.org"
    assert lines["Preferred-Languages"] == "en, es, fr"
    assert datetime.fromisoformat(lines["Expires"]) > datetime.now().astimezone()


def test_the_old_address_of_the_icon_leads_to_the_drawing(client, db):
    assert client.get("/favicon.ico").url == "/static/img/favicon.svg"
