"""The rows beneath the transitions of proposals: locks in one order, one way to end, to note down and to tell.

The two participants are locked by key, then the proposal. Whoever changes a proposal holds both of its participants,
so holding one of them keeps all its proposals still.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from cms.models import Member
from cms.services import events, messages
from mentorship.exceptions import Expired, NotNow
from mentorship.models import Participant, Proposal, RoundPage

State, Answer = Proposal.State, Proposal.Answer


def identity(proposal: Proposal) -> str:
    return f"mentorship.proposal:{proposal.uuid}"


def round_of(round_key: UUID) -> RoundPage | None:
    return RoundPage.objects.of(round_key).first()


def lock(mentor_pk: int, mentee_pk: int, also: Iterable[int] = ()) -> tuple[Participant, Participant]:
    """Both participants, locked in the order of their keys together with those who may be asked next."""
    rows = (
        Participant.objects.select_for_update(of=("self",), no_key=True)
        .select_related("member")
        .order_by("pk")
    )
    found = {row.pk: row for row in rows.filter(pk__in=[mentor_pk, mentee_pk, *also])}
    return found[mentor_pk], found[mentee_pk]


def locked(proposal: Proposal, also: Iterable[int] = ()) -> Proposal:
    """The proposal as it stands, locked after its participants."""
    mentor, mentee = lock(proposal.mentor_id, proposal.mentee_id, also)
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    proposal.mentor, proposal.mentee = mentor, mentee
    return proposal


def answering(proposal: Proposal, member: Member, also: Iterable[int] = ()) -> tuple[Proposal, str]:
    """The locked proposal and the side the member stands on. A stranger finds nothing."""
    proposal = locked(proposal, also)
    side = proposal.side_of(member)
    if not side:
        raise Proposal.DoesNotExist
    return proposal, side


def require_open(proposal: Proposal, *, late: bool = False) -> None:
    if not proposal.is_open:
        raise NotNow(proposal.get_state_display())
    if proposal.has_lapsed and not late:
        raise Expired


def end(proposal: Proposal, state: str, *fields: str) -> None:
    proposal.state, proposal.decided_at = state, timezone.now()
    proposal.save(update_fields=["state", "decided_at", *fields])


def note_down(actor: Member | None, proposal: Proposal, verb: str, before: str, **data: str) -> None:
    events.record(
        actor=actor, object=identity(proposal), verb=verb, before=before, after=proposal.state, data=data
    )


def tell(proposal: Proposal, member: Member, kind: str) -> None:
    messages.queue(
        kind=f"mentorship.{kind}",
        recipient=member,
        dedupe_key=f"{identity(proposal)}:{kind}:{member.pk}",
        about=identity(proposal),
        context={"proposal": proposal.pk},
    )


def release_all(*, participant: Participant, actor: Member | None) -> None:
    """End the open proposals of a participant who left or is full; who said yes to one, or was asked by a run, is told.

    The caller holds the participant's lock.
    """
    mine = Q(mentor=participant) | Q(mentee=participant)
    for proposal in Proposal.objects.open().filter(mine).for_listing().order_by("pk"):
        # The proposal's other side may be leaving at this very moment; one of the two ends it.
        still_open = Proposal.objects.open().filter(pk=proposal.pk)
        if not still_open.update(state=State.SUPERSEDED, decided_at=timezone.now()):
            continue
        proposal.state = State.SUPERSEDED
        note_down(actor, proposal, "superseded", State.OPEN)
        if participant.is_mentor and (proposal.run_id or proposal.mentee_answer == Answer.YES):
            tell(proposal, proposal.mentee.member, "superseded")
        elif not participant.is_mentor and proposal.mentor_answer == Answer.YES:
            tell(proposal, proposal.mentor.member, "superseded")
