"""The organizers' list of applications: who waits, in which order, and which is read next."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet

from cms.models import Member
from mentorship.models import Participant, RoundPage, Score

from . import paired, scoring
from .scoring import Tally

State = Participant.State


@dataclass(frozen=True)
class Entry:
    """An application in the list. `tally` is None as long as the reviewer may not see it; `is_hidden`: nor whose it is."""

    participant: Participant
    is_hidden: bool
    is_mine: bool
    number: int
    tally: Tally | None


def listed(
    *, reviewer: Member, round_page: RoundPage, state: str = "", by_score: bool = False
) -> QuerySet[Participant]:
    """Applications of the round, all that were sent or those in a state; the longest waiting first, or the best."""
    found = (
        Participant.objects.sent().filter(round_key=round_page.round_key).select_related("member", "chapter")
    )
    if state:
        found = found.filter(state=state)
    return scoring.best_first(found, reviewer) if by_score else found.waiting_first()


def entries(*, reviewer: Member, round_page: RoundPage, found: Iterable[Participant]) -> list[Entry]:
    """What the reviewer may see of these. One query more, none in a round without scores."""
    found = list(found)
    scores = scoring.of_applications([one.pk for one in found]) if round_page.scored else {}
    return [_entry(reviewer, round_page, one, scores.get(one.pk, [])) for one in found]


def entry(*, reviewer: Member, round_page: RoundPage, participant: Participant) -> Entry:
    return entries(reviewer=reviewer, round_page=round_page, found=[participant])[0]


def _entry(reviewer: Member, round_page: RoundPage, participant: Participant, scores: list[Score]) -> Entry:
    own = participant.member_id == reviewer.pk
    mine = any(score.reviewer_id == reviewer.pk for score in scores)
    hidden = not own and scoring.is_hidden(participant, scored=round_page.scored, mine=mine)
    return Entry(
        participant=participant,
        is_hidden=hidden,
        is_mine=own,
        number=sum(not score.is_aside for score in scores),
        tally=None if hidden or own else scoring.tally(scores),
    )


def counts(*, round_page: RoundPage) -> dict[str, int]:
    """State -> how many applications stand in it. One query."""
    rows = Participant.objects.sent().filter(round_key=round_page.round_key).order_by()
    return dict(rows.values_list("state").annotate(number=Count("pk")))


def after(*, reviewer: Member, participant: Participant) -> Participant | None:
    """The application to read next: the one that waits longest after this one, or the first that waits at all."""
    waiting = Participant.objects.filter(round_key=participant.round_key, state=State.SUBMITTED)
    ordered = waiting.exclude(pk=participant.pk).exclude(member=reviewer).order_by("submitted_at", "pk")
    later = ordered.filter(submitted_at__gte=participant.submitted_at).first()
    return later or ordered.first()


def waiting_for(member: Member) -> list[dict]:
    """Rounds this member organizes in which applications wait: round key, how many, since when. One query; none for
    who organizes nothing."""
    if not paired.may_organize(member=member):
        return []
    waiting = Participant.objects.run_by(member).filter(state=State.SUBMITTED).exclude(member=member)
    return list(
        waiting.order_by().values("round_key").annotate(number=Count("pk"), since=Min("submitted_at"))
    )
