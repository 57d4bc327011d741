"""Proposals from the question to the answer: asked, accepted, declined, withdrawn, expired, superseded.

Locks are taken in one order everywhere: the two participants by key, then the proposal. Whoever changes a proposal
holds both of its participants, so holding one of them keeps all its proposals still.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cms.models import Block, Member
from cms.services import events, messages
from cms.services.retry import retried
from mentorship import sentences
from mentorship.exceptions import Expired, NotNow, RequestsClosed, SeatTaken, TooManyOpen
from mentorship.models import Pairing, Participant, Proposal, RoundPage

from . import checking
from .access import require_organizer

State, Answer = Proposal.State, Proposal.Answer
MOST_OPEN = 3


def identity(proposal: Proposal) -> str:
    return f"mentorship.proposal:{proposal.uuid}"


@retried
@transaction.atomic
def request(*, mentee: Participant, mentor: Participant, note: str) -> Proposal:
    """A newcomer asks a mentor. Asking again while it is open is the same proposal.

    Raises RequestsClosed, TooManyOpen, RuleBroken.
    """
    round_page = _round(mentee.round_key)
    if round_page is None or not round_page.takes_requests or mentor.round_key != mentee.round_key:
        raise RequestsClosed
    mentor, mentee = _lock(mentor.pk, mentee.pk)
    if already := Proposal.objects.open().filter(mentor=mentor, mentee=mentee).first():
        return already
    if Proposal.objects.open().filter(mentee=mentee, source=Proposal.Source.REQUEST).count() >= MOST_OPEN:
        raise TooManyOpen
    checking.require(checking.broken_rules(mentor, mentee, round_page), "mentee")
    proposal = _open(mentor, mentee, round_page, Proposal.Source.REQUEST, note=note, mentee_answer=Answer.YES)
    _note(mentee.member, proposal, "opened", "")
    _tell(proposal, mentor.member, "proposal_received")
    return proposal


@retried
@transaction.atomic
def propose(*, actor: Member, mentor: Participant, mentee: Participant) -> Proposal:
    """An organizer proposes a pair; both are asked. Raises RequestsClosed, RuleBroken."""
    require_organizer(actor, mentee.round_key)
    round_page = _round(mentee.round_key)
    if round_page is None or mentor.round_key != mentee.round_key:
        raise RequestsClosed
    mentor, mentee = _lock(mentor.pk, mentee.pk)
    if already := Proposal.objects.open().filter(mentor=mentor, mentee=mentee).first():
        return already
    checking.require(checking.broken_rules(mentor, mentee, round_page), "organizer")
    proposal = _open(mentor, mentee, round_page, Proposal.Source.ORGANIZER)
    _note(actor, proposal, "opened", "")
    for participant in (mentor, mentee):
        _tell(proposal, participant.member, "proposal_received")
    return proposal


def _open(
    mentor: Participant, mentee: Participant, round_page: RoundPage, source: str, **more: str
) -> Proposal:
    told = checking.why(mentor, mentee, round_page)
    return Proposal.objects.create(
        round_key=round_page.round_key,
        mentor=mentor,
        mentee=mentee,
        source=source,
        score=told.score,
        reasons=sentences.stored(told.reasons),
        expires_at=timezone.now() + timedelta(days=round_page.proposal_ttl_days),
        **more,
    )


@retried
@transaction.atomic
def accept(*, proposal: Proposal, member: Member) -> Proposal:
    """One side says yes; with the second yes the pairing is made. Saying it twice is saying it once.

    Everything is checked again under the locks. Raises NotNow, Expired, RuleBroken, SeatTaken.
    """
    proposal, side = _answering(proposal, member)
    if proposal.state == State.ACCEPTED or getattr(proposal, f"{side}_answer") == Answer.YES:
        return proposal
    _require_open(proposal)
    setattr(proposal, f"{side}_answer", Answer.YES)
    if Answer.WAITING in (proposal.mentor_answer, proposal.mentee_answer):
        proposal.save(update_fields=[f"{side}_answer"])
        _note(member, proposal, "said_yes", State.OPEN)
        return proposal
    _pair(proposal, side)
    _note(member, proposal, "accepted", State.OPEN)
    for participant in (proposal.mentor, proposal.mentee):
        _tell(proposal, participant.member, "accepted")
    return proposal


def _pair(proposal: Proposal, side: str) -> Pairing:
    """Take both seats, ask every rule once more, make the pairing and end what no longer fits."""
    mentor, mentee = proposal.mentor, proposal.mentee
    for pk in sorted((mentor.pk, mentee.pk)):
        free = Participant.objects.filter(pk=pk, seats_taken__lt=F("capacity"))
        if not free.update(seats_taken=F("seats_taken") + 1):
            raise SeatTaken
    round_page = _round(proposal.round_key)
    if round_page is None:
        raise RequestsClosed
    checking.require(checking.broken_rules(mentor, mentee, round_page, seats_held=True), side)
    proposal.state, proposal.decided_at = State.ACCEPTED, timezone.now()
    proposal.save(update_fields=["mentor_answer", "mentee_answer", "state", "decided_at"])
    pairing = Pairing.objects.create(
        proposal=proposal, mentor=mentor, mentee=mentee, due_on=round_page.due_on(timezone.now().date())
    )
    for participant in (mentor, mentee):
        participant.refresh_from_db(fields=["seats_taken"])
        if not participant.free_seats:
            release_all(participant=participant, actor=None)
    return pairing


@retried
@transaction.atomic
def decline(*, proposal: Proposal, member: Member, code: str, note: str = "") -> Proposal:
    """One side says no, with a kind reason. Raises NotNow."""
    proposal, side = _answering(proposal, member)
    if getattr(proposal, f"{side}_answer") == Answer.NO:
        return proposal
    _require_open(proposal, late=True)
    setattr(proposal, f"{side}_answer", Answer.NO)
    proposal.decline_code, proposal.decline_note = Proposal.Decline(code), note.strip()
    _end(proposal, State.DECLINED, f"{side}_answer", "decline_code", "decline_note")
    _note(member, proposal, "declined", State.OPEN, code=code)
    other = proposal.mentee if side == "mentor" else proposal.mentor
    if getattr(proposal, "mentee_answer" if side == "mentor" else "mentor_answer") == Answer.YES:
        _tell(proposal, other.member, "declined")
    return proposal


@retried
@transaction.atomic
def withdraw(*, proposal: Proposal, member: Member) -> Proposal:
    """The newcomer takes the request back. Raises NotNow."""
    proposal, side = _answering(proposal, member)
    if proposal.state == State.WITHDRAWN:
        return proposal
    if side != "mentee":
        raise Proposal.DoesNotExist
    _require_open(proposal, late=True)
    _end(proposal, State.WITHDRAWN)
    _note(member, proposal, "withdrawn", State.OPEN)
    return proposal


@retried
@transaction.atomic
def expire(*, proposal: Proposal) -> Proposal:
    """End a proposal whose time has run out, if it still waits."""
    proposal = _locked(proposal)
    if proposal.is_open and proposal.expires_at <= timezone.now():
        _end(proposal, State.EXPIRED)
        _note(None, proposal, "expired", State.OPEN)
        _tell(proposal, proposal.mentee.member, "expired")
    return proposal


def expire_due() -> int:
    """Expire all proposals that are due, and quietly end those between people a block came between; how many.

    Each in its own transaction: safe to run twice, late, or to be killed in the middle.
    """
    ended = 0
    for proposal in Proposal.objects.due(timezone.now()):
        ended += expire(proposal=proposal).state == State.EXPIRED
    walls = Block.objects.values_list("blocker_id", "blocked_id")
    for one, other in walls:
        between = Q(mentor__member=one, mentee__member=other) | Q(mentor__member=other, mentee__member=one)
        for proposal in Proposal.objects.open().filter(between):
            ended += _separate(proposal=proposal).state == State.SUPERSEDED
    return ended


@retried
@transaction.atomic
def _separate(*, proposal: Proposal) -> Proposal:
    """End a proposal between two people one of whom blocked the other; nobody is told."""
    proposal = _locked(proposal)
    if proposal.is_open and Block.objects.between(proposal.mentor.member, proposal.mentee.member).exists():
        _end(proposal, State.SUPERSEDED)
        _note(None, proposal, "superseded", State.OPEN)
    return proposal


def release_all(*, participant: Participant, actor: Member | None) -> None:
    """End the open proposals of a participant who left or is full. The caller holds the participant's lock."""
    mine = Q(mentor=participant) | Q(mentee=participant)
    for proposal in Proposal.objects.open().filter(mine).for_listing().order_by("pk"):
        # The proposal's other side may be leaving at this very moment; one of the two ends it.
        still_open = Proposal.objects.open().filter(pk=proposal.pk)
        if not still_open.update(state=State.SUPERSEDED, decided_at=timezone.now()):
            continue
        proposal.state = State.SUPERSEDED
        _note(actor, proposal, "superseded", State.OPEN)
        if participant.is_mentor and proposal.mentee_answer == Answer.YES:
            _tell(proposal, proposal.mentee.member, "superseded")


