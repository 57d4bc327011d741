"""A hangout with two people: one is stuck and asks, the other comes; with scripts by keyboard, and without scripts."""

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page

from learning.models import HelpRequest, Meetup
from learning.services import rsvps
from tests.factories import groups as make

from .conftest import axe

pytestmark = pytest.mark.journey


@pytest.fixture
def hangout(garden, make_member) -> Meetup:
    group = make.group(chat_url="https://matrix.to/#/#python:example.org")
    planned = make.meetup(kind="hangout", room=None, group=group)
    learner, helper = make_member("Rosa"), make_member("Hana")
    for each in (learner, helper):
        EmailAddress.objects.create(user=each, email=each.email, verified=True, primary=True)
    rsvps.respond(meetup=planned, member=learner, mode="room")
    make.joined(group, helper, role="helper")
    return make.on(planned)


def a_little_later(page: Page) -> None:
    """The clock of this window is put on, and it runs on from there: nobody waits for a page to look again by itself."""
    page.clock.fast_forward(15_000)


def test_two_people_at_a_hangout(open_browser, hangout, sign_in, complaints):
    address = f"/learn/meetups/{hangout.uuid}/desk/"
    rosa, hana = open_browser(width=360), open_browser()
    for window in (rosa, hana):
        window.clock.install()
    sign_in(hana, "hana@example.org")
    hana.goto(address)
    hana.get_by_text("Nobody waits right now").wait_for()

    sign_in(rosa, "rosa@example.org")
    rosa.goto(f"/learn/meetups/{hangout.uuid}/")
    rosa.get_by_role("link", name="Help desk").click()
    rosa.get_by_label("I am stuck").focus()
    rosa.keyboard.press("Tab")
    rosa.keyboard.type("My loop never ends")
    rosa.get_by_role("button", name="Wait for a helper").focus()
    rosa.keyboard.press("Enter")
    rosa.get_by_role("heading", name="You are number 1 in the queue").wait_for()

    # Nobody reloads anything: each page looks again by itself.
    a_little_later(hana)
    hana.get_by_text("My loop never ends").wait_for()
    hana.get_by_role("button", name="I go there").focus()
    hana.keyboard.press("Enter")
    hana.get_by_text("You are with them").wait_for()
    a_little_later(rosa)
    rosa.get_by_role("heading", name="Hana is on the way to you").wait_for()
    hana.get_by_role("button", name="Now it is their turn").click()
    hana.get_by_role("button", name="Now it is their turn").wait_for(state="hidden")
    a_little_later(rosa)
    rosa.get_by_role("heading", name="Your turn").wait_for()
    assert complaints == []  # from here on axe brings styles of its own, which the policy refuses
    if source := axe():
        for page in (rosa, hana):
            page.evaluate(source)
            found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
            assert [each["id"] for each in found["violations"]] == []
    rosa.get_by_role("button", name="It works now").click()
    rosa.get_by_role("heading", name="Ask for help").wait_for()
    hana.get_by_role("link", name="Look again").click()
    hana.get_by_text("Nobody waits right now").wait_for()
    assert list(HelpRequest.objects.values_list("state", "words")) == [("happy", "My loop never ends")]


def test_the_desk_without_scripts(open_browser, hangout, sign_in, complaints, make_member):
    from learning.services import desk  # noqa: PLC0415 - beside the browser's event loop

    question = desk.Question("test_mine", words="Try mine")
    desk.ask(member=hangout.rsvps.get().member, meetup=hangout, question=question, key=uuid4())
    hana = open_browser(javascript=False, width=360, dark=True)
    sign_in(hana, "hana@example.org")
    hana.goto(f"/learn/meetups/{hangout.uuid}/desk/")
    hana.get_by_role("button", name="I go there").click()
    hana.get_by_role("button", name="It works").click()
    hana.get_by_text("Nobody waits right now").wait_for()
    assert (HelpRequest.objects.get().state, complaints) == ("happy", [])
