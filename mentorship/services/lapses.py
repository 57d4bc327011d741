"""Proposals nobody ended by hand: those whose time has run out, and those between people a block came between."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.models import Block
from cms.services.retry import retried
from mentorship.models import Exclusion, Participant, Proposal

from . import cascades, pauses, questions
from .proposal_rows import end, locked, note_down, tell

State = Proposal.State


@retried
@transaction.atomic
def expire(*, proposal: Proposal) -> Proposal:
    """End a proposal whose time has run out, if it still waits; the newcomer's next choice is asked at once."""
    choices = cascades.choices(proposal)
    proposal = locked(proposal, choices)
    if proposal.is_open and proposal.expires_at <= timezone.now():
        unanswered = proposal.mentor_answer == Proposal.Answer.WAITING
        if unanswered and not questions.waits_for_newcomer(proposal=proposal):
            pauses.lapsed(mentor=proposal.mentor)
        run_out(proposal=proposal, among=choices)
    return proposal


def run_out(*, proposal: Proposal, among: Collection[int], untold: Participant | None = None) -> None:
    """The time of a locked proposal is over, from now on if not before; the newcomer's next choice is asked at once.

    `among`: the mentors the caller has locked. `untold`: who knows already.
    """
    proposal.expires_at = min(proposal.expires_at, timezone.now())
    end(proposal, State.EXPIRED, "expires_at")
    note_down(None, proposal, "expired", State.OPEN)
    if proposal.is_request or proposal.mentor_answer == Proposal.Answer.WAITING:
        cascades.ask_next(proposal, among)
    if (proposal.run_id or proposal.mentee_answer == Proposal.Answer.YES) and proposal.mentee != untold:
        tell(proposal, proposal.mentee.member, "expired")
    if proposal.mentor_answer == Proposal.Answer.YES and proposal.mentor != untold:
        tell(proposal, proposal.mentor.member, "expired")


def expire_due() -> int:
    """Expire all proposals that are due, and quietly end those between people a block came between; how many.

    Each in its own transaction: safe to run twice, late, or to be killed in the middle.
    """
    ended = 0
    for proposal in Proposal.objects.due(timezone.now()):
        ended += expire(proposal=proposal).state == State.EXPIRED
    for proposal in Proposal.objects.open().walled():
        ended += part(proposal=proposal).state == State.SUPERSEDED
    return ended


@retried
@transaction.atomic
def part(*, proposal: Proposal) -> Proposal:
    """End a proposal between two people a block or a decision on safety came between; nobody is told."""
    proposal = locked(proposal)
    one, other = proposal.mentor.member, proposal.mentee.member
    apart = Exclusion.objects.filter(lifted_at=None).filter(
        Q(member=one, other=other) | Q(member=other, other=one)
    )
    if proposal.is_open and (Block.objects.between(one, other).exists() or apart.exists()):
        end(proposal, State.SUPERSEDED)
        note_down(None, proposal, "superseded", State.OPEN)
    return proposal
