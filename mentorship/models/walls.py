"""What has come between the two of a proposal or a pair: a block, whichever of them set it."""

from django.db.models import Exists, OuterRef, Q

from cms.models import Block

MENTOR, MENTEE = OuterRef("mentor__member"), OuterRef("mentee__member")


def walled() -> Exists:
    """For a query of proposals or pairings: a block stands between mentor and newcomer."""
    return Exists(Block.objects.filter(Q(blocker=MENTOR, blocked=MENTEE) | Q(blocker=MENTEE, blocked=MENTOR)))
