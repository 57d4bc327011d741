"""The newcomer's story: join with a code, pick a track, learn, leave, come back to the very block, and the vine grows."""

import re

import pytest
from playwright.sync_api import Page, expect

from learning.models import CheckpointAnswer, Enrollment, LessonProgress
from tests.factories import learning as make
from tests.factories.learning import BLOCKS

pytestmark = pytest.mark.journey


@pytest.fixture
def first_track(garden) -> None:
    """A track of three lessons; the first asks a question of every kind."""
    from cms.services import languages  # noqa: PLC0415 - needs the database to be there

    lessons = [make.lesson("Lists", checkpoints=True), make.lesson("Loops"), make.lesson("Files")]
    make.track("First steps", [lessons[:2], lessons[2:]])
    languages.complete_trees()


def join(page: Page, code, email: str) -> None:
    """Sign up from wherever a sign-in form is shown, with the code from the mail."""
    page.goto("/accounts/signup/")
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code(email))
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name shown to others").fill("Tess")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Not now").click()  # a passkey is offered, not demanded
    expect(page).to_have_url(re.compile("/today/$"))


def keep_the_place(page: Page, javascript: bool) -> None:
    """Read on to the last part: scripts keep the place when one leaves, without them a button does."""
    last = page.locator(f"#b-{BLOCKS['last']}")
    if javascript:
        last.evaluate("element => window.scrollTo(0, element.offsetTop - window.innerHeight * 0.3)")
        page.wait_for_timeout(300)
        with page.expect_response(lambda answer: "/seen/" in answer.url):
            page.evaluate("dispatchEvent(new Event('pagehide'))")
    else:
        last.get_by_role("button", name="Keep my place here").click()
        expect(page.get_by_text("Your place is kept.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_a_newcomer_learns_leaves_and_comes_back_to_the_block(
    javascript, open_browser, first_track, last_code, sign_in, complaints
):
    page = open_browser(javascript=javascript)
    join(page, last_code, "tess@example.org")

    # Today says how to begin
    page.get_by_role("link", name="See the tracks").click()
    page.get_by_role("link", name="First steps").first.click()
    expect(page.locator(".progress__text")).to_have_text("0 of 3 lessons")
    page.get_by_role("button", name="Start this track").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lists")

    # A checkpoint, wrong and then right
    question = page.locator(f"#b-{BLOCKS['single']}")
    question.get_by_label("two").check()
    question.get_by_role("button", name="Check").click()
    expect(question.get_by_text("Not yet. Have another look.")).to_be_visible()
    expect(question.get_by_text("Told afterwards.")).to_have_count(0)
    question.get_by_label("one", exact=True).check()
    question.get_by_role("button", name="Answer again").click()
    expect(question.get_by_text("That is right.")).to_be_visible()
    expect(question.get_by_text("Told afterwards.")).to_be_visible()

    # Leave in the middle, come back another day on another device
    keep_the_place(page, javascript)
    page = open_browser(javascript=javascript, width=360)
    sign_in(page, "tess@example.org")
    page.goto("/today/")
    page.get_by_role("link", name=re.compile("^Resume")).first.click()
    expect(page).to_have_url(re.compile(f"/lessons/lists/#b-{BLOCKS['last']}$"))
    expect(page.locator(f"#b-{BLOCKS['last']}")).to_be_in_viewport()

    # Done, with how sure one feels: the vine grows and the next lesson is the next step
    page.get_by_label("I could explain it").check()
    page.get_by_role("button", name="Mark done").click()
    expect(page.get_by_role("heading", name="You finished this lesson")).to_be_visible()
    expect(page.locator(".outline-bar")).to_contain_text("1 of 3 lessons")
    page.get_by_role("link", name=re.compile("Next lesson")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Loops")
    page.goto("/today/")
    expect(page.get_by_text("First steps, 1 of 3 lessons")).to_be_visible()

    # What is kept
    assert Enrollment.objects.values_list("state", flat=True).get() == "active"
    done = LessonProgress.objects.filter(state="done")  # with scripts, the next lesson may count as begun
    assert list(done.values_list("confidence", "last_block_id")) == [(3, BLOCKS["last"])]
    assert list(CheckpointAnswer.objects.values_list("attempts", "correct")) == [(2, True)]
    assert complaints == []
