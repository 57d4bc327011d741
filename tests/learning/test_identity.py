"""The identity rule: whatever an editor does with a lesson or a track, what people did with it stays as it was."""

import pytest
from django.forms import model_to_dict
from wagtail.models import Locale, Page

from learning.models import (
    CheckpointAnswer,
    Enrollment,
    LessonIndexPage,
    LessonPage,
    LessonProgress,
    TrackIndexPage,
    TrackPage,
)
from learning.services import checkpoints, enrollments, progress
from tests.factories import learning as make
from tests.factories import trees
from tests.factories.learning import BLOCKS


@pytest.fixture
def records(member, make_member, track, lessons):
    """Records of two people, and a function that reads every row as it stands."""
    for who in (member, make_member("Ines")):
        enrollments.start(member=who, track_key=track.translation_key)
        checkpoints.answer(member=who, lesson=lessons[0], block_id=BLOCKS["single"], values=["0"])
        progress.mark_done(member=who, lesson=lessons[0], confidence=2)
        progress.visit(member=who, lesson=lessons[1], block_id=BLOCKS["last"])

    def read() -> list[dict]:
        models = (Enrollment, LessonProgress, CheckpointAnswer)
        return [model_to_dict(row) for model in models for row in model.objects.order_by("pk")]

    return read


def edit(lesson: LessonPage, track: TrackPage) -> None:
    lesson.title, lesson.slug = "Lists, told again", "lists-again"
    lesson.body = [("text", "<p>All new.</p>")]
    lesson.save_revision().publish()


def move(lesson: LessonPage, track: TrackPage) -> None:
    home = lesson.get_parent().get_parent()
    other = home.add_child(instance=LessonIndexPage(title="Archive", slug="archive"))
    Page.objects.get(pk=lesson.pk).move(other, "last-child")


def copy(lesson: LessonPage, track: TrackPage) -> None:
    lesson.copy(update_attrs={"slug": "lists-2", "title": "Lists 2"})


def translate(lesson: LessonPage, track: TrackPage) -> None:
    trees.complete()
    trees.translate([lesson, track], ["es", "fr"])


def unpublish(lesson: LessonPage, track: TrackPage) -> None:
    lesson.unpublish()
    track.unpublish()


def reorder(lesson: LessonPage, track: TrackPage) -> None:
    first, second = track.modules.order_by("sort_order")
    first.sort_order, second.sort_order = 2, 1
    first.save()
    second.save()
    track.save_revision().publish()


def delete(lesson: LessonPage, track: TrackPage) -> None:
    TrackPage.objects.get(pk=track.pk).delete()
    LessonPage.objects.get(pk=lesson.pk).delete()


def move_track(lesson: LessonPage, track: TrackPage) -> None:
    home = track.get_parent().get_parent()
    other = home.add_child(instance=TrackIndexPage(title="Other tracks", slug="other-tracks"))
    Page.objects.get(pk=track.pk).move(other, "last-child")


def copy_track(lesson: LessonPage, track: TrackPage) -> None:
    track.copy(update_attrs={"slug": "first-steps-2", "title": "First steps 2"})


def publish_again(lesson: LessonPage, track: TrackPage) -> None:
    unpublish(lesson, track)
    for page in (lesson, track):
        type(page).objects.get(pk=page.pk).get_latest_revision().publish()


CHANGES = [edit, move, copy, translate, unpublish, reorder, delete, move_track, copy_track, publish_again]


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_of_content_changes_a_record(
    change, records, lessons, track, django_capture_on_commit_callbacks
):
    before = records()
    with django_capture_on_commit_callbacks(execute=True):
        change(LessonPage.objects.get(pk=lessons[0].pk), TrackPage.objects.get(pk=track.pk))
    assert records() == before


def test_one_change_after_another_and_a_lesson_published_again_is_where_it_was(
    client, member, records, lessons, track, django_capture_on_commit_callbacks
):
    before = records()
    client.force_login(member)
    seen = [client.get("/lessons/lists/").context["state"]]
    with django_capture_on_commit_callbacks(execute=True):
        for change in (reorder, copy, copy_track, translate, publish_again, move_track, move, edit):
            change(LessonPage.objects.get(pk=lessons[0].pk), TrackPage.objects.get(pk=track.pk))
    seen.append(client.get("/archive/lists-again/").context["state"])
    assert (records() == before, seen) == (True, ["done", "done"])


def test_a_lesson_finished_in_spanish_is_finished(client, member, track, lessons):
    trees.complete()
    trees.translate([lessons[0]], ["es"])
    spanish = lessons[0].get_translation(Locale.objects.get(language_code="es"))
    progress.mark_done(member=member, lesson=spanish, confidence=3)
    client.force_login(member)
    pages = [
        client.get(path).context for path in ("/lessons/lists/", "/es/lessons/lists/", "/fr/lessons/lists/")
    ]
    assert [(page["state"], page["way"].growth.done) for page in pages] == [("done", 1)] * 3


def test_an_answer_given_in_english_stands_in_the_spanish_lesson(client, member, lessons):
    trees.complete()
    checkpoints.answer(member=member, lesson=lessons[0], block_id=BLOCKS["single"], values=["0"])
    client.force_login(member)
    # The interface is Spanish, the untranslated explanation is not.
    assert "Told afterwards." in client.get("/es/lessons/lists/").text


def test_a_changed_lesson_says_that_it_changed_since_it_was_finished(client, member, lesson):
    progress.mark_done(member=member, lesson=lesson, confidence=3)
    client.force_login(member)
    before = client.get("/lessons/lists/").context["changes_url"]
    page = LessonPage.objects.get(pk=lesson.pk)
    page.summary = "Now with a summary."
    page.save_revision().publish()
    assert (before, bool(client.get("/lessons/lists/").context["changes_url"])) == ("", True)


def test_a_lesson_deleted_and_made_anew_is_another_lesson(client, member, lesson):
    progress.mark_done(member=member, lesson=lesson, confidence=3)
    LessonPage.objects.get(pk=lesson.pk).delete()
    make.lesson("Lists")
    client.force_login(member)
    assert client.get("/lessons/lists/").context["state"] == "todo"
