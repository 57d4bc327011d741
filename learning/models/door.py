"""What stands behind the door of a meetup: each tap with what it changed, and how often somebody guessed the code."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .evenings import Attendance
from .meetups import Meetup


class DoorMarkQuerySet(models.QuerySet):
    def standing(self) -> "DoorMarkQuerySet":
        """Taps that changed something and were not taken back, the last first."""
        rows = self.filter(undone_at__isnull=True, attendance__isnull=False).exclude(before=F("state"))
        return rows.order_by("-pk")


class DoorMark(models.Model):
    """A tap at the door. Its key comes from the browser, so a tap that arrives twice counts once, and can be undone."""

    key = models.UUIDField(unique=True)
    meetup = models.ForeignKey(Meetup, on_delete=models.PROTECT, related_name="door_marks")
    attendance = models.ForeignKey(
        Attendance, on_delete=models.SET_NULL, null=True, blank=True, related_name="marks"
    )
    state = models.CharField(max_length=8, choices=Attendance.State)
    #: What stood there before, empty where nobody had noted anything.
    before = models.CharField(max_length=8, choices=Attendance.State, blank=True)
    before_source = models.CharField(max_length=6, choices=Attendance.Source, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = DoorMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark at the door")
        verbose_name_plural = _("marks at the door")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.meetup_id} · {self.before} → {self.state}"


class CodeTries(models.Model):
    """How often a member tried the code of a meetup since a moment: a small counter that ends guessing."""

    MOST = 8

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("tries of a code")
        verbose_name_plural = _("tries of codes")
        constraints = [
            models.UniqueConstraint(fields=["meetup", "member"], name="code_tries_once_per_meetup"),
            models.CheckConstraint(condition=Q(tries__lte=8), name="code_is_tried_eight_times_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.meetup_id} · {self.member_id} · {self.tries}"
