"""The organizer's afternoon: match a round, read why somebody is left over, try pins, publish; and what a no sets off."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from cms.models import Member
from mentorship.models import MatchRun, Proposal
from tests.factories.matching import make_crowd
from tests.factories.mentorship import make_participant, make_round

from .conftest import axe

pytestmark = pytest.mark.journey


@pytest.fixture
def autumn(garden):
    """A round with three places and four newcomers, one of whom has hours that fit nobody; and Rosa, who runs it."""
    round_page = make_round("Autumn")
    people = {one.member.display_name: one for one in make_crowd(round_page)}
    people["Cleo"] = make_participant(
        round_page, "Cleo", "mentor", topics=("Git",), formats=["chat"], stage=2
    )
    rosa = Member.objects.create_user("rosa@example.org", display_name="Rosa")
    rosa.groups.add(Group.objects.get(name="Program staff"))
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=person, email=person.email, primary=True) for person in Member.objects.all()]
    )
    return people


def follow(page: Page, name: str) -> None:
    """On the page itself, not in the menu beside it."""
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def test_an_organizer_matches_a_round_and_a_no_asks_the_next(autumn, open_browser, sign_in, complaints):
    page = open_browser(watched=False)
    sign_in(page, "rosa@example.org")
    page.goto("/admin/matching/")
    follow(page, "Autumn")
    page.get_by_role("button", name="Match this round").click()

    # Who is left over, and why
    left = page.get_by_role("listitem").filter(has_text="Quinn")
    expect(left).to_contain_text(
        "No mentor fits. Time is most often in the way: 3 of 3 mentors have too few hours in common."
    )
    expect(left).to_contain_text("1 hour more on Tuesday evening (18:00 to 19:00): 3 mentors more would fit.")
    run = MatchRun.objects.get()
    pairs = dict(
        run.edges.filter(chosen=True).values_list(
            "mentee__member__display_name", "mentor__member__display_name"
        )
    )
    assert sorted(pairs.values()) == ["Ada", "Bea", "Cleo"]
    first, second = (next(name for name in pairs if pairs[name] == mentor) for mentor in ("Ada", "Bea"))

    # Keep two together: it is free. Keep two others apart: it has a price, told before anything is kept.
    follow(page, "Pairs")
    page.keyboard.press("Tab")
    follow(page, f"{first} with Ada")
    page.get_by_role("button", name="Keep them together").click()
    expect(page.get_by_text(f"{first} and Ada are kept together. It costs nothing.")).to_be_visible()
    page.goto(f"/admin/matching/runs/{run.uuid}/pairs/")
    follow(page, f"{second} with Bea")
    expect(page.get_by_role("heading", name="If you kept them apart")).to_be_visible()
    expect(page.get_by_text(re.compile(f"{second} gets Cleo instead of Bea"))).to_be_visible()
    assert not run.edges.filter(pin="forbid").exists()
    page.get_by_role("button", name="Keep them apart").click()
    expect(page.get_by_text(f"{second} and Bea are kept apart.")).to_be_visible()

    # What axe says of it
    if source := axe():
        for tab in ("", "pairs/", "mentors/", "pins/", "changes/"):
            page.goto(f"/admin/matching/runs/{run.uuid}/{tab}")
            page.evaluate(source)
            found = page.evaluate("axe.run('main')")
            assert [(tab, each["id"]) for each in found["violations"]] == []

    # Publish
    page.goto(f"/admin/matching/runs/{run.uuid}/")
    page.get_by_role("button", name="Publish and ask 3 pairs").click()
    expect(page.get_by_text("3 pairs were asked.")).to_be_visible()
    assert Proposal.objects.filter(source="run", state="open").count() == 3

    # A mentor says no, and the next best of the run is asked: nobody, for all places are spoken for, until one is free
    autumn["Bea"].capacity = 2
    autumn["Bea"].save(update_fields=["capacity"])
    mentor = open_browser()
    sign_in(mentor, "ada@example.org")
    mentor.goto(f"/mentoring/proposals/{Proposal.objects.get(mentor=autumn['Ada']).uuid}/")
    mentor.get_by_text("No, not this time").click()
    mentor.get_by_role("radio").first.check()
    mentor.get_by_role("button", name="Send my no").click()
    expect(mentor.get_by_text("It was not possible this time.")).to_be_visible()
    following = Proposal.objects.get(source="cascade")
    assert (following.mentee.member.display_name, following.mentor.member.display_name) == (first, "Bea")
    assert complaints == []
