"""Reads the helpers' queue: what waits for a review, the longest first, a sheet at a time, and what one has taken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q
from django.utils import timezone

from cms.models import Member
from learning.models import Submission
from learning.models.homework import SubmissionQuerySet

PER_SHEET = 30
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FURTHEST = 10**17  # microseconds: the year 5138


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some of the queue, and the place after it as an address can hold it, empty at the end."""

    rows: list[Submission]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits that nobody has taken, since when the longest, and how much this helper has taken."""

    number: int
    since: datetime | None
    taken: int = 0


def counts(*, helper: Member) -> dict[UUID, int]:
    """How many hand-ins wait for this helper, by the key of the exercise."""
    found = _waiting(helper).order_by().values("exercise_key").annotate(number=Count("pk"))
    return dict(found.values_list("exercise_key", "number"))


def mine(*, helper: Member) -> list[Submission]:
    """What this helper has taken, the claim that ends first on top."""
    held = _waiting(helper).filter(claimed_by=helper, claim_until__gt=timezone.now())
    return list(held.for_listing().order_by("claim_until", "pk"))


def sheet(*, helper: Member, exercises: Collection[UUID] | None = None, after: str = "") -> Sheet:
    """What waits and is not one's own to answer yet, from the place `after` on. Nonsense there is the beginning.

    `exercises` narrows the queue to these; None is all of it.
    """
    rows = _waiting(helper).exclude(claimed_by=helper, claim_until__gt=timezone.now())
    if exercises is not None:
        rows = rows.filter(exercise_key__in=exercises)
    if place := _place(after):
        since, pk = place
        rows = rows.filter(Q(waiting_since__gt=since) | Q(waiting_since=since, pk__gt=pk))
    found = list(rows.for_listing()[: PER_SHEET + 1])
    more = len(found) > PER_SHEET
    return Sheet(found[:PER_SHEET], _mark(found[PER_SHEET - 1]) if more else "")


def free(*, helper: Member) -> Waiting:
    """What nobody has taken yet, and how much this helper has, in one query: for Today and for the admin's first page."""
    now = timezone.now()
    nobodys = Q(claimed_by__isnull=True) | Q(claim_until__lte=now)
    found = (
        _waiting(helper)
        .order_by()
        .aggregate(
            number=Count("pk", filter=nobodys),
            since=Min("waiting_since", filter=nobodys),
            taken=Count("pk", filter=Q(claimed_by=helper, claim_until__gt=now)),
        )
    )
    return Waiting(found["number"], found["since"], found["taken"])


def _waiting(helper: Member) -> SubmissionQuerySet:
    return Submission.objects.reviewable_by(helper).waiting_review()


def _mark(row: Submission) -> str:
    assert row.waiting_since is not None  # the queue is made of what waits
    return f"{(row.waiting_since - _EPOCH) // _MICROSECOND}-{row.pk}"


def _place(after: str) -> tuple[datetime, int] | None:
    moment, _dash, pk = after.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in (moment, pk)):
        return None
    if int(moment) >= _FURTHEST:
        return None
    return _EPOCH + int(moment) * _MICROSECOND, int(pk)
