"""Tracks, lessons, progress; chapters' study groups and meetups. Builds on cms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        # They fill the registries: of letters, of Today, of chores, of what waits in the admin, of search.
        from . import (  # noqa: F401, PLC0415
            certificate_emails,
            certificate_news,
            chores,
            emails,
            found,
            group_emails,
            reminder_emails,
            seat_emails,
            today,
            waiting,
        )
        from .views import listings, reading  # noqa: F401, PLC0415 - fill the registry of page contexts
