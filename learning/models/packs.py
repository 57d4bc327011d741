"""Take-home packs: a track as one file to keep, made in the background, once for everybody who asks."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def private_files() -> Storage:
    """Files that only a view hands out."""
    return storages["private"]


def pack_path(pack: "TakeHomePack", name: str) -> str:
    return f"take-home/{name}"


class TakeHomePackQuerySet(models.QuerySet):
    def unfinished(self, now) -> "TakeHomePackQuerySet":
        """Packs to build now: asked for, not given up, not held by a worker's lease."""
        return self.filter(
            state__in=[TakeHomePack.State.WAITING, TakeHomePack.State.BUILDING],
            tries__lt=TakeHomePack.MOST_TRIES,
        ).filter(Q(locked_until__isnull=True) | Q(locked_until__lte=now))


class TakeHomePack(models.Model):
    """One track in one language as it was at one moment; `content` is the fingerprint of everything in it.

    A worker that builds it holds a lease (`locked_until`); `tries` counts the leases, so that one that lost its own
    can no longer write. `checked_stamp` and `checked_on` say when it was last known to be up to date.
    """

    MOST_TRIES = 3

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        BUILDING = "building", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    track_key = models.UUIDField()
    language = models.CharField(max_length=12)
    content = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to=pack_path, storage=private_files, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    error = models.TextField(blank=True)
    checked_stamp = models.PositiveBigIntegerField(default=0)
    checked_on = models.DateField()
    asked_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = TakeHomePackQuerySet.as_manager()

    class Meta:
        verbose_name = _("take-home pack")
        verbose_name_plural = _("take-home packs")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["track_key", "language", "content"], name="pack_once_per_track_language_and_content"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(file="") & Q(built_at__isnull=False)),
                name="pack_that_is_ready_has_a_file",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="pack_is_never_more_than_done"),
        ]
        indexes = [models.Index(fields=["state", "locked_until"], name="pack_by_state")]

    def __str__(self) -> str:
        return f"{self.track_key} {self.language} {self.state}"

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.WAITING, self.State.BUILDING}
