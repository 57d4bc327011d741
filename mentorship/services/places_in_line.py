"""First places in line: given to a newcomer whose pair ended early, and given back once a new pair has found its feet."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from mentorship.models import Pairing, Participant

#: After so long a new pair is more than an attempt.
SETTLED = timedelta(days=28)


def give_back() -> int:
    """Newcomers with a pair that has lived past its first weeks, or was completed, stand in line like all others; how many.

    A pair of a later round counts for the rounds before it, or the place would be taken along for ever. One statement, safe
    to run twice. A pair that ends before that keeps the place.
    """
    settled = Q(state__in=[Pairing.State.ACTIVE, Pairing.State.PAUSED])
    settled &= Q(started_at__lte=timezone.now() - SETTLED)
    later = Q(mentee__member=OuterRef("member"), started_at__gt=OuterRef("submitted_at"))
    pairs = Pairing.objects.filter(
        settled | Q(state=Pairing.State.COMPLETED), Q(mentee=OuterRef("pk")) | later
    )
    ended_since = Pairing.objects.filter(
        mentee=OuterRef("mentee"), state=Pairing.State.ENDED, ended_at__gt=OuterRef("started_at")
    )
    first = Participant.objects.filter(Exists(pairs.exclude(Exists(ended_since))), priority_tier__gt=0)
    return first.update(priority_tier=0)
