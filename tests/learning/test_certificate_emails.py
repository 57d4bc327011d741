"""The letters about certificates: what they say, to whom, and when they are not written after all."""

import pytest
from django.utils import translation

from cms.models import Message
from cms.services import messages
from learning.models import Certificate
from learning.services import certificates
from tests.factories.certificates import finish

BASE = "http://127.0.0.1:8000"


@pytest.fixture
def certificate(member, track) -> Certificate:
    return finish(member, track)


@pytest.fixture
def sent(mailoutbox):
    """Send what is due, and give recipient, subject and text of each mail."""

    def send() -> list[tuple[str, str, str]]:
        messages.send_due()
        return [(mail.to[0], mail.subject, mail.body) for mail in mailoutbox]

    return send


def test_a_new_certificate_is_told_once(certificate, sent):
    sent()
    [(to, subject, text)] = sent()
    assert (to, subject) == ("rosa@example.org", "Your certificate for “First steps” is here")
    assert text == (
        "Hello Rosa,\n\nyou have finished “First steps”. Your certificate is here.\n\nWhoever has its address can "
        "check that it is valid. Your name, the day and the lessons stay with you until you choose to show them.\n\n"
        f"Look at it, and choose what it shows: {BASE}/learn/certificates/{certificate.uuid}/settings/\n"
    )


@pytest.mark.parametrize(
    ("public", "line"),
    [
        ("", "Its page now says that it is not valid, and gives no reason."),
        ("An error", "Its page now says that it is not valid, and gives everybody this reason: An error"),
    ],
)
def test_one_that_is_taken_back_comes_with_the_reason(public, line, certificate, program_staff, sent):
    sent()
    certificates.revoke(
        actor=program_staff,
        certificate=certificate,
        reason="Lessons were copied & more",
        public_reason=public,
    )
    (to, subject, text) = sent()[-1]
    assert (to, subject) == ("rosa@example.org", "Your certificate for “First steps” was taken back")
    assert text == (
        "Hello Rosa,\n\nthe program’s team has taken back your certificate for “First steps”. They wrote:\n\n"
        f"Lessons were copied & more\n\n{line}\n\nWhat you finished stays yours. If you think that this is a "
        "mistake, write to the team.\n\n"
        f"See your certificate: {BASE}/learn/certificates/{certificate.uuid}/settings/\n"
    )


def test_one_that_is_given_back_is_told(certificate, program_staff, sent):
    sent()
    certificates.revoke(actor=program_staff, certificate=certificate, reason="A mistake")
    sent()
    certificates.reinstate(actor=program_staff, certificate=certificate)
    assert [subject for _to, subject, _text in sent()][2:] == [
        "Your certificate for “First steps” is valid again"
    ]


def test_what_is_no_longer_true_is_not_written(certificate, program_staff, sent):
    certificates.revoke(actor=program_staff, certificate=certificate, reason="A mistake")
    certificates.reinstate(actor=program_staff, certificate=certificate)
    certificates.revoke(actor=program_staff, certificate=certificate, reason="The second one")
    assert [text.count("The second one") for _to, _subject, text in sent()] == [1]
    assert Message.objects.filter(stopped_at__isnull=False).count() == 3


@pytest.mark.parametrize("language", ["es", "fr"])
def test_letters_lead_to_the_page_in_the_members_language(language, member, track, sent):
    member.locale = language
    member.save(update_fields=["locale"])
    with translation.override("en"):
        made = finish(member, track)
    [(_to, subject, text)] = sent()
    assert f"{BASE}/{language}/learn/certificates/{made.uuid}/settings/" in text
    assert ("First steps" in subject, "\n" in subject) == (True, False)


def test_the_html_letter_says_why_one_gets_it(certificate, mailoutbox):
    messages.send_due()
    [(html, _kind)] = mailoutbox[0].alternatives
    assert "You get this mail because Rosa follows lessons with this address." in html
    assert "mentoring" not in html
