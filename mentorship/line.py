"""The line of newcomers who wait for a mentor: who stands in it, and where. They are matched before everybody else."""

from django.db.models import F, Q, QuerySet

from cms.models import Member
from mentorship.models import Participant

FIRST = 1


def waiting(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """Those of the participants who stand in line: promised to come first, and free."""
    return participants.filter(
        role=Participant.Role.MENTEE,
        state=Participant.State.APPROVED,
        priority_tier__gte=FIRST,
        seats_taken__lt=F("capacity"),
    )


def place_of(participant: Participant) -> int | None:
    """The participant's place in the line of their round, from 1; None for who does not stand in it."""
    line = waiting(Participant.objects.filter(round_key=participant.round_key))
    if not line.filter(pk=participant.pk).exists():
        return None
    tier, since = participant.priority_tier, participant.submitted_at
    before = Q(priority_tier__gt=tier) | (
        Q(priority_tier=tier) & (Q(submitted_at__lt=since) | Q(submitted_at=since, pk__lt=participant.pk))
    )
    return line.filter(before).count() + 1


def stands_first(member: Member) -> bool:
    """Whether a round before has left this member in line, so that they come first in the next one."""
    return waiting(Participant.objects.of(member)).exists()
