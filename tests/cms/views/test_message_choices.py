"""Declining letters: on the page of one's account, and by the address in a letter, with a question on GET."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from cms import emails, unsubscribing
from cms.emails import Letter
from cms.models import Message, MessageOptOut, Topic
from cms.services import message_choices, messages

PAGE = "/settings/messages/"


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """Two kinds of letters for the tests: one that has to be known, and a reminder."""
    monkeypatch.setattr(emails, "_kinds", dict(emails._kinds))
    emails.writes("test.needed")(lambda message: Letter("Needed", "learning/meetup", {}))
    emails.writes("test.reminder", topic=Topic.REMINDERS)(
        lambda message: Letter("A reminder", "learning/meetup", {})
    )


def write(member, kind: str) -> Message:
    return messages.queue(kind=kind, recipient=member, dedupe_key=f"{kind}:{member.pk}")


def test_a_member_declines_and_wants_again(client, home, member):
    client.force_login(member)
    shown = client.get(PAGE).context["form"].fields["wanted"].initial
    assert "reminders" in shown
    for _time in range(2):
        answer = client.post(PAGE, {"wanted": [value for value in shown if value != "reminders"]})
        assert (answer.status_code, answer["Location"]) == (302, PAGE)
        assert message_choices.declined(member=member) == {Topic.REMINDERS}
    client.post(PAGE, {"wanted": shown})
    assert message_choices.declined(member=member) == set()


def test_an_unknown_topic_is_refused_and_nothing_is_kept(client, home, member):
    client.force_login(member)
    answer = client.post(PAGE, {"wanted": ["needed"]})
    assert (answer.status_code, MessageOptOut.objects.count()) == (200, 0)


def test_a_stranger_is_asked_to_sign_in(client, home):
    assert client.get(PAGE).status_code == 302


def test_a_choice_about_what_is_not_shown_stays(member):
    message_choices.decline(member=member, topic=Topic.NEWS)
    message_choices.keep(member=member, shown=[Topic.REMINDERS], wanted=[])
    assert message_choices.declined(member=member) == {Topic.NEWS, Topic.REMINDERS}


def test_what_one_has_to_know_comes_and_what_is_declined_does_not(member):
    message_choices.decline(member=member, topic=Topic.REMINDERS)
    write(member, "test.needed")
    declined = write(member, "test.reminder")
    assert messages.send_due() == 1
    assert [letter.subject for letter in mail.outbox] == ["Needed"]
    declined.refresh_from_db()
    assert (declined.stopped_why, declined.sent_at) == (Message.Why.CHOICE, None)


def test_a_letter_says_how_to_decline_more_and_one_that_has_to_be_known_does_not(member):
    write(member, "test.needed")
    write(member, "test.reminder")
    messages.send_due()
    found = {letter.subject: letter for letter in mail.outbox}
    assert "List-Unsubscribe" not in found["Needed"].extra_headers
    headers = found["A reminder"].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].strip("<>")
    assert url in found["A reminder"].body
    assert url in found["A reminder"].alternatives[0].content
    assert unsubscribing.read(re.sub(r".*/off/(.*)/", r"\1", url)) == (member, Topic.REMINDERS)


@pytest.mark.parametrize("data", [{}, {"List-Unsubscribe": "One-Click"}])
def test_the_address_asks_on_get_and_declines_on_post_without_signing_in(data, home, member, settings):
    from django.test import Client  # noqa: PLC0415 - one that checks for forgery

    client = Client(enforce_csrf_checks=True)
    url = unsubscribing.url(member=member, topic=Topic.REMINDERS).removeprefix(settings.BASE_URL)
    answer = client.get(url)
    assert (answer.status_code, MessageOptOut.objects.count()) == (200, 0)
    assert member.email not in answer.text
    for _time in range(2):
        assert client.post(url, data).status_code == 200
        assert MessageOptOut.objects.count() == 1
    assert "You get no more of these" in client.get(url).text


def test_a_token_that_is_not_ours_or_of_nobody_is_not_found(client, home, member):
    url = unsubscribing.url(member=member, topic=Topic.REMINDERS)
    token = re.sub(r".*/off/(.*)/", r"\1", url)
    assert client.get(reverse("cms:unsubscribe", args=[f"{token}x"])).status_code == 404
    assert client.post(reverse("cms:unsubscribe", args=["nonsense"])).status_code == 404
    member.delete()
    assert client.get(reverse("cms:unsubscribe", args=[token])).status_code == 404


def test_a_server_that_is_away_is_not_asked_for_every_message(make_member, monkeypatch):
    for nth in range(8):
        write(make_member(f"M{nth}"), "test.needed")

    def away(self, **kwargs):
        raise ConnectionRefusedError("away")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", away)
    assert messages.send_due() == 0
    assert Message.objects.filter(tries=1).count() == messages.FAILURES_IN_A_ROW
    assert messages.count_due() == 3
    monkeypatch.undo()
