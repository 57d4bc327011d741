"""A study group in real life: opened in five minutes, found by a newcomer, and a seat that goes on to whoever waits."""

import re
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import expect

from cms.models import Chapter, Member
from learning.models import Meetup, StudyGroup, StudyGroupPage
from learning.services import memberships
from tests.factories import groups as make
from tests.journeys.test_newcomer import join

pytestmark = pytest.mark.journey

WAYS = [
    pytest.param(True, 360, id="js-phone"),
    pytest.param(False, 1280, id="no-js-desk"),
]


@pytest.fixture
def chapter(garden) -> Chapter:
    """A chapter in Portland with its page in every language."""
    from cms.services import languages  # noqa: PLC0415 - needs the database to be there

    made = make.chapter("Portland")
    page = make.chapter_page(made)
    page.summary = "We learn Python together."
    page.save()
    languages.complete_trees()
    return made


def somebody(name: str) -> Member:
    made = Member.objects.create_user(f"{name.lower()}@example.org", display_name=name, timezone=make.ZONE)
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def saturday(weeks: int = 0) -> str:
    """A Saturday that is at least three days away."""
    day = timezone.localdate() + timedelta(days=3)
    return (day + timedelta(days=(5 - day.weekday()) % 7, weeks=weeks)).isoformat()


@pytest.mark.parametrize(("javascript", "width"), WAYS)
def test_an_organizer_opens_a_group_in_five_minutes(
    javascript, width, open_browser, chapter, sign_in, complaints
):
    olga = make.organizer(chapter, somebody("Olga"))
    page = open_browser(javascript=javascript, width=width)
    sign_in(page, olga.email)
    began = timezone.now()
    page.goto("/chapters/portland/")
    page.get_by_role("link", name="A new study group").click()

    # What it is about
    page.get_by_label("Name", exact=True).fill("Saturday Python")
    page.get_by_label("What you do together, and for whom").fill("Homework with coffee, for beginners.")
    page.get_by_text("We follow a course elsewhere").click()
    page.get_by_label("Or a course elsewhere").fill("An introduction to programming")
    page.get_by_label("In a room", exact=True).check()
    page.get_by_label("Seats in the room").fill("8")
    page.get_by_label("First day").fill(saturday())
    page.get_by_label("Last day").fill(saturday(weeks=5))
    page.get_by_role("button", name="Next: when you meet").click()

    # When: one rule
    first = page.get_by_role("region", name="Every week")
    first.get_by_label("What it is").select_option("homework_meetup")
    first.get_by_label("Weekday").select_option("5")
    first.get_by_label("From").fill("10:00")
    first.get_by_label("Minutes").fill("150")
    first.get_by_label("Or a new place").fill("Blue Cup")
    page.get_by_role("button", name="Next: all dates").click()

    # All dates, one of them skipped
    expect(page.get_by_text("6 meetups.")).to_be_visible()
    page.get_by_label(re.compile("Skip")).nth(2).check()
    page.get_by_role("button", name="Open the group").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saturday Python")
    expect(page.get_by_role("link", name="Board")).to_be_visible()

    assert timezone.now() - began < timedelta(minutes=5)
    group = StudyGroup.objects.get()
    days = Meetup.objects.filter(group=group).order_by("starts_at").values_list("local_date", flat=True)
    assert (group.state, [day.isoformat() for day in days]) == (
        "open", [saturday(weeks=week) for week in (0, 1, 3, 4, 5)],
    )  # fmt: skip
    assert complaints == []


@pytest.mark.parametrize(("javascript", "width"), WAYS)
def test_a_newcomer_finds_a_chapter_joins_and_passes_a_seat_on(
    javascript, width, open_browser, chapter, last_code, sign_in, mailoutbox, complaints
):
    meetup = full_saturday(chapter)
    waiting, quinn = somebody("Quinn"), open_browser(javascript=javascript, width=width)
    sign_in(quinn, waiting.email)
    page = open_browser(javascript=javascript, width=width)
    join(page, last_code, "tess@example.org")

    # Finds the chapter, and its group
    page.goto("/chapters/")
    page.get_by_role("link", name="Portland").first.click()
    page.get_by_role("link", name="Python evenings", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Python evenings")
    page.get_by_role("button", name=re.compile("^Join")).first.click()
    expect(page.get_by_role("heading", name="You are in this group")).to_be_visible()
    expect(page.get_by_text("You have a seat", exact=True)).to_be_visible()
    memberships.join(group=meetup.group, member=waiting, mode="room")
    assert standing(meetup) == {"Quinn": "waitlisted", "Tess": "confirmed"}

    # Cannot come on Saturday: whoever waits is asked at once
    page.get_by_role("button", name=re.compile("I can’t come to this one")).click()
    expect(page.get_by_text("Your seat goes to the next person")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("I come after all"))).to_be_visible()

    # The mail leads to a page that asks; opening it takes nothing
    quinn.goto(offered_to(waiting.email, mailoutbox))
    expect(quinn.get_by_role("heading", name="A seat is yours if you say yes")).to_be_visible()
    assert standing(meetup) == {"Quinn": "offered", "Tess": "released"}
    quinn.get_by_role("button", name="Yes, I come").click()
    expect(quinn.get_by_role("heading", name="You have a seat in the room")).to_be_visible()
    assert standing(meetup) == {"Quinn": "confirmed", "Tess": "released"}
    assert complaints == []


def full_saturday(chapter: Chapter) -> Meetup:
    """A group with its page, and one chair on Saturday."""
    from cms.services import languages  # noqa: PLC0415 - needs the database to be there

    group = make.group(chapter=chapter, seats_room=1)
    make.group_page(group)
    languages.complete_trees()
    assert StudyGroupPage.objects.count() == 3
    day = date.fromisoformat(saturday())
    return make.meetup(group=group, room=1, day=day, kind="homework_meetup")


def standing(meetup: Meetup) -> dict[str, str]:
    return dict(meetup.rsvps.values_list("member__display_name", "state").order_by("member__display_name"))


def offered_to(email: str, mailoutbox) -> str:
    """The path of the link in the letter about the offered seat."""
    letter = next(
        mail for mail in reversed(mailoutbox) if email in mail.to and "A seat for you" in mail.subject
    )
    found = re.search(r"https?://[^/\s]+(/\S*/rsvp/offer/)", letter.body)
    assert found, letter.body
    return found[1]
