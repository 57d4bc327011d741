"""Homework: what a learner handed in, version by version, and whose turn it is. Keyed by the exercise's translation key."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms import rights
from cms.models import Block, Member

from .groups import GroupMembership, StudyGroup
from .tracks import TrackItem

REVIEW = "learning.review_submission"


class SubmissionQuerySet(models.QuerySet):
    def handed_in(self) -> "SubmissionQuerySet":
        """What somebody besides the author may read: neither an unsent draft nor taken back."""
        return self.filter(state__in=Submission.HANDED_IN)

    def reviewable_by(self, member: Member) -> "SubmissionQuerySet":
        """What this member may review now: what is handed in and within their reach."""
        return self.handed_in().within_reach_of(member)

    def within_reach_of(self, member: Member) -> "SubmissionQuerySet":
        """Whose homework this member may review at all: never their own, never across a block.

        The one place that says so. Who holds the right reads everybody's; whoever helps or organizes a study group, and
        the organizers of its chapter, that of its members, handed in with a lesson of its track, while all that lasts.
        """
        rows = self.exclude(member=member).unblocked_for(member)
        if rights.holds(member, REVIEW):
            return rows
        of_track = TrackItem.objects.filter(
            module__track__translation_key=OuterRef("group__track_key"),
            lesson__translation_key=OuterRef(OuterRef("lesson_key")),
        )
        memberships = GroupMembership.objects.joined().filter(
            Exists(of_track), member=OuterRef("member"), group__in=StudyGroup.objects.read_by(member)
        )
        return rows.filter(Exists(memberships))

    def unblocked_for(self, member: Member) -> "SubmissionQuerySet":
        """Without the homework of people whom a block, set by either side, keeps from this member."""
        mine = Block.objects.filter(blocker=member).values("blocked")
        theirs = Block.objects.filter(blocked=member).values("blocker")
        return self.exclude(member__in=mine).exclude(member__in=theirs)

    def open_to(self, member: Member) -> "SubmissionQuerySet":
        """What this member may open as author or reviewer: one's own, and what one may review."""
        reviewable = Submission.objects.reviewable_by(member).values("pk")
        return self.filter(Q(member=member) | Q(pk__in=reviewable))

    def waiting_review(self) -> "SubmissionQuerySet":
        """What waits for a reviewer, the longest first."""
        return self.filter(state=Submission.State.WAITING_REVIEW).order_by("waiting_since", "pk")

    def unclaimed(self, now: datetime) -> "SubmissionQuerySet":
        """What nobody has claimed at this moment; a claim that has run out is none."""
        return self.filter(Q(claimed_by__isnull=True) | Q(claim_until__lte=now))

    def owed_by(self, member: Member) -> "SubmissionQuerySet":
        """What waits for this member as the author: drafts not handed in, and answers not taken up."""
        return self.filter(
            member=member, state__in=[Submission.State.DRAFT, Submission.State.WAITING_LEARNER]
        )

    def for_listing(self) -> "SubmissionQuerySet":
        """With what a row of a list reads: the author and who has claimed it."""
        return self.select_related("member", "claimed_by")


class Submission(models.Model):
    """One learner's homework for one exercise, in any language, from the first draft to accepted."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        WAITING_REVIEW = "waiting_review", _("Waiting for review")
        WAITING_LEARNER = "waiting_learner", _("Answered")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Taken back")

    WAITING = (State.WAITING_REVIEW, State.WAITING_LEARNER)
    HANDED_IN = (State.WAITING_REVIEW, State.WAITING_LEARNER, State.ACCEPTED)

    exercise_key = models.UUIDField(db_index=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="submissions")
    lesson_key = models.UUIDField(
        null=True, blank=True, db_index=True, help_text=_("Where it was handed in last.")
    )
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.DRAFT)
    draft_text = models.TextField(blank=True, help_text=_("Typed and not handed in yet."))
    draft_url = models.CharField(max_length=2000, blank=True)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    claim_until = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        permissions = [("review_submission", "Can review homework")]
        indexes = [models.Index(fields=["state", "waiting_since"], name="submission_queue")]
        constraints = [
            models.UniqueConstraint(fields=["exercise_key", "member"], name="submission_once_per_exercise"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting_review", "waiting_learner"], waiting_since__isnull=False)
                | (~Q(state__in=["waiting_review", "waiting_learner"]) & Q(waiting_since__isnull=True)),
                name="submission_waits_exactly_since_a_moment",
            ),
            # One way only: when the account of whoever claimed it goes, the end of the claim stays behind and means nothing.
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True) | Q(claim_until__isnull=False),
                name="submission_claim_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True) | Q(state="waiting_review"),
                name="submission_claimed_only_while_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False)
                | (~Q(state="accepted") & Q(accepted_at__isnull=True, accepted_by__isnull=True)),
                name="submission_accepted_exactly_with_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.exercise_key} · {self.state}"

    @property
    def is_handed_in(self) -> bool:
        return self.state in self.HANDED_IN

    @property
    def is_claimed(self) -> bool:
        """Whether somebody holds it now; a claim ends by itself."""
        return bool(self.claimed_by_id and self.claim_until and self.claim_until > timezone.now())

    def is_claimed_by(self, member: Member) -> bool:
        return self.is_claimed and self.claimed_by_id == member.pk


class SubmissionVersion(models.Model):
    """What was handed in, as it was; rows are only ever added."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="versions")
    n = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    url = models.CharField(max_length=2000, blank=True)
    digest = models.CharField(max_length=64)
    handed_in_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of a submission")
        verbose_name_plural = _("versions of submissions")
        ordering = ["submission", "-n"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "n"], name="version_number_once_per_submission"),
            models.CheckConstraint(condition=Q(n__gte=1), name="version_numbers_begin_with_one"),
            models.CheckConstraint(condition=~Q(text="") | ~Q(url=""), name="version_holds_text_or_link"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} · {self.n}"

    @property
    def line_count(self) -> int:
        """How many lines there are to write notes at, as they are numbered beside the text."""
        return len(self.text.rstrip("\n").split("\n")) if self.text else 0
