"""Scoring applications blind: points and a note, or stepping aside; and what all of it together says."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from django.db import transaction
from django.db.models import Avg, Exists, ExpressionWrapper, F, FloatField, OuterRef, Q, QuerySet, Subquery

from cms.models import Event, Member
from cms.services import events
from cms.services.retry import retried
from mentorship.exceptions import AlreadyScored, NotNow, OwnApplication
from mentorship.models import Participant, RoundPage, Score

from .access import require_organizer
from .participants import OPEN, identity

POINTS = ExpressionWrapper((F("clear") + F("fitting") + F("ready")) / 3.0, output_field=FloatField())


@dataclass(frozen=True)
class Tally:
    """What the reviewers of an application think together: how many they are, their mean, and how far apart."""

    count: int
    mean: float
    low: float
    high: float

    @property
    def spread(self) -> float:
        return self.high - self.low


def tally(scores: Iterable[Score]) -> Tally | None:
    """None before anybody has scored."""
    points = [score.points for score in scores if score.points is not None]
    return Tally(len(points), fmean(points), min(points), max(points)) if points else None


def of_applications(keys: Collection[int]) -> Mapping[int, list[Score]]:
    """Participant key -> scores, with who gave them. One query."""
    found: dict[int, list[Score]] = defaultdict(list)
    for score in Score.objects.filter(participant__in=keys).select_related("reviewer"):
        found[score.participant_id].append(score)
    return found


def is_hidden(participant: Participant, *, scored: bool, mine: bool) -> bool:
    """Whether a reviewer must not see yet whose application it is. `scored`: the round's; `mine`: has done their part."""
    return scored and not mine and participant.state in OPEN


def to_score(*, reviewer: Member, round_page: RoundPage) -> QuerySet[Participant]:
    """Applications of the round that wait for this reviewer's score, the longest waiting first."""
    mine = Score.objects.filter(participant=OuterRef("pk"), reviewer=reviewer)
    waiting = Participant.objects.filter(round_key=round_page.round_key, state=Participant.State.SUBMITTED)
    if not round_page.scored:
        return waiting.none()
    return waiting.exclude(member=reviewer).exclude(Exists(mine)).order_by("submitted_at", "pk")


def hidden_from(*, reviewer: Member, rounds: QuerySet[RoundPage]) -> QuerySet[Participant]:
    """The applications in these scored rounds that the reviewer must not know the writers of."""
    mine = Score.objects.filter(participant=OuterRef("pk"), reviewer=reviewer)
    waiting = Participant.objects.filter(round_key__in=rounds.values("translation_key"), state__in=OPEN)
    return waiting.exclude(member=reviewer).exclude(Exists(mine))


def best_first(found: QuerySet[Participant], reviewer: Member) -> QuerySet[Participant]:
    """In the order of the mean; those the reviewer has not scored come last, so that their place tells nothing."""
    scores = Score.objects.filter(participant=OuterRef("pk"), clear__isnull=False)
    means = scores.order_by().values("participant").annotate(mean=Avg(POINTS)).values("mean")
    mine = Score.objects.filter(participant=OuterRef("pk"), reviewer=reviewer)
    seen = Q(mine=True) | ~Q(state__in=OPEN)
    ordered = found.annotate(mine=Exists(mine)).alias(mean=Subquery(means[:1]))
    return ordered.annotate(seen=seen).order_by(
        "-seen", F("mean").desc(nulls_last=True), "submitted_at", "pk"
    )


@retried
@transaction.atomic
def give(*, reviewer: Member, participant: Participant, points: Mapping[str, int], note: str = "") -> Score:
    """Score an application. Twice the same is once. Raises OwnApplication, AlreadyScored, NotNow."""
    given = {name: points[name] for name in Score.RUBRIC}
    return _write(reviewer, participant, "scored", {**given, "note": note.strip()})


@retried
@transaction.atomic
def step_aside(*, reviewer: Member, participant: Participant) -> Score:
    """Do without a score: the reviewer knows whose it is, or wants to. It cannot be scored by them afterwards."""
    nothing = dict.fromkeys(Score.RUBRIC)
    return _write(reviewer, participant, "stepped aside", {**nothing, "note": ""})


def _write(reviewer: Member, participant: Participant, verb: str, given: dict) -> Score:
    require_organizer(reviewer, participant.round_key)
    participant = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    if participant.member_id == reviewer.pk:
        raise OwnApplication
    standing = Score.objects.filter(participant=participant, reviewer=reviewer).first()
    if standing is not None:
        if any(getattr(standing, name) != value for name, value in given.items()):
            raise AlreadyScored
        return standing
    if participant.state not in OPEN:
        raise NotNow(participant.get_state_display())
    score = Score.objects.create(
        participant=participant, applicant=participant.member, reviewer=reviewer, **given
    )
    _note(reviewer, participant, verb)
    return score


def _note(reviewer: Member, participant: Participant, verb: str) -> Event:
    state = participant.state
    return events.record(actor=reviewer, object=identity(participant), verb=verb, before=state, after=state)
