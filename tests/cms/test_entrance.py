"""Signing up, in and out: by a code, by a password, in the member's language, and without telling who has an account."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from cms.models import Member

SIGN_UP, SIGN_IN = "/accounts/signup/", "/accounts/login/code/"
CONFIRM_SIGN_UP, CONFIRM_SIGN_IN = "/accounts/confirm-email/", "/accounts/login/code/confirm/"
CODE = re.compile(r"^\s+(\d{4}-\d{4})$", re.MULTILINE)


def code() -> str:
    """The code in the last mail."""
    return CODE.search(mail.outbox[-1].body)[1]


def heading(response) -> str:
    return unescape(re.search(r"<h1[^>]*>(.*?)</h1>", response.text, re.DOTALL)[1].strip())


@pytest.fixture
def verified(make_member):
    """Make a member whose address is confirmed, as after signing up."""

    def make(name: str = "Rosa", **fields) -> Member:
        made = make_member(name, **fields)
        EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
        return made

    return make


def test_an_address_and_a_code_make_an_account(client, home):
    answer = client.post(SIGN_UP, {"email": "New@Example.org"}, follow=True)
    assert heading(answer) == "Check your mail"
    assert mail.outbox[-1].subject == "Trellis: confirm your address"
    answer = client.post(CONFIRM_SIGN_UP, {"code": code()})
    assert answer.url == "/welcome/?next=%2Ftoday%2F"
    made = Member.objects.get()
    assert (made.email, made.locale, made.has_usable_password()) == ("new@example.org", "en", False)
    assert client.session["_auth_user_id"] == str(made.pk)


def test_the_code_may_be_typed_without_its_dash(client, home):
    client.post(SIGN_UP, {"email": "new@example.org"})
    assert client.post(CONFIRM_SIGN_UP, {"code": code().replace("-", "")}).status_code == 302


def test_a_wrong_code_keeps_the_page_and_says_so(client, home):
    client.post(SIGN_UP, {"email": "new@example.org"})
    answer = client.post(CONFIRM_SIGN_UP, {"code": "0000-0001"})
    assert answer.status_code == 200
    assert "That was not it." in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_after_three_wrong_codes_the_right_one_no_longer_helps(client, home):
    client.post(SIGN_UP, {"email": "new@example.org"})
    right = code()
    for _try in range(3):
        client.post(CONFIRM_SIGN_UP, {"code": "0000-0001"})
    client.post(CONFIRM_SIGN_UP, {"code": right})
    assert "_auth_user_id" not in client.session


def test_a_mail_says_the_code_and_that_nobody_asks_for_it_and_holds_no_link_to_click(client, home):
    client.post(SIGN_UP, {"email": "new@example.org"})
    body = mail.outbox[-1].body
    assert "Nobody from Trellis will ever ask you for a code." in body
    assert re.findall(r"https?://\S+", body) == ["http://127.0.0.1:8000"]


def test_signing_in_takes_a_code_and_leads_to_today(client, home, verified):
    member = verified()
    client.post(SIGN_IN, {"email": "Rosa@example.org"})
    assert mail.outbox[-1].to == [member.email]
    answer = client.post(CONFIRM_SIGN_IN, {"code": code()})
    assert answer.url == "/today/"
    assert client.session["_auth_user_id"] == str(member.pk)


def test_the_way_led_on_to_is_kept_through_signing_up(client, home):
    client.post(f"{SIGN_UP}?next=/learn/", {"email": "new@example.org", "next": "/learn/"})
    answer = client.post(CONFIRM_SIGN_UP, {"code": code(), "next": "/learn/"})
    assert answer.url == "/welcome/?next=%2Flearn%2F"
    answer = client.post(
        answer.url, {"display_name": "Nia", "pronouns": "", "locale": "en", "timezone": "UTC"}
    )
    assert answer.url == "/welcome/passkey/?next=%2Flearn%2F"
    assert 'href="/learn/"' in client.get(answer.url).text


def test_the_welcome_can_be_passed_by(client, member, home):
    client.force_login(member)
    assert 'href="/welcome/passkey/?next="' in client.get("/welcome/").text
    assert 'href="/today/"' in client.get("/welcome/passkey/?next=").text


def test_a_member_gets_mails_in_their_language(client, home, verified, time_machine):
    time_machine.move_to(datetime(2026, 11, 21, 8, 0, tzinfo=UTC))
    client.force_login(verified(locale="fr"))
    client.post("/accounts/password/set/", {"password1": "vine and bloom 7", "password2": "vine and bloom 7"})
    assert "21 novembre 2026" in mail.outbox[-1].body


def test_another_address_can_be_given_when_the_first_was_wrong(client, home):
    client.post(SIGN_UP, {"email": "wrong@example.org"})
    answer = client.post("/accounts/logout/", {"next": SIGN_UP})
    assert answer.url == SIGN_UP
    client.post(SIGN_UP, {"email": "right@example.org"})
    assert mail.outbox[-1].to == ["right@example.org"]


def test_known_and_unknown_addresses_get_the_same_answer(client, home, verified):
    verified()
    seen = {}
    for email in ("rosa@example.org", "nobody@example.org"):
        for address in (SIGN_IN, SIGN_UP, "/accounts/password/reset/"):
            client.cookies.clear()
            answer = client.post(address, {"email": email}, follow=True)
            text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.text).replace(email, "…")
            seen.setdefault(address, []).append((answer.redirect_chain, answer.status_code, text))
    assert [first == second for first, second in seen.values()] == [True, True, True]
    assert len(mail.outbox) == 6


def test_a_password_signs_in_once_one_is_set(client, home, verified):
    member = verified()
    client.force_login(member)
    answer = client.post(
        "/accounts/password/set/", {"password1": "vine and bloom 7", "password2": "vine and bloom 7"}
    )
    assert answer.status_code == 302
    client.logout()
    answer = client.post("/accounts/login/", {"login": "rosa@example.org", "password": "vine and bloom 7"})
    assert answer.url == "/today/"


def test_a_wrong_password_says_no_more_than_that(client, home, verified):
    verified(password="vine and bloom 7")
    answer = client.post("/accounts/login/", {"login": "rosa@example.org", "password": "wrong"})
    assert answer.status_code == 200
    assert "That did not work yet." in answer.text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "///evil.example",
        "http:evil.example", "javascript:alert(1)", "https:/evil.example", "/\t/evil.example", "\x01https://evil.example",
        "https://testserver@evil.example/", "https://evil.example\\@testserver/", "http://127.0.0.1:8000/",
        "ftp://testserver/", "%2f%2fevil.example", "data:text/html,x", "//evil.example%2f@testserver",
    ],
)  # fmt: skip
def test_no_way_on_leads_off_the_site(client, home, verified, target):
    verified(password="vine and bloom 7")
    data = {"login": "rosa@example.org", "password": "vine and bloom 7", "next": target}
    answer = client.post("/accounts/login/", data)
    assert answer.status_code == 302
    assert answer.url in {"/today/", "%2f%2fevil.example"}  # the latter is a relative path of this site


def test_signing_out_asks_for_a_post(client, home, member):
    client.force_login(member)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_a_mail_server_that_is_away_is_said_in_a_sentence(client, home, settings):
    settings.MAILERS = {"default": {"BACKEND": "tests.cms.test_entrance.Unreachable"}}
    answer = client.post(SIGN_UP, {"email": "new@example.org"}, follow=True)
    assert answer.status_code == 200
    assert "We could not send a mail just now." in answer.text


class Unreachable(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody listens")


def test_too_many_codes_for_one_address_are_refused(client, home, settings, verified):
    del settings.ACCOUNT_RATE_LIMITS
    verified()
    answers = [Client().post(SIGN_IN, {"email": "rosa@example.org"}) for _time in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Too many failed login attempts" in answers[-1].text
    assert len(mail.outbox) == 3


def test_a_forged_forwarding_header_does_not_reset_the_limit(client, home, settings):
    del settings.ACCOUNT_RATE_LIMITS
    answers = [
        client.post(
            "/accounts/login/",
            {"login": "a@example.org", "password": "x"},
            HTTP_X_FORWARDED_FOR=f"10.0.0.{n}",
        )
        for n in range(31)
    ]
    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].text


def test_a_passkey_is_a_way_in_and_not_a_wall(client, home, verified):
    member = verified()
    Authenticator.objects.create(
        user=member, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}
    )
    client.post(SIGN_IN, {"email": "rosa@example.org"})
    assert client.post(CONFIRM_SIGN_IN, {"code": code()}).url == "/today/"


def test_staff_with_a_passkey_are_asked_for_it(client, home, verified):
    member = verified(is_superuser=True)
    Authenticator.objects.create(
        user=member, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}
    )
    client.post(SIGN_IN, {"email": "rosa@example.org"})
    assert client.post(CONFIRM_SIGN_IN, {"code": code()}).url == "/accounts/2fa/authenticate/"
