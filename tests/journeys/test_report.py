"""A newcomer reports from the pair: contact is gone for both, safeguarding has a case, the person named learns nothing."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from playwright.sync_api import expect

from cms.models import Member, Report
from cms.services import languages
from tests.factories.mentorship import make_pair, make_round
from tests.factories.safety import make_safeguard

pytestmark = pytest.mark.journey


@pytest.fixture
def pair(garden):
    round_page = make_round("Autumn")
    languages.complete_trees()
    made = make_pair(round_page)
    make_safeguard("Sara")
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=person, email=person.email, primary=True) for person in Member.objects.all()]
    )
    return made


def test_a_report_from_the_pair_takes_contact_away_from_both(
    open_browser, pair, sign_in, mailoutbox, complaints
):
    address = reverse("mentorship:pairing", args=[pair.uuid])
    newcomer, mentor = open_browser(javascript=False, width=360), open_browser()
    sign_in(newcomer, "nora@example.org")
    sign_in(mentor, "mira@example.org")
    mentor.goto(address)
    mentor.get_by_role("button", name="Show contact").click()
    expect(mentor.locator(".contact__list")).to_contain_text("private-nora")

    # A calm form; sent, and sent again by going back
    newcomer.goto(address)
    newcomer.get_by_role("link", name="Report something").first.click()
    newcomer.get_by_label("What happened?").fill("canary-4711: he came to my work.")
    newcomer.get_by_label("I need contact to stop now").check()
    expect(newcomer.locator("[name=about]")).to_be_checked()
    newcomer.get_by_role("button", name="Send it").click()
    expect(newcomer.get_by_text("Contact has stopped already.")).to_be_visible()
    newcomer.go_back()
    newcomer.get_by_role("button", name="Send it").click()
    assert Report.objects.count() == 1

    # Both read the same neutral words, and neither sees how to reach the other
    for page in (newcomer, mentor):
        page.goto(address)
        expect(page.get_by_role("heading", name="This pair is on hold for now")).to_be_visible()
        expect(page.get_by_role("button", name="Show contact")).to_have_count(0)
        assert "private-" not in page.content()

    # Safeguarding reads it and lets the reporter know; the person named finds nothing, on no page and in no mail
    sara = open_browser(width=360)
    sign_in(sara, "sara@example.org")
    sara.goto("/today/")
    sara.get_by_role("link", name="Read and take it").click()
    sara.get_by_role("link", name="Mira").click()
    expect(sara.get_by_text("canary-4711")).to_be_visible()
    sara.get_by_role("button", name="I look into it").click()
    sara.get_by_text("Close it").first.click()
    sara.get_by_label("What you tell who reported").fill("We spoke with them. You will not meet again.")
    sara.get_by_role("button", name="Close it").click()
    expect(sara.get_by_text("Closed", exact=True).first).to_be_visible()
    report = Report.objects.get()
    newcomer.goto(reverse("cms:report-status", args=[report.uuid]))
    expect(newcomer.get_by_text("You will not meet again.")).to_be_visible()
    assert complaints == []
    stranger = open_browser(watched=False)
    sign_in(stranger, "mira@example.org")
    assert stranger.goto(reverse("cms:case", args=[report.uuid])).status == 404
    assert [mail.to for mail in mailoutbox if "canary" in str(mail.message())] == []
    told = [mail.subject for mail in mailoutbox if "mira@example.org" in mail.to and "hold" in mail.subject]
    assert told == ["About a pair of yours: On hold"]
