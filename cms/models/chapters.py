"""Chapters: local communities, the people who run them and the people who follow them."""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from .members import Member, validate_timezone


class ChapterQuerySet(models.QuerySet):
    def run_by(self, member: Member) -> "ChapterQuerySet":
        """The chapters in which this member is an organizer today."""
        return self.filter(
            pk__in=ChapterRole.objects.open()
            .filter(member=member, kind=ChapterRole.Kind.ORGANIZER)
            .values("chapter")
        )


class Chapter(models.Model):
    """A local community. Its page may be edited, moved and translated; this record stays."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    city = models.CharField(_("city"), max_length=120)
    region = models.CharField(_("region"), max_length=120, blank=True)
    country = models.CharField(
        _("country"), max_length=2, help_text=_("Two letters, ISO 3166, such as US or CZ.")
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_timezone])
    languages = models.JSONField(_("languages"), default=list, blank=True, help_text=_("BCP 47 tags."))
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    last_met_at = models.DateTimeField(_("last met"), null=True, blank=True, editable=False)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    contact_email = models.EmailField(
        _("public address of the chapter"),
        blank=True,
        help_text=_("Shown to everybody. An address of the chapter, not somebody's own."),
    )

    objects = ChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="chapter_lies_on_the_globe",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> tuple[float, float] | None:
        """Where it is, in degrees, if that is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.latitude), float(self.longitude)


#: How far ahead of UTC the earliest zone is.
FIRST_ZONE = timedelta(hours=14)


def first_day(moment: datetime) -> date:
    """The day it is at that moment where days begin first."""
    return (moment + FIRST_ZONE).date()


class ChapterRoleQuerySet(models.QuerySet):
    def not_ended(self) -> "ChapterRoleQuerySet":
        """Roles held now, and those that begin on a day to come."""
        return self.filter(until__isnull=True)

    def open(self) -> "ChapterRoleQuerySet":
        """Roles held now. A day begins where it begins first, so nobody waits for midnight elsewhere."""
        return self.not_ended().filter(since__lte=first_day(timezone.now()))

    def editing(self) -> "ChapterRoleQuerySet":
        """Roles held now that come with the chapter's part of the admin."""
        return self.open().filter(kind__in=[ChapterRole.Kind.ORGANIZER, ChapterRole.Kind.EDITOR])


class ChapterRole(models.Model):
    """What a member does for a chapter, from a day until further notice."""

    class Kind(models.TextChoices):
        ORGANIZER = "organizer", _("Organizer")
        DOOR = "door", _("Door")
        EDITOR = "editor", _("Editor")
        SAFEGUARDING = "safeguarding", _("Safeguarding")

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="roles")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="chapter_roles"
    )
    kind = models.CharField(_("role"), max_length=12, choices=Kind)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = ChapterRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("chapter role")
        verbose_name_plural = _("chapter roles")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "member", "kind"],
                condition=Q(until__isnull=True),
                name="chapter_role_open_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="chapter_role_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.get_kind_display()} · {self.chapter}"


class ChapterRights(models.Model):
    """The group of accounts and the collection of files through which a chapter's people edit its part of the site."""

    chapter = models.OneToOneField(Chapter, on_delete=models.CASCADE, related_name="rights")
    group = models.OneToOneField("auth.Group", on_delete=models.PROTECT, related_name="chapter_rights")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="chapter_rights")

    class Meta:
        verbose_name = _("rights of a chapter")
        verbose_name_plural = _("rights of chapters")

    def __str__(self) -> str:
        return str(self.chapter)


class ChapterFollow(models.Model):
    """A member who wants to hear from a chapter."""

    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="follows")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = [models.UniqueConstraint(fields=["chapter", "member"], name="follow_once_per_chapter")]

    def __str__(self) -> str:
        return f"{self.member} · {self.chapter}"
