"""Several people at once, each with a real connection of their own; the same proof on SQLite and on PostgreSQL."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.utils import timezone

from cms.models import Event, Message
from mentorship.exceptions import MentorshipError
from mentorship.models import Pairing, PairMeeting, Participant, Proposal
from mentorship.services import lapses, pair_course, pair_meetings, pairings, participants, proposals
from tests.factories.mentorship import make_participant

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
AT_ONCE = 12


def together(*calls) -> list[str]:
    """Run all calls at the same moment; what each came to: "done", or the code of its refusal."""
    gate = Barrier(len(calls))

    def run(call) -> str:
        try:
            gate.wait(timeout=30)
            call()
        except MentorshipError as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def invariants() -> None:
    """What must hold whatever happened."""
    live = Pairing.objects.live()
    for participant in Participant.objects.all():
        mine = live.filter(mentor=participant) if participant.is_mentor else live.filter(mentee=participant)
        assert participant.seats_taken == mine.count() <= participant.capacity
    assert Proposal.objects.filter(state="accepted").count() == Pairing.objects.count()
    keys = list(Message.objects.values_list("dedupe_key", flat=True))
    assert len(keys) == len(set(keys))


@pytest.fixture
def crowd(round_page):
    """A mentor with one free seat, and a crowd of newcomers who have all asked."""
    mentor = make_participant(round_page, "Mira", "mentor")
    newcomers = [make_participant(round_page, f"Newcomer {number}") for number in range(AT_ONCE)]
    return mentor, [proposals.request(mentee=newcomer, mentor=mentor, note="") for newcomer in newcomers]


def test_the_last_seat_of_a_mentor_goes_to_one_newcomer(crowd):
    mentor, asked = crowd
    found = together(*[lambda one=one: proposals.accept(proposal=one, member=mentor.member) for one in asked])
    assert Counter(found) == {"done": 1, "not_now": AT_ONCE - 1}
    assert Counter(Proposal.objects.values_list("state", flat=True)) == {
        "accepted": 1,
        "superseded": AT_ONCE - 1,
    }
    invariants()


def test_newcomers_proposed_to_one_mentor_say_yes_at_once_and_one_gets_the_seat(crowd):
    """The mentor has said yes to all; the last yes decides."""
    mentor, asked = crowd
    Proposal.objects.update(source="organizer", mentor_answer="yes", mentee_answer="waiting")
    found = together(
        *[lambda one=one: proposals.accept(proposal=one, member=one.mentee.member) for one in asked]
    )
    assert Counter(found) == {"done": 1, "not_now": AT_ONCE - 1}
    invariants()


def test_the_same_yes_at_once_is_one_pair_and_one_mail_each(crowd):
    mentor, asked = crowd
    found = together(*[lambda: proposals.accept(proposal=asked[0], member=mentor.member)] * AT_ONCE)
    assert Counter(found) == {"done": AT_ONCE}
    assert Message.objects.filter(kind="mentorship.accepted").count() == 2
    assert Event.objects.filter(verb="accepted").count() == 1
    invariants()


def test_the_same_question_at_once_is_one_proposal(round_page):
    mentor, mentee = make_participant(round_page, "Mira", "mentor"), make_participant(round_page, "Nora")
    found = together(*[lambda: proposals.request(mentee=mentee, mentor=mentor, note="")] * AT_ONCE)
    assert (Counter(found), Proposal.objects.count(), Message.objects.count()) == ({"done": AT_ONCE}, 1, 2)


def test_a_newcomer_who_asks_many_at_once_has_three_open_requests(round_page):
    mentee = make_participant(round_page, "Nora")
    mentors = [make_participant(round_page, f"Mentor {number}", "mentor") for number in range(8)]
    found = together(
        *[lambda one=one: proposals.request(mentee=mentee, mentor=one, note="") for one in mentors]
    )
    assert Counter(found) == {"done": 3, "too_many_open": 5}


def test_a_newcomer_taken_by_two_mentors_at_once_has_one(round_page):
    mentee = make_participant(round_page, "Nora")
    mentors = [make_participant(round_page, f"Mentor {number}", "mentor") for number in range(3)]
    asked = [proposals.request(mentee=mentee, mentor=mentor, note="") for mentor in mentors]
    found = together(
        *[lambda one=one: proposals.accept(proposal=one, member=one.mentor.member) for one in asked]
    )
    assert Counter(found) == {"done": 1, "not_now": 2}
    invariants()


def test_yes_no_withdrawal_leaving_and_expiry_at_once_break_nothing(round_page):
    """Every order is possible; whatever comes first wins, and nobody is left half-way."""
    for number in range(4):
        mentor = make_participant(round_page, f"Mentor {number}", "mentor")
        mentee = make_participant(round_page, f"Mentee {number}")
        rival = make_participant(round_page, f"Rival {number}")
        asked = proposals.request(mentee=mentee, mentor=mentor, note="")
        other = proposals.request(mentee=rival, mentor=mentor, note="")
        together(
            lambda asked=asked, mentor=mentor: proposals.accept(proposal=asked, member=mentor.member),
            lambda other=other, mentor=mentor: proposals.accept(proposal=other, member=mentor.member),
            lambda asked=asked, mentor=mentor: proposals.decline(
                proposal=asked, member=mentor.member, code="time"
            ),
            lambda asked=asked, mentee=mentee: proposals.withdraw(proposal=asked, member=mentee.member),
            lambda rival=rival: participants.withdraw(participant=rival),
            lapses.expire_due,
        )
        invariants()
        assert Proposal.objects.open().filter(mentor=mentor).count() == 0


def test_both_ending_a_pair_at_once_free_each_seat_once(round_page):
    mentor, mentee = make_participant(round_page, "Mira", "mentor"), make_participant(round_page, "Nora")
    asked = proposals.request(mentee=mentee, mentor=mentor, note="")
    pair = proposals.accept(proposal=asked, member=mentor.member).pairing
    people = [mentor.member, mentee.member] * 3
    found = together(*[lambda one=one: pairings.end(pairing=pair, member=one, code="time") for one in people])
    assert (Counter(found), Event.objects.filter(verb="ended").count()) == ({"done": 6}, 1)
    invariants()


def test_completing_ending_and_planning_a_pair_at_once_frees_each_seat_once_and_leaves_no_meeting(round_page):
    mentor, mentee = make_participant(round_page, "Mira", "mentor"), make_participant(round_page, "Nora")
    asked = proposals.request(mentee=mentee, mentor=mentor, note="")
    pair = proposals.accept(proposal=asked, member=mentor.member).pairing
    pair_course.finish(pairing=pair, member=mentor.member)
    at = timezone.now() + timedelta(days=2)
    found = together(
        lambda: pair_course.finish(pairing=pair, member=mentee.member),
        lambda: pairings.end(pairing=pair, member=mentor.member, code="time"),
        *[lambda: pair_meetings.propose(pairing=pair, member=mentee.member, starts_at=at, minutes=60)] * 4,
        pair_course.complete_due,
    )
    assert set(found) <= {"done", "not_now"}
    assert Event.objects.filter(verb__in=["completed", "ended"]).count() == 1
    assert PairMeeting.objects.standing().count() == 0
    assert PairMeeting.objects.count() <= 1
    invariants()


def test_the_database_itself_refuses_a_seat_too_many(round_page):
    mentor = make_participant(round_page, "Mira", "mentor")
    with pytest.raises(Exception, match="participant_seats_within_capacity"), connection.cursor() as cursor:
        cursor.execute("UPDATE mentorship_participant SET seats_taken = 2 WHERE id = %s", [mentor.pk])
