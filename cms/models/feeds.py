"""Secret addresses of what a member reads in another program, such as their calendar. Only a hash is kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FeedTokenQuerySet(models.QuerySet):
    def open(self) -> "FeedTokenQuerySet":
        """Addresses that work."""
        return self.filter(revoked_at__isnull=True)


class FeedToken(models.Model):
    """A member's secret address for one purpose, until it is revoked. A new one revokes the one before."""

    class Purpose(models.TextChoices):
        CALENDAR = "calendar", _("Calendar")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_tokens")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("secret address")
        verbose_name_plural = _("secret addresses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"],
                condition=Q(revoked_at__isnull=True),
                name="feed_token_open_once_per_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.purpose}"
