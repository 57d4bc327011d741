"""What others say of homework: notes at its lines, reviews by other learners; and the hints a learner has opened."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Block, Member

from .homework import Submission, SubmissionVersion

LAPSES = timedelta(days=3)


class ReviewNote(models.Model):
    """One remark on a version, at a line of it or on the whole; rows are only ever added."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Comment")
        QUESTION = "question", _("Question")
        PRAISE = "praise", _("Well done")
        CHANGE = "change", _("Please change")

    version = models.ForeignKey(SubmissionVersion, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    line = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.COMMENT)
    body = models.TextField()
    created_at = models.DateTimeField()
    is_peer = models.BooleanField(default=False, help_text=_("Written by another learner."))

    class Meta:
        verbose_name = _("review note")
        verbose_name_plural = _("review notes")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(line__isnull=True) | Q(line__gte=1), name="note_line_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} · {self.line or '–'} · {self.kind}"


class PeerReviewQuerySet(models.QuerySet):
    def holding_a_place(self, now: datetime) -> "PeerReviewQuerySet":
        """Reviews that are written, and offers young enough to be waited for."""
        return self.filter(Q(done_at__isnull=False) | Q(offered_at__gt=now - LAPSES))

    def open_to(self, member: Member) -> "PeerReviewQuerySet":
        """This member's own reviews of homework that is still handed in, and of nobody a block keeps from them."""
        hidden = Block.objects.hiding_from(member)
        return self.filter(reviewer=member, submission__state__in=Submission.HANDED_IN).exclude(
            submission__member__in=hidden
        )

    def for_listing(self) -> "PeerReviewQuerySet":
        return self.select_related("submission__member")


class PeerReview(models.Model):
    """A learner was asked to read another one's homework, and has perhaps done so."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="peer_reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="peer_reviews"
    )
    offered_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = PeerReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review by another learner")
        verbose_name_plural = _("reviews by other learners")
        constraints = [
            models.UniqueConstraint(fields=["submission", "reviewer"], name="peer_review_once_per_pair")
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} · {self.submission_id}"

    @property
    def has_lapsed(self) -> bool:
        """Whether it was offered so long ago that the place may be given to somebody else."""
        return self.done_at is None and self.offered_at <= timezone.now() - LAPSES


class HintOpening(models.Model):
    """How many hints of an exercise a member has opened; they open one by one and stay open."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hint_openings"
    )
    exercise_key = models.UUIDField()
    opened = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("opened hints")
        verbose_name_plural = _("opened hints")
        constraints = [
            models.UniqueConstraint(fields=["member", "exercise_key"], name="hints_once_per_exercise")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.exercise_key} · {self.opened}"
