"""The page by which anybody checks a certificate, and the pages of who holds it: success, refusal, stranger, cost."""

import json
import re
import uuid

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms import today
from cms.models import Member
from learning.models import Certificate, TrackPage
from learning.services import certificates
from tests.factories import learning as make
from tests.factories.certificates import finish
from tests.factories.remembered import remembered

EVERYTHING = {"name": "Rosa Lux", "shows_name": "on", "shows_date": "on", "shows_lessons": "on"}
PAGES = ["", "certificate.txt", "certificate.json"]
PRIVATE = ["Rosa", "rosa@example.org", "Lists", "Loops", "Nov.", "2026-11", "30 min"]


@pytest.fixture
def certificate(member, track) -> Certificate:
    return finished(member, track)


@remembered
def finished(member: Member, track: TrackPage) -> Certificate:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        return finish(member, track)


@pytest.fixture
def owner(client, member, certificate):
    client.force_login(member)
    return client


def at(certificate: Certificate, page: str = "") -> str:
    return f"/learn/certificates/{certificate.uuid}/{page}"


def show(certificate: Certificate, member, **shows: bool) -> None:
    hidden = {"shows_name": False, "shows_date": False, "shows_lessons": False}
    certificates.show(member=member, certificate=certificate, **{"name": "Rosa", **hidden, **shows})


def cost(client, path: str, *, cold: bool = False) -> int:
    client.get(path)
    if cold:
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_by_itself_a_certificate_says_which_track_and_that_it_is_valid(client, certificate):
    for page in PAGES:
        answer = client.get(at(certificate, page))
        assert (page, answer.status_code, answer["X-Robots-Tag"]) == (page, 200, "noindex")
        assert "no-store" in answer["Cache-Control"]
        assert ("First steps" in answer.text, str(certificate.uuid) in answer.text) == (True, True)
        assert re.search("valid", answer.text, re.IGNORECASE)
        assert [word for word in PRIVATE if word in answer.text] == []
        # A number alone may be a measure of the drawing.
        key = rf'(id|value|name|data-[a-z-]+)="{certificate.member_id}"'
        assert not re.search(rf"{key}|\b(member|about_key|evidence)\b", answer.text)


def test_what_is_allowed_is_shown_to_anybody_at_once(client, certificate, member):
    for what, words in {
        "shows_name": "Rosa",
        "shows_date": "Nov. 20, 2026",
        "shows_lessons": "Loops",
    }.items():
        show(certificate, member, **{what: True})
        page = client.get(at(certificate)).text
        shown = [word for word in ("Rosa", "Nov. 20, 2026", "Loops") if word in page]
        assert shown == [words]


def test_the_text_can_be_pasted_into_a_cv(client, certificate, member):
    show(certificate, member, name="Rosa & Co", shows_name=True, shows_date=True, shows_lessons=True)
    answer = client.get(at(certificate, "certificate.txt"))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text == (
        "Certificate: First steps\nTrellis\n\nRosa & Co\nFinished on Nov. 20, 2026\n2 lessons, 30 min\n* Lists\n* Loops\n\n"
        f"Valid. Anybody can check that here:\nhttp://127.0.0.1:8000{at(certificate)}\nSerial number: {certificate.uuid}\n"
    )


def test_machines_read_the_same_in_the_page_and_beside_it(client, certificate, member):
    show(certificate, member, name="</script><b>&", shows_name=True)
    page = BeautifulSoup(client.get(at(certificate)).text, "html.parser")
    inside = json.loads(page.select_one('script[type="application/ld+json"]').string)
    beside = client.get(at(certificate, "certificate.json"))
    assert beside["Content-Type"] == "application/ld+json"
    assert inside == beside.json()
    assert inside["name"] == "</script><b>&"


def test_the_page_is_in_the_readers_language(client, certificate, member, home):
    certificate.evidence["titles"]["es"] = "Primeros pasos"
    certificate.save(update_fields=["evidence"])
    page = client.get(f"/es{at(certificate)}").text
    assert ('lang="es">Primeros pasos</h1>' in page, 'content="noindex"' in page) == (True, True)
    assert 'lang="en">First steps</h1>' in client.get(f"/fr{at(certificate)}").text


def test_one_that_was_taken_back_says_so_with_the_reason_meant_for_everybody(
    client, certificate, member, program_staff
):
    show(certificate, member, shows_name=True, shows_lessons=True)
    certificates.revoke(
        actor=program_staff, certificate=certificate, reason="For Rosa alone", public_reason="Issued in error"
    )
    for page in PAGES:
        text = client.get(at(certificate, page)).text
        assert [word for word in ("Rosa", "Lists", "For Rosa alone") if word in text] == []
    page = client.get(at(certificate)).text
    assert ("Not valid" in page, "Issued in error" in page) == (True, True)
    assert client.get(at(certificate, "certificate.json")).json()["creativeWorkStatus"] == "Revoked"


def test_an_unknown_serial_is_not_there_and_checking_takes_no_post(client, certificate):
    for page in PAGES:
        unknown = client.get(f"/learn/certificates/{uuid.uuid4()}/{page}").status_code
        assert (page, unknown, client.post(at(certificate, page)).status_code) == (page, 404, 405)


