"""A pair's stories: the first meeting stands in both calendars, the end leads on, and a no leads to the next choice."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.models import Member
from cms.services import languages
from mentorship.models import Participant, Preference, Proposal
from mentorship.services import proposals
from tests.factories.mentorship import make_pair, make_participant, make_round

pytestmark = pytest.mark.journey


@pytest.fixture
def autumn(garden):
    round_page = make_round("Autumn")
    languages.complete_trees()
    return round_page


@pytest.fixture
def enter(open_browser, sign_in):
    """Somebody at their own window."""

    def start(name: str, **how) -> Page:
        member = Member.objects.get(display_name=name)
        EmailAddress.objects.get_or_create(user=member, email=member.email, defaults={"primary": True})
        page = open_browser(**how)
        sign_in(page, member.email)
        return page

    return start


def calendars(mailoutbox) -> dict[str, dict[str, str]]:
    """What the latest mail to each person puts into their calendar."""
    found = {}
    for mail in mailoutbox:
        parts = [each for each in mail.alternatives if each.mimetype.startswith("text/calendar")]
        for part in parts:
            text = part.content.decode() if isinstance(part.content, bytes) else part.content
            event = text.replace("\r\n ", "").partition("BEGIN:VEVENT")[2].splitlines()
            facts = dict(
                re.split("[:;]", line, maxsplit=1) for line in event if re.match("[A-Z-]+[:;]", line)
            )
            method = re.search("METHOD:(.+)", text)
            found[mail.to[0].partition("@")[0]] = facts | {"METHOD": method[1].strip() if method else ""}
    return found


def test_the_first_meeting_stands_in_both_calendars_and_the_end_leads_on(
    enter, autumn, mailoutbox, complaints
):
    pair = make_pair(autumn)
    newcomer, mentor = enter("Nora", javascript=False, width=360), enter("Mira")

    # The newcomer's turn: a time on her own clock
    newcomer.goto("/today/")
    newcomer.get_by_role("link", name=re.compile("^Open the pair ?: Your turn with Mira$")).click()
    day = timezone.localdate() + timedelta(days=3)
    meetings = newcomer.locator("#meetings")
    meetings.get_by_label("Day").fill(day.isoformat())
    meetings.get_by_label("From").fill("18:30")
    meetings.get_by_label("Where").fill("https://call.example/x")
    meetings.get_by_role("button", name="Propose a time").click()
    expect(meetings).to_contain_text("Proposed")
    assert calendars(mailoutbox) == {}  # nothing stands in a calendar before the other one has said yes

    # The mentor says yes on the page of the pair, and both calendars know the same meeting
    mentor.goto(reverse("mentorship:pairing", args=[pair.uuid]))
    mentor.get_by_role("button", name=re.compile("^Confirm")).click()
    expect(mentor.locator(".next-step__title")).to_contain_text("You meet on")
    told = calendars(mailoutbox)
    meeting = pair.meetings.get()
    assert {name: (facts["UID"], facts["SEQUENCE"], facts["METHOD"]) for name, facts in told.items()} == {
        name: (str(meeting.uuid), "1", "REQUEST") for name in ("mira", "nora")
    }
    assert told["mira"]["DTSTART"] == told["nora"]["DTSTART"] == f"TZID=Europe/Prague:{day:%Y%m%d}T183000"

    # Both are done: the newcomer asks, the mentor agrees and looks back
    newcomer.reload()
    newcomer.locator("#thread").get_by_label("Write to the other one").fill("I have it.")
    newcomer.locator("#thread").get_by_role("button", name="Send").click()
    newcomer.get_by_role("button", name="We have reached it").click()
    mentor.reload()
    mentor.locator("#thread").get_by_label("Write to the other one").fill("So you do.")
    mentor.locator("#thread").get_by_role("button", name="Send").click()
    mentor.get_by_role("button", name="Yes, we are done").click()
    mentor.get_by_role("link", name="Look back").click()
    mentor.get_by_label("What did the two of you reach?").fill("A program that runs.")
    mentor.get_by_role("button", name="Tell the organizers").click()
    mentor.get_by_label("Your note").fill("Thank you for your patience, Nora.")
    mentor.get_by_role("button", name="Send the note").click()
    expect(mentor.get_by_role("heading", name="You thanked Nora")).to_be_visible()

    # The newcomer reads it, has a certificate, and begins as a mentor with what is known
    newcomer.goto("/today/")
    newcomer.get_by_role("link", name=re.compile("^Look back ?: How was it with Mira")).click()
    expect(newcomer.get_by_text("Thank you for your patience, Nora.")).to_be_visible()
    assert "A program that runs." not in newcomer.locator("main").inner_text()
    expect(newcomer.get_by_role("link", name="Your certificate")).to_be_visible()
    newcomer.get_by_role("button", name="Sign up as a mentor").click()
    expect(newcomer.get_by_label("The name you want to be called by")).to_have_value("Nora")
    assert Participant.objects.get(member__display_name="Nora", role="mentor").state == "draft"
    sent = [mail for mail in mailoutbox if "patience" in mail.body + str(mail.alternatives)]
    assert (sent, complaints) == ([], [])


def test_a_no_leads_to_the_next_choice_and_both_letters_are_right(enter, autumn, mailoutbox, complaints):
    mentee = make_participant(autumn, "Nora")
    first, second = (make_participant(autumn, name, "mentor") for name in ("Ada", "Ben"))
    Preference.objects.bulk_create(
        Preference(participant=mentee, member=mentor.member, rank=rank)
        for rank, mentor in enumerate((first, second), 1)
    )
    asked = proposals.request(mentee=mentee, mentor=first, note="Between us two")
    mailoutbox.clear()

    mentor = enter("Ada", javascript=False, width=360)
    mentor.goto(reverse("mentorship:proposal", args=[asked.uuid]))
    mentor.locator("summary", has_text="No, not this time").click()
    mentor.get_by_label("I do not have enough time right now").check()
    mentor.get_by_label("A word with it").fill("Not before spring, I am sorry.")
    mentor.get_by_role("button", name=re.compile("No|decline", re.IGNORECASE)).last.click()

    following = Proposal.objects.get(after=asked)
    letters = {
        mail.to[0].partition("@")[0]: mail for mail in mailoutbox if "code" not in mail.subject.lower()
    }
    assert {name: mail.subject for name, mail in letters.items()} == {
        "nora": "Ada cannot be part of this pair",
        "ben": "Nora asks you to be their mentor",
    }
    assert ("Ben" in letters["nora"].body, "enough time" in letters["nora"].body) == (True, False)
    assert "Between us two" not in letters["ben"].body

    other = enter("Ben")
    other.goto("/today/")
    other.get_by_role("link", name=re.compile("^Read and answer ?: Nora waits for your answer$")).click()
    expect(other).to_have_url(re.compile(str(following.uuid)))
    assert "Between us two" not in other.locator("main").inner_text()
    other.get_by_role("button", name="Yes, let us begin").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("You and Nora")
    assert complaints == []
