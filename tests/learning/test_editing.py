"""The lesson and track editors, as an editor with the rights of the group uses them."""

import pytest
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from cms.models import Resource, SiteImage
from learning.blocks.body import LessonBody
from learning.models import (
    Exercise,
    GlossaryTerm,
    LessonPage,
    LessonPrerequisite,
    Module,
    TrackItem,
    TrackPage,
)
from tests.factories.form_data import COMMENTS, block_fields, formset, lesson_fields
from tests.factories.library import make_lesson, make_library, make_track, make_tracks

BLOCKS = sorted(LessonBody().child_blocks)
TEXT = [("text", "<p>A list keeps values in order.</p>")]


@pytest.fixture
def samples(db) -> dict:
    """A value for each block that points at something in the database."""
    english = Locale.get_default()
    image = SiteImage.objects.create(title="Trellis", file=get_test_image_file())
    document = get_document_model().objects.create(title="Handout", file="handout.pdf")
    exercise = Exercise.objects.create(title="Sum a list", prompt=TEXT, locale=english)
    term = GlossaryTerm.objects.create(
        term="list", slug="list", definition="Values in order.", locale=english
    )
    resource = Resource.objects.create(title="Docs", url="https://docs.python.org/", locale=english)
    return {
        "image": {"image": {"image": image, "alt_text": "A trellis", "decorative": False}, "caption": ""},
        "download": {"document": document},
        "exercise": {"exercise": exercise},
        "glossary_term": {"term": term},
        "resource": {"resource": resource},
    }


def sample(name: str, samples: dict):
    return samples.get(name) or LessonBody().child_blocks[name].get_preview_value()


def add(client, fields: dict, **how):
    address = reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", make_library().pk])
    return client.post(address, fields | how)


def refused(response) -> list[str]:
    """The blocks with which a lesson was not saved."""
    if response.status_code == 302:
        return []
    errors = response.context["form"].errors.as_data().get("body", [])
    return [BLOCKS[place] for error in errors for place in error.block_errors]


def test_every_block_can_be_added_to_a_lesson(client, editor, samples):
    client.force_login(editor)
    fields = lesson_fields("Lists", [(name, sample(name, samples)) for name in BLOCKS])
    response = add(client, fields, **{"action-submit": "1"})
    assert (refused(response), response.status_code) == ([], 302)
    lesson = LessonPage.objects.get(alias_of=None).get_latest_revision_as_object()
    assert [block.block_type for block in lesson.body] == BLOCKS


def test_a_lesson_with_every_block_is_previewed_for_each_audience(client, editor, samples):
    client.force_login(editor)
    lesson = make_lesson("Lists", [(name, sample(name, samples)) for name in BLOCKS])
    fields = lesson_fields("Lists", [(name, sample(name, samples)) for name in BLOCKS])
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    kept = client.post(address, fields).json()
    pages = {mode: client.get(f"{address}?mode={mode}") for mode, _label in LessonPage.preview_modes}
    note = "Most people stumble over indentation here."
    policy = pages["learner"]["Content-Security-Policy"]
    assert "data-resume" not in pages["learner"].text
    assert [mode for mode, page in pages.items() if "css/print.css" in page.text] == ["print"]
    assert kept == {"is_valid": True, "is_available": True}
    assert ("unsafe-inline" in policy, "frame-ancestors 'self'" in policy) == (False, True)
    assert pages["learner"]["X-Frame-Options"] == "SAMEORIGIN"
    assert {mode: page.status_code for mode, page in pages.items()} == dict.fromkeys(pages, 200)
    assert {mode: note in page.text for mode, page in pages.items()} == {
        "learner": False,
        "facilitator": True,
        "print": False,
    }


def test_an_editor_hands_a_lesson_to_the_moderators_and_cannot_publish_it(
    client, editor, moderator, mailoutbox
):
    client.force_login(editor)
    add(client, lesson_fields("Lists", TEXT), **{"action-publish": "1"})
    add(client, lesson_fields("Loops", TEXT), **{"action-submit": "1"})
    lessons = {lesson.title: lesson for lesson in LessonPage.objects.filter(alias_of=None)}
    task = lessons["Loops"].current_workflow_task_state
    assert {title: lesson.live for title, lesson in lessons.items()} == {"Lists": False, "Loops": False}
    client.force_login(moderator)
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[lessons["Loops"].pk, "approve", task.pk]))
    assert LessonPage.objects.get(title="Loops", alias_of=None).live


def test_a_circle_of_prerequisites_is_refused_with_the_lessons_named(client, editor):
    client.force_login(editor)
    loops, lists, text = make_lesson("Loops"), make_lesson("Lists"), make_lesson("Text")
    LessonPrerequisite.objects.create(lesson=loops, requires=lists)
    LessonPrerequisite.objects.create(lesson=text, requires=loops)
    fields = lesson_fields("Lists", TEXT) | formset("prerequisites", [{"requires": text.pk, "id": ""}])
    response = client.post(reverse("wagtailadmin_pages:edit", args=[lists.pk]), fields)
    assert response.status_code == 200
    assert "This would lead in a circle: Lists ← Text ← Loops ← Lists." in response.text


