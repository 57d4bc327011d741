"""Answers sent at the same moment, over real connections: one set of notes, one turn, nothing lost without a word."""

from collections import Counter

import pytest

from cms.models import Event
from learning.exceptions import LearningError
from learning.models import ReviewNote, Submission
from learning.services import peer_reviews, reviews, submissions
from tests.factories import homework as make
from tests.learning.test_at_once import TIMES, at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def came_to(call) -> str:
    """What a call came to: "done", or the code of its refusal."""
    try:
        call()
    except LearningError as refusal:
        return refusal.code
    return "done"


@pytest.fixture
def task(home):
    return make.exercise(peer_reviews=1)


@pytest.fixture
def submission(make_member, task):
    return make.handed_in(make_member("Ann"), task)


def test_one_answer_sent_many_times_at_once_is_one_set_of_notes(make_member, submission):
    helper = make.helper(make_member("Hana"))
    said = [make.note("Use sum().", 1), make.note("Good.", None, "praise")]

    def ask() -> str:
        return came_to(lambda: submissions.ask(helper=helper, submission=submission, notes=said, seen=1))

    assert at_once(*[ask] * TIMES) == ["done"] * TIMES
    assert list(ReviewNote.objects.values_list("body", flat=True)) == ["Use sum().", "Good."]
    assert Event.objects.filter(verb="ask").count() == 1


def test_of_two_helpers_who_answer_at_once_one_is_told_that_it_is_no_longer_possible(make_member, submission):
    def ask(name: str):
        helper = make.helper(make_member(name))
        return lambda: came_to(
            lambda: submissions.ask(helper=helper, submission=submission, notes=[make.note(name)], seen=1)
        )

    assert Counter(at_once(ask("Hana"), ask("Olu"))) == {"done": 1, "not-now": 1}
    assert (ReviewNote.objects.count(), Submission.objects.get().state) == (1, "waiting_learner")


def test_of_two_helpers_who_take_it_at_once_one_has_it(make_member, submission):
    def take(name: str):
        helper = make.helper(make_member(name))
        return lambda: came_to(lambda: submissions.claim(helper=helper, submission=submission))

    assert Counter(at_once(take("Hana"), take("Olu"))) == {"done": 1, "claimed": 1}
    assert Event.objects.filter(verb="claim").count() == 1


def test_a_learners_review_sent_many_times_at_once_is_one(make_member, task, submission):
    reader = make_member("Per")
    make.handed_in(reader, task, "print(3)")
    peer_reviews.offer(member=reader, exercise=task)
    said = [make.note("Good."), make.note("Try sum().")]

    def write() -> str:
        return came_to(
            lambda: reviews.write_as_peer(reviewer=reader, submission=submission, notes=said, seen=1)
        )

    assert at_once(*[write] * TIMES) == ["done"] * TIMES
    assert ReviewNote.objects.count() == 2
