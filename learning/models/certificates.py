"""Certificates: what a member finished, frozen at that moment, and what of it the member lets strangers see.

A track, or what an app above registers as another kind (`learning/certificate_kinds.py`); one house for all of them.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.models import Member
from learning import certificate_kinds


def forget_holder(collector: Any, field: models.Field, rows: Any, using: str) -> None:
    """An account is deleted: its certificates stay valid, but belong to nobody and bear no name any more.

    In this order, because the constraints hold between the three statements, too.
    """
    collector.add_field_update(field.model._meta.get_field("shows_name"), False, rows)
    collector.add_field_update(field.model._meta.get_field("name"), "", rows)
    collector.add_field_update(field, None, rows)


# Django asks this of its own handlers, so that the rows need not be fetched to be changed.
forget_holder.lazy_sub_objs = True  # type: ignore[attr-defined]


class CertificateQuerySet(models.QuerySet):
    def of(self, member: Member) -> "CertificateQuerySet":
        """What this member holds; nobody else may change how it is shown."""
        return self.filter(member=member)

    def standing(self) -> "CertificateQuerySet":
        return self.filter(revoked_at__isnull=True)


class Certificate(models.Model):
    """A member finished a track, or something of another kind. What it rests on is kept, whatever becomes of it."""

    uuid = models.UUIDField(_("serial number"), default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=forget_holder,
        null=True,
        related_name="certificates",
        verbose_name=_("member"),
        editable=False,
    )
    kind = models.CharField(max_length=10, default="track", editable=False)
    #: The translation key of the track, or the identity of what else was finished.
    about_key = models.UUIDField(db_index=True, editable=False)
    issued_at = models.DateTimeField(_("issued"), db_index=True)
    evidence = models.JSONField(default=dict)
    name = models.CharField(_("name on the certificate"), max_length=80, blank=True)
    shows_name = models.BooleanField(_("shows the name"), default=False)
    shows_date = models.BooleanField(_("shows the day"), default=False)
    shows_lessons = models.BooleanField(_("shows the lessons"), default=False)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    revoked_reason = models.TextField(_("reason for the learner"), max_length=1000, blank=True)
    public_reason = models.CharField(_("reason for everybody"), max_length=300, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        permissions = [("revoke_certificate", "Can take back a certificate")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "about_key"],
                condition=Q(revoked_at__isnull=True),
                name="certificate_standing_once",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_reason="", public_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                name="certificate_taken_back_has_moment_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False) | Q(name="", shows_name=False),
                name="certificate_of_nobody_has_no_name",
            ),
            models.CheckConstraint(
                condition=Q(shows_name=False) | ~Q(name=""), name="certificate_shows_only_a_name_it_has"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def shows_anything(self) -> bool:
        """Whether strangers see more than what it is for and that it is valid."""
        return self.shows_name or self.shows_date or self.shows_lessons

    @property
    def heading(self) -> str:
        """What kind of certificate this is."""
        return certificate_kinds.named(self.kind).heading()

    @property
    def nothing_more(self) -> str:
        """What strangers see while nothing else is shown."""
        return certificate_kinds.named(self.kind).nothing_more()

    @property
    def title(self) -> str:
        """The title of what was finished in the reader's language, or as it was written."""
        return in_language(self.evidence["titles"], self.evidence["language"], get_language() or "")[0]


def in_language(titles: dict[str, str], original: str, language: str) -> tuple[str, str]:
    """The title in a language and that language; the original's where it was not translated."""
    code = next(code for code in (language, original, next(iter(titles))) if code in titles)
    return titles[code], code
