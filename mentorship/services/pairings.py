"""Pairs at work: who sees whose contact, and an end without blame."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from mentorship import line
from mentorship.exceptions import MentorshipError, NotNow
from mentorship.models import Pairing, Participant

from . import pair_meetings
from .pair_rows import note_down, tell

State = Pairing.State


def may_see_contact(*, pairing: Pairing, member: Member) -> bool:
    """Whether this member may see how the other one is reached: of the pair, in time, with nothing between the two, and an
    account on the other side."""
    if not pairing.side_of(member) or not pairing.shows_contact:
        return False
    if not pairing.other_of(member).member.is_active:
        return False
    return Pairing.objects.unblocked().filter(pk=pairing.pk).exists()


@retried
@transaction.atomic
def reveal_contact(*, pairing: Pairing, member: Member) -> Member:
    """The other member, whose contact may be shown now; each time it is, an event says so. Raises MentorshipError."""
    if not pairing.side_of(member):
        raise Pairing.DoesNotExist
    if not may_see_contact(pairing=pairing, member=member):
        raise MentorshipError(code="contact_hidden")
    other = pairing.other_of(member).member
    note_down(member, pairing, "contact_seen", of=other.pk)
    return other


@retried
@transaction.atomic
def end(*, pairing: Pairing, member: Member, code: str, note: str = "") -> Pairing:
    """Either side ends the pair and both seats are free again; the other learns that, and only organizers why.

    The newcomer stands first in line for the next mentor. Raises NotNow.
    """
    both = hold_both(pairing)
    pairing = Pairing.objects.select_for_update(of=("self",), no_key=True).for_listing().get(pk=pairing.pk)
    if not pairing.side_of(member):
        raise Pairing.DoesNotExist
    if pairing.state == State.ENDED:
        return pairing
    if not pairing.takes_words:
        raise NotNow(pairing.get_state_display())
    before = pairing.state
    pairing.end_code, pairing.end_note = Pairing.End(code), note.strip()
    close(pairing, both, State.ENDED, member)
    Participant.objects.filter(pk=pairing.mentee_id).update(
        priority_tier=Greatest("priority_tier", line.FIRST)
    )
    note_down(member, pairing, "ended", before=before, code=code)
    tell(pairing, pairing.other_of(member).member, "pair_ended", once="end")
    return pairing


def hold_both(pairing: Pairing) -> list[int]:
    """Lock both participants in the order of their keys, before the pairing; their keys."""
    rows = Participant.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    return list(rows.filter(pk__in=[pairing.mentor_id, pairing.mentee_id]).values_list("pk", flat=True))


def close(pairing: Pairing, both: list[int], state: str, member: Member | None) -> None:
    """The pair is over: its seats are free, its meetings called off. The caller holds both participants and the pairing."""
    pair_meetings.cancel_ahead(pairing=pairing, member=member)
    pairing.state, pairing.ended_at, pairing.waiting_on = state, timezone.now(), ""
    pairing.save(update_fields=["state", "ended_at", "waiting_on", "end_code", "end_note"])
    Participant.objects.filter(pk__in=both).update(seats_taken=F("seats_taken") - 1)
