"""Where members would like a chapter, and the places where enough of them have said so."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .chapters import Chapter

ON_THE_GLOBE = Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180)


class ChapterWish(models.Model):
    """Enough people near one place would like a chapter: program staff were told, once. Later ones near it join in."""

    place = models.CharField(_("place"), max_length=160)
    latitude = models.DecimalField(_("latitude"), max_digits=4, decimal_places=1)
    longitude = models.DecimalField(_("longitude"), max_digits=4, decimal_places=1)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("became"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="wishes",
    )

    class Meta:
        verbose_name = _("wanted chapter")
        verbose_name_plural = _("wanted chapters")
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=ON_THE_GLOBE, name="wish_lies_on_the_globe")]

    def __str__(self) -> str:
        return self.place

    @property
    def point(self) -> tuple[float, float]:
        return float(self.latitude), float(self.longitude)


class ChapterInterestQuerySet(models.QuerySet):
    def open(self) -> "ChapterInterestQuerySet":
        """Wishes that no chapter has come of yet."""
        return self.filter(chapter__isnull=True)


class ChapterInterest(models.Model):
    """A member would like a chapter near a place. The place is kept to a tenth of a degree, some ten kilometers."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests")
    place = models.CharField(_("place"), max_length=160)
    country = models.CharField(_("country"), max_length=2, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=4, decimal_places=1)
    longitude = models.DecimalField(_("longitude"), max_digits=4, decimal_places=1)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    wish = models.ForeignKey(
        ChapterWish, on_delete=models.SET_NULL, null=True, blank=True, related_name="interests"
    )
    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("became"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interests",
    )

    objects = ChapterInterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("interest in a chapter")
        verbose_name_plural = _("interest in chapters")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "latitude", "longitude"], name="interest_once_per_member_and_place"
            ),
            models.CheckConstraint(condition=ON_THE_GLOBE, name="interest_lies_on_the_globe"),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.place}"

    @property
    def point(self) -> tuple[float, float]:
        return float(self.latitude), float(self.longitude)
