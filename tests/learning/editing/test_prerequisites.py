"""Circles of prerequisites in the real editor: two editors with half of one each, copies, translations, and schedules."""

import pytest
from django.urls import reverse

from learning.models import LessonPage, LessonPrerequisite
from learning.models.prerequisites import drafted
from tests.factories.form_data import formset, lesson_fields
from tests.factories.library import make_lesson

TEXT = [("text", "<p>A list keeps values in order.</p>")]


@pytest.fixture
def pair(db) -> tuple[LessonPage, LessonPage]:
    return make_lesson("Lists", TEXT), make_lesson("Loops", TEXT)


def send(client, lesson: LessonPage, *before: LessonPage, **how):
    """What the editor sends for a lesson that is better done after others."""
    rows = [{"requires": each.pk, "id": ""} for each in before]
    fields = lesson_fields(lesson.title, TEXT) | formset("prerequisites", rows) | how
    return client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), fields)


def required(lesson: LessonPage) -> list[str]:
    return [str(row) for row in LessonPrerequisite.objects.filter(lesson__pk=lesson.pk)]


PUBLISH = {"action-publish": "action-publish"}


def test_the_second_of_two_editors_is_told_of_the_first_ones_draft(client, with_group, pair):
    lists, loops = pair
    client.force_login(with_group("Editors", "Edda"))
    assert send(client, lists, loops).status_code == 302
    client.force_login(with_group("Editors", "Emil"))
    page = send(client, loops, lists)
    assert page.status_code == 200
    assert (
        "This would lead in a circle with a draft that is not published yet: Loops ← Lists ← Loops."
        in page.text
    )


def test_the_first_ones_draft_can_still_be_saved_and_published(client, moderator, pair):
    lists, loops = pair
    client.force_login(moderator)
    send(client, lists, loops)
    assert send(client, lists, loops).status_code == 302
    assert send(client, lists, loops, **PUBLISH).status_code == 302
    assert required(lists) == ["Loops"]


def test_the_second_half_is_refused_once_the_first_is_published(client, moderator, pair):
    lists, loops = pair
    client.force_login(moderator)
    send(client, lists, loops, **PUBLISH)
    page = send(client, loops, lists, **PUBLISH)
    assert "This would lead in a circle: Loops ← Lists ← Loops." in page.text
    assert (required(lists), required(loops)) == (["Loops"], [])


def test_a_draft_that_gave_up_its_half_stands_in_nobodys_way(client, moderator, pair):
    lists, loops = pair
    client.force_login(moderator)
    send(client, lists, loops)
    send(client, lists)
    assert send(client, loops, lists).status_code == 302


def test_a_copy_in_another_language_closes_the_circle_as_well(client, moderator, pair, languages_ready):
    lists, loops = pair
    client.force_login(moderator)
    send(client, lists, loops, **PUBLISH)
    spanish = LessonPage.objects.get(translation_key=lists.translation_key, locale__language_code="es")
    page = send(client, loops, spanish)
    assert "This would lead in a circle: Loops ← Lists ← Loops." in page.text


def test_a_lesson_and_its_copy_are_one_prerequisite(client, moderator, pair, languages_ready):
    lists, loops = pair
    spanish = LessonPage.objects.get(translation_key=lists.translation_key, locale__language_code="es")
    client.force_login(moderator)
    page = send(client, loops, lists, spanish)
    assert (page.status_code, "“Lists” is already in this list." in page.text) == (200, True)


def test_a_lesson_that_has_no_page_in_this_language_is_named_in_another(
    client, moderator, pair, languages_ready
):
    lists, loops = pair
    spanish = LessonPage.objects.get(translation_key=lists.translation_key, locale__language_code="es")
    LessonPage.objects.get(pk=lists.pk).delete()
    LessonPage.objects.filter(pk=spanish.pk).update(title="Listas")
    LessonPrerequisite.objects.create(lesson=spanish, requires=loops)
    client.force_login(moderator)
    assert "Loops ← Listas ← Loops" in send(client, loops, spanish).text


@pytest.mark.parametrize("drafts", [1, 3])
def test_checking_drafts_costs_the_same_however_many_there_are(
    client, moderator, pair, drafts, django_assert_max_num_queries
):
    client.force_login(moderator)
    for nth in range(drafts):
        send(client, make_lesson(f"Draft {nth}", TEXT), pair[0])
    with django_assert_max_num_queries(3):
        assert len(drafted(without=pair[1].translation_key)) == drafts
