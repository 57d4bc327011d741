"""Newcomers a published run found nobody for: they are told, stand first from then on, and read of study groups that fit."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from cms.models import Message
from learning import fitting_groups
from learning.fitting_groups import FittingGroup
from mentorship import line
from mentorship.models import MatchLeftover, MatchRun, Participant, Proposal

State, Answer = Proposal.State, Proposal.Answer
BATCH = 1000
#: What somebody can change about themselves.
IN_THEIR_HANDS = {"hours", "language"}


@dataclass(frozen=True)
class Standing:
    """Where a newcomer stands in line, what they could change, and study groups that fit meanwhile."""

    place: int
    helps: list[dict[str, Any]]
    groups: list[FittingGroup]


def standing_of(*, participant: Participant) -> Standing | None:
    """None for who does not stand in line, which costs no query."""
    if participant.is_mentor or participant.priority_tier < line.FIRST:
        return None
    place = line.place_of(participant)
    if place is None:
        return None
    rows = MatchLeftover.objects.filter(mentee=participant, run__state=MatchRun.State.PUBLISHED)
    last = rows.order_by("-run__published_at").first()
    helps = [one for one in last.helps if one["code"] in IN_THEIR_HANDS] if last else []
    return Standing(place, helps, fitting_groups.for_member(participant.member, needs_of(participant)))


def needs_of(participant: Participant) -> list[str]:
    return [str(key) for key in participant.topics.values_list("topic_key", flat=True)]


def tell_all(*, run: MatchRun) -> int:
    """Put everybody the run left over first in line, and write to them. In the caller's transaction; how many there are.

    Who has left the round or found a mentor meanwhile is no longer left over.
    """
    rows = MatchLeftover.objects.filter(
        run=run, mentee__state=Participant.State.APPROVED, mentee__seats_taken__lt=F("mentee__capacity")
    ).select_related("mentee")
    found = list(rows.order_by("pk"))
    waiting = Participant.objects.filter(
        pk__in=rows.order_by().values("mentee"), priority_tier__lt=line.FIRST
    )
    waiting.update(priority_tier=line.FIRST)
    now = timezone.now()
    Message.objects.bulk_create(
        (
            Message(
                kind="mentorship.left_over",
                recipient_id=left.mentee.member_id,
                dedupe_key=f"mentorship.matchrun:{run.uuid}:left_over:{left.mentee.member_id}",
                about=f"mentorship.participant:{left.mentee.uuid}",
                context={"participant": left.mentee_id, "run": run.pk},
                due_at=now,
            )
            for left in found
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    return len(found)


def keep_in_line() -> int:
    """Put those first whose proposal from a run or an organizer came to nothing through nothing of their own; how many.

    A mentor said no, did not answer or found somebody else, and nobody else could be asked. Who left a mentor's yes without
    an answer stays where they were. One statement, safe to repeat.
    """
    theirs = Q(mentee_answer=Answer.NO) | Q(
        state=State.EXPIRED, mentor_answer=Answer.YES, mentee_answer=Answer.WAITING
    )
    over = (
        Proposal.objects.filter(Q(run__isnull=False) | Q(source=Proposal.Source.ORGANIZER))
        .filter(mentee=OuterRef("pk"), state__in=[State.DECLINED, State.EXPIRED, State.SUPERSEDED])
        .exclude(theirs)
    )
    still = Proposal.objects.filter(mentee=OuterRef("pk")).filter(
        Q(state=State.OPEN) | Q(state=State.ACCEPTED)
    )
    free = Participant.objects.filter(
        role=Participant.Role.MENTEE,
        state=Participant.State.APPROVED,
        priority_tier__lt=line.FIRST,
        seats_taken__lt=F("capacity"),
    )
    return free.filter(Exists(over), ~Exists(still)).update(priority_tier=line.FIRST)
