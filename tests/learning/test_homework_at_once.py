"""Homework done at the same moment over real connections: one version, one claim, one whole state."""

from collections.abc import Callable

import pytest

from cms.models import Event, Message
from learning.exceptions import ClaimedByOther, LearningError
from learning.models import PeerReview, Submission, SubmissionVersion
from learning.services import hints, peer_reviews, submissions
from tests.factories import homework as make
from tests.factories.homework import note
from tests.learning.test_at_once import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def task(home):
    return make.exercise(peer_reviews=1, hints=make.hints("One", "Two"))


@pytest.fixture
def helpers(make_member):
    return [make.helper(make_member(name)) for name in ("Hugo", "Hana")]


def outcome(call: Callable[[], object]) -> Callable[[], object]:
    """What came of it: the result, or the refusal's class."""

    def run() -> object:
        try:
            return call()
        except LearningError as refusal:
            return type(refusal)

    return run


def test_the_same_hand_in_many_times_at_once_is_one_version(member, task, helpers):
    rows = at_once(*[lambda: make.handed_in(member, task)] * 4)
    assert {row.pk for row in rows} == {Submission.objects.get().pk}
    assert list(SubmissionVersion.objects.values_list("n", flat=True)) == [1]
    assert list(Event.objects.values_list("verb", flat=True)) == ["hand_in"]
    assert Message.objects.count() == 2  # one for each helper


def test_different_versions_at_once_are_numbered_one_after_the_other(member, task):
    at_once(*[lambda nth=nth: make.handed_in(member, task, f"print({nth})") for nth in range(4)])
    assert sorted(SubmissionVersion.objects.values_list("n", flat=True)) == [1, 2, 3, 4]
    assert Submission.objects.get().state == "waiting_review"


def test_of_two_who_claim_at_once_one_has_it(member, task, helpers):
    work = make.handed_in(member, task)
    results = at_once(
        *[outcome(lambda who=who: submissions.claim(helper=who, submission=work)) for who in helpers]
    )
    assert sorted(isinstance(each, Submission) for each in results) == [False, True]
    assert ClaimedByOther in results
    assert Event.objects.filter(verb="claim").count() == 1


def test_an_acceptance_and_a_new_version_at_once_leave_the_new_version_unaccepted(member, task, helpers):
    work = make.handed_in(member, task)
    results = at_once(
        outcome(lambda: submissions.accept(helper=helpers[0], submission=work, seen=1)),
        outcome(lambda: make.handed_in(member, task, "a newer one")),
    )
    row = Submission.objects.get()
    assert isinstance(results[1], Submission)
    assert (row.state, row.accepted_at, row.accepted_by, row.versions.count()) == (
        "waiting_review",
        None,
        None,
        2,
    )


def test_an_answer_sent_twice_at_once_is_one(member, task, helpers):
    work = make.handed_in(member, task)
    at_once(
        *[lambda: submissions.ask(helper=helpers[0], submission=work, notes=[note("One"), note("Two")])] * 3
    )
    assert work.versions.get().notes.count() == 2
    assert Message.objects.filter(kind="learning.homework_answered").count() == 1


def test_the_one_place_of_a_reader_is_given_once(member, make_member, task):
    work = make.handed_in(member, task)
    readers = [make_member(name) for name in ("Ada", "Bo", "Cleo")]
    for reader in readers:
        make.handed_in(reader, task)
    at_once(
        *[outcome(lambda who=who: peer_reviews.offer(member=who, exercise=task)) for who in readers],
        *[outcome(lambda: peer_reviews.offer(member=readers[0], exercise=task))],
    )
    assert PeerReview.objects.filter(submission=work).count() == 1
    taken = list(PeerReview.objects.values_list("submission", flat=True))
    assert (len(set(taken)), len(taken)) == (3, 3)
    assert sorted(PeerReview.objects.values_list("reviewer", flat=True)) == [each.pk for each in readers]


def test_a_hint_opened_twice_at_once_is_one_hint(member, task):
    rows = at_once(*[lambda: hints.open_next(member=member, exercise=task, number=1)] * 3)
    assert {row.opened for row in rows} == {1}
