"""Proposals from the question to the answer: asked, accepted, declined, withdrawn."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from mentorship.exceptions import RequestsClosed, RoundOver, SaidNo, SeatTaken, TooManyOpen
from mentorship.models import Pairing, Participant, Phase, Proposal

from . import cascades, checking, pauses, questions
from .access import require_organizer
from .openings import MOST_OPEN, open_between
from .proposal_rows import answering, end, lock, note_down, release_all, require_open, round_of, tell

State, Answer = Proposal.State, Proposal.Answer


@retried
@transaction.atomic
def request(*, mentee: Participant, mentor: Participant, note: str) -> Proposal:
    """A newcomer asks a mentor. Asking again while it is open is the same proposal; a no stands for the round.

    Raises RequestsClosed, SaidNo, TooManyOpen, RuleBroken.
    """
    round_page = round_of(mentee.round_key)
    if round_page is None or not round_page.takes_requests or mentor.round_key != mentee.round_key:
        raise RequestsClosed
    mentor, mentee = lock(mentor.pk, mentee.pk)
    if already := Proposal.objects.open().filter(mentor=mentor, mentee=mentee).first():
        return already
    if Proposal.objects.filter(mentor=mentor, mentee=mentee, mentor_answer=Answer.NO).exists():
        raise SaidNo
    if Proposal.objects.open().asked_by(mentee).count() >= MOST_OPEN:
        raise TooManyOpen
    checking.require(checking.broken_rules(mentor, mentee, round_page), "mentee")
    proposal = open_between(
        mentor, mentee, round_page, Proposal.Source.REQUEST, note=note, mentee_answer=Answer.YES
    )
    note_down(mentee.member, proposal, "opened", "")
    return proposal


@retried
@transaction.atomic
def propose(*, actor: Member, mentor: Participant, mentee: Participant) -> Proposal:
    """An organizer proposes a pair; both are asked. Raises RequestsClosed, RoundOver, RuleBroken."""
    require_organizer(actor, mentee.round_key)
    round_page = round_of(mentee.round_key)
    if round_page is None or mentor.round_key != mentee.round_key:
        raise RequestsClosed
    if round_page.phase == Phase.OVER:
        raise RoundOver
    mentor, mentee = lock(mentor.pk, mentee.pk)
    if already := Proposal.objects.open().filter(mentor=mentor, mentee=mentee).first():
        return already
    checking.require(checking.broken_rules(mentor, mentee, round_page), "organizer")
    proposal = open_between(mentor, mentee, round_page, Proposal.Source.ORGANIZER)
    note_down(actor, proposal, "opened", "")
    return proposal


@retried
@transaction.atomic
def accept(*, proposal: Proposal, member: Member) -> Proposal:
    """One side says yes; with the second yes the pairing is made. Saying it twice is saying it once.

    Everything is checked again under the locks. Raises NotNow, Expired, RoundOver, RuleBroken, SeatTaken.
    """
    proposal, side = answering(proposal, member)
    said_before = proposal.is_open and getattr(proposal, f"{side}_answer") == Answer.YES
    if proposal.state == State.ACCEPTED or said_before:
        return proposal
    require_open(proposal)
    setattr(proposal, f"{side}_answer", Answer.YES)
    if side == "mentor":
        pauses.answered(mentor=proposal.mentor)
    if Answer.WAITING in (proposal.mentor_answer, proposal.mentee_answer):
        proposal.save(update_fields=[f"{side}_answer"])
        note_down(member, proposal, "said_yes", State.OPEN)
        return proposal
    _pair(proposal, side)
    note_down(member, proposal, "accepted", State.OPEN)
    for participant in (proposal.mentor, proposal.mentee):
        tell(proposal, participant.member, "accepted")
    return proposal


def _pair(proposal: Proposal, side: str) -> Pairing:
    """Take both seats, ask every rule once more, make the pairing and end what no longer fits."""
    mentor, mentee = proposal.mentor, proposal.mentee
    for pk in sorted((mentor.pk, mentee.pk)):
        free = Participant.objects.filter(pk=pk, seats_taken__lt=F("capacity"))
        if not free.update(seats_taken=F("seats_taken") + 1):
            raise SeatTaken
    round_page = round_of(proposal.round_key)
    if round_page is None or round_page.phase == Phase.OVER:
        raise RoundOver
    checking.require(checking.broken_rules(mentor, mentee, round_page, seats_held=True), side)
    proposal.state, proposal.decided_at = State.ACCEPTED, timezone.now()
    proposal.save(update_fields=["mentor_answer", "mentee_answer", "state", "decided_at"])
    pairing = Pairing.objects.create(
        proposal=proposal, mentor=mentor, mentee=mentee, due_on=round_page.due_on(timezone.now().date())
    )
    questions.move_into(pairing=pairing)
    for participant in (mentor, mentee):
        participant.refresh_from_db(fields=["seats_taken"])
        if not participant.free_seats:
            release_all(participant=participant, actor=None)
    return pairing


@retried
@transaction.atomic
def decline(
    *, proposal: Proposal, member: Member, code: str, note: str = "", pause: bool = False
) -> Proposal:
    """One side says no. The reason is for organizers; the other side reads the note.

    A mentor may take a break with the same click. When it is the mentor who says no, the newcomer's next choice, or the
    next best mentor of the run, is asked in the same transaction. Raises NotNow.
    """
    choices = cascades.choices(proposal)
    proposal, side = answering(proposal, member, choices)
    if getattr(proposal, f"{side}_answer") == Answer.NO:
        return proposal
    require_open(proposal, late=True)
    setattr(proposal, f"{side}_answer", Answer.NO)
    proposal.decline_code, proposal.decline_note = Proposal.Decline(code), note.strip()
    end(proposal, State.DECLINED, f"{side}_answer", "decline_code", "decline_note")
    note_down(member, proposal, "declined", State.OPEN, code=code)
    if side == "mentor":
        pauses.answered(mentor=proposal.mentor)
        if pause:
            pauses.pause_locked(mentor=proposal.mentor, actor=member)
        cascades.ask_next(proposal, choices)
    other = proposal.mentee if side == "mentor" else proposal.mentor
    said_yes = getattr(proposal, "mentee_answer" if side == "mentor" else "mentor_answer") == Answer.YES
    if said_yes or (proposal.run_id and side == "mentor"):
        tell(proposal, other.member, "declined")
    return proposal


@retried
@transaction.atomic
def withdraw(*, proposal: Proposal, member: Member) -> Proposal:
    """The newcomer takes the request back. Raises NotNow."""
    proposal, side = answering(proposal, member)
    if side != "mentee":
        raise Proposal.DoesNotExist
    if proposal.state == State.WITHDRAWN:
        return proposal
    require_open(proposal, late=True)
    end(proposal, State.WITHDRAWN)
    note_down(member, proposal, "withdrawn", State.OPEN)
    return proposal
