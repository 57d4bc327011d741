"""A lesson that is done by its homework, and what Today says of homework."""

import pytest

from learning.exceptions import HomeworkOpen
from learning.models import LessonProgress
from learning.services import enrollments, progress, submissions
from tests.factories import homework as make
from tests.factories import learning
from tests.factories.homework import note


@pytest.fixture
def tasks(home):
    return [
        make.exercise("One"),
        make.exercise("Two"),
        make.exercise("Alone", kind="practice"),
        make.exercise("Large", kind="project"),
    ]


@pytest.fixture
def lesson(tasks):
    """Two pieces of homework, one to practice and a project."""
    return make.place(learning.lesson("Door", completion_rule="homework"), *tasks)


@pytest.fixture
def helper(make_member):
    return make.helper(make_member("Hugo"))


def mark(member, lesson):
    return progress.mark_done(member=member, lesson=lesson, confidence=3)


def test_it_is_marked_done_when_all_its_homework_is_accepted_and_never_by_itself(
    member, lesson, tasks, helper
):
    for task in tasks[:2]:
        with pytest.raises(HomeworkOpen):
            mark(member, lesson)
        submissions.accept(helper=helper, submission=make.handed_in(member, task))
    assert LessonProgress.objects.count() == 0
    assert mark(member, lesson).state == "done"


def test_a_lesson_by_homework_without_homework_is_the_learners_to_mark(member, home):
    assert mark(member, learning.lesson("Empty", completion_rule="homework")).state == "done"


def test_the_page_says_when_it_can_be_marked(client, member, lesson, tasks, helper):
    client.force_login(member)
    assert "as soon as its homework is accepted" in client.get("/lessons/door/").text
    refused = client.post(f"/learn/lessons/{lesson.translation_key}/done/", {"confidence": "2"}).text
    assert "This lesson is done when its homework is accepted." in refused
    for task in tasks[:2]:
        submissions.accept(helper=helper, submission=make.handed_in(member, task))
    assert "you can mark it done now" in client.get("/lessons/door/").text


def lines(client) -> list[tuple]:
    return [(line.title, line.action, line.detail) for line in client.get("/today/").context["lines"]]


def test_today_says_what_is_owed_of_lessons_begun_and_what_was_answered(
    client, member, lesson, tasks, helper
):
    track = learning.track("Track", [[lesson]])
    client.force_login(member)
    enrollments.start(member=member, track_key=track.translation_key)
    before = lines(client)
    progress.visit(member=member, lesson=lesson)
    begun = lines(client)
    work = make.handed_in(member, tasks[0])
    waiting = lines(client)
    submissions.ask(helper=helper, submission=work, notes=[note()])
    answered = lines(client)
    owed = ("See your homework", "Homework, and 1 more to hand in")
    assert [found for found in before if found[1] in {"Hand it in", owed[0]}] == []
    assert ("One", *owed) in begun
    assert ("Two", "Hand it in", "Homework of a lesson you have begun") in waiting
    assert answered[0] == ("One", "Read the answer", "Somebody has read your homework. Now it is your turn.")


def test_a_track_that_was_left_owes_nothing(client, member, lesson):
    track = learning.track("Track", [[lesson]])
    client.force_login(member)
    enrollments.start(member=member, track_key=track.translation_key)
    progress.visit(member=member, lesson=lesson)
    enrollments.leave(member=member, track_key=track.translation_key)
    assert [found for found in lines(client) if "omework" in found[2]] == []
    assert client.get("/learn/homework/").context["homework"].is_empty
