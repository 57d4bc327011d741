"""Pieces of a member's profile that study groups and mentoring share: languages and weekly hours."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MINUTES_A_DAY = 24 * 60
GRID_MINUTES = 30


class Fluency(models.TextChoices):
    BASIC = "basic", _("Basic")
    FLUENT = "fluent", _("Fluent")


class Weekday(models.IntegerChoices):
    """Monday is 0, as in datetime.date.weekday()."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class MemberLanguage(models.Model):
    """A language a member speaks; `code` is a BCP 47 tag in lower case, such as "en" or "pt-br"."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(_("language"), max_length=12)
    level = models.CharField(_("level"), max_length=8, choices=Fluency, default=Fluency.FLUENT)

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["member", "code"], name="language_once_per_member"),
            models.CheckConstraint(
                condition=models.Q(level__in=Fluency.values), name="language_level_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.level})"


class Availability(models.Model):
    """A stretch of a member's week in local wall-clock minutes, start included and end excluded."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="availability"
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    start = models.PositiveSmallIntegerField(_("from"), help_text=_("Minutes after midnight."))
    end = models.PositiveSmallIntegerField(_("until"), help_text=_("Minutes after midnight, at most 1440."))

    class Meta:
        verbose_name = _("weekly hours")
        verbose_name_plural = _("weekly hours")
        ordering = ["weekday", "start"]
        constraints = [
            models.UniqueConstraint(fields=["member", "weekday", "start"], name="availability_starts_once"),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6, end__gt=models.F("start"), end__lte=MINUTES_A_DAY),
                name="availability_lies_in_one_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.start}-{self.end}"
