"""The mentor's story: sign up, be scored and approved, be asked by a newcomer, say yes; contact stays with the two."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import Page, expect

from cms.models import Member
from cms.services import languages
from mentorship.models import Pairing, Participant, Proposal
from tests.factories.mentoring import make_question
from tests.factories.mentorship import make_participant, make_round, make_topic

pytestmark = pytest.mark.journey

CONTACT = {"Mira": "mira-in-the-chat-4711", "Nora": "nora-by-phone-0815"}
PRIVATE = [*CONTACT.values(), "mira@example.org", "nora@example.org"]
SIGN_UP = {"mentor": "Sign up as a mentor", "mentee": "Apply as a newcomer"}


@pytest.fixture
def autumn(garden):
    """An open round with two other mentors and another newcomer, all approved; Nora is a member only, Mira not yet."""
    make_topic("Git")
    round_page = make_round("Autumn", scored=True)
    make_question(round_page, "Who helped you well?", "long", required=True, audience="mentor")
    make_question(round_page, "Evenings?", "yes_no", sensitive=True)
    make_question(round_page, "Count my answers", "consent")
    languages.complete_trees()
    for name in ("Nora", "Olga"):
        Member.objects.create_user(f"{name.lower()}@example.org", display_name=name)
    Member.objects.get(display_name="Olga").groups.add(Group.objects.get(name="Program staff"))
    for name, role in (("Ada", "mentor"), ("Ben", "mentor"), ("Zora", "mentee")):
        make_participant(round_page, name, role)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=person, email=person.email, primary=True) for person in Member.objects.all()]
    )
    return round_page


def join(page: Page, code, name: str) -> None:
    """Sign up with a code from the mail: three pages."""
    page.goto("/accounts/signup/")
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(f"{name.lower()}@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code(f"{name.lower()}@example.org"))
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name shown to others").fill(name)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Not now").click()  # a passkey is offered, not demanded
    expect(page).to_have_url(re.compile("/today/$"))


def apply(page: Page, round_page, name: str, role: str) -> None:
    """The steps, from the mentoring page to the organizers."""
    page.goto(round_page.get_parent().url)
    page.get_by_role("link", name="Autumn").click()
    expect(page.get_by_text("There is no deadline")).to_be_visible()
    page.get_by_role("link", name=SIGN_UP[role]).click()
    further = page.get_by_role("button", name="Save and go on")
    # About
    expect(page.get_by_label("The name you want to be called by")).to_have_value(name)
    page.locator("[name=goals]").fill(f"{name} has plans.")
    page.locator("[name=stage]").first.check()
    further.click()
    # Topics
    page.get_by_label("Git", exact=True).select_option("Practice" if role == "mentor" else "Basics")
    further.click()
    # Hours, languages, the way of working
    page.get_by_label("Your time zone").select_option("Europe/Prague")
    for hour in ("18:00–19:00", "19:00–20:00"):
        page.get_by_label(f"Tuesday {hour}").check()
    page.get_by_label("Language 1", exact=True).select_option("English")
    page.locator("[name=formats][value=call]").check()
    page.locator("[name=frequency]").first.check()
    further.click()
    # What the round asks; a needed answer that is missing is asked for in the end, and nothing else is lost
    expect(page.get_by_text("Only organizers of this round read this answer.")).to_be_visible()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Count my answers").check()
    further.click()
    # Private and binding
    if role == "mentor":
        page.get_by_label("How many people at a time?").fill("2")
    page.get_by_label("How the other person reaches you").fill(CONTACT[name])
    page.get_by_label("I have read the code of conduct").check()
    page.get_by_role("button", name="Send to the organizers").click()
    if role == "mentor":
        page.get_by_role("link", name="Questions").last.click()
        expect(page.get_by_label("Count my answers")).to_be_checked()
        page.get_by_label("Who helped you well?").fill("A friend who asked first.")
        further.click()
        page.get_by_label("I have read the code of conduct").check()
        page.get_by_role("button", name="Send to the organizers").click()
    expect(page.get_by_text("Your application has been with the organizers since")).to_be_visible()


def read_and_score(page: Page, name: str) -> None:
    """On a phone: an organizer scores an application without its name, and then sees whose it is."""
    page.goto("/today/")
    page.get_by_role("link", name=re.compile("^Read them ?: 1 application waits in Autumn$")).click()
    page.get_by_role("link", name=re.compile("^Read and score")).click()
    expect(page.get_by_text("[…] has plans.")).to_be_visible()
    assert [secret for secret in [name, *PRIVATE] if secret in page.content()] == []
    for line in page.locator("form .field:has([type=radio])").all():
        line.locator("[type=radio]").nth(3).check()
    page.get_by_role("button", name="Keep my score").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.get_by_text("4.0 of 5, 1 score")).to_be_visible()
    assert [secret for secret in PRIVATE if secret in page.content()] == []


def approve(page: Page) -> None:
    """The organizer lets the person in; nobody else waits."""
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Nobody waits")).to_be_visible()


def ask_for_changes(page: Page) -> None:
    page.get_by_text("Ask for changes").first.click()
    page.get_by_label("What to change (they read it)").fill("Which evenings suit you?")
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_role("heading", name="Nobody waits")).to_be_visible()


def change_and_send_again(page: Page) -> None:
    """The mentor finds on Today what is asked for, changes it, and sends the application again."""
    page.goto("/today/")
    page.get_by_role("link", name=re.compile("^Read what")).click()
    expect(page.get_by_text("Which evenings suit you?")).to_be_visible()
    page.get_by_role("link", name="Change it").click()
    page.locator("[name=goals]").fill("Mira has plans. Tuesdays suit me.")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="Send", exact=True).click()
    page.get_by_role("button", name="Send to the organizers").click()
    expect(page.get_by_text("Your application has been with the organizers since")).to_be_visible()


def ask(page: Page, name: str) -> None:
    """Suggestions come with their reasons; one of them is asked with a note."""
    page.goto("/today/")
    page.get_by_role("link", name="See suggestions").click()
    candidates = page.locator(".candidate")
    expect(candidates).to_have_count(3)
    for candidate in candidates.all():
        expect(candidate.locator(".reasons").first).to_contain_text("Git")
    page.get_by_role("link", name=f"Ask {name}").click()
    page.get_by_label("Your note").fill("I lost a branch and would like to find it again.")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("heading", name="Waiting")).to_be_visible()


def reveal(page: Page, name: str) -> None:
    """The contact of the other one is shown when it is asked for, not before."""
    assert [secret for secret in PRIVATE if secret in page.locator("main").inner_text()] == []
    page.get_by_role("button", name="Show contact").click()
    expect(page.locator(".contact__list")).to_contain_text(CONTACT[name])
    expect(page.locator(".contact__list")).to_contain_text(f"{name.lower()}@example.org")


def look_around_as_a_stranger(page: Page, round_page) -> None:
    """Proposal and pair do not exist for anybody else, and no page tells how to reach the two."""
    proposal, pairing = Proposal.objects.get(), Pairing.objects.get()
    for name, found in (("proposal", proposal), ("pairing", pairing)):
        assert page.goto(reverse(f"mentorship:{name}", args=[found.uuid])).status == 404
        assert [secret for secret in PRIVATE if secret in page.content()] == []
    zora = Participant.objects.get(member__display_name="Zora")
    places = [reverse(f"mentorship:{name}", args=[zora.uuid]) for name in ("participation", "suggestions")]
    words = f"{reverse('cms:search')}?q=mira"
    for place in ("/", "/today/", words, round_page.get_parent().url, round_page.url, *places):
        assert page.goto(place).status == 200
        assert [secret for secret in PRIVATE if secret in page.content()] == []
    expect(page.get_by_role("link", name="Ask Mira")).to_be_visible()  # the second seat is free


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_a_mentor_is_asked_sees_why_and_says_yes(
    javascript, open_browser, autumn, sign_in, last_code, mailoutbox, complaints
):
    def enter(name: str, **how) -> Page:
        page = open_browser(**{"javascript": javascript, **how})
        sign_in(page, f"{name.lower()}@example.org")
        return page

    def letters() -> list[tuple[str, str]]:
        """Address and subject of each mail on mentoring."""
        told = ("You are in", "A question about", "asks you", "are a pair")
        return sorted(
            (mail.to[0].partition("@")[0], mail.subject)
            for mail in mailoutbox
            if any(words in mail.subject for words in told)
        )

    # The checker of editors, which Wagtail shows to staff, speaks in the console of what it thinks of the footer
    organizer = enter("Olga", width=360, watched=False)
    mentor, newcomer = open_browser(javascript=javascript), enter("Nora", width=360)

    # A mentor signs up and applies; an organizer scores, asks for something, and lets them in
    join(mentor, last_code, "Mira")
    apply(mentor, autumn, "Mira", "mentor")
    read_and_score(organizer, "Mira")
    ask_for_changes(organizer)
    change_and_send_again(mentor)
    organizer.goto("/today/")
    organizer.get_by_role("link", name=re.compile("^Read them")).click()
    organizer.get_by_role("link", name="Mira", exact=True).click()
    approve(organizer)
    apply(newcomer, autumn, "Nora", "mentee")
    read_and_score(organizer, "Nora")
    approve(organizer)

    # The newcomer asks, the mentor gets a mail and finds the question on Today
    ask(newcomer, "Mira")
    approved = "You are in: your mentoring application is approved"
    asked = ("mira", "Nora asks you to be their mentor")
    before = [("mira", "A question about your mentoring application"), ("mira", approved), ("nora", approved)]
    assert letters() == sorted([*before, asked])
    mentor.goto("/today/")
    mentor.get_by_role("link", name=re.compile("^Read and answer ?: Nora waits for your answer$")).click()

    # Who and why, and a yes
    expect(mentor.get_by_role("heading", level=1)).to_have_text("Nora asks you")
    expect(mentor.get_by_text("I lost a branch and would like to find it again.")).to_be_visible()
    expect(mentor.get_by_text("Nora has plans.")).to_be_visible()
    expect(mentor.locator(".reasons").first).to_contain_text("Git")
    expect(mentor.get_by_role("heading", name="Common hours")).to_be_visible()
    assert [secret for secret in PRIVATE if secret in mentor.locator("main").inner_text()] == []
    mentor.get_by_role("button", name="Yes, let us begin").click()

    # Both are told, and each sees how to reach the other
    expect(mentor.get_by_role("heading", level=1)).to_have_text("You and Nora")
    reveal(mentor, "Nora")
    newcomer.goto("/today/")
    newcomer.get_by_role("link", name=re.compile("^Open the pair ?: Your turn with Mira$")).click()
    reveal(newcomer, "Mira")
    pair = [("mira", "You and Nora are a pair"), ("nora", "You and Mira are a pair")]
    assert letters() == sorted([*before, asked, *pair])
    sent = [str(mail.message()) for mail in mailoutbox]
    assert [contact for contact in CONTACT.values() for mail in sent if contact in mail] == []

    # Nobody else does; the browser says so of every page that is not there, so nobody listens to it here
    look_around_as_a_stranger(enter("Zora", watched=False), autumn)
    assert complaints == []
