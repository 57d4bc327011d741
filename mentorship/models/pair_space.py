"""What a pair does together: meetings, goals and words. Each hangs on its pairing and on a side of it, never on a name."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .pairings import Pairing


class PairMeetingQuerySet(models.QuerySet):
    def standing(self) -> "PairMeetingQuerySet":
        """Proposed or agreed, and not yet told how it went."""
        return self.filter(state__in=PairMeeting.STANDING)

    def ahead(self, now: datetime) -> "PairMeetingQuerySet":
        return self.standing().filter(ends_at__gt=now)


class PairMeeting(models.Model):
    """One meeting of a pair. It keeps its identity in both calendars; `sequence` grows with every change."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", _("Confirmed")
        HELD = "held", _("Took place")
        MISSED = "missed", _("Did not take place")
        CANCELLED = "cancelled", _("Cancelled")

    STANDING = ("proposed", "confirmed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="meetings")
    proposed_by = models.CharField(max_length=6, choices=Pairing.Side)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = PairMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "starts_at"],
                condition=Q(state__in=("proposed", "confirmed")),
                name="pair_meeting_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="pair_meeting_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing_id} · {self.starts_at:%Y-%m-%d %H:%M} · {self.state}"

    @property
    def is_ahead(self) -> bool:
        return self.state in self.STANDING and self.ends_at > timezone.now()

    @property
    def asks_how(self) -> bool:
        """Agreed and begun: somebody should say whether it took place."""
        return self.state == self.State.CONFIRMED and self.starts_at <= timezone.now()


class PairGoal(models.Model):
    """Something to reach together. With a lesson it is done when the newcomer has done the lesson."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="goals")
    title = models.CharField(max_length=160)
    lesson_key = models.UUIDField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pairing", "title"], name="pair_goal_once_by_title"),
        ]

    def __str__(self) -> str:
        return self.title


class PairMessage(models.Model):
    """Words of one to the other. The token comes with the form, so that a form sent twice is one message.

    With a lesson, and a block of it, they are about that place; it may be gone by the time they are read.
    """

    token = models.UUIDField(editable=False)
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=6, choices=Pairing.Side)
    text = models.TextField(max_length=4000)
    lesson_key = models.UUIDField(null=True, blank=True)
    block_id = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pairing", "side", "token"], name="pair_message_sent_once"),
            models.CheckConstraint(condition=~Q(text=""), name="pair_message_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.pairing_id} · {self.side} · {self.sent_at:%Y-%m-%d %H:%M}"
