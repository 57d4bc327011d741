"""Learners read each other's homework: offered after one's own is handed in, written in two notes or more."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from cms.models import Block, Member
from cms.services import events
from cms.services.retry import retried
from learning.exceptions import HandInFirst, NobodyToRead, NotYours, PlaceGiven, UnusableNote
from learning.models import Exercise, PeerReview, Submission
from learning.models.reviews import LAPSES

from . import homework_mail
from . import notes as review_notes
from .notes import NewNote

FEWEST_NOTES = 2


def readers_asked(*, exercise: Exercise) -> int:
    """How many other learners read each hand-in: the smallest number any language's row of the exercise gives."""
    rows = Exercise.objects.filter(translation_key=exercise.translation_key)
    return min(rows.values_list("peer_reviews", flat=True), default=0)


def mine(*, member: Member, exercise: Exercise) -> list[PeerReview]:
    """This member's reviews of other people's homework for the exercise, the open ones first."""
    rows = PeerReview.objects.open_to(member).filter(submission__exercise_key=exercise.translation_key)
    return sorted(rows.for_listing().order_by("pk"), key=lambda review: review.done_at is not None)


@retried
@transaction.atomic
def offer(*, member: Member, exercise: Exercise) -> PeerReview:
    """One other learner's homework to read: the one with the fewest readers, and of those the longest waiting.

    An offer that is open already is given again. Raises HandInFirst, NobodyToRead.
    """
    # One's own row is the lock against asking twice at once; of two learners who ask, each locks another one.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    mine = Submission.objects.handed_in().filter(member=member, exercise_key=exercise.translation_key)
    if not mine.exists():
        raise HandInFirst
    kept = (
        PeerReview.objects.open_to(member)
        .for_listing()
        .filter(submission__exercise_key=exercise.translation_key, done_at__isnull=True)
        .holding_a_place(timezone.now())
        .first()
    )
    if kept is not None:
        return kept
    places = readers_asked(exercise=exercise)
    for candidate in _candidates(member, exercise, places):
        Submission.objects.select_for_update().get(pk=candidate)
        if found := _take(member, candidate, places):
            return found
    raise NobodyToRead


@retried
@transaction.atomic
def write(*, reviewer: Member, submission: Submission, notes: Sequence[NewNote]) -> PeerReview:
    """Write what was asked for: two notes at least. The same form sent twice is one review.

    An offer not taken up for three days may have gone to somebody else: then there is no place for this one.
    Raises NotYours, PlaceGiven, UnusableNote.
    """
    row = Submission.objects.select_for_update(of=("self",)).select_related("member").get(pk=submission.pk)
    review = PeerReview.objects.filter(reviewer=reviewer, submission=row).first()
    version = row.versions.first()
    is_blocked = Block.objects.between(reviewer, row.member).exists()
    if review is None or version is None or is_blocked or not row.is_handed_in:
        raise NotYours
    if review.done_at is not None:
        return review
    said = review_notes.cleaned(version=version, notes=notes)
    if len(said) < FEWEST_NOTES:
        raise UnusableNote
    exercise = Exercise.objects.filter(translation_key=row.exercise_key).first()
    if review.has_lapsed and exercise and not _has_place(row.pk, readers_asked(exercise=exercise)):
        raise PlaceGiven
    review_notes.write(version=version, author=reviewer, notes=said, is_peer=True)
    review.done_at = timezone.now()
    review.submission = row
    review.save(update_fields=["done_at"])
    events.record(
        actor=reviewer,
        object=f"learning.submission:{row.pk}",
        verb="peer_review",
        before=row.state,
        after=row.state,
        data={"exercise": str(row.exercise_key), "version": version.n, "notes": len(said)},
    )
    homework_mail.read_by_peer(review=review)
    return review


def _candidates(member: Member, exercise: Exercise, places: int) -> list[int]:
    """Keys of the hand-ins this member may be offered, the neediest first; a few more than one, as others ask too."""
    holding = Q(peer_reviews__done_at__isnull=False) | Q(peer_reviews__offered_at__gt=timezone.now() - LAPSES)
    rows = (
        Submission.objects.filter(exercise_key=exercise.translation_key, state__in=Submission.WAITING)
        .exclude(member=member)
        .exclude(
            pk__in=PeerReview.objects.filter(reviewer=member, done_at__isnull=False).values("submission")
        )
        .unblocked_for(member)
        .annotate(readers=Count("peer_reviews", filter=holding))
        .filter(readers__lt=places)
        .order_by("readers", "waiting_since", "pk")
    )
    return list(rows.values_list("pk", flat=True)[:20])


def _take(member: Member, submission_pk: int, places: int) -> PeerReview | None:
    """Take a place at a locked submission, if one is free and it still waits."""
    waiting = Submission.objects.filter(pk=submission_pk, state__in=Submission.WAITING)
    if not waiting.exists() or not _has_place(submission_pk, places):
        return None
    now = timezone.now()
    review, _made = PeerReview.objects.update_or_create(
        submission_id=submission_pk, reviewer=member, defaults={"offered_at": now}
    )
    events.record(
        actor=member,
        object=f"learning.submission:{submission_pk}",
        verb="peer_offer",
        data={"peer_review": review.pk},
    )
    return PeerReview.objects.for_listing().get(pk=review.pk)


def _has_place(submission_pk: int, places: int) -> bool:
    taken = PeerReview.objects.filter(submission=submission_pk).holding_a_place(timezone.now())
    return taken.count() < places
