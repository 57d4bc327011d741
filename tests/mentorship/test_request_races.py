"""Yes, no, expiry, withdrawal and the next choice at the same moment, each with a real connection of its own."""

import pytest
from django.utils import timezone

from mentorship.models import Pairing, Participant, Preference, Proposal
from mentorship.services import choices, lapses, newcomers, proposals
from tests.factories.mentorship import make_participant

from .test_concurrency import invariants, together

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def wishes(round_page):
    """Three newcomers who have asked Ada, with Bea and Cleo after her on every list; each mentor has one seat."""
    mentors = [make_participant(round_page, name, "mentor") for name in ("Ada", "Bea", "Cleo")]
    newcomers = [make_participant(round_page, name) for name in ("Nora", "Olga", "Pia")]
    for newcomer in newcomers:
        for rank, mentor in enumerate(mentors, 1):
            Preference.objects.create(participant=newcomer, member=mentor.member, rank=rank)
    return mentors, [proposals.request(mentee=one, mentor=mentors[0], note="") for one in newcomers]


def hold() -> None:
    """No row breaks a promise, and no proposal has two successors or outlives its reason."""
    invariants()
    for proposal in Proposal.objects.select_related("mentor", "mentee", "after"):
        if proposal.source == "cascade":
            assert proposal.after.state in {"declined", "expired"}
            assert proposal.after.mentee_id == proposal.mentee_id
        if proposal.is_open:
            assert proposal.mentor.free_seats
            assert proposal.mentee.free_seats
    pairs = list(Proposal.objects.values_list("mentor", "mentee"))
    assert len(pairs) == len(set(pairs))


def test_every_no_at_once_asks_one_next_choice_each(wishes):
    mentors, asked = wishes
    decline = [
        lambda one=one: proposals.decline(proposal=one, member=mentors[0].member, code="time")
        for one in asked
    ]
    assert together(*decline * 3) == ["done"] * 9
    assert Proposal.objects.filter(source="cascade", mentor=mentors[1], state="open").count() == 3
    hold()


def test_yes_no_withdrawal_expiry_and_a_new_list_at_once_break_nothing(wishes):
    """Every order is possible. Then all that is left runs out, twice at once, to the end of every list."""
    mentors, asked = wishes
    first, second, third = asked
    Proposal.objects.filter(pk=third.pk).update(expires_at=timezone.now())
    ada, bea, cleo = (mentor.member for mentor in mentors)
    found = together(
        lambda: proposals.accept(proposal=first, member=ada),
        lambda: proposals.withdraw(proposal=first, member=first.mentee.member),
        lambda: proposals.decline(proposal=second, member=ada, code="time", pause=True),
        lambda: proposals.accept(proposal=second, member=ada),
        lambda: proposals.request(mentee=third.mentee, mentor=mentors[1], note=""),
        lambda: choices.choose(mentee=third.mentee, places={cleo.pk: 1, bea.pk: 2, ada.pk: 3}),
        lapses.expire_due,
        lapses.expire_due,
    )
    assert set(found) <= {"done", "not_now", "no_free_seat", "not_ready", "expired"}
    hold()
    for _ in range(3):
        Proposal.objects.open().update(expires_at=timezone.now())
        together(
            lapses.expire_due,
            lapses.expire_due,
            *(
                lambda one=one: proposals.accept(proposal=one, member=one.mentor.member)
                for one in Proposal.objects.open().select_related("mentor__member")
            ),
        )
        hold()
    assert Proposal.objects.open().count() == 0
    assert Participant.objects.filter(lapses=2, paused_at=None).count() == 0
    assert Pairing.objects.count() <= 2


def test_a_wish_to_stay_away_a_yes_and_a_request_at_once_leave_nothing_open_between_the_two(
    wishes, round_page
):
    mentors, asked = wishes
    first, second, third = asked
    ada = mentors[0]

    def stay_away(*members):
        places = {member.pk: choices.AVOID for member in members}
        newcomers.choose(mentor=ada, round_page=round_page, places=places)

    found = together(
        lambda: stay_away(first.mentee.member, second.mentee.member),
        lambda: choices.choose(mentee=first.mentee, places={ada.member_id: choices.AVOID}),
        lambda: proposals.accept(proposal=first, member=ada.member),
        lambda: proposals.accept(proposal=second, member=ada.member),
        lambda: proposals.withdraw(proposal=third, member=third.mentee.member),
        lapses.expire_due,
    )
    assert set(found) <= {"done", "not_now", "no_free_seat", "unavailable"}
    assert not Proposal.objects.open().filter(mentor=ada).exists()
    hold()
