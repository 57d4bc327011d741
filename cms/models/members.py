"""Members: the people who sign in, and the pieces of their profile that groups and mentoring share."""

import zoneinfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


def validate_timezone(name: str) -> None:
    """Refuse what is not the name of an IANA time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("This is not a time zone we know, such as Europe/Prague."), code="timezone")


class MemberManager(BaseUserManager):
    """Makes members; the e-mail address is kept in lower case, because people type it either way."""

    use_in_migrations = True

    def get_by_natural_key(self, email: str) -> "Member":
        return self.get(email=email.lower())

    def create_user(self, email: str, password: str | None = None, **fields) -> "Member":
        """A member with this address. Raises ValueError when the address is missing."""
        if not email:
            raise ValueError("A member needs an e-mail address.")
        member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "Member":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Member(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Roles are not flags here: they come from what the person holds."""

    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("This address has an account.")}
    )
    display_name = models.CharField(
        _("name shown to others"),
        max_length=80,
        blank=True,
        help_text=_("The name you want to be called by."),
    )
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    bio = models.TextField(_("about you"), max_length=1500, blank=True)
    contact = models.CharField(
        _("private contact"),
        max_length=200,
        blank=True,
        help_text=_("How a mentor or mentee reaches you once you both said yes. Nobody else sees it."),
    )
    locale = models.CharField(_("language of the site"), max_length=12, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_timezone])
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=now)
    # The account was deleted: what others' history needs stays, without a name.
    left_at = models.DateTimeField(_("left"), null=True, blank=True, editable=False)

    objects = MemberManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="member_email_is_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name others see; never the e-mail address."""
        return self.display_name or str(_("A former member") if self.left_at else _("A member"))

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The member's time zone, UTC when the stored name is no longer known."""
        try:
            return zoneinfo.ZoneInfo(self.timezone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo("UTC")
