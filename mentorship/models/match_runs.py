"""Runs of the matching: a whole round solved at once, kept as a draft that organizers work on until they publish it."""

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Member

from .participants import Participant
from .rounds import RoundPage

#: A run that has given no sign for so long is taken to be dead.
SILENT_AFTER = timedelta(minutes=3)
BUSY = ("waiting", "running")
#: Of these a round has one at a time.
AT_WORK = (*BUSY, "publishing")


class MatchRunQuerySet(models.QuerySet):
    def run_by(self, member: Member) -> "MatchRunQuerySet":
        """Runs of the rounds this member organizes."""
        return self.filter(
            round_key__in=RoundPage.objects.originals().run_by(member).values("translation_key")
        )

    def of(self, round_key: UUID) -> "MatchRunQuerySet":
        return self.filter(round_key=round_key)

    def busy(self) -> "MatchRunQuerySet":
        """Waiting for a worker, or at work."""
        return self.filter(state__in=BUSY)

    def at_work(self) -> "MatchRunQuerySet":
        """Being matched, or being published."""
        return self.filter(state__in=AT_WORK)

    def standing(self) -> "MatchRunQuerySet":
        """Runs with a result that counts: drafts and published ones."""
        return self.filter(
            state__in=[MatchRun.State.DRAFT, MatchRun.State.PUBLISHING, MatchRun.State.PUBLISHED]
        )

    def silent(self, now: datetime) -> "MatchRunQuerySet":
        """Said to be at work, but nobody is."""
        return self.filter(state=MatchRun.State.RUNNING, beat_at__lte=now - SILENT_AFTER)


class MatchRun(models.Model):
    """One attempt to pair a whole round, and what came of it. Nothing of it reaches anybody before it is published."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("At work")
        DRAFT = "draft", _("Draft")
        PUBLISHING = "publishing", _("Being published")
        PUBLISHED = "published", _("Published")
        DISCARDED = "discarded", _("Discarded")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round_key = models.UUIDField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: The run whose pins this one took over and with which it is compared.
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    input_hash = models.CharField(max_length=64, blank=True)
    weights = models.JSONField(_("weights"), default=dict)
    stats = models.JSONField(_("figures"), default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(_("last sign"), null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = MatchRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("matching run")
        verbose_name_plural = _("matching runs")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round_key"], condition=Q(state__in=AT_WORK), name="match_run_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True)),
                name="match_run_published_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BUSY, finished_at__isnull=True)
                | (~Q(state__in=BUSY) & Q(finished_at__isnull=False)),
                name="match_run_is_busy_until_it_is_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_key} · {self.created_at:%Y-%m-%d %H:%M} · {self.state}"

    @property
    def is_busy(self) -> bool:
        return self.state in BUSY

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_publishing(self) -> bool:
        return self.state == self.State.PUBLISHING

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def has_result(self) -> bool:
        return self.is_draft or self.is_published


class MatchEdge(models.Model):
    """One pair a run looked at closely: how well it fits, what organizers want of it, and whether it was chosen."""

    class Pin(models.TextChoices):
        NONE = "none", _("Free")
        KEEP = "keep", _("Keep together")
        FORBID = "forbid", _("Keep apart")

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="edges")
    mentor = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(_("score"), help_text=_("0 to 10 000"))
    reasons = models.JSONField(_("reasons"), default=list)
    #: What kept the pair from being published: codes of rules.
    violations = models.JSONField(_("violations"), default=list)
    pin = models.CharField(_("pin"), max_length=6, choices=Pin, default=Pin.NONE)
    #: What the pin cost when it was set: people and points.
    price = models.JSONField(_("price"), default=dict)
    #: A proposal stood open between the two, so the run left the pair alone.
    asked = models.BooleanField(default=False)
    chosen = models.BooleanField(_("chosen"), default=False)

    class Meta:
        verbose_name = _("possible pair")
        verbose_name_plural = _("possible pairs")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "mentee", "mentor"], name="match_edge_once_per_pair"),
            models.UniqueConstraint(
                fields=["run", "mentee"], condition=Q(chosen=True), name="match_edge_chosen_once_per_newcomer"
            ),
            models.CheckConstraint(
                condition=~Q(chosen=True, pin="forbid"), name="match_edge_kept_apart_is_not_chosen"
            ),
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="match_edge_is_between_two"),
            models.CheckConstraint(condition=Q(score__lte=10_000), name="match_edge_score_is_on_the_scale"),
        ]
        indexes = [models.Index(fields=["run", "mentor"], name="match_edge_by_mentor")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.mentor_id} · {self.mentee_id} · {self.score}"


class MatchLeftover(models.Model):
    """A newcomer a run found nobody for: why, and what would change it."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="leftovers")
    mentee = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="leftovers")
    cause = models.CharField(_("cause"), max_length=30)
    detail = models.JSONField(default=dict)
    helps = models.JSONField(_("what would help"), default=list)

    class Meta:
        verbose_name = _("newcomer left over")
        verbose_name_plural = _("newcomers left over")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "mentee"], name="match_leftover_once_per_newcomer")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.mentee_id} · {self.cause}"
