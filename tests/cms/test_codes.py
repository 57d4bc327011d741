"""Codes and secret addresses: each for one purpose and one browser, used once, soon over, and never written down."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.test import Client
from django.urls import reverse

from cms import unsubscribing
from cms.models import Member, Topic
from cms.services import feed_tokens

from .test_entrance import CONFIRM_SIGN_IN, CONFIRM_SIGN_UP, SIGN_IN, SIGN_UP, code


@pytest.fixture
def rosa(make_member):
    made = make_member("Rosa")
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_works_once_in_its_own_browser_for_its_own_door_and_for_ten_minutes(home, rosa, time_machine):
    time_machine.move_to(datetime(2026, 11, 21, 8, 0, tzinfo=UTC), tick=False)
    found = {}
    client = Client()
    client.post(SIGN_IN, {"email": rosa.email})
    used = code()
    client.post(CONFIRM_SIGN_IN, {"code": used})
    found["used"] = is_in(client)
    client.post("/accounts/logout/")
    client.post(CONFIRM_SIGN_IN, {"code": used})
    found["twice"] = is_in(client)
    client.post(SIGN_IN, {"email": rosa.email})
    client.post(CONFIRM_SIGN_IN, {"code": used})
    found["in place of the next one"] = is_in(client)
    other = Client()
    other.post(CONFIRM_SIGN_IN, {"code": code()})
    found["in another browser"] = is_in(other)
    for name, send, confirm, minutes, wrong in (
        ("at another door", SIGN_UP, CONFIRM_SIGN_IN, 0, 0),
        ("after nine minutes", SIGN_IN, CONFIRM_SIGN_IN, 9, 0),
        ("after eleven minutes", SIGN_IN, CONFIRM_SIGN_IN, 11, 0),
        ("after two mistakes", SIGN_IN, CONFIRM_SIGN_IN, 0, 2),
        ("after ten mistakes", SIGN_IN, CONFIRM_SIGN_IN, 0, 10),
        ("to sign up, after eleven minutes", SIGN_UP, CONFIRM_SIGN_UP, 11, 0),
    ):
        browser = Client()
        browser.post(send, {"email": rosa.email if send == SIGN_IN else f"{len(found)}@example.org"})
        right = code()
        time_machine.shift(timedelta(minutes=minutes))
        for _try in range(wrong):
            browser.post(confirm, {"code": "0000-0001"})
        browser.post(confirm, {"code": right})
        found[name] = is_in(browser)
    browser = Client()
    browser.post(SIGN_IN, {"email": rosa.email})
    EmailAddress.objects.update(email="new@example.org")
    Member.objects.filter(pk=rosa.pk).update(email="new@example.org")
    browser.post(CONFIRM_SIGN_IN, {"code": code()})
    found["after the address has changed"] = is_in(browser)
    assert [name for name, came_in in found.items() if came_in] == [
        "used",
        "after nine minutes",
        "after two mistakes",
    ]


def test_no_code_and_no_secret_address_is_written_into_a_log(home, rosa, heard):
    client = Client()
    client.post(SIGN_IN, {"email": rosa.email})
    secret = code()
    client.post(CONFIRM_SIGN_IN, {"code": "0000-0001"})
    client.post(CONFIRM_SIGN_IN, {"code": secret})
    token = feed_tokens.offer()
    feed_tokens.use(member=rosa, purpose="calendar", token=token)
    client.get(reverse("learning:feed-member", args=[token]))
    off = unsubscribing.url(member=rosa, topic=Topic.MENTORING).rpartition("/off/")[2].strip("/")
    answer = client.get(reverse("cms:unsubscribe", args=[off]))
    assert (is_in(client), answer.status_code, answer.headers["Referrer-Policy"]) == (
        True,
        200,
        "no-referrer",
    )
    said = " ".join(heard)
    assert [name for name, word in (("code", secret), ("feed", token), ("off", off)) if word in said] == []


def test_what_is_signed_for_another_purpose_declines_no_letters(client, home, rosa):
    """A signature of ours, the right words, another purpose; and the topic of what has to be known."""
    tokens = [
        signing.dumps([rosa.pk, str(Topic.MENTORING)]),
        signing.dumps([rosa.pk, str(Topic.MENTORING)], salt="cms.something"),
        signing.dumps([rosa.pk, str(Topic.NEEDED)], salt=unsubscribing.SALT),
    ]
    assert [client.post(reverse("cms:unsubscribe", args=[each])).status_code for each in tokens] == [404] * 3
