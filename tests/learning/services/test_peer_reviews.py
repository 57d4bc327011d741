"""Learners who read each other: offered only after handing in, fairly, and never across a block."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import Block, Event
from learning.exceptions import HandInFirst, NobodyToRead, NotYours, PlaceGiven, UnusableNote
from learning.models import PeerReview, ReviewNote, Submission
from learning.services import peer_reviews, submissions
from tests.factories import homework as make
from tests.factories.homework import note

TWO = [note("Well named", kind="praise"), note("What about an empty list?", line=1, kind="question")]


@pytest.fixture
def task(db):
    return make.exercise(peer_reviews=1)


@pytest.fixture
def people(make_member, task):
    """Three others who handed in, Ada first."""
    found = [make_member(name) for name in ("Ada", "Bo", "Cleo")]
    for person in found:
        make.handed_in(person, task)
    return found


def offer(member, task) -> PeerReview:
    return peer_reviews.offer(member=member, exercise=task)


def test_nothing_is_offered_before_ones_own_is_handed_in(member, task, people):
    submissions.save_draft(member=member, exercise=task, text="a", url="")
    with pytest.raises(HandInFirst):
        offer(member, task)
    submissions.withdraw(member=member, submission=make.handed_in(member, task))
    with pytest.raises(HandInFirst):
        offer(member, task)


def test_the_longest_waiting_without_readers_comes_first_and_an_open_offer_is_given_again(
    member, make_member, task, people
):
    make.handed_in(member, task)
    first = offer(member, task)
    assert (first.submission.member, offer(member, task).pk) == (people[0], first.pk)
    sami = make_member("Sami")
    make.handed_in(sami, task)
    assert offer(sami, task).submission.member == people[1]
    assert list(Event.objects.filter(verb="peer_offer").values_list("actor", flat=True)) == [
        member.pk,
        sami.pk,
    ]


def test_of_two_the_one_with_fewer_readers_comes_first(member, make_member, people):
    task = make.exercise("Another", peer_reviews=2)
    ada, bo = (make.handed_in(person, task) for person in people[:2])
    PeerReview.objects.create(submission=ada, reviewer=people[2], offered_at=timezone.now())
    make.handed_in(member, task)
    assert offer(member, task).submission == bo


def test_no_submission_has_more_readers_than_the_exercise_asks_for(member, make_member, task):
    ada = make_member("Ada")
    make.handed_in(ada, task)
    make.handed_in(member, task)
    assert offer(member, task).submission.member == ada
    assert offer(ada, task).submission.member == member
    late = make_member("Late")
    make.handed_in(late, task)
    with pytest.raises(NobodyToRead):
        offer(late, task)


def test_an_exercise_without_peer_reviews_offers_nothing(member, make_member):
    task = make.exercise(peer_reviews=0)
    make.handed_in(make_member("Ada"), task)
    make.handed_in(member, task)
    with pytest.raises(NobodyToRead):
        offer(member, task)


@pytest.mark.parametrize("direction", [("blocker", "blocked"), ("blocked", "blocker")])
def test_blocked_people_never_read_each_other(member, make_member, task, direction):
    ada = make_member("Ada")
    work = make.handed_in(ada, task)
    make.handed_in(member, task)
    review = offer(member, task)
    Block.objects.create(**dict(zip(direction, (member, ada), strict=True)))
    assert list(PeerReview.objects.open_to(member)) == []
    with pytest.raises(NobodyToRead):
        offer(member, task)
    with pytest.raises(NotYours):
        peer_reviews.write(reviewer=member, submission=work, notes=TWO)
    assert PeerReview.objects.get(pk=review.pk).done_at is None


def test_two_things_are_told_and_that_twice_is_once(member, task, people):
    make.handed_in(member, task)
    work = offer(member, task).submission
    with pytest.raises(UnusableNote):
        peer_reviews.write(reviewer=member, submission=work, notes=TWO[:1])
    for _time in range(2):
        assert peer_reviews.write(reviewer=member, submission=work, notes=TWO).done_at is not None
    assert list(ReviewNote.objects.values_list("body", "line", "is_peer", "author")) == [
        ("Well named", None, True, member.pk),
        ("What about an empty list?", 1, True, member.pk),
    ]
    work.refresh_from_db()
    assert work.state == "waiting_review"
    assert offer(member, task).submission.member == people[1]


def test_who_was_not_asked_writes_nothing(member, make_member, task, people):
    work = Submission.objects.get(member=people[0])
    for stranger in (make_member("Sami"), people[0]):
        with pytest.raises(NotYours):
            peer_reviews.write(reviewer=stranger, submission=work, notes=TWO)


def test_an_offer_that_lies_for_three_days_goes_to_the_next_one(member, make_member, task):
    ada = make_member("Ada")
    work = make.handed_in(ada, task)
    make.handed_in(member, task)
    offer(member, task)
    PeerReview.objects.update(offered_at=timezone.now() - timedelta(days=4))
    sami = make_member("Sami")
    make.handed_in(sami, task)
    assert offer(sami, task).submission == work
    with pytest.raises(PlaceGiven):
        peer_reviews.write(reviewer=member, submission=work, notes=TWO)
    PeerReview.objects.filter(reviewer=sami).delete()
    assert peer_reviews.write(reviewer=member, submission=work, notes=TWO).done_at is not None
