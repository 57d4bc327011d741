"""How soon mentors answer: the middle of what they took for the requests of the last year, whoever asked.

A request that ran out unanswered counts as one that took for ever, so that three quick answers do not hide five that
never came. One that was taken back or became impossible says nothing. Below three answers nothing is said at all.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from cms.models import Member
from mentorship.models import Proposal

LEAST = 3
LOOKING_BACK = timedelta(days=365)
State, Answer = Proposal.State, Proposal.Answer


@dataclass(frozen=True)
class Record:
    """What became of the requests to one mentor: how long each answer took, and how many ran out."""

    took: tuple[timedelta, ...] = ()
    ran_out: int = 0

    @property
    def asked(self) -> int:
        return len(self.took) + self.ran_out

    @property
    def answered(self) -> int:
        return len(self.took)

    @property
    def usual(self) -> timedelta | None:
        """The middle one, the later of two; None for too few answers, or when the middle one never came."""
        if self.answered < LEAST:
            return None
        middle = self.asked // 2
        return sorted(self.took)[middle] if middle < self.answered else None


def of(*, members: Collection[Member | int]) -> dict[int, Record]:
    """Member key -> record, for those who were asked anything. One query."""
    asked = Proposal.objects.filter(
        mentor__member__in=members,
        source__in=[Proposal.Source.REQUEST, Proposal.Source.CASCADE],
        created_at__gt=timezone.now() - LOOKING_BACK,
    )
    ends = asked.filter(state__in=[State.ACCEPTED, State.DECLINED, State.EXPIRED]).order_by()
    took: dict[int, list[timedelta]] = defaultdict(list)
    ran_out: dict[int, int] = defaultdict(int)
    for member, state, answer, began, ended in ends.values_list(
        "mentor__member_id", "state", "mentor_answer", "created_at", "decided_at"
    ):
        if ended and answer in {Answer.YES, Answer.NO}:
            took[member].append(ended - began)
        elif state == State.EXPIRED:
            ran_out[member] += 1
    return {member: Record(tuple(took[member]), ran_out[member]) for member in took.keys() | ran_out.keys()}
