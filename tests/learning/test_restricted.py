"""Lessons and tracks that not everybody may read: in no shared list, and no hindrance to finish a track."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from learning.models import Enrollment, LessonPage
from learning.services import enrollments, progress
from tests.factories import learning as make
from tests.factories import trees
from tests.factories.remembered import remembered

PAGES = (
    "/",
    "/tracks/",
    "/lessons/",
    "/tracks/first-steps/",
    "/lessons/lists/",
    "/es/tracks/",
    "/es/tracks/first-steps/",
)


@pytest.fixture
def club() -> Group:
    return Group.objects.create(name="Club")


@pytest.fixture
def closed(lessons, track, club) -> LessonPage:
    """ "Loops", the second required lesson, is for a group; its title and summary are words nobody else has."""
    return close(lessons[1], club)


@remembered
def close(page: LessonPage, club: Group) -> LessonPage:
    page.title, page.summary = "Hidden loops", "Hidden summary"
    page.save_revision().publish()
    PageViewRestriction.objects.create(page=page, restriction_type="groups").groups.add(club)
    trees.complete()
    return page


def seen(client, path: str) -> bool:
    return "Hidden" in client.get(path).text


def test_what_a_reader_may_not_read_is_named_nowhere(client, member, track, closed):
    visitor = [path for path in PAGES if seen(client, path)]
    enrollments.start(member=member, track_key=track.translation_key)
    client.force_login(member)
    assert (visitor, [path for path in (*PAGES, "/today/") if seen(client, path)]) == ([], [])


def test_who_may_read_it_finds_it_and_what_others_see_stays_without(
    client, member, make_member, closed, club
):
    member.groups.add(club)
    client.force_login(member)
    inside = [seen(client, path) for path in ("/lessons/", "/tracks/first-steps/", "/lessons/lists/")]
    client.force_login(make_member("Ines"))
    outside = [seen(client, path) for path in ("/lessons/", "/tracks/first-steps/", "/lessons/lists/")]
    assert (inside, outside) == ([True] * 3, [False] * 3)


def test_a_track_is_finished_without_the_lessons_one_may_not_read(
    member, make_member, track, lessons, closed, club
):
    insider = make_member("Ines")
    insider.groups.add(club)
    for who in (member, insider):
        enrollments.start(member=who, track_key=track.translation_key)
        progress.mark_done(member=who, lesson=lessons[0], confidence=3)
    states = dict(Enrollment.objects.values_list("member__display_name", "state"))
    progress.mark_done(member=insider, lesson=closed, confidence=3)
    assert (states, Enrollment.objects.get(member=insider).state) == (
        {"Rosa": "done", "Ines": "active"},
        "done",
    )


def test_a_lesson_that_opens_later_is_not_new(client, member, track, closed, club):
    enrollments.start(member=member, track_key=track.translation_key)
    member.groups.add(club)
    client.force_login(member)
    assert client.get("/tracks/first-steps/").context["new_count"] == 0


def test_a_lesson_for_members_is_in_the_lists_of_members(client, member, track, closed):
    PageViewRestriction.objects.update(restriction_type="login")
    before = seen(client, "/tracks/first-steps/")
    client.force_login(member)
    assert (before, seen(client, "/tracks/first-steps/")) == (False, True)


def test_a_track_behind_a_password_is_whole_for_who_has_opened_it_and_in_no_list(client, member, track):
    gate = PageViewRestriction.objects.create(page=track, restriction_type="password", password="secret")
    client.force_login(member)
    asked = client.get("/tracks/first-steps/").text
    session = client.session
    session[PageViewRestriction.passed_view_restrictions_session_key] = [gate.pk]
    session.save()
    opened = client.get("/tracks/first-steps/").context["lesson_count"]
    assert ("Lists" in asked, opened, client.get("/tracks/").context["tracks"]) == (False, 3, [])


def test_a_track_whose_lessons_are_all_behind_its_own_gate_can_be_finished(
    member, make_member, lessons, track
):
    folder = lessons[0].get_parent()
    for page in (track, folder):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    enrollments.start(member=member, track_key=track.translation_key)
    for lesson in lessons[:2]:
        progress.mark_done(member=member, lesson=lesson, confidence=3)
    assert Enrollment.objects.get().state == "done"


@pytest.mark.parametrize("times", [1, 3])
def test_restrictions_cost_the_same_however_many(
    client, member, track, closed, times, django_assert_num_queries
):
    from django.core.cache import cache  # noqa: PLC0415

    for nth in range(times):
        page = make.lesson(f"Closed {nth}")
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    enrollments.start(member=member, track_key=track.translation_key)
    client.force_login(member)
    client.get("/tracks/first-steps/")
    cache.clear()
    with django_assert_num_queries(17):
        client.get("/tracks/first-steps/")
