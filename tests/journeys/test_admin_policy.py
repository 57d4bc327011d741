"""The admin's own policy, measured: every kind of screen an editor and the staff use, and nothing is refused."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from cms.models import Member, SiteImage
from learning.models import Exercise
from tests.factories.library import make_lesson, make_track

from .test_editor import broken, look

pytestmark = pytest.mark.journey
expect.set_options(timeout=20_000)


@pytest.fixture
def boss(transactional_db, client, live_server, open_browser):
    """A window of somebody who sees every screen."""
    client.force_login(Member.objects.create_superuser("boss@example.org", display_name="Bo"))

    def start(**how) -> Page:
        page = open_browser(**how)
        cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return start


@pytest.fixture
def content(garden) -> dict[str, str]:
    """One of each thing an editor opens, by the name of its screen."""
    spanish = Locale.objects.get(language_code="es")
    lesson = make_lesson("Lists", [("text", "<p>A list keeps values in order.</p>")])
    track = make_track("First steps", {"One": [lesson]})
    translate_object(lesson, [spanish])
    exercise = Exercise.objects.create(title="Sum", prompt=[("text", "<p>Sum.</p>")], locale=lesson.locale)
    picture = SiteImage.objects.create(title="Vine", file=get_test_image_file())
    target = Translation.objects.get(target_locale=spanish).get_target_instance()
    return {
        "home": "/admin/",
        "explorer": reverse("wagtailadmin_explore", args=[lesson.get_parent().pk]),
        "lesson": reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        "track": reverse("wagtailadmin_pages:edit", args=[track.pk]),
        "translation": reverse("wagtailadmin_pages:edit", args=[target.pk]),
        "history": reverse("wagtailadmin_pages:history", args=[lesson.pk]),
        "exercise": reverse("wagtailsnippets_learning_exercise:edit", args=[exercise.pk]),
        "picture": reverse("wagtailimages:edit", args=[picture.pk]),
        **{
            name: reverse(name)
            for name in (
                "lessons:index",
                "tracks:index",
                "wagtailsnippets_learning_topic:list",
                "wagtailsnippets_learning_glossaryterm:add",
                "wagtailsnippets_cms_resource:add",
                "wagtailimages:add_multiple",
                "wagtaildocs:add_multiple",
                "content_to_look_at",
                "wagtail_localize:translations_report",
                "wagtailadmin_reports:site_history",
                "wagtailusers_users:index",
                "wagtailusers_users:add",
                "chapters:add",
                "chapter_roles:add",
                "wagtailadmin_account",
                "wagtailadmin_workflows:index",
            )
        },
        "program": reverse("wagtailsettings:edit", args=["cms", "programsettings", 1]).replace("/1/", "/"),
    }


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (768, True)], ids=["desk-light", "tablet-dark"])
def test_no_screen_of_the_admin_is_refused_anything(boss, content, complaints, width, dark):
    page = boss(width=width, dark=dark)
    for name, address in content.items():
        answer = page.goto(address)
        page.wait_for_load_state("load")
        assert answer.status == 200, name
        look(page, f"{width}-{name.replace(':', '-')}")
        assert broken(complaints) == [], name


def test_choosing_uploading_and_adding_are_refused_nothing(boss, content, complaints, tmp_path):
    page = boss()
    picture = tmp_path / "vine.png"
    picture.write_bytes(get_test_image_file("vine.png").file.getvalue())

    page.goto(content["wagtailimages:add_multiple"])
    page.locator("input[type=file]").first.set_input_files(picture)
    expect(page.get_by_role("button", name=re.compile("Update|Save"))).to_be_visible()

    page.goto(content["lesson"])
    page.locator("[data-contentpath=body] .c-sf-add-button").last.click()
    page.get_by_role("option", name="Picture", exact=True).click()
    page.get_by_role("button", name="Choose an image").click()
    page.locator(".modal .image-choice, .modal .listing a").first.click()
    expect(page.locator(".modal-body")).to_have_count(0)

    page.goto(content["track"])
    page.get_by_role("button", name="Add module").click()
    page.get_by_role("button", name="Add lesson").last.click()
    page.get_by_role("button", name=re.compile("Choose a page")).last.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.goto("/admin/")  # leaving the editor tells the server so, which should happen before the story ends
    assert broken(complaints) == []
