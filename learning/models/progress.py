"""What learners did: enrollments, progress in lessons, answers to checkpoints. Keyed by translation keys, never by pages."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Enrollment(models.Model):
    """A member follows a track, in any language."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Done")
        LEFT = "left", _("Left")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrollments")
    track_key = models.UUIDField(db_index=True)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    last_lesson_key = models.UUIDField(null=True, blank=True)
    last_block_id = models.CharField(max_length=64, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    # The lessons the track had when the member started it, and again when they finished it: what is not among
    # them is new. Nothing is stored about the lessons themselves. None: not known, so nothing is new.
    known_lessons = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        ordering = ["-last_seen_at", "-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["member", "track_key"], name="enrollment_once_per_track"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="enrollment_done_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.track_key}"


class LessonProgressQuerySet(models.QuerySet):
    def finished(self, member, lesson_key) -> "LessonProgress | None":
        """The record of this lesson if this member has finished it."""
        return self.filter(member=member, lesson_key=lesson_key, state="done").first()


class LessonProgress(models.Model):
    """How far a member is with a lesson, in any language. Done exactly when `done_at` is set."""

    class State(models.TextChoices):
        STARTED = "started", _("Started")
        DONE = "done", _("Done")

    class Confidence(models.IntegerChoices):
        SHAKY = 1, _("Still shaky")
        GETTING_THERE = 2, _("Getting there")
        SURE = 3, _("I could explain it")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="progress")
    lesson_key = models.UUIDField(db_index=True)
    state = models.CharField(max_length=8, choices=State, default=State.STARTED)
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_revision = models.PositiveBigIntegerField(null=True, blank=True)
    read_at = models.DateTimeField(
        null=True, blank=True
    )  # when what changed since was read; empty: with done_at
    confidence = models.PositiveSmallIntegerField(choices=Confidence, null=True, blank=True)
    last_block_id = models.CharField(max_length=64, blank=True)
    last_seen_at = models.DateTimeField()

    objects = LessonProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress in a lesson")
        verbose_name_plural = _("progress in lessons")
        constraints = [
            models.UniqueConstraint(fields=["member", "lesson_key"], name="progress_once_per_lesson"),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | Q(state="started", done_at__isnull=True),
                name="progress_done_exactly_with_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=1, confidence__lte=3),
                name="progress_confidence_is_one_to_three",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(state="done"), name="progress_read_again_once_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.lesson_key} · {self.state}"


class CheckpointAnswer(models.Model):
    """A member's latest answer to one checkpoint of a lesson, and how many tries it took."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="checkpoint_answers"
    )
    lesson_key = models.UUIDField(db_index=True)
    block_id = models.CharField(max_length=64)
    attempts = models.PositiveIntegerField(default=0)
    answer = models.JSONField(default=list)
    correct = models.BooleanField(default=False)
    answered_at = models.DateTimeField()
    first_correct_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("answer to a checkpoint")
        verbose_name_plural = _("answers to checkpoints")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "lesson_key", "block_id"], name="answer_once_per_checkpoint"
            ),
            models.CheckConstraint(
                condition=Q(correct=False) | Q(first_correct_at__isnull=False),
                name="answer_correct_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.lesson_key} · {self.block_id}"
