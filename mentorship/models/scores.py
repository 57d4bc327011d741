"""Scores of applications: what each reviewer thinks on a small rubric, before seeing whose it is or what others think."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .participants import Participant


class Score(models.Model):
    """One reviewer's opinion of one application, or that they stepped aside: then all points are empty."""

    class Points(models.IntegerChoices):
        ONE = 1, "1"
        TWO = 2, "2"
        THREE = 3, "3"
        FOUR = 4, "4"
        FIVE = 5, "5"

    RUBRIC = ("clear", "fitting", "ready")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="scores")
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    clear = models.PositiveSmallIntegerField(
        _("Says clearly what it is about"), choices=Points, null=True, blank=True
    )
    fitting = models.PositiveSmallIntegerField(
        _("Fits what this round can do"), choices=Points, null=True, blank=True
    )
    ready = models.PositiveSmallIntegerField(
        _("Has the time and the will"), choices=Points, null=True, blank=True
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "reviewer"], name="score_once_per_reviewer"),
            models.CheckConstraint(condition=~Q(applicant=F("reviewer")), name="score_is_never_ones_own"),
            models.CheckConstraint(
                condition=Q(clear=None, fitting=None, ready=None, note="")
                | Q(
                    *(Q(**{f"{name}__isnull": False}) for name in ("clear", "fitting", "ready")),
                    *(Q(**{f"{name}__range": (1, 5)}) for name in ("clear", "fitting", "ready")),
                ),
                name="score_lies_on_the_rubric",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.points}"

    @property
    def is_aside(self) -> bool:
        return self.clear is None

    @property
    def points(self) -> float | None:
        """The mean of the rubric; None for who stepped aside."""
        return None if self.is_aside else sum(getattr(self, name) for name in self.RUBRIC) / len(self.RUBRIC)
