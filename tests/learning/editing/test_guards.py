"""Before content goes away on which people worked: the number is said, the records stay, and tracks stay whole."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page, ReferenceIndex

from learning.models import Enrollment, Exercise, LessonPage, LessonProgress, TrackPage
from learning.services import enrollments, impact, progress
from tests.factories import learning as make


def address(name: str, page) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def bulk(action: str, *pages) -> str:
    chosen = "&".join(f"id={page.pk}" for page in pages)
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?{chosen}"


@pytest.fixture
def staff(client, program_staff):
    client.force_login(program_staff)
    return client


@pytest.fixture
def alone(member, make_member):
    """A lesson in no track that two people have met."""
    lesson = make.lesson("Alone", checkpoints=True)
    progress.mark_done(member=member, lesson=lesson, confidence=3)
    progress.visit(member=make_member("Ines"), lesson=lesson)
    return lesson


def test_each_person_counts_once(member, make_member, track, lessons):
    enrollments.start(member=member, track_key=track.translation_key)
    for lesson in lessons:
        progress.visit(member=member, lesson=lesson)
    library = lessons[0].get_parent()
    everything = [lessons[0], library, track]
    assert [impact.people_of_pages(pages=pages) for pages in ([lessons[0]], [library], everything, [])] == [
        1,
        1,
        1,
        0,
    ]


def test_deleting_a_lesson_says_how_many_worked_on_it_and_keeps_what_they_did(staff, alone):
    asked = staff.get(address("delete", alone)).text
    before = list(LessonProgress.objects.order_by("pk").values())
    staff.post(address("delete", alone))
    assert "2 people have worked on this. What they did is kept" in asked
    assert LessonPage.objects.filter(title="Alone").count() == 0
    assert list(LessonProgress.objects.order_by("pk").values()) == before


def test_deleting_a_track_says_it_too(staff, member, track):
    enrollments.start(member=member, track_key=track.translation_key)
    asked = staff.get(address("delete", track)).text
    staff.post(address("delete", track))
    assert "1 person has worked on this." in asked
    assert (TrackPage.objects.count(), Enrollment.objects.count()) == (0, 1)


def test_unpublishing_says_that_it_can_be_taken_back(staff, alone):
    asked = staff.get(address("unpublish", alone)).text
    assert "2 people have worked on this. What they did is kept, and is there again" in asked
    answered = staff.post(address("unpublish", alone), follow=True).text
    assert "have worked on this" not in answered


def test_where_nobody_worked_nothing_is_said(staff):
    page = make.lesson("New")
    said = ["worked on this" in staff.get(address(name, page)).text for name in ("delete", "unpublish")]
    assert said == [False, False]


def test_many_at_once_are_told_too(staff, alone):
    new = make.lesson("New")
    for action, words in {"delete": "deleting cannot", "unpublish": "publish it again"}.items():
        page = staff.get(bulk(action, alone, new)).text
        assert ("2 people have worked on this." in page, words in page) == (True, True)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_lesson_that_stands_in_a_track_is_not_deleted_and_the_track_is_named(staff, track, lessons, method):
    response = getattr(staff, method)(address("delete", lessons[0]), follow=True)
    assert response.status_code == 200
    assert "“Lists” is not deleted: it stands in a track (“First steps”)." in response.text
    assert LessonPage.objects.filter(pk=lessons[0].pk).exists()


@pytest.mark.parametrize("many", [False, True])
def test_a_library_with_lessons_of_tracks_is_not_deleted_either(client, make_member, track, lessons, many):
    client.force_login(make_member("Root", is_superuser=True, is_staff=True))
    library = lessons[0].get_parent()
    response = client.post(bulk("delete", library) if many else address("delete", library), follow=True)
    assert "“Lessons” is not deleted: it stands in a track" in response.text
    assert Page.objects.filter(pk=library.pk).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_many_at_once_are_not_deleted_while_one_stands_in_a_track(staff, track, lessons, alone, method):
    response = getattr(staff, method)(bulk("delete", lessons[0], alone), follow=True)
    assert response.status_code == 200
    assert LessonPage.objects.filter(pk__in=[lessons[0].pk, alone.pk]).count() == 2
    if method == "get":
        assert "One of these pages is not deleted: it stands in a track (“First steps”)." in response.text


def test_a_lesson_taken_out_of_its_track_can_go(staff, track, lessons):
    track.modules.last().items.all().delete()
    TrackPage.objects.get(pk=track.pk).save_revision().publish()
    staff.post(address("delete", lessons[2]))
    assert not LessonPage.objects.filter(pk=lessons[2].pk).exists()


def test_many_tracks_are_named_by_the_first_few(lessons, staff):
    for name in "ABCDE":
        make.track(f"Track {name}", [lessons[:1]])
    response = staff.get(address("delete", lessons[0]), follow=True)
    assert "it stands in tracks (“Track A”, “Track B”, “Track C” and 2 more)" in response.text


@pytest.fixture
def placed(member):
    """An exercise in a lesson that one person has read."""
    exercise = Exercise.objects.create(
        title="Sum a list", prompt=[("text", "<p>Do.</p>")], locale=Locale.get_default()
    )
    lesson = make.lesson("With practice")
    lesson.body.append(("exercise", {"exercise": exercise, "note": ""}))
    lesson.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(LessonPage.objects.get(pk=lesson.pk))
    progress.visit(member=member, lesson=lesson)
    return exercise


def test_deleting_an_exercise_says_how_many_have_met_it(staff, placed):
    one = staff.get(reverse("wagtailsnippets_learning_exercise:delete", args=[placed.pk])).text
    bulk_url = reverse("wagtail_bulk_action", args=["learning", "exercise", "delete"])
    many = staff.get(f"{bulk_url}?id={placed.pk}").text
    said = "1 person has met this exercise in a lesson."
    assert (said in one, said in many) == (True, True)


def test_a_lesson_whose_exercise_is_gone_is_still_read(client, staff, placed):
    staff.post(reverse("wagtailsnippets_learning_exercise:delete", args=[placed.pk]))
    assert (Exercise.objects.count(), client.get("/lessons/with-practice/").status_code) == (0, 200)
