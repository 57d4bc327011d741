"""Yes, expiry, a block and a withdrawal in every order, and every two of them at the same moment; two organizers at once."""

from collections import Counter
from itertools import combinations, permutations

import pytest
from django.db import transaction
from django.utils import timezone

from cms.models import Block, Event, Member, Message
from mentorship.exceptions import MentorshipError
from mentorship.models import Pairing, Participant, Proposal
from mentorship.services import lapses, participants, proposals
from tests.factories.mentorship import make_participant

from .test_concurrency import invariants, together


def expire(asked: Proposal) -> None:
    """Its time runs out, and the sweep comes by."""
    Proposal.objects.filter(pk=asked.pk, state="open").update(expires_at=timezone.now())
    lapses.expire_due()


def block(asked: Proposal) -> None:
    Block.objects.get_or_create(blocker=asked.mentor.member, blocked=asked.mentee.member)


VERBS = {
    "accept": lambda asked: proposals.accept(proposal=asked, member=asked.mentor.member),
    "expire": expire,
    "block": block,
    "withdraw": lambda asked: proposals.withdraw(proposal=asked, member=asked.mentee.member),
    "leave": lambda asked: participants.withdraw(participant=asked.mentor),
}
ENDS = {"expire": "expired", "withdraw": "withdrawn", "leave": "superseded"}
TOLD = {"accepted": 2, "expired": 1, "superseded": 1, "withdrawn": 0}


def comes_to(order: tuple[str, ...]) -> str:
    """What the proposal is in the end: the first that can end it does, and across a block no yes can."""
    walled = False
    for verb in order:
        walled |= verb == "block"
        if verb in ENDS or (verb == "accept" and not walled):
            return ENDS.get(verb, "accepted")
    return "open"


def outcome(verb: str, asked: Proposal) -> str:
    try:
        VERBS[verb](asked)
    except MentorshipError as refusal:
        return refusal.code
    return "done"


def told(asked: Proposal) -> int:
    """How many people heard how it ended."""
    about = f"mentorship.proposal:{asked.uuid}"
    return Message.objects.filter(about=about, kind=f"mentorship.{asked.state}").count()


def test_in_every_order_the_first_that_can_ends_it_and_the_others_are_explained(mentee, mentor):
    made = proposals.request(mentee=mentee, mentor=mentor, note="")
    found, refused, verbs = {}, set(), ("accept", "expire", "block", "withdraw")
    for order in permutations(verbs):
        with transaction.atomic():
            for verb in order:
                with transaction.atomic():
                    asked = Proposal.objects.for_listing().get(pk=made.pk)
                    refused.add((verb, outcome(verb, asked)))
            ended = Proposal.objects.get(pk=made.pk)
            found[order] = (ended.state, told(ended), Pairing.objects.count())
            invariants()
            transaction.set_rollback(True)
    said = {("accept", "not_now"), ("accept", "unavailable"), ("withdraw", "not_now")}
    assert (len(found), refused) == (24, said | {(verb, "done") for verb in verbs})
    assert found == {
        order: (state, TOLD[state], int(state == "accepted"))
        for order in permutations(verbs)
        for state in [comes_to(order)]
    }


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_every_two_at_the_same_moment_come_to_what_one_of_their_orders_comes_to(round_page):
    for nth, two in enumerate(combinations(VERBS, 2)):
        mentor = make_participant(round_page, f"Mentor {nth}", "mentor")
        asked = proposals.request(
            mentee=make_participant(round_page, f"Mentee {nth}"), mentor=mentor, note=""
        )
        came = together(*[lambda verb=verb, asked=asked: VERBS[verb](asked) for verb in two])
        assert set(came) <= {"done", "not_now", "unavailable", "expired"}
        asked.refresh_from_db()
        possible = {comes_to(two), comes_to(two[::-1])}
        if "block" in two and "expire" in two:
            possible.add("superseded")  # the sweep saw the block first
        assert asked.state in possible
        assert told(asked) == TOLD.get(asked.state, 0) or asked.state == "superseded"
        invariants()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_organizers_at_once_decide_and_propose_without_breaking_anything(round_page):
    """Each decision that stands has its letter; a pair proposed twice is one proposal; the seat is taken once."""
    staff = [Member.objects.create_superuser(f"staff{nth}@example.org") for nth in range(2)]
    for nth in range(3):
        sent = make_participant(round_page, f"Sent {nth}", state="submitted")
        came = together(
            lambda sent=sent: participants.approve(actor=staff[0], participant=sent),
            lambda sent=sent: participants.reject(actor=staff[1], participant=sent, reason="In spring"),
            lambda sent=sent: participants.waitlist(actor=staff[0], participant=sent, reason="In line"),
            lambda sent=sent: participants.approve(actor=staff[1], participant=sent),
        )
        assert set(came) <= {"done", "not_now"}
        events = Event.objects.filter(object=participants.identity(sent)).order_by("pk")
        steps = list(events.values_list("before", "after"))
        assert [before for before, _after in steps] == [
            "submitted",
            *(after for _before, after in steps[:-1]),
        ]
        sent.refresh_from_db()
        assert steps[-1][1] == sent.state
        assert Message.objects.filter(about=participants.identity(sent)).count() == len(steps)
    mentor, rival = (make_participant(round_page, name, "mentor") for name in ("Ada", "Bea"))
    mentee = make_participant(round_page, "Nora")
    came = together(
        *[lambda one=one: proposals.propose(actor=one, mentor=mentor, mentee=mentee) for one in staff * 2],
        *[lambda one=one: proposals.propose(actor=one, mentor=rival, mentee=mentee) for one in staff * 2],
    )
    assert (Counter(came), Proposal.objects.open().count()) == ({"done": 8}, 2)
    Proposal.objects.update(mentor_answer="yes")
    open_now = list(Proposal.objects.for_listing())
    came = together(
        *[lambda one=one: proposals.accept(proposal=one, member=mentee.member) for one in open_now * 2],
        lambda: participants.waitlist(actor=staff[0], participant=mentee, reason="In line"),
        lambda: participants.waitlist(actor=staff[1], participant=mentor, reason="In line"),
    )
    assert set(came) <= {"done", "not_now", "not_ready", "no_free_seat", "unavailable"}
    assert Proposal.objects.open().count() == 0
    assert Pairing.objects.count() <= 1
    assert Participant.objects.filter(pk=mentee.pk, seats_taken=Pairing.objects.count()).exists()
    invariants()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_pairs_that_end_each_others_questions_are_both_made(round_page):
    """Each yes ends the questions of both its people; crossed, they ask for the same rows in another order."""
    for nth in range(3):
        mentors = [make_participant(round_page, f"Mentor {nth} {one}", "mentor") for one in range(2)]
        newcomers = [make_participant(round_page, f"Mentee {nth} {one}") for one in range(2)]
        rows = {
            (one, other): proposals.request(mentee=newcomers[one], mentor=mentors[other], note="")
            for one, other in ((1, 0), (0, 0), (1, 1), (0, 1))
        }
        own = [(rows[0, 0], mentors[0]), (rows[1, 1], mentors[1])]
        came = together(
            *[lambda ours=ours: proposals.accept(proposal=ours[0], member=ours[1].member) for ours in own]
        )
        assert came == ["done", "done"]
        assert Proposal.objects.open().count() == 0
        invariants()
