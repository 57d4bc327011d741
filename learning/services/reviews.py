"""Reads what lies before a reviewer: the task, the version to read and the one before it, and what was said of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from cms.models import Block, Member
from cms.services.retry import retried
from learning.exceptions import NewerVersion
from learning.models import Exercise, PeerReview, ReviewNote, Submission, SubmissionVersion

from . import peer_reviews as peers
from .notes import NewNote


@dataclass(frozen=True, slots=True)
class Case:
    """A submission with its versions, the newest first; texts are loaded for the one shown and the one before only."""

    submission: Submission
    versions: list[SubmissionVersion]
    shown: SubmissionVersion
    before: SubmissionVersion | None = None
    notes: list[ReviewNote] = field(default_factory=list)
    exercise: Exercise | None = None

    @property
    def latest(self) -> int:
        """The number of the newest version."""
        return self.versions[0].n

    @property
    def is_newest(self) -> bool:
        return self.shown.n == self.latest


def case(
    *, reader: Member, submission: Submission, shown: int | None, language: str, own_notes: bool = False
) -> Case:
    """What this reader has before them: four queries, however many versions and notes there are.

    `shown` is the number of a version; one that is not there is the newest. With `own_notes` other people's are
    left out. Raises SubmissionVersion.DoesNotExist when nothing was ever handed in.
    """
    versions = list(submission.versions.defer("text", "url"))
    numbers = [version.n for version in versions]
    if not numbers:
        raise SubmissionVersion.DoesNotExist
    number = shown if shown in numbers else numbers[0]
    key = submission.exercise_key
    texts = {
        version.n: version for version in submission.versions.filter(n__in=[number, number - 1]).order_by("n")
    }
    return Case(
        submission=submission,
        versions=versions,
        shown=texts[number],
        before=texts.get(number - 1),
        notes=_notes(reader, texts[number], own_notes=own_notes),
        exercise=Exercise.objects.in_language([key], language).get(key),
    )


def text_of(*, submission: Submission, n: int) -> str:
    """The text of one version, empty where there is none."""
    return submission.versions.filter(n=n).values_list("text", flat=True).first() or ""


def peer_reviews(*, reader: Member) -> QuerySet[PeerReview]:
    """The reviews this learner was asked for."""
    return PeerReview.objects.open_to(reader).for_listing()


@retried
@transaction.atomic
def write_as_peer(
    *, reviewer: Member, submission: Submission, notes: Sequence[NewNote], seen: int
) -> PeerReview:
    """Write a review of the version that was read. Raises NewerVersion, and what `peer_reviews.write` raises."""
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    latest = row.versions.values_list("n", flat=True).first()
    if latest is not None and latest != seen:
        raise NewerVersion
    return peers.write(reviewer=reviewer, submission=row, notes=notes)


def _notes(reader: Member, version: SubmissionVersion, *, own_notes: bool) -> list[ReviewNote]:
    notes = version.notes.select_related("author")
    if own_notes:
        return list(notes.filter(author=reader))
    blocked = Block.objects.filter(blocker=reader).values("blocked")
    blocking = Block.objects.filter(blocked=reader).values("blocker")
    hidden = notes.filter(author__in=blocked) | notes.filter(author__in=blocking)
    return list(notes.exclude(pk__in=hidden.values("pk")))
