"""Pairs at work: who sees whose contact, and an end without blame."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.models import Block, Member
from cms.services import events
from cms.services.retry import retried
from mentorship.exceptions import MentorshipError, NotNow
from mentorship.models import Pairing, Participant


def identity(pairing: Pairing) -> str:
    return f"mentorship.pairing:{pairing.uuid}"


def may_see_contact(*, pairing: Pairing, member: Member) -> bool:
    """Whether this member may see how the other one is reached: of the pair, in time, and no block between the two."""
    if not pairing.side_of(member) or not pairing.shows_contact:
        return False
    return not Block.objects.between(pairing.mentor.member, pairing.mentee.member).exists()


@retried
@transaction.atomic
def reveal_contact(*, pairing: Pairing, member: Member) -> Member:
    """The other member, whose contact may be shown now; each time it is, an event says so. Raises MentorshipError."""
    if not pairing.side_of(member):
        raise Pairing.DoesNotExist
    if not may_see_contact(pairing=pairing, member=member):
        raise MentorshipError(code="contact_hidden")
    other = pairing.other_of(member).member
    events.record(
        actor=member,
        object=identity(pairing),
        verb="contact_seen",
        before=pairing.state,
        after=pairing.state,
        data={"of": other.pk},
    )
    return other


@retried
@transaction.atomic
def end(*, pairing: Pairing, member: Member, code: str, note: str = "") -> Pairing:
    """Either side ends the pair and both seats are free again; the note is for organizers only. Raises NotNow."""
    rows = (
        Participant.objects.select_for_update(of=("self",), no_key=True)
        .select_related("member")
        .order_by("pk")
    )
    both = {row.pk: row for row in rows.filter(pk__in=[pairing.mentor_id, pairing.mentee_id])}
    pairing = Pairing.objects.select_for_update(no_key=True).get(pk=pairing.pk)
    pairing.mentor, pairing.mentee = both[pairing.mentor_id], both[pairing.mentee_id]
    if not pairing.side_of(member):
        raise Pairing.DoesNotExist
    if pairing.state == Pairing.State.ENDED:
        return pairing
    if pairing.state not in {Pairing.State.ACTIVE, Pairing.State.PAUSED}:
        raise NotNow(pairing.get_state_display())
    before = pairing.state
    pairing.state, pairing.ended_at, pairing.waiting_on = Pairing.State.ENDED, timezone.now(), ""
    pairing.end_code, pairing.end_note = Pairing.End(code), note.strip()
    pairing.save(update_fields=["state", "ended_at", "waiting_on", "end_code", "end_note"])
    for participant in both.values():
        Participant.objects.filter(pk=participant.pk).update(seats_taken=F("seats_taken") - 1)
    events.record(
        actor=member,
        object=identity(pairing),
        verb="ended",
        before=before,
        after=pairing.state,
        data={"code": code},
    )
    return pairing
