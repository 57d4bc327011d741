"""The whole way from "start" to a certificate a stranger checks, while the track is reworked at the desk."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from playwright.sync_api import Error, Locator, Page, expect

from cms.models import Member
from learning.models import Certificate, CheckpointAnswer, Enrollment, LessonProgress, TrackPage
from tests.factories import learning as make
from tests.factories.learning import BLOCKS
from tests.journeys.test_newcomer import join

pytestmark = pytest.mark.journey


@pytest.fixture
def small_track(garden) -> TrackPage:
    """Two lessons, the first with questions; a third lesson stands in the library and in no track yet."""
    from cms.services import languages  # noqa: PLC0415 - needs the database to be there

    track = make.track("First steps", [[make.lesson("Lists", checkpoints=True), make.lesson("Loops")]])
    make.lesson("Sets")
    languages.complete_trees()
    return track


@pytest.fixture
def desk(open_browser, sign_in, transactional_db) -> Page:
    """Somebody who may publish, at their desk."""
    mona = Member.objects.create_user("mona@example.org", display_name="Mona")
    mona.groups.add(Group.objects.get(name="Moderators"), Group.objects.get(name="Editors"))
    EmailAddress.objects.create(user=mona, email=mona.email, primary=True)
    page = open_browser(watched=False)
    sign_in(page, mona.email)
    return page


def opened(desk: Page, button: Locator) -> Locator:
    """The chooser behind a button, pressed again where the admin has not yet listened."""
    chooser = desk.locator(".modal")
    search = chooser.locator("input[name=q]")
    for _try in range(5):
        button.click()
        try:
            search.wait_for(timeout=3_000)
            return chooser
        except Error:  # not in three seconds
            if chooser.is_visible():
                break
    search.wait_for()
    return chooser


def rework(desk: Page, track: TrackPage) -> None:
    """Rename the track, turn its lessons round, and put another one at the end."""
    desk.goto(f"/admin/pages/{track.pk}/edit/")
    desk.get_by_role("textbox", name="Title*").first.fill("First steps in Python")
    desk.locator("#inline_child_modules-0-items-0").get_by_role("button", name="Move down").click()
    desk.locator("#id_modules-0-items-ADD").click()
    added = desk.locator("#inline_child_modules-0-items-2")
    chooser = opened(desk, added.get_by_role("button", name="Choose a page (Lesson)"))
    chooser.locator("input[name=q]").fill("Sets")
    chooser.get_by_role("link", name="Sets", exact=True).first.click()
    expect(added.get_by_text("Sets", exact=True).first).to_be_visible()
    desk.locator("footer").get_by_role("button", name=re.compile("Actions|More")).last.click()
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.get_by_text(re.compile("has been published|published\\.")).first).to_be_visible()


def records() -> list[list]:
    """What the learner did, without where and when they last looked."""
    enrollments = Enrollment.objects.values_list("pk", "state", "track_key", "started_at")
    answers = CheckpointAnswer.objects.values_list("pk", "lesson_key", "block_id", "answer", "attempts")
    done = LessonProgress.objects.filter(state="done").order_by("done_at")
    return [
        list(enrollments),
        list(answers),
        list(done.values_list("pk", "lesson_key", "done_at", "confidence")),
    ]


def mark_done(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_label("I could explain it").check()
    page.get_by_role("button", name="Mark done").click()
    expect(page.get_by_role("heading", name="You finished this lesson")).to_be_visible()


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 360)], ids=["js", "no-js"])
def test_a_newcomer_follows_a_track_to_its_certificate_while_it_is_reworked(
    javascript, width, open_browser, small_track, desk, last_code, complaints
):
    page = open_browser(javascript=javascript, width=width)
    join(page, last_code, "tess@example.org")

    # Start, answer a question, finish the first lesson
    page.goto("/tracks/first-steps/")
    page.get_by_role("button", name="Start this track").click()
    question = page.locator(f"#b-{BLOCKS['single']}")
    question.get_by_label("one", exact=True).check()
    question.get_by_role("button", name="Check").click()
    expect(question.get_by_text("That is right.")).to_be_visible()
    mark_done(page, "Lists")
    before = records()

    # The track has another name, order and length now; what was done is done
    rework(desk, small_track)
    assert records() == before
    page.goto("/tracks/first-steps/")
    expect(page.get_by_role("heading", level=1)).to_have_text("First steps in Python")
    expect(page.locator(".progress__text")).to_have_text("1 of 3 lessons")
    page.get_by_role("link", name=re.compile("^Resume|^Begin")).first.click()
    mark_done(page, "Loops")
    assert Certificate.objects.count() == 0
    page.goto("/tracks/first-steps/")
    page.get_by_role("link", name=re.compile("^Resume|^Begin")).first.click()
    mark_done(page, "Sets")

    # The certificate is on Today and on the track; its holder lets the name and the lessons be seen
    page.goto("/today/")
    expect(
        page.get_by_role("heading", name="Your certificate for “First steps in Python” is here")
    ).to_be_visible()
    page.goto("/tracks/first-steps/")
    page.get_by_role("link", name="Your certificate").click()
    sheet = page.get_by_role("article")
    expect(sheet.get_by_text("Who holds this certificate has finished this track.")).to_be_visible()
    page.get_by_label("Show my name").check()
    page.get_by_label("Show the lessons and the hours").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. This is what strangers see from now on.")).to_be_visible()
    expect(sheet.get_by_text("Tess", exact=True)).to_be_visible()
    if javascript:
        page.get_by_role("button", name="Copy").first.click()
        expect(page.get_by_role("button", name="Copied").first).to_be_visible()

    # Anybody who has the address checks it
    made = Certificate.objects.get()
    stranger = open_browser(javascript=javascript, width=width)
    stranger.goto(f"/learn/certificates/{made.uuid}/")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("First steps in Python")
    expect(stranger.get_by_role("listitem").filter(has_text=re.compile("^(Loops|Lists|Sets)$"))).to_have_text(
        ["Loops", "Lists", "Sets"]
    )
    expect(stranger.get_by_text("Valid", exact=True)).to_be_visible()
    assert LessonProgress.objects.filter(state="done").count() == 3
    assert Enrollment.objects.values_list("pk", "state").get() == (before[0][0][0], "done")
    assert (records()[1], records()[2][:1]) == (before[1], before[2])
    assert complaints == []
