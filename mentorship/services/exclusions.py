"""Decisions of safeguarding that keep two people apart in every round, or somebody out of mentoring. None names a reason."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from mentorship.models import Exclusion, Participant, Proposal

from . import holds, lapses
from .proposal_rows import lock, release_all


@retried
@transaction.atomic
def keep_apart(*, actor: Member, one: Member, other: Member) -> Exclusion:
    """The two are not proposed to each other any more: what is open between them ends without a word, and a pair they are in
    is on hold at once. Twice is once.
    """
    first, second = sorted((one, other), key=lambda member: member.pk)
    made, _new = Exclusion.objects.get_or_create(
        member=first, other=second, lifted_at=None, defaults={"made_by": actor}
    )
    _keep_still(one, other)
    separate(one=one, other=other)
    holds.part(one=one, other=other)
    return made


def _keep_still(one: Member, other: Member) -> None:
    """Lock every part the two have in any round: a yes at this very moment comes before this or after it."""
    rows = Participant.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(rows.filter(member__in=[one, other]).values_list("pk", flat=True))


@retried
@transaction.atomic
def bar(*, actor: Member, member: Member) -> Exclusion:
    """The member is in no new pair until this is lifted; open proposals end, kindly worded. Twice is once."""
    made, _new = Exclusion.objects.get_or_create(
        member=member, other=None, lifted_at=None, defaults={"made_by": actor}
    )
    for participant in Participant.objects.of(member).order_by("pk"):
        locked, _same = lock(participant.pk, participant.pk)
        release_all(participant=locked, actor=None)
    return made


@transaction.atomic
def lift(*, exclusion: Exclusion) -> None:
    """Take the decision back; what it ended stays ended. Twice is once."""
    Exclusion.objects.filter(pk=exclusion.pk, lifted_at=None).update(lifted_at=timezone.now())


def standing(*, members: list[int]) -> list[Exclusion]:
    """The decisions in force between these members, or about one of them alone."""
    between = Q(member__in=members, other__in=members) | Q(member__in=members, other=None)
    rows = Exclusion.objects.filter(between, lifted_at=None)
    return list(rows.select_related("member", "other").order_by("pk"))


def separate(*, one: Member, other: Member) -> int:
    """End open proposals between two people something came between; nobody is told. How many."""
    rows = Proposal.objects.open().involving(one).filter(Q(mentor__member=other) | Q(mentee__member=other))
    return sum(lapses.part(proposal=proposal).state == Proposal.State.SUPERSEDED for proposal in rows)
