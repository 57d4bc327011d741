"""The door on a phone: ticks, undo, a guest, and an evening without network that is sent once when it is back."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from cms.models import Member
from learning.models import Attendance, DoorMark, Meetup
from learning.services import rsvps
from tests.factories import groups as make

from .conftest import axe

pytestmark = pytest.mark.journey


@pytest.fixture
def evening(garden, make_member) -> Meetup:
    """It has begun; Olga holds the door, three people have a seat."""
    olga = make.organizer(make.chapter(), make_member("Olga"))
    EmailAddress.objects.create(user=olga, email=olga.email, verified=True, primary=True)
    planned = make.meetup(room=None)
    for name in ("Ada Lovelace", "Bo Chen", "Zoë Park"):
        rsvps.respond(
            meetup=planned, member=make_member(name, email=f"{name[:2].lower()}@example.org"), mode="room"
        )
    return make.on(planned)


def noted() -> dict[str, str]:
    rows = Attendance.objects.select_related("member")
    return {row.member.name if row.member else row.guest_name: row.state for row in rows}


def row(page, name: str):
    return page.locator(".door-person", has=page.get_by_role("heading", name=name))


def test_an_evening_at_the_door_with_a_network_that_comes_and_goes(
    open_browser, evening, sign_in, complaints
):
    page = open_browser(width=360)
    sign_in(page, "olga@example.org")
    page.goto(f"/learn/meetups/{evening.uuid}/door/")
    assert re.fullmatch(r"\d{3} \d{3}", page.locator(".door-code__digits [aria-hidden]").inner_text())

    page.get_by_role("searchbox").fill("zoe")
    assert page.locator(".door-person:visible").count() == 1
    row(page, "Zoë Park").get_by_role("button", name="There").click()
    row(page, "Zoë Park").get_by_role("button", name="Undo").wait_for()
    assert (page.locator(".door-person:visible").count(), noted()) == (3, {"Zoë Park": "present"})
    row(page, "Zoë Park").get_by_role("button", name="Undo").click()
    row(page, "Zoë Park").get_by_role("button", name="There").wait_for()
    assert noted() == {}

    watched, complaints[:] = list(complaints), []
    page.context.set_offline(True)
    row(page, "Ada Lovelace").get_by_role("button", name="There").click()
    page.get_by_text("No network. Kept on this phone, not sent yet: 1").wait_for()
    row(page, "Zoë Park").get_by_text("More").click()
    row(page, "Zoë Park").get_by_role("button", name="Came late").click()
    page.get_by_role("textbox", name="Name").fill("Ann")
    page.get_by_role("button", name="Note as a guest").click()
    page.get_by_text("not sent yet: 3").wait_for()
    assert row(page, "Ada Lovelace").get_by_text("kept, not sent yet").is_visible()
    assert noted() == {}

    Attendance.objects.create(  # meanwhile Ada has said so herself, and the phone cannot know
        meetup=evening, member=Member.objects.get(display_name="Ada Lovelace"), state="present", source="code",
        noted_at=timezone.now() - timedelta(minutes=1),
    )  # fmt: skip
    page.context.set_offline(False)
    page.locator("#door-claim").wait_for()
    page.locator("#door-kept").wait_for(state="hidden")
    assert noted() == {"Ada Lovelace": "present", "Zoë Park": "late", "Ann": "present"}
    assert page.locator("#door-count").inner_text().split() == ["3", "there", "3", "expected"]
    assert page.evaluate("localStorage.length") == 0
    page.evaluate("dispatchEvent(new Event('online'))")
    page.reload()
    assert (DoorMark.objects.count(), Attendance.objects.count()) == (4, 3)
    assert [each for each in complaints if "ERR_INTERNET_DISCONNECTED" not in each] == watched == []


def test_what_was_kept_when_the_page_was_closed_is_sent_by_the_next_one(
    open_browser, evening, sign_in, complaints
):
    page = open_browser(width=360)
    sign_in(page, "olga@example.org")
    address = f"/learn/meetups/{evening.uuid}/door/"
    page.goto(address)
    page.context.set_offline(True)
    row(page, "Bo Chen").get_by_role("button", name="There").focus()
    page.keyboard.press("Enter")
    page.get_by_text("not sent yet: 1").wait_for()
    page.close(run_before_unload=False)
    other = page.context.new_page()
    page.context.set_offline(False)
    other.goto(address)
    row(other, "Bo Chen").get_by_role("button", name="Undo").wait_for()
    assert (noted(), DoorMark.objects.count()) == ({"Bo Chen": "present"}, 1)
    if source := axe():
        other.evaluate(source)
        found = other.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
        assert [each["id"] for each in found["violations"]] == []
    assert [each for each in complaints if "ERR_INTERNET_DISCONNECTED" not in each] == []


def test_a_page_that_stayed_open_sends_what_it_kept_after_signing_in_again_on_another(
    open_browser, evening, sign_in
):
    page = open_browser(width=360, watched=False)
    sign_in(page, "olga@example.org")
    page.goto(f"/learn/meetups/{evening.uuid}/door/")
    page.context.clear_cookies()
    row(page, "Bo Chen").get_by_role("button", name="There").click()
    page.get_by_text("You are signed out.").wait_for()
    other = page.context.new_page()
    sign_in(other, "olga@example.org")
    page.evaluate("dispatchEvent(new Event('online'))")  # or a moment later by itself
    row(page, "Bo Chen").get_by_role("button", name="Undo").wait_for()
    assert (noted(), DoorMark.objects.count()) == ({"Bo Chen": "present"}, 1)
