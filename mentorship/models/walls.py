"""What has come between the two of a proposal or a pair: a block or a decision on safety, and once a pair is over a case."""

from django.db.models import Exists, OuterRef, Q

from cms.models import Block, Report

from .exclusions import Exclusion

MENTOR, MENTEE = OuterRef("mentor__member"), OuterRef("mentee__member")


def walled() -> Q:
    """For a query of proposals or pairings: a block of either, or a decision to keep them apart, stands between the two."""
    blocks = Block.objects.filter(Q(blocker=MENTOR, blocked=MENTEE) | Q(blocker=MENTEE, blocked=MENTOR))
    apart = Exclusion.objects.filter(Q(member=MENTOR, other=MENTEE) | Q(member=MENTEE, other=MENTOR))
    return Q(Exists(blocks)) | Q(Exists(apart.filter(lifted_at=None)))


def in_a_case() -> Q:
    """For a query of pairings: both are parties to a report that is open, as who reported or as who is named."""
    rows = Report.named.through.objects.filter(report=OuterRef("pk"))
    mentor, mentee = (rows.filter(member=OuterRef(side)) for side in (MENTOR, MENTEE))
    open_ = Report.objects.exclude(state=Report.State.CLOSED)
    both = open_.filter(Q(by=MENTOR) | Q(Exists(mentor)), Q(by=MENTEE) | Q(Exists(mentee)))
    return Q(Exists(both))
