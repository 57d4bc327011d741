"""The page of one's own progress: what it shows, what it costs, and what it never forgets."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from learning.models import LessonPage, TrackPage
from learning.services import enrollments, progress
from tests.factories import learning as make
from tests.factories import trees

PATH = "/learn/progress/"


def titles(client, path: str = PATH) -> dict[str, list[str]]:
    found = client.get(path).context["overview"]
    return {
        name: [each.way.track.title for each in getattr(found, name)]
        for name in ("active", "paused", "done", "left")
        if getattr(found, name)
    }


@pytest.fixture
def learner(client, member):
    client.force_login(member)
    return member


def test_a_visitor_signs_in_first(client, track):
    assert client.get(PATH)["Location"] == "/accounts/login/?next=/learn/progress/"


def test_who_follows_nothing_is_shown_the_first_step(client, learner, track):
    page = client.get(PATH).text
    assert ("Nothing has been planted yet" in page, 'href="/tracks/"' in page) == (True, True)


def test_tracks_stand_where_they_belong(client, learner, lessons):
    names = ("Going", "Waiting", "Gone", "Whole")
    tracks = {name: make.track(name, [lessons[:1] if name == "Whole" else lessons[1:]]) for name in names}
    for track in tracks.values():
        enrollments.start(member=learner, track_key=track.translation_key)
    enrollments.pause(member=learner, track_key=tracks["Waiting"].translation_key)
    enrollments.leave(member=learner, track_key=tracks["Gone"].translation_key)
    progress.mark_done(member=learner, lesson=lessons[0], confidence=3)
    assert titles(client) == {"active": ["Going"], "paused": ["Waiting"], "left": ["Gone"], "done": ["Whole"]}
    page = client.get(PATH).text
    start = [reverse("learning:enroll", args=[tracks[name].translation_key]) in page for name in names]
    assert start == [False, True, True, False]


def test_the_vine_is_told_in_words_and_the_next_step_is_named(client, learner, track, lessons):
    enrollments.start(member=learner, track_key=track.translation_key)
    progress.mark_done(member=learner, lesson=lessons[0], confidence=2)
    page = client.get(PATH).text
    assert ("1 of 2 lessons" in page, "Resume: Loops" in page, 'class="vine' in page) == (True, True, True)


def test_shaky_lessons_are_counted_and_led_back_to(client, learner, track, lessons):
    for lesson, confidence in zip(lessons, (1, 3, 1), strict=True):
        progress.mark_done(member=learner, lesson=lesson, confidence=confidence)
    found = client.get(PATH).context["overview"]
    assert (found.sure, found.getting_there, found.shaky) == (1, 0, 2)
    assert [(each.title, each.url) for each in found.again] == [
        ("Lists", "/lessons/lists/"),
        ("Files", "/lessons/files/"),
    ]


def test_a_lesson_in_no_track_is_named_too(client, learner):
    progress.mark_done(member=learner, lesson=make.lesson("Alone"), confidence=1)
    assert [each.title for each in client.get(PATH).context["overview"].again] == ["Alone"]


def test_in_another_language_it_is_the_same_progress(client, learner, track, lessons):
    trees.complete()
    enrollments.start(member=learner, track_key=track.translation_key)
    progress.mark_done(member=learner, lesson=lessons[0], confidence=1)
    found = client.get("/es/learn/progress/").context["overview"]
    assert [each.url for each in found.again] == ["/es/lessons/lists/"]
    assert titles(client, "/es/learn/progress/") == {"active": ["First steps"]}


def test_a_track_without_a_page_in_this_language_comes_in_its_own(client, learner, track):
    trees.complete()
    enrollments.start(member=learner, track_key=track.translation_key)
    TrackPage.objects.get(locale__language_code="es", alias_of__isnull=False).delete()
    assert titles(client, "/es/learn/progress/") == {"active": ["First steps"]}


def test_what_cannot_be_read_anymore_is_counted_and_kept(client, learner, track, lessons):
    enrollments.start(member=learner, track_key=track.translation_key)
    progress.mark_done(member=learner, lesson=lessons[0], confidence=1)
    TrackPage.objects.get(pk=track.pk).unpublish()
    LessonPage.objects.get(pk=lessons[0].pk).unpublish()
    found = client.get(PATH)
    assert (
        found.context["overview"].away,
        found.context["overview"].gone,
        found.context["overview"].finished,
    ) == (1, 1, 1)
    assert "It stays finished." in found.text


def test_what_one_may_not_read_is_not_named(client, learner, lessons):
    progress.mark_done(member=learner, lesson=lessons[0], confidence=1)
    PageViewRestriction.objects.create(page=lessons[0], restriction_type="password", password="secret")
    page = client.get(PATH)
    assert ("Lists" in page.text, page.context["overview"].gone) == (False, 1)


def test_nobody_sees_the_progress_of_another(client, learner, make_member, track, lessons):
    other = make_member("Ines")
    enrollments.start(member=other, track_key=track.translation_key)
    progress.mark_done(member=other, lesson=lessons[0], confidence=1)
    assert client.get(PATH).context["overview"].is_empty


@pytest.mark.parametrize("times", [1, 3])
def test_it_costs_the_same_however_many_tracks_there_are(client, learner, times):
    for nth in range(times):
        lessons = [make.lesson(f"Lesson {nth} {each}") for each in range(2)]
        track = make.track(f"Track {nth}", [lessons])
        enrollments.start(member=learner, track_key=track.translation_key)
        progress.mark_done(member=learner, lesson=lessons[0], confidence=1)
    progress.mark_done(member=learner, lesson=make.lesson("Alone"), confidence=1)
    client.get(PATH)
    costs = []
    for is_cold in (True, False):
        if is_cold:
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(PATH)
        costs.append(len(queries))
    assert costs == [13, 6]
