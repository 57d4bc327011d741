"""A visitor's first look: the home page in a real browser, in both schemes and without JavaScript."""

import re

import pytest

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_visitor_opens_the_home_page_and_nothing_complains(dark, open_browser, garden, complaints):
    page = open_browser(dark=dark)
    page.goto("/")
    assert page.get_by_role("heading", level=1).inner_text() == "Trellis"
    assert complaints == []


def test_a_visitor_signs_up_with_a_code(either_page, garden, last_code, complaints):
    page = either_page
    page.goto("/accounts/signup/")
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill("tess@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(last_code("tess@example.org"))
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name shown to others").fill("Tess")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Not now").click()  # a passkey is offered, not demanded
    page.wait_for_url("**/today/")
    assert complaints == []
