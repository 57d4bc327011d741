"""A draft or an old revision that names what is gone opens without it, and can be published."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from learning.models import LessonPage, LessonTopic, Topic, TrackItem, TrackPage
from tests.factories import learning as make
from tests.factories import trees


@pytest.fixture
def outdated(track, lessons):
    """A track whose latest draft still holds a lesson that was taken out and deleted since."""
    draft = TrackPage.objects.get(pk=track.pk)
    draft.title = "First steps, drafted"
    draft.save_revision()
    TrackItem.objects.filter(lesson=lessons[2]).delete()
    LessonPage.objects.get(pk=lessons[2].pk).delete()
    return TrackPage.objects.get(pk=track.pk)


def held(track: TrackPage) -> list[str]:
    return [item.lesson.title for module in track.modules.all() for item in module.items.all()]


def test_a_draft_that_names_a_deleted_lesson_opens_without_it(client, editor, outdated):
    client.force_login(editor)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[outdated.pk]))
    assert (response.status_code, held(outdated.get_latest_revision_as_object())) == (200, ["Lists", "Loops"])


def test_it_can_be_published_and_the_page_is_whole(client, outdated):
    outdated.get_latest_revision().publish()
    page = client.get("/tracks/first-steps/")
    assert (page.status_code, held(TrackPage.objects.get(pk=outdated.pk))) == (200, ["Lists", "Loops"])


def test_it_can_be_translated(outdated):
    trees.complete()
    trees.translate([outdated], ["es"])
    assert held(outdated.get_translation(Locale.objects.get(language_code="es"))) == ["Lists", "Loops"]


def test_a_lesson_whose_topic_is_gone_opens_without_it(home):
    lesson = make.lesson("Lists")
    gone, kept = (
        Topic.objects.create(name=name, slug=name.lower(), locale=lesson.locale) for name in ("Old", "New")
    )
    for topic in (gone, kept):
        lesson.topics.add(LessonTopic(topic=topic, locale=lesson.locale))
    lesson.save_revision()
    gone.delete()
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    assert [each.topic.name for each in draft.topics.all()] == ["New"]
