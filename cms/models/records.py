"""The ledger of messages, the append-only list of events, and the stamp of what is published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet):
    def due(self, now) -> "MessageQuerySet":
        """Messages to send now: due, not sent, not stopped, not given up, not held by a worker's lease."""
        return self.filter(
            due_at__lte=now, sent_at__isnull=True, stopped_at__isnull=True, tries__lt=Message.MOST_TRIES
        ).filter(Q(locked_until__isnull=True) | Q(locked_until__lte=now))

    def open(self, now) -> "MessageQuerySet":
        """Messages that may still be changed or stopped: neither sent nor stopped, and no worker has them in hand."""
        return self.filter(sent_at__isnull=True, stopped_at__isnull=True).filter(
            Q(locked_until__isnull=True) | Q(locked_until__lte=now)
        )

    def shown_to_staff(self) -> "MessageQuerySet":
        """What the ledger shows. Letters about reports are left out: who gets one would tell who reported, or that
        somebody did."""
        return self.exclude(about__startswith="cms.report:")

    def failing(self) -> "MessageQuerySet":
        """Messages the mail server did not take when they were last tried."""
        return self.filter(sent_at__isnull=True, stopped_at__isnull=True).exclude(error="")


class Message(models.Model):
    """An automatic message: written in the transaction that caused it, sent once, kept as proof."""

    MOST_TRIES = 8

    class Why(models.TextChoices):
        """Why a message is not sent."""

        MOOT = "moot", _("It is no longer true")
        PLAN = "plan", _("The plan has changed")
        PERSON = "person", _("Somebody stopped it")
        CHOICE = "choice", _("The member does not want such letters")

    dedupe_key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages_received"
    )
    about = models.CharField(_("about"), max_length=120, blank=True)
    context = models.JSONField(default=dict, blank=True)
    due_at = models.DateTimeField(_("due"), db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    stopped_why = models.CharField(_("why it was stopped"), max_length=6, choices=Why, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["due_at", "pk"]
        permissions = [("stop_message", "Can stop a message")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(stopped_at__isnull=True),
                name="message_stopped_is_never_sent",
            )
        ]
        indexes = [models.Index(fields=["about", "kind"], name="message_by_what_it_is_about")]

    def __str__(self) -> str:
        return self.dedupe_key

    @property
    def is_given_up(self) -> bool:
        """Tried as often as we try; it waits for somebody to look."""
        return self.sent_at is None and self.stopped_at is None and self.tries >= self.MOST_TRIES


class Event(models.Model):
    """Something happened: who did what to which object. Rows are only ever added."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    object = models.CharField(
        max_length=120, db_index=True, help_text="app.model:identity, such as cms.chapter:<uuid>"
    )
    verb = models.CharField(max_length=60)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.object} {self.verb}"


class PublicationStamp(models.Model):
    """One row, counted up whenever content is saved: the key of everything prepared from content."""

    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("publication stamp")
        verbose_name_plural = _("publication stamps")

    def __str__(self) -> str:
        return str(self.version)
