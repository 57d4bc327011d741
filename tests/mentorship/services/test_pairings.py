from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import Block, Event
from mentorship.exceptions import MentorshipError, NotNow
from mentorship.models import Pairing, Participant
from mentorship.services import pairings
from tests.factories.mentorship import make_pair, make_participant


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


def sees(pair, member) -> bool:
    """Whether a reveal really gives the other's contact."""
    try:
        return bool(pairings.reveal_contact(pairing=pair, member=member).contact)
    except (MentorshipError, Pairing.DoesNotExist):
        return False


def test_both_see_each_others_contact_and_each_time_is_written_down(pair):
    mentor, mentee = pair.mentor.member, pair.mentee.member
    assert pairings.reveal_contact(pairing=pair, member=mentor).contact == "private-nora"
    assert pairings.reveal_contact(pairing=pair, member=mentee).contact == "private-mira"
    assert list(Event.objects.filter(verb="contact_seen").values_list("actor", "data")) == [
        (mentor.pk, {"of": mentee.pk}),
        (mentee.pk, {"of": mentor.pk}),
    ]


def test_nobody_else_sees_it(pair, round_page, program_staff):
    others = [make_participant(round_page, "Ada", "mentor").member, program_staff]
    assert [sees(pair, member) for member in others] == [False, False]
    assert not Event.objects.filter(verb="contact_seen").exists()


@pytest.mark.parametrize("by", ["mentor", "mentee"])
def test_a_block_hides_it_from_both(by, pair):
    people = {"mentor": pair.mentor.member, "mentee": pair.mentee.member}
    blocker = people.pop(by)
    Block.objects.create(blocker=blocker, blocked=people.popitem()[1])
    assert (sees(pair, pair.mentor.member), sees(pair, pair.mentee.member)) == (False, False)


def test_nobody_sees_how_a_closed_account_was_reached(pair):
    pair.mentee.member.is_active = False
    assert (sees(pair, pair.mentor.member), sees(pair, pair.mentee.member)) == (False, True)


@pytest.mark.parametrize(
    ("state", "ended_days_ago", "shown"),
    [
        ("active", None, True),
        ("paused", None, True),
        ("held", None, False),
        ("ended", 13, True),
        ("ended", 15, False),
        ("completed", 13, True),
        ("completed", 15, False),
    ],
)
def test_it_is_shown_while_the_pair_runs_and_a_fortnight_longer(state, ended_days_ago, shown, pair):
    ended_at = None if ended_days_ago is None else timezone.now() - timedelta(days=ended_days_ago)
    Pairing.objects.filter(pk=pair.pk).update(state=state, ended_at=ended_at)
    pair.refresh_from_db()
    assert sees(pair, pair.mentor.member) == shown


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_either_ends_the_pair_and_both_seats_are_free(side, pair):
    member = getattr(pair, side).member
    ended = pairings.end(pairing=pair, member=member, code="fit", note=" We talked about it. ")
    again = pairings.end(pairing=pair, member=member, code="time")
    assert (ended.state, ended.end_code, ended.end_note, again.end_code) == (
        "ended",
        "fit",
        "We talked about it.",
        "fit",
    )
    assert list(Participant.objects.values_list("seats_taken", flat=True)) == [0, 0]


def test_a_stranger_ends_nothing(pair, make_member):
    with pytest.raises(Pairing.DoesNotExist):
        pairings.end(pairing=pair, member=make_member("Rosa"), code="time")


@pytest.mark.parametrize(("state", "ended"), [("held", False), ("completed", True)])
def test_a_pair_on_hold_or_done_is_not_ended_by_hand(state, ended, pair):
    Pairing.objects.filter(pk=pair.pk).update(state=state, ended_at=timezone.now() if ended else None)
    with pytest.raises(NotNow):
        pairings.end(pairing=pair, member=pair.mentor.member, code="time")