def test_a_lesson_cannot_come_before_itself(client, editor):
    client.force_login(editor)
    lists = make_lesson("Lists")
    fields = lesson_fields("Lists", TEXT) | formset("prerequisites", [{"requires": lists.pk, "id": ""}])
    response = client.post(reverse("wagtailadmin_pages:edit", args=[lists.pk]), fields)
    assert "A lesson cannot come before itself." in response.text


def track_fields(title: str, modules: list[tuple[str, list[LessonPage]]]) -> dict:
    data = {
        "title": title,
        "slug": title.lower().replace(" ", "-"),
        "summary": "",
        "audience": "",
        "outcomes": "null",
        "level": "1",
        "seo_title": "",
        "search_description": "",
        "cover": "",
        "go_live_at": "",
        "expire_at": "",
        **formset("topics"),
        **COMMENTS,
        **formset("modules", [{"title": name, "summary": "", "id": ""} for name, _lessons in modules]),
    }
    for number, (_name, lessons) in enumerate(modules):
        data |= formset(
            f"modules-{number}-items",
            [{"lesson": lesson.pk, "required": "on", "note": "", "id": ""} for lesson in lessons],
        )
    return data


def test_a_track_is_put_together_from_the_library(client, editor):
    client.force_login(editor)
    lists, loops = make_lesson("Lists"), make_lesson("Loops")
    address = reverse("wagtailadmin_pages:add", args=["learning", "trackpage", make_tracks().pk])
    response = client.post(address, track_fields("First steps", [("One", [lists]), ("Two", [loops])]))
    track = TrackPage.objects.get(alias_of=None).get_latest_revision_as_object()
    made = {
        module.title: [item.lesson.title for item in module.items.all()] for module in track.modules.all()
    }
    assert (response.status_code, made) == (302, {"One": ["Lists"], "Two": ["Loops"]})


def test_a_lesson_stands_once_in_a_track(client, editor):
    client.force_login(editor)
    lists, loops = make_lesson("Lists"), make_lesson("Loops")
    track = make_track("First steps")
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[track.pk]),
        track_fields("First steps", [("One", [lists]), ("Two", [loops, lists])]),
    )
    assert response.status_code == 200
    assert "“Lists” is already in this track, in the module “One”." in response.text


def test_an_exercise_is_written_and_previewed_with_its_solution_for_the_facilitator_only(client, editor):
    client.force_login(editor)
    streams = Exercise._meta
    fields = {
        "title": "Sum a list",
        "kind": "practice",
        "minutes": "5",
        "accepts": "both",
        "peer_reviews": "0",
        "starter": "",
        "release": "never",
        "release_on": "",
        **block_fields(streams.get_field("prompt").stream_block, TEXT, "prompt"),
        **block_fields(streams.get_field("hints").stream_block, [], "hints"),
        **block_fields(
            streams.get_field("solution").stream_block, [("text", "<p>Use the function sum.</p>")], "solution"
        ),
    }
    response = client.post(reverse("wagtailsnippets_learning_exercise:add"), fields)
    exercise = Exercise.objects.get()
    address = reverse("wagtailsnippets_learning_exercise:preview_on_edit", args=[exercise.pk])
    client.post(address, fields)
    shown = {
        mode: "Use the function sum." in client.get(f"{address}?mode={mode}").text
        for mode in ("learner", "facilitator")
    }
    assert (response.status_code, shown) == (302, {"learner": False, "facilitator": True})


def test_a_published_track_stands_in_every_language_and_follows_its_changes(client, moderator):
    client.force_login(moderator)
    lists, loops = make_lesson("Lists"), make_lesson("Loops")
    address = reverse("wagtailadmin_pages:add", args=["learning", "trackpage", make_tracks().pk])
    client.post(address, track_fields("First steps", [("One", [lists])]) | {"action-publish": "1"})
    track = TrackPage.objects.get(alias_of=None)
    module = track.modules.get()
    TrackItem.objects.create(module=module, lesson=loops, sort_order=1, locale=module.locale)
    track = TrackPage.objects.get(pk=track.pk)
    track.modules.add(Module(title="Two"))
    track.save_revision().publish()
    assert {
        page.locale.language_code: {
            module.title: [
                (item.lesson.title, item.locale_id == page.locale_id) for item in module.items.all()
            ]
            for module in page.modules.all()
        }
        for page in TrackPage.objects.all()
    } == dict.fromkeys(["en", "es", "fr"], {"One": [("Lists", True), ("Loops", True)], "Two": []})


def test_a_copy_of_a_track_takes_nothing_from_the_original(client, moderator):
    client.force_login(moderator)
    lists, loops = make_lesson("Lists"), make_lesson("Loops")
    track = make_track("First steps", {"One": [lists, loops]})
    client.post(
        reverse("wagtailadmin_pages:copy", args=[track.pk]),
        {
            "new_title": "Second steps",
            "new_slug": "second-steps",
            "new_parent_page": track.get_parent().pk,
            "copy_subpages": "",
            "publish_copies": "",
            "alias": "",
        },
    )
    copy = TrackPage.objects.get(slug="second-steps", alias_of=None)
    copy.get_latest_revision().publish()
    assert [
        [item.lesson.title for module in page.modules.all() for item in module.items.all()]
        for page in (TrackPage.objects.get(pk=track.pk), TrackPage.objects.get(pk=copy.pk))
    ] == [["Lists", "Loops"], ["Lists", "Loops"]]