def _round(round_key: UUID) -> RoundPage | None:
    return RoundPage.objects.of(round_key).first()


def _lock(mentor_pk: int, mentee_pk: int) -> tuple[Participant, Participant]:
    """Both participants, locked in the order of their keys."""
    rows = (
        Participant.objects.select_for_update(of=("self",), no_key=True)
        .select_related("member")
        .order_by("pk")
    )
    found = {row.pk: row for row in rows.filter(pk__in=[mentor_pk, mentee_pk])}
    return found[mentor_pk], found[mentee_pk]


def _locked(proposal: Proposal) -> Proposal:
    """The proposal as it stands, locked after its participants."""
    mentor, mentee = _lock(proposal.mentor_id, proposal.mentee_id)
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    proposal.mentor, proposal.mentee = mentor, mentee
    return proposal


def _answering(proposal: Proposal, member: Member) -> tuple[Proposal, str]:
    """The locked proposal and the side the member stands on. A stranger finds nothing."""
    proposal = _locked(proposal)
    side = proposal.side_of(member)
    if not side:
        raise Proposal.DoesNotExist
    return proposal, side


def _require_open(proposal: Proposal, *, late: bool = False) -> None:
    if not proposal.is_open:
        raise NotNow(proposal.get_state_display())
    if proposal.has_lapsed and not late:
        raise Expired


def _end(proposal: Proposal, state: str, *fields: str) -> None:
    proposal.state, proposal.decided_at = state, timezone.now()
    proposal.save(update_fields=["state", "decided_at", *fields])


def _note(actor: Member | None, proposal: Proposal, verb: str, before: str, **data: str) -> None:
    events.record(
        actor=actor, object=identity(proposal), verb=verb, before=before, after=proposal.state, data=data
    )


def _tell(proposal: Proposal, member: Member, kind: str) -> None:
    messages.queue(
        kind=f"mentorship.{kind}",
        recipient=member,
        dedupe_key=f"{identity(proposal)}:{kind}:{member.pk}",
        about=identity(proposal),
        context={"proposal": proposal.pk},
    )
