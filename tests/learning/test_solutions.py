"""A solution is nowhere before its time: not in shared pages, not for others, and the strictest language decides."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Locale
from wagtail.search.backends import get_search_backend

from learning.blocks.practice import solution_is_out
from learning.models import Exercise, LessonPage
from learning.services import submissions
from tests.factories import homework as make
from tests.factories.homework import SOLUTION

TODAY = datetime.date(2026, 11, 25)
LATER, EARLIER = TODAY + datetime.timedelta(days=1), TODAY - datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("rules", "everybody", "accepted"),
    [
        ([("always", None)], True, True),
        ([("never", None)], False, False),
        ([("after_accept", None)], False, True),
        ([("after_date", TODAY)], True, True),
        ([("after_date", LATER)], False, False),
        ([("always", None), ("never", None)], False, False),
        ([("always", None), ("after_accept", None)], False, True),
        ([("after_accept", None), ("never", None)], False, False),
        ([("after_date", EARLIER), ("after_date", LATER)], False, False),
        ([("after_accept", None), ("after_date", LATER)], False, False),
        ([("after_accept", None), ("after_date", EARLIER)], False, True),
        ([("after_date", None)], False, False),
    ],
)
def test_all_rules_must_allow_it(rules, everybody, accepted):
    assert [solution_is_out(rules, TODAY, is_accepted=each) for each in (False, True)] == [
        everybody,
        accepted,
    ]


@pytest.fixture
def task(lesson) -> Exercise:
    """An exercise whose Spanish row is stricter than the English one, which would show it to everybody."""
    made = make.exercise(release="always")
    spanish = made.copy_for_translation(Locale.objects.get(language_code="es"))
    spanish.release = "after_accept"
    spanish.save()
    make.place(lesson, made)
    return made


def test_the_strictest_language_decides_in_lessons_and_on_the_exercises_page(
    client, member, make_member, task
):
    client.force_login(member)
    page = f"/learn/exercises/{task.translation_key}/"
    work = make.handed_in(member, task)
    assert [SOLUTION in client.get(path).text for path in ("/lessons/lists/", page)] == [False, False]
    submissions.accept(helper=make.helper(make_member("Hugo")), submission=work)
    assert [SOLUTION in client.get(path).text for path in ("/lessons/lists/", page)] == [False, True]
    client.logout()
    assert SOLUTION not in client.get("/lessons/lists/").text
    Exercise.objects.filter(translation_key=task.translation_key).update(release="always")
    cache.clear()
    assert SOLUTION in client.get("/lessons/lists/").text
    client.force_login(member)
    assert client.get(page).text.count(SOLUTION) == 1


def test_nothing_that_is_kept_for_all_readers_holds_it(client, member, make_member, task, monkeypatch):
    kept = []
    original = cache.set
    monkeypatch.setattr(
        cache, "set", lambda key, value, *more: (kept.append(repr(value)), original(key, value, *more))
    )
    client.force_login(member)
    submissions.accept(helper=make.helper(make_member("Hugo")), submission=make.handed_in(member, task))
    for path in ("/lessons/lists/", f"/learn/exercises/{task.translation_key}/"):
        client.get(path)
    assert [text for text in kept if SOLUTION in text] == []
    assert any("Count the odd numbers" in text for text in kept)


def test_search_does_not_know_it(task):
    backend = get_search_backend()
    found = [
        row for model in (Exercise, LessonPage) for row in backend.search("quokkas", model.objects.all())
    ]
    assert found == []


def test_a_preview_for_learners_keeps_it_and_one_for_facilitators_shows_it(client, make_member, task):
    request_of = task.make_preview_request
    texts = [request_of(preview_mode=mode).render().text for mode in ("learner", "facilitator")]
    assert [SOLUTION in text for text in texts] == [False, True]


def test_a_solution_of_a_day_comes_out_on_that_day(client, lesson):
    task = make.exercise(release="after_date", release_on=timezone.localdate() + datetime.timedelta(days=1))
    make.place(lesson, task)
    assert SOLUTION not in client.get("/lessons/lists/").text
    Exercise.objects.update(release_on=timezone.localdate())
    cache.clear()
    assert SOLUTION in client.get("/lessons/lists/").text
