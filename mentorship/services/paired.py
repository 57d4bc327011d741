"""Whether a member is in a pair, or was until lately: known with their rights, so that no page asks for it on its own."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from cms import rights
from cms.models import Member
from mentorship.models import Pairing
from mentorship.models.pairings import LIVE

IN_A_PAIR = "is in a pair"
#: As long as something may still be asked about a pair that is over.
LATELY = timedelta(days=60)


@rights.mark
def _mark(member: Member) -> QuerySet:
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    going_on = Q(state__in=LIVE) | Q(ended_at__gt=today - LATELY)
    return Pairing.objects.of(member).filter(going_on).values_list(*rights.marked(IN_A_PAIR)).distinct()


def is_paired(*, member: Member) -> bool:
    """Whether it is worth asking for their pairs at all; no query of its own."""
    return IN_A_PAIR in rights.held(member)


def may_organize(*, member: Member) -> bool:
    """Whether it is worth asking for rounds they organize; no query of its own."""
    held = rights.held(member)
    return member.is_superuser or rights.ORGANIZES in held or "mentorship.run_any_round" in held