def test_checking_costs_a_visitor_two_statements_and_its_holder_four(client, certificate, member):
    show(certificate, member, shows_name=True, shows_date=True, shows_lessons=True)
    assert (cost(client, at(certificate)), cost(client, at(certificate), cold=True)) == (2, 5)
    assert cost(client, at(certificate, "certificate.txt"), cold=True) == 5
    client.force_login(member)
    assert cost(client, at(certificate)) == 4


def test_the_holder_finds_the_way_to_what_it_shows_and_nobody_else_does(owner, certificate, make_member):
    link = at(certificate, "settings/")
    assert link in owner.get(at(certificate)).text
    owner.force_login(make_member("Eve"))
    assert link not in owner.get(at(certificate)).text


def test_the_holder_chooses_what_it_shows(owner, certificate):
    answer = owner.post(at(certificate, "settings/"), EVERYTHING)
    assert (answer.status_code, answer["Location"]) == (302, at(certificate, "settings/"))
    certificate.refresh_from_db()
    assert (certificate.name, certificate.shows_name, certificate.shows_date, certificate.shows_lessons) == (
        "Rosa Lux", True, True, True,
    )  # fmt: skip
    page = owner.get(at(certificate, "settings/")).text
    assert ("Saved. This is what strangers see from now on." in page, "<bdi>Rosa Lux</bdi>" in page) == (
        True,
        True,
    )


def test_a_name_that_is_missing_is_asked_for_beside_the_field(owner, certificate):
    for name in ("", "   ", "\u202e"):
        answer = owner.post(at(certificate, "settings/"), {"name": name, "shows_name": "on"})
        assert (name, answer.status_code) == (name, 200)
        assert answer.context["form"].errors == {
            "name": ["Write the name that the certificate shows, or leave the name out."]
        }
        certificate.refresh_from_db()
        assert (certificate.name, certificate.shows_name) == ("Rosa", False)


def test_a_name_that_cannot_be_is_refused_and_the_preview_stays_true(owner, certificate):
    for name in ("x" * 81, "a\x00b"):
        answer = owner.post(at(certificate, "settings/"), {"name": name, "shows_name": "on"})
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["name"])
        assert answer.context["sheet"].name == ""


def test_strangers_find_no_settings_and_visitors_sign_in_first(client, certificate, make_member):
    assert client.get(at(certificate, "settings/"))["Location"].startswith("/accounts/login/")
    client.force_login(make_member("Eve"))
    assert client.get(at(certificate, "settings/")).status_code == 404
    assert client.post(at(certificate, "settings/"), EVERYTHING).status_code == 404
    certificate.refresh_from_db()
    assert certificate.shows_name is False


def test_the_holder_of_one_that_was_taken_back_reads_why_and_chooses_nothing(
    owner, certificate, program_staff
):
    certificates.revoke(actor=program_staff, certificate=certificate, reason="Copied, sadly")
    page = owner.get(at(certificate, "settings/")).text
    assert ("Copied, sadly" in page, 'name="shows_name"' in page) == (True, False)


def test_my_certificates_are_mine(client, certificate, member, make_member):
    assert client.get("/learn/certificates/")["Location"].startswith("/accounts/login/")
    client.force_login(make_member("Eve"))
    assert "None yet" in client.get("/learn/certificates/").text
    client.force_login(member)
    page = client.get("/learn/certificates/").text
    assert ("First steps" in page, "Shows the track and that it is valid, nothing else" in page) == (
        True,
        True,
    )


def test_the_list_costs_the_same_with_one_and_with_three(client, certificate, member, lessons):
    client.force_login(member)
    costs = [cost(client, "/learn/certificates/")]
    for title in ("Second", "Third"):
        finish(member, make.track(title, [lessons[:1]]))
    costs.append(cost(client, "/learn/certificates/"))
    assert (Certificate.objects.count(), costs) == (3, [4, 4])


def test_the_settings_cost_four(client, certificate, member):
    client.force_login(member)
    assert cost(client, at(certificate, "settings/")) == 4


def test_a_finished_track_leads_to_its_certificate(owner, certificate, track):
    link = at(certificate, "settings/")
    assert link in owner.get("/tracks/first-steps/").text
    owner.logout()
    assert "certificate" not in owner.get("/tracks/first-steps/").text


def test_a_finished_track_costs_one_statement_more(client, member, track, lessons):
    client.force_login(member)
    before = cost(client, "/tracks/first-steps/")
    finish(member, track)
    assert (before, cost(client, "/tracks/first-steps/")) == (7, 8)


def test_today_tells_of_a_new_certificate_for_a_week(certificate, member):
    def told(moment: str) -> list[str]:
        with time_machine.travel(moment, tick=False):
            found = [line for line in today.lines(member) if "certificate" in line.title]
            return [f"{line.title} {line.url}" for line in found]

    line = f"Your certificate for “First steps” is here {reverse('learning:certificate-settings', args=[certificate.uuid])}"
    assert (told("2026-11-20T13:00:00Z"), told("2026-11-27T11:00:00Z")) == ([line], [line])
    assert told("2026-11-27T13:00:00Z") == []


def test_today_does_not_tell_of_one_that_was_taken_back(certificate, member, program_staff):
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False):
        certificates.revoke(actor=program_staff, certificate=certificate, reason="A mistake")
        assert [line for line in today.lines(member) if "certificate" in line.title] == []
