"""Decisions of safeguarding on who is not paired."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Exclusion(models.Model):
    """A decision of the safeguarding group that keeps a member out of mentoring, or two members apart, until lifted."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(member=F("other")),
                name="exclusion_is_never_from_oneself",
            ),
            models.UniqueConstraint(
                fields=["member", "other"], condition=Q(lifted_at=None), name="exclusion_once_a_pair"
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(lifted_at=None, other=None), name="exclusion_once_alone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} / {self.other_id or '*'}"
