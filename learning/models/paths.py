"""What a member wants to learn, says they know already and has time for. Keyed by translation keys, never by pages."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PathSettings(models.Model):
    """How much time a member has for lessons in a week. There once a path was saved."""

    FEWEST, MOST, USUAL = 10, 2400, 90

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="path_settings"
    )
    minutes_per_week = models.PositiveSmallIntegerField(
        _("minutes a week"),
        default=USUAL,
        validators=[MinValueValidator(FEWEST), MaxValueValidator(MOST)],
    )

    class Meta:
        verbose_name = _("settings of a path")
        verbose_name_plural = _("settings of paths")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes_per_week__gte=10, minutes_per_week__lte=2400),
                name="path_minutes_are_a_week_of_learning",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.minutes_per_week}"


class LearningGoal(models.Model):
    """A track or a topic a member wants to reach."""

    class Kind(models.TextChoices):
        TRACK = "track", _("Track")
        TOPIC = "topic", _("Topic")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="goals")
    kind = models.CharField(max_length=6, choices=Kind)
    key = models.UUIDField()

    class Meta:
        verbose_name = _("learning goal")
        verbose_name_plural = _("learning goals")
        constraints = [models.UniqueConstraint(fields=["member", "kind", "key"], name="goal_once_per_member")]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.kind} · {self.key}"


class Knowledge(models.Model):
    """A lesson or a topic a member says they know already, without having done it here."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Lesson")
        TOPIC = "topic", _("Topic")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="knowledge")
    kind = models.CharField(max_length=6, choices=Kind)
    key = models.UUIDField()

    class Meta:
        verbose_name = _("knowledge")
        verbose_name_plural = _("knowledge")
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "key"], name="knowledge_once_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.kind} · {self.key}"
