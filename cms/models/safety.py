"""Safety: blocks between two people, and consent to a version of a document."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .members import Member


class BlockQuerySet(models.QuerySet):
    def between(self, one: Member, other: Member) -> "BlockQuerySet":
        """Blocks in either direction between two people."""
        return self.filter(Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one))

    def hiding_from(self, member: Member) -> set[int]:
        """Keys of the members this member must not meet, whoever set the block."""
        pairs = self.filter(Q(blocker=member) | Q(blocked=member)).values_list("blocker_id", "blocked_id")
        return {key for pair in pairs for key in pair} - {member.pk}


class Block(models.Model):
    """One person does not want to meet another. Silent, both ways, never shown to the blocked."""

    blocker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks_set")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once_per_pair"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="block_is_never_of_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} → {self.blocked_id}"


class Consent(models.Model):
    """A member agreed to this version of this document at this time; rows are only ever added."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    document = models.SlugField(_("document"), max_length=60)
    version = models.CharField(_("version"), max_length=20)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(fields=["member", "document", "version"], name="consent_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.document} {self.version}"
