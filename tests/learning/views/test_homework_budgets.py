"""What homework costs, as literal numbers at one and at three rows: they change on purpose or not at all."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import Member
from learning.models import Exercise, LessonPage
from learning.services import enrollments, hints, peer_reviews, progress, submissions
from tests.factories import homework as make
from tests.factories import learning
from tests.factories.homework import note
from tests.factories.remembered import remembered


@pytest.fixture
def cost(client):
    """How many statements an address takes, cold (nothing prepared) or warm."""

    def ask(path: str, *, cold: bool = False) -> int:
        client.get(path)
        if cold:
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    return ask


@pytest.fixture
def tasks(client, member, home) -> list[Exercise]:
    made = worked_on(member)
    client.force_login(member)
    return made


@remembered
def worked_on(member: Member) -> list[Exercise]:
    """A followed track of one lesson with one exercise and one with three; everything in them has been worked on."""
    helper = make.helper(create_member("Hugo"))
    made = [make.exercise(f"Task {nth}", hints=make.hints("One", "Two"), peer_reviews=2) for nth in range(4)]
    lessons = [
        make.place(learning.lesson("One", completion_rule="homework"), made[0]),
        make.place(learning.lesson("Three", completion_rule="homework"), *made[1:]),
    ]
    enrollments.start(member=member, track_key=learning.track("Track", [lessons]).translation_key)
    for lesson in lessons:
        progress.visit(member=member, lesson=lesson)
    for nth, task in enumerate(made):
        hints.open_next(member=member, exercise=task, number=1)
        for round_ in range(1 + 2 * min(nth, 1)):  # one version of the first, three of the others
            work = make.handed_in(member, task, f"print({round_})\n" * 3)
            said = [note(f"Note {line}", line=line) for line in range(1, 2 + 2 * min(nth, 1))]
            submissions.ask(helper=helper, submission=work, notes=said)
        for name in ["Ada", "Bo", "Cleo"][: 1 + 2 * min(nth, 1)]:
            make.handed_in(create_member(f"{name}-{nth}"), task)
            review = peer_reviews.offer(member=member, exercise=task)
            peer_reviews.write(reviewer=member, submission=review.submission, notes=[note("a"), note("b")])
    return made


def create_member(name: str) -> Member:
    return Member.objects.create_user(f"{name}@example.org", display_name=name)


def test_a_members_lesson_costs_the_same_with_one_exercise_and_with_three(cost, tasks):
    paths = ["/lessons/one/", "/lessons/three/"]
    assert LessonPage.objects.count() == 2
    assert [(cost(path), cost(path, cold=True)) for path in paths] == [(10, 18), (10, 18)]


def test_the_page_of_a_homework(cost, tasks):
    paths = [reverse("learning:homework", args=[task.translation_key]) for task in (tasks[0], tasks[3])]
    assert [(cost(path), cost(path, cold=True)) for path in paths] == [(19, 23), (19, 23)]


def test_the_list_of_homework(cost, member, tasks):
    path = reverse("learning:homework-list")
    three = cost(path)
    member.submissions.exclude(exercise_key=tasks[0].translation_key).delete()
    assert (cost(path), three) == (8, 8)


def test_today_with_answers_and_what_is_owed(cost, member, tasks):
    three = cost("/today/")
    member.submissions.exclude(exercise_key=tasks[0].translation_key).delete()
    assert (cost("/today/"), three) == (13, 13)
