"""The editor's story, with the rights of a group: write, look, hand over; a moderator agrees; then the same in Spanish."""

import os
import re
from contextlib import suppress
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from playwright.sync_api import Error, Locator, Page, expect

from cms.models import Member
from learning.models import LessonPage
from tests.factories.library import make_library

pytestmark = pytest.mark.journey
expect.set_options(timeout=20_000)  # the editor saves and previews as one types

NOTE = "Most people stumble over the colon."
SPANISH = {
    "While loops": "Bucles while",
    "A loop repeats.": "Un bucle se repite.",
    "while-loops": "bucles-while",
}


@pytest.fixture
def people(transactional_db) -> None:
    for name, group in (("Edda", "Editors"), ("Mona", "Moderators")):
        person = Member.objects.create_user(f"{name.lower()}@example.org", display_name=name)
        person.groups.add(Group.objects.get(name=group))
        EmailAddress.objects.create(user=person, email=person.email, primary=True)


def look(page: Page, name: str) -> None:
    """Keep a picture of the screen where SCREENSHOTS says, for people to look at."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"editor-{name}.png")


def broken(complaints: list[str]) -> list[str]:
    """What a policy refused and what a script broke on; the content checker prints what it found, which is neither."""
    return [
        said
        for said in complaints
        if said.startswith("error:") and not said.startswith("error: axe.run results")
    ]


def add_block(page: Page, name: str, *, inside: str = "body") -> Locator:
    """Add a block at the end of the lesson, or of what a container holds, through the picker."""
    place, option = (
        page.locator(f"[data-contentpath={inside}]"),
        page.get_by_role("option", name=name, exact=True),
    )
    for _time in range(4):
        # On a busy machine a click can come before the block it is in has settled.
        place.locator(".c-sf-add-button").last.click()
        with suppress(Error):
            option.wait_for(timeout=5000)
            break
    option.click()
    expect(option).to_be_hidden()
    return place


def type_into(page: Page, place: Locator, words: str) -> None:
    place.locator("[contenteditable=true][role=textbox]").last.click()
    page.keyboard.type(words)


def write_lesson(page: Page, library_pk: int) -> None:
    page.goto(f"/admin/pages/add/learning/lessonpage/{library_pk}/")
    page.get_by_role("textbox", name="Title*").fill("While loops")
    type_into(page, add_block(page, "Text"), "A loop repeats.")
    add_block(page, "Code").locator("[data-contentpath=code] textarea").fill("while True:\n    pass")
    add_block(page, "Facilitator note")
    type_into(page, add_block(page, "Text", inside="content"), NOTE)
    # It saves itself as one types; from then on the form belongs to the page that was made.
    expect(page).to_have_url(re.compile(r"/edit/$"))
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    look(page, "lesson")


def look_as_learner_and_as_facilitator(page: Page) -> None:
    page.get_by_role("button", name="Toggle preview").click()
    shown = page.frame_locator("iframe[title=Preview]").last
    expect(shown.get_by_text("A loop repeats.")).to_be_visible()
    expect(shown.get_by_text(NOTE)).to_have_count(0)
    page.get_by_label("Preview mode").select_option("facilitator")
    expect(shown.get_by_text(NOTE)).to_be_visible()
    look(page, "preview")
    page.get_by_label("Preview mode").select_option("print")
    expect(shown.get_by_text(NOTE)).to_have_count(0)
    expect(shown.locator("header.header")).to_be_hidden()
    look(page, "handout")


def hand_over(page: Page) -> None:
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.locator("footer").get_by_role("button", name=re.compile("Actions|More")).last.click()
    page.get_by_role("button", name="Submit to Review by a moderator").click()
    expect(page.get_by_text("has been submitted for moderation")).to_be_visible()


def approve(page: Page, title: str) -> None:
    page.goto("/admin/")
    page.get_by_role("row", name=title).get_by_role("button", name="Actions").click()
    look(page, f"review-{title}")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_role("row", name=title)).to_have_count(0)


def translate(page: Page, lesson: LessonPage) -> None:
    page.goto(f"/admin/localize/submit/page/{lesson.pk}/")
    page.get_by_label("Spanish").check()
    page.get_by_role("button", name="Submit").click()
    for tab in ("Content", "Promote"):
        page.get_by_role("tab", name=tab).click()
        for words, spanish in SPANISH.items():
            texts = page.locator("li.incomplete:visible").filter(has=page.get_by_text(words, exact=True))
            if texts.count():
                texts.last.get_by_role("button", name="Translate").click()
                page.locator("textarea:visible").fill(spanish)
                page.get_by_role("button", name="Save", exact=True).click()
                expect(page.locator("textarea:visible")).to_have_count(0)
    look(page, "translation")
    page.get_by_role("button", name="Hand to the moderators").scroll_into_view_if_needed()
    look(page, "translation-review")
    page.get_by_role("button", name="Hand to the moderators").click()
    expect(page.get_by_text("The moderators have your translation.")).to_be_visible()


def test_a_lesson_is_written_reviewed_and_translated(open_browser, garden, people, sign_in, complaints):
    library = make_library()
    edda, mona = open_browser(), open_browser()
    sign_in(edda, "edda@example.org")
    sign_in(mona, "mona@example.org")

    write_lesson(edda, library.pk)
    look_as_learner_and_as_facilitator(edda)
    hand_over(edda)
    approve(mona, "While loops")
    lesson = LessonPage.objects.get(title="While loops", alias_of=None)
    edda.goto(lesson.url)
    expect(edda.get_by_text("A loop repeats.")).to_be_visible()
    expect(edda.get_by_text(NOTE)).to_have_count(0)
    expect(edda.get_by_role("button", name="Wagtail")).to_be_visible()
    look(edda, "live")

    translate(edda, lesson)
    approve(mona, "Bucles while")
    edda.goto("/es/lessons/bucles-while/")
    expect(edda.get_by_role("heading", name="Bucles while", level=1)).to_be_visible()
    expect(edda.get_by_text("Un bucle se repite.")).to_be_visible()
    look(edda, "live-es")
    assert broken(complaints) == []
